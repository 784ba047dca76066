//! What a whole handoff promises, whatever is answered: `{ input, answers }`, as in `tests/fixtures/handoff/`.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wonvoice::call_json;

/// Steps after which it must have ended.
const MOST_STEPS: usize = 600;
const HEADERS: [&str; 4] = ["Accept", "Content-Type", "xero-tenant-id", "Idempotency-Key"];

/// A create as it went out last.
struct Create {
    key: String,
    body: String,
    /// Whether what is there was looked up since.
    is_looked_up: bool,
}

/// Plays a handoff to its end; what it breaks is the error.
///
/// # Errors
/// When a promise is broken.
pub fn check(text: &str) -> Result<(), String> {
    let Ok(script) = serde_json::from_str::<Value>(text) else { return Ok(()) };
    let Some(input) = script.get("input").filter(|input| input.is_object()) else { return Ok(()) };
    let config = match &input["config"] {
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        config => config.clone(),
    };
    // A number is read as its text.
    let company = &config["source"]["company"];
    let company = company.as_str().map_or_else(|| company.to_string(), |company| company.trim().to_owned());
    let pipedrive = format!("https://{company}.pipedrive.com/api/");
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let mut creates: BTreeMap<String, Create> = BTreeMap::new();
    let mut step = call("handoffStart", input)?;
    let mut now = String::from("2026-07-15T08:00:00Z");
    for _ in 0..MOST_STEPS {
        if let Some(outcome) = step.get("outcome") {
            return of_outcome(outcome);
        }
        let requests = step["requests"].as_array().cloned().ok_or("a step without requests")?;
        let until = step.get("notBefore").and_then(Value::as_str);
        if requests.is_empty() && until.is_none() && step.get("dates").is_none() {
            return Err("a step with nothing to do and no end".to_owned());
        }
        // Instants in one form are in the order of their texts.
        now = until.filter(|until| *until > now.as_str()).map_or(now, str::to_owned);
        let mut responses = Vec::new();
        for request in &requests {
            of_request(request, &pipedrive, &mut creates)?;
            responses.extend(answer(&script["answers"], request["id"].as_str().unwrap_or(""), &mut used));
        }
        if step.get("dates").is_some() {
            responses.extend(answer(&script["answers"], "local-dates", &mut used));
        }
        let input = json!({ "state": step["state"], "responses": responses, "now": now });
        step = call("handoffStep", &input)?;
    }
    Err(format!("no end after {MOST_STEPS} steps"))
}

fn call(operation: &str, input: &Value) -> Result<Value, String> {
    let answer = call_json(operation, &input.to_string()).map_err(|error| error.to_string())?;
    serde_json::from_str(&answer).map_err(|error| format!("the answer is no JSON: {error}"))
}

/// What the script answers: of a list each once, the last one for ever; to what it does not know, that nothing came.
fn answer(answers: &Value, id: &str, used: &mut BTreeMap<String, usize>) -> Option<Value> {
    let base = id.split("-again-").next().unwrap_or(id);
    let known = answers.get(id).or_else(|| answers.get(base));
    let count = used.entry(id.to_owned()).or_default();
    let mut answer = match known {
        Some(Value::Array(several)) => several.get(*count).or(several.last()).cloned().unwrap_or_default(),
        Some(one) => one.clone(),
        None => json!({ "error": "no answer" }),
    };
    *count += 1;
    // One that is never answered must not keep it from ending either; so it is lost, the third time.
    if !answer.is_object() {
        answer = (*count > 2).then(|| json!({ "error": "no answer" }))?;
    }
    answer["id"] = json!(id);
    Some(answer)
}

fn of_request(
    request: &Value,
    pipedrive: &str,
    creates: &mut BTreeMap<String, Create>,
) -> Result<(), String> {
    let text = |name: &str| request[name].as_str().unwrap_or("");
    let (method, url, id) = (text("method"), text("url"), text("id"));
    let is_xeros = url.starts_with("https://api.xero.com/api.xro/2.0/");
    let is_plain = url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\'));
    if !is_plain || !(is_xeros || url.starts_with(pipedrive)) || (text("api") == "xero") != is_xeros {
        return Err(format!("{id} goes to {url}"));
    }
    let headers = request["headers"].as_object().ok_or("no headers")?;
    for (name, value) in headers {
        let is_sendable = value.as_str().is_some_and(|value| !value.chars().any(char::is_control));
        if !HEADERS.contains(&name.as_str()) || !is_sendable {
            return Err(format!("{id} has the header {name}: {value}"));
        }
    }
    if (method == "GET") == request.get("body").is_some() {
        return Err(format!("{id} is {method}, and its body"));
    }
    if id.starts_with("invoices-") || id.starts_with("repeating-invoices") {
        creates.values_mut().for_each(|create| create.is_looked_up = true);
    }
    if !is_xeros || method == "GET" {
        return Ok(());
    }
    let key = headers.get("Idempotency-Key").and_then(Value::as_str).unwrap_or("");
    if !(1..=128).contains(&key.len()) {
        return Err(format!("{id} writes with the key {key:?}"));
    }
    let body = &request["body"];
    let name = body["InvoiceNumber"].as_str().or_else(|| body["Reference"].as_str());
    if let (Some(name), "PUT") = (name.filter(|_| id.starts_with("create-")), method) {
        let next = Create { key: key.to_owned(), body: body.to_string(), is_looked_up: false };
        if let Some(before) = creates.insert(name.to_owned(), next) {
            let is_same = before.key == key && before.body == body.to_string();
            if before.key == key && before.body != body.to_string() {
                return Err(format!("{id} sends other bytes with the key of another request"));
            }
            if !is_same && !before.is_looked_up {
                return Err(format!("{id} creates {name} once more, and nothing was looked up since"));
            }
        }
    }
    Ok(())
}

fn of_outcome(outcome: &Value) -> Result<(), String> {
    let status = outcome["status"].as_str().unwrap_or("");
    if !["done", "held", "skipped", "waiting", "refused", "failed"].contains(&status) {
        return Err(format!("the status {status}"));
    }
    let findings = outcome["findings"].as_array().ok_or("no findings")?;
    let is_told = !findings.is_empty() || !matches!(status, "refused" | "failed");
    let is_one_line = |finding: &Value| finding["message"].as_str().is_some_and(|text| !text.contains('\n'));
    if !is_told || !findings.iter().all(is_one_line) {
        return Err(format!("{status}, and {} findings", findings.len()));
    }
    Ok(())
}
