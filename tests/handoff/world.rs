//! A ledger and a CRM in memory, which lose answers before and after they have done what was asked.
//! Shares no code with the library.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::scripts::seconds;

/// Xero remembers keys for six minutes.
const MEMORY: i64 = 360;
/// Seconds until a new document is found by a search.
const LAG: i64 = 45;

/// Numbers that only look random, the same in every run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

#[derive(Debug, Clone)]
struct Remembered {
    request: String,
    answer: Value,
    at: i64,
}

#[derive(Debug, Clone)]
pub struct World {
    pub now: i64,
    answers: Value,
    /// Each with the instant it was made.
    pub invoices: Vec<(Value, i64)>,
    contacts: Vec<Value>,
    keys: BTreeMap<String, Remembered>,
    /// The invoices that were e-mailed, each time.
    pub emails: Vec<String>,
    /// The bodies that came under each key.
    pub bodies: BTreeMap<String, Vec<String>>,
    /// How likely each fault is, of a hundred.
    pub faults: u64,
    pub fired: BTreeMap<&'static str, usize>,
}

/// Ten thousandths.
fn fixed(value: &Value) -> i128 {
    let text = value.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((text.as_str(), ""));
    format!("{whole}{rest:0<4}").parse().unwrap()
}

fn money(cents: i128) -> Value {
    serde_json::from_str(&format!("{}.{:02}", cents / 100, cents % 100)).unwrap()
}

fn failed(message: &str) -> Value {
    json!({ "status": 400, "body": { "ErrorNumber": 10, "Type": "ValidationException", "Message": "A validation exception occurred",
        "Elements": [{ "ValidationErrors": [{ "Message": message }] }] } })
}

impl World {
    pub fn new(script: &Value, has_contact: bool) -> Self {
        let answers = script["answers"].clone();
        let contacts = answers["contact-by-number"]["body"]["Contacts"].as_array().unwrap().clone();
        Self {
            now: seconds(script["input"]["now"].as_str().unwrap()),
            answers,
            invoices: Vec::new(),
            contacts: if has_contact { contacts } else { Vec::new() },
            keys: BTreeMap::new(),
            emails: Vec::new(),
            bodies: BTreeMap::new(),
            faults: 0,
            fired: BTreeMap::new(),
        }
    }

    pub fn live(&self) -> usize {
        self.invoices
            .iter()
            .filter(|(one, _)| one["Status"] != "DELETED" && one["Status"] != "VOIDED")
            .count()
    }

    pub fn contacts(&self) -> usize {
        self.contacts.len()
    }

    /// What comes back of a request; nothing where it is never answered.
    pub fn answer(&mut self, request: &Value, random: &mut Random) -> Option<Value> {
        let kinds = [
            "lost before",
            "lost after",
            "server error",
            "limited",
            "cut short",
            "silence before",
            "silence after",
            "denied",
        ];
        let fault =
            (random.below(100) < self.faults).then(|| kinds[random.below(kinds.len() as u64) as usize]);
        if let Some(fault) = fault {
            *self.fired.entry(fault).or_default() += 1;
        }
        match fault {
            Some("lost before") => return Some(json!({ "error": "ECONNREFUSED" })),
            Some("silence before") => return None,
            Some("server error") => {
                return Some(json!({ "status": 500, "body": { "Title": "An error occurred" } }));
            }
            Some("limited") => {
                let headers = json!({ "Retry-After": "3", "X-Rate-Limit-Problem": "minute" });
                return Some(json!({ "status": 429, "headers": headers, "body": { "Status": 429 } }));
            }
            Some("denied") if random.below(4) == 0 => {
                return Some(json!({ "status": 401, "body": { "Title": "Unauthorized" } }));
            }
            _ => {}
        }
        let answer = self.served(request);
        match fault {
            Some("lost after") => Some(json!({ "error": "ECONNRESET" })),
            Some("silence after") => None,
            Some("cut short") => {
                let text = answer["body"].to_string();
                Some(json!({ "status": answer["status"], "body": text.get(..text.len() / 2) }))
            }
            _ => Some(answer),
        }
    }

