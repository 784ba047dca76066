//! Names of a document: its identity for ever, its token to be found by, its request key for one write.

use sha2::{Digest, Sha256};
use time::Date;

use crate::config::{Config, TokenPlace, TokenSettings};
use crate::gather::Gather;
use crate::read::letters::has;
use crate::read::{At, Given, Node};
use crate::xero::answered::{Answered, AnsweredDocument, AnsweredKind};
use crate::xero::repeating::scheduled;

/// Raised when the way keys are made changes.
const KEY_VERSION: &str = "v1";

/// The names of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Company, deal, entity, slot, revision and key version.
    pub identity: String,
    /// Its short form, in the document: `PD-42`, `PD-42/2of3-r2`.
    pub token: String,
}

/// Names the document of a deal's slot.
#[must_use]
pub fn names(config: &Config, deal: u64, entity: &str, slot: &str, revision: u32) -> Names {
    let company = config.source.company.as_ref().map_or("", |company| company.value.as_str());
    // The entity's name is the user's: length first, so that no two identities can be spelt alike.
    let (deal, revised) = (deal.to_string(), revision.to_string());
    let length = entity.len().to_string();
    let identity = [KEY_VERSION, company, &deal, &length, entity, slot, &revised].iter().joined(":");
    let mut token = [config.token.prefix.as_str(), &deal].iter().joined("-");
    if slot != "full" {
        token.push('/');
        token.push_str(slot);
    }
    if revision > 1 {
        token.push_str("-r");
        token.push_str(&revised);
    }
    Names { identity, token }
}

/// A token as a document carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The deal's number.
    pub deal: u64,
    /// The slot; `full` where the token names none.
    pub slot: &'a str,
    /// The revision, 1 where the token names none.
    pub revision: u32,
    /// Where it stands.
    pub at: At,
    /// Whether it stands alone or behind the last ` | `, in capitals as they were written. Otherwise a person
    /// has edited the text.
    pub is_as_written: bool,
}

/// Whose document it is, by its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belongs<'a> {
    /// The deal's.
    ToDeal(Token<'a>),
    /// Another deal's: `PD-420` is not `PD-42`.
    ToAnother(Token<'a>),
    /// It has no token.
    ToNone,
}

/// Tells whose document it is. Where the config says that the token stands is looked at first, then the
/// other place: templates and their invoices have no number to choose, and configs change.
#[must_use]
pub fn belongs<'a>(document: &AnsweredDocument<'a>, settings: &TokenSettings, deal: u64) -> Belongs<'a> {
    let places = match settings.place {
        TokenPlace::Reference => [document.reference, document.number],
        TokenPlace::InvoiceNumber => [document.number, document.reference],
    };
    let mut found = places
        .into_iter()
        .map(|text| text.map_or(Belongs::ToNone, |text| whose(text, &settings.prefix, deal)));
    let first = found.find(|belongs| *belongs != Belongs::ToNone).unwrap_or(Belongs::ToNone);
    match first {
        // A number of another deal's beside the deal's own token: the deal's own counts.
        Belongs::ToAnother(_) => found.find(|next| matches!(next, Belongs::ToDeal(_))).unwrap_or(first),
        first => first,
    }
}

/// Tells whose document it is, of a repeating invoice and what it made also by one another: whatever became of
/// the reference of one, it is of the deal that the others name.
#[must_use]
pub fn belongs_among<'a>(
    document: &AnsweredDocument<'a>,
    answered: &Answered<'a>,
    settings: &TokenSettings,
    deal: u64,
) -> Belongs<'a> {
    let own = belongs(document, settings, deal);
    let template = match document.kind {
        AnsweredKind::RepeatingInvoice => Some(document.id),
        _ => document.repeating_invoice_id,
    };
    let Some(template) = template.filter(|_| own == Belongs::ToNone) else { return own };
    // What made it is asked first.
    for kind in [AnsweredKind::RepeatingInvoice, AnsweredKind::Invoice] {
        for other in &answered.documents {
            let is_kin = match kind {
                AnsweredKind::Invoice => other.is_child_of(template.value),
                _ => other.kind == kind && other.is(template.value),
            };
            if is_kin && let Belongs::ToDeal(token) = belongs(other, settings, deal) {
                return Belongs::ToDeal(token);
            }
        }
    }
    own
}

