//! Whether conditions can hold together, as far as it can be told without a deal.
//!
//! What cannot be excluded is taken to be possible: an answer of "no" is a proof, one of "yes" is none.

use crate::config::condition::{Amount, Condition, Day, Derived, Is, Operand, Subject, Test, Unit};
use crate::money::Decimal;
use crate::pipedrive::reference::{FieldName, Owner};
use crate::read::country;
use crate::read::letters::{has, is_same, lowered};

/// Parts of conditions that are looked at before it is taken that they can hold.
const MOST_LOOKS: usize = 4_000;

/// What is known of fields.
pub(super) struct Clash<'c> {
    /// Whether a custom field holds one value at most, as its metadata says.
    pub is_single: &'c dyn Fn(&Subject) -> bool,
}

/// A test, and whether it must hold or must not.
type Literal<'a> = (&'a Test, bool);

/// What is wanted at once, taken apart.
#[derive(Clone, Default)]
struct Wanted<'a> {
    literals: Vec<Literal<'a>>,
    /// Tests that one product passes together, or none does.
    products: Vec<(Vec<&'a Test>, bool)>,
}

/// What must hold or must not.
#[derive(Clone)]
enum Part<'a> {
    One(&'a Condition),
    /// Those of an `all`, of which some are of one product.
    Together(Vec<&'a Condition>),
}

impl Clash<'_> {
    /// Whether a deal may meet all of these, each as it says or, with `false`, its opposite.
    pub(super) fn can_hold<'a>(&self, wanted: impl Iterator<Item = (&'a Condition, bool)>) -> bool {
        let wanted = wanted.map(|(condition, holds)| (Part::One(condition), holds)).collect();
        self.goes(wanted, Wanted::default(), &mut { MOST_LOOKS })
    }

    /// Whether a deal may meet both; nothing is no condition at all.
    pub(super) fn can_meet(&self, one: Option<&Condition>, other: Option<&Condition>) -> bool {
        self.can_hold(one.into_iter().chain(other).map(|condition| (condition, true)))
    }

    /// Whether every deal that meets the one meets the other.
    pub(super) fn implies(&self, one: Option<&Condition>, other: Option<&Condition>) -> bool {
        let Some(other) = other else { return true };
        !self.can_hold(one.map(|one| (one, true)).into_iter().chain([(other, false)]))
    }

    /// Takes conditions apart until tests are left; of what may hold in several ways, each is tried.
    fn goes<'a>(&self, mut wanted: Vec<(Part<'a>, bool)>, mut taken: Wanted<'a>, looks: &mut usize) -> bool {
        let mut forks: Vec<(Part<'a>, bool)> = Vec::new();
        while let Some((part, holds)) = wanted.pop() {
            *looks = looks.saturating_sub(1);
            if *looks == 0 {
                return true;
            }
            let condition = match part {
                Part::One(condition) => condition,
                Part::Together(several) => {
                    *looks = looks.saturating_sub(several.len() / 16);
                    match (ways(&several), holds) {
                        (Some(ways), false) => {
                            wanted.extend(ways.into_iter().map(|way| (Part::Together(way), false)));
                        }
                        (Some(_), true) | (None, false) => forks.push((Part::Together(several), holds)),
                        (None, true) => {
                            wanted.extend(apart(&several).map(|one| (Part::One(one), true)));
                            if !self.takes(together(&several), true, &mut taken, looks) {
                                return false;
                            }
                        }
                    }
                    continue;
                }
            };
            match (condition, holds) {
                (Condition::Not(one), _) => wanted.push((Part::One(one), !holds)),
                (Condition::All(several), _) => {
                    wanted.push((Part::Together(several.iter().collect()), holds));
                }
                (Condition::Any(several), false) => {
                    wanted.extend(several.iter().map(|one| (Part::One(one), false)));
                }
                (Condition::Any(_), true) => forks.push((Part::One(condition), true)),
                (Condition::Test(test), _) if condition.is_of_product() => {
                    if !self.takes(vec![test], holds, &mut taken, looks) {
                        return false;
                    }
                }
                (Condition::Test(test), _) => {
                    let (literal, literals) = ((test, holds), &mut taken.literals);
                    *looks = looks.saturating_sub(literals.len() / 16);
                    if is_never(literal) || literals.iter().any(|other| self.exclude(*other, literal)) {
                        return false;
                    }
                    literals.push(literal);
                }
            }
        }
        let fork = forks.pop();
        let go = |one: Option<(Part<'a>, bool)>, taken: Wanted<'a>, looks: &mut usize| {
            self.goes(forks.iter().cloned().chain(one).collect(), taken, looks)
        };
        match fork {
            Some((Part::One(Condition::Any(several)), _)) => {
                several.iter().any(|one| go(Some((Part::One(one), true)), taken.clone(), looks))
            }
            Some((Part::Together(several), true)) => {
                let ways = ways(&several).unwrap_or_default();
                ways.into_iter().any(|way| go(Some((Part::Together(way), true)), taken.clone(), looks))
            }
            Some((Part::Together(several), false)) => {
                let mut none = taken.clone();
                apart(&several).any(|one| go(Some((Part::One(one), false)), taken.clone(), looks))
                    || (self.takes(together(&several), false, &mut none, looks) && go(None, none, looks))
            }
            _ => true,
        }
    }

    /// Takes what one product passes together, or none does; `false` where what was taken before excludes it.
    fn takes<'a>(
        &self,
        tests: Vec<&'a Test>,
        holds: bool,
        taken: &mut Wanted<'a>,
        looks: &mut usize,
    ) -> bool {
        if tests.is_empty() {
            // No product has to pass nothing: what none passes is something.
            return holds;
        }
        *looks = looks.saturating_sub((tests.len() * tests.len() + taken.products.len()) / 16);
        let is_in_vain = |(place, test): (usize, &&Test)| {
            let others = tests.iter().skip(place + 1);
            is_never((test, true))
                || others.into_iter().any(|other| self.exclude((test, true), (other, true)))
        };
        if holds && tests.iter().enumerate().any(is_in_vain) {
            return false;
        }
        let is_excluded = taken.products.iter().any(|(others, other)| match (holds, other) {
            (true, false) => self.follow(&tests, others),
            (false, true) => self.follow(others, &tests),
            _ => false,
        });
        taken.products.push((tests, holds));
        !is_excluded
    }

    /// Whether a product that passes the ones passes the others.
    fn follow(&self, ones: &[&Test], others: &[&Test]) -> bool {
        others.iter().all(|other| ones.iter().any(|one| self.exclude((one, true), (other, false))))
    }

    /// Whether no deal, or no product, can pass both.
    fn exclude(&self, one: Literal<'_>, other: Literal<'_>) -> bool {
        let subject = &one.0.subject.value;
        if *subject != other.0.subject.value {
            return false;
        }
        let (is, holds) = plain(one);
        if plain(other) == (is, !holds) && says(one.0) == says(other.0) {
            return true;
        }
        let (Some(these), Some(those)) = (Claim::of(one), Claim::of(other)) else { return false };
        // A deal that says no value is worth what its products come to.
        if is_value(subject) && matches!((&these, &those), (Claim::Nothing, _) | (_, Claim::Nothing)) {
            return matches!((&these, &those), (Claim::Something, _) | (_, Claim::Something));
        }
        let is_single = is_single(subject) || (self.is_single)(subject);
        these.excludes(&those, is_single) || those.excludes(&these, is_single)
    }
}

