//! The contact that is billed: given, found with as few queries as can be, or created where the config allows it.

use super::Status;
use super::build::{Build, Peek, Piece, Pieces, read};
use super::call::Call;
use super::deal::{self, TheDeal};
use super::failure;
use super::organisation::{Billing, Facts};
use super::session::{Halt, Session, Written};
use super::state::{findings_of, say, says};
use crate::contact::align::align_contact;
use crate::contact::match_contact;
use crate::finding::{Code, Finding};
use crate::handoff::{Query, contact_lookups};
use crate::plan::token::{hash, request_key};
use crate::read::{Document, Kind, Node, Source};
use crate::write::{to_bytes, to_text};
use crate::xero::rows;

/// How often contacts are looked up for one handoff.
const ROUNDS: usize = 3;
/// How often a request is refused before that is taken for the answer: the first refusal may be an earlier run's, which
/// Xero remembers by the key.
pub(super) const MOST_REFUSALS: usize = 2;
/// Seconds for which it may be kept which contact has a party's number.
const KEPT: u32 = 3600;
/// What a party is read from.
const PARTY: [&str; 5] = ["deal", "organization", "person", "fields", "contacts"];
/// Stands for a contact that is not created while the config only observes.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// What was decided about the contact.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The answer of `matchContact`, where contacts were looked up.
    pub matched: Option<Document>,
    /// What is worth knowing.
    pub findings: Vec<Finding>,
}

