//! `audit`: whether the data of both sides is fit to automate, before anything is automated.
//!
//! Nothing is judged here twice: deals are planned, contacts matched and duplicates found as everywhere else; what was
//! not passed is told as not looked at, and never counts as fine.

mod advice;
pub mod answer;
mod checks;
mod coverage;
mod deals;
mod facts;
mod input;
mod kind;
mod replay;
mod tally;
mod tasks;

use answer::{Check, Effort, Facts, Readiness, State};
use checks::Looked;
use input::{Inputs, Kept};
use kind::{Role, Weight};
use replay::{Matcher, replay, stand_in};

use crate::finding::Code;
use crate::read::date::{parse_date, write_date};
use crate::read::{Findings, Node};

/// Looks at the data of both sides.
///
/// The input is `{ deals, config?, snapshots | snapshot?, organisation?, accounts?, taxRates?, currencies?, items?,
/// organizations?, persons?, products?, users?, fields?, contacts?, documents?, asOf?, minutes?, examples? }`: answers
/// of the two APIs, `contacts` and `documents` by entity where there are several.
///
/// ```
/// let input = r#"{ "deals": [ { "id": 1, "status": "won", "value": 10, "currency": "EUR" } ] }"#;
/// let answer = wonvoice::call_json("audit", input)?;
/// assert!(answer.contains(r#"{"id":"deal-party-missing","title":"Won deals with neither an organisation nor a person","state":"to-mend""#));
/// assert!(answer.contains(r#""state":"not-looked-at""#));
/// # Ok::<(), wonvoice::WonvoiceError>(())
/// ```
#[must_use]
pub fn audit(input: Node<'_>) -> Readiness {
    let mut aside = Findings::new(crate::read::Sources::of(input));
    let kept = Kept::read(input, &mut aside);
    let mut findings = Findings::new(kept.mapper.sources(input));
    findings.extend(&aside.finish());
    let of_settings = &kept.mapper.settings().findings;
    // A config may be missing.
    let settings: Vec<_> =
        of_settings.iter().filter(|finding| finding.code != Code::ConfigMissing).cloned().collect();
    findings.extend(&settings);
    let inputs = Inputs::read(input, &kept, &mut findings);
    let mut facts = Facts::default();
    let won = deals::won(&inputs, &mut facts, &mut findings);
    let stand_in = stand_in();
    let mut matcher = Matcher::new(&inputs);
    let config = inputs.config.filter(|_| !inputs.snapshots.is_empty());
    let deals: Vec<_> = won
        .into_iter()
        .map(|deal| {
            let replay = config.map(|config| replay(&inputs, config, &deal, stand_in.root(), &mut matcher));
            (deal, replay)
        })
        .collect();
    let sources = findings.sources();
    facts::count(&inputs, &deals, &mut facts, &mut findings);
    let looked = Looked { inputs: &inputs, deals: &deals, sources };
    let (checks, fields) = checks::all(&looked, &mut matcher, &mut findings);
    let coverage = config.map(|_| coverage::cover(&deals, sources));
    let recommendation =
        (facts.won > 0).then(|| advice::recommend(&advice::measure(&facts, &checks, coverage.as_ref())));
    let checklist = tasks::list(&inputs, &settings, &checks, coverage.as_ref());
    let blocks = |check: &Check| check.state == State::ToMend && check.severity == Weight::Blocker;
    let ok =
        findings.is_ok() && !checks.iter().any(blocks) && coverage.as_ref().is_none_or(tasks::is_covered);
    let as_of = inputs.given.as_of.or(facts.last_won.as_deref().and_then(parse_date)).map(write_date);
    let effort = effort(&checks);
    Readiness {
        ok,
        as_of,
        facts,
        checks,
        effort,
        fields,
        coverage,
        recommendation,
        checklist,
        findings: findings.finish(),
    }
}

/// What mending takes, by who does it.
fn effort(checks: &[Check]) -> Vec<Effort> {
    let of = |role: Role| {
        let own = || checks.iter().filter(move |check| check.owner == role && check.state == State::ToMend);
        Effort {
            role,
            items: own().map(|check| check.found).sum(),
            minutes: own().map(|check| check.minutes).sum(),
        }
    };
    [Role::Sales, Role::Finance, Role::Admin].map(of).into()
}
