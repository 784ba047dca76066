//! Dependencies point one way, and JavaScript is known in one place.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads the source and fails by panicking"
)]
#![cfg(not(target_family = "wasm"))]

use std::fs;
use std::path::{Path, PathBuf};

/// Each module and those it may use, besides itself.
const LAYERS: [(&str, &[&str]); 20] = [
    ("gather", &[]),
    ("order", &["gather"]),
    ("finding", &[]),
    ("money", &["order"]),
    ("read", &["finding", "gather", "money", "order"]),
    ("write", &["money"]),
    ("pipedrive", &["finding", "gather", "money", "read"]),
    ("xero", &["finding", "gather", "money", "order", "read"]),
    ("config", &["finding", "gather", "money", "pipedrive", "read", "xero"]),
    ("plan", &["config", "finding", "gather", "money", "order", "pipedrive", "read", "write", "xero"]),
    ("validate", &["finding", "pipedrive", "plan", "read"]),
    ("verdict", &["config", "finding", "gather", "money", "pipedrive", "plan", "read", "write", "xero"]),
    ("feedback", &["config", "finding", "money", "order", "pipedrive", "plan", "read", "xero"]),
    ("contact", &["config", "finding", "gather", "money", "order", "pipedrive", "plan", "read", "xero"]),
    ("pairing", &["config", "money", "order", "plan", "read", "xero"]),
    (
        "rehearse",
        &[
            "config",
            "contact",
            "finding",
            "mapper",
            "money",
            "order",
            "pairing",
            "pipedrive",
            "plan",
            "read",
            "verdict",
            "write",
            "xero",
        ],
    ),
    (
        "report",
        &[
            "config",
            "contact",
            "finding",
            "mapper",
            "money",
            "order",
            "pairing",
            "pipedrive",
            "plan",
            "read",
            "rehearse",
            "write",
            "xero",
        ],
    ),
    ("mapper", &["finding", "pipedrive", "plan", "read", "validate"]),
    (
        "handoff",
        &[
            "config",
            "contact",
            "feedback",
            "finding",
            "gather",
            "mapper",
            "order",
            "pipedrive",
            "plan",
            "read",
            "verdict",
            "write",
            "xero",
        ],
    ),
    (
        "edge",
        &[
            "config",
            "contact",
            "feedback",
            "finding",
            "gather",
            "handoff",
            "mapper",
            "money",
            "pipedrive",
            "plan",
            "read",
            "rehearse",
            "report",
            "validate",
            "verdict",
            "write",
            "xero",
        ],
    ),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix(source()).unwrap();
    inside.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The code of a file without its tests, which may use anything.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

#[test]
fn modules_use_only_what_lies_below_them() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files(&source()) {
        let module = module_of(&file);
        if module == "lib" {
            continue;
        }
        let allowed = LAYERS.iter().find(|(name, _)| *name == module).map(|(_, below)| *below);
        let allowed = allowed.unwrap_or_else(|| no_layer(&module));
        for used in code(&file).split("crate::").skip(1) {
            let name: String = used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            let is_module = LAYERS.iter().any(|(known, _)| *known == name);
            if is_module && name != module && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} uses {name}", file.display()));
            }
            seen += usize::from(is_module);
        }
    }
    assert!(seen > 100, "the source was not read");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn no_layer(module: &str) -> &'static [&'static str] {
    assert!(module.is_empty(), "module `{module}` has no layer: add it to the table");
    &[]
}

#[test]
fn only_the_edge_knows_javascript() {
    for file in files(&source()).into_iter().filter(|file| module_of(file) != "edge") {
        let code = code(&file);
        for word in ["wasm_bindgen", "js_sys", "web_sys", "gloo"] {
            assert!(!code.contains(word), "{} names {word}", file.display());
        }
    }
}

/// Another crate's decimals judge those of `money` and take no part in them.
#[test]
fn the_decimal_crate_is_for_tests() {
    for file in files(&source()) {
        assert!(!code(&file).contains("rust_decimal"), "{} names rust_decimal", file.display());
    }
}

/// A code step takes all memory back when it has answered (`edge/region.rs`): what outlived the call would be written over.
#[test]
fn nothing_outlives_a_call() {
    for file in files(&source()) {
        let code = code(&file);
        for word in ["thread_local!", "OnceLock", "OnceCell", "LazyLock", "LazyCell", "static mut", "Mutex"] {
            assert!(!code.contains(word), "{} keeps something in a {word}", file.display());
        }
    }
}
