//! The one line of a deal's value: it has no product, so nothing that comes from one, and no rate of its own.

use crate::config::Entity;
use crate::config::lines::{Lines, LinesFrom, Recurring};
use crate::config::tax::Treatment;
use crate::finding::Code;
use crate::pipedrive::reference::Owner;
use crate::read::{At, Findings, Given};

/// Whether lines are never made of products.
pub(super) fn is_alone(lines: &Lines) -> bool {
    lines.from.value == LinesFrom::Value && lines.recurring.value != Recurring::Repeat
}

/// Says what the line of a deal's value lacks for account and tax, as an error where every deal is billed by it.
/// Whether it lacks nothing; `None` where no deal is billed by its value.
pub(super) fn check(entity: &Entity, met: &[&Given<Treatment>], findings: &mut Findings<'_>) -> Option<bool> {
    let lines = &entity.lines;
    let from = lines.from;
    let mut says = Lacks::of(lines)?;
    let mut say = |code: Code, at: At, what: &str| says.say(code, at, what, findings);
    let silent = lines.tax.when_deal_has_no_tax.as_ref();
    if silent.is_none_or(|silent| silent.amounts.is_none()) {
        say(
            Code::TaxNotStated,
            from.at,
            "has no tax method, and lines.tax.whenDealHasNoTax does not say with its `amounts` what holds then",
        );
    }
    let account = &lines.account;
    if account.default.is_none() && account.by_pipeline.is_empty() {
        say(
            Code::AccountUnmapped,
            from.at,
            "has no product, and lines.account has neither `default` nor `byPipeline`",
        );
    }
    if let Some(field) = &lines.tax.supply_from
        && field.value.owner == Owner::Product
        && met.iter().any(|treatment| treatment.supply.is_some())
    {
        let what =
            "has no product to say whether it is goods or services, which lines.tax.treatments ask for";
        say(Code::TaxSupplyUnknown, field.at, what);
    }
    let stages = entity.schedule.stages();
    if let Some(stage) = stages.iter().find(|stage| !stage.products.is_empty()) {
        let what = "has no product, whose code a milestone could name";
        say(Code::ScheduleProductUnplaced, stage.at, what);
    }
    Some(!says.is_lacking)
}

/// The same for tracking.
pub(super) fn check_tracking(lines: &Lines, findings: &mut Findings<'_>) -> Option<bool> {
    let mut says = Lacks::of(lines)?;
    for setting in &lines.tracking {
        let by_product = setting.from.as_ref().is_some_and(|field| field.value.owner == Owner::Product);
        if by_product && setting.default.is_none() {
            let what =
                "has no product, whose field lines.tracking asks for its option, and there is no `default`";
            says.say(Code::TrackingValueMissing, setting.at, what, findings);
        }
    }
    Some(!says.is_lacking)
}

/// What is said of the line of the value, of every deal or of those without products.
struct Lacks {
    is_of_every: bool,
    is_lacking: bool,
}

impl Lacks {
    fn of(lines: &Lines) -> Option<Self> {
        let is_of_every = match lines.from.value {
            LinesFrom::Products => return None,
            LinesFrom::Value => true,
            LinesFrom::ProductsOrValue => false,
        };
        Some(Self { is_of_every, is_lacking: false })
    }

    fn say(&mut self, code: Code, at: At, what: &str, findings: &mut Findings<'_>) {
        self.is_lacking = true;
        if self.is_of_every {
            let what = format_args!(
                "lines.from is `value`, and the line of the deal's value {what}: every deal is refused"
            );
            findings.add(code, at, what);
        } else {
            let what =
                format_args!("deals without products are refused: the line of the deal's value {what}");
            findings.add(Code::ConfigNotCovered, at, what);
        }
    }
}