/// What the operations on contacts are asked with: the party, and the config of the entity alone.
pub(super) fn input(
    session: &Session<'_>,
    entity: &str,
    pieces: &Pieces<'_>,
    more: &[(&str, Node<'_>)],
) -> Document {
    let parts = pieces.of(&PARTY);
    let mut input = Build::object();
    for (name, part) in parts.root().members() {
        input.node(name, part);
    }
    if let Some(config) = session.input.peek("config") {
        input.within("config", Kind::Object, |own| {
            own.pick(config, &["version", "source", "party"]);
            own.within("entities", Kind::Object, |entities| {
                let own = config.peek("entities").and_then(|all| all.get(entity));
                own.into_iter().for_each(|own| {
                    entities.node(entity, own);
                });
            });
        });
    }
    for (name, part) in more {
        input.node(name, *part);
    }
    input.finish()
}

/// Decides which contact is billed, and sets it.
pub(super) fn contact<'a>(
    session: &mut Session<'a>,
    billing: &Billing,
    deal: TheDeal,
    observes: bool,
    pieces: &mut Pieces<'a>,
) -> Result<Found, Halt> {
    let given = session.input.peek("contact");
    let is_by_entity = |given: &Node<'_>| billing.all.iter().any(|facts| given.has(&facts.entity));
    if let Some(given) = given.filter(|given| !billing.is_shared || !is_by_entity(given)) {
        pieces.set("contact", Piece::Given(given));
        return Ok(Found::default());
    }
    if let ([facts], false) = (billing.all.as_slice(), billing.is_shared) {
        let (contact, found) = of_entity(session, (facts, ""), deal, observes, pieces)?;
        pieces.set("contact", contact);
        return Ok(found);
    }
    let (mut all, mut found) = (Build::object(), Found::default());
    let (mut asks, mut ends) = (None, None);
    for facts in &billing.all {
        if let Some(given) = given.and_then(|given| given.get(&facts.entity)) {
            all.node(&facts.entity, given);
            continue;
        }
        match of_entity(session, (facts, &billing.suffix(facts)), deal, observes, pieces) {
            Ok((contact, own)) => {
                all.node(&facts.entity, contact.node());
                found.findings.extend(own.findings);
                found.matched = found.matched.or(own.matched);
            }
            Err(Halt::Ask) => asks = Some(Halt::Ask),
            Err(Halt::End(mut end)) => {
                of_its_own(&facts.entity, &mut end.findings);
                ends = ends.or(Some(Halt::End(end)));
            }
        }
    }
    match asks.or(ends) {
        Some(halt) => Err(halt),
        None => {
            pieces.set("contact", Piece::Made(all.finish()));
            Ok(found)
        }
    }
}

/// Says of findings which of several entities they are of.
pub(super) fn of_its_own(entity: &str, findings: &mut [Finding]) {
    for finding in findings {
        finding.message = format!("in `{}`: {}", crate::read::clipped(entity), finding.message);
    }
}

/// The contact of one entity.
fn of_entity<'a>(
    session: &mut Session<'a>,
    (facts, of): (&Facts, &str),
    deal: TheDeal,
    observes: bool,
    pieces: &mut Pieces<'a>,
) -> Result<(Piece<'a>, Found), Halt> {
    let mut rejected: Vec<Finding> = Vec::new();
    for round in 1..=ROUNDS {
        let suffix = if round == 1 { of.to_owned() } else { format!("{of}-again-{round}") };
        let (matched, looked_at) = look_up(session, (facts, of), deal, &suffix, pieces)?;
        let answer = matched.root();
        match answer.raw_of("decision") {
            "match" => {
                let mut found = Found { findings: Vec::new(), matched: None };
                align(session, (facts, of), answer, pieces, observes, &mut found)?;
                let contact = Piece::Made(copied(answer));
                found.matched = Some(matched);
                return Ok((contact, found));
            }
            "create" if observes => {
                let what = format!("a contact would be created: `{}`", name_of(answer));
                let mut nobody = Build::object();
                nobody.text("ContactID", NOBODY);
                let findings = vec![say(Code::HandoffObserved, "/contact", what)];
                let found = Found { findings, matched: Some(matched) };
                return Ok((Piece::Made(nobody.finish()), found));
            }
            "create" if facts.create.is_unasked() => {}
            "create" => {
                let what = format!(
                    "no contact matches, and a person is to say whether `{}` is created",
                    name_of(answer)
                );
                return Err(Halt::end(Status::Held, vec![say(Code::ContactNotCreated, "/contact", what)]));
            }
            _ => return Err(Halt::end(Status::Held, findings_of(answer))),
        }
        let Some(proposed) = answer.peek("proposed") else {
            return Err(Halt::end(Status::Held, findings_of(answer)));
        };
        let body = copied(proposed);
        let content = hash(&to_bytes(&body));
        let number = proposed.raw_of("ContactNumber");
        let identity = [session.company, facts.tenant.as_str(), number].join(":");
        let first = request_key("create-contact", &identity, &content, 1);
        let refusals = rejections(session, &["create-contact", of].concat(), &first);
        let attempt = 1 + refusals.min(1) as u32;
        let call = Call::xero(
            &["create-contact", &suffix].concat(),
            "create the contact",
            &facts.tenant,
            "Contacts",
        );
        let id = call.id.clone();
        let call = call.writing("PUT", body).keyed(attempt_key(&first, attempt));
        match session.write(call, session.is_fresh(looked_at))? {
            Written::Done(answered) => {
                let Some(row) = rows(answered, "Contacts").next().filter(|row| row.has("ContactID")) else {
                    let what = "Xero answered no contact to `create the contact`".to_owned();
                    return Err(Halt::end(
                        Status::Failed,
                        vec![say(Code::HandoffInDoubt, &failure::pointer(&id), what)],
                    ));
                };
                let found = Found { matched: Some(matched), findings: Vec::new() };
                return Ok((Piece::Given(row), found));
            }
            Written::Rejected(entry) => {
                rejected = failure::rejected(entry, &id, "create the contact");
                if refusals >= MOST_REFUSALS {
                    return Err(Halt::end(Status::Failed, rejected));
                }
            }
            Written::Doubt | Written::Stale => {}
        }
    }
    if rejected.is_empty() {
        let what = "it is not known whether the contact was created".to_owned();
        rejected.push(say(Code::HandoffInDoubt, "/contact", what));
    }
    Err(Halt::end(Status::Failed, rejected))
}

