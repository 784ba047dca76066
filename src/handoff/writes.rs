//! The requests that carry out a plan or its verdicts: `writes`.

use super::request::{Filled, Headers, Request, Url, Writes, id};
use crate::config::Mode;
use crate::config::document::Deliver;
use crate::finding::{Code, Severity};
use crate::gather::Gather;
use crate::read::{Findings, Kind, Node, Sources, shown};
use crate::verdict::value::{Value, is_writable};

/// The requests of `{ verdicts }`, or of `{ plan }` where nobody looked what exists.
///
/// None are made where the `config`, if it is passed, only observes. Each goes out only after the one before it succeeded:
/// what takes something back comes before all that is made or changed, in whichever organisation.
#[must_use]
pub fn writes(input: Node<'_>) -> Writes<'_> {
    let mut findings = Findings::new(Sources::of(input));
    let mut requests = Vec::new();
    let verdicts = input.get("verdicts").or_else(|| input.get("verdict"));
    let plan = input.get("plan").or_else(|| input.has("documents").then_some(input));
    match (verdicts, plan) {
        (Some(verdicts), _) => {
            let one = (verdicts.kind() == Kind::Object).then_some(verdicts);
            if verdicts.kind() != Kind::Array && one.is_none() {
                findings.wrong_part(verdicts, "verdicts", "an answer of decideVerdict");
            }
            for verdict in verdicts.items().chain(one) {
                of_verdict(verdict, &mut requests, &mut findings);
            }
        }
        (None, Some(plan)) => {
            match plan.get("ok").map(Node::raw) {
                Some("true") => findings.add_as(
                    Code::HandoffNotLookedUp,
                    Severity::Warning,
                    plan.at(),
                    format_args!(
                        "without verdicts, each document of the plan is created, whatever Xero has already"
                    ),
                ),
                Some("false") => findings.add(
                    Code::HandoffPlanRefused,
                    plan.at(),
                    format_args!("the plan was refused: its own findings say why"),
                ),
                _ => findings.wrong_part(plan, "plan", "an answer of mapDealToInvoice"),
            }
            for document in plan.items_of("documents") {
                requests.extend(create(document, &mut findings));
            }
        }
        (None, None) => findings.add(
            Code::InputPartMissing,
            input.at(),
            format_args!("neither verdicts nor a plan was passed"),
        ),
    }
    takes_first(&mut requests);
    tell_apart(&mut requests);
    let mode = input.get("config").and_then(|config| config.get("mode"));
    if let Some(mode) = mode.filter(|mode| mode.raw() == Mode::Observe.word() && !requests.is_empty()) {
        let count = requests.len();
        let s = if count == 1 { "" } else { "s" };
        requests.clear();
        findings.add(
            Code::HandoffObserved,
            mode.at(),
            format_args!("the config observes: {count} request{s} would write, and none is made"),
        );
    }
    let mut entities =
        input.get("config").and_then(|config| config.get("entities")).into_iter().flat_map(Node::members);
    let deliver = entities.find_map(|(_, entity)| {
        entity.get("document")?.get("deliver").filter(|deliver| deliver.raw() != Deliver::None.word())
    });
    if let Some(deliver) = deliver.filter(|_| !requests.is_empty()) {
        let what = format_args!("deliver is `{}`, and these requests deliver nothing", deliver.raw());
        findings.add(Code::HandoffNotDelivered, deliver.at(), what);
    }
    let ok = findings.is_ok();
    Writes { ok, requests: if ok { requests } else { Vec::new() }, findings: findings.finish() }
}

/// Whether a request of that id takes something back, or belongs to what does.
#[must_use]
pub fn takes(id: &str) -> bool {
    let verb = id.split('-').next().unwrap_or("");
    matches!(verb, "delete" | "void" | "credit" | "allocate")
}

fn takes_first(requests: &mut Vec<Request<'_>>) {
    let mut first = 0;
    for index in 0..requests.len() {
        if requests.get(index).is_some_and(|one| takes(&one.id)) {
            let one = requests.remove(index);
            requests.insert(first, one);
            first += 1;
        }
    }
}

/// Names the organisation where requests of several would have one id.
fn tell_apart(requests: &mut [Request<'_>]) {
    let ids: Vec<String> = requests.iter().map(|request| request.id.clone()).gather();
    let is_shared = |id: &str| ids.iter().filter(|known| *known == id).count() > 1;
    for request in requests {
        let tenant = request.headers.tenant.unwrap_or("");
        let filled = request.fill.as_mut().map(|fill| &mut fill.of);
        for id in filled.into_iter().chain([&mut request.id]).filter(|id| is_shared(id)) {
            *id = [id.as_str(), "-of-", tenant].concat();
        }
    }
}

fn of_verdict<'a>(verdict: Node<'a>, requests: &mut Vec<Request<'a>>, findings: &mut Findings<'_>) {
    match text(verdict, "action") {
        "create" => requests.extend(create(verdict, findings)),
        "update-draft" => requests.extend(change(verdict, "update", findings)),
        "delete-draft" => requests.extend(change(verdict, "delete", findings)),
        "void" => requests.extend(change(verdict, "void", findings)),
        "credit" => credit(verdict, requests, findings),
        "credit-and-reissue" => {
            credit(verdict, requests, findings);
            requests.extend(create(verdict, findings));
        }
        "scheduled" | "already-there" | "ask" | "refuse" | "unknown" => {}
        _ => {
            let action = verdict.get("action");
            let shown = action.map_or_else(|| "missing".to_owned(), shown);
            findings.add(
                Code::InputPartWrong,
                action.map_or(verdict.at(), Node::at),
                format_args!("the action of a verdict is {shown}, not one of decideVerdict"),
            );
        }
    }
}

/// The body as a new document.
fn create<'a>(of: Node<'a>, findings: &mut Findings<'_>) -> Option<Request<'a>> {
    let endpoint = if is_template(of) { "RepeatingInvoices" } else { "Invoices" };
    write("create", "PUT", of, with_unit_dp(Url::new(endpoint), of), findings)
}

/// The body over the live document that the verdict names first.
fn change<'a>(of: Node<'a>, verb: &str, findings: &mut Findings<'_>) -> Option<Request<'a>> {
    let body = of.get("body");
    let (endpoint, member) =
        if is_template(of) { ("RepeatingInvoices", "RepeatingInvoiceID") } else { ("Invoices", "InvoiceID") };
    let target = body.and_then(|body| body.get(member));
    let target = target.or_else(|| of.get("documents")?.items().next()?.get("id"));
    let target = id(target, member, of, findings)?;
    let url = Url::new(&[endpoint, "/", target].concat());
    let url = if verb == "update" { with_unit_dp(url, of) } else { url };
    write(verb, "POST", of, url, findings)
}

/// The credit note, if there is none yet, and its allocation.
fn credit<'a>(of: Node<'a>, requests: &mut Vec<Request<'a>>, findings: &mut Findings<'_>) {
    let Some(note) = of.get("creditNote") else {
        findings.add(Code::InputPartWrong, of.at(), format_args!("a verdict to credit has no creditNote"));
        return;
    };
    let (Some(tenant), Some(allocation), Some(key)) = (
        id(of.get("tenantId"), "tenantId", of, findings),
        note.get("allocation").filter(|allocation| is_body(*allocation)),
        key_of(note, "allocationKey"),
    ) else {
        findings.add(Code::InputPartWrong, note.at(), format_args!("a credit note has no allocation"));
        return;
    };
    let named = |verb: &str| [verb, "-", text(of, "slot")].concat();
    let token = text(of, "token");
    let mut fill = None;
    let known = match note.get("creditNoteId") {
        Some(known) => id(Some(known), "creditNoteId", note, findings),
        None => {
            let (body, key) = (note.get("body").filter(|body| is_body(*body)), key_of(note, "requestKey"));
            let (Some(body), Some(key)) = (body, key) else {
                findings.add(Code::InputPartWrong, note.at(), format_args!("a credit note has no body"));
                return;
            };
            requests.push(Request {
                id: named("credit"),
                name: ["credit ", token].concat(),
                method: "PUT",
                url: Url::new("CreditNotes").with("unitdp", "4").text(),
                headers: Headers::write(tenant, key),
                body: Some(Value::Given(body)),
                fill: None,
            });
            fill =
                Some(Filled { name: "CreditNoteID", of: named("credit"), at: "/CreditNotes/0/CreditNoteID" });
            Some("{CreditNoteID}")
        }
    };
    requests.push(Request {
        id: named("allocate"),
        name: ["allocate the credit of ", token].concat(),
        method: "PUT",
        url: Url::new(&["CreditNotes/", known.unwrap_or_default(), "/Allocations"].concat()).text(),
        headers: Headers::write(tenant, key),
        body: Some(Value::Object(vec![("Allocations", Value::List(vec![Value::Given(allocation)]))])),
        fill,
    });
}

