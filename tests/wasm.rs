//! The edge inside WebAssembly: what JavaScript may hand over, and what comes back.

#![cfg(target_family = "wasm")]

use js_sys::{Function, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use wonvoice::edge::exports;

const BASE: &str = include_str!("fixtures/base/uk.json");

fn object(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

fn script(body: &str) -> JsValue {
    Function::new_no_args(body).call0(&JsValue::NULL).unwrap()
}

fn text(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| Reflect::get(&value, &JsValue::from_str(key)).unwrap())
}

#[wasm_bindgen_test]
fn objects_and_text_give_the_same_bytes() {
    let as_objects = exports::map_deal_to_invoice(object(BASE), JsValue::UNDEFINED).ok().unwrap();
    let as_text = exports::call_json("mapDealToInvoice", BASE.to_owned()).ok().unwrap();
    assert_eq!(text(&as_objects), as_text);
    assert_eq!(get(&as_objects, "ok"), JsValue::TRUE);
    assert_eq!(wonvoice::call_json("mapDealToInvoice", BASE).unwrap(), as_text);
}

#[wasm_bindgen_test]
fn a_mapper_says_the_same_without_config_in_the_input() {
    let whole = object(BASE);
    let mapper = exports::Mapper::new(get(&whole, "config"), get(&whole, "snapshot"));
    let plan = mapper.map(whole.clone(), JsValue::UNDEFINED).ok().unwrap();
    let once = exports::map_deal_to_invoice(whole.clone(), JsValue::UNDEFINED).ok().unwrap();
    assert_eq!(text(&get(&plan, "documents.0.body")), text(&get(&once, "documents.0.body")));
    let list = js_sys::Array::of2(&whole, &whole);
    let many = mapper.map_many(list.into(), object(r#"{"trace":false}"#)).ok().unwrap();
    assert_eq!(get(&many, "length"), JsValue::from_f64(2.0));
    assert_eq!(get(&many, "1.documents.0.contentHash"), get(&once, "documents.0.contentHash"));
    assert!(get(&many, "1.documents.0.trace").is_undefined());
}

/// What no JSON can say becomes a finding at its place, and never a document.
#[wasm_bindgen_test]
fn hostile_values_become_findings() {
    for (part, value, path) in [
        ("price", "NaN", "/products/data/0/item_price"),
        ("price", "Infinity", "/products/data/0/item_price"),
        ("price", "2 ** 53 + 2", "/products/data/0/item_price"),
        ("price", "0.1 + 0.2", "/products/data/0/item_price"),
        ("price", "10n ** 20n", "/products/data/0/item_price"),
        ("price", "() => 1", "/products/data/0"),
        ("price", "{}", "/products/data/0/item_price"),
        ("title", "'half \\ud83d'", "/deal/data/title"),
    ] {
        let input = object(BASE);
        let target = if part == "title" { get(&input, "deal.data") } else { get(&input, "products.data.0") };
        let key = if part == "title" { "title" } else { "item_price" };
        Reflect::set(&target, &JsValue::from_str(key), &script(&format!("return {value}"))).unwrap();
        let plan = exports::map_deal_to_invoice(input, JsValue::UNDEFINED).ok().unwrap();
        assert_eq!(get(&plan, "ok"), JsValue::FALSE, "{value}");
        assert_eq!(get(&plan, "documents.length"), JsValue::from_f64(0.0), "{value}");
        assert!(
            text(&get(&plan, "findings")).contains(&format!("\"path\":\"{path}\"")),
            "{value}: {}",
            text(&get(&plan, "findings"))
        );
    }
}

#[wasm_bindgen_test]
fn nothing_escapes_from_objects_that_throw() {
    for make in [
        "return { get deal() { throw new Error('no') } }",
        "const o = {}; o.deal = o; return o",
        "let o = {}; for (let i = 0; i < 20000; i++) o = { deal: o }; return o",
        "return { deal: new Proxy({}, { ownKeys() { throw new Error('no') } }) }",
        "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return { deal: proxy }",
        "return { deal: new Proxy([], { get() { throw 1 } }) }",
        "return { deal: new Date(NaN), products: Symbol.iterator, config: new Map() }",
        "const a = []; a.length = 4294967295; return { deal: {}, products: a }",
        "return { deal: { toJSON() { return 1 } } }",
    ] {
        let answer = exports::validate(script(make)).ok().unwrap();
        assert_eq!(get(&answer, "ok"), JsValue::FALSE, "{make}");
    }
}

#[wasm_bindgen_test]
fn what_is_no_object_is_refused_in_one_line() {
    for value in ["null", "[]", "'text'", "1", "undefined", "NaN"] {
        let error: JsValue = exports::validate(script(&format!("return {value}"))).err().unwrap().into();
        let message = get(&error, "message").as_string().unwrap();
        assert!(message.starts_with("INPUT_NOT_AN_OBJECT: ") && !message.contains('\n'), "{message}");
        assert!(error.is_instance_of::<js_sys::Error>());
    }
}

#[wasm_bindgen_test]
fn contacts_are_aligned_and_grouped_as_objects_and_as_text() {
    const ALIGNED: &str = r#"{"party":{"name":"ACME Ltd","email":"pay@acme.example"},
        "contact":{"ContactID":"430fa14a-f945-44d3-9f97-5df5e28441b8","Name":"Acme Ltd"},"ownership":{"email":"crm"}}"#;
    const GROUPED: &str = r#"{"contacts":[{"ContactID":"430fa14a-f945-44d3-9f97-5df5e28441b8","Name":"Zyxelon Limited"},
        {"ContactID":"3ec601ad-eddc-4ccb-a8ac-736e88293b1b","Name":"ZYXELON LTD."}]}"#;
    let aligned = exports::align_contact(object(ALIGNED)).ok().unwrap();
    assert_eq!(text(&aligned), exports::call_json("alignContact", ALIGNED.to_owned()).ok().unwrap());
    assert_eq!(get(&aligned, "ledgerPatch.EmailAddress"), JsValue::from_str("pay@acme.example"));
    assert!(get(&aligned, "ledgerPatch.Name").is_undefined());
    let grouped = exports::find_duplicates(object(GROUPED)).ok().unwrap();
    assert_eq!(text(&grouped), exports::call_json("findDuplicates", GROUPED.to_owned()).ok().unwrap());
    assert_eq!(get(&grouped, "groups.0.contacts.length"), JsValue::from_f64(2.0));
}

