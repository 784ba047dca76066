//! Random lives of a deal with recurring products: seventy daily runs, between which products come, go and
//! change, people delete repeating invoices and void what those made, and the deal is lost and won again.
//!
//! The plans are the library's own; what must hold is told from Xero's model alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use time::{Date, Duration, Month};

use crate::cases;
use crate::random::Random;
use crate::repeating::{Xero, iso, names};
use crate::xero::text;

const DAYS: i64 = 70;
/// Of the products that are billed once, with tax.
const ONCE: i64 = 120_000;

/// A fault that the checks must find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// What a document bills is known by its first product alone.
    KnowsTheFirstRow,
    /// Whatever is gone counts as gone before the deal was won.
    ForgetsWhatWasTakenBack,
    /// What is asked about is made all the same.
    MakesWhatIsAsked,
}

pub const FAULTS: [Fault; 3] =
    [Fault::KnowsTheFirstRow, Fault::ForgetsWhatWasTakenBack, Fault::MakesWhatIsAsked];

#[derive(Debug, Clone)]
pub struct Row {
    pub id: u64,
    price: i64,
    pub start: Date,
    pub cycles: i64,
    is_weekly: bool,
}

impl Row {
    pub fn name(&self) -> String {
        format!("R{}", self.id)
    }
}

pub struct World {
    base: Value,
    pub xero: Xero,
    pub rows: Vec<Row>,
    next: u64,
    pub is_lost: bool,
    won_on: Option<Date>,
    /// When somebody said last that the deal is to be billed as it is now.
    pub since: Option<Date>,
    was_lost: bool,
    keeps_written: bool,
    written: Vec<Value>,
    pub accepted: Vec<Value>,
    /// The products of repeating invoices that a person deleted, until somebody says what then.
    pub taken: BTreeSet<String>,
    fault: Option<Fault>,
    pub told: Vec<String>,
}

/// One life.
pub fn live(seed: u64, fault: Option<Fault>, counts: &mut BTreeMap<String, usize>) -> Result<(), String> {
    let mut random = Random::new(seed);
    let mut world = World::new(&mut random, fault);
    let outcome = world.run(&mut random, counts).and_then(|()| world.settle(&mut random, counts));
    outcome
        .map_err(|error| format!("templates, seed {seed}, {}: {error}; {:#?}", world.xero.today, world.told))
}

impl World {
    fn new(random: &mut Random, fault: Option<Fault>) -> Self {
        let mut base = cases::load(&cases::fixtures().join("base/staged.json"));
        let entity = &mut base["config"]["entities"]["uk"];
        entity["lines"]["recurring"] = json!("repeating-invoice");
        entity["changes"] = json!({ "draft": "update", "issued": "credit-and-reissue", "lost": "undo" });
        entity["document"]["status"] = json!("AUTHORISED");
        entity["snapshot"] = json!({ "maxAgeDays": 400 });
        entity["schedule"] = json!({
            "kind": "deposit", "depositTax": "part-payment", "deposit": { "percent": 30 },
            "balance": { "date": { "from": "win", "days": 30 } },
            "repeating": { "status": random.pick(&["AUTHORISED", "DRAFT"]) },
        });
        let today = Date::from_calendar_date(2026, Month::July, 15).unwrap();
        let mut world = Self {
            base,
            xero: Xero::new(today, random),
            rows: Vec::new(),
            next: 302,
            is_lost: false,
            won_on: None,
            since: None,
            was_lost: false,
            keeps_written: !random.one_in(3),
            written: Vec::new(),
            accepted: Vec::new(),
            taken: BTreeSet::new(),
            fault,
            told: Vec::new(),
        };
        world.add(random);
        if random.one_in(2) {
            let alike = Row { id: world.next, price: 7, ..world.rows[0].clone() };
            world.next += 1;
            world.rows.push(alike);
        }
        world
    }

    fn add(&mut self, random: &mut Random) {
        let row = Row {
            id: self.next,
            price: *random.pick(&[10, 20, 50]),
            start: self.xero.today + Duration::days(*random.pick(&[0, 1, 5, 10, 20])),
            cycles: *random.pick(&[1, 2, 3, 5]),
            is_weekly: !random.one_in(3),
        };
        self.next += 1;
        self.told.push(format!("{} {row:?}", self.xero.today));
        self.rows.push(row);
    }

    fn run(&mut self, random: &mut Random, counts: &mut BTreeMap<String, usize>) -> Result<(), String> {
        for _ in 0..DAYS {
            if let Some(event) = self.happen(random) {
                *counts.entry(format!("({event})")).or_default() += 1;
                self.told.push(format!("{} {event}: {:?}", self.xero.today, self.rows));
            }
            self.deliver(counts)?;
            self.xero.today += Duration::days(1);
        }
        Ok(())
    }

