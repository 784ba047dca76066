//! A request of Xero's Accounting API 2.0, but for the credentials.

use serde::Serialize;

use crate::finding::{Code, Finding};
use crate::read::{Findings, Node, is_uuid, shown};
use crate::verdict::value::Value;

const BASE: &str = "https://api.xero.com/api.xro/2.0/";

/// A request to be sent with an access token of the host's own.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Request<'a> {
    /// Its name among the others, such as `create-deposit`.
    pub id: String,
    /// What it does, in a person's words.
    pub name: String,
    /// `GET`, `PUT` or `POST`.
    pub method: &'static str,
    /// The whole address; `{CreditNoteID}` in it is filled from an earlier answer.
    pub url: String,
    /// Every header but `Authorization`.
    pub headers: Headers<'a>,
    /// What is sent, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ [field: string]: unknown }"))]
    pub body: Option<Value<'a>>,
    /// What the address lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fill: Option<Filled>,
}

/// A part of an address that an earlier request answers.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Filled {
    /// What stands in braces in the address.
    pub name: &'static str,
    /// The request whose answer has it.
    pub of: String,
    /// Where in the answer.
    pub at: &'static str,
}

/// The headers of a request.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Headers<'a> {
    /// JSON: without it Xero answers XML.
    #[serde(rename = "Accept")]
    accept: &'static str,
    /// JSON, where there is a body.
    #[serde(rename = "Content-Type", skip_serializing_if = "Option::is_none")]
    content_type: Option<&'static str>,
    /// The organisation.
    #[serde(rename = "xero-tenant-id", skip_serializing_if = "Option::is_none")]
    pub(super) tenant: Option<&'a str>,
    /// By it Xero knows a request that it has had already, for some minutes.
    #[serde(rename = "Idempotency-Key", skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
}

impl<'a> Headers<'a> {
    /// Of a reading request.
    pub(super) fn read(tenant: Option<&'a str>) -> Self {
        Self { accept: JSON, content_type: None, tenant, key: None }
    }

    /// Of a writing request.
    pub(super) fn write(tenant: &'a str, key: &'a str) -> Self {
        Self { accept: JSON, content_type: Some(JSON), tenant: Some(tenant), key: Some(key) }
    }
}

const JSON: &str = "application/json";

/// A reading request, and where its answer goes.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Query<'a> {
    /// The request.
    #[serde(flatten)]
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub request: Request<'a>,
    /// The part of the next input that its answer belongs to, beside those of the other queries: `existing`
    /// or `contacts`.
    pub part: &'static str,
    /// Of several organisations: the entity that the answer is of. `existing` and `contact` are passed by entity then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub entity: Option<&'a str>,
    /// What it is good for.
    pub why: &'static str,
    /// Whether the next step can do without it, at the price that `why` names.
    pub optional: bool,
}

/// The queries before a decision.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Lookups<'a> {
    /// Whether they are enough to decide by.
    pub ok: bool,
    /// The queries, most telling first; none unless `ok`.
    pub queries: Vec<Query<'a>>,
    /// What is missing; errors first.
    pub findings: Vec<Finding>,
}

impl<'a> Lookups<'a> {
    pub(super) fn of(queries: Vec<Query<'a>>, findings: Findings<'_>) -> Self {
        let ok = findings.is_ok();
        Self { ok, queries: if ok { queries } else { Vec::new() }, findings: findings.finish() }
    }
}

/// The requests that carry a decision out.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Writes<'a> {
    /// Whether they may be sent.
    pub ok: bool,
    /// The requests in their order, each only after the one before it succeeded; none unless `ok`.
    pub requests: Vec<Request<'a>>,
    /// What stands in the way, and what is worth knowing; errors first.
    pub findings: Vec<Finding>,
}

/// An address in the making.
#[derive(Debug)]
pub(super) struct Url(String);

impl Url {
    pub(super) fn new(path: &str) -> Self {
        Self([BASE, path].concat())
    }

    /// Adds a parameter of the query.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    self.0.push(char::from(byte));
                }
                _ => {
                    let digit =
                        |digit: u8| char::from(if digit < 10 { b'0' + digit } else { b'A' - 10 + digit });
                    self.0.push('%');
                    self.0.push(digit(byte >> 4));
                    self.0.push(digit(byte & 15));
                }
            }
        }
        self
    }

    /// One page as large as Xero makes them. With a page it answers lines, too.
    pub(super) fn whole_page(self) -> Self {
        self.with("page", "1").with("pageSize", "1000")
    }

    pub(super) fn text(self) -> String {
        self.0
    }
}

/// An id for an address or a header; what is none is an error.
pub(super) fn id<'a>(
    node: Option<Node<'a>>,
    name: &str,
    holder: Node<'_>,
    findings: &mut Findings<'_>,
) -> Option<&'a str> {
    let found = node.map(Node::raw).filter(|text| is_uuid(text));
    if found.is_none() {
        let at = node.map_or(holder.at(), Node::at);
        let shown = node.map_or_else(|| "missing".to_owned(), shown);
        findings.add(Code::InputPartWrong, at, format_args!("{name} is {shown}, not an id of Xero's"));
    }
    found
}
