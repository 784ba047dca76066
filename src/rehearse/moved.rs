//! What of a deal would be elsewhere: documents that only one config makes, and products that another entity would bill.

use super::compare::DocumentChange;
use crate::plan::Plan;
use crate::read::few;

/// What would be elsewhere, in words; each empty where all of it stays.
#[derive(Debug, Default)]
pub(super) struct Moved {
    /// Documents that would be added or removed.
    pub documents: String,
    /// What another entity would bill: products, or the deal as a whole. Of a deal that has documents under one config
    /// alone, these documents.
    pub billed: String,
}

impl Moved {
    /// What would be elsewhere of a deal whose documents differ.
    pub(super) fn of(plans: &[Plan; 2], changes: &[DocumentChange]) -> Self {
        let mut moved = Self::default();
        for change in ["removed", "added"] {
            let mut slots =
                changes.iter().filter(|one| one.change == change).map(|one| one.slot.as_str()).peekable();
            if slots.peek().is_some() {
                let slots = few(&mut slots);
                say(&mut moved.documents, &format!("{slots} would be {change}"));
            }
        }
        if changes.is_empty() {
            return moved;
        }
        match plans.each_ref().map(biller) {
            [None, None] => {}
            [Some(_), Some(_)] if plans.iter().any(|plan| !plan.shares.is_empty()) => {
                moved.billed = of_rows(plans);
            }
            [Some(from), Some(to)] if from != to => {
                moved.billed = format!("the deal would go from `{from}` to `{to}`");
            }
            [Some(_), Some(_)] => {}
            _ => moved.billed.clone_from(&moved.documents),
        }
        moved
    }

    /// All of it.
    pub(super) fn told(&self) -> String {
        let mut text = self.documents.clone();
        if self.billed != self.documents {
            say(&mut text, &self.billed);
        }
        text
    }
}

fn say(text: &mut String, what: &str) {
    if !text.is_empty() && !what.is_empty() {
        text.push_str("; ");
    }
    text.push_str(what);
}

/// Who bills a deal that is not split, and one of those of a deal that is.
fn biller(plan: &Plan) -> Option<&str> {
    let mut documents = plan.documents.iter().chain(&plan.scheduled);
    documents.next().map(|document| document.entity.as_str())
}

/// Who bills a product.
fn biller_of<'p>(plan: &'p Plan, row: &str) -> Option<&'p str> {
    if plan.shares.is_empty() {
        return biller(plan);
    }
    let mut shares = plan.shares.iter();
    shares.find(|share| share.rows.iter().any(|billed| billed.row == row)).map(|share| share.entity.as_str())
}

/// The products of a deal that is split which another entity would bill.
fn of_rows(plans: &[Plan; 2]) -> String {
    let [before, after] = plans;
    // Each config splits all of the products, or none.
    let split = if before.shares.is_empty() { after } else { before };
    let rows = split.shares.iter().flat_map(|share| &share.rows).map(|billed| billed.row.as_str());
    let mut moves: Vec<((&str, &str), Vec<&str>)> = Vec::new();
    for row in rows {
        let (Some(from), Some(to)) = (biller_of(before, row), biller_of(after, row)) else { continue };
        if from == to {
            continue;
        }
        match moves.iter_mut().find(|(pair, _)| *pair == (from, to)) {
            Some((_, moving)) => moving.push(row),
            None => moves.push(((from, to), vec![row])),
        }
    }
    let mut text = String::new();
    for ((from, to), rows) in moves {
        say(&mut text, &format!("{} would go from `{from}` to `{to}`", few(&mut rows.into_iter())));
    }
    text
}
