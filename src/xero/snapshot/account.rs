//! The chart of accounts.

use super::{is_active, owned, text};
use crate::read::{At, Findings, Given, Node};

/// The class of an account, which decides what may be booked on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountClass {
    /// What is earned.
    Revenue,
    /// What is owed: deposits and deferred income.
    Liability,
    /// Assets, equity and expenses, on which no sale is booked.
    Other,
}

/// `GET /Accounts`
#[derive(Debug)]
pub struct Account {
    /// Where it stands.
    pub at: At,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: AccountClass,
    /// Its type, such as `REVENUE` or `BANK`.
    pub kind: String,
    /// Its own tax type.
    pub tax_type: Option<Given<String>>,
    /// Whether it is archived.
    pub is_archived: bool,
    /// The role Xero has for it, such as `DEBTORS`.
    pub system: Option<String>,
}

impl Account {
    /// Reads one; `None` of an account that no line can name.
    pub(super) fn read(row: Node<'_>, findings: &mut Findings<'_>) -> Option<Self> {
        let [code, name, kind, class, status, tax_type, system] =
            row.pick(["Code", "Name", "Type", "Class", "Status", "TaxType", "SystemAccount"]);
        let (code, kind, system) = (text(code), text(kind), text(system));
        if code.is_empty() {
            // Bank accounts and system accounts may have none; no line can name them.
            return None;
        }
        let class = match (text(class), kind) {
            ("REVENUE", _) | ("", "REVENUE" | "SALES" | "OTHERINCOME") => AccountClass::Revenue,
            ("LIABILITY", _) | ("", "CURRLIAB" | "LIABILITY" | "TERMLIAB" | "PAYGLIABILITY") => {
                AccountClass::Liability
            }
            _ => AccountClass::Other,
        };
        Some(Self {
            at: row.at(),
            name: text(name).to_owned(),
            class,
            kind: kind.to_owned(),
            tax_type: tax_type.and_then(|tax| owned(tax, "TaxType", findings)),
            is_archived: !is_active(status),
            system: (!system.is_empty()).then(|| system.to_owned()),
            code: code.to_owned(),
        })
    }
}
