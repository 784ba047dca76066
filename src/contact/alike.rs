//! Whether two names may be of one customer, where nothing but the names is known.

use super::name::{Level, NameKey, Rarity};

/// Whether two names may be of one customer: the same but for slips and legal forms, a part of one another, or
/// initials. A name without anything to compare may be anybody's.
#[must_use]
pub fn are_alike(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (NameKey::of(one), NameKey::of(other)) else { return true };
    one.likeness(&other, &Rarity::default()).level != Level::Different
}

#[cfg(test)]
mod tests {
    use super::are_alike;

    #[test]
    fn names_are_told_apart() {
        for (one, other, alike) in [
            ("Northwind Traders Ltd", "NORTHWIND TRADERS LIMITED", true),
            ("Northwind Tradesr Ltd", "Northwind Traders", true),
            ("Northwind Traders", "Contoso Bakery", false),
            ("Miller & Sons", "Harbour Logistics GmbH", false),
            ("", "Contoso Bakery", true),
        ] {
            assert_eq!(are_alike(one, other), alike, "{one} {other}");
        }
    }
}
