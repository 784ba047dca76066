//! A model of Xero's invoices and credit notes: what it takes, what it refuses, what it answers.
//!
//! Rules: the status tables and editing rules of the Accounting API's documentation.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::deal::{CONTACT, Line, clock, iso, line_body, money, total};
use crate::random::Random;

#[derive(Debug, Clone)]
pub struct Document {
    pub id: String,
    pub number: String,
    pub reference: String,
    pub status: &'static str,
    pub day: i64,
    pub due_day: i64,
    pub lines: Vec<(String, Line)>,
    pub paid: i64,
    pub credits: Vec<(String, i64)>,
    pub sent: bool,
    pub updated: i64,
    pub changes: i64,
    /// Whether a person changed it, and nobody said yet that this is right.
    pub edited: bool,
    pub by_person: bool,
}

#[derive(Debug, Clone)]
pub struct Note {
    pub id: String,
    pub reference: String,
    pub total: i64,
    pub allocated: Vec<(String, i64)>,
}

impl Document {
    pub fn total(&self) -> i64 {
        total(&self.only_lines())
    }

    pub fn only_lines(&self) -> Vec<Line> {
        self.lines.iter().map(|(_, line)| line.clone()).collect()
    }

    pub fn credited(&self) -> i64 {
        self.credits.iter().map(|(_, amount)| amount).sum()
    }

    pub fn due(&self) -> i64 {
        self.total() - self.paid - self.credited()
    }

    pub fn is_live(&self) -> bool {
        !matches!(self.status, "VOIDED" | "DELETED") && (self.total() == 0 || self.credited() < self.total())
    }

    /// The slot and revision that its own text names, if it is of the model's deal.
    pub fn names(&self) -> Option<(String, u32)> {
        [&self.number, &self.reference].into_iter().find_map(|text| {
            let rest = text.rsplit(" | ").next()?.strip_prefix("PD-42")?;
            let (rest, revision) = match rest.rsplit_once("-r") {
                Some((rest, revision)) => (rest, revision.parse().ok()?),
                None => (rest, 1),
            };
            match rest {
                "" => Some(("full".to_owned(), revision)),
                rest => rest.strip_prefix('/').map(|slot| (slot.to_owned(), revision)),
            }
        })
    }

    fn settle(&mut self) {
        if self.status == "AUTHORISED" && self.due() == 0 {
            self.status = "PAID";
        } else if self.status == "PAID" && self.due() > 0 {
            self.status = "AUTHORISED";
        }
    }
}

#[derive(Debug, Default, Clone)]
pub struct Xero {
    pub documents: Vec<Document>,
    pub notes: Vec<Note>,
    pub minute: i64,
    /// The last closed day.
    pub closed: i64,
    pub ids: usize,
    /// Requests of the last six minutes: their text and the id of what they made.
    pub keys: HashMap<String, (String, String, i64)>,
}

pub type Refused = String;

impl Xero {
    pub fn today(&self) -> i64 {
        self.minute / 1440
    }

    pub fn new_id(&mut self) -> String {
        self.ids += 1;
        format!("00000000-0000-4000-8000-{:012}", self.ids)
    }

    pub fn find(&mut self, id: &str) -> Result<&mut Document, Refused> {
        self.documents.iter_mut().find(|document| document.id == id).ok_or(format!("no document {id}"))
    }

    /// A key says that the request is the one that was made before; then nothing is done again.
    fn once(&mut self, key: &str, body: &Value) -> Result<Option<String>, Refused> {
        let text = body.to_string();
        match self.keys.get(key) {
            Some((known, made, at)) if self.minute - at <= 6 => match *known == text {
                true => Ok(Some(made.clone())),
                false => Err("the key is used with a different request".to_owned()),
            },
            _ => Ok(None),
        }
    }

    fn remember(&mut self, key: &str, body: &Value, made: &str) {
        self.keys.insert(key.to_owned(), (body.to_string(), made.to_owned(), self.minute));
    }

