//! JSON text to a [`Document`], without recursion and with every number kept as written.
//!
//! Strict RFC 8259, with one addition: the bare words `NaN`, `Infinity`, `-Infinity` and `undefined`
//! are read as unreadable values. The writers of the JavaScript side use them for what JSON cannot
//! say, so that the finding names the place instead of the whole input being refused.

use thiserror::Error;

use super::part::{begins_as_json, without_mark};
use super::{Document, Entry, Kind, MAX_BYTES, MAX_DEPTH, MAX_NODES, Source};

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{what} at line {line}, column {column}")]
pub struct TextError {
    /// What is wrong there.
    pub what: &'static str,
    /// Counted from 1.
    pub line: usize,
    /// In bytes, counted from 1.
    pub column: usize,
}

/// Reads a JSON text.
///
/// A member of the outermost object (or an item of an outermost list) that is itself JSON text of an
/// object or a list is read in place, and so is a part of a snapshot or of one of several inputs: hosts
/// hand parts over as text, and pointers go into that text. A byte-order mark before a text is passed over.
///
/// # Errors
/// When the text is no JSON, or beyond the budgets of [`MAX_BYTES`] and [`MAX_NODES`].
pub fn parse(text: String, source: Source) -> Result<Document, TextError> {
    if text.len() > MAX_BYTES {
        return Err(TextError { what: "the text is longer than 64 MiB", line: 1, column: 1 });
    }
    let mut document = Document { text, ..Document::new(source) };
    // Taken out while it is read, so that entries and unescaped texts can be added meanwhile.
    let text = core::mem::take(&mut document.text);
    document.entries.reserve(text.len() / 16);
    let result = Parser::new(&text, 0, text.len()).run(&mut document);
    document.text = text;
    result.map(|()| document)
}

/// Reads a JSON text; of one that is none, the document says why.
#[must_use]
pub fn parse_or_say(text: String, source: Source) -> Document {
    parse(text, source).unwrap_or_else(|error| {
        let mut document = Document::new(source);
        document.push_text(Kind::NotJson, &error.to_string());
        document
    })
}

pub(super) struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Where this text starts among the texts of the document.
    base: usize,
    /// Where unescaped texts start among the texts of the document.
    extra_base: usize,
}

impl<'t> Parser<'t> {
    /// A parser of a text that starts at `base` among the texts of its document; unescaped ones start at
    /// `extra_base`.
    pub(super) fn new(text: &'t str, base: usize, extra_base: usize) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, base, extra_base }
    }

    fn run(mut self, document: &mut Document) -> Result<(), TextError> {
        self.values(document).map_err(|what| {
            let before = self.bytes.get(..self.at.min(self.bytes.len())).unwrap_or(&[]);
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
            TextError { what, line, column }
        })
    }

    /// Reads a value in the place of its text, which stays where it is no JSON: as a text that may be
    /// meant as it is, or, of the outermost value's own, as what it should have been.
    pub(super) fn part(self, document: &mut Document, start: usize, length: usize) {
        let (entries, extra, level) = (document.entries.len(), document.extra.len(), document.open.len());
        let count = document.open.last().map(|(_, count)| *count);
        let extra_base = self.extra_base;
        let Err(error) = self.run(document) else { return };
        document.entries.truncate(entries);
        document.extra.truncate(extra);
        document.open.truncate(level);
        if let (Some((_, open)), Some(count)) = (document.open.last_mut(), count) {
            *open = count;
        }
        if level > 1 {
            document.push_entry(Kind::Text, start, length);
            return;
        }
        let why = error.to_string();
        document.extra.push_str(&why);
        document.push_entry(Kind::NotJson, extra_base + extra, why.len());
    }

