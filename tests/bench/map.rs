//! Native times of the mapping: cases on standard input, medians as lines of JSON on standard output.
//!
//! A case is four lines: its number of invoice lines and of deals in a batch, the config, the snapshot, the deal.
//! It is a program of its own and no harness's, so that `speed.bench.js` can take turns between it and the
//! contenders in JavaScript.

use core::error::Error;
use core::hint::black_box;
use core::time::Duration;
use std::io::{self, Write};
use std::time::Instant;

use wonvoice::Mapper;
use wonvoice::edge::operations::call_mapper_json;
use wonvoice::plan::Options;
use wonvoice::read::{Source, parse};
use wonvoice::write::to_text;

fn main() -> Result<(), Box<dyn Error>> {
    let given = io::read_to_string(io::stdin())?;
    let mut given = given.lines();
    let mut out = io::stdout().lock();
    while let (Some(size), Some(config), Some(snapshot), Some(deal)) =
        (given.next(), given.next(), given.next(), given.next())
    {
        let (lines, batch) = size.split_once(' ').ok_or("lines and batch were expected")?;
        let batch: usize = batch.parse()?;
        let mapper = Mapper::new(
            parse(config.to_owned(), Source::Config)?,
            parse(snapshot.to_owned(), Source::Snapshots)?,
        );
        let typed = parse(deal.to_owned(), Source::Input)?;
        let members = deal.strip_prefix('{').ok_or("a deal is an object")?;
        for trace in [false, true] {
            let options = Options { trace };
            let plan = mapper.plan(typed.root(), options);
            if !plan.ok {
                return Err(to_text(&plan.findings).into());
            }
            let asked = format!("{{\"options\":{{\"trace\":{trace}}},");
            let one = format!("{asked}{members}");
            let many = format!("{asked}\"inputs\":[{}]}}", vec![deal; batch].join(","));
            let typed = median(1, || mapper.plan(typed.root(), options));
            let text = median(1, || call_mapper_json(&mapper, "mapDealToInvoice", one.clone()));
            let batch = median(batch, || call_mapper_json(&mapper, "mapMany", many.clone()));
            writeln!(
                out,
                "{{\"lines\":{lines},\"trace\":{trace},\"typed\":{typed},\"text\":{text},\"batch\":{batch}}}"
            )?;
        }
    }
    Ok(())
}

/// Microseconds of one of `units`, as the median of short samples after a warm-up.
#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
#[expect(clippy::float_arithmetic, reason = "times are no money")]
fn median<T>(units: usize, mut work: impl FnMut() -> T) -> f64 {
    const WARM_UP: Duration = Duration::from_millis(5);
    const MEASURED: Duration = Duration::from_millis(25);
    const SAMPLE: Duration = Duration::from_micros(200);
    let started = Instant::now();
    let mut runs = 0_u32;
    while runs == 0 || started.elapsed() < WARM_UP {
        black_box(work());
        runs += 1;
    }
    let one = started.elapsed() / runs;
    let inner = (SAMPLE.as_nanos() / one.as_nanos().max(1)).max(1) as u32;
    let started = Instant::now();
    let mut samples = Vec::new();
    while samples.len() < 3 || started.elapsed() < MEASURED {
        let sample = Instant::now();
        for _ in 0..inner {
            black_box(work());
        }
        samples.push(sample.elapsed() / inner);
    }
    samples.sort_unstable();
    let middle = samples.get(samples.len() / 2).copied().unwrap_or_default();
    middle.as_secs_f64() * 1e6 / units as f64
}
