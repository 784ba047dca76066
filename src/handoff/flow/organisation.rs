//! The organisations that bill, and the snapshot of each: given, or read from Xero.

use super::Status;
use super::build::{Build, Peek, Piece, Pieces};
use super::call::Call;
use super::clock::{whole, written};
use super::session::{Halt, MOST_PAGES, Session};
use super::wants::Wants;
use crate::config::changes::{IssuedChange, LostChange};
use crate::config::document::Deliver;
use crate::config::lines::Recurring;
use crate::config::setting::Table;
use crate::config::{Config, ContactCreation, Entity, FieldOwner, Mode, TokenPlace, is_company};
use crate::finding::Code;
use crate::mapper;
use crate::plan::settings::Settings;
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

/// Who bills a deal.
#[derive(Debug, Clone)]
pub(super) struct Billing {
    /// Each entity that may have documents of the deal; the one whose settings count for it as a whole comes first.
    pub all: Vec<Facts>,
    /// Whether several bill it together: then contacts and documents are passed by entity.
    pub is_shared: bool,
    /// The entities in which credit notes may be made, whether or not they bill it now.
    crediting: Vec<String>,
}

impl Billing {
    /// Whether a credit note may be made in an entity, or in the one that bills the deal.
    pub fn credits(&self, entity: Option<&str>) -> bool {
        match entity {
            Some(entity) => self.crediting.iter().any(|known| known == entity),
            None => self.all.iter().any(|facts| facts.credits),
        }
    }

    /// Whether one may be made anywhere.
    pub fn may_credit(&self) -> bool {
        self.credits(None) || !self.crediting.is_empty()
    }

    /// An entity by its name.
    pub fn of(&self, entity: &str) -> Option<&Facts> {
        self.all.iter().find(|facts| facts.entity == entity)
    }

    /// What ids of requests end in that are made of each entity.
    pub fn suffix(&self, facts: &Facts) -> String {
        if self.is_shared { ["-of-", &facts.tenant].concat() } else { String::new() }
    }
}

/// What is wanted of the entity that bills a deal.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// Its name in the config.
    pub entity: String,
    /// Its tenant id.
    pub tenant: String,
    /// Whether its settings count for the deal as a whole.
    pub leads: bool,
    /// What to do where no contact matches.
    pub create: ContactCreation,
    /// Whether the config gives the CRM fields of contacts.
    pub aligns: bool,
    /// Whether anything is written back to the deal.
    pub feeds_back: bool,
    /// Whether credit notes may be made.
    credits: bool,
    /// How customers get approved invoices.
    pub deliver: Deliver,
}

