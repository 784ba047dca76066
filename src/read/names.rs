//! Lists of names, such as the keys of an object of settings.

/// Names, each with the end of a line behind it, in one text: in a list each would take eight bytes more.
#[derive(Debug, Clone, Copy)]
pub struct Names(pub &'static str);

impl Names {
    /// The names, in order.
    pub fn iter(self) -> impl Iterator<Item = &'static str> + Clone {
        self.0.split_terminator('\n')
    }

    /// The name at a place; empty where there is none.
    #[must_use]
    #[inline(never)]
    pub fn at(self, place: usize) -> &'static str {
        self.iter().nth(place).unwrap_or("")
    }

    /// Where a name stands.
    #[must_use]
    #[inline(never)]
    pub fn place_of(self, name: &str) -> Option<usize> {
        self.iter().position(|known| known == name)
    }

    /// Whether a name is among them.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        self.place_of(name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn finds_names_by_place_and_places_by_name() {
        let names = Names("not equal\nin\n");
        assert_eq!([0, 1, 2].map(|place| names.at(place)), ["not equal", "in", ""]);
        assert_eq!(
            ["not equal", "in", "", "not"].map(|name| names.place_of(name)),
            [Some(0), Some(1), None, None]
        );
        assert!(names.has("in") && !Names("").has(""));
    }
}
