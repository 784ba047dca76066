//! Random lives of a deal against a model of the ledger that shares no code with the verdict: at the end of
//! each, exactly the right documents are live.
//!
//! `LEDGER_SEQUENCES` sets their number, `LEDGER_SEED` another seed than the fixed one.
#![cfg(not(target_family = "wasm"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the limits are the library's; a model fails by panicking, and says what it reached"
)]

mod answers;
#[path = "../cases/mod.rs"]
mod cases;
mod deal;
mod events;
mod moves;
mod random;
mod repeating;
mod templates;
mod world;
mod xero;

use std::collections::BTreeMap;

use random::Random;
use world::{FAULTS, Fault, World};

const EVENTS: usize = 10;

fn set(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// One life of a deal.
fn live(seed: u64, fault: Option<Fault>, counts: &mut BTreeMap<String, usize>) -> Result<(), String> {
    let mut random = Random::new(seed);
    let mut world = World::new(&mut random, fault);
    let mut told = Vec::new();
    let outcome = (|| {
        world.deliver(&mut random)?;
        for _ in 0..EVENTS {
            let event = events::happen(&mut world, &mut random);
            *world.counts.entry(format!("({event})")).or_default() += 1;
            told.push(event);
            world.deliver(&mut random)?;
        }
        world.settle(&mut random)
    })();
    for (name, count) in world.counts {
        *counts.entry(name).or_default() += count;
    }
    outcome.map_err(|error: String| format!("seed {seed}, after {told:?}: {error}"))
}

/// Lives of all seeds, on two threads; what was counted in them.
fn live_all(
    first: u64,
    sequences: u64,
    live: impl Fn(u64, &mut BTreeMap<String, usize>) -> Result<(), String> + Sync,
) -> BTreeMap<String, usize> {
    let half = sequences / 2;
    let part = |range: std::ops::Range<u64>| {
        let mut counts = BTreeMap::new();
        for index in range {
            if let Err(error) = live(first + index, &mut counts) {
                panic!("{error}");
            }
        }
        counts
    };
    let counts = std::thread::scope(|scope| {
        let other = scope.spawn(|| part(half..sequences));
        let mut counts = part(0..half);
        for (name, count) in other.join().unwrap() {
            *counts.entry(name).or_default() += count;
        }
        counts
    });
    println!("{sequences} sequences:");
    for (name, count) in &counts {
        println!("  {count:>8} {name}");
    }
    counts
}

#[test]
fn at_the_end_exactly_the_right_documents_are_live() {
    let (sequences, first) = (set("LEDGER_SEQUENCES", 10_000), set("LEDGER_SEED", 20_26_11_22));
    let mut counts = live_all(first, sequences, |seed, counts| live(seed, None, counts));
    if sequences < 1000 {
        return;
    }
    for action in [
        "create",
        "scheduled",
        "already-there",
        "update-draft",
        "delete-draft",
        "void",
        "credit",
        "credit-and-reissue",
        "ask",
        "refuse",
        "unknown",
    ] {
        assert!(counts.remove(action).unwrap_or(0) > sequences as usize / 100, "{action} was hardly reached");
    }
}

#[test]
fn seeded_faults_are_found() {
    for fault in FAULTS {
        let mut counts = BTreeMap::new();
        let found = (0..1000).find_map(|seed| live(seed, Some(fault), &mut counts).err());
        let found = found.unwrap_or_else(|| panic!("{fault:?} was not found in 1000 sequences"));
        println!("{fault:?}: {}", found.chars().take(220).collect::<String>());
    }
}

/// `TEMPLATE_SEQUENCES` sets their number.
#[test]
fn repeating_invoices_bill_every_period_once() {
    let (sequences, first) = (set("TEMPLATE_SEQUENCES", 80), set("LEDGER_SEED", 20_26_11_22));
    let counts = live_all(first, sequences, |seed, counts| templates::live(seed, None, counts));
    for action in ["create", "already-there", "delete-draft", "void", "ask", "(answered)"] {
        assert!(counts.contains_key(action), "{action} was not reached");
    }
}

#[test]
fn seeded_faults_of_templates_are_found() {
    for fault in templates::FAULTS {
        let mut counts = BTreeMap::new();
        let found = (0..300).find_map(|seed| templates::live(seed, Some(fault), &mut counts).err());
        let found = found.unwrap_or_else(|| panic!("{fault:?} was not found in 300 sequences"));
        println!("{fault:?}: {}", found.chars().take(220).collect::<String>());
    }
}

/// `MOVE_SEQUENCES` sets their number.
#[test]
fn what_moves_between_entities_is_billed_once() {
    let (sequences, first) = (set("MOVE_SEQUENCES", 5_000), set("LEDGER_SEED", 20_26_11_22));
    let counts = live_all(first, sequences, |seed, counts| moves::live(seed, None, counts));
    for action in [
        "create",
        "already-there",
        "update-draft",
        "delete-draft",
        "void",
        "credit",
        "credit-and-reissue",
        "ask",
        "(refused)",
    ] {
        assert!(
            counts.get(action).is_some_and(|count| *count > sequences as usize / 100),
            "{action} was hardly reached"
        );
    }
}

#[test]
fn seeded_faults_of_moves_are_found() {
    for fault in moves::FAULTS {
        let mut counts = BTreeMap::new();
        let found = (0..1000).find_map(|seed| moves::live(seed, Some(fault), &mut counts).err());
        let found = found.unwrap_or_else(|| panic!("{fault:?} was not found in 1000 sequences"));
        println!("{fault:?}: {}", found.chars().take(220).collect::<String>());
    }
}
