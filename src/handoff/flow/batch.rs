//! Creates of several handoffs as one request, for backfills: `batchWrites` and `splitBatch`.
//!
//! Xero takes up to 50 documents a request, of at most 3.5 MB. With `summarizeErrors=false` it answers each by itself,
//! so that one that is refused stops no other.

use serde::Serialize;

use super::build::{Build, Peek, read};
use super::call::{Api, Call, CallHeaders, KEY, XERO};
use super::clock::whole;
use super::state::says;
use crate::finding::{Code, Finding};
use crate::plan::token::{hash, request_key};
use crate::read::{Document, Findings, Kind, Node, Sources, is_uuid};
use crate::write::to_bytes;

/// Documents of one request.
const MOST: usize = 50;
/// Bytes of one request, well below what Xero takes.
const MOST_BYTES: usize = 3_000_000;
/// The id that Xero answers for a document that it did not make.
const NO_ID: &str = "00000000-0000-0000-0000-000000000000";
/// What a document is told from others by.
const NAMES: [&str; 2] = ["InvoiceNumber", "Reference"];

/// Requests that are sent as one.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Batch {
    /// The one request, to be sent like those of a step; absent where fewer than two documents go together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Call>,
    /// The requests that are in it.
    pub members: Vec<BatchMember>,
    /// The places of those that are not: of another organisation, no creates, made before, or too many. Send them by
    /// themselves, or in another batch.
    pub left: Vec<usize>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// A request in a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BatchMember {
    /// Its place among the requests that were passed.
    pub of: usize,
    /// Its id, by which it is answered.
    pub id: String,
    /// The place of its document in the batch; two requests for the same document share it.
    pub place: usize,
    /// What its document is told from the others by: its number, or its reference.
    pub known: String,
}

/// The answer of a batch, for each of its members.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BatchAnswer {
    /// What each handoff's own request is answered with.
    #[cfg_attr(feature = "ts", ts(type = "(HandoffResponse & { of: number })[]"))]
    pub responses: Document,
    /// Whether nobody knows what came of the batch: then send the same request with the same key once more, within
    /// five minutes of the first time, and hand these responses on only where that comes to nothing either.
    pub again: bool,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// A document that goes into a batch.
struct Entry<'a> {
    body: Node<'a>,
    key: &'a str,
    known: &'a str,
}

/// Merges creates of one organisation into one request: of `{ requests }` those that go with the first. Those that
/// were made before, as their ids tell, go alone: what came of them is not to hang on others.
#[must_use]
pub fn batch_writes(input: Node<'_>) -> Batch {
    let mut findings = Findings::new(Sources::of(input));
    let requests = input.peek("requests").filter(|requests| requests.kind() == Kind::Array);
    if requests.is_none() {
        findings.add(Code::InputPartMissing, input.at(), format_args!("no list of requests was passed"));
    }
    let (mut entries, mut members, mut left) = (Vec::<Entry<'_>>::new(), Vec::new(), Vec::new());
    let (mut bytes, mut shared) = (0, None);
    for (of, request) in requests.map(Node::items).unwrap_or_default().enumerate() {
        let own = entry(request);
        let of_first = own.as_ref().filter(|(where_to, _)| *shared.get_or_insert(*where_to) == *where_to);
        let Some((_, entry)) = of_first else {
            left.push(of);
            continue;
        };
        let known = entries.iter().position(|other| other.known == entry.known);
        let size = to_bytes(&entry.body).len();
        let is_same = known.and_then(|place| entries.get(place)).map(|other| other.key == entry.key);
        let has_room = entries.len() < MOST && bytes + size <= MOST_BYTES;
        let place = match (known, is_same) {
            (Some(place), Some(true)) => place,
            (None, _) if has_room => entries.len(),
            // Of two different documents by one name, Xero is to see the second after the first.
            _ => {
                left.push(of);
                continue;
            }
        };
        members.push(BatchMember {
            of,
            id: request.raw_of("id").to_owned(),
            place,
            known: entry.known.to_owned(),
        });
        if known.is_none() {
            bytes += size;
            entries.extend(own.map(|(_, entry)| entry));
        }
    }
    let request = shared.filter(|_| entries.len() > 1).map(|(tenant, url)| merged(tenant, url, &entries));
    if request.is_none() {
        members.clear();
        left = (0..requests.map_or(0, |requests| requests.items().count())).collect();
    }
    Batch { request, members, left, findings: findings.finish() }
}

/// A request that may go into a batch: where it goes to, and what it brings.
fn entry<'a>(request: Node<'a>) -> Option<((&'a str, &'a str), Entry<'a>)> {
    let headers = request.peek("headers")?;
    let (tenant, key) = (headers.raw_of("xero-tenant-id"), headers.raw_of(KEY));
    let (id, url) = (request.raw_of("id"), request.raw_of("url"));
    let rest = url.strip_prefix(XERO)?.strip_prefix("Invoices")?;
    let is_create = says(request, "method", "PUT") && id.starts_with("create-") && !id.contains("-again-");
    let body = request.peek("body").filter(|body| body.kind() == Kind::Object && !body.has("Invoices"))?;
    let known = NAMES.iter().map(|name| body.raw_of(name).trim()).find(|known| !known.is_empty())?;
    let is_whole = is_uuid(tenant) && !key.is_empty() && (rest.is_empty() || rest.starts_with('?'));
    (is_create && is_whole && Call::of(request).is_ours(""))
        .then_some(((tenant, url), Entry { body, key, known }))
}

