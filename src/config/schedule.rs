//! Which documents a deal becomes, and when.

use super::document::Status;
use super::field::FieldRef;
use super::lines::AccountCode;
use super::setting::{Setting, absent, settings, words};
use super::tax::TaxType;
use crate::money::Decimal;
use crate::read::{At, Findings, Given, Kind, Node};

settings! {
    /// Which documents a deal becomes, and when.
    pub struct Schedule {
        /// One invoice for the whole deal, or several.
        "kind" kind: Given<ScheduleKind> = absent(ScheduleKind::Full),
        /// With `kind: "deposit"`, what is billed at once.
        "deposit" deposit: Option<Given<Stage>> = None,
        /// With `kind: "deposit"`, when the rest is billed.
        "balance" balance: Option<Given<Balance>> = None,
        /// With `kind: "deposit"`, what a deposit is for the tax office; there is no default.
        "depositTax" deposit_tax: Option<Given<DepositTax>> = None,
        /// With `depositTax: "security"`, the liability account that holds the deposit.
        "depositAccount" deposit_account: Option<Given<AccountCode>> = None,
        /// With `depositTax: "security"`, the tax type of an untaxed receipt, such as `NONE` or `BASEXCLUDED`.
        "depositTaxType" deposit_tax_type: Option<Given<TaxType>> = None,
        /// With `kind: "milestones"`, the stages in their order.
        "milestones" milestones: Vec<Given<Stage>> = Vec::new(),
        /// Whether amounts that are named (a fixed deposit, milestones, installments) are with tax or without.
        "amounts" amounts: Option<Given<Named>> = None,
        /// How the documents share the lines.
        "form" form: Given<Form> = absent(Form::Split),
        /// At which rate the last document books deductions of stages in a foreign currency.
        "currencyRate" currency_rate: Given<RateOf> = absent(RateOf::Day),
        /// Whether a line's tax may be set by hand where an amount can be reached in no other way.
        "adjustTax" adjust_tax: bool = false,
        /// Which documents are planned for creation.
        "create" create: Given<Creation> = absent(Creation::WhenDue),
        /// The document that moves the stock of tracked items, such as `deposit` or `1of3`; by default the last.
        "stockIn" stock_in: Option<Given<String>> = None,
        /// Templates of recurring products.
        "repeating" repeating: Repeating = Repeating::default(),
    }
}

words! {
    /// The kinds of schedule.
    pub enum ScheduleKind {
        /// One invoice for the whole deal.
        Full = "full",
        /// A deposit and the rest.
        Deposit = "deposit",
        /// Several stages.
        Milestones = "milestones",
        /// As Pipedrive's installments say.
        Installments = "installments",
    }
}

settings! {
    /// One stage: a share, an amount, some of the products, or the rest.
    pub struct Stage {
        /// The share in percent, or the field that has it.
        "percent" percent: Option<Given<NumberFrom>> = None,
        /// The amount, or the field that has it.
        "amount" amount: Option<Given<NumberFrom>> = None,
        /// The codes of the products that are billed whole in this stage.
        "products" products: Vec<Given<String>> = Vec::new(),
        /// Whatever the other stages leave.
        "rest" rest: bool = false,
        /// When it is billed; by default the first at once.
        "date" date: Option<Given<When>> = None,
        /// What the stage is called on its lines.
        "label" label: Option<Given<String>> = None,
    }
}

settings! {
    /// The rest of a deal with a deposit.
    pub struct Balance {
        /// When it is billed.
        "date" date: Option<Given<When>> = None,
        /// What it is called on its lines.
        "label" label: Option<Given<String>> = None,
    }
}

settings! {
    /// A day: counted from the win or from a field.
    pub struct When {
        /// `win`, or a date field. A field that is still empty leaves the document without a date.
        "from" from: WhenFrom = WhenFrom::Win,
        /// Months after it.
        "months" months: u32 = 0,
        /// Days after it.
        "days" days: u32 = 0,
        /// Days before it.
        "daysBefore" days_before: u32 = 0,
    }
}

/// Where a day is counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhenFrom {
    /// The day of the win.
    Win,
    /// A date field.
    Field(FieldRef),
}

