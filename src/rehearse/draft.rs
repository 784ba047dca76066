//! `draftConfig`: a config to begin with, from what an organisation has and what was sold.
//!
//! What is guessed is marked under `unconfirmed`, with what it was guessed from; a config with such marks makes no
//! document.

use serde::Serialize;

use super::deals::{deals, fields};
use super::json::Json;
use super::parts;
use crate::config::is_company;
use crate::finding::{Code, Finding, Severity};
use crate::money::Decimal;
use crate::order::sort_by_key;
use crate::pipedrive::{payload, rows};
use crate::read::date::{parse_date, parse_xero_date};
use crate::read::letters::{has, is_same, lowered};
use crate::read::{Findings, Kind, Node, Sources, clipped, is_uuid};
use crate::xero::snapshot::{Account, AccountClass, Snapshot, TaxRate};

/// A config to begin with.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
pub struct Draft {
    /// Whether there was enough to draft from.
    pub ok: bool,
    /// The config; each guess in it is named under `unconfirmed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(type = "Config"))]
    pub config: Option<Json>,
    /// What could not be drafted.
    pub findings: Vec<Finding>,
}

/// What is counted: each value with how often it was seen, in the order of their first.
#[derive(Default)]
struct Counts(Vec<(String, usize)>);

impl Counts {
    fn add(&mut self, value: &str) {
        match self.0.iter_mut().find(|(known, _)| known == value) {
            Some((_, count)) => *count += 1,
            None => self.0.push((value.to_owned(), 1)),
        }
    }

    fn total(&self) -> usize {
        self.0.iter().map(|(_, count)| count).sum()
    }

    fn most(&self) -> Option<&(String, usize)> {
        self.0.iter().reduce(|most, one| if one.1 > most.1 { one } else { most })
    }
}

/// What was seen in deals and invoices.
#[derive(Default)]
struct Seen {
    deals: usize,
    without_products: usize,
    /// Rates of rows, in percent.
    rates: Counts,
    /// Deals with a row that says no tax, or whose method is `none`.
    silent: usize,
    recurring: usize,
    /// Accounts of invoice lines.
    accounts: Counts,
    /// Days from an invoice's date to its due date.
    terms: Counts,
    /// Keys of custom fields that deals fill in.
    filled: Counts,
}

/// The config as it grows, and what of it is guessed.
#[derive(Default)]
struct Draw {
    guesses: Vec<(String, Json)>,
}

impl Draw {
    fn guess(&mut self, pointer: &str, why: String) {
        self.guesses.push((pointer.to_owned(), Json::Text(why)));
    }
}

/// Drafts a config.
pub(super) fn draft(input: Node<'_>) -> Draft {
    let mut findings = Findings::new(Sources::of(input));
    parts::check_names(input, parts::OF_DRAFT, &mut findings);
    parts::check_lists(input, parts::OF_DRAFT, None, &mut findings);
    let part = input.get("snapshot");
    if part.is_none() {
        findings.add(Code::InputPartMissing, input.at(), format_args!("no snapshot was passed"));
    }
    let snapshot = part.and_then(|part| Snapshot::read(part, &mut findings));
    let config = snapshot.map(|snapshot| {
        let seen = look(input, &mut findings);
        let name =
            input.get("entity").and_then(Node::text).filter(|name| !name.trim().is_empty()).unwrap_or("main");
        let mut draw = Draw::default();
        let base = format!("/entities/{name}");
        let given =
            input.get("company").and_then(Node::text).map(str::trim).filter(|given| !given.is_empty());
        let company = given.map(company_of).filter(|company| is_company(company) && company != "app");
        if company.is_none() {
            let why = given.map_or(String::new(), |given| format!("`{}` is none: ", clipped(given)));
            draw.guess("/source/company", format!("{why}write the first part of your Pipedrive address"));
        }
        let tenant = snapshot.tenant_id.as_ref().map(|id| id.value.clone()).filter(|id| is_uuid(id));
        if tenant.is_none() {
            draw.guess(
                &format!("{base}/tenantId"),
                "the snapshot does not say it: GET /connections does".to_owned(),
            );
        }
        let tenant = tenant.unwrap_or_else(|| "00000000-0000-0000-0000-000000000000".to_owned());
        let mut config = vec![
            ("version", Json::Number(1)),
            ("mode", Json::text("observe")),
            ("source", Json::object([("company", Json::text(company.as_deref().unwrap_or("your-company")))])),
        ];
        if let Some(field) =
            find_field(input, "organization", &["vat", "tax number", "tax id", "abn", "gst", "uid"])
        {
            draw.guess("/party/taxNumber", format!("the organisation's field `{}` looks like it", field.0));
            let written = format!("organization.field:{}", field.1);
            config.push(("party", Json::object([("taxNumber", Json::Text(written))])));
        }
        let entity = Json::Object(vec![
            ("tenantId".to_owned(), Json::Text(tenant)),
            ("document".to_owned(), document(input, &seen, &base, &mut draw)),
            ("lines".to_owned(), lines(input, &snapshot, &seen, &base, &mut draw, &mut findings)),
        ]);
        config.push(("entities", Json::Object(vec![(name.to_owned(), entity)])));
        if !draw.guesses.is_empty() {
            config.push(("unconfirmed", Json::Object(draw.guesses)));
        }
        Json::object(config)
    });
    let ok = findings.is_ok() && config.is_some();
    Draft { ok, config: config.filter(|_| ok), findings: findings.finish() }
}

