//! Words as they sound, and their hashes.

/// What is heard of a word, so that usual ways to write the same are the same: `Müller` and `Mueller`,
/// `Yandex` and `Iandeks`, `organisation` and `organization`. Words that are not in Latin letters stay.
#[derive(Debug)]
pub(super) struct Heard {
    bytes: [u8; Self::MOST],
    length: usize,
    hash: u32,
}

impl Heard {
    /// More is in the hash alone.
    const MOST: usize = 40;

    pub(super) const fn new() -> Self {
        Self { bytes: [0; Self::MOST], length: 0, hash: FNV }
    }

    fn push(&mut self, byte: u8) {
        if self.last() == byte && byte.is_ascii_alphabetic() {
            return;
        }
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
        self.hash = fnv(self.hash, byte);
    }

    fn last(&self) -> u8 {
        self.bytes().last().copied().unwrap_or(0)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn hash(&self) -> u32 {
        mixed(self.hash)
    }
}

pub(super) const FNV: u32 = 0x811c_9dc5;

pub(super) fn fnv(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// The last steps of MurmurHash3, so that every bit depends on all.
pub(super) fn mixed(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// The hash of bytes.
pub(super) fn hashed(bytes: &[u8]) -> u32 {
    mixed(bytes.iter().fold(FNV, |hash, byte| fnv(hash, *byte)))
}

/// Adds what is heard of a word.
pub(super) fn hear(word: &str, heard: &mut Heard) {
    let bytes = word.as_bytes();
    let is_latin = word.is_ascii();
    let mut before = 0;
    for (place, byte) in bytes.iter().copied().enumerate() {
        let next = bytes.get(place + 1).copied().unwrap_or(0);
        // Letters that are heard as they are whatever is beside them.
        let is_plain =
            matches!(byte, b'a' | b'b' | b'd' | b'f' | b'g' | b'l'..=b'o' | b'r' | b'u' | b'v' | b'x');
        if is_latin && !is_plain {
            for byte in heard_of(before, byte, next) {
                heard.push(*byte);
            }
        } else {
            heard.push(byte);
        }
        before = byte;
    }
}

/// What is heard of a letter between two others.
fn heard_of(before: u8, letter: u8, next: u8) -> &'static [u8] {
    match (before, letter, next) {
        // Second letters of pairs that are one sound.
        (b'c' | b's' | b'z' | b'k' | b'p' | b'g' | b't' | b'r' | b'd' | b'b', b'h', _)
        | (b't', b's' | b'z', _)
        | (b'k', b's', _)
        | (b'a' | b'o' | b'u', b'e', _)
        | (_, b'i' | b'j' | b'y', b'e')
        | (_, b'c', b'k')
        | (_, b't', b'c')
        // Silent: `John`.
        | (b'a' | b'e' | b'i' | b'o' | b'u', b'h', b'b'..=b'd' | b'f' | b'g' | b'j'..=b'n' | b'p'..=b't' | b'v'..=b'z') => b"",
        (_, b'c', b'h') => b"c",
        (_, b'c' | b'q', _) => b"k",
        (_, b'k', b'h') => b"h",
        (_, b'k', b's') => b"x",
        (_, b'p', b'h') => b"f",
        (_, b'z', _) | (_, b't', b's' | b'z') => b"s",
        (_, b'w', _) => b"v",
        (_, b'j' | b'y', _) => b"i",
        (_, letter, _) => one(letter),
    }
}

fn one(letter: u8) -> &'static [u8] {
    const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let place = match letter {
        b'a'..=b'z' => letter - b'a',
        b'0'..=b'9' => letter - b'0' + 26,
        _ => return b"/",
    };
    LETTERS.get(usize::from(place)..=usize::from(place)).unwrap_or_default()
}
