//! Fields as settings; see [`FieldRef`].

use super::setting::Setting;
use crate::finding::Code;
pub use crate::pipedrive::reference::FieldRef;
use crate::read::{Findings, Node};

impl Setting for FieldRef {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let text = String::read(node, name, findings)?;
        Self::parse(&text)
            .map_err(|error| {
                findings.add_near(
                    Code::ConfigFieldInvalid,
                    node.at(),
                    format_args!("{name}: {}", error.what),
                    error.near,
                );
            })
            .ok()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for FieldRef {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FieldRef".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "a field: `deal.title`, `field:PO number`, `organization.field:VAT number`, optionally with `#` and its 40-character hash"
        })
    }
}
