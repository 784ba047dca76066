//! The organisations that bill, and the snapshot of each: given, or read from Xero.

use super::Status;
use super::build::{Build, Peek, Piece, Pieces};
use super::call::Call;
use super::clock::{whole, written};
use super::session::{Halt, MOST_PAGES, Session};
use super::wants::Wants;
use crate::config::changes::{IssuedChange, LostChange};
use crate::config::lines::Recurring;
use crate::config::setting::Table;
use crate::config::{Config, ContactCreation, FieldOwner, Mode, TokenPlace};
use crate::finding::Code;
use crate::mapper;
use crate::plan::settings::{Chosen, Settings};
use crate::read::{At, Document, Findings, Given, Kind, Node, Sources};
use crate::xero::rows;

/// Seconds for which an organisation's settings may be kept.
const KEPT: u32 = 86_400;

/// The parts of a snapshot: their names, endpoints and envelopes.
const PARTS: [(&str, &str, &str); 7] = [
    ("organisation", "Organisation", "Organisations"),
    ("taxRates", "TaxRates", "TaxRates"),
    ("accounts", "Accounts", "Accounts"),
    ("currencies", "Currencies", "Currencies"),
    ("trackingCategories", "TrackingCategories", "TrackingCategories"),
    ("items", "Items", "Items"),
    ("brandingThemes", "BrandingThemes", "BrandingThemes"),
];

/// What is wanted of the entity that bills a deal.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// Its name in the config.
    pub entity: String,
    /// Its tenant id.
    pub tenant: String,
    /// What to do where no contact matches.
    pub create: ContactCreation,
    /// Whether the config gives the CRM fields of contacts.
    pub aligns: bool,
    /// Whether anything is written back to the deal.
    pub feeds_back: bool,
    /// Whether credit notes may be made.
    pub credits: bool,
}

impl Facts {
    fn of(chosen: Chosen<'_>) -> Self {
        let entity = chosen.entity;
        let feedback = &entity.feedback;
        let Table(owners) = &entity.contact.ownership;
        Self {
            entity: chosen.name.to_owned(),
            tenant: entity.tenant_id.as_ref().map_or_else(String::new, |tenant| tenant.value.clone()),
            create: entity.contact.create,
            aligns: owners
                .iter()
                .any(|(_, owner)| matches!(owner.value, FieldOwner::Crm | FieldOwner::Newest)),
            feeds_back: feedback.fields().iter().any(|(_, field)| field.is_some())
                || feedback.activity.is_some(),
            credits: entity.changes.issued.value == IssuedChange::CreditAndReissue
                || entity.changes.lost.value == LostChange::Undo,
        }
    }
}

/// What is wanted of the config as a whole.
#[derive(Debug)]
pub(super) struct Whole {
    pub company: String,
    pub observes: bool,
    /// Whether Xero itself refuses a second document: it has the token as its number, which repeating invoices have not.
    pub is_numbered: bool,
    /// The entities with their tenant ids.
    entities: Vec<(String, String)>,
    /// The entity that bills every deal, where no rule chooses another.
    only: Option<String>,
    /// Where it is told what a person should know.
    pub channel: Option<String>,
}

/// Reads the config; one that is not sound ends the handoff before anything is asked.
pub(super) fn config(input: Node<'_>) -> Result<Whole, Halt> {
    let mut findings = Findings::new(Sources::of(input));
    let Some(part) = input.peek("config") else {
        findings.add(Code::ConfigMissing, input.at(), format_args!("no config was passed"));
        return Err(Halt::end(Status::Refused, findings.finish()));
    };
    let config = Config::read(part, &mut findings);
    let company = config.as_ref().and_then(|config| config.source.company.as_ref());
    if let Some(company) = company.filter(|company| !super::call::is_label(&company.value)) {
        let what = format_args!(
            "`{}` is no first part of a Pipedrive address",
            crate::read::clipped(&company.value)
        );
        findings.add(Code::HandoffHostInvalid, company.at, what);
    }
    let (Some(config), true) = (config, findings.is_ok()) else {
        return Err(Halt::end(Status::Refused, findings.finish()));
    };
    let Table(entities) = &config.entities;
    let named = |(name, entity): &(String, Given<crate::config::Entity>)| {
        let tenant = entity.value.tenant_id.as_ref().map_or_else(String::new, |tenant| tenant.value.clone());
        (name.clone(), tenant)
    };
    let is_chosen = config.rules.iter().any(|rule| rule.value.then.entity.is_some());
    let only = match (entities.as_slice(), is_chosen) {
        ([(name, _)], _) => Some(name.clone()),
        (_, false) if config.split.is_empty() => config.entity.as_ref().map(|entity| entity.value.clone()),
        _ => None,
    };
    let channel = |area: &str| config.owners.of(area).and_then(|owner| owner.channel.clone());
    Ok(Whole {
        company: config.source.company.as_ref().map_or_else(String::new, |company| company.value.clone()),
        observes: config.mode == Mode::Observe,
        is_numbered: config.token.place == TokenPlace::InvoiceNumber
            && entities.iter().all(|(_, entity)| entity.value.lines.recurring.value != Recurring::Repeat),
        entities: entities.iter().map(named).collect(),
        only,
        channel: channel("alert").or_else(|| channel("hold")),
    })
}

