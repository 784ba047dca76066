//! JSON with the freedoms that a JSON library takes away: key order, number texts, duplicate keys.

use serde_json::Value;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// A JSON value whose numbers are the text they are written as.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(bool) => Self::Bool(*bool),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Object(map) => {
                Self::Object(map.iter().map(|(key, value)| (key.clone(), Self::from(value))).collect())
            }
        }
    }
}

impl Json {
    /// The text, keys in the order they stand.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    out.push_str(&quoted(key));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// The same value with the keys of every object in an order that `seed` decides.
    pub fn shuffled(&self, seed: u64) -> Self {
        match self {
            Self::List(items) => Self::List(items.iter().map(|item| item.shuffled(seed)).collect()),
            Self::Object(entries) => {
                let mut entries: Vec<(String, Self)> =
                    entries.iter().map(|(key, value)| (key.clone(), value.shuffled(seed))).collect();
                entries.sort_by_key(|(key, _)| {
                    let mut hasher = DefaultHasher::new();
                    (seed, key).hash(&mut hasher);
                    hasher.finish()
                });
                Self::Object(entries)
            }
            other => other.clone(),
        }
    }

    /// The number of nodes, this one included.
    pub fn nodes(&self) -> usize {
        1 + match self {
            Self::List(items) => items.iter().map(Self::nodes).sum(),
            Self::Object(entries) => entries.iter().map(|(_, value)| value.nodes()).sum::<usize>(),
            _ => 0,
        }
    }

    /// Changes node number `at`, counted in the order of the text; the root is 0 and is never deleted.
    pub fn change(&mut self, at: usize, how: &Change) {
        let mut left = at;
        self.seek(&mut left, how);
    }

    fn seek(&mut self, left: &mut usize, how: &Change) -> Seek {
        if *left == 0 {
            return match how {
                Change::Delete => Seek::Delete,
                Change::Twice => Seek::Twice,
                Change::To(json) => {
                    *self = json.clone();
                    Seek::Done
                }
                Change::Wrap => {
                    *self = Self::List(vec![self.clone()]);
                    Seek::Done
                }
            };
        }
        *left -= 1;
        match self {
            Self::List(items) => {
                for at in 0..items.len() {
                    match items[at].seek(left, how) {
                        Seek::Further => continue,
                        Seek::Delete => drop(items.remove(at)),
                        Seek::Twice => items.insert(at, items[at].clone()),
                        Seek::Done => {}
                    }
                    return Seek::Done;
                }
            }
            Self::Object(entries) => {
                for at in 0..entries.len() {
                    match entries[at].1.seek(left, how) {
                        Seek::Further => continue,
                        Seek::Delete => drop(entries.remove(at)),
                        Seek::Twice => entries.insert(at, entries[at].clone()),
                        Seek::Done => {}
                    }
                    return Seek::Done;
                }
            }
            _ => {}
        }
        Seek::Further
    }
}

/// What happens to one node.
#[derive(Clone, Debug)]
pub enum Change {
    /// It goes, with its key.
    Delete,
    /// It stands twice: a list's entry repeated, an object's key given twice.
    Twice,
    /// It becomes the only entry of a list.
    Wrap,
    /// It becomes something else.
    To(Json),
}

/// How the search for a node went on.
enum Seek {
    Further,
    Delete,
    Twice,
    Done,
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

#[test]
fn writes_shuffles_and_changes() {
    let value: Value = serde_json::from_str(r#"{"a":[1.5,"x\"\n",null,true],"b":{"c":{}}}"#).unwrap();
    let json = Json::from(&value);
    assert_eq!(json.text(), value.to_string());
    assert_eq!(json.nodes(), 8);
    for seed in 0..20 {
        assert_eq!(serde_json::from_str::<Value>(&json.shuffled(seed).text()).unwrap(), value);
    }
    assert!((0..20).any(|seed| json.shuffled(seed).text() != json.text()));
    let changed = |at, how| {
        let mut json = json.clone();
        json.change(at, &how);
        json.text()
    };
    assert_eq!(changed(2, Change::Delete), r#"{"a":["x\"\n",null,true],"b":{"c":{}}}"#);
    assert_eq!(changed(6, Change::Twice), r#"{"a":[1.5,"x\"\n",null,true],"b":{"c":{}},"b":{"c":{}}}"#);
    assert_eq!(
        changed(7, Change::To(Json::Number("1e400".into()))),
        r#"{"a":[1.5,"x\"\n",null,true],"b":{"c":1e400}}"#
    );
    assert_eq!(changed(1, Change::Wrap), r#"{"a":[[1.5,"x\"\n",null,true]],"b":{"c":{}}}"#);
}
