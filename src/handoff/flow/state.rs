//! What a handoff knows between two steps: what the caller gave, and every answer so far.
//!
//! `{ v, input, now, answers, open, calls }`. Answers are filed under the ids of their requests; `open` holds the
//! requests that are out, and an answer to none of these is passed over: whatever comes twice, late or unasked
//! changes nothing. The first form is version 1.

use super::build::{Build, Peek, read};
use super::clock::{seconds, whole};
use super::session::{DATES, is_lost};
use crate::finding::{Code, Context, Finding, Severity};
use crate::read::{Document, Kind, Node, clipped};

/// The version of the form.
pub(super) const VERSION: i64 = 1;

/// Characters of an answer that is no JSON, for its finding.
const MOST_TEXT: usize = 300;

/// The state of a handoff that begins.
pub(super) fn begin(input: Node<'_>) -> Document {
    let mut state = Build::object();
    state.number("v", VERSION).node("input", input);
    state.number("now", input.peek("now").and_then(|now| seconds(now.raw())).unwrap_or(0));
    state.within("answers", Kind::Object, |_| {}).within("open", Kind::Object, |_| {});
    state.within("calls", Kind::Object, |calls| {
        calls.number("xero", 0).number("pipedrive", 0);
    });
    state.finish()
}

/// Why a state is none of ours.
pub(super) fn refuse(state: Option<Node<'_>>) -> Option<Finding> {
    let version = state.and_then(|state| state.peek("v"));
    let is_whole = |state: Node<'_>| {
        ["input", "answers", "open"]
            .iter()
            .all(|name| state.get(name).is_some_and(|part| part.kind() == Kind::Object))
    };
    let (path, message) = match version {
        Some(known) if known.raw() == VERSION.to_string() => {
            if state.is_some_and(is_whole) {
                return None;
            }
            ("/state", "the state lacks parts of its own".to_owned())
        }
        Some(other) => (
            "/state/v",
            format!("the state has the version `{}`, and `{VERSION}` is read", clipped(other.raw())),
        ),
        None => ("/state", "no state was passed, as the step before answered it".to_owned()),
    };
    Some(say(Code::HandoffStateUnknown, path, message))
}

/// A finding that is no place's of an operation's input.
#[inline(never)]
pub(super) fn say(code: Code, path: &str, message: String) -> Finding {
    say_as(code, code.severity(), path, message)
}

/// The same with a weight of its own.
pub(super) fn say_as(code: Code, severity: Severity, path: &str, message: String) -> Finding {
    Finding { code, severity, path: path.to_owned(), message, remedy: code.remedy(), context: None }
}

/// Whether a member is that word.
#[inline(never)]
pub(super) fn says(node: Node<'_>, name: &str, word: &str) -> bool {
    node.get(name).is_some_and(|member| member.raw() == word)
}

/// The findings of an operation's answer, which was made by the same code.
#[inline(never)]
pub(super) fn findings_of(answer: Node<'_>) -> Vec<Finding> {
    let rows = answer.items_of("findings");
    let read = |row: Node<'_>| {
        let code = *Code::ALL.iter().find(|code| says(row, "code", code.word()))?;
        let severity = match row.peek("severity").map(Node::raw) {
            Some("error") => Severity::Error,
            Some("warning") => Severity::Warning,
            _ => Severity::Info,
        };
        let text = |name: &str| row.raw_of(name);
        let near = row.peek("context").and_then(|context| context.peek("didYouMean"));
        let context = near.map(|near| Context { did_you_mean: near.raw().to_owned() });
        Some(Finding { context, ..say_as(code, severity, text("path"), text("message").to_owned()) })
    };
    rows.filter_map(read).collect()
}

