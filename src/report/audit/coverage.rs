//! What would become of the won deals, counted.

use std::collections::BTreeMap;

use super::advice::is_of_data;
use super::answer::{Class, ClassShare, CodeAmount, ContactCount, Coverage, CurrencyReasons, Money, Reason};
use super::deals::Won;
use super::replay::{Choice, Replay};
use crate::finding::Code;
use crate::money::{Decimal, allocate};
use crate::order::sort_by_key;
use crate::read::Sources;

/// Examples of a reason.
const EXAMPLES: usize = 3;

/// In the order in which they are told.
const CLASSES: [Class; 5] = [Class::Alone, Class::Held, Class::Waiting, Class::Skipped, Class::Refused];

/// Amounts by currency.
pub(super) type Amounts<'a> = BTreeMap<&'a str, Decimal>;

/// Adds a deal's value to the amounts; what is too much to add is left as it was.
pub(super) fn add<'a>(amounts: &mut Amounts<'a>, deal: &Won<'a>) {
    let sum = amounts.entry(deal.currency).or_insert(Decimal::ZERO);
    if let Some(more) = deal.value.and_then(|value| sum.plus(value)) {
        *sum = more;
    }
}

/// Amounts as they are told: in the order of their currencies.
fn money(amounts: &Amounts<'_>) -> Vec<Money> {
    amounts
        .iter()
        .map(|(currency, amount)| Money { currency: (*currency).to_owned(), amount: *amount })
        .collect()
}

/// Deals with one reason.
struct Why<'a> {
    deals: usize,
    amounts: Amounts<'a>,
    first: Vec<String>,
    message: String,
}

/// Counts what would become of deals, which come in the order of their ids.
pub(super) fn cover<'a>(deals: &[(Won<'a>, Option<Replay>)], sources: Sources<'_>) -> Coverage {
    let mut counts: BTreeMap<Class, (usize, Amounts<'a>)> = BTreeMap::new();
    let mut contacts = ContactCount::default();
    // Rules that hold are reasons of their own, each by its words.
    let mut reasons: BTreeMap<(Class, Code, String), Why<'a>> = BTreeMap::new();
    let replayed = || deals.iter().filter_map(|(deal, replay)| Some((deal, replay.as_ref()?)));
    for (deal, replay) in replayed() {
        let (count, amounts) = counts.entry(replay.class).or_default();
        *count += 1;
        add(amounts, deal);
        *match replay.contact {
            Choice::Passed => &mut contacts.passed,
            Choice::Matched => &mut contacts.matched,
            Choice::Created => &mut contacts.created,
            Choice::Asked => &mut contacts.asked,
            Choice::NotLookedAt => &mut contacts.not_looked_at,
        } += 1;
        for (code, message) in &replay.reasons {
            let own = if *code == Code::HandoffHeld { message.clone() } else { String::new() };
            let why = reasons.entry((replay.class, *code, own)).or_insert_with(|| Why {
                deals: 0,
                amounts: Amounts::new(),
                first: Vec::new(),
                message: message.clone(),
            });
            why.deals += 1;
            add(&mut why.amounts, deal);
            if why.first.len() < EXAMPLES {
                why.first.push(sources.pointer(deal.at));
            }
        }
    }
    let all = replayed().count();
    let of = |class: Class| counts.get(&class).map_or(0, |(count, _)| *count);
    let weights: Vec<(i64, u64)> = (0..)
        .zip(CLASSES)
        .map(|(place, class)| (i64::try_from(of(class)).unwrap_or(i64::MAX), place))
        .collect();
    let shares = allocate(1000, &weights).unwrap_or_default();
    let classes = CLASSES.into_iter().enumerate().map(|(place, class)| ClassShare {
        class,
        deals: of(class),
        share: shares.get(place).and_then(|share| usize::try_from(*share).ok()).unwrap_or(0),
        amounts: counts.get(&class).map(|(_, amounts)| money(amounts)).unwrap_or_default(),
    });
    let unfit = replayed().filter(|(deal, replay)| is_unfit(deal, replay)).count();
    let is_held = |replay: &Replay| replay.reasons.iter().any(|(code, _)| *code == Code::HandoffHeld);
    let held_by_rules = replayed().filter(|(_, replay)| is_held(replay)).count();
    let by_amount = by_amount(&reasons);
    let mut told: Vec<Reason> = reasons
        .into_iter()
        .map(|((class, code, _), why)| Reason {
            class,
            code,
            deals: why.deals,
            amounts: money(&why.amounts),
            first: why.first,
            message: why.message,
            remedy: code.remedy(),
        })
        .collect();
    sort_by_key(&mut told, |reason| usize::MAX - reason.deals);
    Coverage {
        deals: all,
        classes: classes.collect(),
        contacts,
        unfit,
        held_by_rules,
        reasons: told,
        by_amount,
    }
}

/// Whether a deal is refused for what it or its parties lack, and not for what was left out of the input.
fn is_unfit(deal: &Won<'_>, replay: &Replay) -> bool {
    replay.reasons.iter().any(|(code, _)| match code {
        Code::PartyMissing if deal.lacks().is_some() => false,
        Code::LineNone if deal.products.is_none() => false,
        _ => is_of_data(replay.class, *code),
    })
}

/// The reasons by what their deals are worth, of each currency.
fn by_amount(reasons: &BTreeMap<(Class, Code, String), Why<'_>>) -> Vec<CurrencyReasons> {
    let mut by: BTreeMap<&str, Vec<CodeAmount>> = BTreeMap::new();
    for ((class, code, _), why) in reasons {
        for (currency, amount) in &why.amounts {
            by.entry(currency).or_default().push(CodeAmount { class: *class, code: *code, amount: *amount });
        }
    }
    let mut found: Vec<CurrencyReasons> = by
        .into_iter()
        .map(|(currency, mut reasons)| {
            sort_by_key(&mut reasons, |reason| reason.amount.negated());
            CurrencyReasons { currency: currency.to_owned(), reasons }
        })
        .collect();
    sort_by_key(&mut found, |one| one.reasons.first().map(|reason| reason.amount.negated()));
    found
}
