//! A deal, its documents in Xero, and whoever carries verdicts out; and what must hold after each run.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::deal::{DEAL, Deal, Fate, Line, Place, TENANT, clock, iso, token, total};
use crate::random::Random;
use crate::xero::{Document, Note, Xero, text};

/// A fault that the checks must find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `unknown` is taken for `create`.
    CreatesWhenUnknown,
    /// What exists is forgotten.
    ForgetsWhatExists,
    /// What was written is forgotten, so that edits look like changes of the deal.
    OverwritesEdits,
    /// The credit note is not allocated.
    SkipsTheAllocation,
    /// The reissued document has the token of the first.
    KeepsTheRevision,
    /// PD-420 is taken for PD-42.
    CountsAnotherDeal,
    /// A write goes on while another document is in question.
    WritesInQuestion,
    /// What is paid is voided.
    VoidsWhatIsPaid,
    /// Lines are sent without their ids.
    DropsLineIds,
    /// A repeated delivery has keys of its own.
    ChangesTheKey,
}

pub const FAULTS: [Fault; 10] = [
    Fault::CreatesWhenUnknown,
    Fault::ForgetsWhatExists,
    Fault::OverwritesEdits,
    Fault::SkipsTheAllocation,
    Fault::KeepsTheRevision,
    Fault::CountsAnotherDeal,
    Fault::WritesInQuestion,
    Fault::VoidsWhatIsPaid,
    Fault::DropsLineIds,
    Fault::ChangesTheKey,
];

