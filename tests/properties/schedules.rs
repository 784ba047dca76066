//! Schedules: what the documents of a deal come to together, and each by itself.

use crate::call::{call, promises};
use crate::json::Json;
use crate::oracle::number::{Exact, scaled, show, sum, whole};
use crate::oracle::{Totals, totals};
use crate::stages::{Kind, Staged, share, staged_deals};
use num_traits::{Signed, Zero};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn map(input: &Value) -> Value {
    call("mapDealToInvoice", &input.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

/// A document of a plan with the oracle's totals of its body.
struct Document<'p> {
    slot: &'p str,
    json: &'p Value,
    totals: Totals,
}

/// All documents, those that are due before those that are not; the oracle agrees with their predicted totals.
fn documents<'p>(plan: &'p Value, snapshot: &Value) -> Result<Vec<Document<'p>>, String> {
    let of = |key: &str| plan[key].as_array().into_iter().flatten();
    of("documents")
        .chain(of("scheduled"))
        .map(|json| {
            let unit_dp = u32::try_from(json["unitDp"].as_u64().unwrap()).unwrap();
            let exact = totals(&json["body"], snapshot, unit_dp)?;
            let said = Totals::from_json(&json["totals"])?;
            if said == exact {
                Ok(Document { slot: json["slot"].as_str().unwrap(), json, totals: exact })
            } else {
                Err(format!("predicted {said:#?}\nthe oracle {exact:#?}\nof {}", json["body"]))
            }
        })
        .collect()
}

