//! What an operation promises of any input.

use wonvoice::call_json;
use wonvoice::money::Decimal;
use wonvoice::read::{Kind, Node, Source, parse};

/// Every operation.
pub const OPERATIONS: [&str; 23] = [
    "validate",
    "mapDealToInvoice",
    "mapMany",
    "localTime",
    "matchContact",
    "decideVerdict",
    "paymentStatus",
    "lookups",
    "contactLookups",
    "writes",
    "batchWrites",
    "splitBatch",
    "predictTotals",
    "compareTotals",
    "alignContact",
    "compactSnapshot",
    "findDuplicates",
    "checkConfig",
    "diffConfig",
    "draftConfig",
    "shadow",
    "audit",
    "reconcile",
];

/// Calls the operation; what it breaks is the error.
pub fn check(operation: &str, input: &str) -> Result<(), String> {
    let answer = call_json(operation, input);
    if answer != call_json(operation, input) {
        return Err(format!("{operation} answers the same input in two ways"));
    }
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            let line = error.to_string();
            let is_coded = line.starts_with(&format!("{}: ", error.code.word()));
            return expect(is_coded && is_one_line(&line), || {
                format!("the error is no coded line: {line:?}")
            });
        }
    };
    // Far from the outside, where a text that begins as JSON is a text.
    let read = parse(format!("[[[[{answer}]]]]"), Source::Input)
        .map_err(|error| format!("the answer is no JSON: {error} in {answer}"))?;
    let read = (0..4).try_fold(read.root(), |node, _| node.items().next()).ok_or("no answer")?;
    let input = parse(input.to_owned(), Source::Input).map_err(|error| error.to_string())?;
    of_answer(operation, read, input.root()).map_err(|broken| format!("{operation}: {broken}\n{answer}"))
}