impl Whole {
    /// The entities whose snapshots are needed: the one that bills the deal, or all where only their snapshots tell.
    fn billing<'s>(
        &'s self,
        session: &Session<'_>,
        pieces: &Pieces<'_>,
        wants_all: bool,
    ) -> Vec<&'s (String, String)> {
        if let Some(only) = &self.only {
            return self.entities.iter().filter(|(name, _)| name == only).collect();
        }
        if wants_all {
            return self.entities.iter().collect();
        }
        let mut stubs = Build::list();
        for (_, tenant) in &self.entities {
            stubs.item(|stub| {
                stub.text("tenantId", tenant);
            });
        }
        let stubs = stubs.finish();
        let names = [
            "deal",
            "products",
            "productDetails",
            "discounts",
            "installments",
            "organization",
            "person",
            "fields",
        ];
        let parts = pieces.of(&names);
        let mut input = Build::object();
        for (name, part) in parts.root().members() {
            input.node(name, part);
        }
        input
            .node("snapshots", stubs.root())
            .pick(session.input, &["config", "localDates", "now", "contact"]);
        let input = input.finish();
        let names = mapper::settled(input.root(), |chosen| {
            chosen.iter().map(|chosen| chosen.name.to_owned()).collect::<Vec<_>>()
        });
        match names.filter(|names| !names.is_empty()) {
            Some(names) => self.entities.iter().filter(|(known, _)| names.contains(known)).collect(),
            None => self.entities.iter().collect(),
        }
    }

    /// Whether it is known before the deal which entity bills it.
    pub fn is_static(&self) -> bool {
        self.only.is_some()
    }
}

/// The entity that bills the deal, from all that is known; where several do, none.
pub(super) fn facts(pieces: &Pieces<'_>) -> Option<Facts> {
    let input = pieces.of(&super::PARTS);
    let one = |chosen: &[Chosen<'_>]| match chosen {
        [one] if !one.is_share => Some(Facts::of(*one)),
        _ => None,
    };
    mapper::settled(input.root(), one)?
}

/// Refuses a deal that several entities bill together.
pub(super) fn refuse_shares(pieces: &Pieces<'_>) -> Result<(), Halt> {
    let input = pieces.of(&super::PARTS);
    if mapper::settled(input.root(), |chosen| chosen.iter().any(|chosen| chosen.is_share)) != Some(true) {
        return Ok(());
    }
    let what = "several entities bill the deal together, and a handoff is of one: plan it, and make its requests yourself";
    Err(Halt::end(
        Status::Refused,
        vec![super::state::say(Code::ConfigNotSupported, "/config/split", what.to_owned())],
    ))
}

