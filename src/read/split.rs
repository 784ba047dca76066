//! A long JSON text of rows in parts that are each within the budgets.

use super::part::without_mark;

/// The rows of a text, some of them at a time.
#[derive(Debug)]
pub struct Split<'t> {
    /// Rows with commas between them: each a list without its brackets.
    pub parts: Vec<&'t str>,
    /// The text with an empty list in the place of its rows.
    pub around: String,
}

/// Cuts a text that is a list, or an object whose member `name` is one, between its rows, into parts of about `size`
/// bytes; `None` where it is neither. What stands inside the rows is for their reader to check.
#[must_use]
pub fn split<'t>(text: &'t str, name: &str, size: usize) -> Option<Split<'t>> {
    let mut scan = Scan { bytes: text.as_bytes(), at: text.len() - without_mark(text).trim_start().len() };
    let outermost = scan.peek()?;
    let start = match outermost {
        b'[' => scan.at,
        b'{' => {
            scan.at += 1;
            loop {
                // Only a member of the outermost object is meant, not one of the same name further in.
                let before = scan.at;
                let mark = scan.next_at_level()?;
                let key = text.get(before..scan.at)?.trim_end_matches([' ', '\t', '\r', '\n', ':']);
                if mark == b'['
                    && key
                        .strip_suffix('"')
                        .and_then(|key| key.strip_suffix(name))
                        .is_some_and(|key| key.ends_with('"'))
                {
                    break scan.at;
                }
                if mark == b'}' {
                    return None;
                }
                scan.skip();
            }
        }
        _ => return None,
    };
    scan.at = start + 1;
    let (mut parts, mut from) = (Vec::new(), scan.at);
    let end = loop {
        match scan.next_at_level()? {
            b',' if scan.at - from >= size => {
                parts.push(text.get(from..scan.at)?);
                scan.at += 1;
                from = scan.at;
            }
            b']' => break scan.at,
            _ => scan.skip(),
        }
    };
    parts.push(text.get(from..end)?);
    let around = [text.get(..=start)?, text.get(end..)?].concat();
    Some(Split { parts, around })
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes to the next bracket or comma that stands in no text.
    fn next_at_level(&mut self) -> Option<u8> {
        loop {
            match self.peek()? {
                b'"' => self.skip_text()?,
                mark @ (b'[' | b']' | b'{' | b'}' | b',') => return Some(mark),
                _ => self.at += 1,
            }
        }
    }

    /// Passes over a bracket with everything in it, or over a comma.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        while let Some(mark) = self.next_at_level() {
            self.at += 1;
            match mark {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_text(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn cuts_between_rows_and_nowhere_else() {
        for (text, parts, around) in [
            ("[1,2]", vec!["1", "2"], "[]"),
            (" [ ] ", vec![" "], " [] "),
            (r#"[{"a":[1,"],["]},"x\",]"]"#, vec![r#"{"a":[1,"],["]}"#, r#""x\",]""#], "[]"),
            (
                r#"{"n":{"Rows":[7]},"m":[8],"Rows" : [1,2],"z":1}"#,
                vec!["1", "2"],
                r#"{"n":{"Rows":[7]},"m":[8],"Rows" : [],"z":1}"#,
            ),
            ("\u{feff}[1]", vec!["1"], "\u{feff}[]"),
        ] {
            let found = split(text, "Rows", 1).unwrap();
            assert_eq!((found.parts, found.around.as_str()), (parts, around), "{text}");
        }
        assert_eq!(split("[1,2,3]", "Rows", 3).unwrap().parts, ["1,2", "3"]);
        for text in ["", "5", "[1,2", r#"{"Rows":5}"#, r#"{"a":[1]}"#, r#"["a"#, "{]"] {
            assert!(split(text, "Rows", 1).is_none(), "{text}");
        }
    }
}