fn merged(tenant: &str, url: &str, entries: &[Entry<'_>]) -> Call {
    let mut body = Build::object();
    body.within("Invoices", Kind::Array, |list| {
        for entry in entries {
            list.item_node(entry.body);
        }
    });
    let body = body.finish();
    let keys: Vec<&str> = entries.iter().map(|entry| entry.key).collect();
    let key = request_key("batch", &keys.join(" "), &hash(&to_bytes(&body)), 1);
    let name = format!("create {} invoices", entries.len());
    let call = Call {
        id: "batch".to_owned(),
        name,
        api: Api::Xero,
        method: String::new(),
        url: [url, if url.contains('?') { "&" } else { "?" }, "summarizeErrors=false"].concat(),
        headers: CallHeaders::default(),
        body: None,
        cache: None,
    };
    let Call { headers, .. } = Call::xero("", "", tenant, "");
    Call { headers, ..call }.writing("PUT", body).keyed(key)
}

/// Hands each member of `{ batch, response, wasLost }` its own answer. `wasLost` says that the same batch was sent
/// before and nothing came back: then only what Xero says of its documents is an answer, since a limit, a refused
/// credential, or that it was `unsent` this time tells nothing about the time before.
#[must_use]
pub fn split_batch(input: Node<'_>) -> BatchAnswer {
    let mut findings = Findings::new(Sources::of(input));
    let members = input.peek("batch").and_then(|batch| batch.peek("members"));
    let members = members.filter(|members| members.kind() == Kind::Array);
    if members.is_none() {
        findings.add(
            Code::InputPartMissing,
            input.at(),
            format_args!("no batch was passed, as batchWrites answers it"),
        );
    }
    let response = input.peek("response").filter(|response| response.kind() == Kind::Object);
    let text = response.and_then(|response| response.peek("body"));
    let parsed = text.filter(|text| text.kind() == Kind::Text).map(|text| read(text.raw().to_owned()));
    let parsed = parsed.as_ref().map(Document::root);
    let body = parsed.filter(|body| matches!(body.kind(), Kind::Object | Kind::Array)).or(text);
    let body = body.filter(|body| !body.raw().trim().is_empty() || body.kind() != Kind::Text);
    let status = whole(response.and_then(|response| response.peek("status")));
    let rows = body.filter(|_| (200..300).contains(&status)).and_then(|body| body.get("Invoices"));
    let rows = rows.filter(|rows| rows.kind() == Kind::Array);
    let was_lost = says(input, "wasLost", "true");
    let is_refused = (400..500).contains(&status) && status != 408 && (status == 400 || !was_lost);
    let is_unsent = !was_lost && response.is_some_and(|response| says(response, "unsent", "true"));
    let again = rows.is_none() && !is_refused && !is_unsent;
    let mut responses = Build::list();
    let all = members.map(Node::items).unwrap_or_default();
    for member in all.clone() {
        responses.item(|own| {
            own.pick(member, &["of", "id"]);
            match (rows, response) {
                (Some(rows), _) => own_row(own, response, row_of(member, rows, all.clone())),
                (None, Some(response)) if is_refused => {
                    own.pick(response, &["status", "headers"]);
                    refused(own, member, body);
                }
                _ => {
                    own.pick(response.unwrap_or(member), &["status", "headers", "error"]);
                    if response.is_none_or(|response| !response.has("status") && !response.has("error")) {
                        own.text("error", "nothing came back of the batch");
                    }
                    own.flag(if is_unsent { "unsent" } else { "batch" }, true);
                }
            }
        });
    }
    BatchAnswer { responses: responses.finish(), again, findings: findings.finish() }
}

/// The one row that is a member's: by what its document is known by, or, where it is refused and names nothing, by
/// its place.
fn row_of<'n>(
    member: Node<'_>,
    rows: Node<'n>,
    mut all: impl Iterator<Item = Node<'n>> + Clone,
) -> Option<Node<'n>> {
    let known = member.raw_of("known");
    let mut own = rows.items().filter(|row| is_known_by(*row, known));
    match (own.next(), own.next()) {
        (Some(row), None) => return Some(row),
        (Some(_), Some(_)) => return None,
        _ => {}
    }
    let place = usize::try_from(whole(member.peek("place"))).ok()?;
    let places = all.by_ref().map(|one| whole(one.peek("place"))).max()?;
    let is_whole = i64::try_from(rows.items().count()).is_ok_and(|count| count == places + 1);
    rows.items()
        .nth(place)
        .filter(|row| is_whole && is_error(*row) && NAMES.iter().all(|name| row.raw_of(name).is_empty()))
}

