//! The library's text surface, and what every answer must look like.

use crate::oracle::{self, Totals};
use serde_json::{Value, json};

/// Every operation that answers to text.
pub const OPERATIONS: [&str; 18] = [
    "validate",
    "mapDealToInvoice",
    "matchContact",
    "decideVerdict",
    "predictTotals",
    "compareTotals",
    "mapMany",
    "localTime",
    "paymentStatus",
    "alignContact",
    "compactSnapshot",
    "findDuplicates",
    "checkConfig",
    "diffConfig",
    "draftConfig",
    "shadow",
    "audit",
    "reconcile",
];

/// Calls `operation` and reads the answer; an error is the error's own line.
pub fn call(operation: &str, input: &str) -> Result<Value, String> {
    let answer = wonvoice::call_json(operation, input).map_err(|error| error.to_string())?;
    Ok(serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{operation} answered no JSON: {answer}")))
}

/// The twin's totals of a document.
pub fn twin(document: &Value, snapshot: &Value, unit_dp: u32) -> Result<Totals, String> {
    let input = json!({ "document": document, "snapshot": snapshot, "unitDp": unit_dp });
    Totals::from_json(&call("predictTotals", &input.to_string())?)
}

/// Whether a finding can be acted on: a stable code, a place, one line of what is wrong, what to do.
fn is_proper(finding: &Value) -> Result<(), String> {
    let text = |key: &str| {
        let text = finding.get(key).and_then(Value::as_str);
        text.ok_or(format!("a finding without `{key}`: {finding}"))
    };
    for key in ["code", "message", "remedy"] {
        if text(key)?.is_empty() {
            return Err(format!("a finding with an empty `{key}`: {finding}"));
        }
    }
    // The empty pointer is the input as a whole.
    if !text("path")?.is_empty() && !text("path")?.starts_with('/') {
        return Err(format!("the path is no JSON pointer: {finding}"));
    }
    if text("message")?.contains('\n') || text("message")?.ends_with('.') {
        return Err(format!("the message is not one line without a full stop: {finding}"));
    }
    if !matches!(text("severity")?, "error" | "warning" | "info") {
        return Err(format!("a finding of unknown severity: {finding}"));
    }
    Ok(())
}

/// Whether an answer keeps the promises that hold for any input: one with `ok` has findings that can be
/// acted on, errors exactly when it is not `ok`, and then no document.
pub fn promises(answer: &Value) -> Result<(), String> {
    if let Some(answers) = answer.as_array() {
        let of =
            |answer: &Value| if answer.get("code").is_some() { is_proper(answer) } else { promises(answer) };
        return answers.iter().try_for_each(of);
    }
    let findings = answer.get("findings").and_then(Value::as_array);
    findings.into_iter().flatten().try_for_each(is_proper)?;
    let Some(ok) = answer.get("ok") else { return Ok(()) };
    let ok = ok.as_bool().ok_or(format!("`ok` is no boolean: {answer}"))?;
    let findings = findings.ok_or(format!("no findings in {answer}"))?;
    let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();
    if ok != (errors == 0) {
        return Err(format!("ok is {ok} with {errors} errors: {answer}"));
    }
    let documents = answer.get("documents").and_then(Value::as_array);
    if !ok && documents.is_some_and(|documents| !documents.is_empty()) {
        return Err(format!("a document although ok is false: {answer}"));
    }
    Ok(())
}

/// Whether the totals that a plan predicts are the oracle's on the bodies it emits.
pub fn plan_totals_hold(plan: &Value, snapshot: &Value) -> Result<(), String> {
    for document in plan.get("documents").and_then(Value::as_array).into_iter().flatten() {
        let unit_dp = document.get("unitDp").and_then(Value::as_u64).and_then(|dp| u32::try_from(dp).ok());
        let unit_dp = unit_dp.ok_or("a document without unitDp")?;
        let said = Totals::from_json(document.get("totals").ok_or("a document without totals")?)?;
        let exact = oracle::totals(&document["body"], snapshot, unit_dp)?;
        if said != exact {
            return Err(format!("the plan says {said:#?}\nthe oracle {exact:#?}\nof {}", document["body"]));
        }
    }
    Ok(())
}

/// Whether an error is what a host may be left with: one line that begins with its code.
pub fn error_is_one_coded_line(error: &str) -> Result<(), String> {
    let code = error.split_once(": ").map(|(code, _)| code);
    let coded = code.is_some_and(|code| {
        !code.is_empty()
            && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit())
    });
    if coded && !error.contains('\n') { Ok(()) } else { Err(format!("no coded line: {error:?}")) }
}
