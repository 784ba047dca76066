//! Inputs from inputs: a few changes to the tree, seldom to the bytes.

use crate::tree::Tree;

/// As libFuzzer wants it: changes the first `size` bytes in place, and returns how many there are now.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random::new(seed);
    let text = String::from_utf8_lossy(&data[..size.min(data.len())]).into_owned();
    let Some(mut tree) = Tree::read(&text).filter(|_| !random.one_in(12)) else {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    };
    for _ in 0..1 + random.below(4) {
        change(&mut tree, &mut random);
    }
    put(&tree, data, max_size).unwrap_or_else(|| libfuzzer_sys::fuzzer_mutate(data, size, max_size))
}

/// A part of `other` in the place of a part of `one`.
pub fn cross(one: &[u8], other: &[u8], out: &mut [u8], seed: u32) -> usize {
    let mut random = Random::new(seed);
    let read = |bytes: &[u8]| Tree::read(&String::from_utf8_lossy(bytes));
    let Some((mut tree, other)) = read(one).zip(read(other)) else { return 0 };
    // Where both have the same path, the other's part fits best.
    let path = pick(&tree, &mut random);
    let part = match other.at(&path).filter(|_| !random.one_in(3)) {
        Some(part) => part.clone(),
        None => other.at(&pick(&other, &mut random)).cloned().unwrap_or(other),
    };
    if let Some(place) = tree.at_mut(&path) {
        *place = part;
    }
    let size = out.len();
    put(&tree, out, size).unwrap_or(0)
}

fn put(tree: &Tree, data: &mut [u8], max_size: usize) -> Option<usize> {
    let text = tree.text();
    let room = data.get_mut(..text.len()).filter(|_| text.len() <= max_size)?;
    room.copy_from_slice(text.as_bytes());
    Some(text.len())
}

/// A path to a value; big and deep parts are not chosen much more often than others.
fn pick(tree: &Tree, random: &mut Random) -> Vec<usize> {
    let mut path = Vec::new();
    let mut here = tree;
    while here.width() > 0 && !(path.len() > 1 && random.one_in(5)) {
        let index = random.below(here.width());
        let Some(child) = here.child(index) else { break };
        path.push(index);
        here = child;
    }
    path
}

fn change(tree: &mut Tree, random: &mut Random) {
    let path = pick(tree, random);
    let Some((last, parent)) = path.split_last() else {
        *tree = odd(random);
        return;
    };
    let elsewhere = tree.at(&pick(tree, random)).cloned();
    let Some(parent) = tree.at_mut(parent) else { return };
    let key = KEYS[random.below(KEYS.len())];
    match (random.below(16), &mut *parent) {
        (0 | 1, Tree::List(items)) => {
            items.remove(*last);
            return;
        }
        (0 | 1, Tree::Object(members)) => {
            members.remove(*last);
            return;
        }
        (2, Tree::List(items)) => {
            let times = if random.one_in(8) { 60 } else { 1 };
            let copies = vec![items[*last].clone(); times];
            items.splice(*last..*last, copies);
            return;
        }
        (2, Tree::Object(members)) => {
            let place = random.below(members.len() + 1);
            members.insert(place, members[*last].clone());
            return;
        }
        (3, Tree::List(items)) => {
            let place = random.below(items.len());
            items.swap(*last, place);
            return;
        }
        (3, Tree::Object(members)) => {
            let place = random.below(members.len());
            members.swap(*last, place);
            return;
        }
        (4, Tree::Object(members)) => {
            members[*last].0 =
                if random.one_in(2) { key.to_owned() } else { other_text(&members[*last].0, random) };
            return;
        }
        (5, Tree::Object(members)) => {
            members.push((key.to_owned(), odd(random)));
            return;
        }
        _ => {}
    }
    let Some(value) = tree.at_mut(&path) else { return };
    *value = match (random.below(12), &*value) {
        (0..=2, _) => odd(random),
        (3 | 4, value) => elsewhere.unwrap_or_else(|| value.clone()),
        (5, value) => Tree::List(vec![value.clone()]),
        (6, value) => Tree::Object(vec![
            ("success".into(), Tree::Raw("true".into())),
            (if random.one_in(2) { "data".into() } else { key.into() }, value.clone()),
        ]),
        (7, value) if random.one_in(3) => {
            let levels = 1 + random.below(70);
            (0..levels).fold(value.clone(), |inner, _| Tree::List(vec![inner]))
        }
        (8, value @ (Tree::List(_) | Tree::Object(_))) => Tree::Text(value.text()),
        (8, Tree::Raw(number)) => Tree::Text(number.clone()),
        (8, Tree::Text(text)) if text.parse::<f64>().is_ok_and(f64::is_finite) => {
            Tree::read(text).unwrap_or_else(|| Tree::Text(text.clone()))
        }
        (_, Tree::Raw(number)) => Tree::read(&other_number(number, random)).unwrap_or_else(|| odd(random)),
        (_, Tree::Text(text)) => Tree::Text(other_text(text, random)),
        (_, value) => value.clone(),
    };
}