/// What is written as a token decides; else a token of the deal anywhere in the text.
pub(crate) fn whose<'a>(text: Given<&'a str>, prefix: &str, deal: u64) -> Belongs<'a> {
    let mut best: Option<Token<'a>> = None;
    let last_segment = text.value.rfind('|').map_or(0, |bar| bar + 1);
    for (start, _) in text.value.char_indices() {
        let Some((mut token, end)) = token_at(text, start, prefix) else { continue };
        let before = text.value.get(last_segment..start).unwrap_or("x");
        let after = text.value.get(end..).unwrap_or("x");
        let is_alone = before.trim().is_empty() && after.trim().is_empty() && start >= last_segment;
        token.is_as_written &= is_alone;
        let beats = |known: &Token<'_>| is_alone || (known.deal != deal && token.deal == deal);
        if best.as_ref().is_none_or(beats) {
            best = Some(token);
        }
    }
    match best {
        Some(token) if token.deal == deal => Belongs::ToDeal(token),
        Some(token) => Belongs::ToAnother(token),
        None => Belongs::ToNone,
    }
}

/// The token that begins at a byte, and the byte after it. `XPD-42` and `PD-42a` hold none.
fn token_at<'a>(text: Given<&'a str>, start: usize, prefix: &str) -> Option<(Token<'a>, usize)> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
    let rest = text.value.get(start..)?;
    let head = rest.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix))?;
    if text.value.get(..start)?.ends_with(joins) {
        return None;
    }
    let number = rest.get(prefix.len()..)?.strip_prefix('-')?;
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (digits, tail) = number.split_at_checked(digits)?;
    let deal = digits.parse().ok().filter(|_| !digits.starts_with('0'))?;
    let length = tail.find(|c: char| !joins(c)).unwrap_or(tail.len());
    let (name, _) = tail.split_at_checked(length)?;
    let revised = name.rsplit_once('-').and_then(|(slot, count)| {
        let count = count.strip_prefix('r').filter(|count| !count.starts_with(['0', '+']))?;
        Some((slot, count.parse::<u32>().ok().filter(|count| *count > 1)?))
    });
    let (name, revision) = revised.unwrap_or((name, 1));
    let slot = match name.strip_prefix('/') {
        Some(slot) if !slot.is_empty() && !has(slot, "/") => slot,
        None if name.is_empty() => "full",
        _ => return None,
    };
    let token = Token { deal, slot, revision, at: text.at, is_as_written: head == prefix };
    Some((token, start + prefix.len() + 1 + digits.len() + length))
}

/// The entity that a slot names, of a deal that several bill, and the slot without it: `uk` of `uk_deposit`.
fn share_of(slot: &str) -> (&str, &str) {
    slot.split_once('_').unwrap_or(("", slot))
}

/// Whether a deal has a document among the answers.
#[must_use]
pub fn has_documents(answered: &Answered<'_>, settings: &TokenSettings, deal: u64) -> bool {
    let is_own = |document: &AnsweredDocument<'_>| {
        matches!(belongs_among(document, answered, settings, deal), Belongs::ToDeal(_))
    };
    answered.documents.iter().any(is_own)
}

