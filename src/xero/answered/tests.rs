use super::*;
use crate::read::{Document, Findings, Source, Sources, parse};

fn document(text: &str) -> Document {
    parse(text.to_owned(), Source::Input).unwrap()
}

fn id(digit: char) -> String {
    "00000000-0000-4000-8000-000000000000".replace('0', &digit.to_string())
}

/// Texts with `@1` for the id of ones.
fn input(text: &str) -> String {
    ('1'..='9').fold(text.to_owned(), |text, digit| text.replace(&format!("@{digit}"), &id(digit)))
}

/// The kinds with the first letter of their ids, and the codes of the findings.
fn summary(text: &str) -> (Option<String>, Vec<&'static str>) {
    let document = document(&input(text));
    let root = document.root();
    let mut findings = Findings::new(Sources::of(root));
    let answered = Answered::read(root.get("existing"), &mut findings);
    let shown = answered.map(|answered| {
        let one = |d: &AnsweredDocument<'_>| format!("{:?} {}", d.kind, d.id.value.get(..1).unwrap());
        answered.documents.iter().map(one).collect::<Vec<_>>().join(", ")
    });
    (shown, findings.finish().into_iter().map(|finding| finding.code.word()).collect())
}

#[test]
fn reads_every_form_of_answer() {
    let invoice =
        r#"{"InvoiceID":"@1","Type":"ACCREC","RepeatingInvoiceID":"@9","Payments":[],"CreditNotes":[]}"#;
    let note = r#"{"CreditNoteID":"@2","Type":"ACCRECCREDIT","Allocations":[]}"#;
    let template = r#"{"RepeatingInvoiceID":"@3","Type":"ACCREC"}"#;
    let over = r#"{"OverpaymentID":"@4","Type":"RECEIVE-OVERPAYMENT"}"#;
    let pre = r#"{"PrepaymentID":"@5","Type":"AROVERPAYMENT"}"#;
    let bill = r#"{"InvoiceID":"@6","Type":"ACCPAY"}"#;
    let payment = r#"{"PaymentID":"@7","Invoice":{"InvoiceID":"@1"}}"#;
    let all = "Invoice 1, CreditNote 2, RepeatingInvoice 3, Overpayment 4";
    let table: Vec<(String, Option<&str>, Vec<&str>)> = vec![
        (String::new(), None, vec![]),
        (r#""existing": null"#.into(), None, vec![]),
        (r#""existing": []"#.into(), Some(""), vec![]),
        (r#""existing": {"Invoices":[]}"#.into(), Some(""), vec![]),
        (format!(r#""existing": {invoice}"#), Some("Invoice 1"), vec![]),
        (format!(r#""existing": [{invoice},{note},{template},{over}]"#), Some(all), vec![]),
        (
            format!(
                r#""existing": {{"Invoices":[{invoice}],"CreditNotes":[{note}],"RepeatingInvoices":[{template}],"Overpayments":[{over}],"Payments":[{payment}]}}"#
            ),
            Some("Invoice 1, CreditNote 2, Overpayment 4, RepeatingInvoice 3"),
            vec![],
        ),
        (
            format!(r#""existing": [{{"Invoices":[{invoice}]}},{{"CreditNotes":[{note}]}}]"#),
            Some("Invoice 1, CreditNote 2"),
            vec![],
        ),
        (format!(r#""existing": {:?}"#, format!(r#"{{"Invoices":[{invoice}]}}"#)), Some("Invoice 1"), vec![]),
        (format!(r#""existing": [{invoice},{invoice}]"#), Some("Invoice 1"), vec![]),
        (
            format!(r#""existing": [{bill},{invoice},{pre}]"#),
            Some("Invoice 1"),
            vec!["STATUS_DOCUMENT_IGNORED"],
        ),
        (r#""existing": {}"#.into(), None, vec!["INPUT_PART_WRONG"]),
        (r#""existing": "none""#.into(), None, vec!["INPUT_PART_WRONG"]),
        (r#""existing": {"Invoices":{}}"#.into(), None, vec!["INPUT_PART_WRONG"]),
        (
            r#""existing": {"ErrorNumber":10,"Type":"ValidationException"}"#.into(),
            None,
            vec!["INPUT_PART_WRONG"],
        ),
        (r#""existing": [{"Invoices":[{"InvoiceID":"x"}]}]"#.into(), Some(""), vec!["INPUT_PART_WRONG"]),
        (
            format!(r#""existing": {{"Invoices":[{invoice}],"pagination":{{"itemCount":2}}}}"#),
            Some("Invoice 1"),
            vec!["INPUT_PART_INCOMPLETE"],
        ),
        (
            format!(
                r#""existing": [{{"Invoices":[{invoice}],"pagination":{{"itemCount":2}}}},{{"Invoices":[{bill}],"pagination":{{"itemCount":2}}}}]"#
            ),
            Some("Invoice 1"),
            vec!["STATUS_DOCUMENT_IGNORED"],
        ),
    ];
    for (text, documents, codes) in table {
        assert_eq!(summary(&format!("{{{text}}}")), (documents.map(str::to_owned), codes), "{text}");
    }
}

#[test]
fn knows_what_was_looked_up() {
    use AnsweredKind::{CreditNote, Invoice};
    for (text, invoices, notes) in [
        (r#"{"existing":[]}"#, false, false),
        (r#"{"existing":{"Invoices":[]}}"#, true, false),
        (r#"{"existing":{"CreditNotes":[]}}"#, false, true),
        (r#"{"existing":[{"Invoices":[]},{"CreditNotes":[]}]}"#, true, true),
        (r#"{"existing":[{"InvoiceID":"aaaaaaaa-0000-4000-8000-000000000001"}]}"#, true, false),
        (r#"{"existing":[{"CreditNoteID":"aaaaaaaa-0000-4000-8000-000000000001"}]}"#, false, true),
        (r#"{"existing":[{"PaymentID":"aaaaaaaa-0000-4000-8000-000000000001"}]}"#, false, false),
    ] {
        let document = document(text);
        let mut findings = Findings::new(Sources::of(document.root()));
        let answered = Answered::read(document.root().get("existing"), &mut findings).unwrap();
        assert_eq!(
            (answered.is_looked_up(Invoice), answered.is_looked_up(CreditNote)),
            (invoices, notes),
            "{text}"
        );
    }
}

fn with_first<T>(text: &str, work: impl FnOnce(&AnsweredDocument<'_>) -> T) -> T {
    let document = document(&input(text));
    let mut findings = Findings::new(Sources::of(document.root()));
    let answered = Answered::read(document.root().get("existing"), &mut findings).unwrap();
    assert!(findings.is_ok(), "{:?}", findings.finish());
    work(answered.documents.first().unwrap())
}

#[test]
fn tells_money_from_credit_and_the_living_from_the_dead() {
    // An invoice's members, what paid, advanced, credited and unexplained come to, and its life.
    let table = [
        (r#""Status":"DRAFT","Total":100"#, "0 0 0 0", Life::Live),
        (r#""Status":"AUTHORISED","Total":100,"AmountPaid":40,"AmountCredited":0"#, "40 0 0 0", Life::Live),
        (
            r#""Status":"PAID","Total":"100.00","AmountPaid":"100.00","AmountCredited":0"#,
            "100 0 0 0",
            Life::Live,
        ),
        (r#""Status":"PAID","Total":0,"AmountPaid":0,"AmountCredited":0"#, "0 0 0 0", Life::Live),
        (
            r#""Status":"PAID","Total":100,"AmountPaid":0,"AmountCredited":100,"CreditNotes":[{"CreditNoteID":"@2","AppliedAmount":100}]"#,
            "0 0 100 0",
            Life::Credited,
        ),
        (
            r#""Status":"PAID","Total":100,"AmountPaid":40,"AmountCredited":60,"CreditNotes":[{"CreditNoteID":"@2","AppliedAmount":60}]"#,
            "40 0 60 0",
            Life::Live,
        ),
        (
            r#""Status":"PAID","Total":100,"AmountPaid":0,"AmountCredited":100,"Prepayments":[{"PrepaymentID":"@3","AppliedAmount":100}]"#,
            "0 100 0 0",
            Life::Live,
        ),
        (r#""Status":"PAID","Total":100,"AmountPaid":0,"AmountCredited":100"#, "0 0 0 100", Life::Unclear),
        (r#""Status":"AUTHORISED","Total":100,"AmountPaid":0,"AmountCredited":30"#, "0 0 0 30", Life::Live),
        (
            r#""Status":"PAID","Total":100,"Payments":[{"PaymentID":"a","Amount":60},{"PaymentID":"b","Amount":40,"Status":"DELETED"}]"#,
            "60 0 0 0",
            Life::Live,
        ),
        (r#""Status":"VOIDED","Total":100"#, "0 0 0 0", Life::Voided),
        (r#""Status":"DELETED","Total":100"#, "0 0 0 0", Life::Deleted),
        (r#""Status":"ARCHIVED","Total":100"#, "0 0 0 0", Life::Unclear),
        (r#""Total":100"#, "0 0 0 0", Life::Unclear),
    ];
    for (members, settled, life) in table {
        let text = format!(r#"{{"existing":{{"InvoiceID":"@1","Type":"ACCREC",{members}}}}}"#);
        with_first(&text, |invoice| {
            let Settled { paid, advanced, credited, unexplained } = invoice.settled().unwrap();
            assert_eq!(format!("{paid} {advanced} {credited} {unexplained}"), settled, "{members}");
            assert_eq!(invoice.life(), life, "{members}");
        });
    }
}

#[test]
fn brings_together_what_stands_in_several_answers() {
    let invoice = r#""InvoiceID":"@1","Type":"ACCREC","Status":"PAID","Total":100"#;
    // The same credit told by both sides counts once; a reversed payment takes the place of the embedded one.
    let text = format!(
        r#"{{"existing":{{"Invoices":[{{{invoice},"AmountCredited":70,"CreditNotes":[{{"CreditNoteID":"@2","AppliedAmount":50}}],
            "Payments":[{{"PaymentID":"@7","Amount":30}}]}}],
          "CreditNotes":[{{"CreditNoteID":"@2","Allocations":[{{"Amount":50,"Invoice":{{"InvoiceID":"@1"}}}}]}}],
          "Prepayments":[{{"PrepaymentID":"@3","Allocations":[{{"Amount":20,"Invoice":{{"InvoiceID":"@1"}}}},
            {{"Amount":9,"IsDeleted":true,"Invoice":{{"InvoiceID":"@1"}}}}]}}],
          "Payments":[{{"PaymentID":"@7","Amount":30,"Status":"DELETED","Invoice":{{"InvoiceID":"@1"}}}}]}}}}"#
    );
    with_first(&text, |invoice| {
        let Settled { paid, advanced, credited, unexplained } = invoice.settled().unwrap();
        assert_eq!(format!("{paid} {advanced} {credited} {unexplained}"), "0 20 50 0");
    });
    // Of two answers about one document the later counts, and of two alike the one with lines.
    let of = |updated: &str, status: &str, lines: &str| {
        format!(
            r#"{{"InvoiceID":"@1","Total":5,"Status":"{status}","UpdatedDateUTC":"{updated}","LineItems":{lines}}}"#
        )
    };
    let (old, new) = ("/Date(1541176290160+0000)/", "2018-11-03T00:00:00Z");
    for (first, second, status, has_lines) in [
        (of(old, "DRAFT", "[{}]"), of(new, "PAID", "[]"), "PAID", false),
        (of(new, "PAID", "[]"), of(old, "DRAFT", "[{}]"), "PAID", false),
        (of(new, "PAID", "[{}]"), of(new, "PAID", "[]"), "PAID", true),
    ] {
        with_first(&format!(r#"{{"existing":[{first},{second}]}}"#), |invoice| {
            assert_eq!((invoice.status.unwrap().value, invoice.has_lines), (status, has_lines));
        });
    }
}

#[test]
fn an_answer_without_lines_is_no_document_without_lines() {
    for (members, has_lines) in [
        (r#""Total":5"#, false),
        (r#""Total":5,"LineItems":[]"#, false),
        (r#""Total":0,"LineItems":[]"#, true),
        (r#""LineItems":[]"#, false),
        (
            r#""Total":5,"LineItems":[{"LineItemID":"l","Quantity":"2.0000","Tracking":[{"Name":"Region","Option":"North"}]}]"#,
            true,
        ),
    ] {
        let text = format!(r#"{{"existing":{{"InvoiceID":"@1",{members}}}}}"#);
        with_first(&text, |invoice| assert_eq!(invoice.has_lines, has_lines, "{members}"));
    }
}
