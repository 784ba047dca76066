//! What stages, pipelines and users are called.

use std::collections::BTreeMap;

use crate::finding::Code;
use crate::money::Decimal;
use crate::pipedrive::rows;
use crate::read::{Findings, Kind, Node, decimal};

/// The names that were passed, by id.
#[derive(Debug, Default)]
pub(super) struct Names {
    stages: BTreeMap<String, String>,
    pipelines: BTreeMap<String, String>,
    users: BTreeMap<String, String>,
    /// Percent with which a deal of a stage is won.
    probabilities: BTreeMap<String, Decimal>,
}

impl Names {
    pub(super) fn read(input: Node<'_>, findings: &mut Findings<'_>) -> Self {
        let mut names = Self::default();
        let [stages, pipelines, users] = input.pick(["stages", "pipelines", "users"]);
        for stage in stages.into_iter().flat_map(rows) {
            let probability =
                stage.get("deal_probability").and_then(|node| decimal(node, "deal_probability", findings));
            if let (Some(id), Some(probability)) = (stage.get("id"), probability) {
                names.probabilities.insert(id.raw().to_owned(), probability.value);
            }
        }
        let lists = [
            ("stages", stages, &mut names.stages),
            ("pipelines", pipelines, &mut names.pipelines),
            ("users", users, &mut names.users),
        ];
        for (called, part, into) in lists {
            let Some(part) = part else { continue };
            if matches!(
                part.kind(),
                Kind::NotJson | Kind::Nothing | Kind::Text | Kind::Number | Kind::Boolean
            ) {
                findings.wrong_part(part, called, "a list of rows with id and name");
                continue;
            }
            take(part, called, into, findings);
        }
        names
    }

    pub(super) fn stage(&self, id: &str) -> String {
        self.stages.get(id).map_or(id, |name| name).to_owned()
    }

    pub(super) fn pipeline(&self, id: &str) -> String {
        self.pipelines.get(id).map_or(id, |name| name).to_owned()
    }

    pub(super) fn user(&self, id: &str) -> String {
        self.users.get(id).map_or(id, |name| name).to_owned()
    }

    pub(super) fn probability(&self, stage: &str) -> Option<Decimal> {
        self.probabilities.get(stage).copied()
    }
}

/// Rows with `id` and `name`, or names by id.
fn take(part: Node<'_>, called: &str, into: &mut BTreeMap<String, String>, findings: &mut Findings<'_>) {
    let is_plain = part.kind() == Kind::Object
        && part.members().next().is_some()
        && part
            .members()
            .all(|(id, name)| name.text().is_some() && id.bytes().all(|byte| byte.is_ascii_digit()));
    if is_plain {
        into.extend(part.members().map(|(id, name)| (id.to_owned(), name.raw().to_owned())));
        return;
    }
    for row in rows(part) {
        match (row.get("id"), row.get("name")) {
            (Some(id), Some(name)) => _ = into.insert(id.raw().to_owned(), name.raw().to_owned()),
            _ => findings.add_as(
                Code::InputPartWrong,
                crate::finding::Severity::Warning,
                row.at(),
                format_args!("a row of {called} has no id and name"),
            ),
        }
    }
}