fn of_answer(operation: &str, answer: Node<'_>, input: Node<'_>) -> Result<(), String> {
    expect(writes_back(answer), || "the answer holds something unreadable".into())?;
    // What is not known is left out: null would be an amount that could not be written.
    // Only what is written to a deal may empty a field.
    let has_null = match operation {
        "paymentStatus" => answer.members().any(|(name, part)| name != "patch" && holds_null(part)),
        "alignContact" => answer.members().any(|(name, part)| name != "undo" && holds_null(part)),
        // What Xero does not answer is kept as it is.
        "compactSnapshot" => false,
        // What was sent and what came back stay what they are.
        "batchWrites" | "splitBatch" => false,
        _ => holds_null(answer),
    };
    expect(!has_null, || "the answer holds null".into())?;
    match operation {
        "mapMany" => {
            expect(answer.kind() == Kind::Array, || "no list of plans".into())?;
            answer.items().try_for_each(|plan| of_plan(plan, input))
        }
        "mapDealToInvoice" => of_plan(answer, input),
        "validate" => ok_says_whether_errors(answer).map(|_| ()),
        "predictTotals" => {
            let ok = ok_says_whether_errors(answer)?;
            expect(ok == answer.get("total").is_some(), || "totals without ok, or ok without".into())?;
            if ok { of_totals(answer) } else { Ok(()) }
        }
        "matchContact" => of_match(answer),
        "decideVerdict" => {
            expect(answer.kind() == Kind::Array, || "no list of verdicts".into())?;
            answer.items().try_for_each(|verdict| of_verdict(verdict, input))
        }
        "paymentStatus" => {
            let ok = ok_says_whether_errors(answer)?;
            expect(ok || answer.get("patch").is_none(), || "a patch although not ok".into())
        }
        "lookups" | "contactLookups" | "writes" => of_requests(answer),
        "compactSnapshot" => {
            let ok = ok_says_whether_errors(answer)?;
            expect(ok == answer.get("snapshot").is_some(), || "a snapshot without ok, or ok without".into())
        }
        "alignContact" => {
            let ok = ok_says_whether_errors(answer)?;
            let undo = answer.get("undo").ok_or("no undo")?;
            for (patch, side) in [("ledgerPatch", "ledger"), ("crmPatch", "crm")] {
                let (new, old) = (answer.get(patch), undo.get(side));
                expect(ok || new.is_none(), || format!("{patch} although not ok"))?;
                let keys = |body: Option<Node<'_>>| -> Vec<String> {
                    body.into_iter().flat_map(Node::members).map(|(key, _)| key.to_owned()).collect()
                };
                expect(keys(new) == keys(old), || format!("{patch} and what undoes it"))?;
            }
            Ok(())
        }
        "findDuplicates" => {
            expect(answer.get("findings").is_some(), || "no findings".into())?;
            answer.items_of("groups").try_for_each(|group| {
                let contacts = group.items_of("contacts").count();
                // Whatever holds them together takes at least so many links.
                let links = group.items_of("links").count();
                expect(contacts > 1 && links + 1 >= contacts, || "a group that does not hold together".into())
            })
        }
        "checkConfig" => {
            let ok = ok_says_whether_errors(answer)?;
            expect(ok || answer.items_of("covers").next().is_none(), || "a cover although not ok".into())
        }
        "diffConfig" => ok_says_whether_errors(answer).map(|_| ()),
        "draftConfig" => {
            let ok = ok_says_whether_errors(answer)?;
            expect(ok == answer.get("config").is_some(), || "a config without ok, or ok without".into())
        }
        "shadow" | "reconcile" => {
            ok_says_whether_errors(answer)?;
            let counted = |classes: &str| -> usize {
                answer.items_of(classes).filter_map(|one| one.get("count")?.raw().parse::<usize>().ok()).sum()
            };
            expect(counted("dealClasses") == answer.items_of("deals").count(), || {
                "a deal in no class".into()
            })?;
            expect(counted("documentClasses") == answer.items_of("documents").count(), || {
                "a document in no class".into()
            })?;
            answer.items_of("proof").try_for_each(|line| {
                let proves = line.get("proves").is_some_and(|proves| proves.raw() == "true");
                expect(proves, || "classes that do not come to the total".into())
            })
        }
        "audit" => {
            // Blockers and deals that are not covered stand beside findings.
            let has_errors = answer
                .items_of("findings")
                .any(|one| one.get("severity").is_some_and(|is| is.raw() == "error"));
            let is_ok = answer.get("ok").is_some_and(|ok| ok.raw() == "true");
            expect(!(is_ok && has_errors), || "ok with an error".into())?;
            let number = |node: Node<'_>, name: &str| {
                node.get(name).and_then(|count| count.raw().parse::<usize>().ok()).unwrap_or(usize::MAX)
            };
            for check in answer.items_of("checks") {
                let (of, found) = (number(check, "of"), number(check, "found"));
                let is_looked_at = check.get("state").is_some_and(|state| state.raw() != "not-looked-at");
                expect(!is_looked_at || found <= of, || format!("{found} of {of} in {check:?}"))?;
            }
            let Some(facts) = answer.get("facts") else { return Err("no facts".into()) };
            let sum: usize =
                ["won", "notWon", "repeated", "unread"].iter().map(|name| number(facts, name)).sum();
            expect(sum == number(facts, "deals"), || "deals are not told apart".into())?;
            let Some(coverage) = answer.get("coverage") else { return Ok(()) };
            let classes: usize = coverage.items_of("classes").map(|one| number(one, "deals")).sum();
            let shares: usize = coverage.items_of("classes").map(|one| number(one, "share")).sum();
            let all = number(coverage, "deals");
            expect(classes == all && shares == if all == 0 { 0 } else { 1000 }, || "shares do not sum".into())
        }
        "batchWrites" => {
            let places = |name: &str| answer.get(name).into_iter().flat_map(Node::items).count();
            let all = input.get("requests").filter(|requests| requests.kind() == Kind::Array);
            let all = all.into_iter().flat_map(Node::items).count();
            expect(places("members") + places("left") == all, || {
                "a request is neither in it nor left".into()
            })?;
            let request = answer.get("request");
            expect(request.is_some() == (places("members") > 0), || {
                "a request without members, or members without".into()
            })?;
            let url = request
                .and_then(|request| text(request, "url"))
                .unwrap_or("https://api.xero.com/api.xro/2.0/Invoices");
            expect(url.starts_with("https://api.xero.com/api.xro/2.0/Invoices"), || {
                format!("the address is {url}")
            })
        }
        "splitBatch" => {
            let members = input.get("batch").and_then(|batch| batch.get("members"));
            let members =
                members.filter(|members| members.kind() == Kind::Array).into_iter().flat_map(Node::items);
            let responses = answer.get("responses").into_iter().flat_map(Node::items);
            expect(members.count() == responses.count(), || "not an answer for each member".into())
        }
        "localTime" => expect(answer.get("localDates").is_some(), || "no dates that were passed".into()),
        _ => {
            expect(answer.kind() == Kind::Array, || "no list of findings".into())?;
            answer.items().try_for_each(of_finding)
        }
    }
}

