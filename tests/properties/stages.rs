//! Generated schedules: won deals with a config that bills them in several documents.

use crate::call::call;
use crate::generate::{Handoff, handoff};
use crate::oracle::number::{Exact, round, scaled, show, whole};
use crate::oracle::{Totals, totals};
use num_traits::ToPrimitive;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt;

/// How the stages of a deal are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    DepositShare,
    DepositAmount,
    SecurityShare,
    SecurityAmount,
    Shares,
    Amounts,
    Products,
    Installments,
}

/// A schedule before the deal's amounts are known: stages are weights.
#[derive(Clone, Debug)]
struct Recipe {
    kind: Kind,
    weights: Vec<i64>,
    /// Named amounts are without tax.
    net: bool,
    /// Named amounts are whole units where they can be, as contracts have them.
    even: bool,
    /// The last milestone takes the rest.
    rest: bool,
    form: &'static str,
    adjust_tax: bool,
    as_drafts: bool,
    /// Months from one stage to the next; with 0 all are due.
    months: u32,
}

/// A won deal that is billed in stages, and what of it can be told without the plan.
#[derive(Clone)]
pub struct Staged {
    /// The input of `mapDealToInvoice`.
    pub handoff: Handoff,
    pub kind: Kind,
    pub form: &'static str,
    pub adjust_tax: bool,
    pub net: bool,
    /// What each slot bills: an amount in the named basis, or a percentage; none for the rest or products.
    pub claims: Vec<(String, Option<Exact>)>,
    /// The deal as one invoice, by the oracle.
    pub whole: Totals,
    /// The body of that invoice.
    pub body: Value,
}

impl fmt::Debug for Staged {
    /// What a person needs to see of a failure: the config's schedule, the rows and the discounts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let input = &self.handoff.input;
        writeln!(f, "{:?}: {}", self.kind, input["config"]["entities"]["uk"]["schedule"])?;
        let bare = |part: &str| {
            if input[part].is_array() { input[part].clone() } else { input[part]["data"].clone() }
        };
        for row in bare("products").as_array().into_iter().flatten() {
            let of = |key: &str| &row[key];
            writeln!(
                f,
                "  {} x {} less {} {}, tax {} {}, enabled {}",
                of("quantity"),
                of("item_price"),
                of("discount"),
                of("discount_type"),
                of("tax"),
                of("tax_method"),
                of("is_enabled")
            )?;
        }
        for part in ["discounts", "installments"] {
            writeln!(f, "  {part}: {}", bare(part))?;
        }
        write!(f, "  unitDp {}", input["config"]["entities"]["uk"]["document"]["unitDp"])
    }
}

impl Staged {
    /// The same deal with rows, discounts and installments in an order that `seed` decides.
    pub fn permuted(&self, seed: u64) -> Handoff {
        let mut permuted = self.handoff.permuted(seed);
        for part in ["discounts", "installments"] {
            let list = &mut permuted.input[part];
            let list = if list.is_array() { list } else { &mut list["data"] };
            if let Some(rows) = list.as_array_mut()
                && !rows.is_empty()
            {
                let turn = usize::try_from(seed % 97).unwrap_or(0) % rows.len();
                rows.rotate_left(turn);
                if seed.is_multiple_of(2) {
                    rows.reverse();
                }
            }
        }
        permuted
    }
}

/// `all` in parts by weight, each above zero, their sum exact; fewer parts than weights where it is small.
fn parts(all: i64, weights: &[i64], step: i64) -> Vec<i64> {
    let sum: i64 = weights.iter().sum();
    let (mut upto, mut given) = (0, 0);
    let mut parts = Vec::new();
    for (at, weight) in weights.iter().enumerate() {
        upto += weight;
        let is_last = at + 1 == weights.len();
        let until = i128::from(all) * i128::from(upto) / i128::from(sum);
        let until = if is_last { all } else { i64::try_from(until).unwrap_or(all) / step * step };
        if until > given {
            parts.push(until - given);
            given = until;
        }
    }
    parts
}

fn cents(value: &Exact) -> i64 {
    (value * whole(100)).to_integer().to_i64().expect("an amount of a deal")
}

