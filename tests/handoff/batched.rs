//! A backfill: creates of many deals in one request, whose answers are lost before and after it was carried out.

use serde_json::{Value, json};

use crate::cases::{fixtures, load};
use crate::scripts::{call, instant, seconds};
use crate::world::{Random, World};

/// The deal of the script with another number.
fn input(script: &Value, id: u64, poison: bool) -> Value {
    let mut input = script["input"].clone();
    let mut deal = script["answers"]["deal"]["body"].clone();
    deal["data"]["id"] = json!(id);
    if poison {
        deal["data"]["custom_fields"]["d4de1c1518b4531717c676029a45911c340390a6"] = json!("poison");
    }
    let mut products = script["answers"]["products"]["body"].clone();
    for row in products["data"].as_array_mut().unwrap() {
        row["deal_id"] = json!(id);
    }
    (input["deal"], input["products"], input["batched"]) = (deal, products, json!(true));
    input
}

/// The whole of a backfill: the outcomes, and how many requests created something.
fn backfill(inputs: &[Value], world: &mut World, random: &mut Random) -> (Vec<Value>, usize) {
    let start = |input: &Value| {
        let mut input = input.clone();
        input["now"] = json!(instant(world.now));
        call("handoffStart", &input)
    };
    let mut steps: Vec<Value> = inputs.iter().map(start).collect();
    let mut creates = 0;
    for _ in 0..2000 {
        if steps.iter().all(|step| step.get("outcome").is_some()) {
            return (steps.iter().map(|step| step["outcome"].clone()).collect(), creates);
        }
        let mut responses: Vec<Vec<Value>> = vec![Vec::new(); steps.len()];
        let mut pending: Vec<(usize, Value)> = Vec::new();
        for (place, step) in steps.iter().enumerate().filter(|(_, step)| step.get("outcome").is_none()) {
            if step.get("dates").is_some() {
                let dates = json!({ "today": "2026-07-15", "won": "2026-07-14" });
                responses[place].push(json!({ "id": "local-dates", "body": dates }));
            }
            for request in step["requests"].as_array().unwrap() {
                if request["id"].as_str().unwrap().starts_with("create-") {
                    pending.push((place, request.clone()));
                } else {
                    let mut answer =
                        world.answer(request, random).unwrap_or_else(|| json!({ "error": "no answer" }));
                    answer["id"] = request["id"].clone();
                    responses[place].push(answer);
                }
            }
        }
        while !pending.is_empty() {
            let requests: Vec<_> = pending.iter().map(|(_, request)| request.clone()).collect();
            let batch = call("batchWrites", &json!({ "requests": requests }));
            let left: Vec<usize> = serde_json::from_value(batch["left"].clone()).unwrap();
            if batch.get("request").is_none() {
                creates += pending.len();
                for (place, request) in pending.drain(..) {
                    let mut answer =
                        world.answer(&request, random).unwrap_or_else(|| json!({ "error": "no answer" }));
                    answer["id"] = request["id"].clone();
                    responses[place].push(answer);
                }
                break;
            }
            let (mut told, mut was_lost) = (Value::Null, false);
            for _ in 0..3 {
                creates += 1;
                let response = world
                    .answer(&batch["request"], random)
                    .unwrap_or_else(|| json!({ "error": "no answer" }));
                world.now += 1;
                told =
                    call("splitBatch", &json!({ "batch": batch, "response": response, "wasLost": was_lost }));
                if told["again"] != true {
                    break;
                }
                was_lost = true;
            }
            for one in told["responses"].as_array().unwrap() {
                let (place, _) = &pending[one["of"].as_u64().unwrap() as usize];
                responses[*place].push(one.clone());
            }
            pending = left.into_iter().map(|of| pending[of].clone()).collect();
        }
        let waits = steps.iter().filter(|step| step.get("outcome").is_none());
        let until = waits.map(|step| step.get("notBefore").map(|until| seconds(until.as_str().unwrap())));
        // Where all of them wait, time passes.
        world.now += 1;
        if let Some(Some(until)) = until.min() {
            world.now = world.now.max(until);
        }
        for (step, responses) in
            steps.iter_mut().zip(responses).filter(|(step, _)| step.get("outcome").is_none())
        {
            let input = json!({ "state": step["state"], "responses": responses, "now": instant(world.now) });
            *step = call("handoffStep", &input);
        }
    }
    panic!("no end");
}

#[test]
fn a_batch_makes_each_invoice_once() {
    let script = load(&fixtures().join("base/handoff.json"));
    let runs: u64 = std::env::var("HANDOFF_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let (mut done, mut lost) = (0, 0);
    for seed in 0..runs / 4 {
        let random = &mut Random::new(seed + 77);
        let inputs: Vec<_> = (0..6).map(|place| input(&script, 500 + place, place == 4)).collect();
        let mut world = World::new(&script, true);
        world.faults = [0, 20, 40][(seed % 3) as usize];
        let (outcomes, creates) = backfill(&inputs, &mut world, random);
        if world.faults == 0 {
            // One batch of six, and the one that was refused once more.
            assert_eq!(creates, 2);
        }
        world.faults = 0;
        world.now += 3600;
        lost += world.fired.get("lost after").unwrap_or(&0);
        let (again, _) = backfill(&inputs, &mut world, random);
        for (place, outcome) in again.iter().enumerate() {
            let expected = if place == 4 { "failed" } else { "done" };
            assert_eq!(outcome["status"], expected, "seed {seed}, deal {place}: {outcome}");
            done += usize::from(outcomes[place]["status"] == "done");
        }
        assert_eq!(world.live(), 5, "seed {seed}");
        for (key, bodies) in &world.bodies {
            assert!(bodies.len() == 1, "seed {seed}: {key} carried {bodies:?}");
        }
    }
    assert!(done > 20 && lost > 0, "{done} {lost}");
}