fn is_known_by(row: Node<'_>, known: &str) -> bool {
    NAMES.iter().any(|name| row.raw_of(name).trim() == known)
}

fn is_error(row: Node<'_>) -> bool {
    let flags = ["HasErrors", "HasValidationErrors"];
    says(row, "StatusAttributeString", "ERROR")
        || flags.iter().any(|flag| says(row, flag, "true"))
        || row.items_of("ValidationErrors").next().is_some()
}

fn own_row(own: &mut Build, response: Option<Node<'_>>, row: Option<Node<'_>>) {
    let is_made = |row: &Node<'_>| {
        let id = row.raw_of("InvoiceID");
        is_uuid(id) && id != NO_ID
    };
    if let Some(response) = response {
        own.pick(response, &["headers"]);
    }
    match row {
        Some(row) if is_error(row) => {
            own.number("status", 400).within("body", Kind::Object, |body| {
                body.text("Type", "ValidationException");
                body.within("Elements", Kind::Array, |list| {
                    list.item_node(row);
                });
            });
        }
        Some(row) if is_made(&row) => {
            own.number("status", 200).within("body", Kind::Object, |body| {
                body.within("Invoices", Kind::Array, |list| {
                    list.item_node(row);
                });
            });
        }
        _ => {
            own.text("error", "the batch was answered without this document").flag("batch", true);
        }
    }
}

/// A whole batch that is refused: of what is said about several documents, each member gets what is about its own.
fn refused(own: &mut Build, member: Node<'_>, body: Option<Node<'_>>) {
    let Some(body) = body else { return };
    let elements = body.get("Elements").filter(|list| list.kind() == Kind::Array);
    let Some(elements) = elements else {
        own.node("body", body);
        return;
    };
    let known = member.raw_of("known");
    own.within("body", Kind::Object, |made| {
        made.pick(body, &["ErrorNumber", "Type", "Message"]);
        made.within("Elements", Kind::Array, |list| {
            for row in elements.items().filter(|row| is_known_by(*row, known)) {
                list.item_node(row);
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Source, parse};

    const TENANT: &str = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f";

    fn batch(count: usize, text: &str) -> Batch {
        let one = |number: usize| {
            format!(
                r#"{{ "id": "create-full", "method": "PUT", "url": "{XERO}Invoices?unitdp=4", "headers": {{ "xero-tenant-id": "{TENANT}", "{KEY}": "key {number}" }},
                    "body": {{ "Reference": "PD-{number}", "Url": "{text}" }} }}"#
            )
        };
        let all: Vec<_> = (0..count).map(one).collect();
        let input = parse(format!(r#"{{ "requests": [{}] }}"#, all.join(",")), Source::Input).unwrap();
        batch_writes(input.root())
    }

    #[test]
    fn a_batch_is_as_large_as_xero_takes() {
        for (count, length, taken) in
            [(0, 0, 0), (1, 0, 0), (2, 0, 2), (50, 0, 50), (51, 0, 50), (4, 1_400_000, 2)]
        {
            let made = batch(count, &"x".repeat(length));
            assert_eq!((made.members.len(), made.left.len()), (taken, count - taken), "{count} of {length}");
            assert_eq!(made.request.is_some(), taken > 1);
        }
    }

    #[test]
    fn the_key_of_a_batch_is_that_of_its_documents() {
        let key = |batch: &Batch| batch.request.as_ref().unwrap().headers.get(KEY).unwrap().to_owned();
        assert_eq!(key(&batch(2, "a")), key(&batch(2, "a")));
        assert_ne!(key(&batch(2, "a")), key(&batch(2, "b")));
        assert_ne!(key(&batch(2, "a")), key(&batch(3, "a")));
    }
}
