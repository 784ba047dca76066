//! What the metadata of fields says of a field, before any deal holds a value of it.

use super::field::{FieldDefinitions, Owners, key_of, label_of};
use super::reference::{FieldName, FieldRef, Owner, is_hash};
use crate::read::letters::is_same;
use crate::read::{At, Node};

impl<'a> Owners<'a> {
    /// Whether the metadata of an owner's fields was passed.
    #[must_use]
    pub fn has_definitions(&self, owner: Owner) -> bool {
        self.definitions.of(owner).is_some()
    }

    /// The definition of a field: by its hash, else by its label, else by one of the keys of a standard one.
    fn definition(&self, field: &FieldRef, keys: &[&str]) -> Option<Node<'a>> {
        let definitions = self.definitions.of(field.owner)?;
        definitions.items().find(|definition| match &field.name {
            FieldName::Labelled { hash: Some(hash), .. } => key_of(*definition) == Some(hash),
            FieldName::Labelled { label, hash: None } => {
                label_of(*definition).is_some_and(|name| is_same(name.trim(), label))
            }
            FieldName::Standard(_) => key_of(*definition).is_some_and(|key| keys.contains(&key)),
        })
    }

    /// The options of a field, id and label of each; `keys` are those that a standard field may have.
    #[must_use]
    pub fn options(&self, field: &FieldRef, keys: &[&str]) -> Vec<(&'a str, &'a str)> {
        let options = self.definition(field, keys).map(|definition| definition.items_of("options"));
        let options = options.unwrap_or_default();
        options.filter_map(|option| Some((option.get("id")?.raw(), option.get("label")?.raw()))).collect()
    }

    /// The key of a custom field, as the metadata has it.
    #[must_use]
    pub fn key_of(&self, field: &FieldRef) -> Option<&'a str> {
        self.definition(field, &[]).and_then(key_of)
    }

    /// The type of a custom field, such as `enum`.
    #[must_use]
    pub fn kind_of(&self, field: &FieldRef) -> Option<&'a str> {
        self.definition(field, &[])?.get("field_type")?.text()
    }
}

/// A custom field, as the metadata has it.
#[derive(Debug, Clone, Copy)]
pub struct CustomField<'a> {
    /// Where it stands.
    pub at: At,
    /// Its key of 40 characters.
    pub key: &'a str,
    /// Its label.
    pub label: &'a str,
}

impl<'a> FieldDefinitions<'a> {
    /// The custom fields of an owner.
    #[must_use]
    pub fn custom(self, owner: Owner) -> Vec<CustomField<'a>> {
        let definitions = self.of(owner).map(Node::items).unwrap_or_default();
        let custom = definitions.filter_map(|definition| {
            let key = key_of(definition).filter(|key| is_hash(key))?;
            Some(CustomField { at: definition.at(), key, label: label_of(definition).unwrap_or(key) })
        });
        custom.collect()
    }
}
