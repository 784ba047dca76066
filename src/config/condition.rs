//! Conditions as data: what of a deal is looked at, how, and against what.
//!
//! ```json
//! { "all": [ { "field": "deal.value", "is": "greater", "than": "10000 GBP" },
//!            { "not": { "field": "organization.field:Region", "is": "in", "values": ["EMEA", "UK"] } } ] }
//! ```

use time::Date;

use super::setting::{Setting, unknown_key, words, wrong_shape};
use crate::finding::Code;
use crate::gather::Gather;
use crate::money::Decimal;
use crate::pipedrive::reference::{FieldRef, Owner};
use crate::read::date::parse_date;
use crate::read::{At, Findings, Given, Kind, Names, Node, clipped, nearest};

/// How deep conditions may stand in one another.
const DEEPEST: usize = 16;

/// A condition.
#[derive(Debug, Clone)]
pub enum Condition {
    /// Every one holds; those of them that look at products, for one product together.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A field is as it should be.
    Test(Test),
}

/// One look at a field.
#[derive(Debug, Clone)]
pub struct Test {
    /// What is looked at.
    pub subject: Given<Subject>,
    /// How.
    pub is: Is,
    /// Against what; what the operator does not take is empty.
    pub operands: Vec<Operand>,
}

words! {
    /// How a field is compared.
    pub enum Is {
        /// The same as `to`: a text without regard to case, an amount with its currency, an option by label or id.
        Equal = "equal",
        /// Anything but `to`; also when the field is empty.
        NotEqual = "not equal",
        /// One of `values`.
        In = "in",
        /// None of `values`; also when the field is empty.
        NotIn = "not in",
        /// `text` stands in it.
        Contains = "contains",
        /// `text` does not stand in it.
        NotContains = "not contains",
        /// It begins with `text`.
        StartsWith = "starts with",
        /// More than `than`.
        Greater = "greater",
        /// Less than `than`.
        Less = "less",
        /// As much as `than`, or more.
        AtLeast = "at least",
        /// As much as `than`, or less.
        AtMost = "at most",
        /// As much as `from` or more, and as much as `to` or less; or a date from the one to the other.
        Between = "between",
        /// A date before `than`: `2026-07-14`, `today`, `today+30`.
        Before = "before",
        /// A date after `than`.
        After = "after",
        /// It says nothing.
        Empty = "empty",
        /// It says something.
        NotEmpty = "not empty",
        /// The webhook says that it changed.
        Changed = "changed",
    }
}

impl Is {
    /// The keys of what it compares with, each needed.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Equal | Self::NotEqual => &["to"],
            Self::In | Self::NotIn => &["values"],
            Self::Contains | Self::NotContains | Self::StartsWith => &["text"],
            Self::Greater | Self::Less | Self::AtLeast | Self::AtMost | Self::Before | Self::After => {
                &["than"]
            }
            Self::Between => &["from", "to"],
            Self::Empty | Self::NotEmpty | Self::Changed => &[],
        }
    }

    fn takes(self, operand: &Operand) -> bool {
        match self {
            Self::Greater | Self::Less | Self::AtLeast | Self::AtMost => !operand.amounts.is_empty(),
            Self::Before | Self::After => operand.day.is_some(),
            Self::Between => !operand.amounts.is_empty() || operand.day.is_some(),
            _ => !operand.texts.is_empty(),
        }
    }
}

/// What a field is compared with, in every form it can be read in.
#[derive(Debug, Clone, Default)]
pub struct Operand {
    /// Where it stands.
    pub at: At,
    /// The texts: one, or those of a list.
    pub texts: Vec<String>,
    /// The amounts, where each is one: of several, the one in the field's currency counts.
    pub amounts: Vec<Amount>,
    /// The day, where it is one.
    pub day: Option<Day>,
}

/// An amount to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// How much.
    pub number: Decimal,
    /// Of what.
    pub unit: Unit,
}

/// Of what an amount is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// A plain number.
    None,
    /// Percent.
    Percent,
    /// A currency, by its ISO 4217 code.
    Currency(String),
}