/// Sets the snapshots, or asks for what is missing.
pub(super) fn snapshots<'a>(
    session: &mut Session<'a>,
    whole: &Whole,
    wants: Wants,
    pieces: &mut Pieces<'a>,
    wants_all: bool,
) -> Result<(), Halt> {
    let input = session.input;
    let given = input.peek("snapshots").or_else(|| input.peek("snapshot"));
    let settings =
        Settings::read(input.peek("config"), given, At::NOWHERE, Findings::new(Sources::of(input)));
    let is_missing = |name: &str| {
        let mut findings = Findings::new(Sources::of(input));
        let found = settings.choose(Some(&Given::from_nowhere(name.to_owned())), At::NOWHERE, &mut findings);
        found.is_none() && findings.finish().iter().all(|finding| finding.code == Code::ConfigSnapshotMissing)
    };
    let billing = whole.billing(session, pieces, wants_all);
    let missing: Vec<_> = billing.into_iter().filter(|(name, _)| is_missing(name)).collect();
    if let (Some(given), true) = (given, missing.is_empty()) {
        let name = if input.peek("snapshots").is_some() { "snapshots" } else { "snapshot" };
        pieces.set(name, Piece::Given(given));
        return Ok(());
    }
    let several = whole.entities.len() > 1;
    let mut read = Vec::new();
    for (name, tenant) in missing {
        let of = if several { ["-of-", tenant].concat() } else { String::new() };
        read.push((name, snapshot(session, tenant, &of, wants)));
    }
    let mut all = Build::object();
    let mut lone = None;
    match given.map(|given| (given, given.kind())) {
        Some((given, Kind::Object))
            if input.peek("snapshots").is_some() && given.peek("organisation").is_none() =>
        {
            for (name, snapshot) in given.members() {
                all.node(name, snapshot);
            }
        }
        Some((given, _)) => lone = Some(given),
        None => {}
    }
    // By entity; those that were passed in a list know their own tenants.
    for (place, snapshot) in lone.into_iter().flat_map(|lone| {
        let items: Vec<_> = if lone.kind() == Kind::Array { lone.items().collect() } else { vec![lone] };
        items.into_iter().enumerate()
    }) {
        all.node(&format!("passed {place}"), snapshot);
    }
    for (name, snapshot) in read {
        all.node(name, snapshot?.root());
    }
    pieces.set("snapshots", Piece::Made(all.finish()));
    Ok(())
}

/// Reads an organisation's settings, all at once.
fn snapshot(session: &mut Session<'_>, tenant: &str, of: &str, wants: Wants) -> Result<Document, Halt> {
    let is_wanted = |part: &str| match part {
        "trackingCategories" => wants.tracking,
        "items" => wants.items,
        "brandingThemes" => wants.themes,
        _ => true,
    };
    let mut read = Vec::new();
    for (part, endpoint, envelope) in PARTS.into_iter().filter(|(part, ..)| is_wanted(part)) {
        let id = ["snapshot-", endpoint, of].concat();
        read.push((part, id.clone(), settings_of(session, &id, tenant, endpoint, envelope)));
    }
    let mut parts = Vec::new();
    let mut oldest = session.now;
    for (part, id, answered) in read {
        oldest = oldest.min(session.taken_at(&id));
        parts.push((part, answered?));
    }
    let mut snapshot = Build::object();
    snapshot.text("tenantId", tenant).text("takenAt", &written(oldest));
    for (part, piece) in parts {
        snapshot.node(part, piece.node());
    }
    Ok(snapshot.finish())
}

fn settings_of<'a>(
    session: &mut Session<'a>,
    id: &str,
    tenant: &str,
    endpoint: &str,
    envelope: &str,
) -> Result<Piece<'a>, Halt> {
    let name = ["the organisation's ", envelope].concat();
    let call = |id: &str, path: &str| Call::xero(id, &name, tenant, path).kept(&["xero", tenant, path], KEPT);
    let first = session.read(call(id, endpoint))?;
    let count = whole(first.peek("pagination").and_then(|pagination| pagination.peek("pageCount")));
    if count < 2 {
        return Ok(Piece::Given(first));
    }
    // None of these endpoints is documented to page; one that begins to must not be cut short.
    let mut pages = vec![first];
    let mut others = Vec::new();
    for number in 2..=count.min(MOST_PAGES) {
        others.push(session.read(call(&format!("{id}-page-{number}"), &format!("{endpoint}?page={number}"))));
    }
    for other in others {
        pages.push(other?);
    }
    let mut all = Build::object();
    all.within(envelope, Kind::Array, |list| {
        for row in pages.iter().flat_map(|page| rows(*page, envelope)) {
            list.item_node(row);
        }
    });
    Ok(Piece::Made(all.finish()))
}
