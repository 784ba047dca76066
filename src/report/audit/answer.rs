//! What `audit` answers.

use serde::Serialize;

use super::advice::{Reason as Ground, Route};
use super::kind::{Role, Unit, Weight};
use crate::finding::{Code, Finding};
use crate::money::Decimal;

/// Whether the data of both sides is fit to automate.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Readiness {
    /// Whether everything could be read, nothing to mend blocks, and as many deals are covered as must be.
    pub ok: bool,
    /// The day it is judged on: `asOf`, or the last win.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// What was counted.
    pub facts: Facts,
    /// Every check, in the same order always.
    pub checks: Vec<Check>,
    /// What mending takes, by who does it.
    pub effort: Vec<Effort>,
    /// How far custom fields are filled, in the order of their owners and labels.
    pub fields: Vec<FieldFill>,
    /// What would become of the won deals; absent without a config and a snapshot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// Which way to go; absent without a won deal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<Recommendation>,
    /// What is to be done before going live, in this order.
    pub checklist: Vec<Task>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

/// What was counted.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessFacts", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// Deals that were passed.
    pub deals: usize,
    /// Those of them that are won, each once: everything else here is about these.
    pub won: usize,
    /// Those that are not won, or were deleted.
    pub not_won: usize,
    /// Those that were passed before.
    pub repeated: usize,
    /// Rows that are no deal.
    pub unread: usize,
    /// The day of the first win.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_won: Option<String>,
    /// The day of the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_won: Option<String>,
    /// Calendar months from the first to the last.
    pub months: usize,
    /// Won deals a month.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub per_month: Decimal,
    /// Xero organisations that bill: the config's entities, else the snapshots; absent where neither was passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<usize>,
    /// The deals by currency, the most frequent first.
    pub currencies: Vec<CurrencyCount>,
    /// Deals in another currency than the books of the organisation; absent where those are not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign: Option<usize>,
    /// Deals with more than one product; absent where no products were passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub several_lines: Option<usize>,
    /// Deals that one plain invoice does not bill.
    pub custom: Custom,
    /// Invoices of Xero's that were passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoices: Option<usize>,
    /// Repeating invoices among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeating_invoices: Option<usize>,
    /// Pipedrive's users who own the deals.
    pub owners: usize,
}

/// Deals that one plain invoice does not bill; a deal may count for several reasons.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessCustom"))]
#[serde(rename_all = "camelCase")]
pub struct Custom {
    /// How many, for whatever reason.
    pub deals: usize,
    /// The same in thousandths of the won deals.
    pub share: usize,
    /// With a product that is billed again and again.
    pub recurring: usize,
    /// With installments.
    pub installments: usize,
    /// With a discount on the whole deal.
    pub discounts: usize,
    /// With several documents, as the config's schedule has it.
    pub schedules: usize,
    /// With any of recurring products, installments and several documents.
    pub scheduled: usize,
    /// Billed by several entities.
    pub split: usize,
}

/// The deals of a currency.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessCurrency"))]
pub struct CurrencyCount {
    /// The currency; empty where deals have none.
    pub currency: String,
    /// How many.
    pub deals: usize,
    /// Their values, as the deals have them.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount: Decimal,
}

/// What was looked at of one thing.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessCheck"))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// A word that never changes.
    pub id: &'static str,
    /// What is wrong with what is found.
    pub title: &'static str,
    /// Whether it was looked at, and whether anything was found.
    pub state: State,
    /// How much it weighs.
    pub severity: Weight,
    /// What is counted.
    pub unit: Unit,
    /// How many were looked at.
    pub of: usize,
    /// How many are to be mended.
    pub found: usize,
    /// The same in thousandths, rounded down.
    pub share: usize,
    /// The parts of the input without which it was not looked at.
    pub needs: Vec<&'static str>,
    /// Who mends it.
    pub owner: Role,
    /// The Pipedrive users whose they are, as far as that is known; most first.
    pub users: Vec<UserCount>,
    /// Minutes that one takes.
    pub minutes_each: u32,
    /// Minutes that all take.
    pub minutes: u64,
    /// Whether the minutes are our estimate or the input's.
    pub estimate: &'static str,
    /// Some of them.
    pub examples: Vec<Example>,
    /// What to do.
    pub remedy: &'static str,
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessState"))]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Looked at, and nothing was found.
    Fine,
    /// Something was found.
    ToMend,
    /// What it needs was not passed, or there was none to look at.
    NotLookedAt,
}

/// What a Pipedrive user has to mend.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessUser", optional_fields))]
pub struct UserCount {
    /// The user's id.
    pub id: String,
    /// The user's name, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How many.
    pub found: usize,
}

