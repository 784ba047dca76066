//! Wonvoice turns a won Pipedrive deal into the right Xero invoice.
//!
//! The core is pure: no clock, no network, no randomness, no JavaScript. The same bytes in give the
//! same bytes out in every host. Read it in this order:
//!
//! | module | what it knows |
//! |---|---|
//! | [`money`] | decimals, rounding, allocation |
//! | `gather` | lists out of iterators |
//! | `order` | sorting |
//! | [`finding`] | what is wrong, where, and what to do |
//! | [`read`] | JSON to values that know where they came from |
//! | [`pipedrive`] | the shapes Pipedrive sends, of any age |
//! | [`xero`] | what Xero allows and takes, and what it will compute |
//! | [`config`] | what the user decided |
//! | [`plan`] | a deal becomes its documents |
//! | [`validate`] | the same, before the contact is chosen |
//! | [`mod@verdict`] | what to do about a plan, given what exists |
//! | [`feedback`] | what became of a deal's documents, for the deal |
//! | [`contact`] | which contact of Xero's a party is |
//! | [`mapper`] | config and snapshots read once, for many deals |
//! | `pairing` | which document of Xero's is which of a deal's |
//! | [`report`] | what became of deals and documents, and whether the data is fit to automate |
//! | `rehearse` | a config tried out before it meets a deal |
//! | [`handoff`] | what is asked of Xero and Pipedrive and sent to them |
//! | [`mod@write`] | results to text |
//! | [`edge`] | the operations by name, and the only code that knows JavaScript |
//!
//! ```
//! let input = r#"{ "document": { "LineAmountTypes": "Exclusive", "LineItems": [
//!     { "Quantity": 1, "UnitAmount": "25.06", "TaxType": "OUTPUT2" },
//!     { "Quantity": 1, "UnitAmount": "25.61", "TaxType": "OUTPUT2" },
//!     { "Quantity": 1, "UnitAmount": "25.63", "TaxType": "OUTPUT2" } ] },
//!   "snapshot": { "taxRates": { "TaxRates": [ { "TaxType": "OUTPUT2", "EffectiveRate": 15 } ] } } }"#;
//! let totals = wonvoice::call_json("predictTotals", input)?;
//! assert!(totals.contains(r#""totalTax":11.44"#));
//! # Ok::<(), wonvoice::WonvoiceError>(())
//! ```

pub mod config;
pub mod contact;
pub mod edge;
pub mod feedback;
pub mod finding;
mod gather;
pub mod handoff;
pub mod mapper;
pub mod money;
mod order;
#[cfg(feature = "full")]
pub mod pairing;
pub mod pipedrive;
pub mod plan;
pub mod read;
#[cfg(feature = "full")]
pub mod rehearse;
#[cfg(feature = "full")]
pub mod report;
pub mod validate;
pub mod verdict;
pub mod write;
pub mod xero;

pub use edge::operations::{WonvoiceError, call_json};
pub use mapper::Mapper;