pub struct World {
    pub deal: Deal,
    pub xero: Xero,
    pub place: Place,
    changes: [&'static str; 3],
    keeps_written: bool,
    written: Vec<Value>,
    fault: Option<Fault>,
    deliveries: usize,
    pub counts: BTreeMap<String, usize>,
    /// When a person took back what was the slot's last live document, while nobody has said what then.
    pub taken: BTreeMap<String, i64>,
    other: String,
}

/// What a run did.
struct Run {
    verdicts: Vec<Value>,
    created: usize,
    is_whole: bool,
}

impl World {
    pub fn new(random: &mut Random, fault: Option<Fault>) -> Self {
        let pick = |random: &mut Random, words: [&'static str; 2]| words[usize::from(random.one_in(3))];
        let mut world = Self {
            deal: Deal { fate: Fate::Won, products: Vec::new(), slots: 1, due: 1, won_at: 0 },
            xero: Xero { minute: 1440, closed: -1, ..Xero::default() },
            place: if random.one_in(3) { Place::Number } else { Place::Reference },
            changes: [
                pick(random, ["update", "ask"]),
                pick(random, ["credit-and-reissue", "ask"]),
                pick(random, ["undo", "ask"]),
            ],
            keeps_written: !random.one_in(4),
            written: Vec::new(),
            fault,
            deliveries: 0,
            counts: BTreeMap::new(),
            taken: BTreeMap::new(),
            other: String::new(),
        };
        world.deal.won_at = world.xero.minute;
        for _ in 0..=random.below(3) {
            world.deal.products.push(any_line(random));
        }
        // The same customer, the same amount, another deal.
        let lines = world.deal.products.clone();
        world.other = world.by_hand("PD-420", lines, Place::Reference);
        world
    }

    /// A document that a person makes.
    pub fn by_hand(&mut self, token: &str, lines: Vec<Line>, place: Place) -> String {
        let id = self.xero.new_id();
        let day = self.xero.today();
        let lines = lines.into_iter().map(|line| (self.xero.new_id(), line)).collect();
        let (number, reference) = match place {
            Place::Number => (token.to_owned(), String::new()),
            Place::Reference => (
                format!("HAND-{id}"),
                if token.is_empty() { String::new() } else { format!("PO 7 | {token}") },
            ),
        };
        self.xero.documents.push(Document {
            id: id.clone(),
            number,
            reference,
            status: "DRAFT",
            day,
            due_day: day + 14,
            lines,
            paid: 0,
            credits: Vec::new(),
            sent: false,
            updated: self.xero.minute,
            changes: 0,
            edited: false,
            by_person: true,
        });
        id
    }

    fn input(&self, random: &mut Random, is_looked_up: bool) -> Value {
        let mut existing = self.xero.answer(random);
        match self.fault {
            Some(Fault::ForgetsWhatExists) => existing = json!({ "Invoices": [], "CreditNotes": [] }),
            Some(Fault::CountsAnotherDeal) => {
                existing = serde_json::from_str(&existing.to_string().replace("PD-420", "PD-42")).unwrap();
            }
            _ => {}
        }
        let [draft, issued, lost] = self.changes;
        let mut input = json!({
            "plan": self.deal.plan(self.xero.today(), self.place),
            "deal": self.deal.answer(),
            "config": {
                "version": 1, "source": { "company": "acme" },
                "token": { "in": if self.place == Place::Number { "InvoiceNumber" } else { "Reference" } },
                "entities": { "uk": { "tenantId": TENANT, "changes": { "draft": draft, "issued": issued, "lost": lost } } },
            },
            "snapshot": {
                "tenantId": TENANT,
                "organisation": { "Organisations": [{ "BaseCurrency": "GBP", "PeriodLockDate": (self.xero.closed >= 0).then(|| iso(self.xero.closed)) }] },
                "taxRates": { "TaxRates": [{ "TaxType": "OUTPUT2", "EffectiveRate": 20, "Status": "ACTIVE", "CanApplyToRevenue": true }] },
                "accounts": { "Accounts": [{ "AccountID": DEAL, "Code": "200", "Status": "ACTIVE", "Class": "REVENUE", "Type": "REVENUE" }] },
            },
            "localDates": { "today": iso(self.xero.today()) }, "now": clock(self.xero.minute),
        });
        if is_looked_up {
            input["existing"] = existing;
        }
        if self.keeps_written && self.fault != Some(Fault::OverwritesEdits) {
            input["written"] = json!(self.written);
        }
        input
    }

    /// A delivery: look up, decide, write. Now and then the look-up is missing, the delivery comes twice, or
    /// the work stops in the middle.
    pub fn deliver(&mut self, random: &mut Random) -> Result<(), String> {
        let is_looked_up = !random.one_in(12);
        let verdicts = self.decide(random, is_looked_up)?;
        let again = if random.one_in(6) { Some(self.decide(random, is_looked_up)?) } else { None };
        let stops = if random.one_in(10) { Some(random.below(3)) } else { None };
        let run = self.carry_out(verdicts, stops)?;
        self.check(&run, is_looked_up)?;
        if let Some(verdicts) = again.filter(|_| stops.is_none()) {
            // Both looked before either wrote. What Xero refuses changes nothing.
            let before = self.live();
            if let Err(error) = self.carry_out(verdicts, None)
                && !error.starts_with("Xero refused")
            {
                return Err(error);
            }
            let after = self.live();
            if before != after {
                return Err(format!("a repeated delivery changed {before:?} to {after:?}"));
            }
        }
        Ok(())
    }

    pub fn decide(&mut self, random: &mut Random, is_looked_up: bool) -> Result<Vec<Value>, String> {
        let input = self.input(random, is_looked_up);
        let answer =
            wonvoice::call_json("decideVerdict", &input.to_string()).map_err(|error| error.to_string())?;
        let mut verdicts: Vec<Value> = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
        for verdict in &verdicts {
            *self.counts.entry(text(verdict, "action")).or_default() += 1;
        }
        self.deliveries += 1;
        if self.fault.is_none() && self.deliveries.is_multiple_of(4) {
            let is_open = agrees_with_the_status(&verdicts, &input)?;
            *self.counts.entry("(status of what is open)".to_owned()).or_default() += usize::from(is_open);
        }
        for verdict in &mut verdicts {
            self.spoil(verdict, &input);
        }
        Ok(verdicts)
    }

    /// Applies the seeded fault to a verdict.
    fn spoil(&self, verdict: &mut Value, input: &Value) {
        let says = |code: &str| {
            verdict["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == code)
        };
        let planned = || {
            let documents = input["plan"]["documents"].as_array().unwrap();
            documents.iter().find(|one| one["slot"] == verdict["slot"]).map(|one| one["body"].clone())
        };
        let action = text(verdict, "action");
        let created = |body: Value| {
            [
                ("action", json!("create")),
                ("body", body),
                ("requestKey", json!(format!("fault-{}", self.deliveries))),
            ]
        };
        let changes: Vec<(&str, Value)> = match self.fault {
            Some(Fault::CreatesWhenUnknown) if action == "unknown" => {
                planned().map(created).into_iter().flatten().collect()
            }
            Some(Fault::WritesInQuestion) if says("HANDOFF_IN_QUESTION") => {
                planned().map(created).into_iter().flatten().collect()
            }
            Some(Fault::VoidsWhatIsPaid) if says("HANDOFF_PAID") => {
                let body = json!({ "InvoiceID": verdict["documents"][0]["id"], "Status": "VOIDED" });
                vec![("action", json!("void")), ("body", body), ("requestKey", json!("fault"))]
            }
            Some(Fault::SkipsTheAllocation) if verdict.get("creditNote").is_some() => {
                let mut note = verdict["creditNote"].clone();
                note["allocation"] = Value::Null;
                vec![("creditNote", note)]
            }
            Some(Fault::KeepsTheRevision) if action == "credit-and-reissue" => {
                planned().map(|body| ("body", body)).into_iter().collect()
            }
            Some(Fault::DropsLineIds) if action == "update-draft" => {
                let mut body = verdict["body"].clone();
                for line in body["LineItems"].as_array_mut().unwrap() {
                    line.as_object_mut().unwrap().remove("LineItemID");
                }
                vec![("body", body)]
            }
            Some(Fault::ChangesTheKey) if verdict.get("requestKey").is_some() => {
                vec![("requestKey", json!(format!("fault-{}", self.deliveries)))]
            }
            _ => Vec::new(),
        };
        for (name, value) in changes {
            verdict[name] = value;
        }
    }

    /// Writes what the verdicts say, in their order, or stops after some writes.
    fn carry_out(&mut self, verdicts: Vec<Value>, stops: Option<usize>) -> Result<Run, String> {
        let mut left = stops.unwrap_or(usize::MAX);
        let mut run = Run { verdicts, created: 0, is_whole: true };
        let before: Vec<Document> = self.xero.documents.clone();
        for verdict in run.verdicts.clone() {
            let mut may_write = || {
                let may = left > 0;
                left = left.saturating_sub(1);
                may
            };
            let (body, key) = (&verdict["body"], text(&verdict, "requestKey"));
            let action = text(&verdict, "action");
            let target = verdict["documents"]
                .as_array()
                .and_then(|list| list.iter().find(|one| one["isLive"] == true));
            let target = target.map(|one| text(one, "id")).unwrap_or_default();
            let is_touched = !matches!(
                action.as_str(),
                "create" | "scheduled" | "already-there" | "ask" | "refuse" | "unknown"
            );
            if is_touched && !may_write() {
                run.is_whole = false;
                break;
            }
            if is_touched {
                self.check_target(&before, &target, &action)?;
            }
            let refused = |error: String| format!("Xero refused {action}: {error} ({verdict})");
            match action.as_str() {
                "update-draft" => {
                    let lines = self.xero.find(&target)?.lines.clone();
                    self.xero.post_invoice(body, &key).map_err(refused)?;
                    let now = &self.xero.find(&target)?.lines;
                    // Lines that stay the same stay the same lines.
                    if let Some((id, line)) = lines.iter().find(|one| {
                        now.iter().any(|(_, line)| *line == one.1) && !now.iter().any(|(id, _)| *id == one.0)
                    }) {
                        return Err(format!("line {id} was made anew though it stays {line:?}"));
                    }
                    self.remember(&verdict, &target);
                }
                "delete-draft" | "void" => {
                    self.xero.post_invoice(body, &key).map_err(refused)?;
                    self.remember(&verdict, &target);
                }
                "credit" | "credit-and-reissue" => {
                    let note = &verdict["creditNote"];
                    let id = match note.get("creditNoteId") {
                        Some(id) => id.as_str().unwrap_or_default().to_owned(),
                        None => {
                            self.xero.put_note(&note["body"], &text(note, "requestKey")).map_err(refused)?
                        }
                    };
                    if left == 0 {
                        run.is_whole = false;
                        break;
                    }
                    if !note["allocation"].is_null() {
                        self.xero
                            .allocate(&id, &note["allocation"], &text(note, "allocationKey"))
                            .map_err(refused)?;
                    }
                    left = left.saturating_sub(1);
                }
                _ => {}
            }
            if matches!(action.as_str(), "create" | "credit-and-reissue") {
                if left == 0 {
                    run.is_whole = false;
                    break;
                }
                left = left.saturating_sub(1);
                let many = self.xero.documents.len();
                let id = self.xero.put_invoice(body, &key).map_err(refused)?;
                run.created += self.xero.documents.len() - many;
                // The answer may get lost on the way.
                if left > 0 {
                    self.remember(&verdict, &id);
                }
            }
        }
        Ok(run)
    }

    fn remember(&mut self, verdict: &Value, id: &str) {
        self.written.retain(|one| one["id"] != id);
        self.written.push(json!({ "id": id, "token": verdict["token"], "body": verdict["body"] }));
    }

    /// Nobody's edit is overwritten, nothing that is paid is touched.
    fn check_target(&self, before: &[Document], target: &str, action: &str) -> Result<(), String> {
        let Some(document) = before.iter().find(|document| document.id == target) else {
            return Err(format!("{action} of an unknown document `{target}`"));
        };
        if document.paid > 0 {
            return Err(format!("{action} of a document that is paid"));
        }
        let is_known = self.keeps_written && self.written.iter().any(|one| one["id"] == target);
        if document.is_live()
            && document.edited
            && is_known
            && matches!(action, "update-draft" | "delete-draft")
        {
            return Err(format!("{action} of a document that a person edited"));
        }
        match document.names() {
            Some(_) => Ok(()),
            None => Err(format!("{action} of a document that is not the deal's")),
        }
    }

    /// Notes what people took back since `before`, and what they put back.
    pub fn note_taken(&mut self, before: &[String]) {
        let live: Vec<String> = self.live().into_iter().map(|one| one.0).collect();
        self.taken.retain(|slot, _| !live.contains(slot));
        for slot in before.iter().filter(|slot| !live.contains(slot)) {
            self.taken.insert(slot.clone(), self.xero.minute);
        }
    }

    /// The deal's live documents: slot, token's revision, lines in order.
    pub fn live(&self) -> Vec<(String, u32, Vec<Line>)> {
        let live = self.xero.documents.iter().filter(|document| document.is_live());
        let mut found: Vec<_> = live
            .filter_map(|document| {
                let (slot, revision) = document.names()?;
                let mut lines = document.only_lines();
                lines.sort();
                Some((slot, revision, lines))
            })
            .collect();
        found.sort();
        found
    }

    /// What must hold after every run.
    fn check(&self, run: &Run, is_looked_up: bool) -> Result<(), String> {
        let mut tokens: Vec<String> = Vec::new();
        for document in self.xero.documents.iter().filter(|document| !document.by_person) {
            let (slot, revision) = document.names().ok_or("a document of ours without its token")?;
            let name = token(&slot, revision);
            if tokens.contains(&name) {
                return Err(format!("two documents are called {name}"));
            }
            tokens.push(name);
        }
        if !is_looked_up {
            let moved = run.verdicts.iter().any(|verdict| {
                !matches!(text(verdict, "action").as_str(), "unknown" | "refuse" | "scheduled")
            });
            return if moved || run.created > 0 {
                Err("a write without a look-up".to_owned())
            } else {
                Ok(())
            };
        }
        let others = self.xero.documents.iter().find(|document| document.id == self.other);
        if others.is_none_or(|document| !document.is_live()) {
            return Err("the document of another deal was touched".to_owned());
        }
        if !run.is_whole {
            return Ok(());
        }
        // What is not due yet is asked about on its day.
        let is_later =
            |slot: &String| self.deal.slot_names().iter().skip(self.deal.due).any(|one| one == slot);
        let is_asked = |slot: &String, minute: &i64| {
            self.deal.fate == Fate::Won && self.deal.won_at <= *minute && !is_later(slot)
        };
        if run.created > 0
            && let Some((slot, _)) = self.taken.iter().find(|(slot, minute)| is_asked(slot, minute))
        {
            return Err(format!(
                "billed again although a person took slot {slot} back: {}",
                json!(run.verdicts)
            ));
        }
        let live = self.live();
        let planned = |slot: &str| (self.deal.fate == Fate::Won).then(|| self.deal.lines_of(slot)).flatten();
        let is_wrong = |(slot, _, lines): &(String, u32, Vec<Line>)| {
            planned(slot).is_none_or(|planned| total(&planned) != total(lines))
        };
        if run.created > 0 && live.iter().any(is_wrong) {
            return Err(format!("something was created beside documents of other money: {live:?}"));
        }
        if run.verdicts.iter().any(|verdict| verdict["action"] == "ask") {
            return Ok(());
        }
        self.check_exactly().map_err(|error| format!("{error}; {}", json!(run.verdicts)))
    }

    /// Exactly the right documents are live.
    pub fn check_exactly(&self) -> Result<(), String> {
        let live = self.live();
        for (slot, mut lines) in self.deal.wanted() {
            lines.sort();
            let of_slot: Vec<_> = live.iter().filter(|one| one.0 == slot).collect();
            match of_slot.as_slice() {
                [one] if one.2 == lines => {}
                found => return Err(format!("slot {slot} should say {lines:?}, and there is {found:?}")),
            }
        }
        let stays = |slot: &str| self.deal.fate == Fate::Won && self.deal.lines_of(slot).is_some();
        match live.iter().find(|one| !stays(&one.0)) {
            Some(one) => Err(format!("{one:?} stands and should not")),
            None => Ok(()),
        }
    }

    /// A person settles every question by hand, as the remedies say, until none is left.
    pub fn settle(&mut self, random: &mut Random) -> Result<(), String> {
        if self.deal.fate == Fate::Open {
            self.xero.minute += 2;
            (self.deal.fate, self.deal.won_at) = (Fate::Won, self.xero.minute);
        }
        for _ in 0..8 {
            self.xero.minute += 10;
            let verdicts = self.decide(random, true)?;
            let run = self.carry_out(verdicts, None)?;
            self.check(&run, true)?;
            let questions: Vec<&Value> =
                run.verdicts.iter().filter(|verdict| verdict["action"] == "ask").collect();
            if questions.is_empty() {
                self.check_exactly()?;
                let before = self.live();
                let verdicts = self.decide(random, true)?;
                let again = self.carry_out(verdicts, None)?;
                let is_still = again.verdicts.iter().all(|verdict| {
                    matches!(text(verdict, "action").as_str(), "already-there" | "scheduled" | "refuse")
                });
                return if is_still && before == self.live() {
                    Ok(())
                } else {
                    Err("what is settled moves again".to_owned())
                };
            }
            for question in questions {
                self.answer_by_hand(question);
            }
        }
        Err("the questions have no end".to_owned())
    }

    fn answer_by_hand(&mut self, question: &Value) {
        // It is settled when the one it waits for is.
        if question["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|finding| finding["code"] == "HANDOFF_IN_QUESTION")
        {
            return;
        }
        let ids: Vec<String> =
            question["documents"].as_array().unwrap().iter().map(|one| text(one, "id")).collect();
        let mut any = false;
        for id in ids {
            let note = self.xero.new_id();
            let minute = self.xero.minute;
            let Ok(document) = self.xero.find(&id) else { continue };
            if !document.is_live() {
                continue;
            }
            any = true;
            document.updated = minute;
            if matches!(document.status, "DRAFT" | "SUBMITTED") {
                document.status = "DELETED";
                continue;
            }
            document.paid = 0;
            let rest = document.total() - document.credited();
            document.credits.push((note.clone(), rest));
            document.status = "PAID";
            self.xero.notes.push(Note {
                id: note,
                reference: "by hand".into(),
                total: rest,
                allocated: vec![(id, rest)],
            });
        }
        // Notes that nobody allocated are taken back.
        self.xero.notes.retain(|note| !note.allocated.is_empty());
        let slot = text(question, "slot");
        let wanted = self.deal.wanted().into_iter().find(|(name, _)| *name == slot);
        if let (false, Some((_, lines))) = (any, wanted) {
            self.taken.clear();
            self.by_hand(&text(question, "token"), lines, self.place);
        }
    }
}

/// What a verdict would still make of a won deal is not told as settled or dead. Whether there was any such.
fn agrees_with_the_status(verdicts: &[Value], input: &Value) -> Result<bool, String> {
    let mut of_deal = input.clone();
    // A verdict leaves another deal's documents alone, a status refuses them.
    for list in of_deal["existing"].as_object_mut().into_iter().flatten() {
        list.1.as_array_mut().unwrap().retain(|one| !one.to_string().contains("PD-420"));
    }
    let answer =
        wonvoice::call_json("paymentStatus", &of_deal.to_string()).map_err(|error| error.to_string())?;
    let status: Value = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
    let is_open = |verdict: &&Value| {
        let has_live = verdict["documents"].as_array().into_iter().flatten().any(|one| one["isLive"] == true);
        let is_planned = input["plan"].to_string().contains(&format!("\"slot\":{}", verdict["slot"]));
        match text(verdict, "action").as_str() {
            "create" | "scheduled" => true,
            "ask" => !has_live && is_planned,
            _ => false,
        }
    };
    let is_over = ["paid", "credited", "voided", "deleted"].contains(&text(&status, "status").as_str());
    match verdicts.iter().find(is_open) {
        Some(open) if status["ok"] == true && is_over => {
            Err(format!("the status is {}, and the verdict {open}", status["text"]))
        }
        found => Ok(found.is_some() && status["ok"] == true),
    }
}

pub fn any_line(random: &mut Random) -> Line {
    Line {
        text: format!("{} {}", random.pick(&["Design", "Build", "Training", "Support"]), random.below(3)),
        quantity: 1 + random.below(4) as i64,
        cents: 500 + random.below(20_000) as i64,
        percent: *random.pick(&[0, 0, 10, 25]),
    }
}
