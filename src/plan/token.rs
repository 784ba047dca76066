//! Names of a document: its identity for ever, its token to be found by, its request key for one write.

use sha2::{Digest, Sha256};

use crate::config::Config;

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
    let identity = [KEY_VERSION, company, &deal, &length, entity, slot, &revised].join(":");
    let mut token = [config.token.prefix.as_str(), &deal].join("-");
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

/// Lower-case hexadecimal SHA-256.
#[must_use]
pub fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
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
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    let mut text = String::with_capacity(bytes.len() * 2);
    text.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_documents_apart() {
        let config = Config::default();
        assert_eq!(names(&config, 42, "uk", "full", 1).token, "PD-42");
        assert_eq!(names(&config, 42, "uk", "2of3", 2).token, "PD-42/2of3-r2");
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_ne!(request_key("create", "a", "b", 1), request_key("create", "a", "b", 2));
        assert!(request_key("create", "a", "b", 1).len() <= 128);
    }
}