/// Whether a field says one thing at most, whatever its metadata says.
fn is_single(subject: &Subject) -> bool {
    match subject {
        Subject::Derived(_) => true,
        Subject::Field(field) => matches!(field.name, FieldName::Standard(_)),
    }
}

fn is_value(subject: &Subject) -> bool {
    matches!(subject, Subject::Field(field) if field.owner == Owner::Deal && field.name == FieldName::Standard("value"))
}

/// The ways in which the conditions of one `all` may hold: its first `any` about the product of the others gives way to
/// each of what it names. `None` where it has none.
fn ways<'a>(several: &[&'a Condition]) -> Option<Vec<Vec<&'a Condition>>> {
    let is_open = |one: &&Condition| matches!(one, Condition::Any(_)) && one.is_of_product();
    let place = several.iter().position(is_open)?;
    let (before, rest) = several.split_at(place);
    let (Condition::Any(ways), after) = (rest.first()?, rest.get(1..)?) else { return None };
    let way = |one: &'a Condition| {
        let those: Vec<&Condition> = match one {
            Condition::All(those) => those.iter().collect(),
            one => vec![one],
        };
        before.iter().copied().chain(those).chain(after.iter().copied()).collect()
    };
    Some(ways.iter().map(way).collect())
}

/// Of conditions that hold together, the tests of products: one product passes them.
fn together<'a>(several: &[&'a Condition]) -> Vec<&'a Test> {
    let tests = several.iter().filter(|one| one.is_of_product()).filter_map(|one| match one {
        Condition::Test(test) => Some(test),
        _ => None,
    });
    tests.collect()
}

