//! Typed readings of a node; what cannot be read is a finding and `None`.

use std::borrow::Cow;

use core::ops::Deref;

use super::{At, Findings, Kind, Node};
use crate::finding::Code;
use crate::money::{Decimal, DecimalError};

/// A value and the place it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where it stood.
    pub at: At,
}

impl<T> Given<T> {
    /// A value that no input gave.
    pub const fn from_nowhere(value: T) -> Self {
        Self { value, at: At::NOWHERE }
    }
}

impl<T> Deref for Given<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A number, or a string that holds one; null and an empty string are no value.
pub fn decimal(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Given<Decimal>> {
    let text = trimmed(node.raw());
    match node.kind() {
        Kind::Null => return None,
        Kind::Text if text.is_empty() => return None,
        Kind::Number | Kind::Text => {}
        _ => {
            findings.add(
                Code::InputNotANumber,
                node.at(),
                format_args!("{name} is {}, not a number", shown(node)),
            );
            return None;
        }
    }
    match Decimal::parse(text) {
        Ok(value) => Some(Given { value, at: node.at() }),
        Err(error) => {
            let code = match error {
                DecimalError::NotANumber => Code::InputNotANumber,
                DecimalError::TooManyDigits | DecimalError::TooLarge => Code::InputNumberTooLong,
            };
            findings.add(code, node.at(), format_args!("{name} `{}` {error}", clipped(text)));
            None
        }
    }
}

/// A string, or a number or boolean as its text; an empty one is no value.
pub fn text_of<'a>(node: Node<'a>, name: &str, findings: &mut Findings<'_>) -> Option<Given<&'a str>> {
    match node.kind() {
        Kind::Null => None,
        Kind::Text | Kind::Number | Kind::Boolean => {
            let value = node.raw();
            (!trimmed(value).is_empty()).then(|| Given { value, at: node.at() })
        }
        _ => {
            findings.add(
                Code::InputNotAText,
                node.at(),
                format_args!("{name} is {}, not a text", shown(node)),
            );
            None
        }
    }
}

/// `true`, `false`, `0`, `1`, as booleans, numbers or strings.
pub fn boolean(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Given<bool>> {
    let value = match (node.kind(), trimmed(node.raw())) {
        (Kind::Null, _) | (Kind::Text, "") => return None,
        (Kind::Boolean | Kind::Number | Kind::Text, "true" | "1" | "True" | "TRUE") => true,
        (Kind::Boolean | Kind::Number | Kind::Text, "false" | "0" | "False" | "FALSE") => false,
        _ => {
            findings.add(
                Code::InputNotABoolean,
                node.at(),
                format_args!("{name} is {}, not true or false", shown(node)),
            );
            return None;
        }
    };
    Some(Given { value, at: node.at() })
}

/// A positive whole number that JavaScript can hold, as ids are.
pub fn identifier(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Given<u64>> {
    const LARGEST: u64 = (1 << 53) - 1;
    let given = whole(node, name, findings)?;
    if given.value == 0 || given.value > LARGEST {
        findings.add(
            Code::InputNotAnId,
            node.at(),
            format_args!("{name} `{}` is no id", clipped(node.raw())),
        );
        return None;
    }
    Some(given)
}

/// A whole number, zero or more.
pub fn whole(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Given<u64>> {
    let text = trimmed(node.raw());
    match node.kind() {
        Kind::Null => return None,
        Kind::Text if text.is_empty() => return None,
        Kind::Number | Kind::Text => {
            // `42.0` and `42` are the same number in JSON.
            let digits = text.strip_suffix(".0").unwrap_or(text);
            if let Ok(value) = digits.parse::<u64>() {
                return Some(Given { value, at: node.at() });
            }
        }
        _ => {}
    }
    findings.add(
        Code::InputNotAWholeNumber,
        node.at(),
        format_args!("{name} is {}, not a whole number", shown(node)),
    );
    None
}

/// As `str::trim`, which is slow where there is nothing to trim.
pub(crate) fn trimmed(text: &str) -> &str {
    let is_plain = |end: Option<&u8>| end.is_some_and(u8::is_ascii_graphic);
    let ends = text.as_bytes();
    if is_plain(ends.first()) && is_plain(ends.last()) { text } else { text.trim() }
}

/// A value as a message shows it.
pub(crate) fn shown(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Text | Kind::Number | Kind::Boolean => format!("`{}`", clipped(node.raw())),
        Kind::Unreadable => format!("unreadable (`{}`)", clipped(node.raw())),
        Kind::NotJson => format!("no JSON: {}", node.raw()),
        Kind::Nothing => {
            let text = trimmed(node.raw());
            let what = if text.starts_with('[') {
                "an object was written as text"
            } else {
                "the step before gave nothing"
            };
            format!("the text `{}`: {what}", clipped(text))
        }
        _ => node.describe().to_owned(),
    }
}

/// One line of at most 80 characters: messages are read in places that keep one line.
pub(crate) fn clipped(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut line = one_line(text.chars().take(LONGEST));
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

/// Letters without what some reader takes for the end of a line.
pub(crate) fn one_line(letters: impl IntoIterator<Item = char>) -> String {
    letters.into_iter().map(|c| if ends_line(c) { ' ' } else { c }).collect()
}

/// Control characters, what is no character at all, and Unicode's own separators of lines and paragraphs.
pub(crate) fn ends_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

/// Characters that XML 1.0 has no way to write, and DEL: Xero's API is XML behind its JSON and answers
/// such a text with an error that names no field, or drops the character. Line breaks and tabs are fine.
pub(crate) fn is_unwritable(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\0'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => true,
        _ => false,
    }
}

/// A text as Xero can take it: a blank in the place of each character that it cannot, and a finding.
pub(crate) fn writable<'t>(
    text: &'t str,
    called: &dyn Fn() -> String,
    at: At,
    findings: &mut Findings<'_>,
) -> Cow<'t, str> {
    // Most texts have no byte of such a character, which is seen without taking them apart.
    if !text.bytes().any(|byte| matches!(byte, 0..=0x1f | 0x7f | 0xef)) {
        return Cow::Borrowed(text);
    }
    let Some(found) = text.chars().find(|c| is_unwritable(*c)) else { return Cow::Borrowed(text) };
    findings.add(
        Code::InputTextUnwritable,
        at,
        format_args!("{} has the character U+{:04X}, which becomes a blank", called(), u32::from(found)),
    );
    Cow::Owned(text.replace(is_unwritable, " "))
}

/// Whether a text is a UUID with its hyphens, as both APIs write ids.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, byte)| match i {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
