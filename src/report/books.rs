//! Deals and documents, page by page; closed, what became of each.

use std::collections::BTreeMap;

use serde::Serialize;
use time::Date;

use super::answer::{ReconciledDeal, ReconciledDocument, ReconciliationSummary, RowCounts};
use super::deal::DealFacts;
use super::document::DocFacts;
use super::names::Names;
use super::said::Said;
use super::standing::Told;
use super::texts::{NONE, Text, Texts};
use super::{ageing, funnel, lists, proof, rows, standing, sums};
use crate::config::TokenSettings;
use crate::finding::{Code, Finding};
use crate::mapper::{Beside, Mapper};
use crate::pipedrive::{payload, rows as rows_of};
use crate::plan::Options;
use crate::plan::settings::is_by_entity;
use crate::read::date::{date, write_date};
use crate::read::{Document, Findings, Kind, Node, Source, Sources, clipped, nearest, parse_or_say, whole};

/// Days after which a draft is stuck, where the input does not say.
const DRAFT_DAYS: i64 = 7;
/// The ContactID that stands in for a contact that is not known. No organisation has it.
const STAND_IN: &str = "00000000-0000-4000-8000-000000000000";
/// What is shared by all deals of an input.
const SHARED: [&str; 2] = ["fields", "productDetails"];
/// Every part of an input.
const PARTS: [&str; 13] = [
    "config",
    "snapshot",
    "snapshots",
    "asOf",
    "deals",
    "documents",
    "stages",
    "pipelines",
    "users",
    "fields",
    "productDetails",
    "draftDays",
    "options",
];
/// The lists of Xero's answers.
const LISTS: [&str; 5] = ["Invoices", "CreditNotes", "Overpayments", "Prepayments", "RepeatingInvoices"];
/// What a document is known by.
const IDS: [&str; 5] = ["InvoiceID", "CreditNoteID", "OverpaymentID", "PrepaymentID", "RepeatingInvoiceID"];

/// Keeps what is needed of deals and documents, and tells what became of them.
#[derive(Debug)]
pub struct Books {
    mapper: Mapper,
    plans: bool,
    token: TokenSettings,
    /// The entity of documents that come without one.
    entity: Text,
    shared: Document,
    stand_in: Document,
    names: Names,
    said: Said,
    pub(super) as_of: Option<Date>,
    pub(super) draft_days: i64,
    pub(super) texts: Texts,
    pub(super) deals: Vec<DealFacts>,
    deal_places: BTreeMap<u64, usize>,
    pub(super) documents: Vec<DocFacts>,
    document_places: BTreeMap<u128, usize>,
    /// Where rows stand that could not be read: of deals, of documents.
    pub(super) unreadable: [Vec<Box<str>>; 2],
    counts: RowCounts,
    pub(super) told: Option<Told>,
}

/// What a page brought.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BooksAdded {
    /// Whether all of it could be read.
    pub ok: bool,
    /// How many rows it had.
    pub rows: usize,
    /// What could not be read; of each code the first 100 of all pages.
    pub findings: Vec<Finding>,
}

impl Books {
    /// Reads everything but deals and documents.
    #[must_use]
    pub fn new(input: Node<'_>) -> Self {
        let mapper = Mapper::of_any_day(input);
        let mut findings = Findings::new(Sources::of(input));
        if input.get("config").is_some() {
            findings.extend(&mapper.settings().findings);
        }
        for (name, value) in input.members().filter(|(name, _)| !PARTS.contains(name)) {
            let near = nearest(name, PARTS).filter(|near| near.len() > 3);
            if near.is_some() {
                let what = format_args!("there is no part `{}`", clipped(name));
                findings.add_near_as(Code::InputPartUnknown, true, value.at(), what, near);
            }
        }
        let [as_of, days] = input.pick(["asOf", "draftDays"]);
        let as_of = match as_of {
            Some(node) => date(node, "asOf", &mut findings).map(|day| day.value),
            None => {
                findings.add(Code::InputPartMissing, input.at(), format_args!("no day was passed as `asOf`"));
                None
            }
        };
        let days = days.and_then(|days| whole(days, "draftDays", &mut findings));
        let names = Names::read(input, &mut findings);
        let config = mapper.settings().config.as_ref();
        let mut texts = Texts::default();
        let entity = match config.map(|config| config.entities.0.as_slice()) {
            Some([(name, _)]) => texts.keep(name),
            _ => NONE,
        };
        let mut stand_in = Document::new(Source::Input);
        stand_in.push_text(Kind::Text, STAND_IN);
        let mut said = Said::default();
        said.add(findings.finish(), "", "");
        Self {
            plans: config.is_some() && (input.has("snapshots") || input.has("snapshot")),
            token: config.map(|config| config.token.clone()).unwrap_or_default(),
            mapper,
            entity,
            shared: shared(input),
            stand_in,
            names,
            said,
            as_of,
            draft_days: days.and_then(|days| i64::try_from(days.value).ok()).unwrap_or(DRAFT_DAYS),
            texts,
            deals: Vec::new(),
            deal_places: BTreeMap::new(),
            documents: Vec::new(),
            document_places: BTreeMap::new(),
            unreadable: [Vec::new(), Vec::new()],
            counts: RowCounts::default(),
            told: None,
        }
    }

