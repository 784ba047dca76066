//! Findings, collected with the places they are about.

use core::fmt::Arguments;

use super::{At, Kind, Node, Sources, ends_line, few, one_line, shown};
use crate::finding::{Code, Context, Finding, Severity};
use crate::order::sort_by_key;

/// Collects the findings of a call, all of them.
#[derive(Debug)]
pub struct Findings<'a> {
    sources: Sources<'a>,
    list: Vec<Finding>,
    errors: usize,
    /// Settings that a rule takes away.
    masked: Vec<At>,
}

impl<'a> Findings<'a> {
    /// No findings yet.
    #[must_use]
    pub fn new(sources: Sources<'a>) -> Self {
        Self { sources, list: Vec::new(), errors: 0, masked: Vec::new() }
    }

    /// Takes the settings away that stand there: whoever reads them passes them over.
    pub fn mask(&mut self, at: impl Iterator<Item = At>) {
        self.masked.extend(at);
    }

    /// Whether a setting counts: it says something, and nothing takes it away.
    #[must_use]
    pub fn counts(&self, setting: Node<'_>) -> bool {
        !setting.is_null() && !self.masked.contains(&setting.at())
    }

    /// Adds a finding at a place.
    pub fn add(&mut self, code: Code, at: At, message: Arguments<'_>) {
        self.add_as(code, code.severity(), at, message);
    }

    /// Adds a finding with a weight other than its code's own, where the config says so.
    pub fn add_as(&mut self, code: Code, severity: Severity, at: At, message: Arguments<'_>) {
        self.push(code, severity, at, message.to_string(), None);
    }

    /// Adds a finding about a name that is unknown, and the known one that was probably meant.
    pub fn add_near(&mut self, code: Code, at: At, message: Arguments<'_>, near: Option<&str>) {
        self.add_near_as(code, false, at, message, near);
    }

    /// The same, as an error where nothing must be done before it is corrected.
    pub fn add_near_as(
        &mut self,
        code: Code,
        is_grave: bool,
        at: At,
        message: Arguments<'_>,
        near: Option<&str>,
    ) {
        let message = match near {
            Some(near) => format!("{message} (did you mean `{near}`?)"),
            None => message.to_string(),
        };
        let severity = if is_grave { Severity::Error } else { code.severity() };
        self.push(code, severity, at, message, near.map(|near| Context { did_you_mean: near.to_owned() }));
    }

    /// Says that the organisation does not know a tax type, and the first few that are active: another tax type is
    /// never proposed, however alike its code is.
    pub fn unknown_tax_type(&mut self, tax_type: &str, at: At, active: &mut dyn Iterator<Item = &str>) {
        let few = few(active);
        let what = format_args!("the organisation has no tax type `{tax_type}`; its active ones are {few}");
        self.add(Code::TaxTypeUnknown, at, what);
    }

    /// Says that a part is not what was `wanted`, such as `an object`; of a text, where it stops being JSON.
    pub fn wrong_part(&mut self, node: Node<'_>, name: &str, wanted: &str) {
        let shown = shown(node);
        match node.kind() {
            Kind::NotJson => self.add(Code::InputNotJson, node.at(), format_args!("{name} is {shown}")),
            Kind::Nothing => self.add(Code::InputPartEmpty, node.at(), format_args!("{name} is {shown}")),
            _ => self.add(Code::InputPartWrong, node.at(), format_args!("{name} is {shown}, not {wanted}")),
        }
    }

    fn push(&mut self, code: Code, severity: Severity, at: At, message: String, context: Option<Context>) {
        // A name from the config may stand in it as it is.
        let message = if message.contains(ends_line) { one_line(message.chars()) } else { message };
        let finding = Finding {
            code,
            severity,
            path: self.sources.pointer(at),
            message,
            remedy: code.remedy(),
            context,
        };
        // The same setting may be wrong for every line; it is said once.
        if self.list.contains(&finding) {
            return;
        }
        self.errors += usize::from(severity == Severity::Error);
        self.list.push(finding);
    }

    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Whether nothing stands in the way.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.errors == 0
    }

    /// Takes over findings that were made before, such as those of a kept config.
    pub fn extend(&mut self, earlier: &[Finding]) {
        self.errors += earlier.iter().filter(|finding| finding.severity == Severity::Error).count();
        self.list.extend_from_slice(earlier);
    }

    /// The documents behind the places.
    #[must_use]
    pub fn sources(&self) -> Sources<'a> {
        self.sources
    }

    /// The findings, errors first, else in the order they were made.
    #[must_use]
    pub fn finish(mut self) -> Vec<Finding> {
        sort_by_key(&mut self.list, |finding| finding.severity);
        self.list
    }
}
