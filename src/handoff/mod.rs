//! What is asked of Xero and sent to it, as data: whoever holds the credentials carries it out.
//!
//! Hosts that do their own reading and writing take the queries of [`lookups`] and [`contact_lookups`] before
//! a decision, and the requests of [`writes`] after it. Those that want the whole of it take the steps of `flow`. No
//! request holds a credential.

mod contact_lookups;
#[cfg(feature = "full")]
pub mod flow;
mod lookups;
mod request;
mod writes;

pub use contact_lookups::contact_lookups;
pub use lookups::lookups;
pub use request::{Filled, Headers, Lookups, Query, Request, Writes};
#[cfg(feature = "full")]
pub(crate) use writes::takes;
pub use writes::writes;
