//! Won deals: who, what, how much, whose.

use super::super::deals::Won;
use super::super::kind::{
    DEAL_DIFFERS, DEAL_LOCKED, DEAL_OWNER, DEAL_PARTY, DEAL_PRODUCTS, DEAL_VALUE, PARTY_ORGANIZATION,
};
use super::super::tally::{Hit, Tally};
use super::Looked;
use crate::finding::Code;
use crate::money::Decimal;
use crate::read::date::write_date;

/// A deal that is to be mended.
pub(super) fn hit<'a>(deal: &Won<'a>) -> Hit<'a> {
    Hit { id: deal.id, name: deal.name(), at: deal.at, user: deal.owner }
}

pub(super) fn check(looked: &Looked<'_, '_>) -> Vec<Tally> {
    let [mut party, mut organization, mut value, mut owner] =
        [&DEAL_PARTY, &PARTY_ORGANIZATION, &DEAL_VALUE, &DEAL_OWNER].map(|kind| looked.tally(kind));
    for deal in looked.won() {
        for tally in [&mut party, &mut organization, &mut value, &mut owner] {
            tally.look(1);
        }
        if !deal.names_organization {
            let tally = if deal.names_person { &mut organization } else { &mut party };
            tally.hit(hit(deal), looked.sources, || match deal.names_person {
                true => format!("billed to the person `{}`", crate::read::clipped(deal.party_name)),
                false => "has neither".to_owned(),
            });
        }
        if deal.value.is_none_or(Decimal::is_zero) {
            value.hit(hit(deal), looked.sources, || match deal.value {
                Some(_) => "its value is 0".to_owned(),
                None => "has no value".to_owned(),
            });
        }
        match deal.owner {
            None => owner.hit(hit(deal), looked.sources, || "has no owner".to_owned()),
            Some(user) if !user.is_active => {
                let what = || {
                    format!(
                        "its owner `{}` is not active",
                        crate::read::clipped(user.name.unwrap_or(user.id))
                    )
                };
                owner.hit(hit(deal), looked.sources, what);
            }
            Some(_) => {}
        }
    }
    vec![party, organization, value, owner, products(looked), differs(looked), locked(looked)]
}

/// Whether products are there: as they were passed, else as the deal counts them.
fn products(looked: &Looked<'_, '_>) -> Tally {
    let mut tally = looked.tally(&DEAL_PRODUCTS);
    let mut is_known = looked.deals.is_empty();
    for deal in looked.won() {
        let counted = deal.node.get("products_count").and_then(|count| count.raw().parse::<usize>().ok());
        let Some(count) = deal.products.as_ref().map(Vec::len).or(counted) else { continue };
        is_known = true;
        tally.look(1);
        if count == 0 {
            tally.hit(hit(deal), looked.sources, || "has no product that counts".to_owned());
        }
    }
    if is_known { tally } else { tally.lacks("deals[].products") }
}

/// Whether value and products agree, as plans compare them.
fn differs(looked: &Looked<'_, '_>) -> Tally {
    let mut tally = looked.lacks_replay(looked.tally(&DEAL_DIFFERS));
    for (deal, replay) in looked.deals.iter().filter_map(|(deal, replay)| Some((deal, replay.as_ref()?))) {
        // Without a product or without a value there is nothing to compare.
        if deal.value.is_none() || deal.products.as_ref().is_none_or(Vec::is_empty) {
            continue;
        }
        tally.look(1);
        if let Some((.., message)) = replay.said.iter().find(|(code, ..)| *code == Code::DealValueDiffers) {
            tally.hit(hit(deal), looked.sources, || message.clone());
        }
    }
    tally
}

/// Whether the books are closed where a deal was won.
fn locked(looked: &Looked<'_, '_>) -> Tally {
    let mut tally = looked.tally(&DEAL_LOCKED);
    let inputs = looked.inputs;
    if inputs.snapshots.iter().all(|(_, snapshot)| snapshot.organisation.is_none()) {
        return tally.lacks("organisation");
    }
    for (deal, replay) in looked.deals {
        let entity = replay.as_ref().and_then(|replay| replay.entity.as_deref()).or(inputs.lone_entity());
        let organisation =
            inputs.snapshot_of(entity.unwrap_or("")).and_then(|snapshot| snapshot.organisation.as_ref());
        let (Some(organisation), Some(won_on)) = (organisation, deal.won_on) else { continue };
        tally.look(1);
        let locks = [organisation.period_lock, organisation.year_lock];
        let last = locks.into_iter().flatten().map(|lock| lock.value).max();
        if let Some(lock) = last.filter(|lock| won_on <= *lock) {
            tally.hit(hit(deal), looked.sources, || {
                format!("won on `{}`, and the books are closed to `{}`", write_date(won_on), write_date(lock))
            });
        }
    }
    tally
}
