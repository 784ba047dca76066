//! A planned document and the one that people made, field by field.

use crate::money::Decimal;
use crate::plan::{Body, PlannedDocument};
use crate::read::date::write_date;
use crate::read::{Document, Given, Node, Source, parse_or_say};
use crate::verdict::lines::{FIELDS, number, rows};
use crate::write::to_text;
use crate::xero::answered::{AnsweredDocument, State};
use crate::xero::invoice::LineItem;

macro_rules! fields {
    ($( $variant:ident = $name:literal, )*) => {
        /// What is compared, in the order in which it is told.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Field { $( $variant, )* }

        impl Field {
            pub(super) const ALL: &'static [Self] = &[$( Self::$variant, )*];

            /// Its name in Xero.
            pub(super) fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )* }
            }
        }
    };
}

fields! {
    Documents = "Documents",
    Contact = "Contact",
    Currency = "CurrencyCode",
    Total = "Total",
    SubTotal = "SubTotal",
    TotalTax = "TotalTax",
    Date = "Date",
    DueDate = "DueDate",
    Reference = "Reference",
    Status = "Status",
    Branding = "BrandingThemeID",
    Amounts = "LineAmountTypes",
    Lines = "Lines",
    Description = "Description",
    ItemCode = "ItemCode",
    Quantity = "Quantity",
    UnitAmount = "UnitAmount",
    DiscountRate = "DiscountRate",
    LineAmount = "LineAmount",
    AccountCode = "AccountCode",
    TaxType = "TaxType",
    Tracking = "Tracking",
}

/// A field of both.
#[derive(Debug)]
pub(super) struct Compared {
    pub(super) field: Field,
    /// Where it stands in the planned body; empty for what is computed.
    pub(super) at: String,
    pub(super) agrees: bool,
    pub(super) ours: String,
    pub(super) theirs: String,
}

/// How much of two documents can be compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct How {
    /// Whether a contact was chosen.
    pub(super) has_contact: bool,
    /// Whether the deal is billed in as many documents as planned: else amounts, dates and lines tell nothing.
    pub(super) is_one_to_one: bool,
}

/// What a body says of the document as a whole.
struct Header<'b> {
    status: &'b str,
    contact: &'b str,
    date: Option<&'b str>,
    due: Option<&'b str>,
    reference: &'b str,
    branding: Option<&'b str>,
    currency: &'b str,
    amounts: &'b str,
    lines: &'b [LineItem],
}

impl<'b> Header<'b> {
    fn of(body: &'b Body) -> Self {
        match body {
            Body::Invoice(body) => Self {
                status: body.status,
                contact: &body.contact.contact_id,
                date: body.date.as_deref(),
                due: body.due_date.as_deref(),
                reference: body.reference.as_deref().unwrap_or(""),
                branding: body.branding_theme_id.as_deref(),
                currency: &body.currency_code,
                amounts: body.line_amount_types,
                lines: &body.line_items,
            },
            Body::Repeating(body) => Self {
                status: body.status,
                contact: &body.contact.contact_id,
                date: None,
                due: None,
                reference: &body.reference,
                branding: body.branding_theme_id.as_deref(),
                currency: &body.currency_code,
                amounts: body.line_amount_types,
                lines: &body.line_items,
            },
        }
    }
}

/// A reference without the token behind it: the customer's own part.
pub(super) fn own_reference<'r>(reference: &'r str, token: &str) -> &'r str {
    let own = reference.strip_suffix(token).unwrap_or(reference);
    own.trim_end().trim_end_matches('|').trim()
}

/// How far a status has come.
fn rank(status: State) -> u8 {
    match status {
        State::Draft => 0,
        State::Submitted => 1,
        _ => 2,
    }
}

