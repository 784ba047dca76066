//! Findings of many tries, each said once.

use crate::finding::{Finding, Severity};
use crate::order::sort_by_key;
use crate::read::Findings;

/// The most that is said: a config that is wrong everywhere is mended in turns.
const MOST: usize = 500;

/// Findings of many tries.
#[derive(Debug, Default)]
pub(super) struct Said {
    list: Vec<Finding>,
}

impl Said {
    /// Takes a finding over, unless the same was said.
    pub(super) fn add(&mut self, finding: Finding) {
        if self.list.len() < MOST && !self.list.contains(&finding) {
            self.list.push(finding);
        }
    }

    /// Takes over the findings that are wanted.
    pub(super) fn take(&mut self, findings: Findings<'_>, mut is_wanted: impl FnMut(&Finding) -> bool) {
        for finding in findings.finish() {
            if is_wanted(&finding) {
                self.add(finding);
            }
        }
    }

    /// Whether nothing stands in the way.
    pub(super) fn is_ok(&self) -> bool {
        self.list.iter().all(|finding| finding.severity != Severity::Error)
    }

    /// The findings, errors first.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        sort_by_key(&mut self.list, |finding| finding.severity);
        self.list
    }
}
