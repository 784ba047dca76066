//! What a verdict is made from: the plan, what exists, what was written last.

use time::Date;

use super::value::is_writable;
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::pipedrive::deal::Deal;
use crate::pipedrive::payload;
use crate::pipedrive::webhook::{Win, win};
use crate::plan::age;
use crate::plan::dates::today_of;
use crate::plan::input::instant;
use crate::plan::settings::Chosen;
use crate::plan::token::{self, Names, rows_of};
use crate::read::date::{date, parse_date, parse_instant};
use crate::read::{At, Findings, Given, Kind, Node, boolean, clipped, identifier};
use crate::xero::answered::AnsweredKind;

/// What became of the deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is won.
    Won,
    /// It was lost or deleted.
    Ended,
    /// It is neither.
    Open,
}

/// What is known of the deal.
#[derive(Debug, Clone, Copy)]
pub struct DealState {
    /// Its number.
    pub id: u64,
    /// What became of it.
    pub fate: Fate,
    /// In words, such as `lost`.
    pub word: &'static str,
    /// Where that stands.
    pub at: At,
    /// Minutes since 1970 when it was won last.
    pub won: Option<i64>,
}

/// A plan, as `mapDealToInvoice` answered it.
#[derive(Debug)]
pub struct Planned<'a> {
    /// Where it stands.
    pub at: At,
    /// Whether it may be acted on.
    pub ok: bool,
    /// Whether a rule says that the deal is not invoiced.
    pub is_skipped: bool,
    /// The documents that are due, then those that are not.
    pub slots: Vec<PlannedSlot<'a>>,
}

/// A document of a plan.
#[derive(Debug, Clone, Copy)]
pub struct PlannedSlot<'a> {
    /// Where it stands.
    pub at: At,
    /// Which of the deal's documents it is.
    pub slot: &'a str,
    /// The entity that bills it.
    pub entity: &'a str,
    /// What it is in Xero.
    pub kind: AnsweredKind,
    /// Whether its day has come.
    pub is_due: bool,
    /// Its token, that of the first revision.
    pub token: &'a str,
    /// What is PUT.
    pub body: Node<'a>,
    /// Decimals of a unit price.
    pub unit_dp: u32,
    /// What Xero will compute.
    pub totals: Option<Node<'a>>,
}

impl PlannedSlot<'_> {
    /// The total that Xero will compute.
    pub fn total(&self) -> Option<Decimal> {
        self.totals.and_then(|totals| super::lines::number(totals, "total"))
    }
}

/// The kind of a planned document by its word.
const KINDS: [(&str, AnsweredKind); 2] =
    [("invoice", AnsweredKind::Invoice), ("repeating-invoice", AnsweredKind::RepeatingInvoice)];

/// The word of a kind of document.
pub fn word_of(kind: AnsweredKind) -> &'static str {
    KINDS.iter().find(|(_, known)| *known == kind).map_or("credit-note", |(word, _)| word)
}

/// Reads the plan; what is no plan is an error.
pub fn plan<'a>(input: Node<'a>, findings: &mut Findings<'_>) -> Option<Planned<'a>> {
    let Some(part) = input.get("plan") else {
        findings.add(Code::InputPartMissing, input.at(), format_args!("no plan was passed"));
        return None;
    };
    let ok = part.get("ok").and_then(|ok| boolean(ok, "ok", findings));
    let documents = part.get("documents").filter(|list| list.kind() == Kind::Array);
    let (Some(ok), Some(documents)) = (ok, documents) else {
        findings.wrong_part(part, "plan", "an answer of mapDealToInvoice");
        return None;
    };
    let later = part.items_of("scheduled");
    let all = documents.items().map(|row| (row, true)).chain(later.map(|row| (row, false)));
    let before = findings.errors();
    let slots: Vec<_> = all.filter_map(|(row, is_due)| slot(row, is_due, findings)).gather();
    for (index, one) in slots.iter().enumerate() {
        if slots.iter().take(index).any(|earlier| earlier.slot == one.slot) {
            findings.add(
                Code::InputPartWrong,
                one.at,
                format_args!("the plan has slot `{}` twice", clipped(one.slot)),
            );
        }
    }
    let is_skipped = part.get("status").is_some_and(|status| status.raw() == "skipped");
    (findings.errors() == before).then_some(Planned { at: part.at(), ok: ok.value, is_skipped, slots })
}

