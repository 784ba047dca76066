//! Random faults at every request, and answers that come late, twice or never: each deal ends with exactly one invoice,
//! or with an outcome that a second run completes.
//!
//! `HANDOFF_RUNS` sets the number of lives.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cases::{fixtures, load};
use crate::scripts::{call, instant};
use crate::world::{Random, World};

const MOST_STEPS: usize = 400;

/// One run of a handoff, a step at a time.
struct Run {
    step: Value,
    late: Vec<Value>,
}

impl Run {
    fn start(input: &Value, now: i64) -> Self {
        let mut input = input.clone();
        input["now"] = json!(instant(now));
        Self { step: call("handoffStart", &input), late: Vec::new() }
    }

    fn outcome(&self) -> Option<&Value> {
        self.step.get("outcome")
    }

    /// Makes what is asked for, and goes on.
    fn go(&mut self, world: &mut World, random: &mut Random) {
        if let Some(until) = self.step.get("notBefore") {
            world.now = world.now.max(crate::scripts::seconds(until.as_str().unwrap()));
        }
        let mut responses = Vec::new();
        for request in self.step["requests"].as_array().unwrap().clone() {
            check(&request);
            if let Some(mut answer) = world.answer(&request, random) {
                answer["id"] = request["id"].clone();
                match random.below(40) {
                    0 if world.faults > 0 => self.late.push(answer),
                    1 if world.faults > 0 => responses.extend([answer.clone(), answer]),
                    _ => responses.push(answer),
                }
            }
        }
        if self.step.get("dates").is_some() {
            responses
                .push(json!({ "id": "local-dates", "body": { "today": "2026-07-15", "won": "2026-07-14" } }));
        }
        if random.below(3) == 0 {
            responses.append(&mut self.late);
        }
        world.now += 1 + if world.faults > 0 && random.below(12) == 0 { random.below(500) as i64 } else { 0 };
        let before = self.step.clone();
        self.step = call(
            "handoffStep",
            &json!({ "state": before["state"], "responses": responses, "now": instant(world.now) }),
        );
    }
}

/// No request goes anywhere else, or carries a credential.
fn check(request: &Value) {
    let url = request["url"].as_str().unwrap();
    assert!(
        url.starts_with("https://api.xero.com/api.xro/2.0/")
            || url.starts_with("https://northstar-studio.pipedrive.com/api/"),
        "{url}"
    );
    assert!(request["headers"].get("Authorization").is_none());
}

/// A run to its end.
fn run(input: &Value, world: &mut World, random: &mut Random) -> Value {
    let mut run = Run::start(input, world.now);
    for _ in 0..MOST_STEPS {
        if let Some(outcome) = run.outcome() {
            return outcome.clone();
        }
        run.go(world, random);
    }
    panic!("no end");
}

fn input(is_numbered: bool, creates: bool) -> (Value, Value) {
    let script = load(&fixtures().join("base/handoff.json"));
    let mut input = script["input"].clone();
    if is_numbered {
        input["config"]["token"]["in"] = json!("InvoiceNumber");
    }
    if creates {
        input["config"]["entities"]["uk"]["contact"]["create"] = json!("always");
    }
    (script, input)
}

