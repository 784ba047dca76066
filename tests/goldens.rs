//! Every case under `tests/fixtures/<operation>/` against its expected output in `out/`.
//!
//! A case is a whole input, or `{ "base": NAME, "patch": { … } }`: a JSON merge patch (RFC 7396) on
//! `tests/fixtures/base/NAME.json`. `make golden` rewrites the expected outputs; read the difference.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "the limits are the library's; a test reads fixtures and fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use wonvoice::finding::Code;
use wonvoice::read::{Kind, Node, Source, parse};

#[path = "cases/mod.rs"]
mod files;
use files::{fixtures, load};

const OPERATIONS: [&str; 25] = [
    "validate",
    "mapDealToInvoice",
    "mapMany",
    "localTime",
    "matchContact",
    "decideVerdict",
    "paymentStatus",
    "lookups",
    "contactLookups",
    "writes",
    "handoffStart",
    "handoffStep",
    "batchWrites",
    "splitBatch",
    "predictTotals",
    "compareTotals",
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

fn is_rewriting() -> bool {
    std::env::var_os("WONVOICE_GOLDEN").is_some_and(|mode| mode == "write")
}

fn cases(operation: &str) -> Vec<PathBuf> {
    let folder = fixtures().join(operation);
    let mut found: Vec<_> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    found.sort();
    found
}

/// As `JSON.stringify(value, null, 2)` writes it, so that the wasm's output can be compared byte for byte.
fn pretty(node: Node<'_>, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth + 1);
    match node.kind() {
        Kind::Object if node.members().next().is_some() => {
            out.push('{');
            for (index, (key, value)) in node.members().enumerate() {
                out.push_str(if index == 0 { "\n" } else { ",\n" });
                out.push_str(&format!("{indent}{}: ", serde_json::to_string(key).unwrap()));
                pretty(value, depth + 1, out);
            }
            out.push_str(&format!("\n{}}}", "  ".repeat(depth)));
        }
        Kind::Array if node.items().next().is_some() => {
            out.push('[');
            for (index, value) in node.items().enumerate() {
                out.push_str(if index == 0 { "\n" } else { ",\n" });
                out.push_str(&indent);
                pretty(value, depth + 1, out);
            }
            out.push_str(&format!("\n{}]", "  ".repeat(depth)));
        }
        Kind::Object => out.push_str("{}"),
        Kind::Array => out.push_str("[]"),
        Kind::Null => out.push_str("null"),
        Kind::Text => out.push_str(&serde_json::to_string(node.raw()).unwrap()),
        _ => out.push_str(node.raw()),
    }
}

/// JSON text without the blanks between its parts.
fn compact(shown: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    shown
        .chars()
        .filter(|&one| {
            let ends = one == '"' && !escaped;
            escaped = inside && one == '\\' && !escaped;
            inside ^= ends;
            inside || !one.is_ascii_whitespace()
        })
        .collect()
}

#[test]
fn outputs_are_as_expected() {
    let rewrite = is_rewriting();
    let mut wrong = Vec::new();
    let mut count = 0;
    for operation in OPERATIONS {
        for case in cases(operation) {
            count += 1;
            let input = load(&case).to_string();
            let answer =
                wonvoice::call_json(operation, &input).unwrap_or_else(|error| format!("\"{error}\""));
            let document = parse(answer.clone(), Source::Input).unwrap();
            let mut shown = String::new();
            pretty(document.root(), 0, &mut shown);
            // So that other runtimes can be held to the bytes of this one (`make test-hosts`).
            assert_eq!(compact(&shown), answer, "{}", case.display());
            shown.push('\n');
            let out = case.parent().unwrap().join("out").join(case.file_name().unwrap());
            if rewrite {
                fs::create_dir_all(out.parent().unwrap()).unwrap();
                fs::write(&out, shown).unwrap();
            } else if fs::read_to_string(&out).ok().as_deref() != Some(shown.as_str()) {
                wrong.push(format!("{operation}/{}", case.file_name().unwrap().display()));
            }
        }
    }
    assert!(count > 0, "no cases were found");
    assert!(wrong.is_empty(), "not as expected (see `make golden`): {wrong:#?}");
}

#[test]
fn every_expected_output_has_its_case() {
    for operation in OPERATIONS {
        for out in cases(&format!("{operation}/out")) {
            let case = fixtures().join(operation).join(out.file_name().unwrap());
            assert!(case.exists(), "{} has no case", out.display());
        }
    }
}

/// The findings of the expected outputs, and of the three that are thrown or made by the loader.
#[test]
fn every_code_is_produced_by_a_case() {
    // What is being rewritten meanwhile cannot be read.
    if is_rewriting() {
        return;
    }
    let thrown = ["INPUT_NOT_JSON", "INPUT_NOT_AN_OBJECT", "INPUT_OPERATION_UNKNOWN"];
    let by_the_loader = ["INTERNAL_PANIC", "INTERNAL_STALE_HANDLE", "INTERNAL_NOT_LOADED"];
    let mut seen = BTreeSet::new();
    for (operation, input) in [("validate", "{"), ("validate", "[]"), ("valdate", "{}")] {
        let error = wonvoice::call_json(operation, input).unwrap_err();
        assert!(thrown.contains(&error.code.word()), "{error}");
        seen.insert(error.code.word().to_owned());
    }
    // Nobody wants to read this one.
    let large = format!(r#"{{ "person": {{ "name": "{}" }} }}"#, "x".repeat(5_000_000));
    let answer = wonvoice::call_json("validate", &large).unwrap();
    assert!(answer.contains(r#""path":"/person","message":"person has 5.0 MB""#), "{answer}");
    collect(&serde_json::from_str(&answer).unwrap(), &mut seen);
    for operation in OPERATIONS {
        for out in cases(&format!("{operation}/out")) {
            collect(&load(&out), &mut seen);
        }
    }
    // Whole handoffs are played by `tests/handoff`.
    for steps in cases("handoff/steps") {
        collect(&load(&steps), &mut seen);
    }
    let words = Code::ALL.iter().map(|code| code.word()).filter(|word| !by_the_loader.contains(word));
    let missing: Vec<_> = words.filter(|word| !seen.contains(*word)).collect();
    assert!(missing.is_empty(), "no case produces {missing:?}");
}

fn collect(value: &Value, seen: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let (Some(Value::String(code)), true) = (members.get("code"), members.contains_key("remedy")) {
                seen.insert(code.clone());
            }
            members.values().for_each(|value| collect(value, seen));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, seen)),
        _ => {}
    }
}
