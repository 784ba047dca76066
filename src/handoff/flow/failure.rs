//! What went wrong with a request, as findings: what to do, and who should.

use super::build::Peek;
use super::call::Api;
use super::clock::{whole, written};
use super::state::say;
use crate::finding::{Code, Finding};
use crate::read::{Node, clipped, one_line};

/// Characters of a message of Xero's.
const MOST_WORDS: usize = 250;

/// What went wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// Nothing came back, or nothing that says what became of it.
    Lost,
    /// There were too many.
    Limited,
    /// The credentials are refused.
    Denied,
    /// It was refused with a status.
    Refused(i64),
}

/// What there is to say about a request that came to nothing, of Xero's to the organisation that is its `tenant`.
#[inline(never)]
pub(super) fn finding(
    why: Failure,
    entry: Option<Node<'_>>,
    id: &str,
    api: Api,
    name: &str,
    tenant: Option<&str>,
) -> Finding {
    let who = api.name();
    let said = entry.map_or_else(String::new, detail);
    let of = format!("{who}, asked for `{name}`,");
    let (code, message) = match why {
        Failure::Lost => {
            let status = whole(entry.and_then(|entry| entry.peek("status")));
            let what = match status {
                0 => "did not answer".to_owned(),
                200..=299 => "answered something that is no JSON".to_owned(),
                _ => format!("answered with status {status}"),
            };
            (Code::HandoffNoAnswer, format!("{of} {what}{said}"))
        }
        Failure::Limited => {
            let problem = entry.and_then(|entry| entry.peek("x-rate-limit-problem"));
            let limit = problem.map_or_else(String::new, |problem| format!(" a {}", clipped(problem.raw())));
            let at = whole(entry.and_then(|entry| entry.peek("at")));
            let after =
                entry.and_then(|entry| entry.peek("retry-after").or_else(|| entry.peek("x-ratelimit-reset")));
            let free = after.map_or_else(String::new, |after| {
                format!(", and free again at `{}`", written(at.saturating_add(whole(Some(after)))))
            });
            (Code::HandoffLimited, format!("{who}'s limit of calls{limit} is used up{free}"))
        }
        Failure::Denied => (Code::HandoffDenied, format!("{of} refused the credentials (401){said}")),
        // Whoever goes on calling in spite of its limit is answered with a page, not with JSON.
        Failure::Refused(403) if api == Api::Pipedrive && entry.is_some_and(|entry| entry.has("text")) => {
            (Code::HandoffLimited, format!("{of} blocks these credentials for a while (403)"))
        }
        Failure::Refused(403) => {
            let whose =
                tenant.map_or_else(String::new, |id| format!(" for the organisation `{}`", clipped(id)));
            (Code::HandoffForbidden, format!("{of} refused it{whose} to these credentials (403){said}"))
        }
        Failure::Refused(404) => (Code::HandoffNotFound, format!("{of} knows no such thing (404){said}")),
        Failure::Refused(status) => {
            (Code::HandoffRejected, format!("{of} refused it with status {status}{said}"))
        }
    };
    say(code, &pointer(id), message)
}

/// Where an answer stands in the state.
#[inline(never)]
pub(super) fn pointer(id: &str) -> String {
    ["/state/answers/", &id.replace('~', "~0").replace('/', "~1")].concat()
}

/// What an answer says itself of what went wrong.
fn detail(entry: Node<'_>) -> String {
    let body = entry.peek("body");
    let said = ["Detail", "Message", "error", "message", "Title"];
    let said = said.iter().find_map(|name| body?.get(name).filter(|text| text.text().is_some()));
    let said = said.or_else(|| entry.peek("error")).map(Node::raw);
    said.map_or_else(String::new, |said| format!(": `{}`", one_line(said.chars().take(MOST_WORDS))))
}