    /// Takes in deals and documents of one input, where they are passed together.
    pub(super) fn read(&mut self, input: Node<'_>) {
        let [deals, documents] = input.pick(["deals", "documents"]);
        for (name, part) in [("deals", deals), ("documents", documents)] {
            if part.is_none() {
                self.said.say(Code::InputPartMissing, "", format!("no {name} were passed"));
            }
        }
        let sources = Sources::of(input);
        if let Some(part) = deals {
            self.take_deals(part, sources, true);
        }
        let Some(part) = documents else { return };
        let config = self.mapper.settings().config.as_ref();
        let by_entity = match config {
            Some(config) if config.entities.0.is_empty() => is_by_anything(part),
            Some(config) => is_by_entity(part, config),
            None => is_by_anything(part),
        };
        if !by_entity {
            return self.take_documents(part, self.entity, sources, true);
        }
        for (name, part) in part.members() {
            let entity = self.entity_called(name, part, sources);
            self.take_documents(part, entity, sources, true);
        }
    }

    /// Takes in a page of deals.
    pub fn add_deals(&mut self, page: Node<'_>) -> BooksAdded {
        let (mark, before) = (self.said.mark(), self.counts.deals);
        self.take_deals(page, Sources::of(page), false);
        self.added(mark, self.counts.deals - before)
    }

    /// Takes in a page of documents, of an entity where the config has several.
    pub fn add_documents(&mut self, page: Node<'_>, entity: Option<&str>) -> BooksAdded {
        let (mark, before) = (self.said.mark(), self.counts.documents);
        let sources = Sources::of(page);
        let entity = match entity {
            Some(name) => self.entity_called(name, page, sources),
            None => self.entity,
        };
        self.take_documents(page, entity, sources, false);
        self.added(mark, self.counts.documents - before)
    }

    /// As [`Books::add_deals`], of JSON or of a line of JSON each.
    pub fn add_deals_text(&mut self, text: String) -> BooksAdded {
        let (mark, before) = (self.said.mark(), self.counts.deals);
        each_text(text, &mut |page| {
            self.take_deals(page.root(), Sources::of(page.root()), false);
        });
        self.added(mark, self.counts.deals - before)
    }

    /// As [`Books::add_documents`], of JSON or of a line of JSON each.
    pub fn add_documents_text(&mut self, text: String, entity: Option<&str>) -> BooksAdded {
        let (mark, before) = (self.said.mark(), self.counts.documents);
        each_text(text, &mut |page| {
            self.add_documents(page.root(), entity);
        });
        self.added(mark, self.counts.documents - before)
    }

    fn added(&self, mark: usize, rows: usize) -> BooksAdded {
        let findings = self.said.since(mark);
        let ok = findings.iter().all(|finding| finding.severity != crate::finding::Severity::Error);
        BooksAdded { ok, rows, findings }
    }

    fn entity_called(&mut self, name: &str, part: Node<'_>, sources: Sources<'_>) -> Text {
        if let Some(config) = &self.mapper.settings().config
            && config.entities.0.iter().all(|(known, _)| known != name)
        {
            let near = nearest(name, config.entities.0.iter().map(|(known, _)| known.as_str()));
            let mut findings = Findings::new(sources);
            let what = format_args!("documents are passed for `{}`, which is no entity", clipped(name));
            findings.add_near_as(Code::InputPartUnknown, true, part.at(), what, near);
            self.said.add(findings.finish(), "", "");
        }
        self.texts.keep(name)
    }

