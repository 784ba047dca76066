//! Whether a condition holds.
//!
//! What is not known decides nothing: `all` of which one part does not hold does not hold, whatever the others
//! are; else one part that cannot be decided leaves the whole undecided.

use core::cmp::Ordering;

use time::{Date, Duration};

use super::facts::{Fact, FactUnit, facts, undecided};
use super::{Scene, Undecided};
use crate::config::condition::{Amount, Condition, Day, Is, Operand, Subject, Test, Unit};
use crate::gather::Gather;
use crate::pipedrive::reference::{FieldName, Owner};
use crate::pipedrive::webhook;
use crate::read::date::parse_date;
use crate::read::letters::{has, is_same, lowered, split};
use crate::read::{Findings, Node, Sources, clipped, country};

/// Whether a condition holds for a deal.
pub(super) fn holds<'a>(
    condition: &'a Condition,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<bool, Undecided> {
    let (several, decisive) = match condition {
        Condition::All(several) => (several, false),
        Condition::Any(several) => (several, true),
        // That none is so is said of all products.
        Condition::Not(one) => return holds(one, Scene { one: None, ..scene }, findings).map(|holds| !holds),
        Condition::Test(_) if scene.one.is_none() && condition.is_of_product() => {
            return of_one_product(core::slice::from_ref(condition), scene, findings);
        }
        Condition::Test(test) => return passes(test, scene, findings),
    };
    let mut outcome = Ok(!decisive);
    let mut has_product = false;
    for one in several {
        let before = scene.notes.map_or(0, |notes| notes.borrow().len());
        let is_together = !decisive && scene.one.is_none() && one.is_of_product();
        if is_together && has_product {
            continue;
        }
        let holds = if is_together {
            has_product = true;
            of_one_product(several, scene, findings)
        } else {
            let is_apart = !decisive && matches!(one, Condition::All(_));
            holds(one, Scene { one: scene.one.filter(|_| !is_apart), ..scene }, findings)
        };
        // Of `all` only what does not hold says why, of `any` everything.
        if let (Some(notes), Ok(true)) = (scene.notes, holds) {
            notes.borrow_mut().truncate(before);
        }
        match holds {
            Ok(holds) if holds == decisive => return Ok(decisive),
            Ok(_) => {}
            Err(Undecided) => outcome = Err(Undecided),
        }
    }
    outcome
}

/// Whether one product meets all conditions about products that stand side by side.
fn of_one_product<'a>(
    several: &'a [Condition],
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<bool, Undecided> {
    let together = || several.iter().filter(|one| one.is_of_product());
    if scene.notes.is_some() {
        together().for_each(|one| note_each(one, scene, findings.sources()));
    }
    let mut outcome = Ok(false);
    for row in scene.rows {
        let scene = Scene { one: Some(row), notes: None, ..scene };
        let mut meets = Ok(true);
        for one in together() {
            match holds(one, scene, findings) {
                Ok(true) => {}
                Ok(false) => {
                    meets = Ok(false);
                    break;
                }
                Err(Undecided) => meets = Err(Undecided),
            }
        }
        match meets {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(Undecided) => outcome = Err(Undecided),
        }
    }
    outcome
}

/// Notes every test of a condition about products, with what all of them say.
fn note_each<'a>(condition: &'a Condition, scene: Scene<'_, 'a>, sources: Sources<'_>) {
    match condition {
        Condition::All(several) | Condition::Any(several) => {
            several.iter().for_each(|one| note_each(one, scene, sources));
        }
        Condition::Not(one) => note_each(one, scene, sources),
        Condition::Test(test) => {
            if let Ok(facts) = facts(test, scene, &mut Findings::new(sources)) {
                note(test, &facts, scene);
            }
        }
    }
}

