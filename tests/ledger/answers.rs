//! What a person does about repeating invoices that verdicts ask about, as the remedies of their findings say.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::Duration;

use crate::random::Random;
use crate::repeating::names;
use crate::templates::{Row, World};
use crate::xero::text;

impl World {
    /// A person does what the remedies say, a day after the other, until nothing is asked.
    pub fn settle(
        &mut self,
        random: &mut Random,
        counts: &mut BTreeMap<String, usize>,
    ) -> Result<(), String> {
        if self.is_lost {
            self.win();
        }
        let mut last = Vec::new();
        for round in 0..12 {
            self.told.push(format!("{} round {round}: {:?}", self.xero.today, self.rows));
            let asked = self.deliver(counts)?;
            let is_refused = asked.is_empty() && self.is_refused();
            if asked.is_empty() && !is_refused {
                return self.deliver(counts).map(|_| ());
            }
            self.xero.today += Duration::days(1);
            if is_refused {
                // Its own finding says which start to correct.
                let today = self.xero.today;
                self.rows.iter_mut().filter(|row| row.start < today).for_each(|row| row.start = today);
            }
            for verdict in &asked {
                *counts.entry("(answered)".to_owned()).or_default() += 1;
                self.answer(verdict, random);
            }
            last = asked;
        }
        let asked: Vec<_> =
            last.iter().filter(|one| !one.to_string().contains("HANDOFF_IN_QUESTION")).collect();
        Err(format!("the questions have no end: {}", json!(asked)))
    }

    fn is_refused(&self) -> bool {
        let plan = wonvoice::call_json("mapDealToInvoice", &self.input().to_string()).unwrap();
        plan.starts_with(r#"{"ok":false"#)
    }

    fn answer(&mut self, verdict: &Value, random: &mut Random) {
        let says = |code: &str| {
            verdict["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == code)
        };
        let documents = verdict["documents"].as_array().unwrap();
        let live = documents.iter().find(|one| one["kind"] == "repeating-invoice" && one["isLive"] == true);
        if let Some(live) = live.filter(|_| !says("SCHEDULE_START_PAST")) {
            if says("HANDOFF_RUNNING") || says("HANDOFF_SLOT_GONE") || says("HANDOFF_UNATTRIBUTED") {
                self.xero.delete_template(&text(live, "id"));
            }
            return;
        }
        if says("HANDOFF_IN_QUESTION") {
            return;
        }
        if verdict["kind"] != "repeating-invoice" {
            self.accept(documents);
            return;
        }
        let slot = text(verdict, "slot");
        let is_its = |row: &&mut Row| slot.split('-').any(|part| part == row.id.to_string());
        let made = |row: &Row| {
            self.xero.live_children().filter(|one| names(&one.body).contains(&row.name())).count() as i64
        };
        if says("HANDOFF_STOPPED") && random.one_in(3) {
            let billed: Vec<i64> = self.rows.iter().map(made).collect();
            let rows = self.rows.iter_mut().zip(billed);
            rows.filter(|(row, _)| is_its(row)).for_each(|(row, billed)| row.cycles = billed.max(1));
            return;
        }
        let start = self.xero.today + Duration::days(1);
        self.rows.iter_mut().filter(is_its).for_each(|row| row.start = row.start.max(start));
        if random.one_in(2) {
            self.win();
        }
        if says("HANDOFF_STOPPED") || says("HANDOFF_REMOVED") {
            self.taken.clear();
            self.since = Some(self.xero.today);
            self.accept(documents);
        }
    }

    /// Passes documents as accepted from now on.
    fn accept(&mut self, documents: &[Value]) {
        let answer = self.xero.answer();
        let lists = ["Invoices", "RepeatingInvoices"];
        let all: Vec<Value> =
            lists.iter().flat_map(|list| answer[list].as_array().unwrap().clone()).collect();
        for one in documents {
            let id = |holder: &Value| {
                holder.get("InvoiceID").or(holder.get("RepeatingInvoiceID")).cloned().unwrap()
            };
            let there = all.iter().find(|found| match one["kind"] == "repeating-invoice" {
                true => found.get("InvoiceID").is_none() && id(found) == one["id"],
                false => id(found) == one["id"],
            });
            self.accepted.extend(there.map(|there| json!({ "id": one["id"], "accepted": there })));
        }
    }
}
