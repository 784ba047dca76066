//! What to do about a plan, given what exists in Xero: `decideVerdict`.
//!
//! `table` decides, from few enumerated facts; the other modules find those facts out and make what the
//! decision writes. A question about one document of a deal stops every write to the others: their amounts
//! belong together.

mod call;
mod credit;
mod explain;
mod facts;
mod hold;
mod input;
pub(crate) mod lines;
mod same;
mod slot;
pub mod table;
mod update;
pub mod value;

pub use call::decide_verdict;
use serde::Serialize;

use crate::config::lines::Recurring;
use crate::finding::{Code, Finding};
use crate::gather::Gather;
use crate::plan::settings::Chosen;
use crate::plan::token::{Belongs, Names, Token, belongs_among, has_rows, rows_of, shares_row};
use crate::read::{At, Findings, Node, Sources, clipped};
use crate::xero::answered::{Answered, AnsweredDocument, AnsweredKind, Life};
use credit::{CreditNote, Situation};
use facts::Whole;
use input::{DealState, Fate, Planned, PlannedSlot};
use slot::Drafted;
use table::{Action, May, Wanted};
use update::LineKept;
use value::Value;

/// What to do about one document of a deal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Verdict<'a> {
    /// Which document of the deal's schedule it is; `*` for the deal as a whole.
    pub slot: String,
    /// The entity's name in the config.
    pub entity: String,
    /// Its tenant id, for the header `xero-tenant-id`.
    pub tenant_id: String,
    /// What it is in Xero: `invoice` or `repeating-invoice`.
    pub kind: &'static str,
    /// What to do.
    pub action: Action,
    /// The same in a person's words.
    pub label: &'static str,
    /// The documents in Xero that this is about.
    pub documents: Vec<Existing>,
    /// What is written: by `create` and `credit-and-reissue` PUT, by `update-draft`, `delete-draft` and `void`
    /// POSTed to the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ [field: string]: unknown }"))]
    pub body: Option<Value<'a>>,
    /// The value of the query parameter `unitdp`, where lines are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_dp: Option<u32>,
    /// Of `update-draft`: which line of the document each line of the body is, and how that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<LineKept>>,
    /// Of `credit` and `credit-and-reissue`: the credit note, which is written first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<CreditNote<'a>>,
    /// The document's name for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// What it is found by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Rises only with a reissue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// SHA-256 of the body, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_hash: Option<String>,
    /// The value of the header `Idempotency-Key` for the first attempt at writing the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_key: Option<String>,
    /// Why, and what differs; errors first.
    pub findings: Vec<Finding>,
}

/// A document in Xero, in short.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Existing {
    /// InvoiceID, RepeatingInvoiceID or CreditNoteID.
    pub id: String,
    /// `invoice`, `repeating-invoice` or `credit-note`.
    pub kind: &'static str,
    /// InvoiceNumber or CreditNoteNumber.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Xero's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// With tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub total: Option<crate::money::Decimal>,
    /// What is still to be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount_due: Option<crate::money::Decimal>,
    /// Whether it stands: neither voided nor deleted nor fully credited.
    pub is_live: bool,
    /// Where it stands in the input.
    pub at: String,
    /// The entity that has it, where that is another than the verdict's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
}

/// Everything that the verdicts of a call have in common.
#[derive(Debug, Clone, Copy)]
struct Scene<'s, 'a> {
    input: Node<'a>,
    sources: Sources<'a>,
    situation: Situation<'s, 'a>,
    deal: DealState,
    may: May,
    owned: &'s [Owned<'s, 'a>],
    /// What was taken back under a slot that the plan has no more, or in another entity.
    removed: Option<Owned<'s, 'a>>,
    /// What the plan has.
    slots: &'s [PlannedSlot<'a>],
    /// What its invoices come to in all entities.
    whole: Whole,
    /// Findings of the whole call, part of every verdict.
    common: &'s [Finding],
    /// Those of all entities, this one's among them; they know nothing of each other.
    all: &'s [Scene<'s, 'a>],
}