/// A day to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// That day.
    On(Date),
    /// Today, so many days later.
    Today(i32),
}

/// What of a deal a condition looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A field of the deal, its parties or its products; of products, that of any.
    Field(FieldRef),
    /// What is found out from several.
    Derived(Derived),
}

words! {
    /// What is found out about a deal and no field says.
    pub enum Derived {
        /// What the products come to after all discounts, as they are priced; the value of a deal that has none.
        Billed = "deal.billed",
        /// All discounts together, in percent of what the products cost without.
        Discount = "deal.discount",
        /// `organization` or `person`: who is billed.
        PartyKind = "party.kind",
        /// The billed party's name.
        PartyName = "party.name",
        /// Its country: ISO code, or `EU` for every country of the European Union.
        PartyCountry = "party.country",
        /// Its tax number.
        PartyTaxNumber = "party.taxNumber",
        /// The address its invoices go to.
        PartyEmail = "party.email",
        /// `true` while the contact has had no invoice: Xero does not count it among the customers.
        ContactIsNew = "contact.isNew",
        /// What the contact owes past its due date, in the organisation's currency.
        ContactOverdue = "contact.overdue",
        /// What the contact owes in all, in the organisation's currency.
        ContactOutstanding = "contact.outstanding",
    }
}

impl Condition {
    /// Whether it looks at the product that all beside it look at, in one `all`: a test of a product's field does, and
    /// an `any` with one in it. A further `all`, and `not`, look at products of their own.
    pub(crate) fn is_of_product(&self) -> bool {
        match self {
            Self::Test(test) => test.subject.value.is_of_products(),
            Self::Any(several) => several.iter().any(|one| match one {
                Self::All(several) => several.iter().any(Self::is_of_product),
                one => one.is_of_product(),
            }),
            _ => false,
        }
    }
}

impl Subject {
    /// Whether each product has it.
    pub(super) fn is_of_products(&self) -> bool {
        matches!(self, Self::Field(field) if field.owner == Owner::Product)
    }

    /// As it is written.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Field(field) => field.shown(),
            Self::Derived(derived) => derived.word().to_owned(),
        }
    }
}

impl Setting for Subject {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let text = String::read(node, name, findings)?;
        if let Some(derived) = Derived::WORDS.place_of(&text).and_then(|place| Derived::ALL.get(place)) {
            return Some(Self::Derived(*derived));
        }
        FieldRef::parse(&text)
            .map(Self::Field)
            .map_err(|error| {
                let derived = nearest(&text, Derived::WORDS.iter());
                // Of a deal the fields are more than what is found out.
                let near =
                    if text.starts_with("deal.") { error.near.or(derived) } else { derived.or(error.near) };
                let what = format_args!("{name}: {}", error.what);
                findings.add_near(Code::ConfigFieldInvalid, node.at(), what, near);
            })
            .ok()
    }
}

impl Setting for Condition {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        read(node, name, DEEPEST, findings)
    }
}

fn read(node: Node<'_>, name: &str, depth: usize, findings: &mut Findings<'_>) -> Option<Condition> {
    if node.kind() != Kind::Object {
        wrong_shape("an object", name, node, findings);
        return None;
    }
    let Some(depth) = depth.checked_sub(1) else {
        let what = format_args!("conditions stand more than {DEEPEST} deep in one another");
        findings.add(Code::ConfigValueWrong, node.at(), what);
        return None;
    };
    let mut members = node.members().filter(|(_, value)| !value.is_null());
    let first = members.next();
    if let Some((key @ ("all" | "any" | "not"), value)) = first {
        for (key, value) in members {
            let what = format_args!("`{}` stands beside `all`, `any` or `not`", clipped(key));
            findings.add(Code::ConfigValueWrong, value.at(), what);
        }
        if key == "not" {
            return Some(Condition::Not(Box::new(read(value, key, depth, findings)?)));
        }
        let several = several(value, key, depth, findings)?;
        return Some(if key == "all" { Condition::All(several) } else { Condition::Any(several) });
    }
    test(node, name, findings).map(Condition::Test)
}