/// One that is to be mended.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessExample", optional_fields))]
pub struct Example {
    /// Its id where it comes from.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it stands, as a JSON pointer into the input.
    pub path: String,
    /// What is wrong with it.
    pub what: String,
    /// The Pipedrive user whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

/// What mending takes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessEffort"))]
pub struct Effort {
    /// Who mends.
    pub role: Role,
    /// How many things.
    pub items: usize,
    /// How long.
    pub minutes: u64,
}

/// How far a custom field is filled.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessField"))]
#[serde(rename_all = "camelCase")]
pub struct FieldFill {
    /// Whose field: `deal`, `organization`, `person` or `product`.
    pub owner: &'static str,
    /// Its key.
    pub key: String,
    /// Its label.
    pub label: String,
    /// How many could have it: won deals, their organisations and people, the products.
    pub of: usize,
    /// How many do.
    pub filled: usize,
    /// The same in thousandths, rounded down.
    pub share: usize,
    /// Whether the config reads it.
    pub used: bool,
}

/// What would become of the won deals under the config, each on the day it was won.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessCoverage"))]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// How many there are.
    pub deals: usize,
    /// What would become of them; the counts sum to all of them, and the shares to 1000.
    pub classes: Vec<ClassShare>,
    /// How their contacts would be chosen.
    pub contacts: ContactCount,
    /// How many are refused for what they or their parties lack, which no setting mends.
    pub unfit: usize,
    /// How many a rule of the config holds for a person.
    pub held_by_rules: usize,
    /// Why deals would not hand off by themselves: the reason of most deals first.
    pub reasons: Vec<Reason>,
    /// The same reasons for each currency, that of the greatest amount first.
    pub by_amount: Vec<CurrencyReasons>,
}

/// What would become of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessClass"))]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// It hands off by itself.
    Alone,
    /// A person is asked.
    Held,
    /// A rule has it wait for a day.
    Waiting,
    /// A rule leaves it out.
    Skipped,
    /// Nothing is written before something is corrected.
    Refused,
}

/// The deals of a class.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessShare"))]
pub struct ClassShare {
    /// The class.
    pub class: Class,
    /// How many.
    pub deals: usize,
    /// In thousandths of all.
    pub share: usize,
    /// Their values by currency, as the deals have them.
    pub amounts: Vec<Money>,
}

/// An amount of money.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessMoney"))]
pub struct Money {
    /// The currency; empty where deals have none.
    pub currency: String,
    /// How much.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount: Decimal,
}

/// How contacts would be chosen.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessContacts"))]
#[serde(rename_all = "camelCase")]
pub struct ContactCount {
    /// The deal came with one.
    pub passed: usize,
    /// One was matched.
    pub matched: usize,
    /// None matches, and one would be created.
    pub created: usize,
    /// A person would be asked.
    pub asked: usize,
    /// It was not looked at: there are no contacts of the entity, or none that bills.
    pub not_looked_at: usize,
}

/// Why deals would not hand off by themselves.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessReason"))]
pub struct Reason {
    /// What becomes of the deals.
    pub class: Class,
    /// The finding's code.
    pub code: Code,
    /// How many deals have it; one may have several.
    pub deals: usize,
    /// Their values by currency.
    pub amounts: Vec<Money>,
    /// Where the first of them stand, by their ids.
    pub first: Vec<String>,
    /// What is said of the first.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
}

/// The reasons of a currency's deals.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessCurrencyReasons"))]
pub struct CurrencyReasons {
    /// The currency.
    pub currency: String,
    /// The codes and what the deals with each are worth.
    pub reasons: Vec<CodeAmount>,
}

/// What the deals with a reason are worth.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessCodeAmount"))]
pub struct CodeAmount {
    /// What becomes of the deals.
    pub class: Class,
    /// The finding's code.
    pub code: Code,
    /// How much.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount: Decimal,
}

/// Which way to go, and why.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessRecommendation"))]
#[serde(rename_all = "camelCase")]
pub struct Recommendation {
    /// The way.
    pub route: Route,
    /// The row of the table that decided: the first that holds.
    pub decided_by: &'static str,
    /// Every row of the table, in order, with what was measured for it.
    pub rows: Vec<Ground>,
    /// Each route with what speaks for it and against it.
    pub routes: Vec<RouteView>,
    /// What would lead elsewhere.
    pub would_change: Vec<Change>,
}

/// A route, and what speaks for it and against it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessRoute"))]
pub struct RouteView {
    /// The route.
    pub route: Route,
    /// Whether it is the one.
    pub chosen: bool,
    /// What speaks for it.
    pub pro: Vec<String>,
    /// What speaks against it.
    pub contra: Vec<String>,
}

/// What would lead to another route.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessChange"))]
pub struct Change {
    /// The route.
    pub to: Route,
    /// When.
    pub when: String,
}

/// Something to be done before going live.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessTask"))]
pub struct Task {
    /// The check that it is made from, or `config`, `snapshot`, `coverage`, `observe`.
    pub check: &'static str,
    /// How far it is.
    pub state: TaskState,
    /// How much it weighs.
    pub severity: Weight,
    /// Who does it.
    pub owner: Role,
    /// What it is.
    pub title: &'static str,
    /// What was measured.
    pub what: String,
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ReadinessTaskState"))]
#[serde(rename_all = "kebab-case")]
pub enum TaskState {
    /// There is nothing to do.
    Done,
    /// There is.
    NotDone,
    /// It is not known.
    NotLookedAt,
}
