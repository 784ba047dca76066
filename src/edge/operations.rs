//! One table: every operation by name, from a node of the input to its result.

use serde::Serialize;
use thiserror::Error;

use crate::finding::{Code, Finding};
use crate::gather::Gather;
use crate::handoff::{self, Lookups, Writes};
use crate::mapper::{Mapper, local_time_once, plan_once, validate_once};
use crate::plan::local_time::LocalTime;
use crate::plan::{Options, Plan};
use crate::read::{Document, Findings, Kind, Node, Source, Sources, parse};
use crate::validate::Validation;
use crate::verdict::{Verdict, decide_verdict};
use crate::write::{to_list, to_text};
use crate::xero::compare::compare;
use crate::xero::snapshot::Snapshot;
use crate::xero::totals::{Prediction, predict};

/// An input that is no object, or an operation that does not exist. Everything else is a finding.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {message}; {}", code.word(), code.remedy())]
pub struct WonvoiceError {
    /// What is wrong.
    pub code: Code,
    /// What is wrong, in words.
    pub message: String,
}

/// The result of an operation.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Answer<'a> {
    /// Of `mapDealToInvoice`.
    Plan(Box<Plan>),
    /// Of `mapMany`.
    Plans(Vec<Plan>),
    /// Of `validate`.
    Validation(Validation),
    /// Of `predictTotals`.
    Prediction(Prediction),
    /// Of `compareTotals`.
    Findings(Vec<Finding>),
    /// Of `localTime`.
    LocalTime(LocalTime),
    /// Of `matchContact`.
    Match(Box<crate::contact::ContactMatch>),
    /// Of `decideVerdict`.
    Verdicts(Vec<Verdict<'a>>),
    /// Of `paymentStatus`.
    Update(Box<crate::feedback::DealUpdate>),
    /// Of `lookups` and `contactLookups`.
    Lookups(Lookups<'a>),
    /// Of `writes`.
    Writes(Writes<'a>),
    /// Of `handoffStart` and `handoffStep`.
    #[cfg(feature = "full")]
    Step(Box<handoff::flow::Step>),
    /// Of `batchWrites`.
    #[cfg(feature = "full")]
    Batch(Box<handoff::flow::Batch>),
    /// Of `splitBatch`.
    #[cfg(feature = "full")]
    BatchAnswer(Box<handoff::flow::BatchAnswer>),
    /// Of `alignContact`.
    #[cfg(feature = "full")]
    Alignment(Box<crate::contact::align::Alignment>),
    /// Of `compactSnapshot`.
    #[cfg(feature = "full")]
    Compaction(super::compaction::Compaction),
    /// Of `findDuplicates`.
    #[cfg(feature = "full")]
    Duplicates(crate::contact::duplicates::Duplicates),
    /// Of `diffConfig`.
    #[cfg(feature = "full")]
    Difference(Box<crate::rehearse::Difference>),
    /// Of `draftConfig`.
    #[cfg(feature = "full")]
    Draft(Box<crate::rehearse::Draft>),
    /// Of `checkConfig`.
    #[cfg(feature = "full")]
    ConfigCheck(Box<crate::rehearse::ConfigCheck>),
    /// Of `shadow`.
    #[cfg(feature = "full")]
    Shadow(Box<crate::rehearse::shadow::answer::Shadow>),
    /// Of `reconcile`.
    #[cfg(feature = "full")]
    Reconciliation(Box<crate::report::answer::Reconciliation>),
    /// Of `audit`.
    #[cfg(feature = "full")]
    Readiness(Box<crate::report::audit::answer::Readiness>),
    /// Of `update`.
    #[cfg(feature = "full")]
    IndexUpdate(crate::contact::index::IndexUpdate),
}

type Run = for<'a> fn(Node<'a>) -> Answer<'a>;

/// Every operation on one input.
pub const OPERATIONS: &[(&str, Run)] = &[
    ("validate", |input| Answer::Validation(validate_once(input))),
    ("mapDealToInvoice", |input| Answer::Plan(Box::new(plan_once(input, options(input.get("options")))))),
    ("mapMany", map_many),
    ("localTime", |input| Answer::LocalTime(local_time_once(input))),
    ("matchContact", |input| Answer::Match(Box::new(crate::contact::match_contact(input)))),
    ("decideVerdict", |input| Answer::Verdicts(decide_verdict(input))),
    ("paymentStatus", |input| Answer::Update(Box::new(crate::feedback::payment_status(input)))),
    ("lookups", |input| Answer::Lookups(handoff::lookups(input))),
    ("contactLookups", |input| Answer::Lookups(handoff::contact_lookups(input))),
    ("writes", |input| Answer::Writes(handoff::writes(input))),
    ("predictTotals", |input| Answer::Prediction(predict_totals(input))),
    ("compareTotals", |input| Answer::Findings(compare_totals(input))),
    #[cfg(feature = "full")]
    ("handoffStart", |input| Answer::Step(Box::new(handoff::flow::handoff_start(input)))),
    #[cfg(feature = "full")]
    ("handoffStep", |input| Answer::Step(Box::new(handoff::flow::handoff_step(input)))),
    #[cfg(feature = "full")]
    ("batchWrites", |input| Answer::Batch(Box::new(handoff::flow::batch_writes(input)))),
    #[cfg(feature = "full")]
    ("splitBatch", |input| Answer::BatchAnswer(Box::new(handoff::flow::split_batch(input)))),
    #[cfg(feature = "full")]
    ("alignContact", |input| Answer::Alignment(Box::new(crate::contact::align::align_contact(input)))),
    #[cfg(feature = "full")]
    ("compactSnapshot", |input| Answer::Compaction(super::compaction::compact_snapshot(input))),
    #[cfg(feature = "full")]
    ("findDuplicates", |input| Answer::Duplicates(crate::contact::duplicates::find_duplicates(input))),
    #[cfg(feature = "full")]
    ("diffConfig", |input| {
        let [before, after] = ["before", "after"].map(|config| mapper_of(input, config));
        Answer::Difference(Box::new(crate::rehearse::diff_config(&before, &after, input)))
    }),
    #[cfg(feature = "full")]
    ("draftConfig", |input| Answer::Draft(Box::new(crate::rehearse::draft_config(input)))),
    #[cfg(feature = "full")]
    ("checkConfig", |input| {
        Answer::ConfigCheck(Box::new(crate::rehearse::check_config(&mapper_of(input, "config"), input)))
    }),
    #[cfg(feature = "full")]
    ("shadow", |input| Answer::Shadow(Box::new(crate::rehearse::shadow::shadow(input)))),
    #[cfg(feature = "full")]
    ("reconcile", |input| Answer::Reconciliation(Box::new(crate::report::reconcile(input)))),
    #[cfg(feature = "full")]
    ("audit", |input| Answer::Readiness(Box::new(crate::report::audit::audit(input)))),
];

/// Runs an operation on an input that was read.
///
/// # Errors
/// When there is no such operation, or the input is no object.
pub fn call<'a>(operation: &str, input: Node<'a>) -> Result<Answer<'a>, WonvoiceError> {
    let run = OPERATIONS.iter().find(|(name, _)| *name == operation).map(|(_, run)| run);
    let run = run.ok_or_else(|| unknown_operation(operation, OPERATIONS.iter().map(|(name, _)| *name)))?;
    an_object(input).map(run)
}