    fn served(&mut self, request: &Value) -> Value {
        let (method, url) = (request["method"].as_str().unwrap(), request["url"].as_str().unwrap());
        let id = request["id"].as_str().unwrap();
        let Some(path) = url.strip_prefix("https://api.xero.com/api.xro/2.0/") else {
            let known = &self.answers[id.split("-again-").next().unwrap()];
            return if known.is_array() { known[0].clone() } else { known.clone() };
        };
        if let Some(key) = request["headers"].get("Idempotency-Key").and_then(Value::as_str) {
            let asked = format!("{method} {url} {}", request["body"]);
            let bodies = self.bodies.entry(key.to_owned()).or_default();
            if !bodies.contains(&asked) {
                bodies.push(asked.clone());
            }
            if let Some(known) = self.keys.get(key).filter(|known| self.now - known.at < MEMORY) {
                if known.request != asked {
                    return failed("Idempotency Key is used with a different request");
                }
                return known.answer.clone();
            }
            let answer = self.written(method, path, &request["body"]);
            let known = Remembered { request: asked, answer: answer.clone(), at: self.now };
            self.keys.insert(key.to_owned(), known);
            return answer;
        }
        let listed = |name: &str, rows: Vec<Value>| {
            let pages = u64::from(!rows.is_empty());
            json!({ "status": 200, "body": { "pagination": { "page": 1, "pageSize": 1000, "pageCount": pages, "itemCount": rows.len() }, name: rows } })
        };
        if path.starts_with("Contacts") {
            return listed("Contacts", self.contacts.clone());
        }
        if let Some(id) = path.strip_prefix("Invoices/") {
            let rows = self.invoices.iter().filter(|(one, _)| one["InvoiceID"] == id);
            return json!({ "status": 200, "body": { "Invoices": rows.map(|(one, _)| one).collect::<Vec<_>>() } });
        }
        if path.starts_with("Invoices") {
            let is_search = path.contains("searchTerm");
            let rows = self.invoices.iter().filter(|(one, at)| {
                let contact = one["Contact"]["ContactID"].as_str().unwrap();
                if is_search { self.now - at >= LAG } else { path.contains(contact) }
            });
            return listed("Invoices", rows.map(|(one, _)| one.clone()).collect());
        }
        self.answers[id].clone()
    }

    fn written(&mut self, method: &str, path: &str, body: &Value) -> Value {
        match (method, path.split(['?', '/']).next().unwrap()) {
            ("PUT", "Contacts") => {
                if self.contacts.iter().any(|one| one["Name"] == body["Name"]) {
                    return failed("The contact name X is already assigned to another contact.");
                }
                let mut made = body.clone();
                made["ContactID"] = json!(format!("00000000-0000-4000-8000-{:012}", self.contacts.len() + 1));
                made["ContactStatus"] = json!("ACTIVE");
                self.contacts.push(made.clone());
                json!({ "status": 200, "body": { "Contacts": [made] } })
            }
            ("POST", "Invoices") if path.ends_with("/Email") => {
                self.emails.push(path.to_owned());
                json!({ "status": 204 })
            }
            ("PUT", "Invoices") if body.get("Invoices").is_some() => {
                assert!(path.ends_with("summarizeErrors=false"), "{path}");
                let mut rows = Vec::new();
                for one in body["Invoices"].as_array().unwrap() {
                    let answer = self.written(method, path, one);
                    let made = &answer["body"]["Invoices"][0];
                    let mut row = if made.is_object() { made.clone() } else { one.clone() };
                    row["StatusAttributeString"] = json!(if made.is_object() { "OK" } else { "ERROR" });
                    if !made.is_object() {
                        row["ValidationErrors"] = answer["body"]["Elements"][0]["ValidationErrors"].clone();
                    }
                    rows.push(row);
                }
                json!({ "status": 200, "body": { "Status": "OK", "Invoices": rows } })
            }
            ("PUT", "Invoices") => {
                if body["Reference"].as_str().is_some_and(|reference| reference.contains("poison")) {
                    return failed("The TaxType code OUTPUT9 does not exist");
                }
                let number = body.get("InvoiceNumber");
                if number.is_some()
                    && self.invoices.iter().any(|(one, _)| Some(&one["InvoiceNumber"]) == number)
                {
                    return failed("Invoice # must be unique.");
                }
                let mut made = body.clone();
                let (mut net, mut tax) = (0, 0);
                for (place, line) in made["LineItems"].as_array_mut().unwrap().iter_mut().enumerate() {
                    let amount =
                        (fixed(&line["Quantity"]) * fixed(&line["UnitAmount"]) + 500_000) / 1_000_000;
                    let own = (amount * 20 + 50) / 100;
                    line["LineItemID"] = json!(format!("00000000-0000-4000-9000-{place:012}"));
                    (line["LineAmount"], line["TaxAmount"]) = (money(amount), money(own));
                    (net, tax) = (net + amount, tax + own);
                }
                let count = self.invoices.len() + 1;
                made["InvoiceID"] = json!(format!("11111111-1111-4111-8111-{count:012}"));
                if number.is_none() {
                    made["InvoiceNumber"] = json!(format!("INV-{count:04}"));
                }
                for (name, cents) in [
                    ("SubTotal", net),
                    ("TotalTax", tax),
                    ("Total", net + tax),
                    ("AmountDue", net + tax),
                    ("AmountPaid", 0),
                ] {
                    made[name] = money(cents);
                }
                self.invoices.push((made.clone(), self.now));
                json!({ "status": 200, "body": { "Status": "OK", "Invoices": [made] } })
            }
            _ => json!({ "status": 200, "body": { "HistoryRecords": [] } }),
        }
    }
}
