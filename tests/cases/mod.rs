//! The cases of the golden tests.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder of all cases.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The input of a case: itself, or its base with its patch.
pub fn load(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let value: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let Some(base) = value.get("base").and_then(Value::as_str) else { return value };
    let mut input = load(&fixtures().join("base").join(format!("{base}.json")));
    merge(&mut input, value.get("patch").unwrap_or(&Value::Null));
    input
}

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        if !patch.is_null() {
            *target = patch.clone();
        }
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(target) = target else { return };
    for (key, value) in patch {
        if value.is_null() {
            target.remove(key);
        } else {
            merge(target.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}
