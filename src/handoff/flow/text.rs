//! A handoff's end in one line.

use super::Status;
use super::build::Peek;
use super::carry::Carried;
use super::clock::written;
use super::deliver::how;
use super::made::{Made, slot_of};
use super::state::says;
use crate::finding::{Code, Finding, Severity};
use crate::read::Node;

/// Whether all that is due stood there already.
pub(super) fn is_as_before(carried: &Carried) -> bool {
    let has =
        |action: &str| carried.verdicts.root().items().filter(|one| says(*one, "action", action)).count();
    let there = has("already-there");
    there > 0 && there + has("scheduled") == carried.verdicts.root().items().count()
}

/// How it ended, in one line.
pub(super) fn text(
    status: Status,
    findings: &[Finding],
    carried: Option<&Carried>,
    is_several: bool,
    not_before: Option<i64>,
) -> String {
    let mut text = match status {
        Status::Done => "done",
        Status::Held => "held",
        Status::Skipped => "skipped",
        Status::Waiting => "waiting",
        Status::Refused => "refused",
        Status::Failed => "failed",
    }
    .to_owned();
    // What a person must decide comes before what else the rules say.
    let is_later =
        |code: Code| status == Status::Held && matches!(code, Code::HandoffWaits | Code::HandoffSkipped);
    let why = || {
        let all = findings.iter().filter(|finding| finding.severity != Severity::Info);
        all.filter(|finding| !is_later(finding.code))
    };
    // What another document waits for says less than what it is.
    let why = why().find(|finding| finding.code != Code::HandoffInQuestion).or_else(|| why().next());
    // What was taken back is told however it ends, unless a verdict of the last round tells it.
    for made in carried.map(|carried| carried.taken.as_slice()).unwrap_or_default() {
        let Some(took) = made.took().filter(|_| status != Status::Done || !is_told(carried, made)) else {
            continue;
        };
        let is_first = !text.contains(':');
        text.push_str(if is_first { ": " } else { ", " });
        text.push_str(
            &[made.called.as_str(), if status == Status::Done { " " } else { " was " }, took].concat(),
        );
        if is_several {
            text.push_str(&[" in ", &made.entity].concat());
        }
    }
    let has_taken = text.contains(':');
    if let (Status::Done, Some(carried)) = (status, carried) {
        for verdict in carried.verdicts.root().items() {
            let of = |name: &str| verdict.raw_of(name);
            let before = if text.contains(':') { ", " } else { ": " };
            text.push_str(before);
            let did = if carried.is_observed { of("label") } else { did(of("action"), of("label")) };
            text.push_str(&[of("token"), " ", did].concat());
            if carried.is_apart {
                text.push_str(&[" in ", of("entity")].concat());
            }
            text.push_str(match how(carried, of("slot")) {
                Some("email") => " and e-mailed",
                Some(_) => " and marked as sent",
                None => "",
            });
        }
    } else if let Some(why) = why {
        text.push_str(if has_taken { "; " } else { ": " });
        text.push_str(&why.message);
    }
    if let Some(at) = not_before {
        text.push_str(&format!(" (again at {})", written(at)));
    }
    text
}

/// Whether a verdict tells what a write took back.
fn is_told(carried: Option<&Carried>, made: &Made) -> bool {
    let is_its = |verdict: Node<'_>| {
        says(verdict, "entity", &made.entity)
            && says(verdict, "slot", slot_of(&made.base))
            && matches!(verdict.raw_of("action"), "delete-draft" | "void" | "credit" | "credit-and-reissue")
    };
    carried.is_some_and(|carried| carried.verdicts.root().items().any(is_its))
}

/// What was done, in a person's words.
fn did<'t>(action: &str, label: &'t str) -> &'t str {
    match action {
        "create" => "created",
        "update-draft" => "updated",
        "delete-draft" => "deleted",
        "void" => "voided",
        "credit" => "credited",
        "credit-and-reissue" => "credited and reissued",
        _ => label,
    }
}