    pub fn put_invoice(&mut self, body: &Value, key: &str) -> Result<String, Refused> {
        if let Some(made) = self.once(key, body)? {
            return Ok(made);
        }
        let id = self.new_id();
        let number = match body.get("InvoiceNumber").and_then(Value::as_str) {
            Some(number) => number.to_owned(),
            None => format!("INV-{}", self.ids),
        };
        if self.documents.iter().any(|other| other.number == number && other.status != "DELETED") {
            return Err(format!("Invoice # must be unique: {number}"));
        }
        let day = day_of(body, "Date")?;
        if day <= self.closed {
            return Err("the date is in a locked period".to_owned());
        }
        let lines = read_lines(body)?.into_iter().map(|(_, line)| (self.new_id(), line)).collect();
        self.documents.push(Document {
            id: id.clone(),
            number,
            reference: text(body, "Reference"),
            status: if body["Status"] == "AUTHORISED" { "AUTHORISED" } else { "DRAFT" },
            day,
            due_day: day_of(body, "DueDate")?,
            lines,
            paid: 0,
            credits: Vec::new(),
            sent: false,
            updated: self.minute,
            changes: 0,
            edited: false,
            by_person: false,
        });
        self.remember(key, body, &id);
        Ok(id)
    }

    pub fn post_invoice(&mut self, body: &Value, key: &str) -> Result<(), Refused> {
        if self.once(key, body)?.is_some() {
            return Ok(());
        }
        let id = text(body, "InvoiceID");
        let minute = self.minute;
        let sent = body.get("LineItems").map(|_| read_lines(body)).transpose()?;
        let ids: Vec<String> = sent.iter().flatten().map(|_| self.new_id()).collect();
        let document = self.find(&id)?;
        let status = text(body, "Status");
        let allowed: &[&str] = match document.status {
            "DRAFT" => &["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"],
            "SUBMITTED" => &["SUBMITTED", "AUTHORISED", "DRAFT", "DELETED"],
            "AUTHORISED" if document.paid == 0 && document.credits.is_empty() => &["AUTHORISED", "VOIDED"],
            _ => &[],
        };
        let Some(status) = allowed.iter().find(|known| **known == status) else {
            return Err(format!("cannot be edited as it has a status of {}", document.status));
        };
        if let Some(sent) = sent {
            // A line without its id is made anew, one that is left out is deleted.
            let mut lines = Vec::new();
            for ((known, line), fresh) in sent.into_iter().zip(ids) {
                match known {
                    Some(known) => {
                        let there = document.lines.iter().find(|(id, _)| *id == known);
                        let (_, there) = there.ok_or("no line with that LineItemID")?;
                        // What an update leaves out stays.
                        let percent = if line.percent == 0 { there.percent } else { line.percent };
                        lines.push((known, Line { percent, ..line }));
                    }
                    None => lines.push((fresh, line)),
                }
            }
            document.lines = lines;
            document.edited = false;
            document.day = day_of(body, "Date")?;
            document.due_day = day_of(body, "DueDate")?;
            if let Some(reference) = body.get("Reference").and_then(Value::as_str) {
                document.reference = reference.to_owned();
            }
        }
        document.status = status;
        document.updated = minute;
        document.changes += 1;
        self.remember(key, body, &id);
        Ok(())
    }

    pub fn put_note(&mut self, body: &Value, key: &str) -> Result<String, Refused> {
        if let Some(made) = self.once(key, body)? {
            return Ok(made);
        }
        if body["Status"] != "AUTHORISED" || day_of(body, "Date")? <= self.closed {
            return Err("a credit note is approved, in an open period".to_owned());
        }
        let lines: Vec<Line> = read_lines(body)?.into_iter().map(|(_, line)| line).collect();
        if lines.iter().any(|line| line.percent != 0) {
            return Err("credit notes have no discounts".to_owned());
        }
        let id = self.new_id();
        let reference = text(body, "Reference");
        self.notes.push(Note { id: id.clone(), reference, total: total(&lines), allocated: Vec::new() });
        self.remember(key, body, &id);
        Ok(id)
    }

    pub fn allocate(&mut self, note: &str, allocation: &Value, key: &str) -> Result<(), Refused> {
        if self.once(key, allocation)?.is_some() {
            return Ok(());
        }
        let (invoice, amount) = (text(&allocation["Invoice"], "InvoiceID"), cents(&allocation["Amount"])?);
        if day_of(allocation, "Date")? <= self.closed {
            return Err("an allocation in a locked period".to_owned());
        }
        let minute = self.minute;
        let known = self.notes.iter_mut().find(|known| known.id == note).ok_or("no such note")?;
        let used: i64 = known.allocated.iter().map(|(_, amount)| amount).sum();
        if amount <= 0 || used + amount > known.total {
            return Err("more than the note has".to_owned());
        }
        known.allocated.push((invoice.clone(), amount));
        let document = self.find(&invoice)?;
        if document.status != "AUTHORISED" || amount > document.due() {
            return Err("more than is due".to_owned());
        }
        document.credits.push((note.to_owned(), amount));
        document.settle();
        document.updated = minute;
        document.changes += 1;
        self.remember(key, allocation, note);
        Ok(())
    }

