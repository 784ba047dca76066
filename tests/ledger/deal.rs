//! The deal of the model, and the plan that it asks for. Shares no code with the library.

use serde_json::{Value, json};

pub const CONTACT: &str = "430fa14a-f945-44d3-9f97-5df5e28441b8";
pub const TENANT: &str = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f";
pub const DEAL: u64 = 42;

/// A line: what, how many, at how many cents, less how many percent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub text: String,
    pub quantity: i64,
    pub cents: i64,
    pub percent: i64,
}

impl Line {
    /// After its discount, in cents.
    pub fn amount(&self) -> i64 {
        (self.quantity * self.cents * (100 - self.percent) + 50) / 100
    }

    /// A fifth of it.
    pub fn tax(&self) -> i64 {
        (self.amount() * 20 + 50) / 100
    }
}

pub fn total(lines: &[Line]) -> i64 {
    lines.iter().map(|line| line.amount() + line.tax()).sum()
}

pub fn money(cents: i64) -> Value {
    let text = format!("{}.{:02}", cents / 100, cents % 100);
    serde_json::from_str(&text).unwrap()
}

/// A day counted from 1 July 2026.
pub fn iso(day: i64) -> String {
    let (mut month, mut day) = (7, day + 1);
    for length in [31, 31, 30, 31, 30] {
        if day > length {
            day -= length;
            month += 1;
        } else {
            break;
        }
    }
    format!("2026-{month:02}-{day:02}")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Open,
    Won,
    Lost,
    Deleted,
}

#[derive(Debug, Clone)]
pub struct Deal {
    pub fate: Fate,
    pub products: Vec<Line>,
    /// How many documents it is billed in, and how many of them are due.
    pub slots: usize,
    pub due: usize,
    /// Minutes of the model's clock.
    pub won_at: i64,
}

/// Where tokens stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Reference,
    Number,
}

pub fn token(slot: &str, revision: u32) -> String {
    let mut token = format!("PD-{DEAL}");
    if slot != "full" {
        token += &format!("/{slot}");
    }
    if revision > 1 {
        token += &format!("-r{revision}");
    }
    token
}

impl Deal {
    pub fn slot_names(&self) -> Vec<String> {
        match self.slots {
            1 => vec!["full".to_owned()],
            count => (1..=count).map(|index| format!("{index}of{count}")).collect(),
        }
    }

    /// What a slot should say.
    pub fn lines_of(&self, slot: &str) -> Option<Vec<Line>> {
        let index = self.slot_names().iter().position(|name| name == slot)?;
        let count = self.slots as i64;
        let share = |cents: i64| match index + 1 == self.slots {
            true => cents - (cents / count) * (count - 1),
            false => cents / count,
        };
        Some(self.products.iter().map(|line| Line { cents: share(line.cents), ..line.clone() }).collect())
    }

    /// The slots whose document should stand, with what it should say.
    pub fn wanted(&self) -> Vec<(String, Vec<Line>)> {
        if self.fate != Fate::Won {
            return Vec::new();
        }
        let due = self.slot_names().into_iter().take(self.due);
        due.map(|slot| (slot.clone(), self.lines_of(&slot).unwrap())).collect()
    }

    /// As `GET /deals/{id}` answers it.
    pub fn answer(&self) -> Value {
        let status = match self.fate {
            Fate::Open => "open",
            Fate::Won => "won",
            Fate::Lost => "lost",
            Fate::Deleted => "deleted",
        };
        let won = (self.fate == Fate::Won).then(|| clock(self.won_at));
        json!({ "success": true, "data": { "id": DEAL, "status": status, "won_time": won, "currency": "GBP" } })
    }

    /// As `mapDealToInvoice` answers it on a day.
    pub fn plan(&self, today: i64, place: Place) -> Value {
        if self.fate != Fate::Won {
            return json!({ "ok": false, "documents": [], "findings": [] });
        }
        let made = |(index, slot): (usize, &String)| {
            let lines = self.lines_of(slot).unwrap();
            let day = if index < self.due { today } else { today + 30 };
            let token = token(slot, 1);
            let mut body = json!({
                "Type": "ACCREC", "Status": "DRAFT", "Contact": { "ContactID": CONTACT },
                "Date": iso(day), "DueDate": iso(day + 14),
                "CurrencyCode": "GBP", "LineAmountTypes": "Exclusive",
                "LineItems": lines.iter().map(line_body).collect::<Vec<_>>(),
            });
            match place {
                Place::Reference => body["Reference"] = json!(format!("PO 7 | {token}")),
                Place::Number => body["InvoiceNumber"] = json!(token),
            }
            let tax: i64 = lines.iter().map(Line::tax).sum();
            json!({
                "entity": "uk", "tenantId": TENANT, "slot": slot, "kind": "invoice", "token": token,
                "identity": format!("v1:acme:{DEAL}:2:uk:{slot}:1"), "revision": 1, "unitDp": 4, "body": body,
                "totals": { "totalTax": money(tax), "total": money(total(&lines)) },
            })
        };
        let names = self.slot_names();
        let all: Vec<Value> = names.iter().enumerate().map(made).collect();
        json!({ "ok": true, "documents": all[..self.due], "scheduled": all[self.due..], "findings": [] })
    }
}

pub fn line_body(line: &Line) -> Value {
    let mut body = json!({
        "Description": line.text, "Quantity": line.quantity, "UnitAmount": money(line.cents),
        "AccountCode": "200", "TaxType": "OUTPUT2",
    });
    if line.percent > 0 {
        body["DiscountRate"] = json!(line.percent);
    }
    body
}

/// A minute of the model's clock as both APIs write an instant.
pub fn clock(minute: i64) -> String {
    format!("{}T{:02}:{:02}:00Z", iso(minute / 1440), minute % 1440 / 60, minute % 60)
}