/// Requests that can be sent as they are, and none unless `ok`.
fn of_requests(answer: Node<'_>) -> Result<(), String> {
    let ok = ok_says_whether_errors(answer)?;
    let list = answer.get("queries").or_else(|| answer.get("requests")).ok_or("no requests")?;
    expect(ok || list.items().next().is_none(), || "requests although not ok".into())?;
    for request in list.items() {
        let (method, url) = text(request, "method").zip(text(request, "url")).ok_or("no address")?;
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\');
        let is_xeros = url.starts_with("https://api.xero.com/api.xro/2.0/") && url.chars().all(is_plain);
        expect(is_xeros, || format!("the address is {url}"))?;
        expect(request.get("body").is_some() == (method != "GET"), || format!("{method} and its body"))?;
        let headers = request.get("headers").into_iter().flat_map(Node::members);
        for (name, value) in headers {
            let is_sendable = !value.raw().is_empty() && value.raw().chars().all(|c| !c.is_control());
            expect(is_sendable, || format!("the header {name} is {:?}", value.raw()))?;
        }
    }
    Ok(())
}

/// A body exactly for what writes one, nothing without a look-up, and a reason for whatever is not done.
fn of_verdict(verdict: Node<'_>, input: Node<'_>) -> Result<(), String> {
    let has_errors = has_errors(verdict)?;
    let action = text(verdict, "action").ok_or("no action")?;
    let writes = matches!(action, "create" | "update-draft" | "delete-draft" | "void" | "credit-and-reissue");
    for part in ["body", "contentHash", "requestKey"] {
        expect(verdict.get(part).is_some() == writes, || format!("{action} and its {part}"))?;
    }
    let credits = matches!(action, "credit" | "credit-and-reissue");
    expect(verdict.get("creditNote").is_some() == credits, || format!("{action} and its credit note"))?;
    let is_looked_up = input.get("existing").is_some();
    expect(is_looked_up || !(writes || credits), || format!("{action} without a look-up"))?;
    expect(action != "unknown" || has_errors, || "unknown without a reason".into())?;
    let reasons = verdict.get("findings").into_iter().flat_map(Node::items).count();
    expect(!matches!(action, "ask" | "refuse") || reasons > 0, || format!("{action} without a reason"))
}

/// `ok` exactly when no finding is an error.
fn ok_says_whether_errors(answer: Node<'_>) -> Result<bool, String> {
    let ok = answer.get("ok").filter(|ok| ok.kind() == Kind::Boolean).ok_or("no `ok`")?.raw() == "true";
    expect(ok != has_errors(answer)?, || format!("ok is {ok}"))?;
    Ok(ok)
}

fn has_errors(answer: Node<'_>) -> Result<bool, String> {
    let findings = answer.get("findings").filter(|list| list.kind() == Kind::Array).ok_or("no `findings`")?;
    findings.items().try_for_each(of_finding)?;
    Ok(findings.items().any(|finding| text(finding, "severity") == Some("error")))
}

fn of_finding(finding: Node<'_>) -> Result<(), String> {
    let said = |name: &str| text(finding, name).ok_or(format!("a finding without {name}"));
    let (code, path, message, remedy) = (said("code")?, said("path")?, said("message")?, said("remedy")?);
    let is_word = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
    expect(!code.is_empty() && code.bytes().all(is_word), || format!("the code `{code}`"))?;
    expect(path.is_empty() || path.starts_with('/'), || format!("the path `{path}` is no pointer"))?;
    let is_line = !message.is_empty() && is_one_line(message) && !message.ends_with('.');
    expect(is_line, || format!("the message {message:?} is no line without a full stop"))?;
    expect(!remedy.is_empty() && is_one_line(remedy), || format!("the remedy of {code}"))?;
    let severity = said("severity")?;
    expect(["error", "warning", "info"].contains(&severity), || format!("the severity `{severity}`"))
}