/// The key of an attempt, from that of the first.
pub(super) fn attempt_key(first: &str, attempt: u32) -> String {
    if attempt < 2 { first.to_owned() } else { request_key("again", first, "", attempt) }
}

/// How often a request was refused whose first key that is, under its id in any round.
pub(super) fn rejections(session: &Session<'_>, id: &str, first: &str) -> usize {
    let keys: Vec<String> = (1..4).map(|attempt| attempt_key(first, attempt)).collect();
    let is_one = |(name, entry): &(&str, Node<'_>)| {
        let is_named =
            name.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with("-again-"));
        let has_key = entry.peek("key").is_some_and(|key| keys.iter().any(|known| known == key.raw()));
        is_named && has_key && session.is_rejected(name)
    };
    session.answered().filter(is_one).count()
}

fn name_of(answer: Node<'_>) -> String {
    let name = answer.peek("proposed").and_then(|proposed| proposed.peek("Name"));
    crate::read::clipped(name.map_or("", Node::raw))
}

fn copied(node: Node<'_>) -> Document {
    let mut document = Document::new(Source::Input);
    document.copy(node);
    document
}

/// Asks one query after the other, until one tells who it is. The person is read only where the organisation's own
/// number finds nobody.
fn look_up<'a>(
    session: &mut Session<'a>,
    (facts, of): (&Facts, &str),
    deal: TheDeal,
    suffix: &str,
    pieces: &mut Pieces<'a>,
) -> Result<(Document, i64), Halt> {
    let mut answers: Vec<Node<'a>> = Vec::new();
    let mut asked: Vec<String> = Vec::new();
    let mut looked_at = session.now;
    // What Xero refuses to bill was archived or merged since it was looked up.
    let is_refused = session.refuses_contact();
    let anew = [of, "-anew"].concat();
    loop {
        let own = input(session, &facts.entity, pieces, &[]);
        let lookups = contact_lookups(own.root());
        if !lookups.ok {
            return Err(Halt::end(Status::Refused, lookups.findings));
        }
        let is_next = |query: &&Query<'_>| !query.optional && !asked.contains(&query.request.id);
        let Some(query) = lookups.queries.iter().find(is_next) else {
            return Ok((decide(session, &facts.entity, pieces, &answers), looked_at));
        };
        let id = query.request.id.clone();
        let call = read(to_text(&query.request));
        // The contact that was made for this party: who that is changes seldom.
        let kept = (id == "by-number" && suffix == of && !is_refused).then_some(KEPT);
        let suffix = if is_refused { &anew } else { suffix };
        let mut found = session.pages_kept(&call.root(), ("contact-", suffix), kept)?;
        let mut at = ["contact-", &id, suffix].concat();
        if session.is_kept(&at) && !is_match(session, facts, pieces, &found) {
            // Since it was kept, a contact may have been made, or another have taken its place.
            found = session.pages(&call.root(), "contact-", &anew)?;
            at = ["contact-", &id, &anew].concat();
        }
        answers.extend(found);
        looked_at = looked_at.min(session.answered_at(&at));
        asked.push(id);
        let matched = decide(session, &facts.entity, pieces, &answers);
        if says(matched.root(), "decision", "match") {
            return Ok((matched, looked_at));
        }
        // Whom the organisation alone does not tell, its person may.
        if pieces.get("person").is_none()
            && let Some(person) = deal::person(session, deal)?
        {
            pieces.set("person", person);
        }
    }
}