/// Runs an operation, text to text.
///
/// # Errors
/// When there is no such operation, or the input is no JSON or no object.
///
/// ```
/// let error = wonvoice::call_json("validate", "[]").unwrap_err();
/// assert!(error.to_string().starts_with("INPUT_NOT_AN_OBJECT: "));
/// ```
pub fn call_json(operation: &str, input: &str) -> Result<String, WonvoiceError> {
    let document = read_text(input.to_owned(), Source::Input)?;
    call(operation, document.root()).map(|answer| to_text(&answer))
}

/// Runs an operation of a mapper, text to text: `validate`, `mapDealToInvoice`, `mapMany` or
/// `localTime`.
///
/// # Errors
/// As [`call_json`].
pub fn call_mapper_json(mapper: &Mapper, operation: &str, input: String) -> Result<String, WonvoiceError> {
    let document = read_text(input, Source::Input)?;
    let root = document.root();
    let answer = match operation {
        "validate" => Answer::Validation(mapper.validate(an_object(root)?)),
        "mapDealToInvoice" => {
            Answer::Plan(Box::new(mapper.plan(an_object(root)?, options(root.get("options")))))
        }
        "localTime" => Answer::LocalTime(mapper.local_time(an_object(root)?)),
        "mapMany" => {
            let options = options(root.get("options"));
            // Each plan becomes text before the next is made: a batch holds one at a time.
            return Ok(to_list(inputs(root).map(|input| mapper.plan(input, options))));
        }
        other => {
            return Err(unknown_operation(other, ["validate", "mapDealToInvoice", "mapMany", "localTime"]));
        }
    };
    Ok(to_text(&answer))
}

/// Runs an operation of an index of contacts, text to text: `match` or `update`.
///
/// # Errors
/// When there is no such operation, or the input of `match` is no JSON object.
#[cfg(feature = "full")]
pub fn call_index_json(
    index: &mut crate::contact::index::ContactIndex,
    operation: &str,
    input: String,
) -> Result<String, WonvoiceError> {
    let answer = match operation {
        "match" => {
            let document = read_text(input, Source::Input)?;
            Answer::Match(Box::new(index.matched(an_object(document.root())?)))
        }
        "update" => Answer::IndexUpdate(index.update_text(input)),
        other => return Err(unknown_operation(other, ["match", "update"])),
    };
    Ok(to_text(&answer))
}

