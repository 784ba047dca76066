//! Rows that came as columns: `{ "name": "Design,Build", "quantity": "1,2" }`.
//!
//! Hosts without lists hand rows over so, each column a list or its values with commas between them. They
//! become rows here, so that nobody else knows. Where a column has more or fewer values than the others,
//! nothing tells which value belongs where: it stays as it is, and [`uneven`] says so.

use super::document::Entry;
use super::part::is_nothing;
use super::value::trimmed;
use super::{Document, Kind, Node};

/// The parts that are rows.
pub(super) const PARTS: [&str; 3] = ["products", "discounts", "installments"];

/// Columns that have a value in every row and never a comma in one.
const COUNTED: [&str; 3] = ["item_price", "quantity", "amount"];

/// The place of a row that no list of the caller's has.
pub(super) const NO_PLACE: u32 = u32::MAX;

/// A column with another number of values than there are rows.
#[derive(Debug, Clone, Copy)]
pub struct Uneven<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it stands.
    pub column: Node<'a>,
    /// How many values it seems to have.
    pub values: usize,
    /// How many rows the prices and quantities have.
    pub rows: usize,
}

/// How many values a column has; `None` for what is no column.
fn values(column: Node<'_>) -> Option<usize> {
    let is_scalar = |item: Node<'_>| !matches!(item.kind(), Kind::Array | Kind::Object);
    match column.kind() {
        Kind::Null => Some(0),
        Kind::Text if trimmed(column.raw()).is_empty() => Some(0),
        Kind::Text => Some(1 + column.raw().bytes().filter(|byte| *byte == b',').count()),
        Kind::Array => column.items().all(is_scalar).then(|| column.items().count()),
        _ => None,
    }
}

/// How many rows the columns of a part are; `None` where it has none.
fn rows(part: Node<'_>) -> Option<usize> {
    let (mut rows, mut is_list) = (0, false);
    for (name, column) in part.members() {
        let values = values(column)?;
        is_list |= column.kind() == Kind::Array;
        if COUNTED.contains(&name) {
            rows = rows.max(values);
        }
    }
    // One value each is one row, whose texts may have commas.
    (rows > 1 || (rows == 1 && is_list)).then_some(rows)
}

