//! The deal and what belongs to it: given, or read from Pipedrive, and no more of it than config and deal need.

use super::Status;
use super::build::{Build, Peek, Piece, Pieces};
use super::call::{Api, Call};
use super::failure::{self, Failure};
use super::session::{Halt, MOST_PAGES, Session};
use super::state::say;
use super::wants::{OWNERS, Wants};
use crate::finding::Code;
use crate::mapper;
use crate::order::sort_by_key;
use crate::pipedrive::deal::Deal;
use crate::pipedrive::webhook::{Win, win};
use crate::pipedrive::{payload, rows};
use crate::read::{Document, Findings, Kind, Node, Sources};

/// Seconds for which metadata of fields may be kept.
const FIELDS_KEPT: u32 = 3600;
/// Seconds for which products' codes and categories may be kept.
const PRODUCTS_KEPT: u32 = 3600;
/// Products of one request.
const MOST_IDS: usize = 100;

/// What is known of the deal.
#[derive(Debug, Clone, Copy)]
pub(super) struct TheDeal {
    /// Its number.
    pub id: u64,
    /// Whether it is won, and not deleted.
    pub is_won: bool,
    /// Whether it is gone from Pipedrive.
    pub is_gone: bool,
    /// Its organisation and its person.
    pub organization: Option<u64>,
    /// See `organization`.
    pub person: Option<u64>,
}

/// The deal's number, whatever was passed of it.
fn number(part: Node<'_>) -> Option<u64> {
    if win(part) == Win::Deleted {
        let meta = part.peek("meta");
        let id = meta.and_then(|meta| meta.peek("entity_id").or_else(|| meta.peek("id")));
        let id = part.peek("previous").and_then(|previous| previous.peek("id")).or(id);
        return id?.raw().trim().parse().ok();
    }
    let inner = payload(part);
    let id = if inner.kind() == Kind::Object { inner.peek("id")? } else { inner };
    id.raw().trim().parse().ok()
}

/// Finds the deal, or asks for it.
pub(super) fn the_deal<'a>(session: &mut Session<'a>, pieces: &mut Pieces<'a>) -> Result<TheDeal, Halt> {
    let none =
        |code: Code, message: &str| Halt::end(Status::Refused, vec![say(code, "/deal", message.to_owned())]);
    let Some(part) = session.input.peek("deal") else {
        return Err(none(Code::InputPartMissing, "no deal was passed, and no number of one"));
    };
    let Some(id) = number(part) else {
        return Err(none(Code::DealIdMissing, "the deal has no id"));
    };
    let mut is_gone = win(part) == Win::Deleted;
    let mut found = Some(part).filter(|part| payload(*part).peek("status").is_some());
    if found.is_none() && !is_gone {
        let call =
            Call::pipedrive("deal", "the deal", session.company, &["v2/deals/", &id.to_string()].concat());
        match session.ask(call)? {
            Ok(body) => found = Some(body),
            // It was there when it was won.
            Err(404 | 410) => is_gone = true,
            Err(status) => return Err(refused(session, "deal", "the deal", status)),
        }
    }
    let Some(body) = found.filter(|_| !is_gone) else {
        let mut deleted = Build::object();
        deleted
            .number("id", i64::try_from(id).unwrap_or(0))
            .text("status", "deleted")
            .flag("is_deleted", true);
        pieces.set("deal", Piece::Made(deleted.finish()));
        return Ok(TheDeal { id, is_won: false, is_gone: true, organization: None, person: None });
    };
    let mut findings = Findings::new(Sources::of(body));
    let deal = Deal::read(body, &mut findings);
    pieces.set("deal", Piece::Given(body));
    // What cannot be read of it is said when it is validated.
    let Some(deal) = deal else { return Err(Halt::end(Status::Refused, findings.finish())) };
    let answered = deal.id.map(|id| id.value);
    if answered.is_some_and(|answered| answered != id) {
        let what = format!("deal `{id}` was asked for, and deal `{}` was answered", answered.unwrap_or(0));
        return Err(Halt::end(
            Status::Failed,
            vec![say(Code::InputOtherDeal, &failure::pointer("deal"), what)],
        ));
    }
    Ok(TheDeal {
        id,
        is_won: deal.is_won() && deal.is_deleted.is_none(),
        is_gone: deal.is_deleted.is_some(),
        organization: deal.org_id.map(|id| id.value),
        person: deal.person_id.map(|id| id.value),
    })
}

