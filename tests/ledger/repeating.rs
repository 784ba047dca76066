//! A model of Xero's repeating invoices and what they make, beside the documents that are billed once.
//!
//! Rules: Xero's Repeating Invoices page; its answers have no `UpdatedDateUTC`, and a template cannot be edited.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use time::{Date, Duration, Month};

use crate::deal::money;
use crate::random::Random;
use crate::xero::{Refused, cents, text};

/// What becomes of a template that has made its last invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Stays,
    IsDeleted,
    IsUnlisted,
}

#[derive(Debug, Clone)]
pub struct Template {
    pub id: String,
    pub body: Value,
    pub first: Date,
    pub last: Option<Date>,
    made: i32,
    is_unlisted: bool,
    updated: String,
}

#[derive(Debug, Clone)]
pub struct Invoice {
    pub id: String,
    pub body: Value,
    pub day: Date,
    /// The template that made it.
    pub of: Option<String>,
    updated: String,
}

pub struct Xero {
    pub today: Date,
    pub templates: Vec<Template>,
    pub invoices: Vec<Invoice>,
    ended: Ended,
    /// Whether its answers say when a template was changed last.
    says_when: bool,
    ids: usize,
    keys: BTreeSet<String>,
}

/// `2026-07-15`
pub fn iso(day: Date) -> String {
    format!("{}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

fn read(text: &str) -> Date {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().unwrap());
    let mut next = || parts.next().unwrap();
    let (year, month, day) = (next(), next(), next());
    Date::from_calendar_date(year.into(), Month::try_from(month as u8).unwrap(), day as u8).unwrap()
}

fn months_later(day: Date, months: i32) -> Date {
    let all = day.year() * 12 + i32::from(u8::from(day.month())) - 1 + months;
    let month = Month::try_from((all % 12 + 1) as u8).unwrap();
    (1..=day.day()).rev().find_map(|day| Date::from_calendar_date(all / 12, month, day).ok()).unwrap()
}

/// The names of the lines, which the model gives one to each row.
pub fn names(body: &Value) -> Vec<String> {
    body["LineItems"].as_array().unwrap().iter().map(|line| text(line, "Description")).collect()
}

impl Template {
    pub fn is_live(&self) -> bool {
        self.body["Status"] != "DELETED" && !self.is_unlisted
    }

    fn day(&self, index: i32) -> Date {
        let period = self.body["Schedule"]["Period"].as_i64().unwrap() as i32;
        match self.body["Schedule"]["Unit"].as_str() {
            Some("WEEKLY") => self.first + Duration::weeks((period * index).into()),
            _ => months_later(self.first, period * index),
        }
    }

    /// The day of its next invoice, if it will make one.
    pub fn next(&self) -> Option<Date> {
        let next = self.day(self.made);
        (self.is_live() && self.last.is_none_or(|last| next <= last)).then_some(next)
    }
}

impl Invoice {
    pub fn is_live(&self) -> bool {
        !matches!(self.body["Status"].as_str(), Some("DELETED" | "VOIDED"))
    }

    pub fn total(&self) -> i64 {
        amounts(&self.body).iter().map(|(net, tax)| net + tax).sum()
    }
}

/// Net and tax of each line, in cents.
fn amounts(body: &Value) -> Vec<(i64, i64)> {
    let lines = body["LineItems"].as_array().unwrap().iter();
    let net = |line: &Value| line["Quantity"].as_i64().unwrap() * cents(&line["UnitAmount"]).unwrap();
    lines.map(net).map(|net| (net, net / 5)).collect()
}

impl Xero {
    pub fn new(today: Date, random: &mut Random) -> Self {
        let ended = *random.pick(&[Ended::Stays, Ended::IsDeleted, Ended::IsUnlisted]);
        let says_when = random.one_in(2);
        Self {
            today,
            templates: Vec::new(),
            invoices: Vec::new(),
            ended,
            says_when,
            ids: 0,
            keys: BTreeSet::new(),
        }
    }

    fn id(&mut self) -> String {
        self.ids += 1;
        format!("00000000-0000-4000-8000-{:012}", self.ids)
    }

    /// Each change a second after the one before it, in the middle of the day.
    fn now(&mut self) -> String {
        self.ids += 1;
        format!("{}T10:{:02}:{:02}Z", iso(self.today), self.ids / 60 % 60, self.ids % 60)
    }

    /// `PUT`: the id of what it made.
    pub fn put(&mut self, body: &Value, key: &str) -> Result<String, Refused> {
        if !self.keys.insert(key.to_owned()) {
            return Err("the key was used before".to_owned());
        }
        let (id, updated, body) = (self.id(), self.now(), body.clone());
        if body.get("Schedule").is_none() {
            let day = read(&text(&body, "Date"));
            self.invoices.push(Invoice { id: id.clone(), body, day, of: None, updated });
            return Ok(id);
        }
        let first = read(&text(&body["Schedule"], "StartDate"));
        if first < self.today {
            return Err(format!("would at once make every invoice since {first}"));
        }
        let last = body["Schedule"]["EndDate"].as_str().map(read);
        let made = Template { id: id.clone(), body, first, last, made: 0, is_unlisted: false, updated };
        self.templates.push(made);
        Ok(id)
    }

    /// `POST` of a status, to a template or an invoice.
    pub fn post(&mut self, body: &Value, key: &str) -> Result<String, Refused> {
        if !self.keys.insert(key.to_owned()) {
            return Err("the key was used before".to_owned());
        }
        let status = text(body, "Status");
        if let Some(id) = body["RepeatingInvoiceID"].as_str() {
            return match status == "DELETED" && self.delete_template(id) {
                true => Ok(id.to_owned()),
                false => Err(format!("template {id} cannot become {status}")),
            };
        }
        let id = text(body, "InvoiceID");
        match self.end_invoice(&id) {
            Some(ended) if ended == status => Ok(id),
            ended => Err(format!("invoice {id} became {ended:?}, not {status}")),
        }
    }

    /// Deletes a template; whether it was there.
    pub fn delete_template(&mut self, id: &str) -> bool {
        let now = self.now();
        let Some(one) = self.templates.iter_mut().find(|one| one.id == id && one.is_live()) else {
            return false;
        };
        (one.body["Status"], one.updated) = (json!("DELETED"), now);
        true
    }

    /// Deletes a draft or voids an invoice: what it is now.
    pub fn end_invoice(&mut self, id: &str) -> Option<&'static str> {
        let now = self.now();
        let one = self.invoices.iter_mut().find(|one| one.id == id && one.is_live())?;
        let status = if one.body["Status"] == "DRAFT" { "DELETED" } else { "VOIDED" };
        (one.body["Status"], one.updated) = (json!(status), now);
        Some(status)
    }

    /// What templates make on their days.
    pub fn make(&mut self) {
        for index in 0..self.templates.len() {
            while let Some(day) = self.templates[index].next().filter(|day| *day <= self.today) {
                let (id, updated) = (self.id(), self.now());
                let template = &mut self.templates[index];
                template.made += 1;
                let mut body = template.body.clone();
                body.as_object_mut().unwrap().remove("Schedule");
                (body["Date"], body["DueDate"]) = (json!(iso(day)), json!(iso(day + Duration::days(14))));
                self.invoices.push(Invoice { id, body, day, of: Some(template.id.clone()), updated });
            }
            let template = &mut self.templates[index];
            if template.is_live() && template.next().is_none() {
                match self.ended {
                    Ended::Stays => {}
                    Ended::IsDeleted => template.body["Status"] = json!("DELETED"),
                    Ended::IsUnlisted => template.is_unlisted = true,
                }
            }
        }
    }

    pub fn live_children(&self) -> impl Iterator<Item = &Invoice> {
        self.invoices.iter().filter(|one| one.of.is_some() && one.is_live())
    }

    /// Everything, as the look-ups of a deal would find it.
    pub fn answer(&self) -> Value {
        let templates = self.templates.iter().filter(|one| !one.is_unlisted).map(|one| {
            let mut body = answered(&one.body);
            body["RepeatingInvoiceID"] = json!(one.id);
            body["Schedule"]["NextScheduledDate"] = json!(iso(one.day(one.made)));
            if self.says_when {
                body["UpdatedDateUTC"] = json!(one.updated);
            }
            body
        });
        let invoices = self.invoices.iter().map(|one| {
            let mut body = answered(&one.body);
            body["InvoiceID"] = json!(one.id);
            body["InvoiceNumber"] = json!(format!("INV-{}", one.id.trim_start_matches(['0', '-', '4', '8'])));
            body["UpdatedDateUTC"] = json!(one.updated);
            body["SentToContact"] = json!(false);
            if let Some(of) = &one.of {
                body["RepeatingInvoiceID"] = json!(of);
            }
            body["AmountDue"] = if one.is_live() { body["Total"].clone() } else { json!(0) };
            for name in ["AmountPaid", "AmountCredited"] {
                body[name] = json!(0);
            }
            for name in ["Payments", "CreditNotes", "Prepayments", "Overpayments"] {
                body[name] = json!([]);
            }
            body
        });
        json!({
            "Invoices": invoices.collect::<Vec<_>>(), "CreditNotes": [],
            "RepeatingInvoices": templates.collect::<Vec<_>>(),
        })
    }
}

/// A body with what Xero computes.
fn answered(body: &Value) -> Value {
    let mut body = body.clone();
    let (mut net, mut tax) = (0, 0);
    for (index, (own, own_tax)) in amounts(&body).into_iter().enumerate() {
        let line = &mut body["LineItems"][index];
        (line["LineAmount"], line["TaxAmount"]) = (money(own), money(own_tax));
        line["LineItemID"] = json!(format!("00000000-0000-4000-9000-{index:012}"));
        (net, tax) = (net + own, tax + own_tax);
    }
    (body["SubTotal"], body["TotalTax"], body["Total"]) = (money(net), money(tax), money(net + tax));
    body["CurrencyRate"] = json!(1);
    body
}