    fn values(&mut self, document: &mut Document) -> Result<(), &'static str> {
        let outermost = document.open.len();
        self.at += self.text.len() - without_mark(self.text).len();
        self.blanks();
        loop {
            // A value starts here.
            match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    self.blanks();
                    if document.open.len() >= MAX_DEPTH {
                        self.skip_deep(document)?;
                    } else {
                        document.push(Kind::Object);
                        if self.peek() == Some(b'}') {
                            self.at += 1;
                            document.close();
                        } else {
                            self.key(document)?;
                            continue;
                        }
                    }
                }
                Some(b'[') => {
                    self.at += 1;
                    self.blanks();
                    if document.open.len() >= MAX_DEPTH {
                        self.skip_deep(document)?;
                    } else {
                        document.push(Kind::Array);
                        if self.peek() == Some(b']') {
                            self.at += 1;
                            document.close();
                        } else {
                            continue;
                        }
                    }
                }
                Some(b'"') => {
                    let entry = self.string(document)?;
                    match self.inner(document, entry) {
                        Some(text) => {
                            let (start, length) = (entry.start as usize, entry.length as usize);
                            Parser::new(&text, start, self.extra_base).part(document, start, length);
                        }
                        None => document.add(entry),
                    }
                }
                Some(b'-' | b'0'..=b'9') => self.number(document)?,
                Some(b't') => self.word(document, "true", Kind::Boolean)?,
                Some(b'f') => self.word(document, "false", Kind::Boolean)?,
                Some(b'n') => self.word(document, "null", Kind::Null)?,
                Some(b'N') => self.word(document, "NaN", Kind::Unreadable)?,
                Some(b'I') => self.word(document, "Infinity", Kind::Unreadable)?,
                Some(b'u') => self.word(document, "undefined", Kind::Unreadable)?,
                Some(_) => return Err("a value was expected"),
                None => return Err("the text ends where a value was expected"),
            }
            if document.entries.len() > MAX_NODES {
                return Err("the text holds more than 4 million values");
            }
            // A value ended here: what follows belongs to the containers around it.
            loop {
                self.blanks();
                let Some((container, _)) = document.open.get(outermost..).and_then(<[_]>::last) else {
                    return if self.at == self.bytes.len() {
                        Ok(())
                    } else {
                        Err("the text goes on after its value")
                    };
                };
                match (document.entry(*container).kind, self.peek()) {
                    (Kind::Object, Some(b',')) => {
                        self.at += 1;
                        self.blanks();
                        self.key(document)?;
                        break;
                    }
                    (Kind::Array, Some(b',')) => {
                        self.at += 1;
                        self.blanks();
                        break;
                    }
                    (Kind::Object, Some(b'}')) | (Kind::Array, Some(b']')) => {
                        self.at += 1;
                        document.close();
                    }
                    (Kind::Object, _) => return Err("`,` or `}` was expected"),
                    (_, _) => return Err("`,` or `]` was expected"),
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn key(&mut self, document: &mut Document) -> Result<(), &'static str> {
        if self.peek() != Some(b'"') {
            return Err("a name in double quotes was expected");
        }
        let entry = self.string(document)?;
        document.add(Entry { kind: Kind::Key, ..entry });
        self.blanks();
        if self.peek() != Some(b':') {
            return Err("`:` was expected");
        }
        self.at += 1;
        self.blanks();
        Ok(())
    }

    fn word(&mut self, document: &mut Document, word: &str, kind: Kind) -> Result<(), &'static str> {
        if self.text.get(self.at..self.at + word.len()) != Some(word) {
            return Err("a value was expected");
        }
        document.push_entry(kind, self.base + self.at, word.len());
        self.at += word.len();
        Ok(())
    }

    fn number(&mut self, document: &mut Document) -> Result<(), &'static str> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
            if self.peek() == Some(b'I') {
                return self.word(document, "Infinity", Kind::Unreadable);
            }
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err("a digit was expected"),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.some_digits()?;
        }
        document.push_entry(Kind::Number, self.base + start, self.at - start);
        Ok(())
    }

    fn some_digits(&mut self) -> Result<(), &'static str> {
        let start = self.at;
        self.digits();
        if self.at == start { Err("a digit was expected") } else { Ok(()) }
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
    }

    /// Reads a string; its entry is returned, not yet added.
    fn string(&mut self, document: &mut Document) -> Result<Entry, &'static str> {
        self.at += 1;
        let start = self.at;
        let mut unescaped = false;
        let from = document.extra.len();
        let mut run = start;
        let mut torn = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let stops = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
            self.at += rest.iter().position(stops).unwrap_or(rest.len());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    unescaped = true;
                    document.extra.push_str(self.text.get(run..self.at).unwrap_or(""));
                    self.at += 1;
                    torn |= !self.escape(document)?;
                    run = self.at;
                }
                Some(_) => return Err("a line break or other control character stands in a text"),
                None => return Err("a text is not closed"),
            }
        }
        let end = self.at;
        self.at += 1;
        let next = document.entries.len() as u32 + 1;
        let kind = if torn { Kind::Unreadable } else { Kind::Text };
        if unescaped {
            document.extra.push_str(self.text.get(run..end).unwrap_or(""));
            let length = (document.extra.len() - from) as u32;
            return Ok(Entry { kind, start: (self.extra_base + from) as u32, length, next });
        }
        Ok(Entry { kind, start: (self.base + start) as u32, length: (end - start) as u32, next })
    }

    /// Returns false for half a surrogate pair, which no text can hold.
    fn escape(&mut self, document: &mut Document) -> Result<bool, &'static str> {
        let character = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => byte as char,
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                let unit = self.hex()?;
                let (code, whole) = match unit {
                    0xd800..=0xdbff if self.text.get(self.at..self.at + 2) == Some("\\u") => {
                        let back = self.at;
                        self.at += 2;
                        match self.hex()? {
                            low @ 0xdc00..=0xdfff => {
                                (0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), true)
                            }
                            _ => {
                                self.at = back;
                                (0xfffd, false)
                            }
                        }
                    }
                    0xd800..=0xdfff => (0xfffd, false),
                    unit => (unit, true),
                };
                document.extra.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                return Ok(whole);
            }
            _ => return Err("an unknown escape stands in a text"),
        };
        self.at += 1;
        document.extra.push(character);
        Ok(true)
    }

    fn hex(&mut self) -> Result<u32, &'static str> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| !digits.starts_with('+'));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += 4;
        unit.ok_or("four hexadecimal digits were expected")
    }

    /// Passes over a container whose opening bracket was just read.
    fn skip_deep(&mut self, document: &mut Document) -> Result<(), &'static str> {
        let mut depth = 1_usize;
        let room = document.extra.len();
        while depth > 0 {
            match self.peek() {
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') => depth -= 1,
                Some(b'"') => {
                    self.string(document)?;
                    document.extra.truncate(room);
                    continue;
                }
                Some(_) => {}
                None => return Err("the text ends inside a list or an object"),
            }
            self.at += 1;
        }
        let start = self.extra_base + room;
        document.extra.push_str(TOO_DEEP);
        document.push_entry(Kind::Unreadable, start, TOO_DEEP.len());
        Ok(())
    }

    /// The text of an entry that is a part and begins as JSON.
    fn inner(&self, document: &Document, entry: Entry) -> Option<String> {
        if !matches!(document.open.len(), 1..=3) || entry.kind != Kind::Text {
            return None;
        }
        let text = self.slice(document, entry).filter(|text| begins_as_json(text))?;
        let key = document.entries.last().filter(|entry| entry.kind == Kind::Key);
        let key = key.and_then(|key| self.slice(document, *key));
        document.takes_part(key).then(|| text.to_owned())
    }

    /// As `Document::slice`, while the text is taken out of the document.
    fn slice<'d>(&'d self, document: &'d Document, entry: Entry) -> Option<&'d str> {
        let (start, length) = (entry.start as usize, entry.length as usize);
        match start.checked_sub(self.extra_base) {
            Some(start) => document.extra.get(start..start + length),
            None => self.text.get(start - self.base..start - self.base + length),
        }
    }
}

