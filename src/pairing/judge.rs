//! What speaks for an expected document and one that was found being the same, and against it.

use serde::Serialize;

use super::table::Table;
use super::texts::{linked_deal, name, runs, squeezed};
use super::{Confidence, Edge, Expected, FLOOR, Found, Pair};
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::read::clipped;
use crate::read::date::write_date;

/// What a piece of evidence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "PairingEvidenceKind"))]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// The token of the deal.
    Token,
    /// A link to the deal.
    Link,
    /// The deal's number in words, `deal 42`.
    DealNumber,
    /// The same as a bare number.
    Number,
    /// The customer's reference.
    Order,
    /// The deal's title.
    Title,
    /// Who is billed, by id.
    Contact,
    /// Who is billed, by name.
    Name,
    /// The amount with tax.
    Gross,
    /// The amount without tax.
    Net,
    /// The amount of all documents of the deal.
    Whole,
    /// An amount that nothing else has.
    Rare,
    /// How far the dates lie apart.
    Date,
    /// Neither has another that it could be.
    Alone,
    /// Documents that come to the amount together.
    Sum,
    /// The currency is another.
    Currency,
    /// Another fits as well.
    Rival,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "PairingEvidence"))]
pub struct Evidence {
    /// What it is about.
    pub kind: EvidenceKind,
    /// In words.
    pub says: String,
    /// How much it weighs; below zero it speaks against.
    pub weight: i16,
}

/// The day of what has none: far from any other.
const NO_DAY: i32 = i32::MIN / 4;

/// A document that was found, as it is compared.
#[derive(Debug)]
pub(super) struct Reading<'s> {
    pub(super) found: &'s Found<'s>,
    linked: Option<u64>,
    contact: String,
    pub(super) name: String,
    pub(super) day: i32,
}

impl<'s> Reading<'s> {
    pub(super) fn of(found: &'s Found<'s>) -> Self {
        Self {
            found,
            linked: [found.url, found.reference].into_iter().find_map(linked_deal),
            contact: found.contact.to_ascii_lowercase(),
            name: name(found.name),
            day: found.date.map_or(NO_DAY, time::Date::to_julian_day),
        }
    }

    pub(super) fn gross(&self) -> Option<Decimal> {
        self.found.gross
    }

    /// Whether its token or its link is another deal's.
    pub(super) fn names_another(&self, deal: Option<u64>) -> bool {
        [self.found.token.map(|(deal, _)| deal), self.linked]
            .into_iter()
            .flatten()
            .any(|named| Some(named) != deal)
    }

    pub(super) fn net(&self) -> Option<Decimal> {
        self.found.net
    }

    pub(super) fn currency(&self) -> &str {
        self.found.currency
    }
}

/// Words that a deal's number stands behind.
const BEFORE_NUMBERS: [&str; 2] = ["deal", "pipedrive"];
/// The fewest characters of a reference or a title that can be told from any other word.
const FEWEST: usize = 4;
/// Deals beyond which what they share tells none of them.
const MOST_DEALS: usize = 3;
/// Documents of a contact that are looked at, the nearest by date.
const MOST_NEAR: usize = 32;
/// Days around a document in which another of the same contact could be meant.
const AROUND: u32 = 60;

/// The keys that a document is found by without its texts.
fn keys_of(contact: &str, name: &str, currency: &str, amounts: [Option<Decimal>; 2]) -> Vec<String> {
    let mut keys = Vec::new();
    for (kind, who) in [('c', contact), ('n', name)] {
        if who.is_empty() {
            continue;
        }
        keys.push(format!("{kind}:{who}"));
        for amount in amounts.into_iter().flatten() {
            keys.push(format!("{kind}:{who}:{currency}:{}", amount.to_money()));
        }
    }
    keys.dedup();
    keys
}

/// An expected document and one that was found, whose texts name its deal.
type Called = ((usize, usize), EvidenceKind, i16);