/// The first part of an address, of which the company may be all: `acme` of `https://Acme.pipedrive.com/deals`.
fn company_of(given: &str) -> String {
    let lower = given.to_ascii_lowercase();
    let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or(host);
    host.strip_suffix(".pipedrive.com").unwrap_or(host).to_owned()
}

/// Why something is no deal that was won; `None` of one that was.
fn unfit(deal: Node<'_>) -> Option<&'static str> {
    let inner = payload(deal.get("deal").unwrap_or(deal));
    if deal.kind() != Kind::Object || inner.kind() != Kind::Object || inner.get("id").is_none() {
        return Some("no deal");
    }
    let is_won = inner.get("status").is_none_or(|status| is_same(status.raw(), "won"));
    (!is_won).then_some("no deal that was won")
}

fn look(input: Node<'_>, findings: &mut Findings<'_>) -> Seen {
    let mut seen = Seen::default();
    for deal in deals(input) {
        if let Some(why) = unfit(deal) {
            let what = format_args!("this is {why}, and is left out");
            findings.add_as(Code::InputPartWrong, Severity::Warning, deal.at(), what);
            continue;
        }
        seen.deals += 1;
        let products = deal.get("products").map(rows).unwrap_or_default();
        let [mut count, mut silent, mut recurring] = [0_usize, 0, 0];
        for row in products.filter(|row| row.get("is_enabled").is_none_or(|enabled| enabled.raw() != "false"))
        {
            count += 1;
            let rate =
                row.get("tax").and_then(|tax| Decimal::parse(tax.raw()).ok()).filter(|tax| !tax.is_zero());
            let is_none = row.get("tax_method").is_none_or(|method| method.raw() == "none");
            match rate.filter(|_| !is_none) {
                Some(rate) => seen.rates.add(&rate.to_string()),
                None => silent += 1,
            }
            let often = row.get("billing_frequency").map_or("one-time", Node::raw);
            recurring += usize::from(!often.is_empty() && often != "one-time");
        }
        seen.without_products += usize::from(count == 0);
        seen.silent += usize::from(count == 0 || silent > 0);
        seen.recurring += usize::from(recurring > 0);
        let inner = payload(deal.get("deal").unwrap_or(deal));
        for (key, value) in inner.get("custom_fields").into_iter().flat_map(Node::members) {
            if !value.is_null() && (value.kind() != Kind::Text || !value.raw().trim().is_empty()) {
                seen.filled.add(key);
            }
        }
    }
    for invoice in input.get("invoices").map(|part| crate::xero::rows(part, "Invoices")).unwrap_or_default() {
        if invoice.get("Type").is_some_and(|kind| kind.raw() != "ACCREC") {
            continue;
        }
        for line in invoice.items_of("LineItems") {
            line.get("AccountCode").into_iter().for_each(|code| seen.accounts.add(code.raw().trim()));
        }
        let day = |names: [&str; 2]| {
            let node = names.into_iter().find_map(|name| invoice.get(name))?.raw();
            parse_xero_date(node).or_else(|| parse_date(node.get(..10)?))
        };
        if let (Some(from), Some(to)) = (day(["DateString", "Date"]), day(["DueDateString", "DueDate"])) {
            seen.terms.add(&(to - from).whole_days().to_string());
        }
    }
    seen
}

/// The label and the written reference of the first field whose label has one of some words in it.
fn find_field(input: Node<'_>, owner: &str, words: &[&str]) -> Option<(String, String, String)> {
    let fields = payload(fields(input)?);
    let list = match (fields.kind(), owner) {
        (Kind::Array, "deal") => fields,
        (Kind::Object, _) => payload(fields.get(owner)?),
        _ => return None,
    };
    let is_word = |label: &str, word: &str| {
        let padded = format!(" {} ", lowered(label).replace(|c: char| !c.is_alphanumeric(), " "));
        has(&padded, &format!(" {word} "))
    };
    for word in words {
        for field in list.items() {
            let label = field.get("field_name").or_else(|| field.get("name")).and_then(Node::text);
            let key = field.get("field_code").or_else(|| field.get("key")).and_then(Node::text);
            let (Some(label), Some(key)) = (label, key) else { continue };
            if key.len() == 40 && is_word(label, word) && !label.contains(['{', '}', '|', '#']) {
                return Some((label.to_owned(), format!("{label}#{key}"), key.to_owned()));
            }
        }
    }
    None
}

fn document(input: Node<'_>, seen: &Seen, base: &str, draw: &mut Draw) -> Json {
    let mut members = Vec::new();
    let days = seen
        .terms
        .most()
        .and_then(|(days, count)| Some((days.parse::<i64>().ok().filter(|days| *days >= 0)?, *count)));
    let why = match days {
        Some((days, count)) => {
            format!("{count} of {} invoices are due {days} days after their date", seen.terms.total())
        }
        None => "nothing was passed to tell it by".to_owned(),
    };
    draw.guess(&format!("{base}/document/due"), why);
    let due = [
        ("from", Json::text("contact")),
        ("term", Json::text("DAYSAFTERBILLDATE")),
        ("days", Json::Number(days.map_or(30, |(days, _)| days))),
    ];
    members.push(("due", Json::object(due)));
    let words = ["po number", "po no", "purchase order", "customer reference", "order number", "po"];
    if let Some((label, written, key)) = find_field(input, "deal", &words) {
        let filled = seen.filled.0.iter().find(|(known, _)| *known == key).map_or(0, |(_, count)| *count);
        let why =
            format!("`{label}` looks like an order number, and {filled} of {} deals fill it in", seen.deals);
        draw.guess(&format!("{base}/document/reference"), why);
        members.push(("reference", Json::Text(format!("{{field:{written}|no PO}}"))));
    }
    Json::object(members)
}

fn lines(
    input: Node<'_>,
    snapshot: &Snapshot,
    seen: &Seen,
    base: &str,
    draw: &mut Draw,
    findings: &mut Findings<'_>,
) -> Json {
    let mut members = Vec::new();
    if seen.without_products > 0 {
        let why = format!("{} of {} deals have no products", seen.without_products, seen.deals);
        draw.guess(&format!("{base}/lines/from"), why);
        members.push(("from", Json::text("products-or-value")));
    }
    let account = account(snapshot, seen);
    match &account {
        Some((account, why)) => {
            draw.guess(&format!("{base}/lines/account/default"), why.clone());
            members.push(("account", Json::object([("default", Json::text(&account.code))])));
        }
        None => findings.add(
            Code::AccountUnmapped,
            snapshot.at,
            format_args!("the snapshot has no active revenue account"),
        ),
    }
    let account = account.as_ref().map(|(account, _)| *account);
    members.push(("tax", tax(snapshot, seen, account, base, draw, findings)));
    let tracking = tracking(input, snapshot, seen, findings);
    if !tracking.is_empty() {
        for (place, (category, label, _)) in tracking.iter().enumerate() {
            let why =
                format!("the options of `{label}` are called as those of tracking category `{category}`");
            draw.guess(&format!("{base}/lines/tracking/{place}"), why);
        }
        let list = tracking.into_iter().map(|(category, _, written)| {
            Json::object([
                ("category", Json::Text(category)),
                ("from", Json::Text(format!("field:{written}"))),
            ])
        });
        members.push(("tracking", Json::Array(list.collect())));
    }
    if seen.recurring > 0 {
        let why = format!("{} of {} deals have recurring products", seen.recurring, seen.deals);
        draw.guess(&format!("{base}/lines/recurring"), why);
        members.push(("recurring", Json::text("repeating-invoice")));
    }
    Json::object(members)
}

/// The account that lines go to, and why it is taken: the most used one, else the first for sales.
fn account<'s>(snapshot: &'s Snapshot, seen: &Seen) -> Option<(&'s Account, String)> {
    let all = snapshot.accounts.iter().flatten();
    let is_usable = |account: &&Account| account.class == AccountClass::Revenue && !account.is_archived;
    let usable: Vec<&Account> = all.filter(is_usable).collect();
    let used = |account: &&Account| {
        seen.accounts.0.iter().find(|(code, _)| *code == account.code).map_or(0, |(_, count)| *count)
    };
    let mut by_use = usable.clone();
    sort_by_key(&mut by_use, |account| usize::MAX - used(account));
    if let Some(most) = by_use.first().filter(|account| used(account) > 0) {
        let why = format!("{} of {} invoice lines are on `{}`", used(most), seen.accounts.total(), most.name);
        return Some((most, why));
    }
    let sales = usable.iter().find(|account| account.kind == "SALES" || account.kind == "REVENUE");
    let first = sales.or(usable.first())?;
    Some((first, format!("`{}` is the first of {} revenue accounts", first.name, usable.len())))
}