/// A list of Pipedrive's, from all its pages.
#[inline(never)]
fn list<'a>(
    session: &mut Session<'a>,
    id: &str,
    name: &str,
    path: &str,
    kept: Option<u32>,
) -> Result<Piece<'a>, Halt> {
    let mut pages: Vec<Node<'a>> = Vec::new();
    let mut cursor = String::new();
    loop {
        let number = pages.len() + 1;
        let at = if number == 1 { id.to_owned() } else { format!("{id}-page-{number}") };
        let mut call = Call::pipedrive(&at, name, session.company, &[path, &cursor].concat());
        if let Some(seconds) = kept {
            let path = [path, cursor.as_str()].concat();
            call = call.kept(&["pipedrive", session.company, &path], seconds);
        }
        let page = session.read(call)?;
        pages.push(page);
        let next = page.peek("additional_data").and_then(|beside| beside.peek("next_cursor"));
        let Some(next) = next.map(Node::raw).filter(|next| !next.is_empty()) else { break };
        if pages.len() as i64 >= MOST_PAGES {
            let what = format!("`{name}` has more than {MOST_PAGES} pages");
            return Err(Halt::end(
                Status::Failed,
                vec![say(Code::InputPartIncomplete, &failure::pointer(id), what)],
            ));
        }
        cursor = ["&cursor=", &encoded(next)].concat();
    }
    if let [page] = pages.as_slice() {
        return Ok(Piece::Given(*page));
    }
    let mut all = Build::object();
    all.flag("success", true);
    all.within("data", Kind::Array, |data| {
        for row in pages.iter().flat_map(|page| rows(*page)) {
            data.item_node(row);
        }
    });
    Ok(Piece::Made(all.finish()))
}

fn encoded(text: &str) -> String {
    let mut all = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => all.push(char::from(byte)),
            _ => all.push_str(&format!("%{byte:02X}")),
        }
    }
    all
}

/// Metadata of the custom fields that the config names.
pub(super) fn fields<'a>(session: &mut Session<'a>, wants: Wants) -> Result<Option<Piece<'a>>, Halt> {
    if let Some(fields) = session.input.peek("fields") {
        return Ok(Some(Piece::Given(fields)));
    }
    let mut read = Vec::new();
    for ((owner, path), _) in OWNERS.iter().zip(wants.fields).filter(|(_, is_wanted)| *is_wanted) {
        let (id, name) = (["fields-", owner].concat(), ["the fields of a ", owner].concat());
        read.push((
            *owner,
            list(session, &id, &name, &["v2/", path, "?limit=500"].concat(), Some(FIELDS_KEPT)),
        ));
    }
    if read.is_empty() {
        return Ok(None);
    }
    let mut all = Build::object();
    for (owner, piece) in read {
        all.node(owner, piece?.node());
    }
    Ok(Some(Piece::Made(all.finish())))
}

/// One object of Pipedrive's: its organisation or its person. One that is gone is missed where it is needed.
fn one<'a>(
    session: &mut Session<'a>,
    part: &'static str,
    path: &str,
    id: Option<u64>,
) -> Result<Option<Piece<'a>>, Halt> {
    if let Some(given) = session.input.get(part) {
        return Ok(Some(Piece::Given(given)));
    }
    let Some(id) = id else { return Ok(None) };
    let name = ["the deal's ", part].concat();
    let call = Call::pipedrive(part, &name, session.company, &["v2/", path, "/", &id.to_string()].concat());
    match session.ask(call)? {
        Ok(body) => Ok(Some(Piece::Given(body))),
        Err(404 | 410) => {
            let what = format!("the deal's {part} `{id}` is gone from Pipedrive");
            Err(Halt::end(Status::Refused, vec![say(Code::PartyMissing, &["/", part].concat(), what)]))
        }
        Err(status) => Err(refused(session, part, &name, status)),
    }
}

fn refused(session: &Session<'_>, id: &str, name: &str, status: i64) -> Halt {
    let why = Failure::Refused(status);
    Halt::end(Status::Failed, vec![failure::finding(why, session.entry(id), id, Api::Pipedrive, name, None)])
}

