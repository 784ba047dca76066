//! Templates filled with the fields of a deal.

use crate::config::template::{Part, Template};
use crate::finding::Code;
use crate::pipedrive::field::{Owners, Scope};
use crate::read::{At, Findings, trimmed, writable};

/// A filled template and the places its fields came from.
#[derive(Debug)]
pub struct Filled {
    /// The text, without blanks around it.
    pub text: String,
    /// Where its fields stood.
    pub from: Vec<At>,
}

/// Fills a template; an empty field without a fallback is a finding.
pub fn fill<'a>(
    template: &'a Template,
    name: &str,
    owners: &Owners<'a>,
    scope: Scope<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Option<Filled> {
    let mut text = String::with_capacity(64);
    let mut from = Vec::with_capacity(4);
    let mut whole = true;
    let called = || name.to_owned();
    for part in &template.parts {
        match part {
            Part::Text(literal) => text.push_str(&writable(literal, &called, template.at, findings)),
            Part::Field(field, fallback) => {
                let errors = findings.errors();
                match (owners.text(field, scope, template.at, findings), fallback) {
                    (Some(given), _) => {
                        let shown = || field.shown();
                        text.push_str(trimmed(&writable(&given.value, &shown, given.at, findings)));
                        from.push(given.at);
                    }
                    // A field that cannot be understood is not empty: its finding stands.
                    (None, _) if findings.errors() > errors => whole = false,
                    (None, Some(fallback)) => {
                        text.push_str(&writable(fallback, &called, template.at, findings))
                    }
                    (None, None) => {
                        whole = false;
                        findings.add(
                            Code::ConfigTemplateEmpty,
                            template.at,
                            format_args!("{name} needs `{}`, which is empty", field.shown()),
                        );
                    }
                }
            }
        }
    }
    if trimmed(&text).len() < text.len() {
        text = text.trim().to_owned();
    }
    whole.then_some(Filled { text, from })
}