fn recipe(most_slots: usize) -> impl Strategy<Value = Recipe> {
    let kind = prop_oneof![
        2 => Just(Kind::DepositShare),
        2 => Just(Kind::DepositAmount),
        1 => Just(Kind::SecurityShare),
        1 => Just(Kind::SecurityAmount),
        3 => Just(Kind::Shares),
        3 => Just(Kind::Amounts),
        3 => Just(Kind::Products),
        4 => Just(Kind::Installments),
    ];
    let weights = prop_oneof![
        2 => prop::collection::vec(1..100_i64, 1..=4.min(most_slots)),
        2 => (1..=most_slots).prop_map(|count| vec![1; count]),
        1 => prop::collection::vec(1..100_i64, 1..=most_slots),
    ];
    let form = prop_oneof![3 => Just("split"), 1 => Just("split-only"), 1 => Just("deduct")];
    (kind, weights, form, any::<[bool; 5]>(), 0..3_u32).prop_map(
        |(kind, weights, form, [net, even, rest, adjust_tax, as_drafts], months)| {
            let two = matches!(
                kind,
                Kind::DepositShare | Kind::DepositAmount | Kind::SecurityShare | Kind::SecurityAmount
            );
            let weights = if two { vec![weights[0], 100 - weights[0].min(99)] } else { weights };
            Recipe { kind, weights, net, even, rest, form, adjust_tax, as_drafts, months }
        },
    )
}

fn date(months: u32) -> Value {
    json!({ "from": "win", "months": months })
}

