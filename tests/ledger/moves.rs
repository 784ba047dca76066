//! A deal that goes from one entity to another, whole or share by share, and people who take back or make documents in
//! each: at no time does more than one document bill the same, over all entities, and nothing is billed again that a
//! person took back, unless somebody was asked.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::deal::{CONTACT, DEAL, Line, clock, iso, line_body, money, token, total};
use crate::random::Random;
use crate::world::any_line;
use crate::xero::{Document, Note, Xero, text};

const NAMES: [&str; 3] = ["uk", "ie", "nz"];
const EVENTS: usize = 9;

/// A fault that the checks must find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// What is made goes out before what goes.
    CreatesFirst,
    /// What the entities have that bill nothing is not looked up.
    ForgetsTheOthers,
    /// What was voided or deleted there is not.
    ForgetsTheDead,
    /// What people made there is not.
    ForgetsWhatPeopleMade,
}

pub const FAULTS: [Fault; 4] =
    [Fault::CreatesFirst, Fault::ForgetsTheOthers, Fault::ForgetsTheDead, Fault::ForgetsWhatPeopleMade];

/// What an entity should have: its place, the slot, the lines.
type Wanted = (usize, String, Vec<Line>);

struct Group {
    xeros: [Xero; 3],
    /// Each with the entity that bills it where the deal is shared.
    products: Vec<(Line, usize)>,
    home: usize,
    is_shared: bool,
    is_won: bool,
    won_at: i64,
    changes: [&'static str; 3],
    keeps_written: bool,
    /// Whether whoever writes sends all that it gets at once, whatever becomes of each.
    sends_all: bool,
    written: Vec<Value>,
    /// When people took back what stood, while nobody has said what then.
    taken: Vec<i64>,
    /// The entity in which nothing can be taken back.
    locked: Option<usize>,
    fault: Option<Fault>,
}

fn tenant(place: usize) -> String {
    format!("11111111-2222-4333-8444-55555555555{place}")
}

impl Group {
    fn new(random: &mut Random, fault: Option<Fault>) -> Self {
        let pick = |random: &mut Random, words: [&'static str; 2]| words[usize::from(random.one_in(4))];
        let xero = |place: usize| Xero { minute: 1440, closed: -1, ids: place * 100_000, ..Xero::default() };
        let products = (0..=random.below(3)).map(|_| (any_line(random), random.below(3))).collect();
        Self {
            xeros: [xero(0), xero(1), xero(2)],
            products,
            home: random.below(3),
            is_shared: random.one_in(2),
            is_won: true,
            won_at: 1440,
            changes: [
                pick(random, ["update", "ask"]),
                pick(random, ["credit-and-reissue", "ask"]),
                pick(random, ["undo", "ask"]),
            ],
            keeps_written: !random.one_in(4),
            sends_all: random.one_in(2),
            written: Vec::new(),
            taken: Vec::new(),
            locked: None,
            fault,
        }
    }

    fn minute(&self) -> i64 {
        self.xeros[0].minute
    }

    fn pass(&mut self, minutes: i64) {
        self.xeros.iter_mut().for_each(|xero| xero.minute += minutes);
    }

    /// Slots are called after their entity where several bill the deal.
    fn wanted(&self) -> Vec<Wanted> {
        let all = || self.products.iter().map(|(line, _)| line.clone()).collect();
        match (self.is_won, self.is_shared) {
            (false, _) => Vec::new(),
            (true, false) => vec![(self.home, "full".to_owned(), all())],
            (true, true) => (0..NAMES.len())
                .map(|place| {
                    let own = self.products.iter().filter(|(_, of)| *of == place);
                    let slot = format!("{}_full", NAMES[place]);
                    (place, slot, own.map(|(line, _)| line.clone()).collect())
                })
                .filter(|(_, _, lines): &Wanted| !lines.is_empty())
                .collect(),
        }
    }

    fn plan(&self) -> Value {
        if !self.is_won {
            return json!({ "ok": false, "documents": [], "findings": [] });
        }
        let today = self.xeros[0].today();
        let documents = self.wanted().into_iter().map(|(place, slot, lines)| {
            let (name, token) = (NAMES[place], token(&slot, 1));
            let tax: i64 = lines.iter().map(Line::tax).sum();
            json!({
                "entity": name, "tenantId": tenant(place), "slot": slot, "kind": "invoice", "token": token,
                "identity": format!("v1:acme:{DEAL}:2:{name}:{slot}:1"), "revision": 1, "unitDp": 4,
                "body": {
                    "Type": "ACCREC", "Status": "DRAFT", "Contact": { "ContactID": CONTACT },
                    "Date": iso(today), "DueDate": iso(today + 14), "Reference": format!("PO 7 | {token}"),
                    "CurrencyCode": "GBP", "LineAmountTypes": "Exclusive",
                    "LineItems": lines.iter().map(line_body).collect::<Vec<_>>(),
                },
                "totals": { "subTotal": money(total(&lines) - tax), "totalTax": money(tax), "total": money(total(&lines)) },
            })
        });
        let mut plan = json!({ "ok": true, "documents": documents.collect::<Vec<_>>(), "findings": [] });
        if self.is_shared {
            let share =
                |place: usize| json!({ "entity": NAMES[place], "tenantId": tenant(place), "rows": [] });
            plan["shares"] = (0..3).map(share).collect();
        }
        plan
    }

    fn input(&self, random: &mut Random) -> Value {
        let [draft, issued, lost] = self.changes;
        let by_entity = |work: &mut dyn FnMut(usize) -> Value| -> Value {
            (0..3)
                .map(|place| (NAMES[place].to_owned(), work(place)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let bills: Vec<usize> = self.wanted().iter().map(|one| one.0).collect();
        let existing = by_entity(&mut |place| {
            let mut answer = self.xeros[place].answer(random);
            let rows = answer["Invoices"].as_array_mut().unwrap();
            let is_dead = |row: &Value| row["Status"] == "VOIDED" || row["Status"] == "DELETED";
            match self.fault.filter(|_| !bills.contains(&place)) {
                Some(Fault::ForgetsTheOthers) => rows.clear(),
                Some(Fault::ForgetsTheDead) => rows.retain(|row| !is_dead(row)),
                Some(Fault::ForgetsWhatPeopleMade) => rows.retain(|row| row.to_string().contains("PD-42")),
                _ => {}
            }
            answer
        });
        let mut config = json!({
            "version": 1, "source": { "company": "acme" }, "entity": NAMES[self.home],
            "entities": by_entity(&mut |place| json!({ "tenantId": tenant(place), "changes": { "draft": draft, "issued": issued, "lost": lost } })),
        });
        if self.is_shared {
            let of = |name: &str| json!({ "when": { "field": "product.code", "is": "equal", "to": name }, "entity": name });
            config["split"] = NAMES.into_iter().map(of).collect();
        }
        let mut input = json!({
            "plan": self.plan(), "config": config, "existing": existing,
            "deal": { "id": DEAL, "status": if self.is_won { "won" } else { "lost" }, "won_time": self.is_won.then(|| clock(self.won_at)), "currency": "GBP" },
            "contact": by_entity(&mut |_| json!(CONTACT)),
            "snapshots": by_entity(&mut |place| json!({
                "tenantId": tenant(place), "organisation": { "BaseCurrency": "GBP" },
                "taxRates": [{ "TaxType": "OUTPUT2", "EffectiveRate": 20, "Status": "ACTIVE", "CanApplyToRevenue": true }],
                "accounts": [{ "AccountID": DEAL, "Code": "200", "Status": "ACTIVE", "Class": "REVENUE", "Type": "REVENUE" }],
            })),
            "localDates": { "today": iso(self.xeros[0].today()) }, "now": clock(self.minute()),
        });
        if self.keeps_written {
            input["written"] = json!(self.written);
        }
        input
    }

    /// Looks up, decides and writes once; what was asked.
    fn deliver(
        &mut self,
        random: &mut Random,
        counts: &mut BTreeMap<String, usize>,
    ) -> Result<Vec<Value>, String> {
        let call = |operation: &str, input: &Value| -> Result<Value, String> {
            let answer =
                wonvoice::call_json(operation, &input.to_string()).map_err(|error| error.to_string())?;
            serde_json::from_str(&answer).map_err(|error| error.to_string())
        };
        let input = self.input(random);
        let verdicts = call("decideVerdict", &input)?;
        let all = verdicts.as_array().unwrap();
        all.iter().for_each(|one| *counts.entry(text(one, "action")).or_default() += 1);
        let made = call("writes", &json!({ "verdicts": verdicts, "config": input["config"] }))?;
        if made["ok"] != true {
            return Err(format!("no writes: {made}"));
        }
        let mut requests = made["requests"].as_array().unwrap().clone();
        if self.fault == Some(Fault::CreatesFirst) {
            requests.sort_by_key(|one| takes(&text(one, "id")));
        }
        let mut notes: BTreeMap<String, String> = BTreeMap::new();
        for (index, request) in requests.iter().enumerate() {
            let id = text(request, "id");
            // A host that sends all at once gets only what waits for nothing.
            let waits = |other: &Value| !takes(&id) && takes(&text(other, "id"));
            let is_late = request.get("fill").is_some() || requests[..index].iter().any(waits);
            if self.sends_all && is_late && self.fault != Some(Fault::CreatesFirst) {
                break;
            }
            let done = self.send(request, &mut notes, all);
            *counts.entry(if done.is_ok() { "(written)" } else { "(refused)" }.to_owned()).or_default() += 1;
            match done {
                Err(error) if self.sends_all || error.contains("locked") => {
                    if !self.sends_all {
                        break;
                    }
                }
                Err(error) => return Err(format!("Xero refused {id}: {error}")),
                Ok(()) => {}
            }
            if id.starts_with("create-") {
                let is_reissue =
                    |one: &Value| one["action"] == "credit-and-reissue" && one["body"] == request["body"];
                self.check_once(all.iter().any(is_reissue))
                    .map_err(|error| format!("after {id}: {error}; {verdicts}"))?;
            }
        }
        Ok(all.iter().filter(|one| one["action"] == "ask").cloned().collect())
    }

    fn send(
        &mut self,
        request: &Value,
        notes: &mut BTreeMap<String, String>,
        verdicts: &[Value],
    ) -> Result<(), String> {
        let (id, url) = (text(request, "id"), text(request, "url"));
        let of = text(&request["headers"], "xero-tenant-id");
        let place = (0..3).find(|place| tenant(*place) == of).ok_or("no such organisation")?;
        if takes(&id) && self.locked == Some(place) {
            return Err("the period is locked".to_owned());
        }
        let (key, body) = (text(&request["headers"], "Idempotency-Key"), &request["body"]);
        let path = url.strip_prefix("https://api.xero.com/api.xro/2.0/").ok_or("another address")?;
        let path = path.split('?').next().unwrap();
        let xero = &mut self.xeros[place];
        let made = match (text(request, "method").as_str(), path) {
            ("PUT", "Invoices") => xero.put_invoice(body, &key)?,
            ("PUT", "CreditNotes") => {
                let note = xero.put_note(body, &key)?;
                notes.insert(id, note);
                return Ok(());
            }
            ("PUT", path) => {
                let note = path.split('/').nth(1).ok_or("no note")?;
                let filled = request.get("fill").map(|fill| text(fill, "of"));
                let note = filled.and_then(|of| notes.get(&of).cloned()).unwrap_or(note.to_owned());
                return xero.allocate(&note, &body["Allocations"][0], &key);
            }
            (_, path) => {
                xero.post_invoice(body, &key)?;
                path.split('/').nth(1).ok_or("no invoice")?.to_owned()
            }
        };
        let verb = id.split('-').next().unwrap();
        let is_its = |one: &&Value| {
            one["tenantId"] == of.as_str()
                && id.starts_with(&format!("{verb}-{}", text(one, "slot")))
                && one["body"] == *body
        };
        if let Some(verdict) = verdicts.iter().find(is_its) {
            self.written.retain(|one| one["id"] != made.as_str());
            self.written.push(json!({ "id": made, "token": verdict["token"], "body": body }));
        }
        Ok(())
    }

    /// The live documents that bill the deal: where, the slot, by whom.
    fn live(&self) -> Vec<(usize, Option<String>, &Document)> {
        let all = self.xeros.iter().enumerate();
        all.flat_map(|(place, xero)| {
            let live = xero.documents.iter().filter(|one| one.is_live());
            live.map(move |one| (place, one.names().map(|(slot, _)| slot), one))
        })
        .collect()
    }

    /// What must hold whenever something was created; what is only reissued stood beside whatever people made.
    fn check_once(&self, is_reissue: bool) -> Result<(), String> {
        let wanted = self.wanted();
        let mut seen = Vec::new();
        for (place, slot, document) in self.live() {
            let Some(slot) = slot else {
                if is_reissue {
                    continue;
                }
                return Err(format!("a person's `{}` bills the deal in {}", document.number, NAMES[place]));
            };
            if wanted.iter().all(|one| one.0 != place || one.1 != slot) {
                return Err(format!(
                    "`{}` bills slot {slot} in {}, and so does another",
                    document.number, NAMES[place]
                ));
            }
            if seen.contains(&(place, slot.clone())) {
                return Err(format!("slot {slot} has two documents in {}", NAMES[place]));
            }
            seen.push((place, slot));
        }
        match self.taken.iter().find(|minute| **minute >= self.won_at) {
            Some(minute) => Err(format!("billed again what a person took back in minute {minute}")),
            None => Ok(()),
        }
    }

    fn happen(&mut self, random: &mut Random) -> &'static str {
        self.pass(*random.pick(&[1, 5, 30, 1440]));
        let index = random.below(self.products.len());
        match random.below(14) {
            0 => {
                self.products[index].0.cents += 100;
                "edited in Pipedrive"
            }
            1 | 2 => {
                self.home = random.below(3);
                "moved to another entity"
            }
            3 | 4 => {
                self.products[index].1 = random.below(3);
                "a product moved to another entity"
            }
            5 => {
                self.is_shared = !self.is_shared;
                "shared, or no more"
            }
            6 => {
                self.is_won = !self.is_won;
                if self.is_won {
                    self.won_at = self.minute();
                }
                "lost, or won again"
            }
            7 => {
                self.locked = if self.locked.is_some() { None } else { Some(random.below(3)) };
                "a period was locked, or unlocked"
            }
            8 => {
                let (place, lines) =
                    (random.below(3), self.products.iter().map(|one| one.0.clone()).collect());
                self.by_hand(place, lines);
                "made by hand"
            }
            9 | 10 => self.on_some(random, &["DRAFT"], |one| one.status = "AUTHORISED", "approved"),
            11 => self.on_some(random, &["AUTHORISED"], |one| one.sent = true, "sent"),
            _ => {
                let minute = self.minute();
                let before = self.live().len();
                let told = self.on_some(
                    random,
                    &["DRAFT", "AUTHORISED"],
                    |one| match one.status {
                        "DRAFT" => one.status = "DELETED",
                        _ if one.credits.is_empty() => one.status = "VOIDED",
                        _ => {}
                    },
                    "taken back",
                );
                if self.live().len() < before {
                    self.taken.push(minute);
                }
                told
            }
        }
    }

    fn by_hand(&mut self, place: usize, lines: Vec<Line>) {
        let xero = &mut self.xeros[place];
        let (id, day) = (xero.new_id(), xero.today());
        let lines = lines.into_iter().map(|line| (xero.new_id(), line)).collect();
        xero.documents.push(Document {
            number: format!("HAND-{id}"),
            reference: format!("see acme.pipedrive.com/deal/{DEAL}"),
            id,
            status: "DRAFT",
            day,
            due_day: day + 14,
            lines,
            paid: 0,
            credits: Vec::new(),
            sent: false,
            updated: xero.minute,
            changes: 0,
            edited: false,
            by_person: true,
        });
    }

    /// A person does something with one of the deal's documents, wherever it is.
    fn on_some(
        &mut self,
        random: &mut Random,
        statuses: &[&str],
        work: impl FnOnce(&mut Document),
        told: &'static str,
    ) -> &'static str {
        let minute = self.minute();
        let all = self.xeros.iter_mut().flat_map(|xero| &mut xero.documents);
        let mut fitting: Vec<_> = all
            .filter(|one| one.names().is_some() && one.is_live() && statuses.contains(&one.status))
            .collect();
        if fitting.is_empty() {
            return "nothing";
        }
        let index = random.below(fitting.len());
        let one = fitting.swap_remove(index);
        one.updated = minute;
        one.changes += 1;
        work(one);
        told
    }

    /// A person does what the questions ask for, and wins the deal again, until none is left; then all is right.
    fn settle(&mut self, random: &mut Random, counts: &mut BTreeMap<String, usize>) -> Result<(), String> {
        self.locked = None;
        let mut last = Vec::new();
        for _ in 0..12 {
            self.pass(10);
            let asked = self.deliver(random, counts)?;
            if asked.is_empty() && self.is_right() {
                return Ok(());
            }
            for question in &asked {
                for one in question["documents"].as_array().unwrap() {
                    self.take_back_by_hand(&text(one, "id"));
                }
            }
            self.pass(10);
            (self.is_won, self.won_at) = (true, self.minute());
            self.taken.clear();
            last = asked;
        }
        Err(format!(
            "the questions have no end: {}, wanted {:?}, live {:?}",
            json!(last),
            self.wanted(),
            self.live()
        ))
    }

    fn take_back_by_hand(&mut self, id: &str) {
        for xero in &mut self.xeros {
            let (note, minute) = (xero.new_id(), xero.minute);
            let Ok(one) = xero.find(id) else { continue };
            if !one.is_live() {
                continue;
            }
            one.updated = minute;
            if one.status == "DRAFT" {
                one.status = "DELETED";
                continue;
            }
            let rest = one.total() - one.credited();
            one.credits.push((note.clone(), rest));
            one.status = "PAID";
            let allocated = vec![(id.to_owned(), rest)];
            xero.notes.push(Note { id: note, reference: "by hand".into(), total: rest, allocated });
            xero.notes.retain(|note| !note.allocated.is_empty());
        }
    }

    /// Whether exactly the right documents are live.
    fn is_right(&self) -> bool {
        let sorted = |mut lines: Vec<Line>| {
            lines.sort();
            lines
        };
        let mut wanted: Vec<_> = (self.wanted().into_iter())
            .map(|(place, slot, lines)| (place, Some(slot), sorted(lines)))
            .collect();
        // What a person makes beside what is there is theirs.
        let live = self.live().into_iter().filter(|(_, slot, _)| slot.is_some());
        let mut live: Vec<_> =
            live.map(|(place, slot, one)| (place, slot, sorted(one.only_lines()))).collect();
        wanted.sort();
        live.sort();
        wanted == live
    }
}

fn takes(id: &str) -> bool {
    ["delete-", "void-", "credit-", "allocate-"].iter().any(|verb| id.starts_with(verb))
}

/// One life of a deal in three entities.
pub fn live(seed: u64, fault: Option<Fault>, counts: &mut BTreeMap<String, usize>) -> Result<(), String> {
    let mut random = Random::new(seed);
    let mut group = Group::new(&mut random, fault);
    let mut told = Vec::new();
    let outcome = (|| {
        group.deliver(&mut random, counts)?;
        for _ in 0..EVENTS {
            let event = group.happen(&mut random);
            *counts.entry(format!("({event})")).or_default() += 1;
            told.push(event);
            group.deliver(&mut random, counts)?;
        }
        group.settle(&mut random, counts)
    })();
    outcome.map_err(|error: String| format!("seed {seed}, after {told:?}: {error}"))
}