fn tax(
    snapshot: &Snapshot,
    seen: &Seen,
    account: Option<&Account>,
    base: &str,
    draw: &mut Draw,
    findings: &mut Findings<'_>,
) -> Json {
    let mut by_rate = Vec::new();
    for (rate, count) in &seen.rates.0 {
        let Ok(percent) = Decimal::parse(rate) else { continue };
        let fits = |known: &&TaxRate| {
            known.is_active && known.rate == percent && known.on_revenue && !known.is_reverse_charge()
        };
        let candidates: Vec<&TaxRate> = snapshot.tax_rates.iter().flatten().filter(fits).collect();
        let own = account.and_then(|account| account.tax_type.as_ref());
        let of_account = candidates.iter().find(|known| own.is_some_and(|own| own.value == known.tax_type));
        let Some(taken) = of_account.or(candidates.first()) else {
            let what = format_args!(
                "{count} products have {rate} % tax, and the organisation has no active rate of that"
            );
            findings.add_as(Code::TaxRateUnmapped, Severity::Warning, snapshot.at, what);
            continue;
        };
        let why = match candidates.len() {
            1 => format!("{count} products have {rate} %, and `{}` alone is that", taken.name),
            several => format!(
                "{count} products have {rate} %, and {several} rates are that: `{}` is the account's or the first",
                taken.name
            ),
        };
        draw.guess(&format!("{base}/lines/tax/byRate/{rate}"), why);
        by_rate.push((rate.clone(), Json::text(&taken.tax_type)));
    }
    let mut members = vec![("byRate".to_owned(), Json::Object(by_rate))];
    let pays = snapshot.organisation.as_ref().and_then(|organisation| organisation.pays_tax);
    let is_registered = pays.is_none_or(|pays| pays.value);
    if seen.silent > 0 || !is_registered {
        let rule = match is_registered {
            true => Json::object([("amounts", Json::text("Exclusive")), ("from", Json::text("account"))]),
            false => Json::object([("amounts", Json::text("NoTax"))]),
        };
        let why = match is_registered {
            true => {
                let own = account.and_then(|account| account.tax_type.as_ref());
                let rate = snapshot
                    .tax_rates
                    .iter()
                    .flatten()
                    .find(|rate| own.is_some_and(|own| own.value == rate.tax_type));
                let billed = rate.map_or("the tax of their account".to_owned(), |rate| {
                    format!("`{}`, {} %", rate.tax_type, rate.rate)
                });
                format!(
                    "{} of {} deals say no tax, which may mean none or never filled in; with this guess they are billed with {billed}",
                    seen.silent, seen.deals
                )
            }
            false => "the organisation is not registered for tax".to_owned(),
        };
        draw.guess(&format!("{base}/lines/tax/whenDealHasNoTax"), why);
        members.push(("whenDealHasNoTax".to_owned(), rule));
    }
    Json::Object(members)
}

