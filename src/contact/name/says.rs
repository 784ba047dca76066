//! The likeness of two names in words.

use super::lexicon::Forms;
use super::likeness::{Alignment, Level, Likeness};
use super::words::Way;
use crate::read::clipped;

impl Alignment<'_> {
    /// One line: `the name is nearly the same: "zyxelton" for "zyxelon"`, with backticks.
    pub(super) fn says(&self, likeness: Likeness) -> String {
        let mut says = match likeness.level {
            Level::Same => "the name is the same",
            Level::WithoutForm => "the name is the same but for a missing legal form",
            Level::OtherForm => "the name is the same but for another legal form",
            Level::Near => "the name is nearly the same",
            Level::Acronym => "one name may be the initials of the other",
            Level::Part => "one name has more than the other",
            Level::Different => "the names differ",
        }
        .to_owned();
        if likeness.by_alias {
            says.push_str(", of several that it goes by");
        }
        let mut before = ": ";
        let mut add = |parts: &[&str]| {
            says.push_str(before);
            before = ", ";
            parts.iter().for_each(|part| says.push_str(part));
        };
        for pair in self.pairs.iter().filter(|pair| pair.way != Way::Same) {
            let [ours, theirs] = self.words_of(*pair);
            add(&["`", &clipped(&ours), "` for `", &clipped(&theirs), "`"]);
        }
        let [ours, theirs] = self.alone();
        match (ours.is_empty(), theirs.is_empty()) {
            (true, true) => {}
            (false, false) => add(&["`", &clipped(&ours), "` against `", &clipped(&theirs), "`"]),
            _ => add(&["`", &clipped(&ours), &clipped(&theirs), "` in one alone"]),
        }
        if likeness.forms == Forms::Other && likeness.level != Level::OtherForm {
            add(&["another legal form"]);
        }
        says
    }
}
