//! Xero's payment terms.

use time::{Date, Duration};

use crate::read::Names;
use crate::read::date::{day_of_month, end_of_month, months_later};

/// When a document falls due; Xero's `PaymentTermType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Days after the date of the document.
    DaysAfterBillDate,
    /// Days after the end of the month of the document.
    DaysAfterBillMonth,
    /// A day of the month of the document.
    OfCurrentMonth,
    /// A day of the month after that of the document.
    OfFollowingMonth,
}

impl Term {
    /// The four terms.
    pub const ALL: [Self; 4] =
        [Self::DaysAfterBillDate, Self::DaysAfterBillMonth, Self::OfCurrentMonth, Self::OfFollowingMonth];

    /// The words of the four terms.
    pub const WORDS: Names =
        Names("DAYSAFTERBILLDATE\nDAYSAFTERBILLMONTH\nOFCURRENTMONTH\nOFFOLLOWINGMONTH\n");

    /// Xero's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.at(self as usize)
    }

    /// The term of Xero's word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.get(Self::WORDS.place_of(word)?).copied()
    }

    /// Whether its number is a day of a month, not a count of days.
    #[must_use]
    pub fn takes_day_of_month(self) -> bool {
        matches!(self, Self::OfCurrentMonth | Self::OfFollowingMonth)
    }

    /// The due date of a document of that date; a day that its month lacks is the month's last.
    #[must_use]
    pub fn due(self, date: Date, days: u32) -> Option<Date> {
        let later = |from: Date| from.checked_add(Duration::days(days.into()));
        let day = u8::try_from(days.min(31)).ok()?;
        match self {
            Self::DaysAfterBillDate => later(date),
            Self::DaysAfterBillMonth => later(end_of_month(date)),
            Self::OfCurrentMonth => Some(day_of_month(date, day)),
            Self::OfFollowingMonth => Some(day_of_month(months_later(date, 1)?, day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::date::{parse_date, write_date};

    #[test]
    fn each_term_counts_its_own_way() {
        for (date, term, days, due) in [
            ("2026-07-14", Term::DaysAfterBillDate, 30, "2026-08-13"),
            ("2026-07-14", Term::DaysAfterBillDate, 0, "2026-07-14"),
            ("2026-01-31", Term::DaysAfterBillMonth, 10, "2026-02-10"),
            ("2026-07-14", Term::OfCurrentMonth, 20, "2026-07-20"),
            ("2026-02-14", Term::OfCurrentMonth, 31, "2026-02-28"),
            ("2026-07-14", Term::OfCurrentMonth, 10, "2026-07-10"),
            ("2026-12-14", Term::OfFollowingMonth, 20, "2027-01-20"),
            ("2026-01-31", Term::OfFollowingMonth, 31, "2026-02-28"),
        ] {
            let found = term.due(parse_date(date).unwrap(), days).map(write_date);
            assert_eq!(found.as_deref(), Some(due), "{date} {} {days}", term.word());
        }
    }
}
