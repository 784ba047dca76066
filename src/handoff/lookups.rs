//! The queries that find every document of a deal: `lookups`.
//!
//! Parameters are those of the Accounting API 2.0: `GET /Invoices` takes `ContactIDs`, `searchTerm`, `IDs`
//! and `where`, of which comparisons of Date are optimised; the other lists take `where` alone. `searchTerm` does not
//! read `Url`, so a document without a token is found by the deal's link only among those of the contact.

use time::{Date, Duration};

use super::request::{Headers, Lookups, Query, Request, Url, id};
use crate::config::Config;
use crate::finding::{Code, Severity};
use crate::gather::Gather;
use crate::pipedrive::payload;
use crate::read::date::{parse_date, write_date};
use crate::read::{Findings, Kind, Node, Sources, is_uuid, text_of};
use crate::xero::contact::ids;

/// What the queries are made of.
#[derive(Debug, Default)]
struct Sought<'a> {
    /// The organisations.
    tenants: Vec<Tenant<'a>>,
    /// What every token of the deal begins with, such as `PD-42`.
    token: Option<String>,
    /// The first day that a document of the deal can have.
    since: Option<Date>,
    has_templates: bool,
}

/// An organisation that may have documents of the deal.
#[derive(Debug)]
struct Tenant<'a> {
    id: &'a str,
    /// Its name in the config.
    entity: Option<&'a str>,
    /// The contacts that are billed there.
    contacts: Vec<&'a str>,
}

/// The queries of `{ plan, deal, contact, written, config }`, of which `plan` alone serves while the config has one
/// organisation alone: of several, `config` says which others may have documents of the deal.
///
/// A deal that was lost has no plan: then `deal`, `contact` and `config` say what to look for.
#[must_use]
pub fn lookups(input: Node<'_>) -> Lookups<'_> {
    let mut findings = Findings::new(Sources::of(input));
    let sought = seek(input, &mut findings);
    let mut queries = Vec::new();
    let written = input.items_of("written");
    let ids: Vec<_> =
        written.filter_map(|row| row.get("id").map(Node::raw)).filter(|id| is_uuid(id)).gather();
    for tenant in &sought.tenants {
        of_tenant(&sought, tenant, &ids, &mut queries);
    }
    Lookups::of(queries, findings)
}

fn seek<'a>(input: Node<'a>, findings: &mut Findings<'_>) -> Sought<'a> {
    let mut sought = Sought::default();
    let plan = input.get("plan").or_else(|| input.has("documents").then_some(input));
    if let Some(plan) = plan.filter(|plan| plan.kind() != Kind::Object) {
        findings.wrong_part(plan, "plan", "an answer of mapDealToInvoice");
    }
    let list = |name: &str| plan.map(|plan| plan.items_of(name)).unwrap_or_default();
    let mut days = Vec::new();
    for document in list("documents").chain(list("scheduled")) {
        let member = |holder: Node<'a>, name: &str| holder.get(name).filter(|node| !node.is_null());
        let body = document.get("body");
        let contact = body.and_then(|body| body.get("Contact")).and_then(|contact| contact.get("ContactID"));
        let tenant = id(member(document, "tenantId"), "tenantId", document, findings);
        let contact = id(contact, "ContactID", document, findings);
        if let Some(tenant) = tenant {
            sought.add(tenant, member(document, "entity").map(Node::raw), contact);
        }
        sought.has_templates |=
            member(document, "kind").is_some_and(|kind| kind.raw() == "repeating-invoice");
        let token = member(document, "token").map_or("", Node::raw);
        let rest =
            token.rfind('-').filter(|dash| token.get(dash + 1..).is_some_and(|rest| rest.starts_with('r')));
        let token = rest.and_then(|dash| token.get(..dash)).unwrap_or(token);
        let token = token.split('/').next().filter(|token| !token.is_empty());
        sought.token = sought.token.take().or(token.map(str::to_owned));
        days.extend(body.and_then(|body| body.get("Date")).and_then(|date| parse_date(date.raw())));
    }
    // Where it bills nothing now, an entity may have billed before.
    for share in list("shares") {
        if let Some(tenant) = id(share.get("tenantId"), "tenantId", share, findings) {
            sought.add(tenant, share.get("entity").map(Node::raw), None);
        }
    }
    let deal = input.get("deal").map(payload);
    from_config(input, deal, &mut sought, findings);
    let contact = input.get("contact");
    // A contact without an entity is that of who bills.
    let is_known = sought.tenants.iter().any(|tenant| !tenant.contacts.is_empty());
    for Tenant { entity, contacts, .. } in &mut sought.tenants {
        let of_entity = entity.and_then(|entity| contact?.get(entity));
        let own = of_entity.or(contact.filter(|_| !is_known || !contacts.is_empty()));
        for one in own.map(ids).unwrap_or_default() {
            let chosen = id(Some(one), "contact", one, findings);
            contacts.extend(chosen.filter(|chosen| !contacts.contains(chosen)));
        }
    }
    let added = deal.and_then(|deal| deal.get("add_time")).map_or("", Node::raw);
    // Of the day before: Pipedrive tells it in UTC, and an invoice is dated where the organisation is.
    let added = parse_date(added.get(..10).unwrap_or("")).and_then(|day| day.checked_sub(Duration::DAY));
    let is_sound = findings.is_ok();
    sought.since = added.map(|added| days.into_iter().fold(added, Date::min));
    let several = sought.tenants.len() > 1;
    for tenant in sought.tenants.iter().filter(|tenant| tenant.contacts.is_empty() && is_sound) {
        let name = tenant.entity.filter(|_| several).map(|name| [" of entity `", name, "`"].concat());
        let whose = name.as_deref().unwrap_or("");
        findings.add_as(
            Code::ContactMissing,
            Severity::Warning,
            input.at(),
            format_args!("no contact{whose} is known, so documents are looked for by their token alone"),
        );
    }
    sought
}

/// What the plan does not say.
fn from_config<'a>(
    input: Node<'a>,
    deal: Option<Node<'a>>,
    sought: &mut Sought<'a>,
    findings: &mut Findings<'_>,
) {
    let part = input.get("config");
    let config = part.and_then(|part| Config::read(part, findings));
    let entities = part.and_then(|config| config.get("entities"));
    let mut all = entities.map(|entities| entities.members().gather()).unwrap_or_default();
    for rule in part.map(|config| config.items_of("rules")).unwrap_or_default() {
        all.extend(rule.get("then").and_then(|then| then.get("set")).map(|set| ("", set)));
    }
    for (name, entity) in all {
        let recurring = entity.get("lines").and_then(|lines| lines.get("recurring"));
        sought.has_templates |= recurring.is_some_and(|word| word.raw() == "repeating-invoice");
        // Wherever a rule may have put it, also one that is no more, the deal may have been billed.
        if !name.is_empty()
            && let Some(tenant) = id(entity.get("tenantId"), "tenantId", entity, findings)
        {
            sought.add(tenant, Some(name), None);
        }
    }
    if sought.token.is_some() && !sought.tenants.is_empty() {
        return;
    }
    let number = deal.and_then(|deal| deal.get("id")).and_then(|id| text_of(id, "the deal's id", findings));
    match (&config, number) {
        (Some(config), Some(number)) => {
            sought.token = Some([config.token.prefix.value.as_str(), number.value].iter().joined("-"));
        }
        _ => findings.add(
            Code::InputPartMissing,
            input.at(),
            format_args!("without a plan that has documents, the deal and the config are needed"),
        ),
    }
}