    /// Everything, as the look-ups of a deal would find it: in any order, lines too.
    pub fn answer(&self, random: &mut Random) -> Value {
        let mut documents: Vec<Value> = self.documents.iter().map(|one| one.answer(random)).collect();
        random.shuffle(&mut documents);
        let note = |note: &Note| {
            let used: i64 = note.allocated.iter().map(|(_, amount)| amount).sum();
            json!({
                "CreditNoteID": note.id, "Type": "ACCRECCREDIT", "CreditNoteNumber": format!("CN-{}", note.id),
                "Status": if used == note.total { "PAID" } else { "AUTHORISED" }, "Reference": note.reference,
                "Contact": { "ContactID": CONTACT }, "CurrencyCode": "GBP", "Total": money(note.total),
                "RemainingCredit": money(note.total - used),
                "Allocations": note.allocated.iter().map(|(id, amount)| json!({ "Amount": money(*amount), "Invoice": { "InvoiceID": id } })).collect::<Vec<_>>(),
            })
        };
        json!({ "Invoices": documents, "CreditNotes": self.notes.iter().map(note).collect::<Vec<_>>() })
    }
}

impl Document {
    pub fn answer(&self, random: &mut Random) -> Value {
        let mut lines: Vec<Value> = self
            .lines
            .iter()
            .map(|(id, line)| {
                let mut body = line_body(line);
                body["LineItemID"] = json!(id);
                body["LineAmount"] = money(line.amount());
                body["TaxAmount"] = money(line.tax());
                body["Tracking"] = json!([]);
                body
            })
            .collect();
        random.shuffle(&mut lines);
        let tax: i64 = self.lines.iter().map(|(_, line)| line.tax()).sum();
        let credits = self.credits.iter();
        json!({
            "InvoiceID": self.id, "Type": "ACCREC", "InvoiceNumber": self.number, "Reference": self.reference,
            "Status": self.status, "Contact": { "ContactID": CONTACT }, "CurrencyCode": "GBP", "CurrencyRate": 1,
            "DateString": format!("{}T00:00:00", iso(self.day)), "DueDateString": format!("{}T00:00:00", iso(self.due_day)),
            "LineAmountTypes": "Exclusive", "LineItems": lines, "SentToContact": self.sent,
            "SubTotal": money(self.total() - tax), "TotalTax": money(tax), "Total": money(self.total()),
            "AmountDue": money(self.due()), "AmountPaid": money(self.paid), "AmountCredited": money(self.credited()),
            "CreditNotes": credits.map(|(id, amount)| json!({ "CreditNoteID": id, "AppliedAmount": money(*amount) })).collect::<Vec<_>>(),
            "Payments": [], "Prepayments": [], "Overpayments": [], "UpdatedDateUTC": clock(self.updated).replace(":00Z", &format!(":{:02}Z", self.changes % 60)),
        })
    }
}

pub fn text(holder: &Value, name: &str) -> String {
    holder.get(name).and_then(Value::as_str).unwrap_or("").to_owned()
}

/// A number of the body in cents.
pub fn cents(value: &Value) -> Result<i64, Refused> {
    let text = value.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = format!("{part:0<2}");
    if part.len() > 2 {
        return Err(format!("{text} has more than two decimals"));
    }
    Ok(whole.parse::<i64>().map_err(|_| text.clone())? * 100
        + part.parse::<i64>().map_err(|_| text.clone())?)
}

fn read_lines(body: &Value) -> Result<Vec<(Option<String>, Line)>, Refused> {
    let lines = body["LineItems"].as_array().ok_or("no lines")?;
    lines
        .iter()
        .map(|line| {
            let id = line.get("LineItemID").and_then(Value::as_str).map(str::to_owned);
            let quantity = line["Quantity"].as_i64().ok_or("a quantity that is no whole number")?;
            let percent = line.get("DiscountRate").and_then(Value::as_i64).unwrap_or(0);
            Ok((
                id,
                Line {
                    text: text(line, "Description"),
                    quantity,
                    cents: cents(&line["UnitAmount"])?,
                    percent,
                },
            ))
        })
        .collect()
}

fn day_of(body: &Value, name: &str) -> Result<i64, Refused> {
    let wanted = text(body, name);
    (0..120).find(|day| iso(*day) == wanted).ok_or(format!("{name} `{wanted}` is no day of the model"))
}
