//! Writes of which nobody knows yet what became of them.

use super::carry::in_doubt;
use super::made::{Made, slot_of};
use super::state::says;
use crate::finding::{Code, Finding};
use crate::read::{Document, Node};

/// The writes that may have been made, whatever ends the handoff.
#[derive(Debug, Default)]
pub(super) struct Doubts(Vec<Made>);

impl Doubts {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// It may have been made.
    pub fn add(&mut self, write: &Made) {
        if !self.0.iter().any(|known| known.is_again(write)) {
            self.0.push(write.clone());
        }
    }

    /// Its own answer says what became of it.
    pub fn settle(&mut self, write: &Made) {
        self.0.retain(|known| !known.is_again(write));
    }

    /// It was looked up what there is: what is wanted still may be on its way, and so may a document that was to be
    /// created and is not there.
    pub fn look(&mut self, requests: Node<'_>, verdicts: &Document) {
        self.0.retain(|write| {
            let is_wanted = requests.items_of("requests").any(|one| says(one, "id", &write.base));
            let mut verdicts = verdicts.root().items();
            let is_there = verdicts.any(|verdict| {
                says(verdict, "entity", &write.entity)
                    && says(verdict, "slot", slot_of(&write.base))
                    && verdict.items_of("documents").next().is_some()
            });
            is_wanted || (write.base.starts_with("create-") && !is_there)
        });
    }

    /// Says of each entity that has some that it failed.
    pub fn fail(&self, failed: &mut Vec<(String, Vec<Finding>)>, began: Option<i64>) {
        let is_said = |why: &[Finding]| why.iter().any(|finding| finding.code == Code::HandoffInDoubt);
        for write in &self.0 {
            match failed.iter_mut().find(|(entity, _)| *entity == write.entity) {
                Some((_, why)) if is_said(why) => {}
                Some((_, why)) => why.push(in_doubt(began)),
                None => failed.push((write.entity.clone(), vec![in_doubt(began)])),
            }
        }
    }
}
