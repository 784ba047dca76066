//! Planned documents beside people's: what each deal and each document is, and how far they agree.

use std::collections::BTreeMap;

use super::answer::{
    Agreement, Billed, CurrencyTotals, DealClass, DealClassCount, DocumentClass, DocumentClassCount,
    FieldAgreement, Shadow, ShadowDeal, ShadowDifference, ShadowDocument, ShadowSlot,
};
use super::deals::Planned;
use super::fields::{Compared, Field, How, amount, compare};
use super::period::Period;
use super::proposal::Proposals;
use super::{Answers, is_told};
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::pairing::{Expected, Pair, Pairing};
use crate::plan::{Body, PlannedDocument};
use crate::read::date::{parse_date, write_date};
use crate::read::{At, Node, Sources};
use crate::rehearse::coverage::Coverage;
use crate::rehearse::diff::Remark;
use crate::xero::answered::{AnsweredDocument, AnsweredKind, Life};

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside<'b, 'a> {
    pub(super) sources: Sources<'a>,
    pub(super) config: Node<'a>,
    pub(super) period: &'b Period,
    pub(super) answers: &'b Answers<'a>,
    pub(super) found: &'b [&'b AnsweredDocument<'a>],
}

/// A planned document of a deal, and the place of what people made of it.
#[derive(Debug, Clone, Copy)]
struct Slot<'b> {
    expected: &'b Expected<'b>,
    /// Absent where the deal has no plan.
    document: Option<&'b PlannedDocument>,
    pair: Option<&'b Pair>,
}

/// What becomes of the deals of a call.
#[derive(Debug, Default)]
struct Tally {
    fields: BTreeMap<Field, (usize, usize)>,
    documents: usize,
    whole: usize,
    totals: BTreeMap<String, CurrencyTotals>,
    proposals: Proposals,
    coverage: Coverage,
    deals: BTreeMap<DealClass, usize>,
    /// What the documents of deals are, by the ids of the documents, with the deals' places.
    of_deals: BTreeMap<String, (DocumentClass, At)>,
}