/// The others.
fn apart<'a>(several: &[&'a Condition]) -> impl Iterator<Item = &'a Condition> {
    several.iter().copied().filter(|one| !one.is_of_product())
}

/// Whether a test alone can never come out so.
fn is_never((test, holds): Literal<'_>) -> bool {
    let Some(Claim::Within(ranges)) = Claim::of((test, holds)) else { return false };
    !ranges.is_empty() && ranges.iter().all(Range::is_empty)
}

/// How a test compares, without a negation of its own.
fn plain((test, holds): Literal<'_>) -> (Is, bool) {
    match test.is {
        Is::NotEqual => (Is::Equal, !holds),
        Is::NotIn => (Is::In, !holds),
        Is::NotContains => (Is::Contains, !holds),
        Is::NotEmpty => (Is::Empty, !holds),
        other => (other, holds),
    }
}

fn says(test: &Test) -> Vec<&[String]> {
    test.operands.iter().map(|operand| operand.texts.as_slice()).collect()
}

/// What a test says of a field's value.
enum Claim<'a> {
    /// It is one of these.
    OneOf(&'a [String]),
    /// It is none of these, or says nothing.
    NoneOf(&'a [String]),
    /// It has one of these in it.
    Has(&'a [String]),
    /// It begins with one of these.
    Begins(&'a [String]),
    /// It is an amount or a day in one of these, each of another unit.
    Within(Vec<Range<'a>>),
    /// It is in none of these, or says nothing.
    Outside(Vec<Range<'a>>),
    /// It says nothing.
    Nothing,
    /// It says something.
    Something,
}

/// Amounts of one unit, or days counted from one day.
struct Range<'a> {
    unit: RangeUnit<'a>,
    /// The least, and whether it is in it.
    from: Option<(Decimal, bool)>,
    /// The most, and whether it is in it.
    to: Option<(Decimal, bool)>,
}

#[derive(PartialEq, Clone, Copy)]
enum RangeUnit<'a> {
    Plain,
    Currency(&'a str),
    Day,
    DayFromToday,
}

impl<'a> Range<'a> {
    fn is_empty(&self) -> bool {
        match (self.from, self.to) {
            (Some((from, is_in)), Some((to, too))) => from > to || (from == to && !(is_in && too)),
            _ => false,
        }
    }

    /// Whether all of another is in it.
    fn holds(&self, other: &Self) -> bool {
        let reaches = |own: Option<(Decimal, bool)>, other: Option<(Decimal, bool)>, is_from: bool| {
            let Some((own, is_in)) = own else { return true };
            let Some((other, is_other_in)) = other else { return false };
            let is_beyond = if is_from { other > own } else { other < own };
            is_beyond || (other == own && (is_in || !is_other_in))
        };
        reaches(self.from, other.from, true) && reaches(self.to, other.to, false)
    }

    fn meets(&self, other: &Self) -> bool {
        let higher = |one: Option<(Decimal, bool)>, other: Option<(Decimal, bool)>| match (one, other) {
            (Some(one), Some(other)) if one.0 == other.0 => Some((one.0, one.1 && other.1)),
            (Some(one), Some(other)) => Some(if one.0 > other.0 { one } else { other }),
            (one, other) => one.or(other),
        };
        let lower = |one: Option<(Decimal, bool)>, other: Option<(Decimal, bool)>| match (one, other) {
            (Some(one), Some(other)) if one.0 == other.0 => Some((one.0, one.1 && other.1)),
            (Some(one), Some(other)) => Some(if one.0 < other.0 { one } else { other }),
            (one, other) => one.or(other),
        };
        let both =
            Range { unit: self.unit, from: higher(self.from, other.from), to: lower(self.to, other.to) };
        !both.is_empty()
    }

    /// The points of an operand, each with its unit.
    fn points(operand: &'a Operand) -> Vec<(RangeUnit<'a>, Decimal)> {
        let days = |days: i64| Decimal::from_cents(days.saturating_mul(100));
        match operand.day {
            Some(Day::On(day)) => vec![(RangeUnit::Day, days(day.to_julian_day().into()))],
            Some(Day::Today(offset)) => vec![(RangeUnit::DayFromToday, days(offset.into()))],
            None => operand
                .amounts
                .iter()
                .map(|Amount { number, unit }| {
                    let unit = match unit {
                        Unit::None | Unit::Percent => RangeUnit::Plain,
                        Unit::Currency(code) => RangeUnit::Currency(code),
                    };
                    (unit, *number)
                })
                .collect(),
        }
    }
}

impl<'a> Claim<'a> {
    /// What a test says; `None` where nothing can be made of it.
    fn of((test, holds): Literal<'a>) -> Option<Self> {
        let texts = || test.operands.first().map_or(&[][..], |operand| operand.texts.as_slice());
        let points = |place: usize| test.operands.get(place).map(Range::points).unwrap_or_default();
        let bounded = |from: Option<bool>, to: Option<bool>| {
            let ranges = points(0).into_iter().map(|(unit, point)| Range {
                unit,
                from: from.map(|is_in| (point, is_in)),
                to: to.map(|is_in| (point, is_in)),
            });
            ranges.collect::<Vec<_>>()
        };
        let within = || match test.is {
            Is::Greater | Is::After => Some(bounded(Some(false), None)),
            Is::AtLeast => Some(bounded(Some(true), None)),
            Is::Less | Is::Before => Some(bounded(None, Some(false))),
            Is::AtMost => Some(bounded(None, Some(true))),
            Is::Between => {
                let most = points(1);
                let ranges = points(0).into_iter().filter_map(|(unit, from)| {
                    let (_, to) = most.iter().find(|(other, _)| *other == unit)?;
                    Some(Range { unit, from: Some((from, true)), to: Some((*to, true)) })
                });
                Some(ranges.collect())
            }
            _ => None,
        };
        let (is, holds) = plain((test, holds));
        Some(match (is, holds) {
            (Is::Equal | Is::In, true) => Self::OneOf(texts()),
            (Is::Equal | Is::In, false) => Self::NoneOf(texts()),
            (Is::Contains, true) => Self::Has(texts()),
            (Is::StartsWith, true) => Self::Begins(texts()),
            (Is::Empty, true) => Self::Nothing,
            (Is::Empty, false) => Self::Something,
            (_, true) => Self::Within(within()?),
            (_, false) => Self::Outside(within()?),
        })
    }

    fn excludes(&self, other: &Self, is_single: bool) -> bool {
        match (self, other) {
            (Self::Nothing, Self::NoneOf(_) | Self::Outside(_) | Self::Nothing) => false,
            (Self::Nothing, _) => true,
            (Self::OneOf(these), Self::NoneOf(those)) => {
                these.iter().all(|this| those.iter().any(|that| is_surely(this, that)))
            }
            _ if !is_single => false,
            (Self::OneOf(these), Self::OneOf(those)) => {
                these.iter().all(|this| those.iter().all(|that| is_surely_other(this, that)))
            }
            (Self::OneOf(these), Self::Has(those)) => these.iter().all(|this| {
                is_worded(this)
                    && those.iter().all(|that| is_worded(that) && !has(&lowered(this), &lowered(that)))
            }),
            (Self::OneOf(these), Self::Begins(those)) => these.iter().all(|this| {
                is_worded(this)
                    && those.iter().all(|that| is_worded(that) && !lowered(this).starts_with(&lowered(that)))
            }),
            (Self::Begins(these), Self::Begins(those)) => these.iter().all(|this| {
                those.iter().all(|that| {
                    let (this, that) = (lowered(this), lowered(that));
                    !this.starts_with(&that) && !that.starts_with(&this)
                })
            }),
            (Self::OneOf(these), Self::Within(ranges)) => these.iter().all(|this| {
                let Ok(number) = Decimal::parse(this) else { return false };
                let point = Some((number, true));
                let is_day =
                    |range: &Range<'_>| matches!(range.unit, RangeUnit::Day | RangeUnit::DayFromToday);
                ranges.iter().all(|range| {
                    !is_day(range) && !range.meets(&Range { unit: range.unit, from: point, to: point })
                })
            }),
            (Self::Within(these), Self::Outside(those)) => {
                these.iter().all(|this| those.iter().any(|that| that.unit == this.unit && that.holds(this)))
            }
            (Self::Within(these), Self::Within(those)) => {
                let is_day =
                    |range: &Range<'_>| matches!(range.unit, RangeUnit::Day | RangeUnit::DayFromToday);
                // Days from today and days of the calendar cannot be compared before today is known.
                let mixed = |one: &Range<'_>, other: &Range<'_>| is_day(one) && one.unit != other.unit;
                // A sum in a currency that the other test does not name leaves that one undecided.
                these.iter().all(|one| {
                    those
                        .iter()
                        .all(|other| !mixed(one, other) && (one.unit != other.unit || !one.meets(other)))
                })
            }
            _ => false,
        }
    }
}

/// Whether a value that is the one is the other too.
fn is_surely(this: &str, that: &str) -> bool {
    is_same(this, that) || (that == "EU" && country::is_in_eu(this))
}

/// Whether a value that is the one is never the other: an option may be named by label and by id.
fn is_surely_other(this: &str, that: &str) -> bool {
    if let (Ok(one), Ok(other)) = (Decimal::parse(this), Decimal::parse(that)) {
        return one != other;
    }
    let is_part = |union: &str, country: &str| union == "EU" && country::is_in_eu(country);
    is_worded(this) && is_worded(that) && !is_same(this, that) && !is_part(this, that) && !is_part(that, this)
}

/// Whether a text is no number, which may be the id of something that has a name.
fn is_worded(text: &str) -> bool {
    Decimal::parse(text).is_err()
}

/// What a test about something that is found out may compare with; `None` where anything will do.
pub(super) fn words_of(derived: Derived) -> Option<&'static [&'static str]> {
    match derived {
        Derived::PartyKind => Some(&["organization", "person"]),
        Derived::ContactIsNew => Some(&["true", "false"]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::setting::Setting;
    use crate::read::{Findings, Source, Sources, parse};

    fn condition(text: &str) -> Condition {
        let document = parse(text.to_owned(), Source::Input).unwrap();
        Condition::read(document.root(), "when", &mut Findings::new(Sources::of(document.root()))).unwrap()
    }

    fn test(field: &str, is: &str, rest: &str) -> String {
        let comma = if rest.is_empty() { "" } else { ", " };
        format!(r#"{{ "field": "{field}", "is": "{is}"{comma}{rest} }}"#)
    }

    #[test]
    fn knows_what_excludes_what() {
        let value = |is: &str, than: &str| test("deal.value", is, &format!(r#""than": {than}"#));
        let title = |is: &str, key: &str, text: &str| test("deal.title", is, &format!(r#""{key}": {text}"#));
        let country =
            |is: &str, key: &str, text: &str| test("party.country", is, &format!(r#""{key}": {text}"#));
        let closed = |is: &str, than: &str| test("deal.close_date", is, &format!(r#""than": "{than}""#));
        let region = |is: &str, to: &str| test("field:Region", is, &format!(r#""to": "{to}""#));
        let code = |is: &str, to: &str| test("product.code", is, &format!(r#""to": "{to}""#));
        let quantity = |than: &str| test("product.quantity", "greater", &format!(r#""than": {than}"#));
        for (one, other, can_meet) in [
            (value("greater", r#""100 GBP""#), value("less", r#""100 GBP""#), false),
            (value("at least", r#""100 GBP""#), value("at most", r#""100 GBP""#), true),
            (value("greater", r#""100 GBP""#), value("less", r#""50 EUR""#), false),
            (value("greater", r#"["100 GBP", "120 EUR"]"#), value("less", r#"["50 GBP", "200 EUR"]"#), true),
            (value("greater", "5"), test("deal.value", "between", r#""from": 1, "to": 4"#), false),
            (title("equal", "to", r#""A""#), title("equal", "to", r#""b""#), false),
            (title("equal", "to", r#""A""#), title("equal", "to", r#""a""#), true),
            (title("equal", "to", r#""A""#), title("not equal", "to", r#""a""#), false),
            (title("in", "values", r#"["A", "B"]"#), title("not in", "values", r#"["a"]"#), true),
            (title("equal", "to", r#""Alpha""#), title("starts with", "text", r#""be""#), false),
            (title("contains", "text", r#""x""#), title("not contains", "text", r#""x""#), false),
            (title("equal", "to", r#""A""#), test("deal.title", "empty", ""), false),
            (title("not equal", "to", r#""A""#), test("deal.title", "empty", ""), true),
            (country("equal", "to", r#""DE""#), country("equal", "to", r#""EU""#), true),
            (country("equal", "to", r#""US""#), country("equal", "to", r#""EU""#), false),
            (country("equal", "to", r#""DE""#), country("not equal", "to", r#""EU""#), false),
            (closed("before", "2026-01-01"), closed("after", "2026-06-01"), false),
            (closed("before", "2026-01-01"), closed("after", "today"), true),
            (closed("before", "today"), closed("after", "today+3"), false),
            // A label and an id may name the same option; and a set has several.
            (region("equal", "North"), region("equal", "4581"), true),
            (region("equal", "North"), region("equal", "South"), true),
            (region("equal", "North"), region("not equal", "North"), false),
            // Of two products one may be the one and one the other.
            (code("equal", "A"), code("equal", "B"), true),
            (code("equal", "A"), code("not equal", "A"), true),
            (code("equal", "A"), format!(r#"{{ "not": {} }}"#, code("equal", "a")), false),
            (
                format!(r#"{{ "all": [{}, {}] }}"#, code("equal", "A"), code("equal", "B")),
                closed("before", "today"),
                false,
            ),
            (
                format!(r#"{{ "all": [{}, {}] }}"#, code("equal", "A"), quantity("9")),
                format!(r#"{{ "not": {{ "all": [{}, {}] }} }}"#, code("equal", "A"), quantity("5")),
                false,
            ),
            (
                format!(r#"{{ "all": [{{ "all": [{}] }}, {}] }}"#, code("equal", "A"), quantity("9")),
                format!(r#"{{ "not": {{ "all": [{}, {}] }} }}"#, code("equal", "A"), quantity("5")),
                true,
            ),
            // An `any` is of the same product: one that is A and less than 5, or none.
            (
                format!(
                    r#"{{ "all": [{}, {{ "any": [{}, {}] }}] }}"#,
                    code("equal", "A"),
                    code("equal", "B"),
                    closed("before", "2026-01-01")
                ),
                closed("after", "2026-06-01"),
                false,
            ),
            (
                format!(r#"{{ "all": [{}, {{ "any": [{}] }}] }}"#, code("equal", "A"), quantity("9")),
                format!(
                    r#"{{ "not": {{ "all": [{}, {{ "any": [{}, {}] }}] }} }}"#,
                    quantity("5"),
                    code("equal", "B"),
                    code("equal", "A")
                ),
                false,
            ),
            // One product is A and another is 9.
            (
                format!(
                    r#"{{ "all": [{{ "all": [{}] }}, {{ "all": [{}] }}] }}"#,
                    code("equal", "A"),
                    quantity("9")
                ),
                format!(
                    r#"{{ "not": {{ "all": [{}, {{ "any": [{}] }}] }} }}"#,
                    code("equal", "A"),
                    quantity("5")
                ),
                true,
            ),
            // A deal that says no value has one by its products.
            (value("greater", "5"), test("deal.value", "empty", ""), true),
            (test("deal.value", "not empty", ""), test("deal.value", "empty", ""), false),
            (test("deal.stage", "changed", ""), test("deal.stage", "changed", ""), true),
        ] {
            let clash = Clash { is_single: &|_| false };
            let (one, other) = (condition(&one), condition(&other));
            assert_eq!(clash.can_meet(Some(&one), Some(&other)), can_meet, "{one:?} {other:?}");
            assert_eq!(clash.can_meet(Some(&other), Some(&one)), can_meet, "{other:?} {one:?}");
        }
    }

    #[test]
    fn knows_what_follows_from_what() {
        let [gbp, more] =
            ["100", "200"].map(|than| test("deal.value", "greater", &format!(r#""than": {than}"#)));
        let empty = test("deal.title", "empty", "");
        let clash = Clash { is_single: &|_| false };
        for (one, other, follows) in [
            (format!(r#"{{ "all": [{more}, {empty}] }}"#), empty.clone(), true),
            (empty.clone(), format!(r#"{{ "any": [{more}, {empty}] }}"#), true),
            (format!(r#"{{ "any": [{more}, {empty}] }}"#), empty.clone(), false),
            (
                format!(r#"{{ "not": {{ "any": [{more}, {empty}] }} }}"#),
                format!(r#"{{ "not": {empty} }}"#),
                true,
            ),
            (gbp.clone(), gbp.clone(), true),
            (more.clone(), gbp.clone(), true),
            (gbp, more, false),
        ] {
            let (one, other) = (condition(&one), condition(&other));
            assert_eq!(clash.implies(Some(&one), Some(&other)), follows, "{one:?} {other:?}");
        }
        assert!(
            clash.implies(Some(&condition(&empty)), None) && !clash.implies(None, Some(&condition(&empty)))
        );
    }

    #[test]
    fn gives_up_in_time() {
        let any: Vec<_> = (0..14).map(|n| test("deal.title", "equal", &format!(r#""to": "a{n}""#))).collect();
        let any = format!(r#"{{ "any": [{}] }}"#, any.join(", "));
        let all = format!(r#"{{ "all": [{}] }}"#, vec![any; 14].join(", "));
        assert!(Clash { is_single: &|_| false }.can_meet(Some(&condition(&all)), None));
    }
}
