//! What a new contact's name gets behind it when another contact has the name.

use super::setting::{Setting, wrong_shape};
use crate::finding::Code;
use crate::gather::Gather;
use crate::read::letters::{has, split};
use crate::read::{Findings, Node};

/// A text with at least one of the [`PLACES`], such as ` ({city})`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transparent))]
pub struct NameSuffix(pub String);

/// What a suffix may be made of: the party's town, region, country and id in Pipedrive, and the first number from 2
/// that makes the name another.
pub const PLACES: [&str; 5] = ["{city}", "{region}", "{country}", "{id}", "{n}"];

impl Setting for NameSuffix {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let Some(text) = node.text() else {
            wrong_shape("a text", name, node, findings);
            return None;
        };
        let rest = PLACES.iter().fold(text.to_owned(), |rest, place| split(&rest, place).concat());
        if rest == text || has(&rest, "{") || has(&rest, "}") || rest.contains(['<', '>']) {
            let places = PLACES.iter().joined(", ");
            let shown = crate::read::clipped(text);
            let says =
                format_args!("{name} is `{shown}`, which is not made of text and at least one of {places}");
            findings.add(Code::ConfigValueWrong, node.at(), says);
            return None;
        }
        Some(Self(text.to_owned()))
    }
}
