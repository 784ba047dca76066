//! What is looked up by a key that several may have.

use crate::order::sort_by_key;

/// Items by keys; each key's in the order of their days, where they have one.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
}

/// An item under a key.
#[derive(Debug, Clone)]
pub(super) struct Row {
    key: String,
    /// Days of the Julian calendar.
    pub(super) day: i32,
    /// What keeps two of a day apart, whatever their order.
    rank: usize,
    /// The item's place in its list.
    pub(super) place: usize,
}

impl Table {
    pub(super) fn add(&mut self, key: String, day: i32, rank: usize, place: usize) {
        self.rows.push(Row { key, day, rank, place });
    }

    /// Puts them in order; to be called before anything is looked up.
    pub(super) fn settle(&mut self) {
        crate::order::sort_by(&mut self.rows, &|one, other| {
            one.key.cmp(&other.key).then(one.day.cmp(&other.day)).then(one.rank.cmp(&other.rank))
        });
    }

    /// Everything under a key.
    pub(super) fn get(&self, key: &str) -> &[Row] {
        let first = self.rows.partition_point(|row| row.key.as_str() < key);
        let rest = self.rows.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|row| row.key == key)).unwrap_or_default()
    }

    /// Those under a key that are nearest to a day.
    pub(super) fn nearest(&self, key: &str, day: i32, most: usize) -> Vec<usize> {
        let rows = self.get(key);
        let middle = rows.partition_point(|row| row.day < day);
        let first = middle.saturating_sub(most);
        let near = rows.get(first..rows.len().min(middle + most)).unwrap_or_default();
        let mut near: Vec<&Row> = near.iter().collect();
        if near.len() > most {
            sort_by_key(&mut near, |row| (row.day.abs_diff(day), row.day, row.rank));
            near.truncate(most);
        }
        near.into_iter().map(|row| row.place).collect()
    }

    /// How many under a key lie within so many days of a day.
    pub(super) fn within(&self, key: &str, day: i32, days: u32) -> usize {
        let rows = self.get(key);
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        let first = rows.partition_point(|row| row.day < day.saturating_sub(days));
        rows.partition_point(|row| row.day <= day.saturating_add(days)).saturating_sub(first)
    }
}