impl Facts {
    fn of(name: &str, entity: &Entity) -> Self {
        let feedback = &entity.feedback;
        let Table(owners) = &entity.contact.ownership;
        Self {
            entity: name.to_owned(),
            tenant: entity.tenant_id.as_ref().map_or_else(String::new, |tenant| tenant.value.clone()),
            leads: true,
            create: entity.contact.create,
            aligns: owners
                .iter()
                .any(|(_, owner)| matches!(owner.value, FieldOwner::Crm | FieldOwner::Newest)),
            feeds_back: feedback.fields().iter().any(|(_, field)| field.is_some())
                || feedback.activity.is_some(),
            credits: entity.changes.issued.value == IssuedChange::CreditAndReissue
                || entity.changes.lost.value == LostChange::Undo,
            deliver: entity.document.deliver.value,
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
    /// The entity whose settings count for a deal as a whole, where the config says which.
    lead: Option<String>,
    /// The entities among which a deal may be shared, with what the config says of each.
    sharing: Vec<Facts>,
    /// The entities in which credit notes may be made.
    crediting: Vec<String>,
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
    if let Some(company) = company.filter(|company| !is_company(&company.value)) {
        let what = format_args!("no request is sent to a host of `{}`", crate::read::clipped(&company.value));
        findings.add(Code::HandoffHostInvalid, company.at, what);
    }
    let (Some(config), true) = (config, findings.is_ok()) else {
        return Err(Halt::end(Status::Refused, findings.finish()));
    };
    let Table(entities) = &config.entities;
    let named = |(name, entity): &(String, Given<Entity>)| {
        let tenant = entity.value.tenant_id.as_ref().map_or_else(String::new, |tenant| tenant.value.clone());
        (name.clone(), tenant)
    };
    let is_chosen = config.rules.iter().any(|rule| rule.value.then.entity.is_some());
    let only = match (entities.as_slice(), is_chosen) {
        ([(name, _)], _) => Some(name.clone()),
        (_, false) if config.split.is_empty() => config.entity.as_ref().map(|entity| entity.value.clone()),
        _ => None,
    };
    let is_sharing = |name: &str| {
        config.split.iter().any(|share| share.entity.as_ref().is_some_and(|entity| entity.value == name))
    };
    let sharing = entities.iter().filter(|(name, _)| is_sharing(name));
    let all = entities.iter().map(|(name, entity)| Facts::of(name, &entity.value));
    let crediting = all.filter(|facts| facts.credits).map(|facts| facts.entity).collect();
    let channel = |area: &str| config.owners.of(area).and_then(|owner| owner.channel.clone());
    Ok(Whole {
        company: config.source.company.as_ref().map_or_else(String::new, |company| company.value.clone()),
        observes: config.mode == Mode::Observe,
        is_numbered: config.token.place == TokenPlace::InvoiceNumber
            && entities.iter().all(|(_, entity)| entity.value.lines.recurring.value != Recurring::Repeat),
        entities: entities.iter().map(named).collect(),
        only,
        lead: config.entity.as_ref().map(|entity| entity.value.clone()),
        sharing: sharing.map(|(name, entity)| Facts::of(name, &entity.value)).collect(),
        crediting,
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
        if wants_all {
            return self.entities.iter().collect();
        }
        if let Some(only) = &self.only {
            return self.entities.iter().filter(|(name, _)| name == only).collect();
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
            let mut names: Vec<_> = chosen.iter().map(|chosen| chosen.name.to_owned()).collect();
            // One that bills nothing now may have billed before.
            if chosen.iter().any(|chosen| chosen.is_share) {
                names.extend(self.sharing.iter().map(|facts| facts.entity.clone()));
            }
            names
        });
        match names.filter(|names| !names.is_empty()) {
            Some(names) => self.entities.iter().filter(|(known, _)| names.contains(known)).collect(),
            None => self.entities.iter().collect(),
        }
    }

    /// Whether the config has one entity alone.
    pub fn is_alone(&self) -> bool {
        self.entities.len() < 2
    }

    /// The entities of the config, with their tenant ids.
    pub fn entities(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entities.iter().map(|(name, tenant)| (name.as_str(), tenant.as_str()))
    }

    /// Whether it is known before the deal which entity bills it.
    pub fn is_static(&self) -> bool {
        self.only.is_some()
    }
}

/// Who bills the deal, from all that is known; none where that cannot be told.
pub(super) fn billing(pieces: &Pieces<'_>, whole: &Whole, is_won: bool) -> Option<Billing> {
    let input = pieces.of(&super::PARTS);
    let chosen = mapper::settled(input.root(), |chosen| {
        let is_shared = chosen.iter().any(|chosen| chosen.is_share);
        (chosen.iter().map(|chosen| Facts::of(chosen.name, chosen.entity)).collect::<Vec<_>>(), is_shared)
    });
    let (mut all, mut is_shared) = chosen.unwrap_or_default();
    // Of a deal that is not won any more nobody can tell any more who had a share of it.
    is_shared |= !is_won && !whole.sharing.is_empty() && whole.entities.len() > 1;
    if is_shared {
        for facts in &whole.sharing {
            if all.iter().all(|known| known.entity != facts.entity) {
                all.push(facts.clone());
            }
        }
        let lead = all.iter().position(|facts| whole.lead.as_ref() == Some(&facts.entity));
        all.rotate_left(lead.unwrap_or(0));
        all.iter_mut().skip(1).for_each(|facts| facts.leads = false);
    }
    (!all.is_empty()).then(|| Billing { all, is_shared, crediting: whole.crediting.clone() })
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