fn slot<'a>(row: Node<'a>, is_due: bool, findings: &mut Findings<'_>) -> Option<PlannedSlot<'a>> {
    let read = || {
        let text = |name: &str| row.get(name).and_then(Node::text).filter(|text| !text.is_empty());
        let kind = text("kind")?;
        Some(PlannedSlot {
            at: row.at(),
            slot: text("slot")?,
            entity: text("entity").unwrap_or(""),
            kind: KINDS.iter().find(|(word, _)| *word == kind)?.1,
            is_due,
            token: text("token")?,
            body: row.get("body").filter(|body| body.kind() == Kind::Object && is_writable(*body))?,
            unit_dp: match row.get("unitDp").map(Node::raw) {
                Some("2") => 2,
                _ => 4,
            },
            totals: row.get("totals"),
        })
    };
    let found = read();
    if found.is_none() {
        findings.add(
            Code::InputPartWrong,
            row.at(),
            format_args!(
                "a document of the plan lacks its slot, kind, token or body, or has them in another form"
            ),
        );
    }
    found
}

/// Checks that the plan was made with this config: only then are its documents found again.
pub fn check_names(one: &PlannedSlot<'_>, chosen: Chosen<'_>, deal: u64, findings: &mut Findings<'_>) {
    let Names { token, .. } = names(chosen, deal, one.slot, 1);
    if token != one.token {
        findings.add(
            Code::InputPartWrong,
            one.at,
            format_args!(
                "the plan's token is `{}`, and config and deal make it `{token}`",
                clipped(one.token)
            ),
        );
        return;
    }
    let carries = |name: &str| {
        one.body
            .get(name)
            .is_some_and(|text| text.raw() == token || text.raw().ends_with(&format!(" | {token}")))
    };
    if !carries("Reference") && !carries("InvoiceNumber") {
        findings.add(
            Code::InputPartWrong,
            one.body.at(),
            format_args!(
                "the body has no token `{token}` at the end of its Reference or as its InvoiceNumber"
            ),
        );
    }
}

/// The names of a document of the deal.
pub fn names(chosen: Chosen<'_>, deal: u64, slot: &str, revision: u32) -> Names {
    token::names(chosen.config, deal, chosen.name, slot, revision)
}

/// Reads what became of the deal, from the deal itself or from a plan that could be made.
pub fn deal(input: Node<'_>, plan: &Planned<'_>, findings: &mut Findings<'_>) -> Option<DealState> {
    let planned = plan.slots.first().and_then(|one| deal_of(one.token));
    let Some(part) = input.get("deal") else {
        if planned.is_none() {
            findings.add(
                Code::InputPartMissing,
                input.at(),
                format_args!("no deal was passed, and the plan does not say which it is of"),
            );
        }
        let id = planned?;
        return Some(DealState { id, fate: Fate::Won, word: "won", at: plan.at, won: None });
    };
    let at = part.at();
    let state = if win(part) == Win::Deleted {
        let meta = part.get("meta");
        let id = meta.and_then(|meta| meta.get("entity_id").or_else(|| meta.get("id")));
        let id = part.get("previous").and_then(|previous| previous.get("id")).or(id);
        let id = id.and_then(|id| identifier(id, "the deal's id", findings));
        id.map(|id| DealState { id: id.value, fate: Fate::Ended, word: "deleted", at, won: None })
    } else {
        let deal = Deal::read(part, findings)?;
        let status = deal.status.map(|status| status.value);
        let (fate, word) = match status {
            _ if deal.is_deleted.is_some() => (Fate::Ended, "deleted"),
            Some("deleted") => (Fate::Ended, "deleted"),
            Some("lost") => (Fate::Ended, "lost"),
            Some("won") => (Fate::Won, "won"),
            _ => (Fate::Open, "not won"),
        };
        let at = deal.is_deleted.or(deal.status.map(|status| status.at)).unwrap_or(payload(part).at());
        let won = deal.won_time.and_then(|won| parse_instant(won.value));
        deal.id.map(|id| DealState { id: id.value, fate, word, at, won })
    };
    let Some(state) = state else {
        findings.add(Code::DealIdMissing, at, format_args!("the deal has no id"));
        return None;
    };
    if planned.is_some_and(|planned| planned != state.id) {
        findings.add(
            Code::InputOtherDeal,
            at,
            format_args!("the deal is `{}`, and the plan is of deal `{}`", state.id, planned.unwrap_or(0)),
        );
        return None;
    }
    Some(state)
}

