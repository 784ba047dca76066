//! The findings of many rows: of each code the first ones, and how many more.

use std::collections::BTreeMap;

use crate::finding::{Code, Finding, Severity};
use crate::order::sort_by_key;

/// Findings of one code that are told.
const MOST: usize = 100;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Said {
    list: Vec<Finding>,
    counts: BTreeMap<Code, usize>,
    has_errors: bool,
}

impl Said {
    /// Takes in the findings of a row whose pointer in its page is `inner`, and in the whole `at`.
    pub(super) fn add(&mut self, findings: Vec<Finding>, inner: &str, at: &str) {
        for finding in findings {
            let path = match finding.path.strip_prefix(inner) {
                Some(rest) => format!("{at}{rest}"),
                None => at.to_owned(),
            };
            self.push(Finding { path, ..finding });
        }
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.has_errors |= finding.severity == Severity::Error;
        let count = self.counts.entry(finding.code).or_default();
        *count += 1;
        if *count <= MOST {
            self.list.push(finding);
        }
    }

    /// A finding of the whole.
    pub(super) fn say(&mut self, code: Code, path: &str, message: String) {
        let (severity, remedy) = (code.severity(), code.remedy());
        self.push(Finding { code, severity, path: path.to_owned(), message, remedy, context: None });
    }

    /// A finding that is no more than a warning here.
    pub(super) fn warn(&mut self, code: Code, path: &str, message: String) {
        let (severity, remedy) = (Severity::Warning, code.remedy());
        self.push(Finding { code, severity, path: path.to_owned(), message, remedy, context: None });
    }

    pub(super) fn is_ok(&self) -> bool {
        !self.has_errors
    }

    /// How many were found of late, and what of them is told.
    pub(super) fn mark(&self) -> usize {
        self.list.len()
    }

    /// Those that are told since a mark.
    pub(super) fn since(&self, mark: usize) -> Vec<Finding> {
        self.list.get(mark..).unwrap_or_default().to_vec()
    }

    /// All that are told, errors first.
    pub(super) fn finish(&mut self) -> Vec<Finding> {
        for (code, count) in core::mem::take(&mut self.counts) {
            if count > MOST {
                let more = count - MOST;
                self.say(
                    Code::ReportFindingsLeftOut,
                    "",
                    format!("{more} more findings are {}", code.word()),
                );
            }
        }
        let mut list = core::mem::take(&mut self.list);
        sort_by_key(&mut list, |finding| finding.severity);
        list
    }
}