impl Setting for WhenFrom {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        match node.text() {
            Some("win") => Some(Self::Win),
            _ => FieldRef::read(node, name, findings).map(Self::Field),
        }
    }
}

/// A number, or the field that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberFrom {
    /// The number.
    Is(Decimal),
    /// The field.
    Field(FieldRef),
}

impl Setting for NumberFrom {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let is_field = node.kind() == Kind::Text && node.raw().contains(|c: char| c.is_ascii_alphabetic());
        if is_field {
            return FieldRef::read(node, name, findings).map(Self::Field);
        }
        Decimal::read(node, name, findings).map(Self::Is)
    }
}

words! {
    /// What a deposit is for the tax office.
    pub enum DepositTax {
        /// A part of the price: taxed as the supply is.
        PartPayment = "part-payment",
        /// A security: untaxed, and owed until it is applied.
        Security = "security",
    }
}

words! {
    /// Whether amounts that are named hold the tax.
    pub enum Named {
        /// They do not.
        Net = "net",
        /// They do.
        Gross = "gross",
    }
}

words! {
    /// How the documents of a schedule share the lines.
    pub enum Form {
        /// Every line is split; where that cannot conserve the tax, as `deduct`.
        Split = "split",
        /// Every line is split, and a cent of tax that cannot be conserved is reported.
        SplitOnly = "split-only",
        /// Stages are lines of their own; the last document has every line and deducts them.
        Deduct = "deduct",
    }
}

words! {
    /// At which rate deductions in a foreign currency are booked.
    pub enum RateOf {
        /// Xero's rate of the day.
        Day = "day",
        /// The rate of the stages, which `existing` has.
        Stages = "stages",
    }
}

words! {
    /// Which documents of a schedule are planned for creation.
    pub enum Creation {
        /// Those whose day has come.
        WhenDue = "when-due",
        /// All of them, as drafts.
        AllAsDrafts = "all-as-drafts",
    }
}

settings! {
    /// Templates of recurring products.
    pub struct Repeating {
        /// `DRAFT` makes drafts, `AUTHORISED` approved invoices.
        "status" status: Given<Status> = absent(Status::Draft),
        /// Whether Xero e-mails each invoice on the day it makes it.
        "approvedForSending" approved_for_sending: Given<bool> = absent(false),
        /// Whether invoices are shown as sent.
        "markAsSent" mark_as_sent: bool = false,
        /// Whether the sender gets a copy.
        "sendCopy" send_copy: bool = false,
        /// Whether the e-mail has the invoice attached.
        "includePdf" include_pdf: bool = false,
    }
}

/// Documents that a schedule may have.
const MOST_STAGES: usize = 100;

/// What is wrong with a schedule, before any deal is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub at: At,
    /// What, in words.
    pub what: &'static str,
}

impl Stage {
    /// How many ways it says what it bills; one is right.
    fn ways(&self) -> usize {
        usize::from(self.percent.is_some())
            + usize::from(self.amount.is_some())
            + usize::from(!self.products.is_empty())
            + usize::from(self.rest)
    }
}

impl Schedule {
    /// The stages of its kind, without what a balance takes.
    #[cfg(feature = "full")]
    #[must_use]
    pub fn stages(&self) -> &[Given<Stage>] {
        match self.kind.value {
            ScheduleKind::Deposit => self.deposit.as_slice(),
            ScheduleKind::Milestones => &self.milestones,
            ScheduleKind::Full | ScheduleKind::Installments => &[],
        }
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut wrong = |at: At, what: &'static str| problems.push(Problem { at, what });
        let at = self.kind.at;
        match self.kind.value {
            ScheduleKind::Full => {
                if let Some(stage) = self.deposit.as_ref().or(self.milestones.first()) {
                    wrong(
                        stage.at,
                        "schedule has stages, and its kind is `full`: set `kind` to `deposit` or `milestones`",
                    );
                }
            }
            ScheduleKind::Deposit => self.deposit_problems(&mut wrong),
            ScheduleKind::Milestones => self.milestone_problems(&mut wrong),
            ScheduleKind::Installments if self.amounts.is_none() => {
                wrong(at, "schedule.amounts is missing: say whether installments are `net` or `gross`");
            }
            ScheduleKind::Installments => {}
        }
        let repeating = &self.repeating;
        if repeating.status.value == Status::Submitted {
            wrong(
                repeating.status.at,
                "schedule.repeating.status is `SUBMITTED`, and a template is `DRAFT` or `AUTHORISED`",
            );
        }
        if repeating.approved_for_sending.value && repeating.status.value != Status::Authorised {
            wrong(
                repeating.approved_for_sending.at,
                "schedule.repeating.approvedForSending needs status `AUTHORISED`",
            );
        }
        problems
    }