impl<'b, 'a> Beside<'b, 'a> {
    pub(super) fn tell(
        self,
        planned: &'b [Planned<'b>],
        owners: &[(usize, Option<usize>)],
        expected: &'b [Expected<'b>],
        pairing: &'b Pairing,
        shadow: &mut Shadow,
    ) {
        let mut tally = Tally::default();
        let mut pairs: Vec<Option<&Pair>> = vec![None; expected.len()];
        for pair in &pairing.pairs {
            if let Some(slot) = pairs.get_mut(pair.expected) {
                *slot = Some(pair);
            }
        }
        let mut further: BTreeMap<usize, Vec<&Pair>> = BTreeMap::new();
        for pair in &pairing.further {
            if let Some((deal, _)) = owners.get(pair.expected) {
                further.entry(*deal).or_default().push(pair);
            }
        }
        let mut slots: BTreeMap<usize, Vec<Slot<'b>>> = BTreeMap::new();
        for (((deal, document), expected), pair) in owners.iter().zip(expected).zip(pairs) {
            let document =
                planned.get(*deal).zip(*document).and_then(|(deal, index)| deal.documents().nth(index));
            slots.entry(*deal).or_default().push(Slot { expected, document, pair });
        }
        for (place, deal) in planned.iter().enumerate() {
            let own = slots.remove(&place).unwrap_or_default();
            let more = further.remove(&place).unwrap_or_default();
            let told = self.deal(deal, &own, &more, &mut tally);
            *tally.deals.entry(told.class).or_default() += 1;
            shadow.deals.push(told);
        }
        shadow.documents = self.documents(&mut tally);
        let count = |class| shadow.documents.iter().filter(|document| document.class == class).count();
        let mut classes: Vec<DocumentClass> =
            shadow.documents.iter().map(|document| document.class).collect();
        sort_by_key(&mut classes, |class| *class);
        classes.dedup();
        shadow.document_classes =
            classes.into_iter().map(|class| DocumentClassCount { class, count: count(class) }).collect();
        tally.finish(self, shadow);
    }

    fn deal(
        self,
        deal: &'b Planned<'b>,
        slots: &[Slot<'b>],
        further: &[&'b Pair],
        tally: &mut Tally,
    ) -> ShadowDeal {
        let is_billed = slots.iter().any(|slot| slot.pair.is_some());
        let is_due = |slot: &&Slot<'_>| self.period.is_due(slot.expected.date);
        let counted = slots.iter().filter(|slot| slot.pair.is_some() || is_due(slot));
        let is_looked_up = |slot: &&Slot<'_>| self.is_looked_up(slot.expected);
        let class = deal.class.unwrap_or_else(|| match deal.outcome {
            "held" => DealClass::Held,
            "waiting" => DealClass::Waiting,
            "skipped" => DealClass::Skipped,
            "refused" => DealClass::Refused,
            _ if is_billed => DealClass::Agrees,
            _ if counted.clone().next().is_none() => DealClass::NotDue,
            _ if !counted.clone().any(|slot| is_looked_up(&slot)) => DealClass::NotLookedUp,
            _ => DealClass::Unbilled,
        });
        for pair in slots.iter().filter_map(|slot| slot.pair) {
            tally.take(self, pair, DocumentClass::Paired, deal.at);
        }
        for pair in further {
            tally.take(self, pair, DocumentClass::Further, deal.at);
        }
        let is_told = !matches!(class, DealClass::NotWon | DealClass::Repeated | DealClass::Outside);
        if is_told && deal.class.is_none() {
            tally.coverage.add(&deal.plan, deal.at, self.sources);
        }
        let mut told = ShadowDeal {
            at: self.sources.pointer(deal.at),
            id: deal.node.get("id").map(|id| id.raw().to_owned()),
            title: deal.node.get("title").map(|title| title.raw().to_owned()),
            won_on: deal.won_on.map(write_date),
            class,
            contact: deal.contact,
            documents: Vec::new(),
            further: further.iter().filter_map(|pair| self.billed(pair)).collect(),
            differences: Vec::new(),
            says: Vec::new(),
        };
        if is_told {
            let errors =
                deal.plan.findings.iter().filter(|finding| self::is_told(finding, deal.has_stand_in));
            let remark = |finding: &crate::finding::Finding| Remark {
                code: finding.code,
                severity: finding.severity,
                message: finding.message.clone(),
            };
            told.says = errors.map(remark).collect();
        }
        let is_compared = class == DealClass::Agrees;
        let is_one_to_one = further.is_empty() && counted.clone().all(|slot| slot.pair.is_some());
        if is_compared {
            let theirs = slots.iter().filter(|slot| slot.pair.is_some()).count() + further.len();
            let ours = counted.clone().count();
            let documents = Compared {
                field: Field::Documents,
                at: String::new(),
                agrees: ours == theirs,
                ours: ours.to_string(),
                theirs: theirs.to_string(),
            };
            let mut compared = vec![documents];
            if !is_one_to_one {
                self.sums(&counted.clone().copied().collect::<Vec<_>>(), further, &mut compared);
            }
            tally.count(&compared);
            told.differences = differences(&compared, None);
        }
        for slot in slots {
            let mut shown = self.slot(slot);
            let preview = deal.plan.preview.as_ref().and_then(|preview| preview.totals.as_ref());
            shown.total = shown.total.or(preview.map(|totals| totals.total));
            if let (true, Some(document), Some(theirs)) =
                (is_compared, slot.document, self.document(slot.pair))
            {
                let how = How { has_contact: !deal.has_stand_in, is_one_to_one };
                let compared = compare(document, theirs, how);
                shown.agreed = compared.iter().filter(|one| one.agrees).count();
                shown.differences = differences(&compared, Some(document));
                tally.count(&compared);
                tally.documents += 1;
                tally.whole += usize::from(shown.differences.is_empty() && told.differences.is_empty());
                tally.proposals.add(document, &compared, self.config);
                if let (Body::Invoice(body), true) = (&document.body, is_one_to_one) {
                    let day = |text: &Option<String>| text.as_deref().and_then(parse_date);
                    let ours = [day(&body.date), day(&body.due_date)];
                    let theirs = [theirs.date, theirs.due_date].map(|day| day.map(|day| day.value));
                    tally.proposals.add_due(&document.entity, ours, theirs);
                }
            }
            told.documents.push(shown);
        }
        if is_compared
            && (!told.differences.is_empty()
                || told.documents.iter().any(|slot| !slot.differences.is_empty()))
        {
            told.class = DealClass::Differs;
        }
        self.add_totals(told.class, slots, further, tally);
        told
    }

    fn slot(self, slot: &Slot<'b>) -> ShadowSlot {
        ShadowSlot {
            slot: if slot.expected.slot.is_empty() { "*".to_owned() } else { slot.expected.slot.to_owned() },
            entity: slot.expected.entity.map(str::to_owned),
            issue_on: slot.document.and_then(|document| document.issue_on.clone()),
            currency: slot.expected.currency.to_owned(),
            total: slot.document.map(|document| document.totals.total),
            billed: slot.pair.and_then(|pair| self.billed(pair)),
            agreed: 0,
            differences: Vec::new(),
        }
    }

    /// What all documents of a deal come to, where they are not one to one.
    fn sums(self, slots: &[Slot<'_>], further: &[&Pair], compared: &mut Vec<Compared>) {
        type Ours = fn(&PlannedDocument) -> Decimal;
        type Theirs = fn(&AnsweredDocument<'_>) -> Option<Decimal>;
        let fields: [(Field, Ours, Theirs); 3] = [
            (Field::Total, |ours| ours.totals.total, |theirs| theirs.total.map(|total| total.value)),
            (
                Field::SubTotal,
                |ours| ours.totals.sub_total,
                |theirs| theirs.sub_total.map(|total| total.value),
            ),
            (
                Field::TotalTax,
                |ours| ours.totals.total_tax,
                |theirs| theirs.total_tax.map(|total| total.value),
            ),
        ];
        let documents = || slots.iter().filter_map(|slot| slot.pair).chain(further.iter().copied());
        for (field, ours, theirs) in fields {
            let mine = sum(slots.iter().map(|slot| slot.document.map(ours)));
            let others = sum(documents().map(|pair| self.document(Some(pair)).and_then(theirs)));
            compared.extend(mine.zip(others).map(|(mine, others)| amount(field, mine, others)));
        }
    }

    fn document(self, pair: Option<&Pair>) -> Option<&'b AnsweredDocument<'a>> {
        self.found.get(pair?.found).copied()
    }

    fn billed(self, pair: &Pair) -> Option<Billed> {
        let document = self.document(Some(pair))?;
        Some(Billed {
            at: self.sources.pointer(document.node.at()),
            id: document.id.value.to_owned(),
            number: document.number.map(|number| number.value.to_owned()),
            total: document.total.map(|total| total.value),
            confidence: pair.confidence,
            evidence: pair.evidence.clone(),
        })
    }

    fn is_looked_up(self, expected: &Expected<'_>) -> bool {
        let kind = if expected.is_template { AnsweredKind::RepeatingInvoice } else { AnsweredKind::Invoice };
        let mut answers =
            self.answers.iter().filter(|(name, _)| expected.entity.is_none_or(|entity| entity == *name));
        answers.any(|(_, answered)| answered.is_looked_up(kind))
    }

    fn documents(self, tally: &mut Tally) -> Vec<ShadowDocument> {
        let mut told = Vec::new();
        for (entity, answered) in self.answers {
            for document in &answered.documents {
                let known = tally.of_deals.get(document.id.value);
                let day = document.date.map(|day| day.value);
                let class = match known {
                    Some((class, _)) => *class,
                    _ if !matches!(document.kind, AnsweredKind::Invoice | AnsweredKind::RepeatingInvoice) => {
                        DocumentClass::Other
                    }
                    _ if !matches!(document.life(), Life::Live | Life::Unclear) => DocumentClass::TakenBack,
                    _ if document.repeating_invoice_id.is_some() => DocumentClass::FromTemplate,
                    _ if !self.period.has(day) => DocumentClass::Outside,
                    _ => DocumentClass::WithoutDeal,
                };
                let deal = known.map(|(_, at)| self.sources.pointer(*at));
                let text = |text: Option<crate::read::Given<&str>>| text.map(|text| text.value.to_owned());
                let contact = document.node.get("Contact").and_then(|contact| contact.get("Name"));
                if let (DocumentClass::WithoutDeal, Some(total)) = (class, document.total) {
                    let sums = tally.totals_of(document.currency.map_or("", |code| code.value));
                    add(&mut sums.without_deal, total.value);
                }
                told.push(ShadowDocument {
                    at: self.sources.pointer(document.node.at()),
                    entity: (*entity).to_owned(),
                    id: document.id.value.to_owned(),
                    number: text(document.number),
                    reference: text(document.reference),
                    contact: contact.map(|name| name.raw().to_owned()),
                    date: day.map(write_date),
                    currency: text(document.currency),
                    total: document.total.map(|total| total.value),
                    class,
                    deal,
                });
            }
        }
        told
    }

    fn add_totals(self, class: DealClass, slots: &[Slot<'_>], further: &[&Pair], tally: &mut Tally) {
        if !matches!(class, DealClass::Agrees | DealClass::Differs | DealClass::Unbilled) {
            return;
        }
        for slot in slots {
            let Some(document) = slot.document else { continue };
            let sums = tally.totals_of(slot.expected.currency);
            if slot.pair.is_some() {
                add(&mut sums.planned, document.totals.total);
            } else if self.period.is_due(slot.expected.date) {
                add(&mut sums.unbilled, document.totals.total);
            }
        }
        for pair in slots.iter().filter_map(|slot| slot.pair).chain(further.iter().copied()) {
            let Some(document) = self.document(Some(pair)) else { continue };
            if let (Some(total), Some(currency)) = (document.total, document.currency) {
                add(&mut tally.totals_of(currency.value).invoiced, total.value);
            }
        }
    }
}

impl Tally {
    fn take(&mut self, beside: Beside<'_, '_>, pair: &Pair, class: DocumentClass, deal: At) {
        if let Some(document) = beside.document(Some(pair)) {
            self.of_deals.insert(document.id.value.to_owned(), (class, deal));
        }
    }

    fn count(&mut self, compared: &[Compared]) {
        for one in compared {
            let (all, agreed) = self.fields.entry(one.field).or_default();
            *all += 1;
            *agreed += usize::from(one.agrees);
        }
    }

    fn totals_of(&mut self, currency: &str) -> &mut CurrencyTotals {
        self.totals.entry(currency.to_owned()).or_insert_with(|| CurrencyTotals {
            currency: currency.to_owned(),
            planned: Decimal::ZERO,
            invoiced: Decimal::ZERO,
            unbilled: Decimal::ZERO,
            without_deal: Decimal::ZERO,
        })
    }

    fn finish(self, beside: Beside<'_, '_>, shadow: &mut Shadow) {
        let share = |some: usize, all: usize| (some * 1000).checked_div(all).unwrap_or(0);
        let fields = self.fields.into_iter().map(|(field, (compared, agreed))| FieldAgreement {
            field: field.name(),
            compared,
            agreed,
            share: share(agreed, compared),
        });
        shadow.agreement = Agreement {
            documents: self.documents,
            whole: self.whole,
            share: share(self.whole, self.documents),
            fields: fields.collect(),
        };
        shadow.as_of = beside.period.as_of.map(write_date);
        shadow.deal_classes =
            self.deals.into_iter().map(|(class, count)| DealClassCount { class, count }).collect();
        shadow.totals = self.totals.into_values().collect();
        shadow.proposals = self.proposals.finish(beside.config);
        shadow.reasons = self.coverage.reasons;
        sort_by_key(&mut shadow.reasons, |reason| usize::MAX - reason.deals);
    }
}

fn add(sum: &mut Decimal, amount: Decimal) {
    *sum = sum.plus(amount).unwrap_or(*sum);
}

fn sum(mut amounts: impl Iterator<Item = Option<Decimal>>) -> Option<Decimal> {
    amounts.try_fold(Decimal::ZERO, |sum, amount| sum.plus(amount?))
}

/// What differs, with where ours comes from.
fn differences(compared: &[Compared], document: Option<&PlannedDocument>) -> Vec<ShadowDifference> {
    let mut found = Vec::new();
    for one in compared.iter().filter(|one| !one.agrees) {
        let origins = document.and_then(|document| document.trace.as_ref());
        let origin = origins.and_then(|origins| origins.iter().find(|origin| origin.at == one.at));
        found.push(ShadowDifference {
            field: one.field.name(),
            at: one.at.clone(),
            ours: one.ours.clone(),
            theirs: one.theirs.clone(),
            from: origin.iter().flat_map(|origin| origin.from.iter()).map(str::to_owned).collect(),
            rule: origin.and_then(|origin| origin.rule).map(str::to_owned),
        });
    }
    found
}
