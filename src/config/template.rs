//! Texts with fields in single braces: `{field:PO number|none} for {deal.title}`.

use super::field::FieldRef;
use super::setting::Setting;
use crate::finding::Code;
use crate::pipedrive::reference::Owner;
use crate::read::letters::has;
use crate::read::{At, Findings, Node};

/// A text with fields in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// Where the config has it.
    pub at: At,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text as it stands.
    Text(String),
    /// A field, and what to write when it is empty.
    Field(FieldRef, Option<String>),
}

impl Template {
    /// Whether it has a field of that owner.
    #[must_use]
    pub fn names(&self, owner: Owner) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Field(field, _) if field.owner == owner))
    }

    /// Reads the written form. A literal brace is written in a pair of quotes: `'{'`.
    ///
    /// # Errors
    /// When a brace is left open, or a field is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        let mut literal = String::new();
        while let Some((before, after)) = rest.split_once(['{', '}']) {
            let brace = rest.as_bytes().get(before.len()).copied().unwrap_or(b'{');
            if let (Some(kept), Some(beyond)) = (before.strip_suffix('\''), after.strip_prefix('\'')) {
                literal.push_str(kept);
                literal.push(char::from(brace));
                rest = beyond;
                continue;
            }
            literal.push_str(before);
            if brace == b'}' {
                return Err("a `}` has no `{` before it".to_owned());
            }
            let Some((inside, beyond)) = after.split_once('}') else {
                return Err("a `{` is not closed".to_owned());
            };
            if has(inside, "{") {
                return Err(
                    "braces stand inside braces; fields take single ones, as in `{deal.title}`".to_owned()
                );
            }
            if !literal.is_empty() {
                parts.push(Part::Text(core::mem::take(&mut literal)));
            }
            let (field, fallback) = match inside.split_once('|') {
                Some((field, fallback)) => (field, Some(fallback.to_owned())),
                None => (inside, None),
            };
            let field = FieldRef::parse(field).map_err(|error| match error.near {
                Some(near) => format!("{} (did you mean `{near}`?)", error.what),
                None => error.what,
            })?;
            parts.push(Part::Field(field, fallback));
            rest = beyond;
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Text(literal));
        }
        Ok(Self { parts, at: At::NOWHERE })
    }
}

impl Setting for Template {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let Some(text) = node.text() else {
            super::setting::wrong_shape("a text", name, node, findings);
            return None;
        };
        match Self::parse(text) {
            Ok(template) => Some(Self { at: node.at(), ..template }),
            Err(what) => {
                findings.add(Code::ConfigTemplateInvalid, node.at(), format_args!("{name}: {what}"));
                None
            }
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Template {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Template".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "a text with fields in single braces and a fallback after `|`: `{field:PO number|none}`"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipedrive::reference::FieldName;

    #[test]
    fn reads_fields_fallbacks_and_literal_braces() {
        let template = Template::parse("PO {field:PO number|none} '{'x'}' {deal.title}").unwrap();
        let po = FieldRef {
            owner: Owner::Deal,
            name: FieldName::Labelled { label: "PO number".into(), hash: None },
        };
        let title = FieldRef { owner: Owner::Deal, name: FieldName::Standard("title") };
        assert_eq!(
            template.parts,
            [
                Part::Text("PO ".into()),
                Part::Field(po, Some("none".into())),
                Part::Text(" {x} ".into()),
                Part::Field(title, None)
            ]
        );
        for bad in ["{deal.title", "x}", "{{deal.title}}", "{deal.titel}", "{}"] {
            assert!(Template::parse(bad).is_err(), "{bad}");
        }
    }
}