/// All of a list, or none: a condition that lost one of its parts would hold for other deals.
fn several(node: Node<'_>, name: &str, depth: usize, findings: &mut Findings<'_>) -> Option<Vec<Condition>> {
    if node.kind() != Kind::Array {
        wrong_shape("a list of conditions", name, node, findings);
        return None;
    }
    if node.items().next().is_none() {
        findings.add(Code::ConfigValueWrong, node.at(), format_args!("{name} has no conditions"));
        return None;
    }
    let (mut several, mut is_whole) = (Vec::new(), true);
    for item in node.items() {
        match read(item, name, depth, findings) {
            Some(one) => several.push(one),
            None => is_whole = false,
        }
    }
    is_whole.then_some(several)
}

fn test(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Test> {
    const KEYS: Names = Names("field\nis\nto\nvalues\ntext\nthan\nfrom\nall\nany\nnot\n");
    let before = findings.errors();
    let [field, is] = node.pick(["field", "is"]);
    for (key, value) in node.members().filter(|(key, _)| !KEYS.has(key)) {
        unknown_key(key, KEYS, value, findings);
    }
    let (Some(field), Some(is)) = (field, is) else {
        let what = format_args!("{name} has neither `all`, `any`, `not` nor `field` and `is`");
        findings.add(Code::ConfigValueWrong, node.at(), what);
        return None;
    };
    let subject = Given::<Subject>::read(field, "field", findings);
    #[cfg(feature = "full")]
    if let Some(meant) = is.text().and_then(super::operator_meant::operator_meant) {
        let what = format_args!("`is` is `{}`, which is no operator", is.raw());
        findings.add_near(Code::ConfigValueUnknown, is.at(), what, Some(meant));
        return None;
    }
    let is = Is::read(is, "`is`", findings)?;
    let keys = is.keys();
    let mut operands = Vec::new();
    for key in keys {
        operand(node, key, is, findings).into_iter().gather_into(&mut operands);
    }
    for (key, value) in node.members() {
        if KEYS.has(key) && !["field", "is"].contains(&key) && !keys.contains(&key) {
            let what = format_args!("`{key}` says nothing beside `{}`", is.word());
            findings.add_near(Code::ConfigKeyUnknown, value.at(), what, keys.first().copied());
        }
    }
    let is_whole = findings.errors() == before && operands.len() == keys.len();
    subject.filter(|_| is_whole).map(|subject| Test { subject, is, operands })
}

fn operand(test: Node<'_>, key: &str, is: Is, findings: &mut Findings<'_>) -> Option<Operand> {
    let Some(node) = test.get(key) else {
        let what = format_args!("`{}` is compared with `{key}`, which is missing", is.word());
        findings.add(Code::ConfigValueWrong, test.at(), what);
        return None;
    };
    let is_list = node.kind() == Kind::Array;
    let items = if is_list { node.items() } else { node.alone() };
    let mut operand = Operand { at: node.at(), ..Operand::default() };
    for item in items {
        if !matches!(item.kind(), Kind::Text | Kind::Number | Kind::Boolean) {
            wrong_shape("a text or a number", key, item, findings);
            return None;
        }
        operand.texts.push(item.raw().trim().to_owned());
    }
    for text in &operand.texts {
        Amount::parse(text).into_iter().gather_into(&mut operand.amounts);
    }
    if operand.amounts.len() < operand.texts.len() {
        operand.amounts.clear();
    }
    if let [one] = operand.texts.as_slice() {
        operand.day = Day::parse(one);
    }
    let wanted = match is {
        Is::Greater | Is::Less | Is::AtLeast | Is::AtMost => "an amount, such as `10000 GBP`, `20%` or `5`",
        Is::Before | Is::After => "a day, such as `2026-07-14`, `today` or `today+30`",
        Is::Between => "an amount or a day",
        _ => "a text or a number",
    };
    #[cfg(feature = "full")]
    if is_list && operand.texts.is_empty() {
        findings.add(Code::ConfigValueWrong, node.at(), format_args!("`{key}` is an empty list"));
        return None;
    }
    if !is.takes(&operand) || (is_list && key != "values" && operand.amounts.is_empty()) {
        #[cfg(feature = "full")]
        let wanted = super::operator_meant::amount_meant(is, operand.day).unwrap_or(wanted);
        #[cfg(feature = "full")]
        let (node, wanted) = match super::operator_meant::misread(node, is) {
            Some((item, meant)) => (item, meant.unwrap_or(wanted)),
            None => (node, wanted),
        };
        let shown = clipped(node.raw());
        findings.add(Code::ConfigValueWrong, node.at(), format_args!("`{key}` is `{shown}`, not {wanted}"));
        return None;
    }
    let units = operand.amounts.iter().map(|amount| &amount.unit);
    for (index, (item, unit)) in node.items().zip(units.clone()).enumerate() {
        if key != "values" && units.clone().take(index).any(|earlier| earlier == unit) {
            let what =
                format_args!("`{key}` has a second amount in the same unit, `{}`", clipped(item.raw()));
            findings.add(Code::ConfigValueWrong, item.at(), what);
        }
    }
    Some(operand)
}

impl Amount {
    /// Reads `10000 GBP`, `20%` or `5`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(percent) = text.strip_suffix('%') {
            return Some(Self { number: Decimal::parse(percent.trim()).ok()?, unit: Unit::Percent });
        }
        let Some((number, code)) = text.rsplit_once(' ') else {
            return Some(Self { number: Decimal::parse(text).ok()?, unit: Unit::None });
        };
        let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        let number = Decimal::parse(number.trim()).ok().filter(|_| is_code)?;
        Some(Self { number, unit: Unit::Currency(code.to_owned()) })
    }
}

