use super::*;

const CONTENTS: [Content; 6] = [
    Content::Same,
    Content::Changed,
    Content::Edited,
    Content::Both,
    Content::Unattributed,
    Content::NoLines,
];
const STAGES: [Stage; 9] = [
    Stage::Draft,
    Stage::Submitted,
    Stage::Kept,
    Stage::Issued,
    Stage::PartCredited,
    Stage::Paid,
    Stage::Unclear,
    Stage::Template,
    Stage::RunningTemplate,
];

/// A cell for each content, in the order of `CONTENTS`; where one cell stands for all of them, it stands alone.
///
/// `draft? A : B` is A where the config lets drafts change, else B; `issued?`, `lost?` and `credit?` likewise.
/// A word alone is an action, or a reason to ask.
type Row = (Stage, &'static [&'static str]);

const CHANGED_DRAFT: &str = "draft? UpdateDraft : Changed";
const CHANGED_ISSUE: &str = "issued? credit? CreditAndReissue : NoCredit : Changed";

/// The slot is wanted, now or later.
const WANTED: [Row; 9] = [
    (
        Stage::Draft,
        &["AlreadyThere", CHANGED_DRAFT, "Edited", "Edited", "draft? UpdateDraft : Unattributed", "NoLines"],
    ),
    (Stage::Submitted, &["AlreadyThere", "Submitted", "Edited", "Edited", "Unattributed", "NoLines"]),
    (Stage::Kept, &["AlreadyThere", CHANGED_ISSUE, "Edited", "Edited", "Unattributed", "NoLines"]),
    (Stage::Issued, &["AlreadyThere", CHANGED_ISSUE, "Edited", "Edited", "Unattributed", "NoLines"]),
    (Stage::PartCredited, &["AlreadyThere", "PartCredited", "Edited", "Edited", "Unattributed", "NoLines"]),
    (Stage::Paid, &["AlreadyThere", "Paid", "Edited", "Edited", "Unattributed", "NoLines"]),
    (Stage::Unclear, &["Unclear"]),
    (
        Stage::Template,
        &[
            "AlreadyThere",
            "draft? DeleteDraft : Changed",
            "Edited",
            "Edited",
            "draft? DeleteDraft : Unattributed",
            "NoLines",
        ],
    ),
    (Stage::RunningTemplate, &["AlreadyThere", "Running", "Edited", "Edited", "Unattributed", "NoLines"]),
];

const DROP: &str = "draft? DeleteDraft : Gone";
const DROP_EDITED: &str = "draft? Edited : Gone";
const DROP_UNREAD: &str = "draft? NoLines : Gone";
const TAKE_BACK: &str = "issued? credit? Credit : NoCredit : Gone";
const TAKE_EDITED: &str = "issued? Edited : Gone";
const TAKE_UNREAD: &str = "issued? NoLines : Gone";
const VOID: &str = "issued? Void : Gone";

/// The deal is won, and its plan has the slot no more.
const GONE: [Row; 9] = [
    (Stage::Draft, &[DROP, DROP, DROP_EDITED, DROP_EDITED, DROP, DROP_UNREAD]),
    (Stage::Submitted, &["Submitted"]),
    (Stage::Kept, &[VOID, VOID, TAKE_EDITED, TAKE_EDITED, VOID, TAKE_UNREAD]),
    (Stage::Issued, &[TAKE_BACK, TAKE_BACK, TAKE_EDITED, TAKE_EDITED, TAKE_BACK, TAKE_UNREAD]),
    (Stage::PartCredited, &["PartCredited"]),
    (Stage::Paid, &["Paid"]),
    (Stage::Unclear, &["Unclear"]),
    (Stage::Template, &[DROP, DROP, DROP_EDITED, DROP_EDITED, DROP, DROP_UNREAD]),
    (Stage::RunningTemplate, &[DROP, DROP, DROP_EDITED, DROP_EDITED, DROP, DROP_UNREAD]),
];

const UNDO: &str = "lost? DeleteDraft : Ended";
const UNDO_EDITED: &str = "lost? Edited : Ended";
const UNDO_UNREAD: &str = "lost? NoLines : Ended";
const UNDO_ISSUE: &str = "lost? credit? Credit : NoCredit : Ended";
const UNDO_KEPT: &str = "lost? Void : Ended";

/// The deal was lost or deleted.
const ENDED: [Row; 9] = [
    (Stage::Draft, &[UNDO, UNDO, UNDO_EDITED, UNDO_EDITED, UNDO, UNDO_UNREAD]),
    (Stage::Submitted, &["Submitted"]),
    (Stage::Kept, &[UNDO_KEPT, UNDO_KEPT, UNDO_EDITED, UNDO_EDITED, UNDO_KEPT, UNDO_UNREAD]),
    (Stage::Issued, &[UNDO_ISSUE, UNDO_ISSUE, UNDO_EDITED, UNDO_EDITED, UNDO_ISSUE, UNDO_UNREAD]),
    (Stage::PartCredited, &["PartCredited"]),
    (Stage::Paid, &["Paid"]),
    (Stage::Unclear, &["Unclear"]),
    (Stage::Template, &[UNDO, UNDO, UNDO_EDITED, UNDO_EDITED, UNDO, UNDO_UNREAD]),
    (Stage::RunningTemplate, &[UNDO, UNDO, UNDO_EDITED, UNDO_EDITED, UNDO, UNDO_UNREAD]),
];

/// The deal is open: nobody knows what it will become.
const OPEN: [Row; 9] = [
    (Stage::Draft, &["Open"]),
    (Stage::Submitted, &["Open"]),
    (Stage::Kept, &["Open"]),
    (Stage::Issued, &["Open"]),
    (Stage::PartCredited, &["Open"]),
    (Stage::Paid, &["Open"]),
    (Stage::Unclear, &["Unclear"]),
    (Stage::Template, &["Open"]),
    (Stage::RunningTemplate, &["Open"]),
];

