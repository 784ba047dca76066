//! Every script under `tests/fixtures/handoff/`: an input, and the answers by the ids of their requests; against the
//! steps and the outcome in `steps/`. Of a list of answers each serves once, the last one for ever.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::cases::{fixtures, load};

const MOST_STEPS: usize = 60;

pub fn call(operation: &str, input: &Value) -> Value {
    serde_json::from_str(&wonvoice::call_json(operation, &input.to_string()).unwrap()).unwrap()
}

/// Seconds since 1970 of an instant.
pub fn seconds(text: &str) -> i64 {
    let number = |range: std::ops::Range<usize>| text.get(range).unwrap().parse::<i64>().unwrap();
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let day =
        (time::Date::from_calendar_date(year as i32, time::Month::try_from(month as u8).unwrap(), day as u8))
            .unwrap()
            .to_julian_day() as i64
            - 2_440_588;
    day * 86_400 + number(11..13) * 3600 + number(14..16) * 60 + number(17..19)
}

pub fn instant(seconds: i64) -> String {
    let day = time::Date::from_julian_day((seconds.div_euclid(86_400) + 2_440_588) as i32).unwrap();
    let rest = seconds.rem_euclid(86_400);
    let (year, month, day) = (day.year(), u8::from(day.month()), day.day());
    format!("{year}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// A step as it is compared: without its state.
fn shown(step: &Value) -> Value {
    let mut shown = step.clone();
    let object = shown.as_object_mut().unwrap();
    object.remove("state");
    if object["requests"].as_array().unwrap().is_empty() {
        object.remove("requests");
    }
    shown
}

/// Every step until the outcome.
fn played(script: &Value) -> Value {
    let answers = script["answers"].as_object().unwrap();
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let mut now = seconds(script["input"]["now"].as_str().unwrap());
    let mut step = call("handoffStart", &script["input"]);
    let mut steps = vec![shown(&step)];
    for _ in 0..MOST_STEPS {
        if step.get("outcome").is_some() {
            break;
        }
        now += script.get("pace").and_then(Value::as_i64).unwrap_or(1);
        if let Some(until) = step.get("notBefore") {
            now = now.max(seconds(until.as_str().unwrap()));
        }
        let ids = step["requests"].as_array().unwrap().iter().map(|request| request["id"].as_str().unwrap());
        let mut ids: Vec<String> = ids.map(str::to_owned).collect();
        if step.get("dates").is_some() {
            ids.push("local-dates".to_owned());
        }
        let mut responses = Vec::new();
        for id in ids {
            let base = id.split("-again-").next().unwrap();
            let Some(known) = answers.get(&id).or_else(|| answers.get(base)) else {
                panic!("the script has no answer to {id}");
            };
            let count = used.entry(id.clone()).or_default();
            let mut answer = match known {
                Value::Array(several) => several[(*count).min(several.len() - 1)].clone(),
                one => one.clone(),
            };
            *count += 1;
            if answer.is_null() {
                continue;
            }
            answer["id"] = json!(id);
            responses.push(answer);
        }
        step = call(
            "handoffStep",
            &json!({ "state": step["state"], "responses": responses, "now": instant(now) }),
        );
        steps.push(shown(&step));
    }
    Value::Array(steps)
}

fn scripts() -> Vec<PathBuf> {
    let entries = fs::read_dir(fixtures().join("handoff")).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = entries.filter(|path| path.is_file()).collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

#[test]
fn handoffs_go_as_their_scripts_say() {
    let rewrite = std::env::var_os("WONVOICE_GOLDEN").is_some_and(|mode| mode == "write");
    let mut wrong = Vec::new();
    for path in scripts() {
        let steps = played(&load(&path));
        let last = steps.as_array().unwrap().last().unwrap();
        assert!(last.get("outcome").is_some(), "{} has no end", path.display());
        let text = format!("{}\n", serde_json::to_string_pretty(&steps).unwrap());
        let out = path.parent().unwrap().join("steps").join(path.file_name().unwrap());
        if rewrite {
            fs::write(&out, text).unwrap();
        } else if fs::read_to_string(&out).ok().as_deref() != Some(text.as_str()) {
            wrong.push(path.file_name().unwrap().to_owned());
        }
    }
    assert!(wrong.is_empty(), "not as expected (see `make golden`): {wrong:?}");
}

/// A script in observe mode, to its end: every request, and the outcome. What the script does not answer is not found.
fn observed(script: &Value) -> (Vec<Value>, Value) {
    let answers = script["answers"].as_object().unwrap();
    let mut input = script["input"].clone();
    input["config"]["mode"] = json!("observe");
    let mut now = seconds(input["now"].as_str().unwrap());
    let mut step = call("handoffStart", &input);
    let mut asked = Vec::new();
    for _ in 0..MOST_STEPS {
        if let Some(outcome) = step.get("outcome") {
            return (asked, outcome.clone());
        }
        now += 1;
        if let Some(until) = step.get("notBefore") {
            now = now.max(seconds(until.as_str().unwrap()));
        }
        let requests = step["requests"].as_array().unwrap().clone();
        let mut ids: Vec<String> =
            requests.iter().map(|request| request["id"].as_str().unwrap().to_owned()).collect();
        asked.extend(requests);
        if step.get("dates").is_some() {
            ids.push("local-dates".to_owned());
        }
        let mut responses = Vec::new();
        for id in ids {
            let base = id.split("-again-").next().unwrap();
            let known = answers.get(&id).or_else(|| answers.get(base)).cloned();
            let mut answer = match known {
                Some(Value::Array(several)) => several.last().unwrap().clone(),
                Some(one) => one,
                None => json!({ "status": 404, "body": "{}" }),
            };
            if !answer.is_null() {
                answer["id"] = json!(id);
                responses.push(answer);
            }
        }
        let input = json!({ "state": step["state"], "responses": responses, "now": instant(now) });
        step = call("handoffStep", &input);
    }
    panic!("no end: {asked:?}");
}

#[test]
fn who_observes_asks_and_never_writes() {
    let mut told = 0;
    for path in scripts() {
        let script = load(&path);
        if !script["input"]["config"].is_object() || script["input"].get("now").is_none() {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (asked, outcome) = observed(&script);
        for request in asked {
            assert_eq!(request["method"], "GET", "{name}: {request}");
            assert!(request.get("body").is_none_or(Value::is_null), "{name}: {request}");
        }
        // Of a deal whose plan was made, it says what would be done.
        if outcome["status"] == "done" {
            assert_eq!(outcome["guarantee"], "nothing-written", "{name}");
            let verdicts = outcome["verdicts"].as_array().unwrap();
            assert!(verdicts.iter().all(|verdict| verdict["action"].is_string()), "{name}");
            told += usize::from(!verdicts.is_empty());
        }
    }
    assert!(told >= 20, "only {told} scripts come to their verdicts");
}