/// The rows of the deal that a repeating invoice's slot names: `302` and `303` of `monthly-302-303`.
pub fn rows_of(slot: &str) -> impl Iterator<Item = &str> {
    share_of(slot).1.split('-').filter(|part| part.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a slot names every row of another.
#[must_use]
pub fn has_rows(slot: &str, others: &str) -> bool {
    rows_of(others).all(|row| rows_of(slot).any(|own| own == row))
}

/// Whether two slots are one, or have a row in common.
#[must_use]
pub fn shares_row(slot: &str, other: &str) -> bool {
    let is_of_one = share_of(slot).0 == share_of(other).0;
    slot == other || (is_of_one && rows_of(other).any(|row| has_rows(slot, row)))
}

/// Whether an invoice that a template made, of a slot and a day, bills a period of a planned template: all its
/// rows, on a day of its schedule.
#[must_use]
pub fn bills_period(slot: &str, day: Date, planned: &str, template: Node<'_>) -> bool {
    let is_since = scheduled(template, "StartDate").is_none_or(|start| start <= day);
    let is_until = scheduled(template, "EndDate").is_none_or(|end| day <= end);
    shares_row(slot, planned) && has_rows(slot, planned) && is_since && is_until
}

/// Lower-case hexadecimal SHA-256.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The key of one write: the same bytes have the same key, another attempt another.
#[must_use]
pub fn request_key(operation: &str, identity: &str, content_hash: &str, attempt: u32) -> String {
    let mut hasher = Sha256::new();
    for part in [operation, identity, content_hash, &attempt.to_string()] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hex(&hasher.finalize())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' - 10 + value });
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_and_told_from_others() {
        // The text, and whether deal 42 has it: its slot, revision and whether it is as it was written.
        let table = [
            ("PD-42", Some(("full", 1, true))),
            (" PD-42 ", Some(("full", 1, true))),
            ("PO 7 | PD-42/2of3-r2", Some(("2of3", 2, true))),
            ("PD-42-r12", Some(("full", 12, true))),
            ("PD-42/deposit", Some(("deposit", 1, true))),
            ("PO 7 | PD-42/monthly-302-303", Some(("monthly-302-303", 1, true))),
            ("PD-42/monthly-302-303-r3", Some(("monthly-302-303", 3, true))),
            ("PD-420/monthly-302-303", None),
            ("PD-7 | PD-42", Some(("full", 1, true))),
            ("PD-42 | PD-7", None),
            ("PD-42, paid by phone", Some(("full", 1, false))),
            ("see PD-42 and PD-7", Some(("full", 1, false))),
            ("see PD-7 and PD-42.", Some(("full", 1, false))),
            ("pd-42", Some(("full", 1, false))),
            ("(PD-42)", Some(("full", 1, false))),
            ("PD-420", None),
            ("PD-4", None),
            ("XPD-42", None),
            ("X-PD-42", None),
            ("PD-42a", None),
            ("PD-42-1", None),
            ("PD-42-r1", None),
            ("PD-42/", None),
            ("PD-42/a/b", None),
            ("PD-042", None),
            ("PD42", None),
            ("éPD-42", None),
            ("PD-99999999999999999999", None),
            ("", None),
        ];
        for (text, expected) in table {
            let given = Given::from_nowhere(text);
            let found = match whose(given, "PD", 42) {
                Belongs::ToDeal(token) => Some((token.slot, token.revision, token.is_as_written)),
                _ => None,
            };
            assert_eq!(found, expected, "{text}");
        }
        assert!(
            matches!(whose(Given::from_nowhere("PD-420"), "PD", 42), Belongs::ToAnother(t) if t.deal == 420)
        );
        assert_eq!(whose(Given::from_nowhere("XPD-42"), "PD", 42), Belongs::ToNone);
        for slot in
            ["full", "deposit", "2of3", "weekly", "semi-annually-7-302", "uk_full", "North-2_monthly-7"]
        {
            for revision in [1, 2, 30] {
                let token = names(&Config::default(), 42, "uk", slot, revision).token;
                let Belongs::ToDeal(read) = whose(Given::from_nowhere(token.as_str()), "PD", 42) else {
                    panic!("{token}");
                };
                assert_eq!((read.slot, read.revision, read.is_as_written), (slot, revision, true), "{token}");
            }
        }
    }

    #[test]
    fn slots_share_the_rows_that_both_name() {
        // Two slots, whether they have a row in common, and whether the one has all of the other's.
        let table = [
            ("monthly-302-303", "monthly-302-303", true, true),
            ("monthly-302-303", "weekly-303", true, true),
            ("weekly-303", "monthly-302-303", true, false),
            ("monthly-302-303", "semi-annually-303-304", true, false),
            ("monthly-302", "monthly-3021", false, false),
            ("monthly-302", "monthly-303", false, false),
            ("weekly", "weekly", true, true),
            ("deposit", "weekly-302", false, false),
            ("2of3", "2of3", true, true),
            ("uk_monthly-302", "uk_weekly-302", true, true),
            // Of two entities each has its own.
            ("uk_monthly-302", "ie_monthly-302", false, true),
            ("uk_2of3", "ie_2of3", false, true),
            ("uk-2_weekly", "uk-2_monthly", false, true),
        ];
        for (one, other, shares, has) in table {
            assert_eq!((shares_row(one, other), has_rows(one, other)), (shares, has), "{one} {other}");
        }
        assert_eq!(rows_of("semi-annually-7-302").collect::<Vec<_>>(), ["7", "302"]);
    }

    #[test]
    fn names_tell_documents_apart() {
        let config = Config::default();
        assert_eq!(names(&config, 42, "uk", "full", 1).token, "PD-42");
        assert_eq!(names(&config, 42, "uk", "2of3", 2).token, "PD-42/2of3-r2");
        assert_eq!(hash(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_ne!(request_key("create", "a", "b", 1), request_key("create", "a", "b", 2));
        assert!(request_key("create", "a", "b", 1).len() <= 128);
    }
}
