//! Shares of a deal: those that never take a product, and products that none takes.

use super::clash::Clash;
use super::entities::unchosen;
use crate::config::Config;
use crate::config::condition::Condition;
use crate::finding::{Code, Severity};
use crate::read::Findings;

/// Says which shares take nothing, and whether a product may be left. `is_shared` tells whether any way of the rules
/// leaves a deal to the shares.
pub(super) fn check(config: &Config, is_shared: bool, clash: &Clash<'_>, findings: &mut Findings<'_>) {
    let Some(last) = config.split.last() else { return };
    let is_left = || unchosen(config).into_iter().any(|case| clash.can_hold(case.into_iter()));
    if !is_shared || !is_left() {
        let what = format_args!("split never counts: the rules give every deal to one entity");
        findings.add(Code::ConfigRuleNever, last.at, what);
        return;
    }
    for (place, share) in config.split.iter().enumerate() {
        let own = || share.when.iter().map(|condition: &Condition| (condition, true));
        let number = place + 1;
        let mut earlier = config.split.iter().take(place);
        if !clash.can_hold(own()) {
            let what =
                format_args!("share {number} of split takes nothing: its conditions exclude each other");
            findings.add(Code::ConfigRuleNever, share.at, what);
        } else if let Some(taker) =
            earlier.position(|taker| clash.implies(share.when.as_ref(), taker.when.as_ref()))
        {
            let what = format_args!(
                "share {number} of split takes nothing: every product that it could take is taken by share {}",
                taker + 1
            );
            findings.add(Code::ConfigRuleNever, share.at, what);
        }
    }
    if config.split.iter().all(|share| share.when.is_some()) {
        let what =
            format_args!("a product that no share of split takes refuses its deal, and none takes the rest");
        findings.add_as(Code::ConfigNotCovered, Severity::Warning, last.at, what);
    }
}
