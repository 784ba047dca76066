//! Which contact a won deal would have been billed to.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::contact::ContactMatch;
use crate::contact::index::ContactIndex;
use crate::plan::settings::of_entity;
use crate::read::{Document, Kind, Node, Source};

/// Xero's contacts by entity, to choose those of deals that come without.
#[derive(Debug)]
pub(crate) struct Contacts<'a>(Vec<OfEntity<'a>>);

/// The contacts of an entity.
#[derive(Debug)]
struct OfEntity<'a> {
    entity: &'a str,
    index: ContactIndex,
    nodes: BTreeMap<&'a str, Node<'a>>,
    /// What the config says of parties, and of this entity's contacts.
    config: Document,
    has_party: bool,
}

/// Who a contact is sought for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sought<'a> {
    /// The deal, for fields of its own that say who is billed.
    pub(crate) deal: Option<Node<'a>>,
    /// Its organisation.
    pub(crate) organization: Option<Node<'a>>,
    /// Its person.
    pub(crate) person: Option<Node<'a>>,
    /// The metadata of fields.
    pub(crate) fields: Option<Node<'a>>,
}

impl<'a> Contacts<'a> {
    /// Reads them, by entity where they are passed so; without a config they are those of one organisation, which has
    /// no name.
    pub(crate) fn read(root: Node<'a>, config: Option<&'a Config>) -> Self {
        let part = root.get("contacts");
        let parts: Vec<(&str, Node<'a>)> = match config {
            None => part.map(|part| ("", part)).into_iter().collect(),
            Some(config) => {
                let names = config.entities.0.iter().map(|(name, _)| name.as_str());
                names.filter_map(|name| Some((name, of_entity(part, config, name)?))).collect()
            }
        };
        Self(parts.into_iter().map(|(entity, part)| OfEntity::read(root, entity, part)).collect())
    }

    /// Whether there are none of any entity.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What `matchContact` answers among the contacts of an entity, and the contact where one is chosen; `None` where
    /// they are not known.
    pub(crate) fn matched(
        &self,
        entity: &str,
        sought: Sought<'_>,
    ) -> Option<(ContactMatch, Option<Node<'a>>)> {
        let own = self.0.iter().find(|own| own.entity == entity)?;
        let mut query = Document::new(Source::Input);
        query.push(Kind::Object);
        // Metadata explains the fields that the config names, and there may be much of it.
        let fields = sought.fields.filter(|_| own.has_party);
        let config = Some(own.config.root()).filter(|config| !config.is_null());
        let parts = [
            ("deal", sought.deal),
            ("organization", sought.organization),
            ("person", sought.person),
            ("fields", fields),
            ("config", config),
        ];
        for (name, part) in parts {
            if let Some(part) = part {
                query.push_text(Kind::Key, name);
                query.copy(part);
            }
        }
        query.close();
        let answer = own.index.matched(query.root());
        let chosen = answer.contact_id.as_deref().and_then(|id| own.nodes.get(id).copied());
        Some((answer, chosen))
    }
}

impl<'a> OfEntity<'a> {
    fn read(root: Node<'a>, entity: &'a str, part: Node<'a>) -> Self {
        let mut nodes = BTreeMap::new();
        for page in part.alone().chain(part.items()) {
            for one in page.alone().chain(page.items_of("Contacts")) {
                nodes.extend(one.get("ContactID").map(|id| (id.raw(), one)));
            }
        }
        let whole = root.get("config");
        let party = whole.and_then(|config| config.get("party"));
        let contact = whole.and_then(|config| config.get("entities")?.get(entity)?.get("contact"));
        let mut config = Document::new(Source::Input);
        config.push(if party.is_some() || contact.is_some() { Kind::Object } else { Kind::Null });
        if let Some(party) = party {
            config.push_text(Kind::Key, "party");
            config.copy(party);
        }
        if let Some(contact) = contact {
            for name in ["entities", entity] {
                config.push_text(Kind::Key, name);
                config.push(Kind::Object);
            }
            config.push_text(Kind::Key, "contact");
            config.copy(contact);
            config.close();
            config.close();
        }
        config.close();
        Self { entity, index: ContactIndex::new(part), nodes, config, has_party: party.is_some() }
    }
}