fn write<'a>(
    verb: &str,
    method: &'static str,
    of: Node<'a>,
    url: Url,
    findings: &mut Findings<'_>,
) -> Option<Request<'a>> {
    let tenant = id(of.get("tenantId"), "tenantId", of, findings)?;
    let body = of.get("body").filter(|body| is_body(*body));
    let key = key_of(of, "requestKey");
    let (Some(body), Some(key)) = (body, key) else {
        findings.add(
            Code::InputPartWrong,
            of.at(),
            format_args!("a document to {verb} has no body or no requestKey"),
        );
        return None;
    };
    Some(Request {
        id: [verb, "-", text(of, "slot")].concat(),
        name: [verb, " ", text(of, "token")].concat(),
        method,
        url: url.text(),
        headers: Headers::write(tenant, key),
        body: Some(Value::Given(body)),
        fill: None,
    })
}

/// Templates take no decimals of unit prices.
fn with_unit_dp(url: Url, of: Node<'_>) -> Url {
    match of.get("unitDp") {
        Some(unit_dp) if !is_template(of) => url.with("unitdp", unit_dp.raw()),
        _ => url,
    }
}

/// A value for the header `Idempotency-Key`, of which Xero takes 128 characters.
fn key_of<'a>(of: Node<'a>, name: &str) -> Option<&'a str> {
    let key = of.get(name).map(Node::raw)?;
    (1..=128)
        .contains(&key.len())
        .then_some(key)
        .filter(|key| key.bytes().all(|byte| byte.is_ascii_graphic()))
}

fn is_body(node: Node<'_>) -> bool {
    node.kind() == Kind::Object && is_writable(node)
}

fn is_template(of: Node<'_>) -> bool {
    text(of, "kind") == "repeating-invoice"
}

fn text<'a>(of: Node<'a>, name: &str) -> &'a str {
    of.get(name).map_or("", Node::raw)
}
