//! One request of a handoff over the host's `fetch`, with the caller's credentials and to no other host.

use core::str::FromStr;

use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestRedirect};

use super::object::read;
use crate::read::{Kind, Node, Source};
use crate::write::to_text;

/// Where Xero is.
const XERO: &str = "https://api.xero.com/";
/// What a Pipedrive company's address ends with, before the path.
const PIPEDRIVE: &str = ".pipedrive.com/";

/// Makes one request of a step, with `{ xero: { accessToken, url? }, pipedrive: { accessToken | apiToken, url? } }`. A
/// `url` takes the place of the host, for tests. What fails is an answer, too: `{ id, error }`. The signal ends it; its
/// reason must be an `Error` of this realm.
#[wasm_bindgen(js_name = sendRequest, unchecked_return_type = "HandoffResponse")]
pub async fn send_request(
    #[wasm_bindgen(unchecked_param_type = "Call")] request: JsValue,
    #[wasm_bindgen(unchecked_param_type = "HandoffCredentials")] credentials: JsValue,
    #[wasm_bindgen(unchecked_param_type = "{ readonly aborted: boolean } | undefined")] signal: Option<
        AbortSignal,
    >,
) -> JsValue {
    let request = read(&request, Source::Input);
    let id = request.root().get("id").map_or("", Node::raw).to_owned();
    let built = build(request.root(), read(&credentials, Source::Input).root(), signal.as_ref());
    drop(request);
    let answered = match built {
        Ok(built) => answered(built).await,
        Err(error) => Err(error.to_owned()),
    };
    let response = Object::new();
    set(&response, "id", &id.into());
    match answered {
        Ok((status, headers, body)) => {
            set(&response, "status", &status.into());
            set(&response, "headers", &headers);
            set(&response, "body", &body.into());
        }
        Err(error) => set(&response, "error", &error.into()),
    }
    response.into()
}

/// A plain object of our own takes any member.
fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

fn build(
    request: Node<'_>,
    credentials: Node<'_>,
    signal: Option<&AbortSignal>,
) -> Result<gloo_net::http::Request, &'static str> {
    let text = |name: &str| request.get(name).map_or("", Node::raw);
    let own = credentials.get(text("api"));
    let secret =
        |name: &str| own.and_then(|own| own.get(name)).map(Node::raw).filter(|secret| !secret.is_empty());
    let path = match text("api") {
        "xero" => text("url").strip_prefix(XERO),
        "pipedrive" => text("url").strip_prefix("https://").and_then(|rest| {
            let (company, path) = rest.split_once(PIPEDRIVE)?;
            company.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-').then_some(path)
        }),
        _ => None,
    };
    let path = path.ok_or("the request goes to a host that is neither Xero's nor Pipedrive's")?;
    let url = match secret("url") {
        Some(base) => [base.trim_end_matches('/'), "/", path].concat(),
        None => text("url").to_owned(),
    };
    let method = Method::from_str(text("method")).map_err(|_| "the request has a method that is none")?;
    // A token must not follow where a redirect leads.
    let mut builder =
        RequestBuilder::new(&url).method(method).redirect(RequestRedirect::Error).abort_signal(signal);
    for (name, value) in request.get("headers").into_iter().flat_map(Node::members) {
        builder = builder.header(name, value.raw());
    }
    builder = match (secret("accessToken"), secret("apiToken")) {
        (Some(token), _) => builder.header("Authorization", &["Bearer ", token].concat()),
        (None, Some(token)) => builder.header("x-api-token", token),
        (None, None) => return Err("no credentials were passed for it"),
    };
    let body = request.get("body").filter(|body| body.kind() == Kind::Object);
    let built = match body {
        Some(body) => builder.body(to_text(&body)),
        None => builder.build(),
    };
    built.map_err(|_| "the request cannot be made")
}

async fn answered(request: gloo_net::http::Request) -> Result<(u16, JsValue, String), String> {
    let response = request.send().await.map_err(|error| error.to_string())?;
    let headers = Object::new();
    for (name, value) in response.headers().entries() {
        set(&headers, &name, &value.into());
    }
    let body = response.text().await.map_err(|error| error.to_string())?;
    Ok((response.status(), headers.into(), body))
}