fn is_match(session: &Session<'_>, facts: &Facts, pieces: &Pieces<'_>, answers: &[Node<'_>]) -> bool {
    says(decide(session, &facts.entity, pieces, answers).root(), "decision", "match")
}

#[inline(never)]
pub(super) fn decide(
    session: &Session<'_>,
    entity: &str,
    pieces: &Pieces<'_>,
    answers: &[Node<'_>],
) -> Document {
    let mut contacts = Build::list();
    answers.iter().for_each(|answer| {
        contacts.item_node(*answer);
    });
    let contacts = contacts.finish();
    let input = input(session, entity, pieces, &[("contacts", contacts.root())]);
    read(to_text(&match_contact(input.root())))
}

/// Gives contact and party the values of the side that is right, where the config says which. What fails is told, and
/// the deal is invoiced all the same.
fn align(
    session: &mut Session<'_>,
    (facts, of): (&Facts, &str),
    matched: Node<'_>,
    pieces: &Pieces<'_>,
    observes: bool,
    found: &mut Found,
) -> Result<(), Halt> {
    let id = matched.raw_of("contactId");
    if !facts.aligns || observes {
        return Ok(());
    }
    let is_it =
        |row: &Node<'_>| row.peek("ContactID").is_some_and(|known| known.raw().eq_ignore_ascii_case(id));
    let looked_up = session.answered().filter(|(name, _)| name.starts_with("contact-"));
    let row = looked_up
        .filter_map(|(_, entry)| entry.peek("body"))
        .flat_map(|body| rows(body, "Contacts"))
        .find(is_it);
    let Some(row) = row else { return Ok(()) };
    let mut own = Build::object();
    own.text("entity", &facts.entity).node("contact", row);
    let own = own.finish();
    let more: Vec<_> = own.root().members().collect();
    let input = input(session, &facts.entity, pieces, &more);
    let alignment = read(to_text(&align_contact(input.root())));
    let alignment = alignment.root();
    let mut halted = None;
    if let Some(body) = alignment.peek("ledgerPatch") {
        let body = copied(body);
        let identity = [session.company, facts.tenant.as_str(), id].join(":");
        let key = request_key("align-contact", &identity, &hash(&to_bytes(&body)), 1);
        let call = Call::xero(
            &["align-contact", of].concat(),
            "bring the contact up to date",
            &facts.tenant,
            &["Contacts/", id].concat(),
        );
        halted = attempted(session, call.writing("POST", body).keyed(key), true, &mut found.findings);
    }
    let party = pieces.get("organization").map(|part| ("organizations", part));
    let party = party.or_else(|| pieces.get("person").map(|part| ("persons", part)));
    // Where several organisations have the contact, the first says how the party is right.
    let patch = alignment.peek("crmPatch").filter(|_| facts.leads);
    if let (Some(body), Some((path, part))) = (patch, party) {
        let number = crate::pipedrive::payload(part).raw_of("id");
        if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            let path = ["v2/", path, "/", number].concat();
            let call = Call::pipedrive(
                &["align-party", of].concat(),
                "bring the party up to date",
                session.company,
                &path,
            );
            let call = call.writing("PATCH", copied(body));
            halted = attempted(session, call, true, &mut found.findings).or(halted);
        }
    }
    halted.map_or(Ok(()), Err)
}

/// Makes a request that nothing depends on; one that is not `is_repeatable` is not made again where it may have been
/// made.
#[inline(never)]
pub(super) fn attempted(
    session: &mut Session<'_>,
    call: Call,
    is_repeatable: bool,
    findings: &mut Vec<Finding>,
) -> Option<Halt> {
    let (id, api, name) = (call.id.clone(), call.api, call.name.clone());
    let what = if !is_repeatable && session.may_be_made(&id) {
        format!("it is not known whether `{name}` was done")
    } else {
        match session.write(call, true) {
            Ok(Written::Done(_)) => return None,
            Ok(Written::Rejected(entry)) => {
                let why = failure::rejection(entry, &id, api, &name);
                format!("`{name}` was refused: {}", why.message)
            }
            Ok(_) => format!("it is not known whether `{name}` was done"),
            Err(Halt::End(end)) => {
                end.findings.first().map_or_else(String::new, |finding| finding.message.clone())
            }
            Err(halt) => return Some(halt),
        }
    };
    findings.push(say(Code::HandoffNotWrittenBack, &failure::pointer(&id), what));
    None
}
