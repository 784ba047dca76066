//! How a customer gets an approved invoice: marked as sent, or e-mailed by Xero, once.
//!
//! Of its e-mails Xero remembers nothing but the request key, for minutes, and whether one went out cannot be looked
//! up for certain. So an invoice is e-mailed only by the handoff that created it, within minutes of the look-up that
//! did not find it, and not again where an e-mail may have gone out: a person is told instead.

use super::build::{Build, Peek, Pieces};
use super::call::Call;
use super::carry::Carried;
use super::comparison::of_totals;
use super::existing::row_of;
use super::failure;
use super::made::planned;
use super::organisation::Facts;
use super::outcome::Draft;
use super::session::{Halt, Session, WINDOW, Written};
use super::state::{say, says};
use crate::config::document::Deliver;
use crate::finding::Code;
use crate::plan::token::{hash, request_key};
use crate::read::Node;
use crate::write::to_bytes;
use crate::xero::rows;

/// An invoice to be delivered.
#[derive(Debug, Clone, Copy)]
struct Invoice<'n> {
    id: &'n str,
    slot: &'n str,
    /// How people know it.
    token: &'n str,
    facts: &'n Facts,
    /// Whether this handoff created it, so that no other has delivered it long ago.
    is_ours: bool,
}

/// What became of a delivery.
enum Told {
    Done,
    /// It was not delivered, or nobody knows, for that reason.
    Not(String),
}

/// Delivers what is approved, stands as it was planned and was not sent yet. `differs` says that Xero answered another
/// document than was predicted: then nothing is delivered.
pub(super) fn deliver(
    session: &mut Session<'_>,
    facts: &[Facts],
    carried: &mut Carried,
    pieces: &Pieces<'_>,
    differs: bool,
    draft: &mut Draft,
) -> Result<(), Halt> {
    let mut halted = None;
    let mut delivered = Vec::new();
    for verdict in carried.now.root().items().filter(|verdict| says(*verdict, "action", "already-there")) {
        let slot = verdict.raw_of("slot");
        let is_it = |one: &&Facts| one.deliver != Deliver::None && says(verdict, "entity", &one.entity);
        let Some(own) = facts.iter().find(is_it) else { continue };
        let created = ["create-", slot].concat();
        let is_new = carried.writes.iter().any(|made| made.base == created);
        let token = verdict.raw_of("token");
        if says(verdict, "kind", "repeating-invoice") {
            if is_new {
                let what = format!("what `{token}` repeats is not delivered by a handoff");
                draft.findings.push(say(Code::HandoffNotDelivered, &place(own), what));
            }
            continue;
        }
        let is_live = |one: &Node<'_>| says(*one, "isLive", "true") && says(*one, "status", "AUTHORISED");
        let Some(id) = verdict.items_of("documents").find(is_live).map(|one| one.raw_of("id")) else {
            continue;
        };
        let row = pieces.get("existing").and_then(|existing| row_of(existing, id));
        if row.is_none_or(|row| says(row, "SentToContact", "true")) || !crate::read::is_uuid(id) {
            continue;
        }
        let is_ours = is_new || session.was_asked(&created);
        let invoice = Invoice { id, slot, token, facts: own, is_ours };
        let told = match own.deliver {
            _ if differs => Ok(Told::Not("an answer of Xero's is not what was predicted".to_owned())),
            Deliver::Email => mail(session, carried.looked_at, invoice),
            _ => mark(session, pieces.get("plan"), invoice, draft),
        };
        match told {
            Ok(Told::Done) => delivered.push((slot.to_owned(), own.deliver.word())),
            Ok(Told::Not(why)) => {
                let what = format!("`{token}` is approved and not known to be sent: {why}");
                if is_ours || own.deliver != Deliver::Email {
                    draft.alerts.push(what.clone());
                }
                draft.findings.push(say(Code::HandoffNotDelivered, &place(own), what));
            }
            Err(halt) => halted = halted.or(Some(halt)),
        }
    }
    carried.delivered = delivered;
    halted.map_or(Ok(()), Err)
}

fn place(facts: &Facts) -> String {
    ["/config/entities/", &facts.entity.replace('~', "~0").replace('/', "~1"), "/document/deliver"].concat()
}

