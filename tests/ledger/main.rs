//! Random lives of a deal against a model of the ledger that shares no code with the verdict: at the end of
//! each, exactly the right documents are live.
//!
//! `LEDGER_SEQUENCES` sets their number, `LEDGER_SEED` another seed than the fixed one.
#![cfg(not(target_family = "wasm"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the limits are the library's; a model fails by panicking, and says what it reached"
)]

mod deal;
mod events;
mod random;
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

#[test]
fn at_the_end_exactly_the_right_documents_are_live() {
    let (sequences, first) = (set("LEDGER_SEQUENCES", 10_000), set("LEDGER_SEED", 20_26_11_22));
    let half = sequences / 2;
    let part = |range: std::ops::Range<u64>| {
        let mut counts = BTreeMap::new();
        for index in range {
            if let Err(error) = live(first + index, None, &mut counts) {
                panic!("{error}");
            }
        }
        counts
    };
    let mut counts = std::thread::scope(|scope| {
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