    fn happen(&mut self, random: &mut Random) -> Option<&'static str> {
        let today = self.xero.today;
        if self.is_lost && random.one_in(3) {
            self.win();
            return Some("won again");
        }
        let row = random.below(self.rows.len().max(1));
        match random.below(200) {
            0..4 => {
                self.add(random);
                Some("a product joins")
            }
            4..7 if !self.rows.is_empty() => {
                self.rows.remove(row);
                Some("a product goes")
            }
            7..11 if !self.rows.is_empty() => {
                self.rows[row].price += 1;
                Some("another price")
            }
            11..14 if !self.rows.is_empty() => {
                self.rows[row].start = today + Duration::days(*random.pick(&[-5, 0, 3, 10]));
                Some("another start")
            }
            14..17 => {
                let one = self.xero.templates.iter().find(|one| one.is_live())?.clone();
                self.xero.delete_template(&one.id);
                // One that has made its last takes nothing with it.
                self.taken.extend(one.next().map(|_| names(&one.body)).into_iter().flatten());
                Some("a person deletes a repeating invoice")
            }
            17..19 => {
                let made: Vec<String> = self.xero.live_children().map(|one| one.id.clone()).collect();
                let one = made.get(random.below(made.len().max(1)))?;
                self.xero.end_invoice(one);
                Some("a person voids what one made")
            }
            19..21 if !self.is_lost => {
                (self.is_lost, self.was_lost) = (true, true);
                Some("lost")
            }
            21..24 => {
                self.win();
                Some("won again")
            }
            _ => None,
        }
    }

    pub fn win(&mut self) {
        (self.is_lost, self.won_on, self.since) = (false, Some(self.xero.today), Some(self.xero.today));
        self.taken.clear();
    }

    pub fn input(&self) -> Value {
        let mut input = self.base.clone();
        let today = iso(self.xero.today);
        let mut product = input["products"][0].clone();
        (product["name"], product["item_price"]) = (json!("Set-up"), json!(ONCE / 120));
        let mut products = vec![product.clone()];
        for row in &self.rows {
            (product["id"], product["order_nr"]) = (json!(row.id), json!(row.id));
            (product["name"], product["item_price"]) = (json!(row.name()), json!(row.price));
            product["billing_frequency"] = json!(if row.is_weekly { "weekly" } else { "monthly" });
            product["billing_frequency_cycles"] = json!(row.cycles);
            product["billing_start_date"] = json!(iso(row.start));
            products.push(product.clone());
        }
        input["products"] = json!(products);
        input["deal"]["status"] = json!(if self.is_lost { "lost" } else { "won" });
        if let Some(won) = self.won_on {
            input["deal"]["won_time"] = json!(format!("{}T00:30:00Z", iso(won)));
        }
        (input["localDates"]["today"], input["now"]) = (json!(today), json!(format!("{today}T11:00:00Z")));
        input["existing"] = self.xero.answer();
        match self.fault {
            Some(Fault::KnowsTheFirstRow) => {
                for list in ["Invoices", "RepeatingInvoices"] {
                    for one in input["existing"][list].as_array_mut().unwrap() {
                        one["Reference"] = json!(first_row_only(&text(one, "Reference")));
                    }
                }
            }
            Some(Fault::ForgetsWhatWasTakenBack) => {
                input["deal"]["won_time"] = json!(format!("{today}T10:59:00Z"));
            }
            _ => {}
        }
        let accepted = |row: &Value| self.accepted.iter().find(|one| one["id"] == row["id"]);
        let own = self.written.iter().filter(|row| self.keeps_written && accepted(row).is_none());
        let both = self.accepted.iter().cloned().map(|mut row| {
            let own = self.written.iter().find(|own| self.keeps_written && own["id"] == row["id"]);
            if let Some(own) = own {
                row["body"] = own["body"].clone();
            }
            row
        });
        input["written"] = own.cloned().chain(both).collect();
        input
    }

    /// A day's run: plan, decide, write, check. The verdicts that ask.
    pub fn deliver(&mut self, counts: &mut BTreeMap<String, usize>) -> Result<Vec<Value>, String> {
        self.xero.make();
        let mut input = self.input();
        let call = |name: &str, input: &Value| {
            let answer = wonvoice::call_json(name, &input.to_string()).map_err(|error| error.to_string())?;
            serde_json::from_str::<Value>(&answer).map_err(|error| error.to_string())
        };
        let plan = call("mapDealToInvoice", &input)?;
        input["plan"] = plan.clone();
        let verdicts = call("decideVerdict", &input)?.as_array().unwrap().clone();
        let before = self.xero.templates.len();
        for verdict in &verdicts {
            let action = text(verdict, "action");
            *counts.entry(action.clone()).or_default() += 1;
            self.carry_out(verdict, &action, &plan).map_err(|error| format!("{error}: {verdict}"))?;
        }
        let is_planned = plan["ok"] == true;
        self.check(before, is_planned, &verdicts)
            .map_err(|error| format!("{error}; {}; {}", json!(verdicts), input["existing"]))?;
        Ok(verdicts.into_iter().filter(|verdict| verdict["action"] == "ask").collect())
    }

    fn carry_out(&mut self, verdict: &Value, action: &str, plan: &Value) -> Result<(), String> {
        let (mut body, key) = (verdict["body"].clone(), text(verdict, "requestKey"));
        let mut action = action;
        let planned = plan["documents"].as_array().unwrap().iter().find(|one| one["slot"] == verdict["slot"]);
        if let (Some(Fault::MakesWhatIsAsked), "ask", Some(planned)) = (self.fault, action, planned) {
            (body, action) = (planned["body"].clone(), "create");
        }
        let id = match action {
            "create" => self.xero.put(&body, &key)?,
            "delete-draft" | "void" => self.xero.post(&body, &key)?,
            "update-draft" | "credit" | "credit-and-reissue" => {
                return Err("nothing that is billed once should change".to_owned());
            }
            _ => return Ok(()),
        };
        self.written.retain(|row| row["id"] != json!(id));
        self.written.push(json!({ "id": id, "token": verdict["token"], "body": body }));
        Ok(())
    }

    /// What must hold after every run.
    fn check(&self, before: usize, is_planned: bool, verdicts: &[Value]) -> Result<(), String> {
        let xero = &self.xero;
        let bills = |body: &Value, name: &String| names(body).contains(name);
        for made in &xero.templates[before..] {
            for name in names(&made.body) {
                if self.taken.contains(&name) {
                    return Err(format!("{name} is billed again although a person took it back"));
                }
                if xero.live_children().any(|one| one.day == made.first && bills(&one.body, &name)) {
                    return Err(format!("{name} is billed twice for {}", made.first));
                }
            }
        }
        let mut seen = BTreeSet::new();
        for name in xero.templates.iter().filter(|one| one.next().is_some()).flat_map(|one| names(&one.body))
        {
            if !seen.insert(name.clone()) {
                return Err(format!("{name} is in two repeating invoices"));
            }
        }
        let mut seen = BTreeSet::new();
        for (day, name) in
            xero.live_children().flat_map(|one| names(&one.body).into_iter().map(|name| (one.day, name)))
        {
            if !seen.insert((day, name.clone())) {
                return Err(format!("{name} is billed twice on {day}"));
            }
        }
        for row in &self.rows {
            let since = |day: Date| self.since.is_none_or(|since| day > since);
            let made = xero.live_children().filter(|one| since(one.day) && bills(&one.body, &row.name()));
            let made = made.count() as i64;
            if made > row.cycles {
                return Err(format!("{} is billed {made} times of {}", row.name(), row.cycles));
            }
        }
        let once: i64 =
            xero.invoices.iter().filter(|one| one.of.is_none() && one.is_live()).map(|one| one.total()).sum();
        if once > ONCE {
            return Err(format!("{once} is billed of {ONCE}"));
        }
        let is_asked = verdicts.iter().any(|verdict| verdict["action"] == "ask");
        if self.is_lost || !is_planned || is_asked {
            return Ok(());
        }
        if once < ONCE
            && !self.was_lost
            && self.won_on.is_none()
            && (xero.today - self.first_day()).whole_days() > 30
        {
            return Err(format!("only {once} is billed of {ONCE}"));
        }
        for name in self.rows.iter().map(Row::name) {
            let has_template = xero.templates.iter().any(|one| one.is_live() && bills(&one.body, &name));
            if !has_template && !xero.live_children().any(|one| bills(&one.body, &name)) {
                return Err(format!("{name} is billed nowhere, and nobody is asked"));
            }
        }
        Ok(())
    }

    fn first_day(&self) -> Date {
        Date::from_calendar_date(2026, Month::July, 15).unwrap()
    }
}

/// `PD-42/weekly-302` of `PD-42/weekly-302-303`.
fn first_row_only(reference: &str) -> String {
    let Some((start, revision)) = reference.rsplit_once("-r").or(Some((reference, ""))) else {
        return String::new();
    };
    let kept: Vec<&str> = start.splitn(4, '-').take(3).collect();
    match revision {
        "" => kept.join("-"),
        revision => format!("{}-r{revision}", kept.join("-")),
    }
}