/// Categories whose options a field has that every deal fills in: at most two, each with the field's label and written form.
/// Of one that some deals leave empty, that they would be refused without a default is said, and it is left out.
fn tracking(
    input: Node<'_>,
    snapshot: &Snapshot,
    seen: &Seen,
    findings: &mut Findings<'_>,
) -> Vec<(String, String, String)> {
    let Some(fields) = fields(input).map(payload) else { return Vec::new() };
    let list = if fields.kind() == Kind::Array { Some(fields) } else { fields.get("deal").map(payload) };
    let mut found = Vec::new();
    for category in snapshot.tracking.iter().flatten().filter(|category| category.is_active) {
        let fits = |field: &Node<'_>| {
            let mut options = field.items_of("options").filter_map(|option| option.get("label")).peekable();
            options.peek().is_some()
                && options
                    .all(|label| category.options.iter().any(|known| is_same(&known.value, label.raw())))
        };
        let field = list.into_iter().flat_map(Node::items).find(fits);
        let label = field.and_then(|field| field.get("field_name").or_else(|| field.get("name"))?.text());
        let key = field.and_then(|field| field.get("field_code").or_else(|| field.get("key"))?.text());
        let filled =
            |key: &str| seen.filled.0.iter().find(|(known, _)| known == key).map_or(0, |(_, count)| *count);
        let (Some(label), Some(key)) = (label, key.filter(|key| key.len() == 40)) else { continue };
        let open = seen.deals - filled(key).min(seen.deals);
        let written = format!("{label}#{key}");
        if open == 0 && found.len() < 2 {
            found.push((category.name.clone(), label.to_owned(), written));
        } else if open > 0 {
            let what = format_args!(
                "the options of `{label}` are called as those of tracking category `{}`, and {open} of {} deals leave it empty: it is left out; to track by it, add {{ category: {}, from: field:{written}, default: … }} to lines.tracking",
                category.name, seen.deals, category.name
            );
            findings.add_as(Code::TrackingValueMissing, Severity::Warning, category.at, what);
        }
    }
    found
}