/// Everything that both say.
pub(super) fn compare(ours: &PlannedDocument, theirs: &AnsweredDocument<'_>, how: How) -> Vec<Compared> {
    let mut found = Vec::new();
    let header = Header::of(&ours.body);
    let mut text = |field: Field, ours: &str, theirs: Option<&str>, agrees: Option<bool>| {
        let Some(theirs) = theirs else { return };
        let agrees = agrees.unwrap_or(ours == theirs);
        let at = if field == Field::Contact {
            "/Contact/ContactID".to_owned()
        } else {
            format!("/{}", field.name())
        };
        found.push(Compared { field, at, agrees, ours: ours.to_owned(), theirs: theirs.to_owned() });
    };
    if how.has_contact {
        let id = given(theirs.contact_id);
        text(Field::Contact, header.contact, id, id.map(|id| id.eq_ignore_ascii_case(header.contact)));
    }
    text(Field::Currency, header.currency, given(theirs.currency), None);
    if how.is_one_to_one {
        if let Some(date) = header.date {
            text(Field::Date, date, theirs.date.map(|day| write_date(day.value)).as_deref(), None);
        }
        if let Some(due) = header.due {
            text(Field::DueDate, due, theirs.due_date.map(|day| write_date(day.value)).as_deref(), None);
        }
    }
    let own = own_reference(header.reference, &ours.token);
    let reference = given(theirs.reference).unwrap_or("");
    text(Field::Reference, own, Some(own_reference(reference, &ours.token)), None);
    // What we create as a draft a person approves.
    let come = match header.status {
        "DRAFT" => 0,
        "SUBMITTED" => 1,
        _ => 2,
    };
    text(Field::Status, header.status, given(theirs.status), Some(rank(theirs.state()) >= come));
    if let Some(theme) = header.branding {
        let other = theirs.node.get("BrandingThemeID").map(Node::raw);
        text(Field::Branding, theme, other, other.map(|other| other.eq_ignore_ascii_case(theme)));
    }
    text(Field::Amounts, header.amounts, given(theirs.line_amount_types), None);
    if how.is_one_to_one {
        totals(ours, theirs, &mut found);
        if theirs.has_lines {
            lines(ours, header.lines, theirs.node, &mut found);
        }
    }
    found
}

fn given(text: Option<Given<&str>>) -> Option<&str> {
    text.map(|text| text.value)
}

/// An amount of both.
pub(super) fn amount(field: Field, ours: Decimal, theirs: Decimal) -> Compared {
    let (agrees, at) = (ours == theirs, String::new());
    Compared { field, at, agrees, ours: ours.to_money(), theirs: theirs.to_money() }
}

fn totals(ours: &PlannedDocument, theirs: &AnsweredDocument<'_>, found: &mut Vec<Compared>) {
    for (field, mine, other) in [
        (Field::Total, ours.totals.total, theirs.total),
        (Field::SubTotal, ours.totals.sub_total, theirs.sub_total),
        (Field::TotalTax, ours.totals.total_tax, theirs.total_tax),
    ] {
        found.extend(other.map(|other| amount(field, mine, other.value)));
    }
}

const LINE_FIELDS: [Field; 8] = [
    Field::Description,
    Field::ItemCode,
    Field::Quantity,
    Field::UnitAmount,
    Field::DiscountRate,
    Field::AccountCode,
    Field::TaxType,
    Field::Tracking,
];

fn lines(ours: &PlannedDocument, items: &[LineItem], theirs: Node<'_>, found: &mut Vec<Compared>) {
    let tree: Document = parse_or_say(to_text(&items), Source::Input);
    let (mine, others) = (tree.root().items().collect::<Vec<_>>(), rows(theirs));
    let count = |count: usize| count.to_string();
    found.push(Compared {
        field: Field::Lines,
        at: "/LineItems".to_owned(),
        agrees: mine.len() == others.len(),
        ours: count(mine.len()),
        theirs: count(others.len()),
    });
    let amounts: Vec<Option<Decimal>> =
        (0..mine.len()).map(|place| ours.totals.lines.get(place).map(|line| line.line_amount)).collect();
    for (place, other) in paired(&mine, &amounts, &others).into_iter().enumerate() {
        let (Some(line), Some(other)) = (mine.get(place), other.and_then(|other| others.get(other))) else {
            continue;
        };
        if let (Some(Some(amount)), Some(theirs)) = (amounts.get(place), number(*other, "LineAmount")) {
            let compared = self::amount(Field::LineAmount, *amount, theirs);
            found.push(Compared { at: format!("/LineItems/{place}"), ..compared });
        }
        for field in LINE_FIELDS {
            let Some(known) = FIELDS.iter().find(|known| known.name == field.name()) else { continue };
            let agrees = known.agree(*line, *other, false);
            // What we leave to Xero is not compared.
            if line.get(known.name).is_some() || !agrees {
                found.push(Compared {
                    field,
                    at: format!("/LineItems/{place}/{}", known.name),
                    agrees,
                    ours: known.shown(*line),
                    theirs: known.shown(*other),
                });
            }
        }
    }
}