    fn take_deals(&mut self, part: Node<'_>, sources: Sources<'_>, is_whole: bool) {
        if self.told.is_some() || is_refused(part, "deals", sources, &mut self.said) {
            return;
        }
        for row in rows_of(part) {
            let inner = payload(row);
            match inner.kind() {
                // A page among pages.
                Kind::Array => inner.items().for_each(|row| self.take_deal(row, sources, is_whole)),
                _ => self.take_deal(row, sources, is_whole),
            }
        }
    }

    fn take_deal(&mut self, row: Node<'_>, sources: Sources<'_>, is_whole: bool) {
        let inner = sources.pointer(row.at());
        let at = if is_whole { inner.clone() } else { format!("/deals/{}", self.counts.deals) };
        self.counts.deals += 1;
        let mut findings = Findings::new(sources);
        let (mapper, shared, stand_in) = (&self.mapper, &self.shared, &self.stand_in);
        let plan = |_: &crate::pipedrive::deal::Deal<'_>| {
            let contact = Some(stand_in.root()).filter(|_| row.get("contact").is_none());
            let beside = Beside { contact, ..Beside::default() };
            let plan = || mapper.plan_sharing(row, shared.root(), row, beside, Options { trace: false });
            self.plans.then(plan)
        };
        let read = DealFacts::read(row, &at, plan, &self.names, &mut self.texts, &mut findings);
        self.said.add(findings.finish(), &inner, &at);
        let Some(mut deal) = read else {
            let [unreadable, _] = &mut self.unreadable;
            return unreadable.push(at.into());
        };
        let place = self.deals.len();
        match self.deal_places.get(&deal.id).copied() {
            None => _ = self.deal_places.insert(deal.id, place),
            Some(known) => {
                self.said.say(Code::ReportRowRepeated, &at, format!("deal `{}` was passed before", deal.id));
                match self.deals.get_mut(known) {
                    Some(other) if deal.beats(other) => {
                        other.is_repeated = true;
                        self.deal_places.insert(deal.id, place);
                    }
                    _ => deal.is_repeated = true,
                }
            }
        }
        self.deals.push(deal);
    }

    fn take_documents(&mut self, part: Node<'_>, entity: Text, sources: Sources<'_>, is_whole: bool) {
        if self.told.is_some() || is_refused(part, "documents", sources, &mut self.said) {
            return;
        }
        let mut stack = vec![part];
        let mut rows = Vec::new();
        // Pages in lists, lists in pages: two levels are all that there is.
        while let Some(part) = stack.pop() {
            if part.kind() == Kind::Array {
                let mut items: Vec<Node<'_>> = part.items().collect();
                items.reverse();
                stack.append(&mut items);
            } else if IDS.iter().any(|id| part.has(id)) {
                rows.push(part);
            } else {
                let lists =
                    LISTS.iter().filter_map(|list| part.get(list)).filter(|list| list.kind() == Kind::Array);
                let mut found = false;
                for list in lists {
                    found = true;
                    rows.extend(list.items());
                }
                if !found {
                    rows.push(part);
                }
            }
        }
        rows.into_iter().for_each(|row| self.take_document(row, entity, sources, is_whole));
    }

    fn take_document(&mut self, row: Node<'_>, entity: Text, sources: Sources<'_>, is_whole: bool) {
        let inner = sources.pointer(row.at());
        let at = if is_whole { inner.clone() } else { format!("/documents/{}", self.counts.documents) };
        self.counts.documents += 1;
        let mut findings = Findings::new(sources);
        let read = if IDS.iter().any(|id| row.has(id)) {
            DocFacts::read(row, &at, entity, &self.token, &mut self.texts, &mut findings)
        } else {
            findings.wrong_part(row, "a document", "what Xero answers: it has no InvoiceID or CreditNoteID");
            None
        };
        self.said.add(findings.finish(), &inner, &at);
        let Some(mut document) = read else {
            let [_, unreadable] = &mut self.unreadable;
            return unreadable.push(at.into());
        };
        let place = self.documents.len();
        match self.document_places.get(&document.key).copied() {
            None => _ = self.document_places.insert(document.key, place),
            Some(known) => {
                let what = format!("document `{}` was passed before", clipped(&document.id));
                self.said.say(Code::ReportRowRepeated, &at, what);
                match self.documents.get_mut(known) {
                    Some(other) if document.beats(other) => {
                        other.is_repeated = true;
                        self.document_places.insert(document.key, place);
                    }
                    _ => document.is_repeated = true,
                }
            }
        }
        self.documents.push(document);
    }

    /// The deal of an id, and the document.
    pub(super) fn deal_place(&self, id: u64) -> Option<usize> {
        self.deal_places.get(&id).copied()
    }

    pub(super) fn document_place(&self, key: u128) -> Option<usize> {
        self.document_places.get(&key).copied()
    }

    /// A warning about a row.
    pub(super) fn warn(&mut self, code: Code, at: &str, what: String) {
        self.said.warn(code, at, what);
    }

    /// The one entity, where there is one.
    pub(super) fn lone_entity(&self) -> Text {
        self.entity
    }

    pub(super) fn prefix(&self) -> &str {
        &self.token.prefix
    }

    /// Links, classes and sums. Nothing can be added after; called again, it tells only that.
    pub fn close(&mut self) -> ReconciliationSummary {
        if self.told.is_some() {
            self.said.say(Code::InputPartWrong, "", "the books were closed before".to_owned());
        }
        let mut summary = ReconciliationSummary {
            version: 1,
            as_of: self.as_of.map(write_date).unwrap_or_default(),
            counts: self.counts,
            ..ReconciliationSummary::default()
        };
        if self.told.is_none()
            && let Some(as_of) = self.as_of
        {
            let told = standing::tell(self, as_of);
            (summary.deal_classes, summary.document_classes) = told.counts(self);
            summary.sums = sums::of(self, &told);
            summary.funnel = funnel::of(self, &told);
            summary.ageing = ageing::of(self, as_of);
            (summary.won_not_billed, summary.billed_not_won) = lists::of(self, &told, as_of);
            summary.proof = proof::of(self, &told, &summary.ageing);
            self.told = Some(told);
        }
        summary.ok = self.said.is_ok();
        summary.findings = self.said.finish();
        summary
    }

    /// Rows of deals, after the books were closed.
    #[must_use]
    pub fn deals(&self, offset: usize, count: usize) -> Vec<ReconciledDeal> {
        let Some((told, as_of)) = self.told.as_ref().zip(self.as_of) else { return Vec::new() };
        rows::deals(self, told, as_of, offset, count)
    }

    /// Rows of documents, after the books were closed.
    #[must_use]
    pub fn documents(&self, offset: usize, count: usize) -> Vec<ReconciledDocument> {
        let Some((told, as_of)) = self.told.as_ref().zip(self.as_of) else { return Vec::new() };
        rows::documents(self, told, as_of, offset, count)
    }
}

