//! Who the party is in the organisations that do not bill the deal: a person may have billed it there by hand.
//!
//! Asked only before a document is created: what is there already has its token.

use super::build::{Build, Peek, Piece, Pieces, read};
use super::contact;
use super::existing::contact_there;
use super::organisation::{Billing, Whole};
use super::session::{Halt, Session};
use super::state::say;
use crate::finding::{Code, Finding, Severity};
use crate::handoff::contact_lookups;
use crate::read::{Document, clipped};
use crate::write::to_text;

/// Whether a document would be made.
pub(super) fn creates(verdicts: &Document) -> bool {
    verdicts.root().items().any(|verdict| verdict.raw_of("action") == "create")
}

/// Sets the contacts by entity, with those of the organisations that do not bill the deal as far as they are known: by
/// its documents there, or as `matchContact` decides. False where nothing more is known than before.
pub(super) fn elsewhere<'a>(
    session: &mut Session<'a>,
    billing: &Billing,
    whole: &Whole,
    pieces: &mut Pieces<'a>,
    findings: &mut Vec<Finding>,
) -> Result<bool, Halt> {
    let given = pieces.get("contact");
    let is_by_entity = given.is_some_and(|given| whole.entities().any(|(name, _)| given.has(name)));
    let mut all = Build::object();
    let mut tenants: Vec<&str> = Vec::new();
    // The entities of one organisation have its contacts in common.
    for facts in &billing.all {
        tenants.push(&facts.tenant);
        if let Some(own) = given.filter(|_| !is_by_entity) {
            all.node(&facts.entity, own);
        }
    }
    given.filter(|_| is_by_entity).into_iter().flat_map(|given| given.members()).for_each(|(name, own)| {
        all.node(name, own);
    });
    let (mut is_more, mut asks, mut unknown) = (false, None, Vec::new());
    for (name, tenant) in whole.entities() {
        let is_known = is_by_entity && pieces.get("contact").is_some_and(|given| given.has(name));
        if is_known || tenants.contains(&tenant) {
            continue;
        }
        tenants.push(tenant);
        if let Some(id) = contact_there(name, pieces) {
            all.text(name, &id);
            is_more = true;
            continue;
        }
        match matched(session, name, tenant, pieces) {
            Ok(Some(matched)) => {
                is_more |= matched.root().raw_of("decision") != "create";
                all.node(name, matched.root());
            }
            Ok(None) => unknown.push(name),
            Err(Halt::Ask) => asks = Some(Halt::Ask),
            Err(halt) => return Err(halt),
        }
    }
    if let Some(halt) = asks {
        return Err(halt);
    }
    findings.extend(unknown.into_iter().map(|name| {
        let what = format!(
            "it is not known who the customer is in `{}`: only the deal's token was looked for there",
            clipped(name)
        );
        Finding { severity: Severity::Warning, ..say(Code::ContactMissing, "/contact", what) }
    }));
    if is_more {
        pieces.set("contact", Piece::Made(all.finish()));
    }
    Ok(is_more)
}

/// What is decided about the party in an organisation, by one query after the other until one tells; none where it is
/// not known whom to look for.
fn matched(
    session: &mut Session<'_>,
    entity: &str,
    tenant: &str,
    pieces: &Pieces<'_>,
) -> Result<Option<Document>, Halt> {
    let own = contact::input(session, entity, pieces, &[]);
    let lookups = contact_lookups(own.root());
    let mut answers = Vec::new();
    let mut decided = None;
    for query in lookups.queries.iter().filter(|query| lookups.ok && !query.optional) {
        let call = read(to_text(&query.request));
        answers.extend(session.pages(&call.root(), "contact-", &["-of-", tenant].concat())?);
        let matched = contact::decide(session, entity, pieces, &answers);
        let is_match = matched.root().raw_of("decision") == "match";
        decided = Some(matched);
        if is_match {
            break;
        }
    }
    Ok(decided)
}
