//! A snapshot without what nothing reads, in the API's own shapes.

use super::{PARTS, is_answer, rows, text};
use crate::money::Decimal;
use crate::read::{Document, Kind, Node, Source};

/// Makes a snapshot that reads as the one it is made from, in fewer bytes; with the organisation's items or, for
/// configs that put none on lines, without.
///
/// Every entry keeps its place, so that places in it stay true; of each, what no operation reads is left out, and
/// what means the same as its absence. An entry that reads as absent is `{}`. What is not what Xero answers stays
/// as it is.
#[must_use]
pub fn compact(snapshot: Node<'_>, keeps_items: bool) -> Document {
    let mut out = Document::new(Source::Input);
    if snapshot.kind() != Kind::Object {
        out.copy(snapshot);
        return out;
    }
    out.push(Kind::Object);
    for (key, node) in snapshot.members().filter(|(_, node)| !node.is_null()) {
        let part = PARTS.iter().find(|(name, _, _)| *name == key);
        let is_kept = match part {
            Some((_, envelope, _)) => keeps_items || *envelope != "Items",
            None => matches!(key, "tenantId" | "takenAt"),
        };
        if !is_kept {
            continue;
        }
        out.push_text(Kind::Key, key);
        match part {
            Some((_, envelope, mark)) if is_answer(node, envelope, mark) => {
                write_part(node, envelope, mark, &mut out);
            }
            _ => out.copy(node),
        }
    }
    out.close();
    out
}

/// Writes a part in the form it came in: in its envelope, a bare list, or one bare row.
fn write_part(node: Node<'_>, envelope: &'static str, mark: &'static str, out: &mut Document) {
    let list = node.get(envelope);
    match list.map(Node::kind) {
        _ if node.kind() == Kind::Array => write_rows(node, envelope, out),
        None => write_row(node, envelope, mark, out),
        Some(Kind::Array) => {
            out.push(Kind::Object);
            out.push_text(Kind::Key, envelope);
            write_rows(node, envelope, out);
            out.close();
        }
        Some(_) => out.copy(node),
    }
}

fn write_rows(node: Node<'_>, envelope: &'static str, out: &mut Document) {
    // There is one organisation, whatever follows it.
    let most = if envelope == "Organisations" { 1 } else { usize::MAX };
    out.push(Kind::Array);
    rows(node, envelope).take(most).for_each(|row| write_row(row, envelope, "", out));
    out.close();
}

/// Writes a row; `mark` is the field that a bare row is known by.
#[inline(never)]
fn write_row(row: Node<'_>, envelope: &'static str, mark: &'static str, out: &mut Document) {
    if row.kind() != Kind::Object {
        return out.copy(row);
    }
    out.push(Kind::Object);
    if envelope == "Organisations" {
        // In its own order, which is that of what is found in it.
        for (key, value) in row.members().filter(|(_, value)| !value.is_null()) {
            if ORGANISATION.contains(&key) {
                write_member(key, value, out);
            }
        }
        return out.close();
    }
    let is_absent = envelope == "Accounts" && text(row.get("Code")).is_empty();
    let fields = if is_absent { &[] } else { fields(envelope) };
    let is_stated = envelope == "TaxRates" && row.get("EffectiveRate").is_some_and(is_number);
    for (name, absent) in fields {
        let Some(value) = kept(row, name, absent) else { continue };
        match *name {
            // A stated rate stands for what is shown and for the one component behind it.
            "DisplayTaxRate" if is_stated => {}
            "TaxComponents" if is_stated && is_plain(value) => {}
            "TaxComponents" => write_inner(name, value, COMPONENT, out),
            "Options" => write_inner(name, value, OPTION, out),
            _ => write_member(name, value, out),
        }
    }
    if let Some(value) = row.get(mark).filter(|_| fields.iter().all(|(name, _)| *name != mark)) {
        write_member(mark, value, out);
    }
    out.close();
}

/// Writes the rows inside a row.
fn write_inner(name: &str, list: Node<'_>, fields: Fields, out: &mut Document) {
    if list.kind() != Kind::Array {
        return write_member(name, list, out);
    }
    out.push_text(Kind::Key, name);
    out.push(Kind::Array);
    for row in list.items() {
        if row.kind() != Kind::Object {
            out.copy(row);
            continue;
        }
        out.push(Kind::Object);
        for (name, absent) in fields {
            if let Some(value) = kept(row, name, absent) {
                write_member(name, value, out);
            }
        }
        out.close();
    }
    out.close();
}

#[inline(never)]
fn write_member(name: &str, value: Node<'_>, out: &mut Document) {
    out.push_text(Kind::Key, name);
    out.copy(value);
}

/// Fields, each with the value that means the same as its absence.
type Fields = &'static [(&'static str, &'static str)];

const ORGANISATION: [&str; 9] = [
    "Name",
    "SalesTaxBasis",
    "ShortCode",
    "PaysTax",
    "BaseCurrency",
    "CountryCode",
    "Timezone",
    "PeriodLockDate",
    "EndOfYearLockDate",
];
const TAX_RATE: Fields = &[
    ("TaxType", ""),
    ("Name", ""),
    ("Status", "ACTIVE"),
    ("ReportTaxType", ""),
    ("CanApplyToRevenue", "false"),
    ("CanApplyToLiabilities", "false"),
    ("EffectiveRate", ""),
    ("DisplayTaxRate", ""),
    ("TaxComponents", ""),
];
const COMPONENT: Fields = &[("Rate", ""), ("IsCompound", "false")];
const ACCOUNT: Fields = &[
    ("Code", ""),
    ("Name", ""),
    ("Status", "ACTIVE"),
    ("Type", ""),
    ("Class", ""),
    ("TaxType", ""),
    ("SystemAccount", ""),
];
const CURRENCY: Fields = &[("Code", "")];
const CATEGORY: Fields = &[("Name", ""), ("Status", "ACTIVE"), ("Options", "")];
const OPTION: Fields = &[("Name", ""), ("Status", "ACTIVE")];
const ITEM: Fields = &[("Code", ""), ("IsSold", "true"), ("IsTrackedAsInventory", "false")];
const THEME: Fields = &[("BrandingThemeID", ""), ("Name", "")];

/// The fields of a row that are read.
fn fields(envelope: &str) -> Fields {
    match envelope {
        "TaxRates" => TAX_RATE,
        "Accounts" => ACCOUNT,
        "Currencies" => CURRENCY,
        "TrackingCategories" => CATEGORY,
        "Items" => ITEM,
        _ => THEME,
    }
}

/// The value of a field, unless it means the same as its absence.
#[inline(never)]
fn kept<'a>(row: Node<'a>, name: &str, absent: &str) -> Option<Node<'a>> {
    let value = row.get(name)?;
    let is_absent = matches!(value.kind(), Kind::Text | Kind::Boolean) && value.raw() == absent;
    (!is_absent).then_some(value)
}

fn is_number(value: Node<'_>) -> bool {
    value.kind() == Kind::Number && Decimal::parse(value.raw()).is_ok()
}

/// Whether components say no more than the rate that is stated: at most one, that can be read.
fn is_plain(components: Node<'_>) -> bool {
    let mut list = components.items();
    let can_be_read = |component: Node<'_>| {
        component.get("Rate").is_some_and(is_number)
            && kept(component, "IsCompound", "false").is_none_or(|flag| flag.kind() == Kind::Boolean)
    };
    components.kind() == Kind::Array && list.next().is_none_or(can_be_read) && list.next().is_none()
}
