//! A write is lost, and from some step on everything fails, in whichever way: whatever ends the handoff, its outcome
//! says that something may have been written.

use serde_json::{Value, json};

use crate::cases::{fixtures, load};
use crate::scripts::{call, instant, seconds};
use crate::world::{Random, World};

/// How a request fails, for ever.
const ENDS: [(&str, &str); 12] = [
    ("400", r#"{ "status": 400, "body": { "Message": "no" } }"#),
    ("401", r#"{ "status": 401, "body": { "Title": "Unauthorized" } }"#),
    ("403", r#"{ "status": 403, "body": { "Detail": "AuthorizationUnsuccessful" } }"#),
    ("404", r#"{ "status": 404, "body": "gone" }"#),
    (
        "429",
        r#"{ "status": 429, "headers": { "Retry-After": "60", "X-Rate-Limit-Problem": "minute" }, "body": {} }"#,
    ),
    (
        "a day's 429",
        r#"{ "status": 429, "headers": { "Retry-After": "40000", "X-Rate-Limit-Problem": "day" }, "body": {} }"#,
    ),
    ("500", r#"{ "status": 500, "body": { "Title": "An error occurred" } }"#),
    ("503", r#"{ "status": 503 }"#),
    ("malformed", r#"{ "status": 200, "body": "{ \"Invoices\": [" }"#),
    ("elsewhere", r#"{ "status": 302 }"#),
    ("time-out", r#"{ "error": "no answer within 30 s" }"#),
    ("unsent", r#"{ "error": "it was not sent", "unsent": true }"#),
];

/// What a life came to: its outcome, and how many requests of Xero's followed the lost write.
fn life(
    input: &Value,
    world: &mut World,
    lost: &str,
    arrives: bool,
    fails: Option<(usize, &str)>,
    most: i64,
) -> (Value, usize) {
    let random = &mut Random::new(1);
    let mut input = input.clone();
    input["now"] = json!(instant(world.now));
    let mut step = call("handoffStart", &input);
    let (mut is_lost, mut after) = (false, 0);
    let mut left = most;
    for _ in 0..600 {
        if let Some(outcome) = step.get("outcome") {
            return (outcome.clone(), after);
        }
        let mut responses = Vec::new();
        for request in step["requests"].as_array().unwrap() {
            let fails = fails.filter(|(from, _)| is_lost && request["api"] == "xero" && after >= *from);
            let mut answer = if !is_lost && request["id"] == lost {
                is_lost = true;
                if arrives {
                    world.answer(request, random);
                }
                json!({ "error": "ECONNRESET" })
            } else {
                after += usize::from(is_lost && request["api"] == "xero");
                match fails {
                    Some((_, how)) => serde_json::from_str(how).unwrap(),
                    None => world.answer(request, random).unwrap(),
                }
            };
            // Only what would make something is held back by a driver.
            if request["method"] == "GET" {
                answer.as_object_mut().unwrap().remove("unsent");
            }
            answer["id"] = request["id"].clone();
            responses.push(answer);
        }
        if step.get("dates").is_some() {
            responses
                .push(json!({ "id": "local-dates", "body": { "today": "2026-07-15", "won": "2026-07-14" } }));
        }
        world.now += 1;
        let mut next = json!({ "state": step["state"], "responses": responses, "now": instant(world.now) });
        if let Some(until) = step.get("notBefore") {
            let wait = seconds(until.as_str().unwrap()) - world.now;
            if wait > left {
                next["stop"] = json!(true);
            } else {
                left -= wait.max(0);
                world.now += wait.max(0);
                next["now"] = json!(instant(world.now));
            }
        }
        step = call("handoffStep", &next);
    }
    panic!("no end: {lost}, {fails:?}, {most} s");
}

fn codes(outcome: &Value) -> Vec<&str> {
    outcome["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn whatever_ends_it_a_lost_write_is_in_doubt() {
    let script = load(&fixtures().join("base/handoff.json"));
    let (mut ended, mut statuses) = (0, std::collections::BTreeSet::new());
    for (lost, creates, name) in [
        ("create-full", false, "Reference"),
        ("create-full", false, "InvoiceNumber"),
        ("create-contact", true, "Reference"),
    ] {
        let mut input = script["input"].clone();
        input["config"]["token"]["in"] = json!(name);
        if creates {
            input["config"]["entities"]["uk"]["contact"]["create"] = json!("always");
        }
        for arrives in [true, false] {
            let fresh = || World::new(&script, !creates);
            let (whole, _) = life(&input, &mut fresh(), lost, arrives, None, 100_000);
            assert_eq!(whole["status"], "done", "{whole}");
            assert!(!codes(&whole).contains(&"HANDOFF_IN_DOUBT"), "{whole}");
            // Nothing is certain before it was found, or made again.
            let certain = if creates {
                1
            } else if arrives {
                2
            } else {
                3
            };
            for from in 0..certain {
                for (kind, how) in ENDS {
                    for most in [0, 20, 60, 600, 100_000] {
                        let told = format!(
                            "{lost} in {name} lost ({arrives}), request {from} after it is {kind}, waits {most} s"
                        );
                        let mut world = fresh();
                        let (outcome, after) =
                            life(&input, &mut world, lost, arrives, Some((from, how)), most);
                        assert_ne!(outcome["status"], "done", "{told}");
                        assert_ne!(outcome["guarantee"], "nothing-written", "{told}");
                        // The refusal of its own key says that it was not made.
                        let is_refused = kind == "400" && (from == 2 || (creates && most > 0));
                        assert!(
                            is_refused || codes(&outcome).contains(&"HANDOFF_IN_DOUBT"),
                            "{told}, {after} requests: {outcome}"
                        );
                        statuses.insert(outcome["status"].as_str().unwrap().to_owned());
                        ended += 1;
                    }
                }
            }
        }
    }
    assert!(ended > 500 && statuses.len() > 1, "{ended} {statuses:?}");
}
