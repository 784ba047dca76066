//! Two handoffs of one deal at once, in every order in which their requests of Xero can come: what the outcomes
//! promise holds.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cases::{fixtures, load};
use crate::scripts::{call, instant};
use crate::world::{Random, World};

/// A run with the answers that it has not gone on with yet.
#[derive(Debug, Clone)]
struct Run {
    step: Value,
    answers: Vec<Value>,
    /// How many of its requests are answered before it goes on.
    answered: usize,
    /// Its n-th request of Xero is carried out, and the answer is lost.
    loses: Option<usize>,
    asked: usize,
}

impl Run {
    fn start(input: &Value, world: &mut World, loses: Option<usize>) -> Self {
        let mut input = input.clone();
        input["now"] = json!(instant(world.now));
        let step = call("handoffStart", &input);
        let mut run = Self { step, answers: Vec::new(), answered: 0, loses, asked: 0 };
        run.settle(world);
        run
    }

    fn outcome(&self) -> Option<&Value> {
        self.step.get("outcome")
    }

    /// Makes every request that says nothing of the other run, until one of Xero's documents or contacts is next.
    fn settle(&mut self, world: &mut World) {
        while self.outcome().is_none() {
            if let Some(request) = self.step["requests"].as_array().unwrap().get(self.answered) {
                let url = request["url"].as_str().unwrap();
                if url.contains("/Invoices") || url.contains("/Contacts") {
                    return;
                }
                self.answer(world);
                continue;
            }
            if self.step.get("dates").is_some() {
                let dates = json!({ "today": "2026-07-15", "won": "2026-07-14" });
                self.answers.push(json!({ "id": "local-dates", "body": dates }));
            }
            if let Some(until) = self.step.get("notBefore") {
                world.now = world.now.max(crate::scripts::seconds(until.as_str().unwrap()));
            }
            // Time stands still unless it is waited for: then different orders of mere reading come to the same.
            let answers = core::mem::take(&mut self.answers);
            let input =
                json!({ "state": self.step["state"], "responses": answers, "now": instant(world.now) });
            self.step = call("handoffStep", &input);
            self.answered = 0;
        }
    }

    /// Has its next request answered.
    fn answer(&mut self, world: &mut World) {
        let request = self.step["requests"][self.answered].clone();
        self.answered += 1;
        let mut answer = world.answer(&request, &mut Random::new(1)).unwrap();
        if request["api"] == "xero" {
            self.asked += 1;
            if self.loses == Some(self.asked) {
                answer = json!({ "error": "ECONNRESET" });
            }
        }
        answer["id"] = request["id"].clone();
        self.answers.push(answer);
    }
}

/// Every order from here on, each place that several lead to once; how many there were.
fn every(
    world: &World,
    runs: &[Run; 2],
    known: &mut BTreeMap<String, u64>,
    check: &dyn Fn(&World, &[Run; 2]),
) -> u64 {
    let here = format!("{world:?} {runs:?}");
    if let Some(orders) = known.get(&here) {
        return *orders;
    }
    let mut orders = 0;
    for place in 0..2 {
        if runs[place].outcome().is_some() {
            continue;
        }
        let (mut world, mut next) = (world.clone(), runs.clone());
        next[place].answer(&mut world);
        next[place].settle(&mut world);
        assert!(world.live() <= 1 && world.contacts() <= 1 && world.emails.len() <= 1);
        orders += every(&world, &next, known, check);
    }
    if runs.iter().all(|run| run.outcome().is_some()) {
        check(world, runs);
        orders = 1;
    }
    known.insert(here, orders);
    orders
}

#[test]
fn in_every_order_two_runs_keep_what_they_promise() {
    let script = load(&fixtures().join("base/handoff.json"));
    let mut all = 0;
    // (the token is the number, the contact is created, it is e-mailed, of the second run the request whose answer
    // is lost)
    for (is_numbered, creates, is_emailed, loses) in [
        (false, false, false, None),
        (true, false, false, None),
        (false, true, false, None),
        (false, false, true, None),
        (false, false, false, Some(4)),
        (true, false, true, Some(4)),
        (false, false, true, Some(5)),
        (false, true, false, Some(2)),
    ] {
        let mut first = script["input"].clone();
        let entity = &mut first["config"]["entities"]["uk"];
        // Given, so that no request but those that the two runs meet in is counted.
        if creates {
            entity["contact"]["create"] = json!("always");
        }
        if is_emailed {
            entity["document"]["status"] = json!("AUTHORISED");
            entity["document"]["deliver"] = json!("email");
        }
        if is_numbered {
            first["config"]["token"]["in"] = json!("InvoiceNumber");
        }
        let mut second = first.clone();
        if is_numbered {
            // Even of a deal that was changed between them: Xero refuses the number.
            second["config"]["entities"]["uk"]["document"]["reference"] = json!("other");
        }
        let mut world = World::new(&script, !creates);
        let offset = count_of_settings(&first, &world);
        let runs = [
            Run::start(&first, &mut world, None),
            Run::start(&second, &mut world, loses.map(|loses| loses + offset)),
        ];
        let promised = if is_numbered { "exactly-once" } else { "once-per-process" };
        let orders = every(&world, &runs, &mut BTreeMap::new(), &|world, runs| {
            assert_eq!((world.live(), world.contacts()), (1, 1));
            for (key, bodies) in &world.bodies {
                assert!(bodies.len() == 1, "{key} carried {bodies:?}");
            }
            let outcomes = runs.each_ref().map(|run| run.outcome().unwrap());
            assert!(outcomes.iter().all(|outcome| outcome["guarantee"] == promised));
            assert!(outcomes.iter().any(|outcome| outcome["status"] == "done"), "{outcomes:?}");
            let sent = outcomes.iter().any(|outcome| outcome["documents"][0]["delivered"] == "email");
            assert_eq!(sent, world.emails.len() == 1);
        });
        assert!(orders > 20, "{orders} orders");
        all += orders;
    }
    assert!(all > 10_000, "{all} orders");
}

/// How many requests of Xero's settings come before any other.
fn count_of_settings(input: &Value, world: &World) -> usize {
    Run::start(input, &mut world.clone(), None).asked
}