fn codes(plan: &Value) -> Vec<&str> {
    plan["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

fn expect(holds: bool, broken: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(broken()) }
}

/// Lines and their taxes, summed over each tax type.
fn by_rate(body: &Value, totals: &Totals) -> BTreeMap<String, (Exact, Exact)> {
    let mut rates: BTreeMap<String, (Exact, Exact)> = BTreeMap::new();
    for (item, line) in body["LineItems"].as_array().unwrap().iter().zip(&totals.lines) {
        let of_rate = rates.entry(item["TaxType"].to_string()).or_insert((Exact::zero(), Exact::zero()));
        of_rate.0 += &line.line_amount;
        of_rate.1 += &line.tax_amount;
    }
    rates
}

fn written(totals: &Totals) -> Exact {
    sum(totals.lines.iter().map(|line| &line.line_amount))
}

/// What the plan of a schedule that fits its deal must be.
fn holds(staged: &Staged, plan: &Value) -> Result<(), String> {
    promises(plan)?;
    if plan["ok"] != true {
        return refusal(staged, plan);
    }
    let documents = documents(plan, staged.handoff.snapshot())?;
    let slots: Vec<&str> = documents.iter().map(|document| document.slot).collect();
    let named: BTreeSet<&str> = staged.claims.iter().map(|(slot, _)| slot.as_str()).collect();
    expect(
        slots == ["full"]
            || slots.iter().copied().collect::<BTreeSet<_>>() == named && slots.len() == named.len(),
        || format!("the slots {slots:?}, not {named:?}"),
    )?;
    each_document(&documents)?;
    sums(staged, plan, &documents)?;
    if slots == ["full"] {
        return Ok(());
    }
    for (slot, claim) in &staged.claims {
        let document = documents.iter().find(|document| document.slot == slot);
        claimed(staged, &document.unwrap().totals, claim.as_ref())
            .map_err(|what| format!("{slot} {what}"))?;
    }
    nothing_drifts(staged, &documents)?;
    none_is_a_credit(staged, &documents)
}

/// A schedule whose amounts fit may still be refused: where a document would be worth nothing, or where no
/// lines come to an amount.
fn refusal(staged: &Staged, plan: &Value) -> Result<(), String> {
    let errors = plan["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error");
    let errors: BTreeSet<&str> = errors.map(|finding| finding["code"].as_str().unwrap()).collect();
    let known = ["SCHEDULE_SLOT_EMPTY", "SCHEDULE_AMOUNT_UNREACHABLE"];
    expect(errors.iter().all(|code| known.contains(code)), || format!("refused: {}", plan["findings"]))?;
    let is_named = matches!(staged.kind, Kind::DepositAmount | Kind::Amounts | Kind::Installments);
    expect(is_named || !errors.contains("SCHEDULE_AMOUNT_UNREACHABLE"), || {
        format!("no amount is named: {}", plan["findings"])
    })
}

fn each_document(documents: &[Document<'_>]) -> Result<(), String> {
    let mut tokens = BTreeSet::new();
    for document in documents {
        let token = document.json["token"].as_str().unwrap();
        let expected =
            if document.slot == "full" { "PD-42".to_owned() } else { format!("PD-42/{}", document.slot) };
        expect(token == expected && tokens.insert(token), || format!("the token `{token}`"))?;
        let reference = document.json["body"]["Reference"].as_str().unwrap();
        expect(reference.ends_with(&format!(" | {token}")), || format!("`{reference}` without its token"))?;
        expect(document.totals.total.is_positive(), || {
            format!("{} comes to {}", document.slot, show(&document.totals.total))
        })?;
        expect(!document.totals.lines.is_empty(), || format!("{} has no line", document.slot))?;
    }
    Ok(())
}

/// Net, tax and gross of all documents against those of the deal as one invoice.
fn sums(staged: &Staged, plan: &Value, documents: &[Document<'_>]) -> Result<(), String> {
    let over =
        |of: fn(&Totals) -> Exact| documents.iter().fold(Exact::zero(), |sum, one| sum + of(&one.totals));
    let (lines, tax) = (over(written), over(|totals| totals.total_tax.clone()));
    let (net, gross) = (over(|totals| totals.sub_total.clone()), over(|totals| totals.total.clone()));
    expect(lines == written(&staged.whole), || {
        format!("the lines come to {}, the deal's to {}", show(&lines), show(&written(&staged.whole)))
    })?;
    let residue = &tax - &staged.whole.total_tax;
    let says_so = codes(plan).contains(&"SCHEDULE_TAX_RESIDUE");
    expect(says_so != residue.is_zero(), || {
        format!("a residue of {} and {:?}", show(&residue), codes(plan))
    })?;
    let inclusive = staged.body["LineAmountTypes"] == "Inclusive";
    let (on_net, on_gross) =
        if inclusive { (-residue.clone(), Exact::zero()) } else { (Exact::zero(), residue.clone()) };
    expect(net == &staged.whole.sub_total + on_net && gross == &staged.whole.total + on_gross, || {
        format!("net {} gross {} of {:?}", show(&net), show(&gross), staged.whole)
    })?;
    let ledger = &plan["schedule"];
    if !ledger.is_null() {
        let of = |key: &str| crate::oracle::number::read(&ledger[key]).unwrap();
        let same = of("subTotal") == net
            && of("totalTax") == tax
            && of("total") == gross
            && of("taxResidue") == residue;
        expect(same, || format!("the ledger {ledger}"))?;
    }
    expect(ledger.is_null() == (documents.len() == 1), || {
        format!("{} documents, {ledger}", documents.len())
    })?;
    // The last resort: where only a credit in the last document could conserve it.
    let is_named = matches!(staged.kind, Kind::DepositAmount | Kind::Amounts | Kind::Installments);
    let may_differ = ledger["method"] == "residue" && is_named && staged.form != "deduct";
    expect(may_differ || residue.is_zero(), || {
        format!("a residue of {} with {}", show(&residue), staged.form)
    })?;
    let states_tax =
        documents.iter().any(|one| one.json["body"]["LineItems"].to_string().contains("TaxAmount"));
    expect(!states_tax || (staged.adjust_tax && ledger["method"] == "adjusted"), || {
        format!("a tax by hand: {ledger}")
    })
}

/// A slot's amount is the one that was named; a share is near.
fn claimed(staged: &Staged, of_slot: &Totals, claim: Option<&Exact>) -> Result<(), String> {
    let Some(claim) = claim else { return Ok(()) };
    match staged.kind {
        Kind::DepositAmount | Kind::Amounts | Kind::Installments | Kind::SecurityAmount => {
            let security = staged.kind == Kind::SecurityAmount;
            let comes_to = if staged.net && !security { &of_slot.sub_total } else { &of_slot.total };
            expect(comes_to == claim, || format!("comes to {}, not {}", show(comes_to), show(claim)))
        }
        Kind::SecurityShare => {
            let exact = share(claim, &staged.whole.total);
            expect(of_slot.total == exact, || {
                format!("comes to {}, not {}", show(&of_slot.total), show(&exact))
            })
        }
        Kind::DepositShare | Kind::Shares => {
            let (comes_to, exact) = (written(of_slot), claim * written(&staged.whole) / whole(100));
            let off = (&comes_to - &exact).abs();
            let most = scaled(farthest(staged), 2);
            expect(off <= most, || format!("comes to {}, a share of {}", show(&comes_to), show(&exact)))
        }
        Kind::Products => Ok(()),
    }
}

/// How many cents a share may be off. Few lines have few amounts that conserve their tax: at 5 % they lie up to
/// 10 cents apart, and a slot makes good what the one before it missed.
fn farthest(staged: &Staged) -> i64 {
    // A line of cents has hardly any part besides nothing and all.
    let lines = staged.whole.lines.iter().filter(|line| line.line_amount >= whole(1));
    if lines.count() < 8 { 20 } else { 2 }
}

/// What is missed of one share is made good by the next, so nothing adds up to the last.
fn nothing_drifts(staged: &Staged, documents: &[Document<'_>]) -> Result<(), String> {
    let (mut billed, mut percents) = (Exact::zero(), Exact::zero());
    for (slot, claim) in &staged.claims {
        let (Kind::Shares, Some(percent)) = (staged.kind, claim) else { return Ok(()) };
        let document = documents.iter().find(|document| document.slot == slot).unwrap();
        billed += written(&document.totals);
        percents += percent;
        let off = (&billed - &percents * written(&staged.whole) / whole(100)).abs();
        expect(off <= scaled(farthest(staged), 2) / whole(2), || {
            format!("up to {slot} {} is billed of {} %", show(&billed), show(&percents))
        })?;
    }
    Ok(())
}

/// No document is below zero at a tax rate at which the deal is not.
fn none_is_a_credit(staged: &Staged, documents: &[Document<'_>]) -> Result<(), String> {
    if matches!(staged.kind, Kind::SecurityShare | Kind::SecurityAmount) {
        return Ok(());
    }
    let is_below = |(lines, tax): &(Exact, Exact)| lines.is_negative() || tax.is_negative();
    let of_deal = by_rate(&staged.body, &staged.whole);
    for document in documents {
        for (rate, sums) in by_rate(&document.json["body"], &document.totals) {
            expect(!is_below(&sums) || of_deal.get(&rate).is_some_and(is_below), || {
                format!(
                    "{} has {} with {} of tax at {rate}: {}",
                    document.slot,
                    show(&sums.0),
                    show(&sums.1),
                    document.json["body"]["LineItems"]
                )
            })?;
        }
    }
    Ok(())
}

fn names(staged: &Staged) -> String {
    format!("{:?} {}{}", staged.kind, staged.form, if staged.adjust_tax { " adjustTax" } else { "" })
}

/// A property of refused schedules alone would prove nothing.
#[test]
fn how_often_each_method_is_needed() {
    let mut runner = TestRunner::new(crate::cases(1));
    let strategy = staged_deals(60, 36);
    let (mut methods, mut refused, mut all) = (BTreeMap::new(), BTreeMap::new(), 0);
    for _ in 0..200 {
        let staged = strategy.new_tree(&mut runner).unwrap().current();
        let plan = map(&staged.handoff.input);
        let method = plan["schedule"]["method"].as_str().unwrap_or(if plan["ok"] == true {
            "one document"
        } else {
            "refused"
        });
        *methods.entry(method.to_owned()).or_insert(0) += 1;
        all += 1;
        if method == "refused" {
            let errors = plan["findings"].as_array().into_iter().flatten();
            let errors =
                errors.filter(|finding| finding["severity"] == "error").map(|finding| &finding["code"]);
            let errors: BTreeSet<String> = errors.map(Value::to_string).collect();
            *refused.entry(format!("{} {errors:?}", names(&staged))).or_insert(0) += 1;
        }
    }
    println!("of {all} schedules: {methods:#?}\nrefused: {refused:#?}");
    let count = |method: &str| methods.get(method).copied().unwrap_or(0);
    assert!(count("refused") * 10 < all, "{refused:#?}");
    for method in ["whole", "shares", "amounts", "deducted"] {
        assert!(count(method) > 0, "`{method}` never happened: {methods:#?}");
    }
}

/// The same lines of a document in any order, each with what is predicted of it.
fn lines(document: &Value) -> Vec<String> {
    let items = document["body"]["LineItems"].as_array().unwrap();
    let totals = document["totals"]["lines"].as_array().unwrap();
    let mut lines: Vec<String> =
        items.iter().zip(totals).map(|(item, totals)| format!("{item} {totals}")).collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(crate::cases(250))]

    #[test]
    fn the_documents_of_a_deal_are_the_deal(staged in staged_deals(60, 36)) {
        let plan = map(&staged.handoff.input);
        if let Err(broken) = holds(&staged, &plan) {
            let shown: Vec<String> = broken.chars().take(3000).map(String::from).collect();
            return Err(TestCaseError::fail(format!("{}\n{}", shown.concat(), plan["schedule"])));
        }
    }
}

proptest! {
    #![proptest_config(crate::cases(100))]

    #[test]
    fn the_order_of_rows_discounts_and_installments_moves_no_amount(staged in staged_deals(12, 8), seed in any::<u64>()) {
        let (one, other) = (map(&staged.handoff.input), map(&staged.permuted(seed).input));
        prop_assert_eq!(one["ok"].clone(), other["ok"].clone());
        prop_assert_eq!(&one["schedule"], &other["schedule"]);
        for part in ["documents", "scheduled"] {
            let of = |plan: &Value| plan[part].as_array().cloned().unwrap_or_default();
            let (one, other) = (of(&one), of(&other));
            prop_assert_eq!(one.len(), other.len());
            for (one, other) in one.iter().zip(&other) {
                for key in ["slot", "token", "identity", "issueOn"] {
                    prop_assert_eq!(&one[key], &other[key]);
                }
                prop_assert_eq!(lines(one), lines(other), "{}", one["slot"]);
                for key in ["subTotal", "totalTax", "total", "totalDiscount"] {
                    prop_assert_eq!(&one["totals"][key], &other["totals"][key], "{}", key);
                }
            }
        }
    }

    #[test]
    fn runs_keys_batches_and_mappers_change_no_byte(staged in staged_deals(12, 12), seed in any::<u64>()) {
        let answer = |operation: &str, text: &str| wonvoice::call_json(operation, text).map_err(|error| error.to_string());
        let json = Json::from(&staged.handoff.input);
        let first = answer("mapDealToInvoice", &json.text());
        prop_assert_eq!(&first, &answer("mapDealToInvoice", &json.text()), "twice");
        prop_assert_eq!(&first, &answer("mapDealToInvoice", &json.shuffled(seed).text()), "shuffled");
        // A batch and a mapper get config and snapshot by themselves.
        let mut deal = staged.handoff.input.clone();
        let [config, snapshot] = ["config", "snapshot"].map(|part| deal.as_object_mut().unwrap().remove(part).unwrap());
        let batch = json!({ "inputs": [deal, deal], "config": config, "snapshots": { "uk": snapshot } });
        let plan: Value = serde_json::from_str(first.as_deref().unwrap()).unwrap();
        // Paths into the snapshot name the part in which it was passed.
        let as_batch = |text: &str| text.replace("\"/snapshot/", "\"/snapshots/uk/");
        let plan: Value = serde_json::from_str(&as_batch(&plan.to_string())).unwrap();
        prop_assert_eq!(call("mapMany", &batch.to_string()).unwrap(), json!([plan, plan]));
        let mapper = wonvoice::Mapper::new(
            wonvoice::read::parse(config.to_string(), wonvoice::read::Source::Config).unwrap(),
            wonvoice::read::parse(json!({ "uk": snapshot }).to_string(), wonvoice::read::Source::Snapshots).unwrap(),
        );
        let of_mapper = wonvoice::edge::operations::call_mapper_json(&mapper, "mapDealToInvoice", deal.to_string());
        let of_mapper: Value = serde_json::from_str(&of_mapper.map_err(|error| error.to_string()).unwrap()).unwrap();
        prop_assert_eq!(of_mapper, plan);
    }

    #[test]
    fn validate_and_map_agree(staged in staged_deals(8, 8)) {
        let plan = map(&staged.handoff.input);
        let validation = call("validate", &staged.handoff.input.to_string()).unwrap();
        prop_assert_eq!(promises(&validation), Ok(()));
        prop_assert_eq!(&plan["ok"], &validation["ok"], "{}", plan["findings"]);
    }
}