/// Notes what a test looked at, how, and what it found: "`deal.value` greater `10000 GBP`: it is `800`".
fn note(test: &Test, facts: &[Option<Fact<'_>>], scene: Scene<'_, '_>) {
    let Some(notes) = scene.notes else { return };
    let mut text = notes.borrow_mut();
    if !text.is_empty() {
        text.push_str("; ");
    }
    text.push('`');
    text.push_str(&test.subject.value.shown());
    text.push_str("` ");
    text.push_str(test.is.word());
    for one in test.operands.iter().flat_map(|operand| &operand.texts) {
        quote(one, &mut text);
    }
    text.push_str(match (facts.iter().any(Option::is_some), test.is) {
        (true, _) => ": it is",
        (false, Is::Changed) => ": the webhook does not say so",
        (false, _) => ": it is empty",
    });
    for fact in facts.iter().flatten() {
        quote(&fact.text, &mut text);
    }
}

fn quote(one: &str, text: &mut String) {
    text.push_str(if text.ends_with('`') { ", `" } else { " `" });
    text.push_str(&clipped(one));
    text.push('`');
}

fn passes<'a>(test: &'a Test, scene: Scene<'_, 'a>, findings: &mut Findings<'_>) -> Result<bool, Undecided> {
    if test.is == Is::Changed {
        note(test, &[], scene);
        return changed(test, scene, findings);
    }
    let facts = facts(test, scene, findings)?;
    note(test, &facts, scene);
    let (is, is_negated) = match test.is {
        Is::NotEqual => (Is::Equal, true),
        Is::NotIn => (Is::In, true),
        Is::NotContains => (Is::Contains, true),
        Is::Empty => (Is::NotEmpty, true),
        other => (other, false),
    };
    let mut passed = facts.iter().map(|fact| {
        let is = fact.as_ref().map_or(Ok(false), |fact| one(is, fact, test, scene, findings));
        is.map(|is| is != is_negated)
    });
    if let (Subject::Field(_), [said, Some(billed)]) = (&test.subject.value, facts.as_slice()) {
        let (of_said, of_billed) = (passed.next(), passed.next());
        drop(passed);
        if of_said == of_billed {
            return of_said.unwrap_or(Ok(false));
        }
        let said = said.as_ref().map_or("", |said| &said.text);
        let why = format!("the deal says `{}`, and its products come to `{}`", clipped(said), billed.text);
        return undecided(test.subject.at, &test.subject.value.shown(), &why, findings);
    }
    let mut outcome = Ok(false);
    for passed in passed {
        match passed {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(Undecided) => outcome = Err(Undecided),
        }
    }
    outcome
}

fn one<'a>(
    is: Is,
    fact: &Fact<'a>,
    test: &'a Test,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<bool, Undecided> {
    let Some(operand) = test.operands.first() else { return Ok(is == Is::NotEmpty) };
    let text = |test: &dyn Fn(&str) -> bool| Ok(operand.texts.iter().any(|text| test(text)));
    match is {
        Is::Equal | Is::In => {
            let mut amounts = operand.amounts.iter();
            let is_amount =
                |amount: &Amount| is_alike_unit(amount, fact) && fact.number() == Some(amount.number);
            Ok(amounts.any(is_amount) || operand.texts.iter().any(|wanted| equals(fact, wanted)))
        }
        Is::Contains => text(&|wanted| has(&lowered(&fact.text), &lowered(wanted))),
        Is::StartsWith => text(&|wanted| lowered(&fact.text).starts_with(&lowered(wanted))),
        Is::Between => {
            let to = test.operands.get(1).unwrap_or(operand);
            let from = compare(fact, operand, test, scene, findings)?;
            Ok(from != Ordering::Less && compare(fact, to, test, scene, findings)? != Ordering::Greater)
        }
        _ => {
            let order = compare(fact, operand, test, scene, findings)?;
            Ok(match is {
                Is::Greater | Is::After => order == Ordering::Greater,
                Is::Less | Is::Before => order == Ordering::Less,
                Is::AtLeast => order != Ordering::Less,
                _ => order != Ordering::Greater,
            })
        }
    }
}

/// Whether it is that text, that option's id, that number, or a country of that union.
fn equals(fact: &Fact<'_>, wanted: &str) -> bool {
    let is_text = is_same(fact.text.trim(), wanted) || fact.plain.is_some_and(|plain| plain.trim() == wanted);
    let is_id = || fact.value.is_some_and(|value| value.has_id(wanted));
    let is_number = || {
        let wanted = crate::money::Decimal::parse(wanted).ok();
        wanted.is_some() && fact.number() == wanted
    };
    // Options chosen together, as `A, B`: each of them counts.
    let is_among = || split(&fact.text, ", ").iter().any(|one| is_same(one, wanted));
    is_text || is_id() || is_number() || is_among() || (wanted == "EU" && country::is_in_eu(&fact.text))
}

fn compare<'a>(
    fact: &Fact<'a>,
    operand: &'a Operand,
    test: &'a Test,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<Ordering, Undecided> {
    let what = test.subject.value.shown();
    if let Some(day) = operand.day {
        let text = fact.plain.unwrap_or(&fact.text).trim();
        // An instant is compared by its day, as it is written.
        let own = parse_date(text).or_else(|| parse_date(text.get(..10)?));
        let Some(own) = own else {
            return undecided(fact.at, &what, &format!("`{}` is no date", clipped(text)), findings);
        };
        return Ok(own.cmp(&day_of(day, operand, scene, findings)?));
    }
    let Some(number) = fact.number() else {
        return undecided(fact.at, &what, &format!("`{}` is no number", clipped(&fact.text)), findings);
    };
    let Some(amount) = operand.amounts.iter().find(|amount| is_alike_unit(amount, fact)) else {
        let why = match fact.unit {
            FactUnit::Currency(code) => {
                format!("it is in {}, and the rule names no amount in it", clipped(code))
            }
            _ => "it is no amount of money, and the rule compares it with one".to_owned(),
        };
        return undecided(operand.at, &what, &why, findings);
    };
    Ok(number.cmp(&amount.number))
}