/// The state with responses filed at an instant.
pub(super) fn file(state: Node<'_>, responses: Option<Node<'_>>, now: i64) -> Document {
    let (Some(answers), Some(open)) = (state.peek("answers"), state.peek("open")) else {
        return begin(state);
    };
    let mut taken: Vec<(&str, Node<'_>)> = Vec::new();
    for response in responses.map(Node::items).unwrap_or_default() {
        let id = response.raw_of("id");
        // Of two answers to one request the first counts.
        let is_known = taken.iter().any(|(known, _)| *known == id);
        if let Some((id, _)) = open.members().find(|(known, _)| *known == id && !is_known) {
            taken.push((id, response));
        }
    }
    let is_taken = |id: &str| taken.iter().any(|(known, _)| *known == id);
    let mut filed = Build::object();
    filed.pick(state, &["v", "input", "now"]);
    filed.within("answers", Kind::Object, |all| {
        for (id, answer) in answers.members().filter(|(id, _)| !is_taken(id)) {
            all.node(id, answer);
        }
        for (id, response) in &taken {
            all.within(id, Kind::Object, |one| entry(*response, open.get(id), answers.get(id), now, one));
        }
    });
    filed.within("open", Kind::Object, |still| {
        for (id, request) in open.members().filter(|(id, _)| !is_taken(id)) {
            still.node(id, request);
        }
    });
    let counted = |api: &str| {
        let before = whole(state.peek("calls").and_then(|calls| calls.get(api)));
        let is_call = |(id, response): &&(&str, Node<'_>)| {
            let is_none = says(*response, "cached", "true") || says(*response, "unsent", "true");
            !is_none && open.get(id).and_then(|one| one.peek("api")).is_some_and(|of| of.raw() == api)
        };
        before.saturating_add(taken.iter().filter(is_call).count() as i64)
    };
    filed.within("calls", Kind::Object, |calls| {
        calls.number("xero", counted("xero")).number("pipedrive", counted("pipedrive"));
    });
    filed.finish()
}

/// What is kept of a response: no header but those that say when to come again.
fn entry(response: Node<'_>, open: Option<Node<'_>>, before: Option<Node<'_>>, now: i64, one: &mut Build) {
    let status = whole(response.peek("status"));
    let first =
        before.and_then(|before| before.peek("first")).or_else(|| open.and_then(|open| open.peek("at")));
    one.number("tries", whole(before.and_then(|before| before.peek("tries"))).saturating_add(1));
    one.number("first", whole(first)).number("at", now).number("status", status);
    if let Some(key) = open.and_then(|open| open.peek("key")) {
        one.node("key", key);
        if before.is_some_and(is_lost) {
            one.flag("lost", true);
        }
    }
    if let Some(taken) = response.peek("at").and_then(|at| seconds(at.raw())) {
        one.number("taken", taken);
    }
    if says(response, "cached", "true") {
        one.flag("cached", true);
    }
    if says(response, "batch", "true") {
        one.flag("batch", true);
    }
    if says(response, "unsent", "true") {
        one.flag("unsent", true);
    }
    if let Some(error) = response.peek("error") {
        one.text("error", &clipped(error.raw()));
    }
    for (name, value) in response.peek("headers").into_iter().flat_map(Node::members) {
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "retry-after" | "x-rate-limit-problem" | "x-ratelimit-reset") {
            one.text(&name, &clipped(value.raw()));
        }
    }
    let Some(body) = response.peek("body") else { return };
    if body.kind() != Kind::Text {
        one.node("body", body);
        return;
    }
    let read = read(body.raw().to_owned());
    if matches!(read.root().kind(), Kind::Object | Kind::Array) {
        one.node("body", read.root());
    } else if !body.raw().trim().is_empty() {
        one.text("text", body.raw().chars().take(MOST_TEXT).collect::<String>().as_str());
    }
}

/// The state with the requests that are out now.
pub(super) fn ask(state: Node<'_>, calls: &[super::call::Call], has_dates: bool, now: i64) -> Document {
    let mut asked = Build::object();
    let before = state.peek("open");
    asked.pick(state, &["v", "input", "now", "answers"]);
    asked.within("open", Kind::Object, |open| {
        // What nobody answered stays known: a write may have been made all the same.
        for (id, one) in before.into_iter().flat_map(Node::members) {
            open.node(id, one);
        }
        let is_new = |id: &str| before.and_then(|before| before.get(id)).is_none();
        calls.iter().filter(|call| is_new(&call.id)).for_each(|call| super::call::open(call, now, open));
        if has_dates && is_new(DATES) {
            open.within(DATES, Kind::Object, |one| {
                one.number("at", now).text("api", "dates");
            });
        }
    });
    asked.pick(state, &["calls"]);
    asked.finish()
}
