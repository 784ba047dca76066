//! Each kind of mistake, made in a config that is right.

use serde_json::{Value, json};

use super::{check, example};

/// Sets what stands at a pointer; a null takes it away, and a `-` at its end adds to a list.
fn set(input: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    let parent = input.pointer_mut(parent).unwrap_or_else(|| panic!("no {pointer}"));
    match parent {
        Value::Array(list) if key == "-" => list.push(value),
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
        Value::Object(members) if value.is_null() => drop(members.remove(&key)),
        Value::Object(members) => drop(members.insert(key, value)),
        _ => panic!("{pointer} stands in no container"),
    }
}

fn condition(field: &str, is: &str, key: &str, value: Value) -> Value {
    json!({ "field": field, "is": is, key: value })
}

/// A mistake: the example, what is set, the code, and where it is found.
type Mistake = (&'static str, Vec<(&'static str, Value)>, &'static str, &'static str);

fn mistakes() -> Vec<Mistake> {
    let big = condition("deal.value", "greater", "than", json!("100 GBP"));
    let small = condition("deal.value", "less", "than", json!("50 GBP"));
    let rule =
        |name: &str, when: Value, set: Value| json!({ "name": name, "when": when, "then": { "set": set } });
    let account = |code: &str| json!({ "lines": { "account": { "default": code } } });
    let training =
        json!({ "when": condition("product.code", "equal", "to", json!("TRAIN")), "entity": "ireland" });
    let split = |shares: Value| vec![("/config/split", shares)];
    let shared = || split(json!([training.clone(), { "entity": "uk" }]));
    let and = |mut changes: Vec<(&'static str, Value)>, change: (&'static str, Value)| {
        changes.push(change);
        changes
    };
    let later = json!({ "from": "win", "days": 20 });
    let by_value = || vec![("/config/entities/uk/lines/from", json!("value"))];
    let by_category = || ("/config/entities/uk/lines/account", json!({ "byCategory": { "Hosting": "205" } }));
    let silent = ("/config/entities/uk/lines/tax/whenDealHasNoTax", Value::Null);
    let by_product = (
        "/config/entities/uk/lines/tracking",
        json!([{ "category": "Team", "from": "product.category", "map": { "Hosting": "Web" } }]),
    );
    let scheduled = |schedule: Value| ("/config/entities/uk/schedule", schedule);
    let security = |account: &str, tax_type: &str| {
        json!({ "kind": "deposit", "deposit": { "percent": 30 }, "balance": { "date": later.clone() }, "depositTax": "security",
            "depositAccount": account, "depositTaxType": tax_type })
    };
    vec![
        // Accounts.
        (
            "agency",
            vec![("/config/entities/uk/lines/account/default", json!("2000"))],
            "ACCOUNT_UNKNOWN",
            "/config/entities/uk/lines/account/default",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/account/default", json!("260"))],
            "ACCOUNT_ARCHIVED",
            "/config/entities/uk/lines/account/default",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/account/default", json!("610"))],
            "ACCOUNT_NOT_FOR_SALES",
            "/config/entities/uk/lines/account/default",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/account/byCategory/Hosting", json!("2O5"))],
            "ACCOUNT_UNKNOWN",
            "/config/entities/uk/lines/account/byCategory/Hosting",
        ),
        (
            "saas",
            vec![("/config/entities/au/lines/account/byBillingFrequency", json!({ "anually": "850" }))],
            "CONFIG_VALUE_UNKNOWN",
            "/config/entities/au/lines/account/byBillingFrequency/anually",
        ),
        (
            "agency",
            vec![("/config/rules/-", rule("r", big.clone(), account("999")))],
            "ACCOUNT_UNKNOWN",
            "/config/rules/2/then/set/lines/account/default",
        ),
        // The deal's value as one line.
        ("agency", and(by_value(), silent.clone()), "TAX_NOT_STATED", "/config/entities/uk/lines/from"),
        ("agency", and(by_value(), by_category()), "ACCOUNT_UNMAPPED", "/config/entities/uk/lines/from"),
        (
            "agency",
            and(by_value(), by_product.clone()),
            "TRACKING_VALUE_MISSING",
            "/config/entities/uk/lines/tracking/0",
        ),
        (
            "agency",
            and(
                and(by_value(), ("/config/entities/uk/lines/tax/supplyFrom", json!("product.comments"))),
                (
                    "/config/entities/uk/lines/tax/treatments",
                    json!([{ "buyer": { "notIn": "GB" }, "supply": "services", "taxType": "ZERORATEDOUTPUT" }]),
                ),
            ),
            "TAX_SUPPLY_UNKNOWN",
            "/config/entities/uk/lines/tax/supplyFrom",
        ),
        (
            "agency",
            and(
                by_value(),
                scheduled(
                    json!({ "kind": "milestones", "milestones": [{ "products": ["HOST"] }, { "rest": true, "date": later.clone() }] }),
                ),
            ),
            "SCHEDULE_PRODUCT_UNPLACED",
            "/config/entities/uk/schedule/milestones/0",
        ),
        (
            "agency",
            vec![
                silent.clone(),
                ("/config/rules/-", rule("r", big.clone(), json!({ "lines": { "from": "value" } }))),
            ],
            "TAX_NOT_STATED",
            "/config/rules/2/then/set/lines/from",
        ),
        (
            "agency",
            vec![
                by_product.clone(),
                ("/config/rules/-", rule("r", big.clone(), json!({ "lines": { "from": "value" } }))),
            ],
            "TRACKING_VALUE_MISSING",
            "/config/entities/uk/lines/tracking/0",
        ),
        (
            "agency",
            vec![
                silent,
                ("/taxRates", Value::Null),
                ("/config/entities/uk/lines/from", json!("products-or-value")),
            ],
            "CONFIG_NOT_COVERED",
            "/config/entities/uk/lines/from",
        ),
        (
            "agency",
            vec![by_product, ("/config/entities/uk/lines/from", json!("products-or-value"))],
            "CONFIG_NOT_COVERED",
            "/config/entities/uk/lines/tracking/0",
        ),
        // Deposits and stages, whatever the accounts of lines.
        (
            "agency",
            vec![by_category(), scheduled(security("999", "NONE"))],
            "ACCOUNT_UNKNOWN",
            "/config/entities/uk/schedule/depositAccount",
        ),
        (
            "agency",
            vec![by_category(), scheduled(security("260", "NONE"))],
            "ACCOUNT_ARCHIVED",
            "/config/entities/uk/schedule/depositAccount",
        ),
        (
            "agency",
            vec![by_category(), scheduled(security("200", "NONE"))],
            "ACCOUNT_NOT_FOR_SALES",
            "/config/entities/uk/schedule/depositAccount",
        ),
        (
            "agency",
            vec![by_category(), scheduled(security("835", "XX"))],
            "TAX_TYPE_UNKNOWN",
            "/config/entities/uk/schedule/depositTaxType",
        ),
        (
            "agency",
            vec![by_category(), scheduled(security("835", "INPUT2"))],
            "TAX_TYPE_NOT_FOR_ACCOUNT",
            "/config/entities/uk/schedule/depositTaxType",
        ),
        (
            "agency",
            vec![by_category(), scheduled(security("835", "OUTPUT2"))],
            "TAX_TYPE_NOT_FOR_ACCOUNT",
            "/config/entities/uk/schedule/depositTaxType",
        ),
        (
            "agency",
            vec![
                ("/config/entities/uk/lines/account", json!({ "byPipeline": { "1": "205" } })),
                scheduled(security("999", "NONE")),
            ],
            "ACCOUNT_UNKNOWN",
            "/config/entities/uk/schedule/depositAccount",
        ),
        (
            "agency",
            vec![
                by_category(),
                ("/config/rules/-", rule("r", big.clone(), json!({ "schedule": security("999", "NONE") }))),
            ],
            "ACCOUNT_UNKNOWN",
            "/config/rules/2/then/set/schedule/depositAccount",
        ),
        (
            "agency",
            vec![
                by_category(),
                scheduled(
                    json!({ "kind": "milestones", "milestones": [{ "percent": 30 }, { "percent": 30, "date": later.clone() }] }),
                ),
            ],
            "SCHEDULE_SHARES_WRONG",
            "/config/entities/uk/schedule/milestones/0",
        ),
        (
            "agency",
            vec![scheduled(
                json!({ "kind": "milestones", "amounts": "gross", "milestones": [{ "amount": 500 }, { "percent": 30, "date": later.clone() }] }),
            )],
            "SCHEDULE_SHARES_WRONG",
            "/config/entities/uk/schedule/milestones/0",
        ),
        // Taxes.
        (
            "agency",
            vec![("/config/entities/uk/lines/tax/byRate/20", json!("OUTPUT"))],
            "TAX_TYPE_UNKNOWN",
            "/config/entities/uk/lines/tax/byRate/20",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/tax/byRate", json!({ "17.5": "SROUTPUT" }))],
            "TAX_TYPE_INACTIVE",
            "/config/entities/uk/lines/tax/byRate/17.5",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/tax/byRate/20", json!("INPUT2"))],
            "TAX_TYPE_NOT_FOR_ACCOUNT",
            "/config/entities/uk/lines/tax/byRate/20",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/tax/byRate/20", json!("RROUTPUT"))],
            "TAX_RATE_CHANGED",
            "/config/entities/uk/lines/tax/byRate/20",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/tax/whenDealHasNoTax/from", json!("type"))],
            "TAX_TYPE_MISSING",
            "/config/entities/uk/lines/tax/whenDealHasNoTax/from",
        ),
        (
            "agency",
            vec![("/snapshot/accounts/Accounts/0/TaxType", Value::Null)],
            "TAX_TYPE_MISSING",
            "/config/entities/uk/lines/account/default",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/tax/whenDealHasNoTax", json!({ "amounts": "NoTax" }))],
            "TAX_LEFT_OUT",
            "/config/entities/uk/lines/tax/whenDealHasNoTax/amounts",
        ),
        (
            "agency",
            vec![("/taxRates", json!([17.5]))],
            "TAX_RATE_UNMAPPED",
            "/config/entities/uk/lines/tax/byRate",
        ),
        ("group", vec![("/taxRates", json!([20, 12.5]))], "TAX_RATE_UNMAPPED", "/config/entities/ireland"),
        (
            "agency",
            vec![("/config/entities/uk/lines/tax/whenDealHasNoTax", Value::Null)],
            "TAX_NOT_STATED",
            "/config/entities/uk/lines/tax",
        ),
        (
            "group",
            vec![("/config/entities/uk/lines/tax/byProductCode", json!({ "TRAIN": "EXEMPT" }))],
            "TAX_TYPE_UNKNOWN",
            "/config/entities/uk/lines/tax/byProductCode/TRAIN",
        ),
        (
            "group",
            vec![("/config/entities/ireland/lines/tax/treatments/0/taxType", json!("TAX03"))],
            "TAX_TYPE_UNKNOWN",
            "/config/entities/ireland/lines/tax/treatments/0/taxType",
        ),
        (
            "group",
            vec![("/config/entities/ireland/lines/tax/treatments/0/supply", json!("services"))],
            "TAX_SUPPLY_UNKNOWN",
            "/config/entities/ireland/lines/tax/treatments/0",
        ),
        (
            "group",
            vec![(
                "/config/entities/ireland/lines/tax/treatments/-",
                json!({ "buyer": { "in": "US" }, "taxType": "TAX004" }),
            )],
            "CONFIG_RULE_NEVER",
            "/config/entities/ireland/lines/tax/treatments/2",
        ),
        (
            "group",
            vec![("/config/entities/uk/lines/account/byProductCode", json!({ "TRIAN": "215" }))],
            "LINE_ITEM_UNKNOWN",
            "/config/entities/uk/lines/account/byProductCode/TRIAN",
        ),
        // Two rules, each right by itself.
        (
            "agency",
            vec![
                ("/snapshot/taxRates/TaxRates/1/CanApplyToLiabilities", json!(false)),
                (
                    "/config/rules/-",
                    rule(
                        "later",
                        condition("deal.title", "contains", "text", json!("annual")),
                        account("835"),
                    ),
                ),
                (
                    "/config/rules/-",
                    rule(
                        "less",
                        condition("deal.title", "contains", "text", json!("energy")),
                        json!({ "lines": { "tax": { "byRate": { "5": "RROUTPUT" } } } }),
                    ),
                ),
            ],
            "TAX_TYPE_NOT_FOR_ACCOUNT",
            "/config/rules/3/then/set/lines/tax/byRate/5",
        ),
        // Tracking.
        (
            "agency",
            vec![("/config/entities/uk/lines/tracking/0/category", json!("Teams"))],
            "TRACKING_CATEGORY_UNKNOWN",
            "/config/entities/uk/lines/tracking/0/category",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/tracking/0/default", json!("Studo"))],
            "TRACKING_OPTION_UNKNOWN",
            "/config/entities/uk/lines/tracking/0/default",
        ),
        (
            "group",
            vec![("/config/entities/uk/lines/tracking/0/map/Data & AI", json!("Dta"))],
            "TRACKING_OPTION_UNKNOWN",
            "/config/entities/uk/lines/tracking/0/map/Data & AI",
        ),
        (
            "group",
            vec![("/config/entities/uk/lines/tracking/0/map", Value::Null)],
            "CONFIG_NOT_COVERED",
            "/config/entities/uk/lines/tracking/0",
        ),
        (
            "agency",
            vec![
                ("/config/entities/uk/lines/tracking/0/from", Value::Null),
                ("/config/entities/uk/lines/tracking/0/default", Value::Null),
            ],
            "TRACKING_VALUE_MISSING",
            "/config/entities/uk/lines/tracking/0",
        ),
        (
            "agency",
            vec![(
                "/config/entities/uk/lines/tracking",
                json!([{ "category": "Team", "default": "Web" }, { "category": "A" }, { "category": "B" }]),
            )],
            "CONFIG_TRACKING_TOO_MANY",
            "/config/entities/uk/lines/tracking/2",
        ),
        (
            "agency",
            vec![("/snapshot/trackingCategories/TrackingCategories/0/Options/0/Status", json!("ARCHIVED"))],
            "TRACKING_OPTION_UNKNOWN",
            "/config/entities/uk/lines/tracking/0/default",
        ),
        // Currencies, documents, texts.
        (
            "agency",
            vec![("/currencies", json!(["GBP", "USD"]))],
            "CURRENCY_NOT_ENABLED",
            "/config/entities/uk",
        ),
        (
            "group",
            vec![("/config/entities/uk/document/brandingTheme", json!("Harbor UK"))],
            "CONFIG_BRANDING_UNKNOWN",
            "/config/entities/uk/document/brandingTheme",
        ),
        (
            "saas",
            vec![("/config/entities/au/document/due", Value::Null)],
            "SCHEDULE_DUE_MISSING",
            "/config/entities/au/document/status",
        ),
        (
            "agency",
            vec![("/config/entities/uk/document/due", json!({ "term": "OFFOLLOWINGMONTH", "days": 0 }))],
            "CONFIG_VALUE_WRONG",
            "/config/entities/uk/document/due/days",
        ),
        (
            "agency",
            vec![("/config/entities/uk/document/reference", json!("{field:PO numbr}"))],
            "CONFIG_FIELD_UNKNOWN",
            "/config/entities/uk/document/reference",
        ),
        (
            "agency",
            vec![("/config/entities/uk/document/reference", json!("{deal.titel}"))],
            "CONFIG_TEMPLATE_INVALID",
            "/config/entities/uk/document/reference",
        ),
        (
            "agency",
            vec![("/config/entities/uk/document/reference", json!("{field:Invoice status|new}"))],
            "CONFIG_FIELD_CIRCULAR",
            "/config/entities/uk/feedback/status",
        ),
        (
            "agency",
            vec![("/config/entities/uk/document/url", json!("larkfield.example/{deal.id}"))],
            "DEAL_URL_INVALID",
            "/config/entities/uk/document/url",
        ),
        (
            "agency",
            vec![("/config/party/taxNumber", json!("organization.field:VAT nummer"))],
            "CONFIG_FIELD_UNKNOWN",
            "/config/party/taxNumber",
        ),
        (
            "agency",
            vec![("/config/entities/uk/feedback/due", json!("field:Ammount due"))],
            "CONFIG_FIELD_UNKNOWN",
            "/config/entities/uk/feedback/due",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/acount", json!({ "default": "200" }))],
            "CONFIG_KEY_UNKNOWN",
            "/config/entities/uk/lines/acount",
        ),
        // Schedules.
        (
            "saas",
            vec![("/config/rules/0/then/set/schedule/balance", Value::Null)],
            "CONFIG_SCHEDULE_INCOMPLETE",
            "/config/rules/0/then/set/schedule/kind",
        ),
        (
            "saas",
            vec![
                ("/config/rules/0/then/set/schedule/depositTax", json!("security")),
                ("/config/rules/0/then/set/schedule/depositAccount", json!("200")),
                ("/config/rules/0/then/set/schedule/depositTaxType", json!("BASEXCLUDED")),
            ],
            "ACCOUNT_NOT_FOR_SALES",
            "/config/rules/0/then/set/schedule/depositAccount",
        ),
        (
            "saas",
            vec![("/config/rules/0/then/set/schedule/balance/date/from", json!("field:Golive day"))],
            "CONFIG_FIELD_UNKNOWN",
            "/config/rules/0/then/set/schedule/balance/date",
        ),
        // What nothing is covered by, and what nothing can decide.
        (
            "agency",
            vec![("/config/entities/uk/lines/account", json!({}))],
            "CONFIG_NOT_COVERED",
            "/config/entities/uk/lines/account",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/account/default", Value::Null)],
            "CONFIG_NOT_COVERED",
            "/config/entities/uk/lines/account",
        ),
        ("agency", vec![("/fields", Value::Null)], "CONFIG_FIELDS_MISSING", "/config/party/taxNumber"),
        (
            "agency",
            vec![("/config/rules/0/when/than", json!("100%"))],
            "CONFIG_RULE_NEVER",
            "/config/rules/0/when/than",
        ),
        (
            "agency",
            vec![("/config/rules/1/when/all/0/than", json!(["10000"]))],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/1/when/all/0/than",
        ),
        (
            "agency",
            vec![("/config/rules/1/when/all/0/than", json!("10000 GBP"))],
            "CONFIG_NOT_COVERED",
            "/config/rules/1/when/all/0/than",
        ),
        (
            "agency",
            vec![("/config/rules/0/when", condition("deal.title", "greater", "than", json!(5)))],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/0/when/than",
        ),
        (
            "agency",
            vec![("/config/rules/0/when", condition("field:Team", "contains", "text", json!("Wbe")))],
            "CONFIG_RULE_VALUE_UNKNOWN",
            "/config/rules/0/when/text",
        ),
        (
            "agency",
            vec![("/config/rules/0/when", condition("deal.stage", "equal", "to", json!("Signed")))],
            "CONFIG_NAME_UNRESOLVED",
            "/config/rules/0/when/to",
        ),
        (
            "agency",
            vec![("/config/rules/0/when", condition("contact.overdue", "greater", "than", json!("10 EUR")))],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/0/when/than",
        ),
        (
            "agency",
            vec![("/config/rules/0/when", condition("contact.outstanding", "equal", "to", json!("10 EUR")))],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/0/when/to",
        ),
        (
            "group",
            vec![(
                "/config/rules/0/when",
                condition("contact.overdue", "at least", "than", json!(["1 GBP", "2 EUR"])),
            )],
            "CONFIG_NOT_COVERED",
            "/config/rules/0/when/than",
        ),
        (
            "agency",
            vec![(
                "/config/rules/0/when",
                json!({ "field": "contact.overdue", "is": "between", "from": "1 GBP", "to": "9000 EUR" }),
            )],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/0/when/to",
        ),
        (
            "agency",
            vec![(
                "/config/rules/0/when",
                json!({ "field": "deal.value", "is": "between", "from": "1 GBP", "to": "9000 EUR" }),
            )],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/0/when/to",
        ),
        (
            "agency",
            vec![
                (
                    "/config/rules/0/when",
                    json!({ "field": "deal.billed", "is": "between", "from": ["1 GBP", "1 EUR"], "to": "9000 GBP" }),
                ),
                ("/currencies", json!(["GBP", "EUR"])),
            ],
            "CONFIG_NOT_COVERED",
            "/config/rules/0/when/from",
        ),
        (
            "agency",
            vec![(
                "/config/rules/0/when",
                condition("party.country", "starts with", "text", json!("United")),
            )],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/0/when/text",
        ),
        (
            "agency",
            vec![("/config/rules/0/when", condition("party.country", "not contains", "text", json!("land")))],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/0/when/text",
        ),
        (
            "agency",
            vec![("/config/rules/0/when", condition("party.kind", "contains", "text", json!("company")))],
            "CONFIG_RULE_VALUE_UNKNOWN",
            "/config/rules/0/when/text",
        ),
        (
            "agency",
            vec![("/config/rules/0/when", condition("deal.stage", "contains", "text", json!("Signed")))],
            "CONFIG_NAME_UNRESOLVED",
            "/config/rules/0/when/text",
        ),
        // One product is never both.
        (
            "agency",
            vec![(
                "/config/rules/0/when",
                json!({ "all": [condition("product.code", "equal", "to", json!("HOST")),
                    { "any": [condition("product.code", "equal", "to", json!("SEO")), condition("product.code", "empty", "is", json!("empty"))] }] }),
            )],
            "CONFIG_RULE_NEVER",
            "/config/rules/0",
        ),
        (
            "group",
            vec![("/config/entities/ireland/lines/tax/treatments/0/buyer", json!({ "in": "UK" }))],
            "CONFIG_COUNTRY_UNKNOWN",
            "/config/entities/ireland/lines/tax/treatments/0/buyer/in",
        ),
        // A plan knows no list of pipelines, only what the metadata of fields says.
        (
            "group",
            vec![
                ("/fields/deal", json!([])),
                (
                    "/pipelines",
                    json!([{ "id": 1, "name": "UK" }, { "id": 2, "name": "Europe" }, { "id": 3, "name": "Pacific" }]),
                ),
                ("/config/party", Value::Null),
                ("/config/entities/uk/lines/tracking", json!([])),
                ("/config/entities/uk/document", json!({})),
                ("/config/entities/uk/feedback", Value::Null),
            ],
            "CONFIG_NAME_UNRESOLVED",
            "/config/rules/0/when/to",
        ),
        (
            "agency",
            vec![("/config/rules/0/then/wait", json!({ "until": "field:Amount due" }))],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/0/then/wait/until",
        ),
        (
            "agency",
            vec![("/config/rules/0/then/wait", json!({ "from": "field:Amount due", "days": 30 }))],
            "CONFIG_FIELD_UNFIT",
            "/config/rules/0/then/wait/from",
        ),
        (
            "agency",
            vec![("/config/rules/0/when/is", json!("greater than"))],
            "CONFIG_VALUE_UNKNOWN",
            "/config/rules/0/when/is",
        ),
        (
            "agency",
            vec![("/config/rules/0/then/skip", json!("by hand"))],
            "CONFIG_RULES_CONTRADICT",
            "/config/rules/0/then/hold",
        ),
        (
            "agency",
            vec![("/config/rules/0/when", condition("field:Amount due", "greater", "than", json!("0 GBP")))],
            "CONFIG_FIELD_CIRCULAR",
            "/config/rules/0/when/field",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/account/byPipeline", json!({ "Projcts": "205" }))],
            "CONFIG_NAME_UNKNOWN",
            "/config/entities/uk/lines/account/byPipeline/Projcts",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/tracking/0/map", json!({ "Wbe": "Web" }))],
            "CONFIG_NAME_UNKNOWN",
            "/config/entities/uk/lines/tracking/0/map/Wbe",
        ),
        (
            "agency",
            vec![("/config/entities/uk/lines/tax/treatments", json!([{ "taxType": "ZERORATEDOUTPUT" }]))],
            "CONFIG_TREATMENT_OPEN",
            "/config/entities/uk/lines/tax/treatments/0",
        ),
        (
            "group",
            vec![("/config/entities/ireland/lines/tax/treatments/0/buyer/with", Value::Null)],
            "CONFIG_TREATMENT_OPEN",
            "/config/entities/ireland/lines/tax/treatments/0",
        ),
        (
            "agency",
            vec![("/config/rules/0/when/than", json!("0.2"))],
            "CONFIG_VALUE_UNLIKELY",
            "/config/rules/0/when/than",
        ),
        (
            "saas",
            vec![("/config/rules/0/then/set/schedule/deposit/percent", json!(0.4))],
            "CONFIG_VALUE_UNLIKELY",
            "/config/rules/0/then/set/schedule/deposit/percent",
        ),
        (
            "agency",
            vec![("/config/entities/uk/document/due", json!({ "from": "contact" }))],
            "CONFIG_NOT_COVERED",
            "/config/entities/uk/document/due",
        ),
        (
            "agency",
            vec![("/config/rules/0/then/skip", json!(false))],
            "CONFIG_VALUE_WRONG",
            "/config/rules/0/then/skip",
        ),
        ("agency", vec![("/snapshot/takenAt", Value::Null)], "CONFIG_SNAPSHOT_UNDATED", "/snapshot"),
        (
            "group",
            vec![("/snapshots/ireland", Value::Null)],
            "CONFIG_SNAPSHOT_MISSING",
            "/config/entities/ireland",
        ),
        // Rules.
        (
            "agency",
            vec![("/config/rules/0/when", json!({ "all": [big.clone(), small.clone()] }))],
            "CONFIG_RULE_NEVER",
            "/config/rules/0",
        ),
        (
            "saas",
            vec![("/config/rules/1/when/to", json!("Goverment"))],
            "CONFIG_RULE_VALUE_UNKNOWN",
            "/config/rules/1/when/to",
        ),
        (
            "group",
            vec![("/config/rules/0/when/to", json!("Europa"))],
            "CONFIG_RULE_VALUE_UNKNOWN",
            "/config/rules/0/when/to",
        ),
        (
            "group",
            vec![("/config/rules/0/when", condition("party.country", "equal", "to", json!("IRL")))],
            "CONFIG_RULE_VALUE_UNKNOWN",
            "/config/rules/0/when/to",
        ),
        (
            "group",
            vec![("/config/rules/0/when", condition("field:Practise", "equal", "to", json!("Data & AI")))],
            "CONFIG_FIELD_UNKNOWN",
            "/config/rules/0/when/field",
        ),
        (
            "group",
            vec![("/config/rules/0/then/entity", json!("irland"))],
            "CONFIG_ENTITY_UNKNOWN",
            "/config/rules/0/then/entity",
        ),
        (
            "agency",
            vec![
                ("/config/apply", json!("first")),
                (
                    "/config/rules/-",
                    json!({ "name": "huge discount", "when": condition("deal.discount", "greater", "than", json!("40%")), "then": { "skip": "by hand" } }),
                ),
            ],
            "CONFIG_RULE_NEVER",
            "/config/rules/2",
        ),
        (
            "agency",
            vec![
                (
                    "/config/rules/-",
                    rule("a", condition("deal.title", "contains", "text", json!("web")), account("200")),
                ),
                (
                    "/config/rules/-",
                    rule("b", condition("deal.title", "contains", "text", json!("host")), account("205")),
                ),
            ],
            "CONFIG_RULES_CONTRADICT",
            "/config/rules/3/then/set/lines/account/default",
        ),
        (
            "group",
            vec![("/config/rules/1/when", condition("deal.title", "contains", "text", json!("NZ")))],
            "CONFIG_RULES_CONTRADICT",
            "/config/rules/1/then/entity",
        ),
        // An entity that no deal comes to.
        ("group", vec![("/config/rules", json!([]))], "CONFIG_NOT_COVERED", "/config/entities/newzealand"),
        (
            "group",
            vec![("/config/entity", Value::Null)],
            "CONFIG_ENTITY_UNDECIDED",
            "/config/entities/newzealand",
        ),
        (
            "agency",
            vec![("/config/owners", Value::Null)],
            "CONFIG_OWNER_MISSING",
            "/config/rules/0/then/hold",
        ),
        (
            "group",
            vec![("/config/owners/default", Value::Null)],
            "CONFIG_OWNER_MISSING",
            "/config/rules/3/then/alert",
        ),
        ("agency", vec![("/config/owners/default", Value::Null)], "CONFIG_OWNER_MISSING", "/config/owners"),
        ("saas", vec![("/config/owners", Value::Null)], "CONFIG_OWNER_MISSING", "/config"),
        // Shares.
        (
            "group",
            split(json!([{ "entity": "uk" }, training.clone()])),
            "CONFIG_RULE_NEVER",
            "/config/split/1",
        ),
        (
            "group",
            split(json!([
                { "when": condition("product.code", "in", "values", json!(["TRAIN", "HOST"])), "entity": "newzealand" },
                training.clone(),
                { "entity": "uk" }
            ])),
            "CONFIG_RULE_NEVER",
            "/config/split/1",
        ),
        (
            "group",
            split(json!([{ "when": { "all": [
                    condition("product.quantity", "greater", "than", json!(9)),
                    condition("product.quantity", "less", "than", json!(5))
                ] }, "entity": "ireland" }, { "entity": "uk" }])),
            "CONFIG_RULE_NEVER",
            "/config/split/0",
        ),
        (
            "group",
            and(shared(), ("/config/rules/-", json!({ "name": "all", "then": { "entity": "uk" } }))),
            "CONFIG_RULE_NEVER",
            "/config/split/1",
        ),
        ("group", split(json!([training.clone()])), "CONFIG_NOT_COVERED", "/config/split/0"),
        (
            "group",
            split(
                json!([{ "when": condition("product.cod", "equal", "to", json!("TRAIN")), "entity": "ireland" }, { "entity": "uk" }]),
            ),
            "CONFIG_FIELD_INVALID",
            "/config/split/0/when/field",
        ),
        (
            "group",
            split(
                json!([{ "when": condition("product.billing_frequency", "equal", "to", json!("monthley")), "entity": "ireland" }, { "entity": "uk" }]),
            ),
            "CONFIG_RULE_VALUE_UNKNOWN",
            "/config/split/0/when/to",
        ),
        (
            "group",
            and(shared(), ("/config/entity", Value::Null)),
            "CONFIG_NOT_COVERED",
            "/config/entities/newzealand",
        ),
        (
            "group",
            and(shared(), ("/config/entities/ireland/lines/from", json!("value"))),
            "CONFIG_VALUE_WRONG",
            "/config/entities/ireland/lines/from",
        ),
        (
            "group",
            and(
                shared(),
                ("/config/entities/ireland/schedule", json!({ "kind": "installments", "amounts": "gross" })),
            ),
            "SCHEDULE_SHARES_WRONG",
            "/config/entities/ireland/schedule/kind",
        ),
        (
            "group",
            and(
                shared(),
                (
                    "/config/entities/ireland/schedule",
                    json!({ "kind": "deposit", "amounts": "gross", "deposit": { "amount": "field:Practice" }, "balance": { "date": { "days": 30 } }, "depositTax": "part-payment" }),
                ),
            ),
            "SCHEDULE_SHARES_WRONG",
            "/config/entities/ireland/schedule/deposit/amount",
        ),
        // An account of the one organisation alone, for deals that both bill.
        (
            "group",
            and(shared(), ("/config/rules/-", rule("training", big.clone(), account("215")))),
            "ACCOUNT_UNKNOWN",
            "/config/rules/4/then/set/lines/account/default",
        ),
        (
            "group",
            and(and(shared(), ("/config/rules", json!([]))), ("/snapshots/ireland", Value::Null)),
            "CONFIG_SNAPSHOT_MISSING",
            "/config/entities/ireland",
        ),
        // Snapshots.
        ("group", vec![("/snapshots/uk/items", Value::Null)], "CONFIG_SNAPSHOT_INCOMPLETE", "/snapshots/uk"),
        (
            "agency",
            vec![("/snapshot/tenantId", json!("ffffffff-9458-4c7d-93cc-f02b81b0594f"))],
            "CONFIG_SNAPSHOT_OTHER",
            "/snapshot/tenantId",
        ),
        (
            "agency",
            vec![("/snapshot/takenAt", json!("2026-05-01T00:00:00Z"))],
            "CONFIG_SNAPSHOT_STALE",
            "/snapshot/takenAt",
        ),
        (
            "agency",
            vec![("/snapshot/trackingCategories", Value::Null)],
            "CONFIG_SNAPSHOT_INCOMPLETE",
            "/snapshot",
        ),
    ]
}

#[test]
fn each_kind_of_mistake_is_found_where_it_was_made() {
    let mut wrong = Vec::new();
    for (name, changes, code, path) in mistakes() {
        let mut input = example(name);
        input.as_object_mut().unwrap().remove("deals");
        for (pointer, value) in &changes {
            set(&mut input, pointer, value.clone());
        }
        let found = check(&input);
        let findings = found["findings"].as_array().unwrap();
        let one = findings.iter().find(|one| one["code"] == code && one["path"] == path);
        let is_error = one.is_some_and(|one| one["severity"] == "error");
        if one.is_none() || found["ok"] == is_error {
            wrong.push(format!("{code} at {path}: {changes:?} → {findings:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