/// Reads a text as a document.
///
/// # Errors
/// When it is no JSON.
pub fn read_text(text: String, source: Source) -> Result<Document, WonvoiceError> {
    let mut document = parse(text, source)
        .map_err(|error| WonvoiceError { code: Code::InputNotJson, message: error.to_string() })?;
    document.settle();
    Ok(document)
}

/// How a plan is made, as the caller asked.
#[must_use]
pub fn options(node: Option<Node<'_>>) -> Options {
    let trace = node.and_then(|node| node.get("trace"));
    Options { trace: trace.is_none_or(|trace| trace.raw() != "false") }
}

/// The inputs of `mapMany`: a list, or the list called `inputs`.
pub fn inputs(root: Node<'_>) -> crate::read::Items<'_> {
    root.get("inputs").unwrap_or(root).items()
}

/// Refuses what is no object.
pub(super) fn an_object(input: Node<'_>) -> Result<Node<'_>, WonvoiceError> {
    match input.kind() {
        Kind::Object => Ok(input),
        _ => Err(WonvoiceError {
            code: Code::InputNotAnObject,
            message: format!("the input is {}", input.describe()),
        }),
    }
}

fn unknown_operation<'n>(operation: &str, known: impl IntoIterator<Item = &'n str> + Clone) -> WonvoiceError {
    let near = crate::read::nearest(operation, known.clone());
    let shown = crate::read::clipped(operation);
    let message = match near {
        Some(near) => format!("there is no operation `{shown}` (did you mean `{near}`?)"),
        None => format!("there is no operation `{shown}`"),
    };
    WonvoiceError { code: Code::InputOperationUnknown, message }
}

/// Config and snapshots of an input, read once.
fn mapper_of(input: Node<'_>, called: &'static str) -> Mapper {
    let snapshots = input.get("snapshots");
    let mut config = copy(input.get(called), Source::Config);
    config.set_name(called);
    let (name, snapshots) = match snapshots {
        None => ("snapshot", input.get("snapshot")),
        some => ("snapshots", some),
    };
    Mapper::named(config, copy(snapshots, Source::Snapshots), name)
}

fn map_many(input: Node<'_>) -> Answer<'_> {
    let options = options(input.get("options"));
    let mapper = mapper_of(input, "config");
    Answer::Plans(inputs(input).map(|one| mapper.plan(one, options)).gather())
}

/// A part of an input as a document of its own.
fn copy(node: Option<Node<'_>>, source: Source) -> Document {
    let mut document = Document::new(source);
    match node {
        Some(node) => document.copy(node),
        None => {
            document.push(Kind::Null);
        }
    }
    document
}

/// A part that an operation cannot do without.
pub(super) fn part<'a>(input: Node<'a>, name: &str, findings: &mut Findings<'_>) -> Option<Node<'a>> {
    let part = input.get(name);
    match part {
        None => findings.add(Code::InputPartMissing, input.at(), format_args!("no {name} was passed")),
        Some(node) if matches!(node.kind(), Kind::NotJson | Kind::Nothing) => {
            findings.wrong_part(node, name, "an object")
        }
        Some(_) => return part,
    }
    None
}

fn predict_totals(input: Node<'_>) -> Prediction {
    let mut findings = Findings::new(Sources::of(input));
    let (document, snapshot) =
        (part(input, "document", &mut findings), part(input, "snapshot", &mut findings));
    let unit_dp = match input.get("unitDp").map(|node| (node.raw(), node.at())) {
        None | Some(("4", _)) => 4,
        Some(("2", _)) => 2,
        Some((other, at)) => {
            let shown = crate::read::clipped(other);
            findings.add(Code::ConfigValueWrong, at, format_args!("unitDp is `{shown}`, not 2 or 4"));
            4
        }
    };
    let totals = document.zip(snapshot).and_then(|(document, snapshot)| {
        let snapshot = Snapshot::read(snapshot, &mut findings)?;
        predict(document, &snapshot, unit_dp, &mut findings)
    });
    let ok = findings.is_ok() && totals.is_some();
    Prediction { ok, totals: totals.filter(|_| ok), findings: findings.finish() }
}

fn compare_totals(input: Node<'_>) -> Vec<Finding> {
    let mut findings = Findings::new(Sources::of(input));
    let (predicted, answered) =
        (part(input, "predicted", &mut findings), part(input, "answered", &mut findings));
    if let (Some(predicted), Some(answered)) = (predicted, answered) {
        compare(predicted, answered, &mut findings);
    }
    findings.finish()
}