fn other_number(number: &str, random: &mut Random) -> String {
    let digit = char::from(b'0' + random.below(10) as u8);
    let place = random.below(number.len() + 1);
    match random.below(8) {
        0 => number.strip_prefix('-').map_or_else(|| format!("-{number}"), str::to_owned),
        1 => format!("{number}{digit}"),
        2 => number.get(..number.len() - 1).unwrap_or("0").to_owned(),
        3 => format!("{number}.{digit}{digit}{}", "0".repeat(random.below(20))),
        4 => format!("{number}e{}", random.below(40) as i32 - 20),
        5 => format!("{}{digit}{}", number.get(..place).unwrap_or(""), number.get(place..).unwrap_or("")),
        6 => format!("{}.{}", number.get(..place).unwrap_or(""), number.get(place..).unwrap_or("")),
        _ => format!("{}{}", digit, "9".repeat(random.below(18))),
    }
}

fn other_text(text: &str, random: &mut Random) -> String {
    let letters: Vec<char> = text.chars().collect();
    let place = random.below(letters.len() + 1);
    let (before, after) = letters.split_at(place);
    let before: String = before.iter().collect();
    let after: String = after.iter().collect();
    match random.below(9) {
        0 | 1 => format!("{before}{}{after}", ODD_LETTERS[random.below(ODD_LETTERS.len())]),
        2 => format!("{before}{}", after.chars().skip(1).collect::<String>()),
        3 => before,
        4 => text.to_uppercase(),
        5 => format!("{before}{}{after}", &text.repeat(1 + random.below(3))),
        6 => text.repeat(2 + 300 / (text.len() + 1)),
        7 => ODD_TEXTS[random.below(ODD_TEXTS.len())].to_owned(),
        _ => format!("{before}{}{after}", ODD_TEXTS[random.below(ODD_TEXTS.len())]),
    }
}

fn odd(random: &mut Random) -> Tree {
    match random.below(10) {
        0 => Tree::Raw("null".into()),
        1 => Tree::Raw(if random.one_in(2) { "true" } else { "false" }.into()),
        2..=4 => Tree::Raw(ODD_NUMBERS[random.below(ODD_NUMBERS.len())].into()),
        5..=7 => Tree::Text(ODD_TEXTS[random.below(ODD_TEXTS.len())].into()),
        8 => Tree::List(Vec::new()),
        _ => Tree::Object(vec![(KEYS[random.below(KEYS.len())].into(), Tree::Raw("1".into()))]),
    }
}

/// Xorshift: the same seed makes the same input again.
struct Random(u64);

