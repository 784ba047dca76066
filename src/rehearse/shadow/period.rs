//! From when to when, and how far documents are to agree.

use time::Date;

use super::Answers;
use super::answer::Agreement;
use super::fields::Field;
use crate::finding::Code;
use crate::money::Decimal;
use crate::pipedrive::among::{deal_of, won_on};
use crate::pipedrive::rows;
use crate::read::date::{date, write_date};
use crate::read::{At, Findings, Given, Kind, Node, clipped, decimal, nearest};

/// What the input says of it.
#[derive(Debug, Default)]
pub(super) struct Period {
    from: Option<Given<Date>>,
    to: Option<Given<Date>>,
    /// The day up to which documents are due.
    pub(super) as_of: Option<Date>,
    /// The least agreement in percent, of a field or of any.
    least: Vec<(Option<Field>, Given<Decimal>)>,
}

impl Period {
    pub(super) fn read(input: Node<'_>, findings: &mut Findings<'_>) -> Self {
        let [from, to, as_of] = input.pick(["from", "to", "asOf"]);
        let mut day = |node: Option<Node<'_>>, name: &str| node.and_then(|node| date(node, name, findings));
        let (from, to, as_of) = (day(from, "from"), day(to, "to"), day(as_of, "asOf"));
        if let (Some(from), Some(to)) = (from, to)
            && from.value > to.value
        {
            let what = format_args!(
                "from is `{}`, which lies behind to, `{}`",
                write_date(from.value),
                write_date(to.value)
            );
            findings.add(Code::InputPartWrong, from.at, what);
        }
        let mut least = Vec::new();
        if let Some(node) = input.get("atLeast") {
            if node.kind() == Kind::Object {
                for (name, value) in node.members() {
                    let field =
                        Field::ALL.iter().copied().find(|field| field.name().eq_ignore_ascii_case(name));
                    if field.is_none() {
                        let near = nearest(name, Field::ALL.iter().map(|field| field.name()));
                        let what = format_args!("atLeast names `{}`, which is not compared", clipped(name));
                        findings.add_near_as(Code::InputPartUnknown, true, value.at(), what, near);
                    } else {
                        least.extend(percent(value, findings).map(|percent| (field, percent)));
                    }
                }
            } else {
                least.extend(percent(node, findings).map(|percent| (None, percent)));
            }
        }
        Self { from, to, as_of: as_of.or(to).map(|day| day.value), least }
    }

    /// The same, until the last day that the input knows of where it says none.
    pub(super) fn until(mut self, answers: &Answers<'_>, deals: Option<Node<'_>>) -> Self {
        if self.as_of.is_none() {
            let documents = answers.iter().flat_map(|(_, answered)| &answered.documents);
            let dates = documents.filter_map(|document| document.date.map(|date| date.value));
            let deals = deals.map(rows).unwrap_or_default();
            let wins = deals.filter_map(|deal| won_on(deal, deal_of(deal)));
            self.as_of = dates.chain(wins).max();
        }
        self
    }

    /// Whether a day lies in it; what has none does.
    pub(super) fn has(&self, day: Option<Date>) -> bool {
        let Some(day) = day else { return true };
        self.from.is_none_or(|from| from.value <= day) && self.to.is_none_or(|to| day <= to.value)
    }

    /// Whether a day has come.
    pub(super) fn is_due(&self, day: Option<Date>) -> bool {
        day.zip(self.as_of).is_none_or(|(day, as_of)| day <= as_of)
    }

    /// Says which fields agree too seldom.
    pub(super) fn judge(&self, agreement: &Agreement, findings: &mut Findings<'_>) {
        for (field, least) in &self.least {
            if agreement.documents == 0 {
                findings.add(
                    Code::ConfigAgreementLow,
                    least.at,
                    format_args!("no documents could be compared"),
                );
            }
            for one in &agreement.fields {
                let is_meant = field.is_none_or(|field| field.name() == one.field);
                if is_meant && one.compared > 0 && is_below(one.agreed, one.compared, least.value) {
                    let what = format_args!(
                        "{} agrees in {} of {}, {}.{} %, and atLeast is `{}` %",
                        one.field,
                        one.agreed,
                        one.compared,
                        one.share / 10,
                        one.share % 10,
                        least.value
                    );
                    findings.add(Code::ConfigAgreementLow, least.at, what);
                }
            }
        }
    }
}

fn is_below(agreed: usize, compared: usize, least: Decimal) -> bool {
    let number = |count: usize| Decimal::from(u32::try_from(count).unwrap_or(u32::MAX));
    let (have, want) = (number(agreed).times(Decimal::HUNDRED), number(compared).times(least));
    have.zip(want).is_none_or(|(have, want)| have < want)
}

fn percent(node: Node<'_>, findings: &mut Findings<'_>) -> Option<Given<Decimal>> {
    let percent = decimal(node, "atLeast", findings)?;
    if percent.value.is_negative() || percent.value > Decimal::HUNDRED {
        say_wrong(percent.at, percent.value, findings);
        return None;
    }
    Some(percent)
}

fn say_wrong(at: At, value: Decimal, findings: &mut Findings<'_>) {
    findings.add(
        Code::ConfigValueWrong,
        at,
        format_args!("atLeast is `{value}`, and no percentage from 0 to 100"),
    );
}
