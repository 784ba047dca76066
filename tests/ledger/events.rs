//! What happens to a deal, and what people do in Xero.

use crate::deal::{Fate, Line, Place};
use crate::random::Random;
use crate::world::{World, any_line};
use crate::xero::Note;

type Event = fn(&mut World, &mut Random) -> Option<&'static str>;

const EVENTS: [Event; 19] = [
    |_, _| Some("delivered again"),
    edit,
    edit,
    |world, random| {
        world.deal.slots = 1 + random.below(3);
        world.deal.due = 1 + random.below(world.deal.slots);
        Some("re-split")
    },
    |world, _| {
        world.deal.due = (world.deal.due + 1).min(world.deal.slots);
        Some("another slot is due")
    },
    |world, _| end(world, Fate::Lost, "lost"),
    |world, _| end(world, Fate::Deleted, "deleted in Pipedrive"),
    |world, _| end(world, Fate::Open, "reopened"),
    win,
    win,
    // People in Xero.
    |world, random| {
        on_some(world, random, &["DRAFT", "SUBMITTED"], |one| {
            one.lines[0].1.text += ", as agreed";
            one.edited = true;
            "edited"
        })
    },
    |world, random| {
        on_some(world, random, &["DRAFT", "AUTHORISED"], |one| {
            one.due_day += 1;
            one.edited = true;
            "another due date"
        })
    },
    |world, random| {
        on_some(world, random, &["DRAFT", "SUBMITTED"], |one| {
            one.status = "AUTHORISED";
            "approved"
        })
    },
    |world, random| {
        on_some(world, random, &["DRAFT"], |one| {
            one.status = if one.total() % 3 == 0 { "SUBMITTED" } else { "AUTHORISED" };
            "handed on"
        })
    },
    |world, random| {
        on_some(world, random, &["AUTHORISED"], |one| {
            one.sent = true;
            "sent"
        })
    },
    |world, random| {
        on_some(world, random, &["AUTHORISED"], |one| {
            match one.total() % 2 {
                0 => one.paid += one.due() / 2,
                _ => {
                    one.paid += one.due();
                    one.status = "PAID";
                }
            }
            "paid"
        })
    },
    |world, random| {
        on_some(world, random, &["DRAFT", "AUTHORISED"], |one| {
            let is_draft = one.status == "DRAFT";
            if !is_draft && (one.paid > 0 || !one.credits.is_empty()) {
                return "looked at";
            }
            one.status = if is_draft { "DELETED" } else { "VOIDED" };
            "removed"
        })
    },
    credit,
    copy,
];

/// Something happens, after some time.
pub fn happen(world: &mut World, random: &mut Random) -> &'static str {
    world.xero.minute += *random.pick(&[0, 1, 5, 30, 1440]);
    if random.one_in(15) {
        world.xero.closed = world.xero.today() - 1;
    }
    let before: Vec<String> = world.live().into_iter().map(|one| one.0).collect();
    loop {
        let event = random.pick(&EVENTS);
        if let Some(name) = event(world, random) {
            world.note_taken(&before);
            return name;
        }
    }
}

fn edit(world: &mut World, random: &mut Random) -> Option<&'static str> {
    let products = &mut world.deal.products;
    let index = random.below(products.len());
    match random.below(6) {
        0 => products.push(any_line(random)),
        1 if products.len() > 1 => {
            products.remove(index);
        }
        2 => products[index] = Line { percent: *random.pick(&[0, 10, 25]), ..products[index].clone() },
        3 => products[index].quantity = 1 + random.below(5) as i64,
        4 => products[index].text = any_line(random).text,
        _ => products[index].cents += 100,
    }
    Some("edited in Pipedrive")
}

fn end(world: &mut World, fate: Fate, name: &'static str) -> Option<&'static str> {
    (world.deal.fate == Fate::Won).then(|| {
        world.deal.fate = fate;
        name
    })
}

fn win(world: &mut World, _: &mut Random) -> Option<&'static str> {
    (world.deal.fate != Fate::Won).then(|| {
        (world.deal.fate, world.deal.won_at) = (Fate::Won, world.xero.minute);
        "won again"
    })
}

fn on_some(
    world: &mut World,
    random: &mut Random,
    statuses: &[&str],
    work: impl FnOnce(&mut crate::xero::Document) -> &'static str,
) -> Option<&'static str> {
    let minute = world.xero.minute;
    let mut fitting: Vec<_> = world
        .xero
        .documents
        .iter_mut()
        .filter(|one| one.names().is_some() && statuses.contains(&one.status))
        .collect();
    if fitting.is_empty() {
        return None;
    }
    let index = random.below(fitting.len());
    let one = fitting.swap_remove(index);
    one.updated = minute;
    one.changes += 1;
    Some(work(one))
}

fn credit(world: &mut World, random: &mut Random) -> Option<&'static str> {
    let note = world.xero.new_id();
    let mut made = None;
    let name = on_some(world, random, &["AUTHORISED"], |one| {
        let amount = if one.total() % 5 == 0 { one.due() } else { one.due() / 3 };
        if amount > 0 {
            one.credits.push((note.clone(), amount));
            if one.due() == 0 {
                one.status = "PAID";
            }
            made = Some((one.id.clone(), amount));
        }
        "credited"
    });
    if let Some((id, amount)) = made {
        world.xero.notes.push(Note {
            id: note,
            reference: "goodwill".into(),
            total: amount,
            allocated: vec![(id, amount)],
        });
    }
    name
}

/// A person copies a document, reference and all, or makes one without a token.
fn copy(world: &mut World, random: &mut Random) -> Option<&'static str> {
    if !random.one_in(3) {
        return None;
    }
    let live: Vec<_> =
        world.xero.documents.iter().filter(|one| one.names().is_some() && one.is_live()).collect();
    if live.is_empty() {
        let lines = world.deal.products.clone();
        world.by_hand("", lines, Place::Reference);
        return Some("made by hand");
    }
    let one = live[random.below(live.len())];
    let (slot, revision) = one.names()?;
    let lines = one.only_lines();
    let token = crate::deal::token(&slot, revision);
    world.by_hand(&token, lines, Place::Reference);
    Some("copied")
}