impl Random {
    fn new(seed: u32) -> Self {
        Self((u64::from(seed) << 1 | 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    fn one_in(&mut self, chance: usize) -> bool {
        self.below(chance) == 0
    }
}

const ODD_NUMBERS: [&str; 36] = [
    "0",
    "-0",
    "1",
    "-1",
    "2",
    "3",
    "0.005",
    "0.01",
    "0.1",
    "1.005",
    "2.5e-7",
    "100",
    "101",
    "-79.5",
    "33.333333",
    "99999999999.99",
    "999999999999999",
    "999999999999.999",
    "0.000000000000001",
    "1e14",
    "1e15",
    "1e400",
    "-1e400",
    "1e-400",
    "1e-2147483648",
    "1e2147483647",
    "1e-28",
    "9007199254740991",
    "9007199254740993",
    "2147483648",
    "18446744073709551616",
    "123456789012345678901234567890",
    "0.1234567890123456789",
    "NaN",
    "-Infinity",
    "undefined",
];

const ODD_TEXTS: [&str; 56] = [
    "",
    " ",
    "0",
    "-3",
    "12.5",
    "1e400",
    "1,000.00",
    "NaN",
    "null",
    "true",
    "{}",
    "[1]",
    "{\"a\":",
    "[[[[",
    "won",
    "lost",
    "deleted",
    "open",
    "inclusive",
    "exclusive",
    "none",
    "Inclusive",
    "NoTax",
    "percentage",
    "amount",
    "EUR",
    "JPY",
    "XXX",
    "GB",
    "EU",
    "OUTPUT2",
    "monthly",
    "2026-02-30",
    "2024-02-29",
    "0001-01-01",
    "9999-12-31",
    "-0001-01-01",
    "2026-07-14T23:59:59+99:99",
    "2026-12-31T00:00:00-12:00",
    "/Date(9223372036854775807+0000)/",
    "/Date(-9223372036854775808)/",
    "/Date(253402300799999)/",
    "{deal.title}",
    "{deal.nope}",
    "{field:PO|none}",
    "{field:",
    "field:PO#",
    "deal.",
    "organization.name",
    "430fa14a-f945-44d3-9f97-5df5e28441b8",
    "00000000-0000-0000-0000-000000000000",
    "a@b.c",
    "GB123456789",
    "/~1~0",
    "x.",
    "a\nb\u{2028}c\r.",
];

const ODD_LETTERS: [char; 30] = [
    '\0',
    '\n',
    '\r',
    '\t',
    '\u{85}',
    '\u{a0}',
    '\u{ad}',
    '\u{301}',
    '\u{200b}',
    '\u{202e}',
    '\u{2028}',
    '\u{2029}',
    '\u{3000}',
    '\u{feff}',
    '\u{fffd}',
    '\u{10ffff}',
    '😀',
    'ß',
    'İ',
    'ſ',
    'ﬁ',
    '٣',
    '²',
    '`',
    '"',
    '\\',
    '{',
    '}',
    '|',
    '.',
];

/// Names that something reads; the seeds bring the others.
const KEYS: [&str; 69] = [
    "deal",
    "products",
    "productDetails",
    "discounts",
    "installments",
    "amount",
    "billing_date",
    "billing_frequency_cycles",
    "billing_start_date",
    "schedule",
    "percent",
    "rest",
    "date",
    "form",
    "organization",
    "person",
    "fields",
    "contact",
    "contacts",
    "existing",
    "config",
    "snapshot",
    "snapshots",
    "localDates",
    "now",
    "options",
    "trace",
    "inputs",
    "document",
    "unitDp",
    "predicted",
    "answered",
    "data",
    "success",
    "additional_data",
    "current",
    "previous",
    "meta",
    "event",
    "id",
    "value",
    "label",
    "currency",
    "status",
    "won_time",
    "custom_fields",
    "tax",
    "tax_method",
    "discount",
    "discount_type",
    "quantity",
    "item_price",
    "sum",
    "billing_frequency",
    "is_deleted",
    "enabled",
    "LineItems",
    "Quantity",
    "UnitAmount",
    "LineAmount",
    "DiscountRate",
    "DiscountAmount",
    "TaxType",
    "TaxRates",
    "Invoices",
    "Contacts",
    "Organisations",
    "pagination",
    "__proto__",
];
