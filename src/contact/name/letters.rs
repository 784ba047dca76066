//! A name as words in lower case: folded, in Latin letters, without punctuation.

use super::super::fold::fold;

/// Brackets, as they are left between words.
pub(super) const OPEN: &str = "(";
pub(super) const CLOSE: &str = ")";

/// Legal forms that are written without blanks; a row each, which the first stands for.
const ATTACHED: &str = "株式会社 ㈱ (株)|주식회사 ㈜ (주)|有限会社 (有)|合同会社|股份有限公司|有限责任公司|有限責任公司|有限公司|유한회사";

/// The legal form without blanks that a text begins with, and what stands for it.
fn attached(text: &str) -> Option<(&'static str, &'static str)> {
    ATTACHED.split('|').find_map(|row| {
        let form = row.split(' ').find(|form| text.starts_with(form))?;
        Some((form, row.split(' ').next()?))
    })
}

/// Words and blanks: `Müller & Söhne G.m.b.H.` is `muller and sohne gmbh`, `ООО «Газпром»` is `ooo gazprom`.
///
/// Points and apostrophes vanish, but a point between two words; brackets stay, between blanks.
pub(super) fn simplified(name: &str) -> String {
    let folded = fold(name);
    let mut text = String::with_capacity(folded.len() + 8);
    let is_ukrainian = !folded.is_ascii() && folded.contains(['і', 'є', 'ґ']);
    let mut rest = folded.as_str();
    let mut before = ' ';
    // How many letters and digits there are since the last sign.
    let mut since = 0;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if (!c.is_ascii() || c == '(')
            && let Some((form, same)) = attached(rest)
        {
            apart(&mut text, same);
            (rest, before, since) = (rest.get(form.len()..).unwrap_or_default(), ' ', 0);
            continue;
        }
        // What stands for a sign, between blanks; nothing of one that vanishes.
        let sign = match c {
            'a'..='z' | '0'..='9' => {
                text.push(c);
                None
            }
            '.' => {
                let is_between = since > 1 && starts_word(after) || since == 1 && starts_long_word(after);
                Some(is_between.then_some(""))
            }
            '/' if since == 1 && !starts_long_word(after) => {
                if before == 't' && after.starts_with('a') {
                    text.push('/');
                }
                Some(None)
            }
            '\'' | '`' | '´' | '‘' | '’' | 'ʼ' | '′' => Some(None),
            '&' | '+' => Some(Some("and")),
            '@' => Some(Some("at")),
            '(' | '[' | '{' => Some(Some(OPEN)),
            ')' | ']' | '}' => Some(Some(CLOSE)),
            c if c.is_ascii() || is_punctuation(c) => Some(Some("")),
            _ => {
                latin(c, before, after, is_ukrainian, &mut text);
                None
            }
        };
        if let Some(Some(word)) = sign {
            apart(&mut text, word);
        }
        since = if sign.is_some() { 0 } else { since + 1 };
        (rest, before) = (after, c);
    }
    let is_letter = |word: &str| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let mut last = words.next().unwrap_or_default();
    let is_spelled = words.any(|word| is_letter(core::mem::replace(&mut last, word)) && is_letter(word));
    if is_spelled { together(&text, is_letter) } else { text }
}

/// Adds a word between single blanks, or a blank.
fn apart(text: &mut String, word: &str) {
    for part in ["", word] {
        text.push_str(part);
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
}

/// Single letters that follow each other are one word.
fn together(text: &str, is_letter: impl Fn(&str) -> bool) -> String {
    let mut all = String::with_capacity(text.len());
    let mut was_letter = false;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let is_letter = is_letter(word);
        if !(is_letter && was_letter) {
            all.push(' ');
        }
        all.push_str(word);
        was_letter = is_letter;
    }
    all
}

fn starts_word(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphanumeric)
}

fn starts_long_word(text: &str) -> bool {
    let mut letters = text.chars();
    let mut is_letter = || letters.next().is_some_and(char::is_alphanumeric);
    is_letter() && is_letter()
}

/// What separates words outside ASCII; everything else there (letters, digits, pictures) is kept.
fn is_punctuation(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{a1}'..='\u{bf}' | '×' | '÷' | '\u{5be}' | '\u{2010}'..='\u{205f}' | '\u{2116}')
        || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301f}' | '・' | '\u{ff5f}'..='\u{ff65}')
}

/// Cyrillic and Greek letters, as they are most often written in Latin ones; other letters stay.
fn latin(c: char, before: char, after: &str, is_ukrainian: bool, text: &mut String) {
    let next = after.chars().next().unwrap_or(' ');
    let written = match (c, next) {
        ('г', _) if is_ukrainian => "h",
        // Bulgarian has it as a vowel; in Russian it is silent, before these letters.
        ('ъ', 'е' | 'я' | 'ю') => "",
        ('υ', _) if before == 'ο' => "u",
        ('π', _) if before == 'μ' => "",
        ('μ', 'π') if before.is_alphabetic() => "mp",
        ('μ', 'π') => "b",
        ('γ', 'γ' | 'κ') if before.is_alphabetic() => "n",
        _ => {
            let row = LATIN.split(' ').find(|row| row.starts_with(c));
            match row.and_then(|row| row.get(c.len_utf8()..)) {
                Some(written) => written,
                None => return text.push(c),
            }
        }
    };
    text.push_str(written);
}

/// Each letter with what is written for it, as [`fold`] leaves them.
const LATIN: &str = "аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъa ыy ь эe юiu яia \
    іi єie ґg ђdj јj љlj њnj ћc џdz ѕdz әa өo αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt υy φf χch ψps ωo";