fn of_plan(plan: Node<'_>, input: Node<'_>) -> Result<(), String> {
    let ok = ok_says_whether_errors(plan)?;
    let due: Vec<_> = plan.get("documents").ok_or("no `documents`")?.items().collect();
    let later: Vec<_> = plan.get("scheduled").into_iter().flat_map(Node::items).collect();
    let all: Vec<_> = due.iter().chain(&later).copied().collect();
    let ledger = plan.get("schedule");
    // What has no errors may have no document either: there may be nothing to bill.
    expect(ok || (all.is_empty() && ledger.is_none()), || "a document although ok is false".into())?;
    let is_invoice = |document: &Node<'_>| text(*document, "kind") == Some("invoice");
    let invoices: Vec<_> = all.iter().copied().filter(is_invoice).collect();
    for document in due.iter().copied().filter(is_invoice) {
        let date = document.get("body").and_then(|body| body.get("Date"));
        expect(date.is_some(), || "a document to be sent without a date".into())?;
    }
    expect(later.iter().all(is_invoice), || "a template that waits".into())?;
    let mut tokens: Vec<_> = all.iter().filter_map(|document| text(*document, "token")).collect();
    tokens.sort_unstable();
    tokens.dedup();
    expect(tokens.len() == all.len(), || "documents of one token".into())?;
    // A share of the deal has a schedule of its own.
    let shares: Vec<_> = plan.get("shares").into_iter().flat_map(Node::items).collect();
    let own = |entity: Option<&str>| {
        invoices.iter().copied().filter(|invoice| text(*invoice, "entity") == entity).collect::<Vec<_>>()
    };
    let schedules: Vec<_> = if shares.is_empty() {
        vec![(ledger, invoices.clone())]
    } else {
        shares.iter().map(|share| (share.get("schedule"), own(text(*share, "entity")))).collect()
    };
    let mut has_residue = false;
    for (ledger, invoices) in &schedules {
        expect(ledger.is_some() == (invoices.len() > 1), || {
            "a ledger of one document, or none of several".into()
        })?;
        if let Some(ledger) = ledger {
            has_residue |= of_ledger(*ledger, invoices)?;
        }
    }
    let mut findings = plan.get("findings").into_iter().flat_map(Node::items);
    let says_so = findings.any(|finding| text(finding, "code") == Some("SCHEDULE_TAX_RESIDUE"));
    let is_told = schedules.iter().all(|(ledger, _)| ledger.is_none()) || says_so == has_residue;
    expect(is_told, || format!("a residue: {has_residue}, said: {says_so}"))?;
    all.into_iter().try_for_each(|document| of_document(document, input))
}

/// The documents of a schedule come to what it says, none to nothing, and a residue of tax is a finding.
/// Adds the documents up; whether a residue of tax is left.
fn of_ledger(ledger: Node<'_>, invoices: &[Node<'_>]) -> Result<bool, String> {
    let amount = |of: Node<'_>, name: &str| {
        let number = of.get(name).and_then(Node::number).and_then(|text| Decimal::parse(text).ok());
        number.ok_or(format!("{name} is no amount"))
    };
    for name in ["subTotal", "totalTax", "total"] {
        let mut sum = Decimal::ZERO;
        for invoice in invoices {
            let one = amount(invoice.get("totals").ok_or("no totals")?, name)?;
            expect(name != "total" || one > Decimal::ZERO, || "a document of nothing".into())?;
            sum = sum.plus(one).ok_or("a sum that is too large")?;
        }
        let said = amount(ledger, name)?;
        expect(sum == said, || format!("{name} is {sum}, and the schedule says {said}"))?;
    }
    Ok(!amount(ledger, "taxResidue")?.is_zero())
}