/// The deal's number in a token.
fn deal_of(token: &str) -> Option<u64> {
    let (_, rest) = token.split_once('-')?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// Today, where the organisation is; not known is an error.
pub fn day(input: Node<'_>, chosen: Chosen<'_>, findings: &mut Findings<'_>) -> Option<Date> {
    let dates = input.get("localDates");
    let own = dates.and_then(|dates| dates.get(chosen.name)).and_then(|dates| dates.get("today"));
    let passed = own.or_else(|| dates?.get("today"));
    let passed = passed.and_then(|node| date(node, "localDates.today", findings));
    let now = input.get("now").and_then(|now| instant(now, findings));
    today_of(passed, now, input.at(), chosen.snapshot, findings).map(|today| today.value)
}

/// Says that the snapshot, whose lock dates and rates decide, is old.
pub fn check_age(input: Node<'_>, chosen: Chosen<'_>, findings: &mut Findings<'_>) {
    let today = input.get("localDates").and_then(|dates| dates.get("today"));
    let now = input.get("now").map(Node::raw);
    age::check(chosen, now, today.and_then(|today| parse_date(today.raw())), findings);
}

/// The ids of the invoices that were written to bill a deal, as they were kept with it; not of what was taken back,
/// nor of repeating invoices, which are known by what they made when they are no more.
pub fn links<'a>(input: Node<'a>, deal: u64) -> Vec<Node<'a>> {
    let mut ids = Vec::new();
    for row in rows_written(input) {
        let token = row.get("token").map(Node::raw);
        let is_gone = |part: &str| {
            let status = row.get(part).and_then(|part| part.get("Status"));
            status.is_some_and(|status| matches!(status.raw(), "DELETED" | "VOIDED"))
        };
        let of_identity = || row.get("identity").and_then(|name| name.raw().split(':').nth(2)?.parse().ok());
        let is_others = token.and_then(deal_of).or_else(of_identity).is_some_and(|of| of != deal);
        let of_rows = token.and_then(|token| rows_of(token.split_once('/')?.1).next());
        let is_template = of_rows.is_some() || row.get("body").is_some_and(|body| body.has("Schedule"));
        if !is_others && !is_template && !["body", "accepted"].into_iter().any(is_gone) {
            ids.extend(row.get("id").or_else(|| row.get("InvoiceID")));
        }
    }
    ids
}

/// The rows of `written`: a list, or one alone.
fn rows_written(input: Node<'_>) -> Vec<Node<'_>> {
    match input.get("written") {
        Some(alone) if alone.kind() == Kind::Object => vec![alone],
        _ => input.items_of("written").gather(),
    }
}

/// What was written last to a document, by its id, else by its identity or token.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The body that was sent, where somebody kept it.
    pub body: Option<Node<'a>>,
    /// The document as a person accepted it.
    pub accepted: Option<Node<'a>>,
}

/// Finds what was written to a document.
pub fn written<'a>(input: Node<'a>, id: &str, names: &Names) -> Option<Written<'a>> {
    let rows = rows_written(input);
    let says = |row: Node<'_>, member: &str, value: &str| {
        row.get(member).is_some_and(|found| found.raw().eq_ignore_ascii_case(value))
    };
    let ids = ["id", "InvoiceID", "RepeatingInvoiceID"];
    let has_id = |row: Node<'_>| ids.iter().any(|member| row.has(member));
    let by_id = |row: &Node<'_>| ids.iter().any(|member| says(*row, member, id));
    let by_name = |row: &Node<'_>| {
        !has_id(*row) && (says(*row, "identity", &names.identity) || says(*row, "token", &names.token))
    };
    let is_by_id = rows.iter().any(by_id);
    let mut found = Written { body: None, accepted: None };
    // What was sent and what was accepted may stand in two rows.
    for row in rows {
        if !(if is_by_id { by_id(&row) } else { by_name(&row) }) {
            continue;
        }
        let object = |name: &str| row.get(name).filter(|part| part.kind() == Kind::Object);
        found =
            Written { body: found.body.or(object("body")), accepted: found.accepted.or(object("accepted")) };
    }
    (found.body.is_some() || found.accepted.is_some()).then_some(found)
}

/// A place and the number there, for what needs both.
pub fn given<T: Copy>(value: Option<Given<T>>) -> Option<T> {
    value.map(|value| value.value)
}