/// For each of our lines the place of theirs that it is: those that have most in common first, then what is left, in
/// order.
fn paired(ours: &[Node<'_>], amounts: &[Option<Decimal>], theirs: &[Node<'_>]) -> Vec<Option<usize>> {
    let mut places = vec![None; ours.len()];
    let mut is_free = vec![true; theirs.len()];
    let agree = |name: &str, mine: Node<'_>, other: Node<'_>| {
        mine.get(name).is_some()
            && FIELDS.iter().any(|field| field.name == name && field.agree(mine, other, true))
    };
    let mut found: Vec<(u8, usize, usize)> = Vec::new();
    for (place, mine) in ours.iter().enumerate() {
        for (index, other) in theirs.iter().enumerate() {
            let mut score = 0;
            for (name, points) in [
                ("Description", 4),
                ("ItemCode", 3),
                ("Quantity", 1),
                ("AccountCode", 1),
                ("TaxType", 1),
                ("Tracking", 1),
            ] {
                score += if agree(name, *mine, *other) { points } else { 0 };
            }
            let amount = amounts.get(place).copied().flatten();
            let is_same = amount.is_some() && amount == number(*other, "LineAmount");
            score += if is_same { 4 } else { 0 };
            found.push((u8::MAX - score, place, index));
        }
    }
    crate::order::sort_by_key(&mut found, |key| *key);
    for (_, place, index) in found {
        if let (Some(mine @ None), Some(free @ true)) = (places.get_mut(place), is_free.get_mut(index)) {
            (*mine, *free) = (Some(index), false);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_customers_own_reference_is_what_is_left_of_the_token() {
        for (reference, own) in
            [("PO 7 | PD-42", "PO 7"), ("PD-42", ""), ("PO 7", "PO 7"), ("", ""), ("a | b | PD-42", "a | b")]
        {
            assert_eq!(own_reference(reference, "PD-42"), own, "{reference}");
        }
    }

    #[test]
    fn lines_are_told_by_what_they_have_in_common() {
        let read = |text: &str| parse_or_say(text.to_owned(), Source::Input);
        let ours = read(
            r#"[{"Description":"Design","Quantity":1,"AccountCode":"200"},{"Description":"Hosting","Quantity":1,"AccountCode":"205"}]"#,
        );
        let mine: Vec<_> = ours.root().items().collect();
        let amounts = [Some(Decimal::from(100)), Some(Decimal::from(20))];
        // Their lines, and for each of ours the place of its own.
        for (theirs, expected) in [
            (
                r#"[{"Description":"Hosting","LineAmount":20},{"Description":"Design","LineAmount":100}]"#,
                [Some(1), Some(0)],
            ),
            (
                r#"[{"Description":"Servers","LineAmount":20},{"Description":"Work","LineAmount":100}]"#,
                [Some(1), Some(0)],
            ),
            (r#"[{"Description":"All","LineAmount":120}]"#, [Some(0), None]),
            (r#"[{"Description":"Hosting","LineAmount":25,"AccountCode":"200"}]"#, [None, Some(0)]),
            ("[]", [None, None]),
        ] {
            let theirs = read(theirs);
            let others: Vec<_> = theirs.root().items().collect();
            assert_eq!(paired(&mine, &amounts, &others), expected);
        }
    }
}