impl<'s, 'a> Scene<'s, 'a> {
    fn chosen(self) -> Chosen<'s> {
        self.situation.chosen
    }

    fn names(self, slot: &str, revision: u32) -> Names {
        input::names(self.chosen(), self.deal.id, slot, revision)
    }

    fn plans(self, slot: &str) -> bool {
        self.slots.iter().any(|one| one.slot == slot)
    }

    /// Whether it is the same entity's.
    fn is(self, other: Self) -> bool {
        self.chosen().name == other.chosen().name
    }

    /// The deal's documents in every entity, each with its own scene.
    fn everywhere(self) -> impl Iterator<Item = (Self, &'s Owned<'s, 'a>)> {
        self.all.iter().flat_map(|scene| scene.owned.iter().map(|owned| (*scene, owned)))
    }

    /// Whether a slot is another of some entity, or has a row in common with it.
    fn shares_row(self, slot: &str, there: Self, other: &str) -> bool {
        // Of two entities that bill a deal, each has its own slots; a row is the same wherever it is billed.
        if self.is(there) { shares_row(slot, other) } else { rows_of(other).any(|row| has_rows(slot, row)) }
    }

    /// Whether the plan's repeating invoices bill every row that one of a slot does, as far as rows are known.
    fn bills_rows(self, slot: &str) -> bool {
        let planned = self.all.iter().flat_map(|scene| scene.slots);
        let is_planned = |row: &str| planned.clone().any(|one| has_rows(one.slot, row));
        rows_of(slot).map(is_planned).min() == Some(true)
    }

    /// Whether the plan bills a row no more that a repeating invoice of a slot bills there.
    fn loses_rows(self, there: Self, slot: &str) -> bool {
        !there.plans(slot) && !self.bills_rows(slot)
    }

    fn knows_templates(self) -> bool {
        self.situation.answered.is_looked_up(AnsweredKind::RepeatingInvoice)
    }

    fn findings(self) -> Findings<'a> {
        Findings::new(self.sources)
    }

    fn existing(self, document: &AnsweredDocument<'a>) -> Existing {
        let has = |one: &&Self| {
            one.situation.answered.documents.as_ptr_range().contains(&core::ptr::from_ref(document))
        };
        let there = self.all.iter().find(has).filter(|there| !there.is(self));
        Existing {
            entity: there.map(|there| there.chosen().name.to_owned()),
            ..existing(document, self.sources)
        }
    }
}

/// A document of the deal, by its token.
#[derive(Debug, Clone, Copy)]
struct Owned<'s, 'a> {
    document: &'s AnsweredDocument<'a>,
    token: Token<'s>,
    /// Whether it counts as the slot's live one: invoices that a template made do not.
    is_live: bool,
    is_child: bool,
}

impl Owned<'_, '_> {
    /// Whether it is a repeating invoice or what one made.
    fn is_repeating(&self) -> bool {
        self.is_child || self.document.kind == AnsweredKind::RepeatingInvoice
    }

    /// Whether a repeating invoice made it and it bills its period for good: what is credited is not billed again.
    fn is_kept(&self) -> bool {
        self.is_child && !matches!(self.document.life(), Life::Voided | Life::Deleted)
    }
}

/// What the verdicts of an entity mean for the deal as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bearing {
    /// The entity has nothing to do with the deal.
    Idle,
    /// They stand for themselves.
    None,
}

/// The verdicts about the documents of an entity: drafts, which the others may still hold up, or one about the deal as
/// a whole.
fn decide<'s, 'a>(
    scene: Scene<'s, 'a>,
    plan: &Planned<'a>,
    is_looked_up: bool,
    day: &[Finding],
    drafts: &mut Vec<Drafted<'s, 'a>>,
    verdicts: &mut Vec<Verdict<'a>>,
) -> Bearing {
    let is_over = scene.deal.fate != Fate::Won;
    if !is_over && !plan.ok {
        let stands =
            |owned: &&Owned<'_, '_>| if plan.is_skipped { is_claim(scene, owned) } else { owned.is_live };
        let live: Vec<_> = scene.owned.iter().filter(stands).map(|owned| owned.document).gather();
        let mut findings = scene.findings();
        findings.extend(scene.common);
        let is_asked = plan.is_skipped && !live.is_empty();
        if is_asked {
            for document in &live {
                findings.add(
                    Code::HandoffSkippedStands,
                    document.node.at(),
                    format_args!("a rule skips the deal, and {} stands", explain::called(document)),
                );
            }
        } else {
            findings.add(
                Code::HandoffPlanRefused,
                plan.at,
                format_args!("the plan was refused: its own findings say why"),
            );
        }
        let action = if is_asked { Action::Ask } else { Action::Refuse };
        let live = live.into_iter().map(|document| scene.existing(document)).gather();
        verdicts.push(whole(action, Some(scene.chosen()), live, findings.finish()));
        return if plan.is_skipped && is_looked_up && !is_asked { Bearing::Idle } else { Bearing::None };
    }
    let before = drafts.len();
    // What goes comes first.
    let unplanned = |slot: &str| is_over || plan.slots.iter().all(|one| one.slot != slot);
    let mut gone: Vec<&str> = Vec::new();
    // What was made shows that there is, or was, what made it.
    let stands = |owned: &&Owned<'_, '_>| owned.is_live || (owned.is_child && !scene.knows_templates());
    for owned in scene.owned.iter().filter(stands).filter(|owned| unplanned(owned.token.slot)) {
        if !gone.contains(&owned.token.slot) {
            gone.push(owned.token.slot);
        }
    }
    let no_longer = match scene.deal.fate {
        Fate::Won => Wanted::Gone,
        Fate::Ended => Wanted::Ended,
        Fate::Open => Wanted::Open,
    };
    let others = gone.iter().map(|slot| slot::draft(scene, slot, None, no_longer, is_looked_up, day));
    others.gather_into(drafts);
    if !is_over {
        for one in &plan.slots {
            let wanted = if one.is_due { Wanted::Due } else { Wanted::Later };
            drafts.push(slot::draft(scene, one.slot, Some(one), wanted, is_looked_up, day));
        }
    } else if drafts.len() == before {
        let mut findings = scene.findings();
        findings.extend(scene.common);
        // What a repeating invoice made is no slot of its own, and still a claim on the customer.
        let stands = |owned: &&Owned<'_, '_>| owned.is_child && is_claim(scene, owned);
        let children = scene.owned.iter().filter(stands).map(|owned| scene.existing(owned.document)).gather();
        let may_repeat = scene.chosen().entity.lines.recurring.value == Recurring::Repeat;
        let is_known = scene.knows_templates() || !may_repeat;
        if is_looked_up && !is_known {
            findings.add(
                Code::HandoffNotLookedUp,
                scene.situation.answered.at,
                format_args!("no answer in existing says which repeating-invoices the deal has"),
            );
        }
        let (action, what) = match (is_looked_up && is_known, children.is_empty()) {
            (false, _) => (Action::Unknown, "it is not known what of it stands"),
            (true, true) => (Action::Refuse, "no document of it stands"),
            (true, false) => (Action::Ask, "what its repeating invoices made stands"),
        };
        findings.add(
            Code::HandoffDealNotWon,
            scene.deal.at,
            format_args!("the deal is {}, and {what}", scene.deal.word),
        );
        verdicts.push(whole(action, Some(scene.chosen()), children, findings.finish()));
        if action == Action::Refuse {
            return Bearing::Idle;
        }
    }
    Bearing::None
}