fn of_document(document: Node<'_>, input: Node<'_>) -> Result<(), String> {
    let part = |name: &str| document.get(name).ok_or(format!("a document without {name}"));
    let (body, totals, unit_dp) = (part("body")?, part("totals")?, part("unitDp")?.raw());
    of_totals(totals)?;
    let snapshots = ["snapshot", "snapshots"].into_iter().filter_map(|name| input.get(name));
    // Which one was chosen is the config's business: one of them has to agree.
    let candidates = snapshots.flat_map(|one| {
        core::iter::once(one).chain(one.items()).chain(one.members().map(|(_, member)| member))
    });
    let said = written(totals);
    let predicted = said.strip_prefix('{').and_then(|said| said.strip_suffix('}')).ok_or("no totals")?;
    let predicted = format!(r#"{{"ok":true,{predicted},"findings":["#);
    let mut heard = Vec::new();
    for snapshot in candidates.filter(|candidate| candidate.kind() == Kind::Object) {
        let question = format!(
            r#"{{"document":{},"snapshot":{},"unitDp":{unit_dp}}}"#,
            written(body),
            written(snapshot)
        );
        let answer = call_json("predictTotals", &question).map_err(|error| error.to_string())?;
        if answer.starts_with(&predicted) {
            return Ok(());
        }
        heard.push(answer);
    }
    Err(format!("the plan's totals are {said}, predicted are {heard:#?}"))
}

fn of_totals(totals: Node<'_>) -> Result<(), String> {
    let is_number = |of: Node<'_>, name: &str| {
        let number = of.get(name).and_then(Node::number);
        expect(number.is_some(), || format!("{name} is no number"))
    };
    ["subTotal", "totalTax", "total", "totalDiscount"]
        .into_iter()
        .try_for_each(|name| is_number(totals, name))?;
    let lines = totals.get("lines").ok_or("no `lines`")?;
    lines.items().try_for_each(|line| {
        ["lineAmount", "taxAmount", "discount"].into_iter().try_for_each(|name| is_number(line, name))
    })
}

fn of_match(answer: Node<'_>) -> Result<(), String> {
    let decision = text(answer, "decision").ok_or("no `decision`")?;
    let errors = has_errors(answer)?;
    let contact = text(answer, "contactId");
    let holds = match decision {
        "match" => contact.is_some() && !errors && answer.get("proposed").is_none(),
        "create" => contact.is_none() && !errors && answer.get("proposed").is_some(),
        "review" => contact.is_none() && answer.get("proposed").is_none(),
        _ => false,
    };
    expect(holds, || format!("the decision `{decision}` with contact {contact:?}, errors: {errors}"))
}

fn text<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    node.get(name).and_then(Node::text)
}

fn is_one_line(text: &str) -> bool {
    !text.contains(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
}

fn holds_null(node: Node<'_>) -> bool {
    node.is_null() || node.items().any(holds_null) || node.members().any(|(_, value)| holds_null(value))
}

/// Whether nothing in it is unreadable.
/// What is kept of the input, to be put back, stands deeper in the answer than it stood there.
fn writes_back(node: Node<'_>) -> bool {
    (node.kind() != Kind::Unreadable || is_too_deep(node))
        && node.items().all(writes_back)
        && node.members().all(|(_, value)| writes_back(value))
}

/// A value below the depth that is read.
pub fn is_too_deep(node: Node<'_>) -> bool {
    node.kind() == Kind::Unreadable && node.raw().starts_with("nested deeper")
}

/// The JSON text of a value.
pub fn written(node: Node<'_>) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: Node<'_>, out: &mut String) {
    let mut comma = "";
    match node.kind() {
        Kind::Null => out.push_str("null"),
        Kind::Text | Kind::Nothing => out.push_str(&quoted(node.raw())),
        Kind::Array => {
            out.push('[');
            for item in node.items() {
                out.push_str(comma);
                comma = ",";
                write(item, out);
            }
            out.push(']');
        }
        Kind::Object => {
            out.push('{');
            for (key, value) in node.members() {
                out.push_str(comma);
                comma = ",";
                out.push_str(&quoted(key));
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Kind::Unreadable if node.raw() == "NaN" => out.push_str("NaN"),
        Kind::Unreadable if node.raw() == "Infinity" => out.push_str("Infinity"),
        Kind::Unreadable if node.raw().contains('\u{fffd}') => out.push_str(r#""\ud800""#),
        Kind::Unreadable | Kind::NotJson => out.push_str("undefined"),
        Kind::Number | Kind::Boolean | Kind::Key => out.push_str(node.raw()),
    }
}

/// A JSON string.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn expect(holds: bool, broken: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(broken()) }
}

/// Every operation on a text, whatever it is.
pub fn check_all(input: &str) -> Result<(), String> {
    OPERATIONS.iter().try_for_each(|operation| check(operation, input))
}