/// Lets Xero e-mail it.
fn mail(session: &mut Session<'_>, looked_at: Option<i64>, invoice: Invoice<'_>) -> Result<Told, Halt> {
    let Invoice { id, slot, facts, is_ours, .. } = invoice;
    if !is_ours {
        let why = "it stood there already, and a handoff e-mails only what it created";
        return Ok(Told::Not(why.to_owned()));
    }
    let name = ["deliver-", slot].concat();
    // Another handoff that created it too, with the same bytes and key, has e-mailed it after that look-up at the
    // earliest: within these minutes Xero knows the key of that e-mail.
    let is_alone = says(session.input, "durable", "true");
    let is_late = looked_at.is_none_or(|at| !(0..WINDOW).contains(&session.now.saturating_sub(at)));
    if is_late && !is_alone && !session.may_have_gone_out(&name) {
        return Ok(Told::Not("too much time went by to be sure that nothing else e-mailed it".to_owned()));
    }
    let body = Build::object().finish();
    let key = request_key("email", id, &hash(&to_bytes(&body)), 1);
    let call = Call::xero(&name, "e-mail the invoice", &facts.tenant, &["Invoices/", id, "/Email"].concat());
    match made(session, call.writing("POST", body).keyed(key), invoice)? {
        Ok(_) => Ok(Told::Done),
        Err(why) => Ok(Told::Not(why)),
    }
}

/// Marks it as sent; its lines and amounts must stay what they are.
fn mark(
    session: &mut Session<'_>,
    plan: Option<Node<'_>>,
    invoice: Invoice<'_>,
    draft: &mut Draft,
) -> Result<Told, Halt> {
    let Invoice { id, slot, token, facts, .. } = invoice;
    let mut body = Build::object();
    body.text("InvoiceID", id).flag("SentToContact", true);
    let body = body.finish();
    let key = request_key("mark-as-sent", id, &hash(&to_bytes(&body)), 1);
    let name = ["deliver-", slot].concat();
    let path = ["Invoices/", id, "?unitdp=4"].concat();
    let call = Call::xero(&name, "mark the invoice as sent", &facts.tenant, &path);
    let answer = match made(session, call.writing("POST", body).keyed(key), invoice)? {
        Ok(answer) => answer,
        Err(why) => return Ok(Told::Not(why)),
    };
    let totals = plan.and_then(|plan| planned(plan, &facts.entity, slot));
    let totals = totals.and_then(|document| document.peek("totals"));
    if let Some((totals, answer)) = totals.zip(answer) {
        let differing = of_totals(totals, answer, &name);
        if !differing.is_empty() {
            draft.alerts.push(format!("marking `{token}` as sent changed its amounts in Xero"));
            draft.findings.extend(differing);
        }
    }
    Ok(Told::Done)
}

/// Makes a delivering request: what it answers, or why it is not known to have been done.
fn made<'a>(
    session: &mut Session<'a>,
    call: Call,
    invoice: Invoice<'_>,
) -> Result<Result<Option<Node<'a>>, String>, Halt> {
    let (id, api, name) = (call.id.clone(), call.api, call.name.clone());
    match session.write(call, true) {
        Ok(Written::Done(answer)) => return Ok(Ok(Some(answer).filter(|answer| answer.has("Invoices")))),
        Ok(Written::Rejected(entry)) => {
            return Ok(Err(failure::rejection(entry, &id, api, &name).message));
        }
        Ok(_) => {}
        Err(Halt::End(end)) => {
            return Ok(Err(end.findings.first().map_or_else(String::new, |finding| finding.message.clone())));
        }
        Err(halt) => return Err(halt),
    }
    let path = ["Invoices/", invoice.id].concat();
    let look =
        Call::xero(&["sent-", invoice.slot].concat(), "whether it was sent", &invoice.facts.tenant, &path);
    let is_sent = match session.ask(look) {
        Ok(answer) => {
            answer.is_ok_and(|body| rows(body, "Invoices").any(|row| says(row, "SentToContact", "true")))
        }
        Err(Halt::End(_)) => false,
        Err(halt) => return Err(halt),
    };
    Ok(if is_sent { Ok(None) } else { Err(format!("nothing came back of `{name}`")) })
}

/// How a document of that slot was delivered in this handoff.
pub(super) fn how(carried: &Carried, slot: &str) -> Option<&'static str> {
    carried.delivered.iter().find(|(known, _)| known == slot).map(|(_, how)| *how)
}
