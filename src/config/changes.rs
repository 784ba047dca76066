//! What happens to documents when their deal changes after they were written.

use super::setting::{absent, settings, words};
use crate::read::Given;

settings! {
    /// What happens to documents when their deal changes after they were written. By default a person is asked.
    pub struct Changes {
        /// A draft that does not say what the deal says.
        "draft" draft: Given<DraftChange> = absent(DraftChange::Ask),
        /// An approved invoice that does not say what the deal says.
        "issued" issued: Given<IssuedChange> = absent(IssuedChange::Ask),
        /// The documents of a deal that was lost or deleted.
        "lost" lost: Given<LostChange> = absent(LostChange::Ask),
    }
}

words! {
    /// What happens to a draft when its deal changes.
    pub enum DraftChange {
        /// A person is asked.
        Ask = "ask",
        /// It is updated, or deleted where the deal needs it no more.
        Update = "update",
    }
}

words! {
    /// What happens to an approved invoice when its deal changes.
    pub enum IssuedChange {
        /// A person is asked.
        Ask = "ask",
        /// It is credited, and the deal invoiced anew.
        CreditAndReissue = "credit-and-reissue",
    }
}

words! {
    /// What happens to the documents of a lost deal.
    pub enum LostChange {
        /// A person is asked.
        Ask = "ask",
        /// Drafts are deleted, approved invoices voided or credited.
        Undo = "undo",
    }
}