/// What an unreadable value says of itself when it lies below [`MAX_DEPTH`].
pub(crate) const TOO_DEEP: &str = "nested deeper than 64 levels";

#[cfg(test)]
mod tests {
    use super::super::{Node, Sources};
    use super::*;

    fn read(text: &str) -> Document {
        parse(text.to_owned(), Source::Input).unwrap()
    }

    fn show(node: Node<'_>) -> String {
        match node.kind() {
            Kind::Object => format!(
                "{{{}}}",
                node.members().map(|(k, v)| format!("{k}:{}", show(v))).collect::<Vec<_>>().join(",")
            ),
            Kind::Array => format!("[{}]", node.items().map(show).collect::<Vec<_>>().join(",")),
            kind => format!("{kind:?}({})", node.raw()),
        }
    }

    #[test]
    fn keeps_numbers_and_texts_as_written() {
        let document =
            read(r#" {"a": [1.50, -0, 1e400, 9007199254740993], "b\n": "\u00e9\ud83d\ude00\/", "c": {}} "#);
        assert_eq!(
            show(document.root()),
            "{a:[Number(1.50),Number(-0),Number(1e400),Number(9007199254740993)],b\n:Text(é😀/),c:{}}"
        );
    }

    #[test]
    fn reads_parts_that_are_text() {
        let document =
            read(r#"{"deal": "{\"title\": \"a \\u0026 b\", \"tags\": [\"{1}\"]}", "n": "[1", "t": "x"}"#);
        assert_eq!(
            show(document.root()),
            "{deal:{title:Text(a & b),tags:[Text({1})]},n:NotJson(`,` or `]` was expected at line 1, column 3),t:Text(x)}"
        );
        let title = document.root().get("deal").and_then(|deal| deal.get("title")).unwrap();
        assert_eq!(Sources::of(document.root()).pointer(title.at()), "/deal/title");
    }

    #[test]
    fn parts_deeper_down_are_read_by_name_and_titles_are_not() {
        for (text, shown) in [
            (
                r#"{"snapshot": {"taxRates": "[1]", "x": "[1]"}}"#,
                "{snapshot:{taxRates:[Number(1)],x:Text([1])}}",
            ),
            (r#"{"deal": {"title": "[1]", "person": "{x"}}"#, "{deal:{title:Text([1]),person:Text({x)}}"),
            (r#"[{"deal": "{}", "now": "[]"}, "{}"]"#, "[{deal:{},now:Text([])},{}]"),
            (
                r#"{"inputs": [{"deal": "{}"}], "a": {"b": {"c": {"deal": "{}"}}}}"#,
                "{inputs:[{deal:{}}],a:{b:{c:{deal:Text({})}}}}",
            ),
            ("\u{feff} {\"deal\": \"\u{feff}{}\", \"t\": \"\u{feff}\"}", "{deal:{},t:Text(\u{feff})}"),
        ] {
            assert_eq!(show(read(text).root()), shown, "{text}");
        }
        let config = parse(r#"{"a": "[1]"}"#.to_owned(), Source::Config).unwrap();
        assert_eq!(show(config.root()), "{a:Text([1])}");
    }

    #[test]
    fn pointers_escape_and_count() {
        let document = read(r#"{"a/b": [{"x": 1}, {"~": [true, false]}]}"#);
        let list = document.root().get("a/b").unwrap();
        let last = list.items().nth(1).unwrap().get("~").unwrap().items().nth(1).unwrap();
        assert_eq!(Sources::of(document.root()).pointer(last.at()), "/a~1b/1/~0/1");
        assert_eq!(Sources::of(list).pointer(last.at()), "/1/~0/1");
    }

    #[test]
    fn what_json_cannot_say_is_unreadable_in_its_place() {
        let document = read(r#"{"a": NaN, "b": [-Infinity, undefined], "c": "\ud800x", "d": 1}"#);
        assert_eq!(
            show(document.root()),
            "{a:Unreadable(NaN),b:[Unreadable(Infinity),Unreadable(undefined)],c:Unreadable(\u{fffd}x),d:Number(1)}"
        );
        let deep = format!("{{\"a\": {}1{}, \"b\": 2}}", "[".repeat(20_000), "]".repeat(20_000));
        let document = read(&deep);
        assert_eq!(document.root().get("b").and_then(Node::number), Some("2"));
    }

    #[test]
    fn of_several_members_the_last_counts() {
        assert_eq!(read(r#"{"a": 1, "a": 2}"#).root().get("a").and_then(Node::number), Some("2"));
    }

    #[test]
    fn refuses_what_is_no_json() {
        for (text, error) in [
            ("", "the text ends where a value was expected at line 1, column 1"),
            ("{\n  'a': 1}", "a name in double quotes was expected at line 2, column 3"),
            ("[1,]", "a value was expected at line 1, column 4"),
            ("[01]", "`,` or `]` was expected at line 1, column 3"),
            ("{\"a\" 1}", "`:` was expected at line 1, column 6"),
            ("\"a\nb\"", "a line break or other control character stands in a text at line 1, column 3"),
            ("\"\\x\"", "an unknown escape stands in a text at line 1, column 3"),
            ("\"\\u12g4\"", "four hexadecimal digits were expected at line 1, column 8"),
            ("1 2", "the text goes on after its value at line 1, column 3"),
            ("-", "a digit was expected at line 1, column 2"),
        ] {
            assert_eq!(parse(text.to_owned(), Source::Input).unwrap_err().to_string(), error, "{text}");
        }
    }
}
