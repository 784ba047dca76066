use super::*;
use crate::config::Config;
use crate::read::date::parse_date;
use crate::read::{Findings, Source, Sources, parse_or_say};
use crate::xero::answered::Answered;

const CONTACT: &str = "430fa14a-f945-44d3-9f97-5df5e2844101";
const OTHER: &str = "430fa14a-f945-44d3-9f97-5df5e2844102";

fn id(number: usize) -> String {
    format!("6b1f0000-0000-4000-8000-{number:012}")
}

/// An invoice: reference, link, contact, its name, currency, net, gross, date.
fn invoice(number: usize, say: [&str; 8]) -> String {
    let [reference, url, contact, name, currency, net, gross, date] = say;
    format!(
        r#"{{"InvoiceID":"{}","Type":"ACCREC","Status":"AUTHORISED","Reference":"{reference}","Url":"{url}",
            "Contact":{{"ContactID":"{contact}","Name":"{name}"}},"CurrencyCode":"{currency}","SubTotal":{net},"Total":{gross},"DateString":"{date}"}}"#,
        id(number)
    )
}

fn deal<'a>(number: u64) -> Expected<'a> {
    Expected {
        key: number.to_string(),
        deal: Some(number),
        title: "Website relaunch",
        slot: "full",
        entity: Some("uk"),
        link: "https://crm.example/42",
        order: "PO-7781",
        contact: Some(CONTACT),
        name: "Acme Ltd",
        currency: "GBP",
        net: Decimal::parse("100").ok(),
        gross: Decimal::parse("120").ok(),
        date: parse_date("2026-07-14"),
        ..Expected::default()
    }
}

/// A planned document, the document found for it, and how surely.
type Paired = (usize, usize, Confidence);