impl<'a> Sought<'a> {
    fn add(&mut self, id: &'a str, entity: Option<&'a str>, contact: Option<&'a str>) {
        match self.tenants.iter_mut().find(|known| known.id == id) {
            Some(Tenant { contacts, .. }) => {
                contacts.extend(contact.filter(|contact| !contacts.contains(contact)));
            }
            None => self.tenants.push(Tenant { id, entity, contacts: contact.into_iter().gather() }),
        }
    }
}

fn of_tenant<'a>(
    sought: &Sought<'a>,
    Tenant { id: tenant, entity, contacts }: &Tenant<'a>,
    ids: &[&str],
    queries: &mut Vec<Query<'a>>,
) {
    let entity = entity.filter(|_| sought.tenants.len() > 1);
    let mut ask = |id: &str, name: String, url: Url, why: &'static str, optional: bool| {
        let id = match sought.tenants.as_slice() {
            [_] => id.to_owned(),
            _ => [id, "-of-", tenant].concat(),
        };
        let headers = Headers::read(Some(tenant));
        let request = Request { id, name, method: "GET", url: url.text(), headers, body: None, fill: None };
        queries.push(Query { request, part: "existing", entity, why, optional });
    };
    let since = sought.since.map(|day| {
        let day = write_date(day).replace('-', ", ");
        format!("Date >= DateTime({day})")
    });
    if !contacts.is_empty() {
        let mut url = Url::new("Invoices").with("ContactIDs", &contacts.iter().joined(","));
        if let Some(since) = &since {
            url = url.with("where", since);
        }
        ask(
            "invoices-of-contact",
            "the contact's invoices".to_owned(),
            url.whole_page().with("unitdp", "4"),
            "finds the deal's documents, and those that look the same",
            false,
        );
    }
    if let Some(token) = &sought.token {
        ask(
            "invoices-by-token",
            format!("invoices with {token}"),
            Url::new("Invoices").with("searchTerm", token).whole_page().with("unitdp", "4"),
            "finds the deal's documents under another contact",
            false,
        );
    }
    if !ids.is_empty() {
        ask(
            "invoices-written",
            "the invoices that were written".to_owned(),
            Url::new("Invoices").with("IDs", &ids.iter().joined(",")).whole_page().with("unitdp", "4"),
            "finds what was written before",
            false,
        );
    }
    if sought.has_templates {
        ask(
            "repeating-invoices",
            "repeating invoices".to_owned(),
            Url::new("RepeatingInvoices"),
            "finds the deal's repeating invoices; without it none is created or changed",
            false,
        );
    }
    for contact in contacts {
        let mut filter = format!("Contact.ContactID == guid(\"{contact}\")");
        if let Some(since) = &since {
            filter = [&filter, " AND ", since].concat();
        }
        for (endpoint, id, why) in [
            ("CreditNotes", "credit-notes", "without it nothing is credited"),
            ("Overpayments", "overpayments", "for the payment status: money that is not allocated yet"),
            ("Prepayments", "prepayments", "for the payment status: money that is not allocated yet"),
        ] {
            let id = if contacts.len() == 1 { id.to_owned() } else { [id, "-of-", *contact].concat() };
            let name = ["the contact's ", &id.replace('-', " ")].concat();
            ask(
                &id,
                name,
                Url::new(endpoint).with("where", &filter).whole_page().with("unitdp", "4"),
                why,
                true,
            );
        }
    }
}
