//! A request of either API, but for the credentials, and the only two hosts that any goes to.

use serde::{Serialize, Serializer};

use super::build::{Build, Peek};
use crate::read::{Document, Node};

/// Xero's Accounting API 2.0.
pub(super) const XERO: &str = "https://api.xero.com/api.xro/2.0/";
const JSON: &str = "application/json";

/// Whose credentials a request needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Api {
    /// Xero's.
    Xero,
    /// Pipedrive's.
    Pipedrive,
}

impl Api {
    /// As in a request.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Xero => "xero",
            Self::Pipedrive => "pipedrive",
        }
    }

    /// As people write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Xero => "Xero",
            Self::Pipedrive => "Pipedrive",
        }
    }
}

/// A request to be sent with the caller's own credentials: `Authorization`, or `x-api-token` for Pipedrive.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Call {
    /// Its name in this handoff, the same whenever it is handed out again: journal by it.
    pub id: String,
    /// What it does, in a person's words.
    pub name: String,
    /// Whose credentials it needs.
    pub api: Api,
    /// `GET`, `PUT`, `POST` or `PATCH`.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// Every header but the credentials.
    #[cfg_attr(feature = "ts", ts(type = "{ [name: string]: string }"))]
    pub headers: CallHeaders,
    /// What is sent, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "{ [field: string]: unknown }"))]
    pub body: Option<Document>,
    /// Of what changes seldom: an answer that the caller kept serves as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<Cache>,
}

/// How long an answer may be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Cache {
    /// The name to keep it by, the same in every handoff.
    pub key: String,
    /// For how many seconds.
    pub seconds: u32,
}

/// Headers in their order.
#[derive(Debug, Default)]
pub struct CallHeaders(pub(super) Vec<(String, String)>);

impl CallHeaders {
    /// A header by its name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn set(&mut self, name: &str, value: String) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }
}

impl Serialize for CallHeaders {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// The header by which Xero knows a request that it has had already, for some minutes.
pub(super) const KEY: &str = "Idempotency-Key";

impl Call {
    /// A reading request of Xero's.
    #[inline(never)]
    pub(super) fn xero(id: &str, name: &str, tenant: &str, path: &str) -> Self {
        let headers =
            vec![("Accept".to_owned(), JSON.to_owned()), ("xero-tenant-id".to_owned(), tenant.to_owned())];
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            api: Api::Xero,
            method: "GET".to_owned(),
            url: [XERO, path].concat(),
            headers: CallHeaders(headers),
            body: None,
            cache: None,
        }
    }

    /// A reading request of Pipedrive's; `company` was checked to be a plain label.
    #[inline(never)]
    pub(super) fn pipedrive(id: &str, name: &str, company: &str, path: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            api: Api::Pipedrive,
            method: "GET".to_owned(),
            url: [&host(company), path].concat(),
            headers: CallHeaders(vec![("Accept".to_owned(), JSON.to_owned())]),
            body: None,
            cache: None,
        }
    }

    /// A request as `lookups`, `contactLookups` and `writes` hand it out.
    #[inline(never)]
    pub(super) fn of(request: Node<'_>) -> Self {
        let text = |name: &str| request.raw_of(name).to_owned();
        let headers = request.peek("headers").into_iter().flat_map(Node::members);
        let body = request.peek("body").map(|body| {
            let mut document = Document::new(crate::read::Source::Input);
            document.copy(body);
            document
        });
        Self {
            id: text("id"),
            name: text("name"),
            api: Api::Xero,
            method: text("method"),
            url: text("url"),
            headers: CallHeaders(
                headers.map(|(name, value)| (name.to_owned(), value.raw().to_owned())).collect(),
            ),
            body,
            cache: None,
        }
    }

    /// The same as a writing request.
    #[inline(never)]
    pub(super) fn writing(mut self, method: &str, body: Document) -> Self {
        self.method = method.to_owned();
        self.headers.set("Content-Type", JSON.to_owned());
        self.body = Some(body);
        self
    }

    /// The same with a key of its own.
    #[inline(never)]
    pub(super) fn keyed(mut self, key: String) -> Self {
        self.headers.set(KEY, key);
        self
    }

    /// The same, to be kept for so many seconds.
    #[inline(never)]
    pub(super) fn kept(mut self, key: &[&str], seconds: u32) -> Self {
        self.cache = Some(Cache { key: key.join("/"), seconds });
        self
    }

    /// Whether it goes to one of the two hosts, and to no other by a trick in its address.
    pub(super) fn is_ours(&self, company: &str) -> bool {
        let base = match self.api {
            Api::Xero => XERO.to_owned(),
            Api::Pipedrive => host(company),
        };
        let path = self.url.strip_prefix(base.as_str());
        path.is_some_and(|path| {
            path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#')
                && !path.split('/').any(|part| matches!(part, "." | ".."))
        })
    }
}

/// Where the company's Pipedrive is.
fn host(company: &str) -> String {
    ["https://", company, ".pipedrive.com/api/"].concat()
}

/// What a request is remembered by while it is out.
pub(super) fn open(call: &Call, now: i64, open: &mut Build) {
    open.within(&call.id, crate::read::Kind::Object, |one| {
        one.number("at", now).text("api", call.api.word());
        if let Some(key) = call.headers.get(KEY) {
            one.text("key", key);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_nowhere_else() {
        for (url, is) in [
            ("https://acme.pipedrive.com/api/v2/deals/42", true),
            ("https://acme.pipedrive.com.evil.example/api/v2/deals/42", false),
            ("https://acme.pipedrive.com/api/../x", false),
            ("https://acme.pipedrive.com/api/v2/\\evil", false),
            ("https://acme.pipedrive.com/api/v2/a b", false),
            ("http://acme.pipedrive.com/api/v2/deals/42", false),
            ("https://evil.example/", false),
        ] {
            let mut call = Call::pipedrive("x", "x", "acme", "v2/x");
            call.url = url.to_owned();
            assert_eq!(call.is_ours("acme"), is, "{url}");
        }
    }
}