/// The deal's organisation.
pub(super) fn organization<'a>(session: &mut Session<'a>, deal: TheDeal) -> Result<Option<Piece<'a>>, Halt> {
    one(session, "organization", "organizations", deal.organization)
}

/// The deal's person.
pub(super) fn person<'a>(session: &mut Session<'a>, deal: TheDeal) -> Result<Option<Piece<'a>>, Halt> {
    one(session, "person", "persons", deal.person)
}

/// What is billed: the products on the deal, its installments, and the products themselves where the config needs
/// their codes.
pub(super) fn billed<'a>(
    session: &mut Session<'a>,
    deal: TheDeal,
    wants: Wants,
    pieces: &mut Pieces<'a>,
) -> Result<(), Halt> {
    let of_deal = |name: &str| format!("v2/deals/{}/{name}?limit=500", deal.id);
    let products = match session.input.peek("products") {
        Some(given) => Ok(Piece::Given(given)),
        None => list(session, "products", "the products on the deal", &of_deal("products"), None),
    };
    let installments = match session.input.peek("installments") {
        Some(given) => Ok(Some(Piece::Given(given))),
        None if wants.installments => {
            let path = format!("v2/deals/installments?deal_ids={}&limit=500", deal.id);
            list(session, "installments", "the deal's installments", &path, None).map(Some)
        }
        None => Ok(None),
    };
    if let Some(discounts) = session.input.peek("discounts") {
        pieces.set("discounts", Piece::Given(discounts));
    }
    let products = products?;
    let details = match session.input.peek("productDetails") {
        Some(given) => Ok(Some(Piece::Given(given))),
        None if wants.product_details => product_details(session, products.node()),
        None => Ok(None),
    };
    pieces.set("products", products);
    if let Some(installments) = installments? {
        pieces.set("installments", installments);
    }
    if let Some(details) = details? {
        pieces.set("productDetails", details);
    }
    Ok(())
}

fn product_details<'a>(session: &mut Session<'a>, products: Node<'_>) -> Result<Option<Piece<'a>>, Halt> {
    let is_there = |row: &Node<'_>| row.peek("product").is_none();
    let mut ids: Vec<u64> = rows(products)
        .filter(is_there)
        .filter_map(|row| row.peek("product_id")?.raw().parse().ok())
        .collect();
    sort_by_key(&mut ids, |id| *id);
    ids.dedup();
    let mut read = Vec::new();
    for (place, some) in ids.chunks(MOST_IDS).enumerate() {
        let id =
            if place == 0 { "product-details".to_owned() } else { format!("product-details-{}", place + 1) };
        let some: Vec<String> = some.iter().map(u64::to_string).collect();
        let path = ["v2/products?ids=", &some.join(","), "&limit=500"].concat();
        read.push(list(session, &id, "the products themselves", &path, Some(PRODUCTS_KEPT)));
    }
    let mut pieces = Vec::new();
    for one in read {
        pieces.push(one?);
    }
    if pieces.len() < 2 {
        return Ok(pieces.pop());
    }
    let mut all = Build::list();
    for row in pieces.iter().flat_map(|piece| rows(piece.node())) {
        all.item_node(row);
    }
    Ok(Some(Piece::Made(all.finish())))
}

/// The discounts on the deal, unless its value shows that there are none: each changes it.
pub(super) fn discounts<'a>(
    session: &mut Session<'a>,
    deal: TheDeal,
    wants: Wants,
    pieces: &mut Pieces<'a>,
) -> Result<(), Halt> {
    if pieces.get("discounts").is_some() || (!wants.is_value_ignored && is_worth_its_products(pieces)) {
        return Ok(());
    }
    let path = format!("v2/deals/{}/discounts", deal.id);
    let call = Call::pipedrive("discounts", "the discounts on the deal", session.company, &path);
    let discounts = session.read(call)?;
    pieces.set("discounts", Piece::Given(discounts));
    Ok(())
}

/// Whether the deal's value is, to the cent, what its products come to.
fn is_worth_its_products(pieces: &Pieces<'_>) -> bool {
    let input: Document = pieces.of(&super::PARTS);
    let doubts = [Code::DealValueDiffers, Code::DealValueRounded, Code::DealValueNotCompared];
    let findings = mapper::validate_once(input.root()).findings;
    findings.iter().all(|finding| !doubts.contains(&finding.code))
}