impl Day {
    /// Reads `2026-07-14`, `today`, `today+30` or `today-30`.
    fn parse(text: &str) -> Option<Self> {
        let Some(rest) = text.strip_prefix("today") else { return parse_date(text).map(Self::On) };
        if rest.is_empty() {
            return Some(Self::Today(0));
        }
        let is_signed = rest.starts_with(['+', '-']) && (2..=5).contains(&rest.len());
        rest.parse().ok().filter(|_| is_signed).map(Self::Today)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{Condition, Derived, Is};

    impl JsonSchema for Condition {
        fn schema_name() -> Cow<'static, str> {
            "Condition".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let inner = generator.subschema_for::<Self>();
            let list = json_schema!({ "type": "array", "items": inner, "minItems": 1 });
            let operators = generator.subschema_for::<Is>();
            let plain = json_schema!({ "type": ["string", "number", "boolean"] });
            let several =
                json_schema!({ "anyOf": [plain, { "type": "array", "items": plain, "minItems": 1 }] });
            let derived: Vec<_> =
                Derived::ALL.iter().map(|derived| format!("`{}`", derived.word())).collect();
            let field = format!(
                "a field, as in templates (`deal.value`, `product.code`, `field:PO number`), or {}",
                derived.join(", ")
            );
            json_schema!({
                "description": "`all`, `any` or `not` of other conditions, or a test of a field; a test of products holds when any product passes it, and those side by side in one `all`, also those in an `any` there, when one product passes them together; `not`, and an `all` in an `all`, look at products of their own",
                "anyOf": [
                    { "type": "object", "properties": { "all": list }, "required": ["all"], "additionalProperties": false },
                    { "type": "object", "properties": { "any": list }, "required": ["any"], "additionalProperties": false },
                    { "type": "object", "properties": { "not": inner }, "required": ["not"], "additionalProperties": false },
                    { "type": "object", "required": ["field", "is"], "additionalProperties": false, "properties": {
                        "field": { "type": "string", "description": field }, "is": operators,
                        "to": several, "values": several, "text": { "type": "string" }, "than": several, "from": several
                    } }
                ]
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Source, Sources, parse};

    fn findings_of(condition: &str) -> Vec<String> {
        let document = parse(condition.to_owned(), Source::Input).unwrap();
        let mut findings = Findings::new(Sources::of(document.root()));
        let read = Condition::read(document.root(), "when", &mut findings);
        let list = findings.finish();
        assert_eq!(read.is_some(), list.is_empty(), "{condition}: {list:?}");
        list.into_iter().map(|finding| format!("{} {}", finding.path, finding.message)).collect()
    }

    #[test]
    fn reads_what_no_code_builders_write() {
        for condition in [
            r#"{ "field": "deal.value", "is": "greater", "than": "10000 GBP" }"#,
            r#"{ "field": "deal.value", "is": "at least", "than": ["10000 GBP", "12000 EUR"] }"#,
            r#"{ "field": "deal.discount", "is": "greater", "than": "20%" }"#,
            r#"{ "field": "product.quantity", "is": "less", "than": 5 }"#,
            r#"{ "field": "field:PO number", "is": "empty" }"#,
            r#"{ "field": "deal.pipeline", "is": "in", "values": ["UK", 3] }"#,
            r#"{ "field": "deal.close_date", "is": "between", "from": "2026-01-01", "to": "today+30" }"#,
            r#"{ "field": "contact.isNew", "is": "equal", "to": true }"#,
            r#"{ "all": [{ "not": { "field": "deal.title", "is": "contains", "text": "test" } },
                         { "any": [{ "field": "deal.stage", "is": "changed" }] }] }"#,
        ] {
            assert_eq!(findings_of(condition), Vec::<String>::new(), "{condition}");
        }
    }

    #[test]
    fn names_what_it_cannot_read() {
        let deep = format!("{}{{}}{}", r#"{"not":"#.repeat(17), "}".repeat(17));
        for (condition, path, says) in [
            (r#"[]"#, "", "when is a list"),
            (r#"{}"#, "", "neither"),
            (r#"{ "all": [] }"#, "/all", "all has no conditions"),
            (r#"{ "all": [{}], "any": [{}] }"#, "/any", "stands beside"),
            (r#"{ "feild": "deal.title", "is": "empty" }"#, "/feild", "did you mean `field`"),
            (r#"{ "field": "deal.titel", "is": "empty" }"#, "/field", "did you mean `title`"),
            (r#"{ "field": "deal.discont", "is": "empty" }"#, "/field", "did you mean `deal.discount`"),
            (r#"{ "field": "deal.title", "is": "greatr" }"#, "/is", "did you mean `greater`"),
            (r#"{ "field": "deal.title", "is": "is", "to": "a" }"#, "/is", "did you mean `equal`"),
            (r#"{ "field": "deal.value", "is": ">=", "than": "5 GBP" }"#, "/is", "did you mean `at least`"),
            (r#"{ "field": "deal.value", "is": "greater" }"#, "", "which is missing"),
            (
                r#"{ "field": "deal.value", "is": "greater", "to": 5, "than": 5 }"#,
                "/to",
                "says nothing beside",
            ),
            (r#"{ "field": "deal.value", "is": "greater", "than": "much" }"#, "/than", "not an amount"),
            (r#"{ "field": "deal.value", "is": "greater", "than": "5 gbp" }"#, "/than", "not an amount"),
            (
                r#"{ "field": "deal.value", "is": "greater", "than": ["5 GBP", "6 EUR", "7 GBP"] }"#,
                "/than/2",
                "second amount in the same unit, `7 GBP`",
            ),
            (r#"{ "field": "deal.discount", "is": "less", "than": ["5%", "6%"] }"#, "/than/1", "`6%`"),
            (r#"{ "field": "deal.close_date", "is": "before", "than": "soon" }"#, "/than", "not a day"),
            (
                r#"{ "field": "deal.close_date", "is": "before", "than": "today+99999" }"#,
                "/than",
                "not a day",
            ),
            (r#"{ "field": "deal.title", "is": "equal", "to": {} }"#, "/to", "not a text or a number"),
            (r#"{ "field": "deal.title", "is": "equal", "to": ["a", "b"] }"#, "/to/0", "not one text"),
            (r#"{ "field": "deal.title", "is": "in", "values": [] }"#, "/values", "an empty list"),
            (deep.as_str(), "/not", "deep in one another"),
        ] {
            let found = findings_of(condition);
            assert!(
                found.iter().any(|one| one.starts_with(path) && one.contains(says)),
                "{condition}: {found:?}"
            );
        }
    }
}