/// Pairs, and further ones, with the ids' numbers.
fn paired(expected: &[Expected<'_>], invoices: &[String]) -> (Vec<Paired>, Vec<(usize, usize)>) {
    let text = format!(r#"{{"Invoices":[{}]}}"#, invoices.join(","));
    let document = parse_or_say(text, Source::Input);
    let mut findings = Findings::new(Sources::of(document.root()));
    let answered = Answered::read(Some(document.root()), &mut findings).unwrap();
    assert!(findings.finish().is_empty());
    let token = Config::default().token;
    let found: Vec<_> = answered.documents.iter().map(|document| Found::of("uk", document, &token)).collect();
    let pairing = pair(expected, &found, &token.prefix);
    let number = |place: usize| -> usize { found[place].id.rsplit('-').next().unwrap().parse().unwrap() };
    let pairs = pairing.pairs.iter().map(|one| (one.expected, number(one.found), one.confidence)).collect();
    (pairs, pairing.further.iter().map(|one| (one.expected, number(one.found))).collect())
}

#[test]
fn evidence_decides_whether_two_are_one() {
    use Confidence::{Certain, Possible, Probable, Strong};
    let table: [([&str; 8], Option<Confidence>); 21] = [
        // The token and the link tell by themselves, and the document of another deal is never this one's.
        (["PD-42", "", OTHER, "B", "GBP", "1", "1.2", "2026-07-14"], Some(Certain)),
        (["PD-43", "https://crm.example/42", CONTACT, "Acme", "GBP", "100", "120", "2026-07-14"], None),
        (["", "https://crm.example/42/", OTHER, "B", "GBP", "1", "1.2", "2026-12-14"], Some(Probable)),
        (
            ["", "https://acme.pipedrive.com/deal/42", CONTACT, "A", "GBP", "1", "1.2", "2026-07-14"],
            Some(Certain),
        ),
        (["", "https://acme.pipedrive.com/deal/43", CONTACT, "A", "GBP", "100", "120", "2026-07-14"], None),
        // What people call a deal needs something beside it.
        (["Deal 42", "", "", "", "GBP", "1", "1.2", "2026-07-14"], Some(Possible)),
        (["Deal #42", "", CONTACT, "", "GBP", "1", "1.2", "2026-07-20"], Some(Strong)),
        (["po 7781", "", CONTACT, "", "GBP", "1", "1.2", "2026-07-20"], Some(Strong)),
        (["po 7781", "", OTHER, "B", "GBP", "1", "1.2", "2026-07-14"], None),
        (["PO 77819", "", OTHER, "B", "GBP", "1", "1.2", "2026-07-14"], None),
        (["Website Relaunch: design", "", CONTACT, "", "GBP", "1", "1.2", "2027-07-14"], None),
        (["42", "", "", "", "GBP", "1", "1.2", "2026-07-14"], None),
        // Contact and amount, by id or by name.
        (["", "", CONTACT, "", "GBP", "100", "120", "2026-07-15"], Some(Strong)),
        (["", "", CONTACT, "", "GBP", "100", "120", "2027-07-15"], None),
        (["", "", OTHER, "ACME LIMITED", "GBP", "100", "120", "2026-07-15"], Some(Strong)),
        (["", "", CONTACT, "", "EUR", "100", "120", "2026-07-15"], None),
        // A sum without its tax, and one of which nothing is the same.
        (["", "", CONTACT, "", "GBP", "83.33", "100", "2026-07-15"], Some(Probable)),
        (["", "", CONTACT, "", "GBP", "90", "108", "2026-07-14"], Some(Possible)),
        (["", "", CONTACT, "", "GBP", "90", "108", "2026-10-14"], None),
        // Another is billed, and nothing but the amount speaks for it.
        (["", "", OTHER, "B", "GBP", "100", "120", "2026-07-16"], None),
        (["", "", "", "", "GBP", "1", "1.2", "2026-07-14"], None),
    ];
    for (say, expected) in table {
        let (pairs, further) = paired(&[deal(42)], &[invoice(1, say)]);
        assert_eq!((pairs.first().map(|pair| pair.2), further.len()), (expected, 0), "{say:?}");
    }
}

#[test]
fn the_heaviest_comes_first_and_ties_are_told() {
    let plain = |number: usize, date: &str| invoice(number, ["", "", CONTACT, "", "GBP", "100", "120", date]);
    let on = |number: u64, date: &str| Expected {
        date: parse_date(date),
        order: "",
        title: "",
        link: "",
        ..deal(number)
    };
    // Each takes the nearest, in whatever order they come.
    let (one, other) = (on(42, "2026-07-14"), on(43, "2026-08-14"));
    let (early, late) = (plain(1, "2026-07-16"), plain(2, "2026-08-15"));
    for expected in [[one.clone(), other.clone()], [other.clone(), one.clone()]] {
        for found in [[early.clone(), late.clone()], [late.clone(), early.clone()]] {
            let (pairs, _) = paired(&expected, &found);
            let numbers: Vec<_> =
                pairs.iter().map(|(place, number, _)| (expected[*place].deal, *number)).collect();
            assert!(numbers.contains(&(Some(42), 1)) && numbers.contains(&(Some(43), 2)), "{numbers:?}");
        }
    }
    // Two of a day: which it is cannot be told.
    let (pairs, _) = paired(&[one], &[plain(1, "2026-07-16"), plain(2, "2026-07-16")]);
    assert_eq!(pairs, [(0, 1, Confidence::Possible)]);
}

#[test]
fn documents_in_parts_are_the_deals_too() {
    let part = |number: usize, reference: &str, gross: &str, date: &str| {
        invoice(number, [reference, "", CONTACT, "", "GBP", gross, gross, date])
    };
    // By what they are called.
    let named = [
        part(1, "PO-7781", "40", "2026-07-14"),
        part(2, "PO-7781", "40", "2026-08-14"),
        part(3, "PO-7781", "40", "2026-09-14"),
    ];
    let (pairs, further) = paired(&[deal(42)], &named);
    assert_eq!((pairs.len(), pairs[0].1, further), (1, 1, vec![(0, 2), (0, 3)]));
    // By what they come to.
    let silent =
        [part(3, "", "45", "2026-10-14"), part(1, "", "25", "2026-08-14"), part(2, "", "50", "2026-09-14")];
    let (pairs, mut further) = paired(&[deal(42)], &silent);
    further.sort_unstable();
    assert_eq!((pairs, further), (vec![(0, 1, Confidence::Probable)], vec![(0, 2), (0, 3)]));
    let short = [part(1, "", "25", "2026-08-14"), part(2, "", "50", "2026-09-14")];
    assert_eq!(paired(&[deal(42)], &short), (vec![], vec![]));
}

#[test]
fn what_many_deals_share_tells_none_of_them() {
    let deals: Vec<_> = (1..=4)
        .map(|number| Expected { contact: None, name: "", gross: None, net: None, ..deal(number) })
        .collect();
    let called = [invoice(1, ["PO-7781", "", "", "", "GBP", "1", "1.2", "2026-07-14"])];
    assert_eq!(paired(&deals[..3], &called).0.len(), 1);
    assert_eq!(paired(&deals, &called).0.len(), 0);
}
