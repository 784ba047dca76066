//! The index of contacts natively, at sizes that a browser would not hold: how the cost of a query grows.

use std::io::{self, Write};
use std::time::Instant;

use wonvoice::contact::index::ContactIndex;
use wonvoice::read::{Source, parse_or_say};

const SIZES: [usize; 4] = [1000, 10_000, 100_000, 1_000_000];
const QUERIES: usize = 500;

/// A sequence that is the same every time (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }
}

const SYLLABLES: [&str; 24] = [
    "ba", "cor", "dan", "el", "fin", "gar", "hol", "in", "jas", "kel", "lor", "mar", "nor", "os", "pel",
    "quin", "ros", "sten", "tor", "ul", "ver", "wex", "yor", "zan",
];
const TRADES: [&str; 12] = [
    "Consulting",
    "Services",
    "Trading",
    "Roofing",
    "Bakery",
    "Logistics",
    "Group",
    "Studio",
    "Foods",
    "Motors",
    "Interiors",
    "Systems",
];
const FORMS: [&str; 6] = ["Ltd", "Limited", "GmbH", "Inc", "Pty Ltd", "BV"];
const TOWNS: [&str; 8] = ["Leeds", "London", "Berlin", "Boston", "Sydney", "Utrecht", "Auckland", "Lyon"];

fn word(random: &mut Random) -> String {
    let count = 2 + random.below(2);
    let mut word: String = (0..count).map(|_| random.pick(&SYLLABLES)).collect();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

/// A contact as `(Name, EmailAddress, PhoneNumber, AddressLine1, City)`.
fn details(random: &mut Random) -> [String; 5] {
    let own = word(random);
    let second = if random.below(3) == 0 { word(random) + " " } else { String::new() };
    let (trade, form) = (random.pick(&TRADES), random.pick(&FORMS));
    let domain = own.to_ascii_lowercase();
    let street = word(random);
    [
        format!("{own} {second}{trade} {form}"),
        format!("office@{domain}{}.example", random.below(40)),
        format!("0{} {}", 100 + random.below(900), 100_000 + random.below(900_000)),
        format!("{} {street} Street", 1 + random.below(200)),
        random.pick(&TOWNS).to_owned(),
    ]
}

fn page(from: usize, to: usize) -> String {
    let rows: Vec<String> = (from..to)
        .map(|number| {
            let [name, email, phone, street, city] = details(&mut Random(number as u64));
            format!(
                r#"{{"ContactID":"00000000-0000-4000-8000-{number:012}","ContactStatus":"ACTIVE","Name":"{name}","EmailAddress":"{email}","Addresses":[{{"AddressType":"POBOX","AddressLine1":"{street}","City":"{city}"}}],"Phones":[{{"PhoneType":"DEFAULT","PhoneNumber":"{phone}"}}],"ContactPersons":[]}}"#
            )
        })
        .collect();
    format!(r#"{{"Contacts":[{}]}}"#, rows.join(","))
}

#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
#[expect(clippy::float_arithmetic, reason = "times are no money")]
fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "contacts, natively   built, ms   query, ms: median   p99   MiB")?;
    for size in SIZES {
        let mut index = ContactIndex::default();
        let mut built = 0.0;
        for from in (0..size).step_by(100_000) {
            let text = page(from, size.min(from + 100_000));
            let start = Instant::now();
            index.build_text(text);
            built += start.elapsed().as_secs_f64() * 1000.0;
        }
        let mut random = Random(7);
        let mut times: Vec<f64> = (0..QUERIES)
            .map(|_| {
                let [name, email, phone, street, city] = details(&mut Random(random.below(size) as u64));
                let query = format!(
                    r#"{{"party":{{"kind":"organization","id":7,"name":"{name}","email":"{email}","phone":"{phone}","address":"{street}, {city}"}}}}"#
                );
                let query = parse_or_say(query, Source::Input);
                let start = Instant::now();
                let answer = index.matched(query.root());
                let time = start.elapsed().as_secs_f64() * 1000.0;
                assert!(!answer.candidates.is_empty());
                time
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let at = |part: usize| times.get(QUERIES * part / 100).copied().unwrap_or_default();
        let mebibytes = f64::from(index.memory().bytes) / 1_048_576.0;
        writeln!(out, "{size:>18} {built:>11.0} {:>19.3} {:>5.3} {mebibytes:>5.0}", at(50), at(99))?;
    }
    Ok(())
}