/// No live document, or too many: what holds when the slot is due, later, gone, ended, open.
const OTHERS: [(Found, [&str; 5]); 10] = [
    (Found::NotLookedUp, ["Unknown", "Unknown", "Unknown", "Unknown", "Unknown"]),
    (Found::Nothing, ["Create", "Scheduled", "Refuse", "Refuse", "Refuse"]),
    (Found::Lookalike, ["Lookalike", "Scheduled", "Refuse", "Refuse", "Refuse"]),
    (Found::Removed, ["Removed", "Scheduled", "Refuse", "Refuse", "Refuse"]),
    (Found::RemovedBeforeWin, ["Create", "Scheduled", "Refuse", "Refuse", "Refuse"]),
    (Found::Replaced, ["Create", "Scheduled", "Refuse", "Refuse", "Refuse"]),
    (Found::Finished, ["AlreadyThere", "AlreadyThere", "Refuse", "Refuse", "Refuse"]),
    (Found::Stopped, ["Stopped", "Stopped", "Refuse", "Refuse", "Refuse"]),
    (Found::Running, ["Running", "Running", "Refuse", "Refuse", "Refuse"]),
    (Found::Several, ["Several", "Several", "Several", "Several", "Several"]),
];

const WANTS: [Wanted; 5] = [Wanted::Due, Wanted::Later, Wanted::Gone, Wanted::Ended, Wanted::Open];

/// Every combination of what may be done without asking.
fn all_may() -> impl Iterator<Item = May> {
    (0..16).map(|bits| May {
        draft: bits & 1 != 0,
        issued: bits & 2 != 0,
        lost: bits & 4 != 0,
        credit: bits & 8 != 0,
    })
}

/// What a cell says under a config.
fn read(cell: &str, may: May) -> &str {
    let Some((condition, rest)) = cell.split_once("? ") else { return cell };
    let holds = match condition {
        "draft" => may.draft,
        "issued" => may.issued,
        "lost" => may.lost,
        "credit" => may.credit,
        other => panic!("{other}"),
    };
    let (then, otherwise) = rest.rsplit_once(" : ").unwrap();
    read(if holds { then } else { otherwise }, may)
}

fn check(wanted: Wanted, found: Found, cell: &str, may: May) {
    let (action, reason) = decide(wanted, found, may);
    let (action, reason) = (format!("{action:?}"), format!("{reason:?}"));
    let said = if action == "Ask" { &reason } else { &action };
    assert_eq!(said, read(cell, may), "{wanted:?} {found:?} {may:?}");
}

#[test]
fn every_row_of_the_table_holds() {
    let mut rows = 0;
    for may in all_may() {
        for wanted in WANTS {
            let table = match wanted {
                Wanted::Due | Wanted::Later => WANTED,
                Wanted::Gone => GONE,
                Wanted::Ended => ENDED,
                Wanted::Open => OPEN,
            };
            assert_eq!(table.map(|(stage, _)| stage), STAGES, "{wanted:?} has every stage");
            for (stage, cells) in table {
                for (index, content) in CONTENTS.into_iter().enumerate() {
                    let cell = if cells.len() == 1 { cells[0] } else { cells[index] };
                    check(wanted, Found::One(stage, content), cell, may);
                    rows += 1;
                }
            }
        }
        for (found, cells) in OTHERS {
            for (wanted, cell) in WANTS.into_iter().zip(cells) {
                check(wanted, found, cell, may);
                rows += 1;
            }
        }
    }
    assert_eq!(rows, 16 * (5 * 9 * 6 + 10 * 5));
}

/// What no config allows, said once more in other words.
#[test]
fn some_things_never_happen() {
    let all = STAGES.iter().flat_map(|stage| CONTENTS.map(|content| Found::One(*stage, content)));
    let all: Vec<_> = all.chain(OTHERS.map(|(found, _)| found)).collect();
    for may in all_may() {
        for (wanted, found) in WANTS.iter().flat_map(|wanted| all.iter().map(|found| (*wanted, *found))) {
            let (action, reason) = decide(wanted, found, may);
            let stage = if let Found::One(stage, _) = found { Some(stage) } else { None };
            let context = format!("{wanted:?} {found:?} {may:?}");
            let is_new = action == Action::Create;
            assert!(!is_new || stage.is_none(), "nothing is created beside a live document: {context}");
            assert!(!is_new || found != Found::NotLookedUp, "{context}");
            let is_removal = matches!(action, Action::Void | Action::Credit | Action::CreditAndReissue);
            let is_paid = matches!(stage, Some(Stage::Paid | Stage::PartCredited | Stage::Submitted));
            assert!(!(is_removal || action == Action::DeleteDraft) || !is_paid, "{context}");
            assert!(action != Action::Void || stage == Some(Stage::Kept), "{context}");
            let is_drafted = matches!(stage, Some(Stage::Draft | Stage::Template | Stage::RunningTemplate));
            assert!(action != Action::DeleteDraft || is_drafted, "{context}");
            assert!(action != Action::UpdateDraft || stage == Some(Stage::Draft), "{context}");
            let is_cautious = may == May { draft: false, issued: false, lost: false, credit: may.credit };
            let only_asks = matches!(
                action,
                Action::Ask
                    | Action::AlreadyThere
                    | Action::Create
                    | Action::Scheduled
                    | Action::Unknown
                    | Action::Refuse
            );
            assert!(!is_cautious || only_asks, "by default nothing that exists is touched: {context}");
            assert!(action != Action::Ask || reason != Reason::None, "a question has a reason: {context}");
        }
    }
}
