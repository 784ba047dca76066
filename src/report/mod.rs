//! `reconcile`: what was won, billed and paid, and what became of each deal and each document.
//!
//! [`Books`] takes deals and documents page by page and keeps the facts of each: `deal` and `document` read them,
//! `planned` says what a deal is to be billed with. Closed, it links documents to deals (`link`: by token, then by
//! evidence), establishes what each deal's value is (`basis`), sums what stands for it (`amounts`), and gives each its
//! one class (`class`, `standing`), with a sentence and a remedy (`says`). `sums`, `funnel`, `ageing`, `lists` and
//! `proof` tell of all of them.

mod ageing;
mod amounts;
pub mod answer;
pub mod audit;
mod basis;
pub mod books;
mod class;
mod deal;
mod digest;
mod document;
mod funnel;
mod link;
mod lists;
mod names;
mod planned;
mod proof;
mod rows;
mod said;
mod says;
mod standing;
mod sums;
mod texts;

use crate::read::Node;
use answer::Reconciliation;
pub use books::Books;

/// Tells what became of deals and documents.
///
/// The input is `{ config?, snapshots | snapshot?, asOf, deals, documents, stages?, pipelines?, users?, fields?,
/// productDetails?, draftDays? }`.
#[must_use]
pub fn reconcile(input: Node<'_>) -> Reconciliation {
    let mut books = Books::new(input);
    books.read(input);
    let summary = books.close();
    let (deals, documents) = (books.deals(0, usize::MAX), books.documents(0, usize::MAX));
    Reconciliation { summary, deals, documents }
}