/// Whether a document stands, and nobody said that it should.
fn is_claim(scene: Scene<'_, '_>, owned: &Owned<'_, '_>) -> bool {
    let is_there = matches!(owned.document.life(), Life::Live | Life::Unclear);
    is_there && facts::written_last(scene, owned).is_none_or(|last| last.accepted.is_none())
}

/// A verdict about the deal as a whole.
fn whole<'a>(
    action: Action,
    chosen: Option<Chosen<'_>>,
    documents: Vec<Existing>,
    findings: Vec<Finding>,
) -> Verdict<'a> {
    let tenant = chosen.and_then(|chosen| chosen.entity.tenant_id.as_ref());
    Verdict {
        slot: "*".to_owned(),
        entity: chosen.map_or_else(String::new, |chosen| chosen.name.to_owned()),
        tenant_id: tenant.map_or_else(String::new, |tenant| tenant.value.clone()),
        kind: input::word_of(AnsweredKind::Invoice),
        action,
        label: action.label(),
        documents,
        body: None,
        unit_dp: None,
        lines: None,
        credit_note: None,
        identity: None,
        token: None,
        revision: None,
        content_hash: None,
        request_key: None,
        findings,
    }
}

/// The deal's own documents; those of other deals are named and left alone.
fn owned<'s, 'a>(
    answered: &'s Answered<'a>,
    chosen: Chosen<'_>,
    deal: u64,
    findings: &mut Findings<'_>,
) -> Vec<Owned<'s, 'a>> {
    let mut found = Vec::new();
    for document in &answered.documents {
        let is_document = matches!(document.kind, AnsweredKind::Invoice | AnsweredKind::RepeatingInvoice);
        match belongs_among(document, answered, &chosen.config.token, deal) {
            Belongs::ToDeal(token) if is_document => {
                let is_child =
                    document.kind == AnsweredKind::Invoice && document.repeating_invoice_id.is_some();
                let is_live = !is_child && matches!(document.life(), Life::Live | Life::Unclear);
                found.push(Owned { document, token, is_live, is_child });
            }
            Belongs::ToAnother(token) => findings.add(
                Code::StatusDocumentIgnored,
                token.at,
                format_args!(
                    "document `{}` belongs to deal `{}`, and this is deal `{deal}`",
                    clipped(document.number.map_or(document.id.value, |number| number.value)),
                    token.deal
                ),
            ),
            _ => {}
        }
    }
    found
}

fn existing(document: &AnsweredDocument<'_>, sources: Sources<'_>) -> Existing {
    let at: At = document.node.at();
    Existing {
        id: document.id.value.to_owned(),
        kind: input::word_of(document.kind),
        number: document.number.map(|number| number.value.to_owned()),
        status: document.status.map(|status| status.value.to_owned()),
        total: input::given(document.total),
        amount_due: input::given(document.amount_due),
        is_live: matches!(document.life(), Life::Live | Life::Unclear),
        at: sources.pointer(at),
        entity: None,
    }
}