/// Contacts enough to cross in parts; `at` decides what stands where one of them would.
fn rows(count: u32, at: u32, instead: &str) -> JsValue {
    script(&format!(
        "const id = (n) => '00000000-0000-4000-8000-' + String(n).padStart(12, '0');
         return Array.from({{ length: {count} }}, (_, n) => n === {at} ? {instead} : {{ ContactID: id(n), ContactStatus: 'ACTIVE',
           Name: 'Firm' + (n * 7919 % 100000).toString(26) + 'x Ltd', EmailAddress: 'office@firm' + n + '.example' }})"
    ))
}

const SOUGHT: &str = r#"{"party":{"name":"Whatever","email":"office@firm2300.example"}}"#;

#[wasm_bindgen_test]
fn an_index_answers_as_the_list_does_and_takes_changes_in() {
    let contacts = rows(2500, u32::MAX, "0");
    let mut index = exports::ContactIndex::new(contacts.clone());
    let of_text = exports::ContactIndex::new(JSON::stringify(&contacts).unwrap().into());
    let whole = object(SOUGHT);
    Reflect::set(&whole, &JsValue::from_str("contacts"), &contacts).unwrap();
    let of_list = exports::match_contact(whole).ok().unwrap();
    let answer = index.matched(object(SOUGHT)).ok().unwrap();
    assert_eq!(
        get(&answer, "candidates.0.contactId").as_string().unwrap(),
        "00000000-0000-4000-8000-000000002300"
    );
    assert_eq!(text(&answer), text(&of_list));
    assert_eq!(text(&answer), text(&of_text.matched(object(SOUGHT)).ok().unwrap()));
    assert_eq!(text(&answer), index.call_json("match", SOUGHT.to_owned()).ok().unwrap());
    assert_eq!(get(&index.memory().ok().unwrap(), "contacts"), JsValue::from_f64(2500.0));
    let gone = r#"{"Contacts":[{"ContactID":"00000000-0000-4000-8000-000000002300","Name":"Gone","EmailAddress":"else@where.example"}]}"#;
    let update = index.update(object(gone)).ok().unwrap();
    assert_eq!(text(&update), r#"{"ok":true,"added":0,"changed":1,"findings":[]}"#);
    let answer = index.matched(object(SOUGHT)).ok().unwrap();
    assert!(!text(&answer).contains("000000002300"), "{}", text(&answer));
    assert!(index.matched(JsValue::NULL).is_err() && index.call_json("forget", String::new()).is_err());
}

/// Rows cross as text; what JSON cannot say is read value by value, and the rows beside it are found.
#[wasm_bindgen_test]
fn rows_that_json_cannot_say_spoil_no_others() {
    for (instead, is_wrong) in [
        ("{ ContactID: id(n), Name: 10n ** 20n }", false),
        ("{ ContactID: id(n), get Name() { throw new Error('no') } }", false),
        ("(() => { const o = { ContactID: id(n) }; o.Addresses = [o]; return o })()", false),
        ("{ ContactID: id(n), Name: 'half \\ud83d' }", false),
        ("{ ContactID: id(n), Name: NaN, toJSON: 1 }", false),
        ("(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()", true),
        ("undefined", true),
        ("Symbol.iterator", true),
        ("[1]", true),
    ] {
        let index = exports::ContactIndex::new(rows(2500, 2250, instead));
        let answer = index.matched(object(SOUGHT)).ok().unwrap();
        assert!(text(&answer).contains("000000002300"), "{instead}: {}", text(&answer));
        let codes = text(&get(&answer, "findings"));
        assert_eq!(codes.contains("INPUT_PART_WRONG"), is_wrong, "{instead}: {codes}");
    }
}