fn lives() -> u64 {
    std::env::var("HANDOFF_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

fn once(world: &World, told: &str) {
    assert!(world.live() <= 1, "{told}: {} invoices", world.live());
    assert!(world.contacts() <= 1, "{told}: {} contacts", world.contacts());
    for (key, bodies) in &world.bodies {
        assert!(bodies.len() == 1, "{told}: {key} carried {bodies:?}");
    }
}

#[test]
fn no_fault_loses_an_invoice_or_makes_two() {
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    let mut fired: BTreeMap<&'static str, usize> = BTreeMap::new();
    for seed in 0..lives() {
        let random = &mut Random::new(seed + 1);
        let (is_numbered, creates) = (seed % 2 == 0, seed % 3 == 0);
        let (script, input) = input(is_numbered, creates);
        let mut world = World::new(&script, !creates);
        world.faults = [10, 25, 45][(seed % 3) as usize];
        let outcome = run(&input, &mut world, random);
        let status = outcome["status"].as_str().unwrap().to_owned();
        once(&world, &format!("seed {seed}, {status}"));
        assert!(status != "done" || world.live() == 1, "seed {seed}: done without an invoice");
        assert!(["done", "failed", "waiting"].contains(&status.as_str()), "seed {seed}: {outcome}");
        *ends.entry(status).or_default() += 1;
        for (fault, count) in core::mem::take(&mut world.fired) {
            *fired.entry(fault).or_default() += count;
        }
        // Another day, everybody answers.
        world.faults = 0;
        world.now += 3600;
        let again = run(&input, &mut world, random);
        assert_eq!((&again["status"], world.live()), (&json!("done"), 1), "seed {seed}: {again}");
        once(&world, &format!("seed {seed}, again"));
    }
    assert!(ends["done"] > 0 && fired.len() >= 8, "{ends:?} {fired:?}");
}

#[test]
fn two_runs_of_one_deal_make_one_invoice() {
    for seed in 0..lives() {
        let random = &mut Random::new(seed + 1000);
        let is_numbered = seed % 2 == 0;
        let (script, first) = input(is_numbered, false);
        let mut second = first.clone();
        if is_numbered {
            // Even of a deal that was changed between them: Xero refuses the number.
            second["config"]["entities"]["uk"]["document"]["reference"] = json!("other");
        }
        let mut world = World::new(&script, true);
        world.faults = [0, 20][(seed / 2 % 2) as usize];
        let mut runs = [Run::start(&first, world.now), Run::start(&second, world.now)];
        let mut steps = 0;
        while runs.iter().any(|run| run.outcome().is_none()) {
            let place = random.below(2) as usize;
            if runs[place].outcome().is_none() {
                runs[place].go(&mut world, random);
            }
            steps += 1;
            assert!(steps < 4 * MOST_STEPS, "seed {seed}: no end");
            assert!(world.live() <= 1, "seed {seed}: two invoices");
        }
        for run in &runs {
            let promised = if is_numbered { "exactly-once" } else { "once-per-process" };
            assert_eq!(run.outcome().unwrap()["guarantee"], promised);
        }
    }
}

/// The caller's clock jumps by hours at every step, the handoff rests longer than Xero knows a key, and answers are lost.
/// What the caller adds is that a create goes out within four minutes of its look-ups, as no wall's clock counts them.
#[test]
fn whatever_the_clock_says_there_are_never_two() {
    let (mut done, mut unsent, mut repeats) = (0, 0, 0);
    for seed in 0..lives() * 4 {
        let random = &mut Random::new(seed + 4000);
        let (script, mut input) = input(false, false);
        let mut world = World::new(&script, true);
        world.faults = [10, 30, 50][(seed % 3) as usize];
        input["now"] = json!(instant(world.now));
        let mut step = call("handoffStart", &input);
        let mut looked: BTreeMap<String, i64> = BTreeMap::new();
        // Whether a create may have been made that nothing was looked up after.
        let mut in_doubt = false;
        let round = |id: &str| id.split_once("-again-").map_or(String::new(), |(_, round)| round.to_owned());
        for count in 0.. {
            assert!(count < MOST_STEPS, "seed {seed}: no end");
            if let Some(outcome) = step.get("outcome") {
                done += usize::from(outcome["status"] == "done");
                break;
            }
            let mut responses = Vec::new();
            for request in step["requests"].as_array().unwrap() {
                let id = request["id"].as_str().unwrap();
                if id.starts_with("invoices-") {
                    looked.entry(round(id)).or_insert(world.now);
                    in_doubt = false;
                }
                assert!(
                    !(in_doubt && id.starts_with("create-")),
                    "seed {seed}: {id} once more without a look-up"
                );
                // Some wait for their turn, be it for longer than what they were decided by is worth.
                world.now += if random.below(6) == 0 { random.below(500) as i64 } else { 0 };
                let is_old = looked.get(&round(id)).is_none_or(|at| world.now - at >= 240);
                let mut answer = if id.starts_with("create-") && is_old {
                    unsent += 1;
                    json!({ "error": "it was not sent", "unsent": true })
                } else {
                    repeats += usize::from(id.starts_with("create-full-again"));
                    world.answer(request, random).unwrap_or_else(|| json!({ "error": "no answer" }))
                };
                let is_certain =
                    answer.get("unsent").is_some() || matches!(answer["status"].as_i64(), Some(401 | 429));
                in_doubt |= id.starts_with("create-") && !is_certain;
                answer["id"] = json!(id);
                responses.push(answer);
            }
            if step.get("dates").is_some() {
                let dates = json!({ "today": "2026-07-15", "won": "2026-07-14" });
                responses.push(json!({ "id": "local-dates", "body": dates }));
            }
            world.now += [1, 1, 1, 30, 400, 3000][random.below(6) as usize];
            let off = [0, 0, -10_000, -400, -200, 400, 10_000][random.below(7) as usize];
            let told = instant(world.now + off);
            step =
                call("handoffStep", &json!({ "state": step["state"], "responses": responses, "now": told }));
            once(&world, &format!("seed {seed}"));
        }
    }
    assert!(done > 0 && unsent > 0 && repeats > 0, "{done} {unsent} {repeats}");
}

/// Whatever is answered, to whatever was or was not asked: it ends, and nothing is written before its look-ups.
#[test]
fn any_answers_in_any_order_come_to_an_end() {
    let bodies = [
        json!({ "status": 200, "body": {} }),
        json!({ "status": 200, "body": [] }),
        json!({ "status": 200, "body": { "success": true, "data": [] } }),
        json!({ "status": 200, "body": { "success": true, "data": { "id": 42, "status": "won" } } }),
        json!({ "status": 200, "body": { "Invoices": [{ "InvoiceID": "x" }] } }),
        json!({ "status": 200, "body": { "Invoices": [], "Contacts": [], "Organisations": [] } }),
        json!({ "status": 200, "body": "{" }),
        json!({ "status": 204 }),
        json!({ "status": "x", "headers": [], "body": null }),
        json!({ "error": null }),
        json!({ "status": 302 }),
        json!({ "status": 400, "body": { "Elements": [{ "ValidationErrors": [{ "Message": "no" }] }] } }),
        json!({ "status": 403 }),
        json!({ "status": 404, "body": "gone" }),
        json!({ "status": 429, "headers": { "retry-after": "-5" } }),
        json!({ "status": 503, "headers": { "Retry-After": "9999999999999999999" } }),
    ];
    for seed in 0..lives() {
        let random = &mut Random::new(seed + 9000);
        let (script, input) = input(seed % 2 == 0, seed % 4 == 0);
        let mut world = World::new(&script, seed % 4 != 0);
        let mut step = call("handoffStart", &{
            let mut input = input.clone();
            input["now"] = json!(instant(world.now));
            input
        });
        let mut asked: Vec<String> = Vec::new();
        let wild = 2 + random.below(30);
        for count in 0.. {
            if step.get("outcome").is_some() {
                break;
            }
            assert!(count < MOST_STEPS, "seed {seed}: no end");
            let mut responses = vec![
                json!({ "id": "create-full", "status": 200, "body": { "Invoices": [] } }),
                json!(7),
                json!({}),
            ];
            for request in step["requests"].as_array().unwrap() {
                check(request);
                let id = request["id"].as_str().unwrap().to_owned();
                if id.starts_with("create-full") {
                    assert!(
                        asked.iter().any(|known| known.starts_with("invoices-by-token")),
                        "seed {seed}: {id}"
                    );
                }
                let mut answer = if random.below(wild) == 0 {
                    bodies[random.below(bodies.len() as u64) as usize].clone()
                } else {
                    world.answer(request, random).unwrap()
                };
                answer["id"] = json!(id);
                responses.push(answer);
                asked.push(id);
            }
            if step.get("dates").is_some() {
                responses.push(json!({ "id": "local-dates", "body": { "today": "2026-07-15" } }));
            }
            if random.below(2) == 0 {
                responses.reverse();
            }
            world.now += match random.below(20) {
                0 => -100_000,
                1 => 100_000,
                _ => 2,
            };
            if let Some(until) = step.get("notBefore") {
                world.now = world.now.max(crate::scripts::seconds(until.as_str().unwrap()));
            }
            step = call(
                "handoffStep",
                &json!({ "state": step["state"], "responses": responses, "now": instant(world.now) }),
            );
        }
        assert!(world.bodies.values().all(|bodies| bodies.len() == 1), "seed {seed}");
    }
}