/// Everything that pairs are judged by.
#[derive(Debug)]
pub(super) struct Judge<'j, 'a> {
    pub(super) expected: &'j [Expected<'a>],
    pub(super) found: &'j [Reading<'j>],
    /// Names of those who are billed.
    names: Vec<String>,
    /// What the texts of documents call the expected: both places, how, and what it weighs; in their order.
    called: Vec<Called>,
    /// The expected by what a text may say of them.
    by_text: Table,
    /// The expected by who is billed and how much.
    by_who: Table,
    /// The found by the same.
    found_by_who: Table,
}

impl<'j, 'a> Judge<'j, 'a> {
    pub(super) fn new(expected: &'j [Expected<'a>], found: &'j [Reading<'j>], prefix: &str) -> Self {
        let mut judge = Self {
            expected,
            found,
            names: expected.iter().map(|one| name(one.name)).collect(),
            called: Vec::new(),
            by_text: Table::default(),
            by_who: Table::default(),
            found_by_who: Table::default(),
        };
        let ranks = super::ranks(expected.len(), &|place| expected.get(place).map_or("", |one| &one.key));
        let prefix = squeezed(prefix);
        for (place, (one, rank)) in expected.iter().zip(ranks).enumerate() {
            let mut keys = Vec::new();
            if let Some(deal) = one.deal {
                keys.push(format!("d:{deal}"));
                for word in BEFORE_NUMBERS.into_iter().chain([prefix.as_str()]) {
                    keys.push(format!("w:{word}{deal}"));
                }
                keys.push(format!("w:{deal}"));
            }
            if !one.link.is_empty() {
                keys.push(format!("u:{}", one.link.trim_end_matches('/')));
            }
            for text in [one.order, one.title] {
                let text = squeezed(text);
                if text.len() >= FEWEST {
                    keys.push(format!("w:{text}"));
                }
            }
            let day = day_of(one);
            keys.into_iter().for_each(|key| judge.by_text.add(key, day, rank, place));
            for key in judge.keys_of(place) {
                judge.by_who.add(key, day, rank, place);
            }
        }
        let ranks = super::ranks(found.len(), &|place| found.get(place).map_or("", |one| one.found.id));
        for (place, (one, rank)) in found.iter().zip(ranks).enumerate() {
            let amounts = [one.gross(), one.net()];
            let mut keys = keys_of(&one.contact, &one.name, one.currency(), amounts);
            keys.extend(one.gross().map(|gross| format!("a:{}:{}", one.currency(), gross.to_money())));
            keys.into_iter().for_each(|key| judge.found_by_who.add(key, one.day, rank, place));
        }
        [&mut judge.by_text, &mut judge.by_who, &mut judge.found_by_who].into_iter().for_each(Table::settle);
        judge.called = judge.every_called();
        judge
    }

    fn keys_of(&self, place: usize) -> Vec<String> {
        let Some(one) = self.expected.get(place) else { return Vec::new() };
        let contact = one.contact.map_or_else(String::new, str::to_ascii_lowercase);
        let mut keys = keys_of(&contact, self.name(place), one.currency, [one.gross, one.net]);
        keys.extend(one.gross.map(|gross| format!("a:{}:{}", one.currency, gross.to_money())));
        keys
    }

    pub(super) fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }

    /// The documents of the contact, or else of the name.
    pub(super) fn of_contact(&self, place: usize) -> Vec<usize> {
        let contact = self.expected.get(place).and_then(|one| one.contact);
        let key = match contact {
            Some(contact) => format!("c:{}", contact.to_ascii_lowercase()),
            None => format!("n:{}", self.name(place)),
        };
        self.found_by_who.get(&key).iter().map(|row| row.place).collect()
    }

    /// Everything that is worth a look and weighs enough, each once.
    pub(super) fn edges(&self) -> Vec<Edge> {
        let mut looked_at: Vec<(usize, usize)> = self.called.iter().map(|called| called.0).collect();
        for (place, one) in self.found.iter().enumerate() {
            let numbers = [one.found.token.map(|(deal, _)| deal), one.linked].into_iter().flatten();
            let urls = Some(one.found.url).filter(|url| !url.is_empty());
            let urls = urls.map(|url| format!("u:{}", url.trim_end_matches('/')));
            for key in numbers.map(|deal| format!("d:{deal}")).chain(urls) {
                if self.is_telling(&key) {
                    looked_at.extend(self.by_text.get(&key).iter().map(|row| (row.place, place)));
                }
            }
        }
        for (place, one) in self.expected.iter().enumerate() {
            for key in self.keys_of(place) {
                let is_amount = key.starts_with("a:");
                if is_amount && (self.found_by_who.get(&key).len() > 1 || self.by_who.get(&key).len() > 1) {
                    continue;
                }
                let near = self.found_by_who.nearest(&key, day_of(one), MOST_NEAR);
                near.into_iter().for_each(|found| looked_at.push((place, found)));
            }
        }
        sort_by_key(&mut looked_at, |pair| *pair);
        looked_at.dedup();
        let edge = |(expected, found): (usize, usize)| {
            let (mut weight, mut is_named) = (0_i16, false);
            self.judge(expected, found, &mut |kind, points| {
                weight += points;
                is_named |=
                    matches!(kind, EvidenceKind::Token | EvidenceKind::Link | EvidenceKind::DealNumber)
                        || matches!(kind, EvidenceKind::Order | EvidenceKind::Title);
            });
            let days = self.days(expected, found).unwrap_or(i64::MAX);
            (weight >= FLOOR).then_some(Edge { weight, days, expected, found, is_named })
        };
        looked_at.into_iter().filter_map(edge).collect()
    }

    /// What the texts of every document call the expected; of several for a pair the heaviest comes first.
    fn every_called(&self) -> Vec<Called> {
        let mut called: Vec<Called> = Vec::new();
        let shapes: Vec<[String; 2]> =
            self.expected.iter().map(|one| [squeezed(one.order), squeezed(one.title)]).collect();
        for (found, one) in self.found.iter().enumerate() {
            let mut name = |run: &str| {
                let key = format!("w:{run}");
                let rows = self.by_text.get(&key);
                if rows.is_empty() || !self.is_telling(&key) {
                    return;
                }
                for row in rows {
                    let Some([order, title]) = shapes.get(row.place) else { continue };
                    let is_number = run.bytes().all(|byte| byte.is_ascii_digit());
                    let (kind, weight) = match () {
                        () if run == order => (EvidenceKind::Order, 40),
                        () if run == title => (EvidenceKind::Title, 35),
                        () if is_number => (EvidenceKind::Number, 25),
                        () => (EvidenceKind::DealNumber, 45),
                    };
                    called.push(((row.place, found), kind, weight));
                }
            };
            self.texts(one).for_each(|text| runs(text, &mut name));
        }
        sort_by_key(&mut called, |(pair, _, weight)| (*pair, -*weight));
        called.dedup_by_key(|(pair, ..)| *pair);
        called
    }

    fn texts<'r>(&self, one: &Reading<'r>) -> impl Iterator<Item = &'r str> {
        [one.found.reference, one.found.number].into_iter()
    }

    /// Whether what a key stands for is that of few deals.
    fn is_telling(&self, key: &str) -> bool {
        let mut deals: Vec<Option<u64>> = Vec::new();
        for row in self.by_text.get(key) {
            let deal = self.expected.get(row.place).and_then(|one| one.deal);
            if deal.is_none() || !deals.contains(&deal) {
                deals.push(deal);
            }
            if deals.len() > MOST_DEALS {
                return false;
            }
        }
        !deals.is_empty()
    }

    /// Days between the two, where both have one.
    pub(super) fn days(&self, expected: usize, found: usize) -> Option<i64> {
        let ours = self.expected.get(expected)?.date?;
        let theirs = self.found.get(found)?.found.date?;
        Some((theirs - ours).whole_days().abs())
    }

    /// What the deal is called in a document's texts, with what it weighs; the heaviest alone counts.
    fn called(&self, expected: usize, found: usize) -> Option<(EvidenceKind, i16)> {
        let place = self.called.binary_search_by_key(&(expected, found), |called| called.0).ok()?;
        self.called.get(place).map(|(_, kind, weight)| (*kind, *weight))
    }

    /// Says each piece of evidence.
    fn judge(&self, expected: usize, found: usize, say: &mut dyn FnMut(EvidenceKind, i16)) {
        let (Some(ours), Some(theirs)) = (self.expected.get(expected), self.found.get(found)) else { return };
        if ours.entity.is_some_and(|entity| entity != theirs.found.entity) {
            return;
        }
        if ours.is_template != theirs.found.is_template {
            return;
        }
        // The document of another deal is not this one's, whatever else speaks for it.
        let is_anothers = |named: Option<u64>| named.is_some() && named != ours.deal;
        if is_anothers(theirs.found.token.map(|(deal, _)| deal)) {
            return;
        }
        let link = ours.link.trim_end_matches('/');
        let is_url = theirs.found.url.trim_end_matches('/') == link;
        if let Some((_, slot)) = theirs.found.token {
            // Which of the deal's documents it is; another slot's would still be the deal's.
            say(EvidenceKind::Token, if slot == ours.slot { 120 } else { 95 });
        } else if theirs.linked.is_some() && theirs.linked == ours.deal || is_url && !link.is_empty() {
            say(EvidenceKind::Link, 90);
        } else if is_anothers(theirs.linked) {
            return;
        } else if let Some((kind, points)) = self.called(expected, found) {
            say(kind, points);
        }
        let name = self.name(expected);
        let is_contact = ours.contact.is_some_and(|id| id.eq_ignore_ascii_case(&theirs.contact));
        let is_name = !name.is_empty() && name == theirs.name;
        let is_known = ours.contact.is_some() && !theirs.contact.is_empty()
            || !name.is_empty() && !theirs.name.is_empty();
        match (is_contact, is_name) {
            (true, _) => say(EvidenceKind::Contact, 30),
            (_, true) => say(EvidenceKind::Name, 25),
            _ if is_known => say(EvidenceKind::Contact, -20),
            _ => {}
        }
        if ours.currency.is_empty() || theirs.currency().is_empty() || ours.currency == theirs.currency() {
            self.amounts(ours, theirs, say);
        } else {
            say(EvidenceKind::Currency, -15);
        }
        match self.days(expected, found) {
            Some(0) => say(EvidenceKind::Date, 12),
            Some(1..=3) => say(EvidenceKind::Date, 10),
            Some(4..=14) => say(EvidenceKind::Date, 7),
            Some(15..=45) => say(EvidenceKind::Date, 3),
            Some(181..) => say(EvidenceKind::Date, -40),
            _ => {}
        }
        if (is_contact || is_name) && self.are_alone(ours, expected, theirs) {
            say(EvidenceKind::Alone, 15);
        }
    }

    fn amounts(&self, ours: &Expected<'_>, theirs: &Reading<'_>, say: &mut dyn FnMut(EvidenceKind, i16)) {
        let same = |one: Option<Decimal>, other: Option<Decimal>| one.is_some() && one == other;
        let (gross, net) = (same(ours.gross, theirs.gross()), same(ours.net, theirs.net()));
        if gross {
            say(EvidenceKind::Gross, 25);
        }
        if net {
            say(EvidenceKind::Net, if gross { 15 } else { 20 });
        }
        if !gross
            && !net
            && (same(ours.whole, theirs.gross())
                || same(ours.net, theirs.gross())
                || same(ours.gross, theirs.net()))
        {
            say(EvidenceKind::Whole, 20);
        }
        if let Some(amount) = ours.gross.filter(|amount| gross && !is_round(*amount)) {
            let key = format!("a:{}:{}", ours.currency, amount.to_money());
            if self.by_who.get(&key).len() == 1 && self.found_by_who.get(&key).len() == 1 {
                say(EvidenceKind::Rare, 10);
            }
        }
    }

    /// Whether neither has another of the same contact or name around its day.
    fn are_alone(&self, ours: &Expected<'_>, expected: usize, theirs: &Reading<'_>) -> bool {
        let key = match ours.contact.filter(|_| !theirs.contact.is_empty()) {
            Some(contact) => format!("c:{}", contact.to_ascii_lowercase()),
            None => format!("n:{}", self.name(expected)),
        };
        let day = day_of(ours);
        day.abs_diff(theirs.day) <= AROUND
            && self.by_who.within(&key, day, AROUND) == 1
            && self.found_by_who.within(&key, day, AROUND) == 1
    }

    /// The two, with why.
    pub(super) fn pair(&self, edge: Edge, has_rival: bool) -> Pair {
        let mut evidence = Vec::new();
        let mut weight = 0;
        self.judge(edge.expected, edge.found, &mut |kind, points| {
            weight += points;
            evidence.push(Evidence { kind, says: self.says(kind, points, edge), weight: points });
        });
        sort_by_key(&mut evidence, |piece| -piece.weight);
        let is_keyed = |piece: &Evidence| matches!(piece.kind, EvidenceKind::Token | EvidenceKind::Link);
        let mut confidence = Confidence::of(weight, evidence.iter().any(is_keyed));
        if has_rival {
            let says = "another of the same amount and date fits as well".to_owned();
            evidence.push(Evidence { kind: EvidenceKind::Rival, says, weight: 0 });
            confidence = confidence.min(Confidence::Possible);
        }
        Pair { expected: edge.expected, found: edge.found, confidence, evidence }
    }

    fn says(&self, kind: EvidenceKind, points: i16, edge: Edge) -> String {
        let (Some(ours), Some(theirs)) = (self.expected.get(edge.expected), self.found.get(edge.found))
        else {
            return String::new();
        };
        let text = |text: &str| format!("`{}`", clipped(text));
        let reference =
            if theirs.found.reference.is_empty() { theirs.found.number } else { theirs.found.reference };
        let money = |amount: Option<Decimal>| amount.map_or_else(String::new, Decimal::to_money);
        match kind {
            EvidenceKind::Token if points > 100 => "it carries the token".to_owned(),
            EvidenceKind::Token => "it carries the deal's token, of another slot".to_owned(),
            EvidenceKind::Link => "it links to the deal".to_owned(),
            EvidenceKind::DealNumber => format!("{} names the deal's number", text(reference)),
            EvidenceKind::Number => format!("{} holds the deal's number", text(reference)),
            EvidenceKind::Order => {
                format!("{} is the customer's reference in {}", text(ours.order), text(reference))
            }
            EvidenceKind::Title => format!("the deal's title in {}", text(reference)),
            EvidenceKind::Contact if points < 0 => "another is billed".to_owned(),
            EvidenceKind::Contact => "the same contact".to_owned(),
            EvidenceKind::Name => "a contact of the same name".to_owned(),
            EvidenceKind::Gross => format!("the same amount, {}", money(ours.gross)),
            EvidenceKind::Net => format!("the same amount without tax, {}", money(ours.net)),
            EvidenceKind::Whole => {
                format!("{} is the deal's amount, or one without the tax", money(theirs.gross()))
            }
            EvidenceKind::Rare => "no other has this amount".to_owned(),
            EvidenceKind::Date => {
                let (ours, theirs) = (ours.date.map(write_date), theirs.found.date.map(write_date));
                format!("{} and {}", ours.unwrap_or_default(), theirs.unwrap_or_default())
            }
            EvidenceKind::Alone => {
                "the contact has no other deal and no other document around that time".to_owned()
            }
            EvidenceKind::Currency => {
                format!("it is in {}, not in {}", text(theirs.currency()), text(ours.currency))
            }
            EvidenceKind::Sum | EvidenceKind::Rival => String::new(),
        }
    }
}

fn day_of(one: &Expected<'_>) -> i32 {
    one.date.map_or(NO_DAY, time::Date::to_julian_day)
}

/// Whether an amount is one of those that everything costs.
fn is_round(amount: Decimal) -> bool {
    amount.cents().is_none_or(|cents| cents % 10_000 == 0)
}