/// How Xero words what a known finding is about.
const WORDS: [(&str, &str, Code); 13] = [
    ("account code", "archived", Code::AccountArchived),
    ("account code", "is not a valid code", Code::AccountUnknown),
    ("account code must be specified", "", Code::AccountUnmapped),
    ("taxtype code", "cannot be used with account", Code::TaxTypeNotForAccount),
    ("taxtype code", "does not exist", Code::TaxTypeUnknown),
    ("lock date", "", Code::ScheduleDateLocked),
    ("not subscribed to currency", "", Code::CurrencyNotEnabled),
    ("contact", "archived", Code::ContactArchived),
    ("contact name", "already assigned", Code::ContactNotCreated),
    ("unknown contact", "", Code::ContactIdInvalid),
    ("line total", "does not match", Code::MoneyLineDiffers),
    ("idempotency key", "different request", Code::HandoffKeyUsed),
    ("invoice #", "unique", Code::HandoffNumberTaken),
];

/// Why a request was refused.
pub(super) fn rejection(entry: Node<'_>, id: &str, api: Api, name: &str) -> Finding {
    let status = whole(entry.peek("status"));
    let own = || finding(Failure::Refused(status), Some(entry), id, api, name, None);
    if api == Api::Pipedrive {
        return own();
    }
    rejected(entry, id, name).into_iter().next().unwrap_or_else(own)
}

/// What Xero refuses of a write: each of its messages is a finding, with the field and the remedy where the message is
/// a known one.
pub(super) fn rejected(entry: Node<'_>, id: &str, name: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let body = entry.peek("body");
    let lists = ["Elements", "Invoices", "RepeatingInvoices", "CreditNotes", "Contacts", "Allocations"];
    for list in lists {
        let rows = body.map(|body| body.items_of(list)).unwrap_or_default();
        for (place, row) in (0..).zip(rows) {
            let place: usize = place;
            let own = [format!("{list}/{place}")].into_iter();
            let lines =
                (0..row.items_of("LineItems").count()).map(|line| format!("{list}/{place}/LineItems/{line}"));
            let line_rows = row.items_of("LineItems");
            for (path, holder) in own.chain(lines).zip([row].into_iter().chain(line_rows)) {
                for (index, error) in (0..).zip(holder.items_of("ValidationErrors")) {
                    let index: usize = index;
                    let message = error.raw_of("Message");
                    found.push(refusal(
                        message,
                        name,
                        &format!("{}/body/{path}/ValidationErrors/{index}", pointer(id)),
                    ));
                }
            }
        }
    }
    if found.is_empty() {
        let said = ["Message", "Detail", "error", "Title"];
        let said = said.iter().find_map(|name| body?.get(name).and_then(Node::text));
        let said = said.or_else(|| entry.peek("text").map(Node::raw)).unwrap_or("no reason");
        found.push(refusal(said, name, &pointer(id)));
    }
    found
}

fn refusal(message: &str, name: &str, path: &str) -> Finding {
    let small = message.to_ascii_lowercase();
    let known = WORDS.iter().find(|(first, second, _)| small.contains(first) && small.contains(second));
    let code = known.map_or(Code::HandoffRejected, |(_, _, code)| *code);
    say(code, path, format!("Xero refused `{name}`: `{}`", one_line(message.chars().take(MOST_WORDS))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_xero_are_known_findings() {
        for (message, code) in [
            ("Account code '999' is not a valid code for this document.", Code::AccountUnknown),
            (
                "Account code '200' has been archived, or has been deleted. Each line item must reference a valid account.",
                Code::AccountArchived,
            ),
            ("Account code must be specified", Code::AccountUnmapped),
            (
                "The TaxType code OUTPUT9 does not exist or cannot be used for this type of transaction.",
                Code::TaxTypeUnknown,
            ),
            ("The TaxType code 'INPUT2' cannot be used with account code '200'.", Code::TaxTypeNotForAccount),
            (
                "The document date cannot be before the period lock date, currently set at 31 March 2026",
                Code::ScheduleDateLocked,
            ),
            ("Organisation is not subscribed to currency EUR", Code::CurrencyNotEnabled),
            ("Idempotency Key abc is used with a different request", Code::HandoffKeyUsed),
            ("Invoice # must be unique.", Code::HandoffNumberTaken),
            ("You have reached the limit of invoices you can approve", Code::HandoffRejected),
        ] {
            assert_eq!(refusal(message, "create PD-42", "").code, code, "{message}");
        }
    }
}