fn staged(handoff: Handoff, recipe: &Recipe) -> Option<Staged> {
    let full = call("mapDealToInvoice", &handoff.input.to_string()).ok()?;
    let body = full["documents"].get(0)?["body"].clone();
    let unit_dp = u32::try_from(full["documents"][0]["unitDp"].as_u64()?).ok()?;
    let whole_deal = totals(&body, handoff.snapshot(), unit_dp).ok()?;
    let mut input = handoff.input.clone();
    let accounts = input["snapshot"]["accounts"]["Accounts"].as_array_mut()?;
    accounts.push(
        json!({ "AccountID": "7d05a53d-613d-4eb2-a2fc-dcb6adb80b83", "Code": "835", "Name": "Deposits",
        "Status": "ACTIVE", "Type": "CURRLIAB", "Class": "LIABILITY", "TaxType": "NONE" }),
    );
    let basis = if recipe.net { &whole_deal.sub_total } else { &whole_deal.total };
    let security = matches!(recipe.kind, Kind::SecurityShare | Kind::SecurityAmount);
    let all = cents(if security { &whole_deal.total } else { basis });
    let step = if recipe.even && all >= 100 * i64::try_from(recipe.weights.len()).ok()? { 100 } else { 1 };
    let of_amounts = parts(all, &recipe.weights, step);
    let of_shares = parts(10_000, &recipe.weights, if recipe.even { 100 } else { 1 });
    let (amount, percent) = (|cents: i64| scaled(cents, 2), |hundredths: i64| scaled(hundredths, 2));
    let json_of = |value: &Exact| serde_json::from_str::<Value>(&show(value)).expect("a number");
    let named = if recipe.net { "net" } else { "gross" };
    let mut claims = Vec::new();
    let mut schedule = match recipe.kind {
        Kind::DepositShare | Kind::SecurityShare | Kind::DepositAmount | Kind::SecurityAmount => {
            let is_share = matches!(recipe.kind, Kind::DepositShare | Kind::SecurityShare);
            let (key, value) = if is_share {
                ("percent", percent(*of_shares.first()?))
            } else {
                ("amount", amount(of_amounts.first().copied().filter(|first| *first < all)?))
            };
            claims.push(("deposit".to_owned(), Some(value.clone())));
            claims.push(("balance".to_owned(), None));
            let mut schedule = json!({ "kind": "deposit", "deposit": { key: json_of(&value) },
                "balance": { "date": date(recipe.months) }, "amounts": named, "depositTax": "part-payment" });
            if security {
                schedule["depositTax"] = json!("security");
                schedule["depositAccount"] = json!("835");
                schedule["depositTaxType"] = json!("NONE");
            }
            schedule
        }
        Kind::Shares | Kind::Amounts => {
            let (key, values): (_, Vec<Exact>) = if recipe.kind == Kind::Shares {
                ("percent", of_shares.iter().map(|part| percent(*part)).collect())
            } else {
                ("amount", of_amounts.iter().map(|part| amount(*part)).collect())
            };
            let count = values.len();
            let stages: Vec<Value> = values
                .into_iter()
                .zip(0..)
                .map(|(value, at): (Exact, u32)| {
                    let name = format!("{}of{count}", at + 1);
                    let date = date(at * recipe.months);
                    if recipe.rest && count > 1 && name == format!("{count}of{count}") {
                        claims.push((name, None));
                        return json!({ "rest": true, "date": date });
                    }
                    claims.push((name, Some(value.clone())));
                    json!({ key: json_of(&value), "date": date })
                })
                .collect();
            json!({ "kind": "milestones", "milestones": stages, "amounts": named })
        }
        Kind::Products => {
            let rows = if input["products"].is_array() {
                &mut input["products"]
            } else {
                &mut input["products"]["data"]
            };
            let rows = rows.as_array_mut()?;
            let billed = |row: &&mut Value| row["is_enabled"] == true;
            let count = recipe.weights.len().min(rows.iter_mut().filter(billed).count());
            for (at, row) in rows.iter_mut().filter(billed).enumerate() {
                row["product_id"] = Value::Null;
                row["code"] = json!(format!("P{}", at % count));
            }
            let stages: Vec<Value> = (0..count)
                .zip(0..)
                .map(|(at, months): (usize, u32)| {
                    claims.push((format!("{}of{count}", at + 1), None));
                    let date = date(months * recipe.months);
                    if recipe.rest && at + 1 == count {
                        json!({ "rest": true, "date": date })
                    } else {
                        json!({ "products": [format!("P{at}")], "date": date })
                    }
                })
                .collect();
            json!({ "kind": "milestones", "milestones": stages })
        }
        Kind::Installments => {
            let count = of_amounts.len();
            // Ids run against the order, and two in a row may fall on one day.
            let rows = of_amounts.iter().zip(0_u32..).map(|(cents, at)| {
                let month = 10 + at * recipe.months / 2;
                let day = format!("{}-{:02}-22", 2026 + month / 12, month % 12 + 1);
                (day, 5000 - at, amount(*cents))
            });
            let mut rows: Vec<(String, u32, Exact)> = rows.collect();
            rows.sort();
            for ((.., amount), at) in rows.iter().zip(1..) {
                claims.push((format!("{at}of{count}"), Some(amount.clone())));
            }
            let rows = rows.iter().map(|(day, id, amount)| {
                let text = if id % 3 == 0 { format!("part {id}") } else { String::new() };
                json!({ "id": id, "deal_id": 42, "amount": json_of(amount), "billing_date": day, "description": text })
            });
            let rows: Vec<Value> = rows.collect();
            input["installments"] = json!(rows);
            json!({ "kind": "installments", "amounts": named })
        }
    };
    if let ([(name, _)], Kind::Installments) = (claims.as_mut_slice(), recipe.kind) {
        "full".clone_into(name);
    }
    schedule["form"] = json!(recipe.form);
    schedule["adjustTax"] = json!(recipe.adjust_tax);
    schedule["create"] = json!(if recipe.as_drafts { "all-as-drafts" } else { "when-due" });
    let entity = &mut input["config"]["entities"]["uk"];
    entity["schedule"] = schedule;
    entity["lines"]["items"] = json!("none");
    Some(Staged {
        handoff: Handoff { input },
        kind: recipe.kind,
        form: recipe.form,
        adjust_tax: recipe.adjust_tax,
        net: recipe.net,
        claims,
        whole: whole_deal,
        body,
    })
}

/// Won deals of 1 to `max_rows` rows in 1 to `max_slots` stages whose amounts fit the deal.
pub fn staged_deals(max_rows: usize, max_slots: usize) -> impl Strategy<Value = Staged> {
    (handoff(max_rows), recipe(max_slots))
        .prop_filter_map("a deal that is worth nothing", |(handoff, recipe)| staged(handoff, &recipe))
}

/// The share of a whole to the cent, as the plan rounds it.
pub fn share(percent: &Exact, of: &Exact) -> Exact {
    round(&(of * percent / whole(100)), 2)
}