/// What all deals share, on its own.
fn shared(input: Node<'_>) -> Document {
    let mut shared = Document::new(Source::Input);
    shared.push(Kind::Object);
    for name in SHARED {
        if let Some(part) = input.get(name) {
            shared.push_text(Kind::Key, name);
            shared.copy(part);
        }
    }
    shared.close();
    shared
}

/// Whether a part is neither a list nor an answer: by entities, whatever they are called.
fn is_by_anything(part: Node<'_>) -> bool {
    let is_answer = |name: &str| LISTS.contains(&name) || IDS.contains(&name);
    part.kind() == Kind::Object
        && part.members().next().is_some()
        && part
            .members()
            .all(|(name, value)| !is_answer(name) && matches!(value.kind(), Kind::Object | Kind::Array))
}

/// Whether a part is no list or answer at all, which is said.
fn is_refused(part: Node<'_>, name: &str, sources: Sources<'_>, said: &mut Said) -> bool {
    if matches!(part.kind(), Kind::Object | Kind::Array) {
        return false;
    }
    let mut findings = Findings::new(sources);
    findings.wrong_part(part, name, "a list, or an answer of the API");
    said.add(findings.finish(), "", "");
    true
}

/// A JSON text, or each of its lines where it is none but they are.
fn each_text(text: String, each: &mut dyn FnMut(&Document)) {
    let is_lines = {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let is_row = |line: &str| line.trim_start().starts_with('{') && line.trim_end().ends_with('}');
        matches!((lines.next(), lines.next()), (Some(one), Some(other)) if is_row(one) && is_row(other))
    };
    if !is_lines {
        return each(&parse_or_say(text, Source::Input));
    }
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        each(&parse_or_say(line.to_owned(), Source::Input));
    }
}