/// The columns that keep the columns of a part from being rows.
pub fn uneven(part: Node<'_>) -> impl Iterator<Item = Uneven<'_>> {
    let rows = rows(part);
    // Percent or amount: an API says so in every row, a list that somebody put together may not.
    let discount = part.get("discount").filter(|column| {
        let is_zero = |text: &str| text.chars().all(|c| matches!(c, '0' | ',' | '.' | ' '));
        part.get("discount_type").is_none()
            && !(is_zero(column.raw()) && column.items().all(|item| is_zero(item.raw())))
    });
    let untyped =
        rows.zip(discount).map(|(rows, column)| Uneven { name: "discount_type", column, values: 0, rows });
    let members = part.members().filter_map(move |(name, column)| {
        let (rows, values) = (rows?, values(column)?);
        // No host writes a blank behind its comma: that one stands in a text.
        let is_text =
            column.kind() == Kind::Text && column.raw().as_bytes().windows(2).any(|pair| pair == b", ");
        let is_uneven = values != 0 && (values != rows || is_text);
        is_uneven.then_some(Uneven { name, column, values, rows })
    });
    members.chain(untyped)
}

/// A column that is being taken apart.
struct Column {
    key: Entry,
    value: Entry,
    /// Of a list: the place of its next item behind the part.
    item: u32,
}

impl Document {
    /// Puts rows in the place of columns, if a member of the input is such.
    pub(super) fn turn_columns(&mut self, id: u32) {
        let part = Node { document: self, id };
        let Some(rows) = rows(part).filter(|_| uneven(part).next().is_none()) else { return };
        let mut columns = Vec::new();
        for (_, node) in part.members() {
            if values(node) != Some(0) {
                let key = self.entry(node.id - 1);
                columns.push(Column { key, value: self.entry(node.id), item: node.id + 1 - id });
            }
        }
        let whole = self.entry(id);
        // The columns, and what stands behind them.
        let old = self.entries.split_off(id as usize);
        self.push_entry(Kind::Array, whole.start as usize, whole.length as usize);
        for _ in 0..rows {
            let row = self.push_entry(Kind::Object, id as usize, NO_PLACE as usize);
            for column in &mut columns {
                self.push_entry(Kind::Key, column.key.start as usize, column.key.length as usize);
                let cell = self.next_cell(column, &old);
                self.push_entry(cell.kind, cell.start as usize, cell.length as usize);
            }
            self.end_at_last(row);
        }
        self.end_at_last(id);
        let moved = (self.entries.len() as u32).wrapping_sub(whole.next);
        for entry in old.get((whole.next - id) as usize..).unwrap_or_default() {
            let mut entry = Entry { next: entry.next.wrapping_add(moved), ..*entry };
            if matches!(entry.kind, Kind::Array | Kind::Object) && entry.start >= whole.next {
                entry.start = entry.start.wrapping_add(moved);
            }
            self.entries.push(entry);
        }
        self.end_at_last(0);
    }

    fn end_at_last(&mut self, container: u32) {
        let next = self.entries.len() as u32;
        self.entries.get_mut(container as usize).into_iter().for_each(|entry| entry.next = next);
    }

    /// The next value of a column; lists keep theirs in `old`, by their place in it.
    fn next_cell(&self, column: &mut Column, old: &[Entry]) -> Entry {
        if column.value.kind == Kind::Array {
            let cell = old.get(column.item as usize).copied().unwrap_or(column.value);
            column.item += 1;
            let is_word = cell.kind == Kind::Text && is_nothing(self.slice(cell));
            return if is_word { Entry { kind: Kind::Nothing, ..cell } } else { cell };
        }
        let rest = self.slice(column.value);
        let length = rest.bytes().position(|byte| byte == b',').unwrap_or(rest.len()) as u32;
        let kind = if is_nothing(rest.get(..length as usize).unwrap_or("")) {
            Kind::Nothing
        } else {
            column.value.kind
        };
        let cell = Entry { kind, length, ..column.value };
        let used = (length + 1).min(column.value.length);
        column.value.start += used;
        column.value.length -= used;
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, Sources, parse};
    use super::*;

    /// Each value of the products with its pointer, and what stands behind them.
    fn read(products: &str) -> (String, Vec<(String, usize, usize)>) {
        let text = format!(
            r#"{{ "deal": {{ "a": [1] }}, "products": {products}, "z": {{ "y": [{{ "x": 1 }}] }} }}"#
        );
        let mut document = parse(text, Source::Input).unwrap();
        document.settle();
        let root = document.root();
        let sources = Sources::of(root);
        let last = root
            .get("z")
            .and_then(|z| z.get("y"))
            .and_then(|y| y.items().next())
            .and_then(|item| item.get("x"));
        assert_eq!(sources.pointer(last.unwrap().at()), "/z/y/0/x", "{products}");
        assert_eq!(sources.pointer(root.get("deal").and_then(|deal| deal.get("a")).unwrap().at()), "/deal/a");
        assert_eq!(root.members().count(), 3, "{products}");
        let part = root.get("products").unwrap();
        let rows = part.items().map(|row| {
            assert_eq!(sources.pointer(row.at()), "/products");
            let cells = row.members().map(|(name, cell)| {
                assert_eq!(sources.pointer(cell.at()), format!("/products/{name}"));
                format!("{name}={}", cell.raw())
            });
            cells.collect::<Vec<_>>().join(" ")
        });
        let uneven =
            uneven(part).map(|uneven| (uneven.name.to_owned(), uneven.values, uneven.rows)).collect();
        (rows.collect::<Vec<_>>().join(" | "), uneven)
    }

    #[test]
    fn columns_become_rows_only_where_nothing_is_guessed() {
        for (products, rows) in [
            (
                r#"{"quantity": "1,2", "name": "A,B", "tax": "", "c": null}"#,
                "quantity=1 name=A | quantity=2 name=B",
            ),
            (
                r#"{"quantity": "1,,3", "name": ",B,"}"#,
                "quantity=1 name= | quantity= name=B | quantity=3 name=",
            ),
            (
                r#"{"quantity": [1, 2], "name": ["A, one", "B"]}"#,
                "quantity=1 name=A, one | quantity=2 name=B",
            ),
            (r#"{"quantity": [1], "name": "A"}"#, "quantity=1 name=A"),
            (r#"{"amount": "1,2", "d": "\u0041,B"}"#, "amount=1 d=A | amount=2 d=B"),
            (r#""{\"quantity\": \"1,2\", \"name\": \"A,B\"}""#, "quantity=1 name=A | quantity=2 name=B"),
            // One row, a list of rows, an envelope, and what has no prices.
            (r#"{"quantity": "1", "item_price": "2", "name": "A, B"}"#, ""),
            (r#"{"quantity": 1, "name": "A,B"}"#, ""),
            (r#"{"data": [{"quantity": "1,2"}]}"#, ""),
            (r#"{"name": "A,B"}"#, ""),
            (r#"{}"#, ""),
        ] {
            assert_eq!(read(products), (rows.to_owned(), vec![]), "{products}");
        }
        for (products, name, values, rows) in [
            (r#"{"quantity": "1,2", "name": "A, one,B"}"#, "name", 3, 2),
            (r#"{"quantity": "1,2", "name": "A, one"}"#, "name", 2, 2),
            (r#"{"quantity": "1,2", "item_price": "5"}"#, "item_price", 1, 2),
            (r#"{"quantity": ["1"], "name": "A, one"}"#, "name", 2, 1),
            (r#"{"quantity": [1, 2], "name": ["A"]}"#, "name", 1, 2),
        ] {
            assert_eq!(read(products), (String::new(), vec![(name.to_owned(), values, rows)]), "{products}");
        }
    }
}