    fn deposit_problems(&self, wrong: &mut impl FnMut(At, &'static str)) {
        let at = self.kind.at;
        match &self.deposit {
            None => wrong(at, "schedule.deposit is missing: say its `percent` or its `amount`"),
            Some(deposit) if deposit.percent.is_some() == deposit.amount.is_some() || deposit.ways() != 1 => {
                wrong(deposit.at, "schedule.deposit says not exactly one of `percent` and `amount`");
            }
            Some(deposit) => self.amount_problems(deposit, wrong),
        }
        if self.balance.as_ref().is_none_or(|balance| balance.date.is_none()) {
            let place = self.balance.as_ref().map_or(at, |balance| balance.at);
            wrong(place, "schedule.balance.date is missing: say when the rest is billed");
        }
        match self.deposit_tax {
            None => wrong(
                at,
                "schedule.depositTax is missing: `part-payment` is taxed as the supply, `security` is untaxed until it is applied",
            ),
            Some(tax) if tax.value == DepositTax::Security => {
                if self.deposit_account.is_none() || self.deposit_tax_type.is_none() {
                    wrong(
                        tax.at,
                        "a deposit as security needs schedule.depositAccount and schedule.depositTaxType",
                    );
                }
            }
            Some(_) => {}
        }
    }

    fn milestone_problems(&self, wrong: &mut impl FnMut(At, &'static str)) {
        let at = self.kind.at;
        let stages = &self.milestones;
        if stages.is_empty() || stages.len() > MOST_STAGES {
            wrong(at, "schedule.milestones has no stage, or more than 100");
        }
        let by_product = stages.iter().any(|stage| !stage.products.is_empty());
        for (index, stage) in stages.iter().enumerate() {
            if stage.ways() != 1 {
                wrong(
                    stage.at,
                    "a milestone says not exactly one of `percent`, `amount`, `products` and `rest`",
                );
            }
            if by_product && stage.products.is_empty() && !stage.rest {
                wrong(stage.at, "a milestone has a share, and another has products: use one kind throughout");
            }
            if stage.rest && stages.iter().take(index).any(|earlier| earlier.rest) {
                wrong(stage.at, "two milestones take the rest");
            }
            if index > 0 && stage.date.is_none() {
                wrong(stage.at, "a milestone has no date: only the first may be billed at once");
            }
            self.amount_problems(stage, wrong);
        }
    }

    fn amount_problems(&self, stage: &Given<Stage>, wrong: &mut impl FnMut(At, &'static str)) {
        if stage.amount.is_some() && self.amounts.is_none() {
            wrong(stage.at, "schedule.amounts is missing: say whether named amounts are `net` or `gross`");
        }
        let is_share = |percent: Decimal| percent > Decimal::ZERO && percent <= Decimal::HUNDRED;
        if let Some(Given { value: NumberFrom::Is(percent), at }) = stage.percent
            && !is_share(percent)
        {
            wrong(at, "a share in percent is not above 0 and at most 100");
        }
        if let Some(Given { value: NumberFrom::Is(amount), at }) = stage.amount
            && (amount <= Decimal::ZERO || amount.places() > 2)
        {
            wrong(at, "an amount of a stage is not above 0, or finer than cents");
        }
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    impl JsonSchema for super::WhenFrom {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            "WhenFrom".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "description": "`win` or a date field", "anyOf": [{ "enum": ["win"] }, { "type": "string", "pattern": "[.:]" }] })
        }
    }

    impl JsonSchema for super::NumberFrom {
        fn inline_schema() -> bool {
            true
        }
        fn schema_name() -> Cow<'static, str> {
            "NumberFrom".into()
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({ "description": "a number or the field that has it", "type": ["number", "string"] })
        }
    }
}