/// Whether an amount is of what a fact is of.
fn is_alike_unit(amount: &Amount, fact: &Fact<'_>) -> bool {
    match (&amount.unit, fact.unit) {
        (Unit::None, FactUnit::Plain | FactUnit::Percent)
        | (Unit::Percent, FactUnit::Percent | FactUnit::Plain) => true,
        (Unit::Currency(code), FactUnit::Currency(of)) => is_same(code, of),
        _ => false,
    }
}

fn day_of(
    day: Day,
    operand: &Operand,
    scene: Scene<'_, '_>,
    findings: &mut Findings<'_>,
) -> Result<Date, Undecided> {
    let offset = match day {
        Day::On(date) => return Ok(date),
        Day::Today(offset) => offset,
    };
    let today = scene.handoff.today.map(|today| today.value);
    match today.and_then(|today| today.checked_add(Duration::days(offset.into()))) {
        Some(day) => Ok(day),
        None => undecided(operand.at, "today", "localDates.today was not passed", findings),
    }
}

/// Whether the webhook says that the field changed: `previous` holds what was there before, `null` where nothing was;
/// in webhooks v2 of the fields that changed, in v1 of all. Of a deal that was just made, all that is said is new.
fn changed<'a>(test: &'a Test, scene: Scene<'_, 'a>, findings: &mut Findings<'_>) -> Result<bool, Undecided> {
    let mut no = |why: &str| undecided(test.subject.at, &test.subject.value.shown(), why, findings);
    let previous = scene.body.get("previous");
    let is_new = previous.is_none() && webhook::is_of_new(scene.body);
    if previous.is_none() && !is_new {
        return no("the deal did not come in a webhook");
    }
    let Subject::Field(field) = &test.subject.value else {
        return no("no webhook says whether it changed");
    };
    if field.owner != Owner::Deal {
        return no("a deal's webhook tells of its own fields only");
    }
    let key = match &field.name {
        FieldName::Standard(name) => match *name {
            "pipeline" => "pipeline_id",
            "stage" => "stage_id",
            "owner" if scene.handoff.deal.node.has("user_id") => "user_id",
            "owner" => "owner_id",
            "won_date" => "won_time",
            "close_date" => "close_time",
            other => other,
        },
        FieldName::Labelled { .. } => {
            let key = scene.handoff.owners.key(field, test.subject.at, findings).ok_or(Undecided)?;
            // In v1 the currency stands beside the amount, and the end beside the beginning.
            let mut suffixes = ["", "_currency", "_until"].into_iter();
            return Ok(suffixes.any(|suffix| is_changed(&[key, suffix].concat(), previous, scene)));
        }
    };
    Ok(is_changed(key, previous, scene))
}

/// Whether a member of the deal, or of its custom fields, is other than before.
fn is_changed<'a>(key: &str, previous: Option<Node<'a>>, scene: Scene<'_, 'a>) -> bool {
    let says = |node: &Node<'a>| !node.is_null() && node.text() != Some("");
    let before = previous.map(|previous| held(previous, key));
    // What was there before is told of what changed.
    if matches!(before, Some(None)) {
        return false;
    }
    let now = held(scene.handoff.deal.node, key);
    match (before.flatten().filter(says), now.filter(says)) {
        (Some(before), Some(now)) => !is_alike(before, now),
        (before, now) => before.is_some() != now.is_some(),
    }
}

/// A member of the deal, or of its custom fields, also where it is null.
#[inline(never)]
fn held<'a>(deal: Node<'a>, key: &str) -> Option<Node<'a>> {
    let mut holders = [Some(deal), deal.get("custom_fields")].into_iter().flatten();
    holders.find_map(|holder| holder.members().find(|(name, _)| *name == key).map(|(_, value)| value))
}

/// Whether two values say the same.
fn is_alike(one: Node<'_>, other: Node<'_>) -> bool {
    let (these, those) = (inner(one), inner(other));
    one.kind() == other.kind()
        && one.raw() == other.raw()
        && these.len() == those.len()
        && these.into_iter().zip(those).all(|(this, that)| is_alike(this, that))
}

#[inline(never)]
fn inner(node: Node<'_>) -> Vec<Node<'_>> {
    let mut inner = node.items().gather();
    node.members().map(|(_, value)| value).gather_into(&mut inner);
    inner
}
