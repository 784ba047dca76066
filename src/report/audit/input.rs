//! The parts of an audit: all but the deals may be missing.

use std::collections::BTreeMap;

use time::Date;

use super::kind::KINDS;
use crate::config::Config;
use crate::finding::{Code, Severity};
use crate::mapper::Mapper;
use crate::order::ByName;
use crate::pipedrive::{payload, rows};
use crate::plan::settings::Settings;
use crate::read::date::date;
use crate::read::{At, Document, Findings, Items, Kind, Node, Source, clipped, nearest, whole};
use crate::rehearse::contacts::Contacts;
use crate::xero::snapshot::Snapshot;

/// The parts; what else stands on the input is a mistake where it nearly has the name of one.
const PARTS: [&str; 22] = [
    "config",
    "snapshot",
    "snapshots",
    "asOf",
    "deals",
    "organizations",
    "persons",
    "products",
    "productDetails",
    "users",
    "fields",
    "contacts",
    "documents",
    "organisation",
    "accounts",
    "taxRates",
    "currencies",
    "items",
    "minutes",
    "examples",
    "localDates",
    "now",
];

/// Answers of Xero's that make a snapshot where none was passed.
const LOOSE: [&str; 5] = ["organisation", "accounts", "taxRates", "currencies", "items"];

/// Examples of a check unless the input says how many.
const EXAMPLES: u64 = 5;
/// The most that are shown.
const MOST_EXAMPLES: u64 = 1000;

/// What the caller wants otherwise.
#[derive(Debug, Default)]
pub(super) struct Given<'a> {
    pub(super) as_of: Option<Date>,
    pub(super) examples: usize,
    /// Minutes of checks, by their ids.
    pub(super) minutes: BTreeMap<&'a str, u32>,
}

/// A user of Pipedrive's.
#[derive(Debug, Clone, Copy)]
pub(super) struct User<'a> {
    pub(super) id: &'a str,
    pub(super) name: Option<&'a str>,
    /// False of one that was deactivated.
    pub(super) is_active: bool,
}

/// Rows by their ids, and whether any were passed.
#[derive(Debug)]
pub(super) struct Book<'a> {
    by_id: ByName<'a, Node<'a>>,
    pub(super) all: Vec<Node<'a>>,
    pub(super) is_given: bool,
}

impl<'a> Book<'a> {
    fn read(root: Node<'a>, name: &str, findings: &mut Findings<'_>) -> Self {
        let part = root.get(name);
        let all: Vec<Node<'a>> = part.map(|part| list(part, name, findings)).unwrap_or_default();
        let by_id = ByName::new(all.iter().filter_map(|row| Some((row.get("id")?.raw(), *row))));
        Self { by_id, is_given: part.is_some(), all }
    }

    pub(super) fn get(&self, id: &str) -> Option<Node<'a>> {
        self.by_id.get(id).copied()
    }
}

/// The rows of a list of Pipedrive's: one answer, or a page after the other.
fn list<'a>(part: Node<'a>, name: &str, findings: &mut Findings<'_>) -> Vec<Node<'a>> {
    if !matches!(payload(part).kind(), Kind::Array | Kind::Object | Kind::Null) {
        findings.wrong_part(part, name, "a list");
        return Vec::new();
    }
    let (mut found, mut wrong) = (Vec::new(), 0_usize);
    for row in rows(part) {
        let inner = payload(row);
        let page = if inner.kind() == Kind::Array { inner.items() } else { Items::default() };
        let own = inner.alone().filter(|_| inner.kind() != Kind::Array);
        for one in page.chain(own) {
            if one.kind() == Kind::Object {
                found.push(one);
                continue;
            }
            // A list of the wrong thing has many of them.
            wrong += 1;
            if wrong == 1 {
                findings.wrong_part(one, name, "a list of objects");
            }
        }
    }
    if wrong > 1 {
        let what = format_args!("{} more of {name} are no objects", wrong - 1);
        findings.add(Code::InputPartWrong, part.at(), what);
    }
    found
}

/// What was passed, read.
#[derive(Debug)]
pub(super) struct Inputs<'a> {
    pub(super) root: Node<'a>,
    pub(super) mapper: &'a Mapper,
    pub(super) config: Option<&'a Config>,
    /// The organisations of Xero's with the entity of each, as they are today.
    pub(super) snapshots: &'a [(Option<String>, Snapshot)],
    pub(super) contacts: Contacts<'a>,
    pub(super) given: Given<'a>,
    pub(super) organizations: Book<'a>,
    pub(super) persons: Book<'a>,
    pub(super) products: Book<'a>,
    pub(super) users: Book<'a>,
}

/// Config and snapshots: for replaying deals, and as they are today.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) mapper: Mapper,
    pub(super) today: Settings,
}

impl Kept {
    /// Reads them; the answers of Xero's that stand alone make a snapshot where there is none.
    pub(super) fn read(root: Node<'_>, findings: &mut Findings<'_>) -> Self {
        let given = root.get("snapshots").or_else(|| root.get("snapshot"));
        let loose = || LOOSE.iter().filter_map(|name| Some((*name, root.get(name)?)));
        let mut made = Document::new(Source::Snapshots);
        made.set_name("");
        if given.is_none() && loose().next().is_some() {
            made.push(Kind::Object);
            for (name, part) in loose() {
                made.push_text(Kind::Key, name);
                made.copy(part);
            }
            made.close();
        } else {
            made.push(Kind::Null);
            for (name, part) in loose() {
                let what = format_args!("{name} stands beside a snapshot, which has its own");
                findings.add_as(Code::InputPartUnknown, Severity::Warning, part.at(), what);
            }
        }
        let is_made = !made.root().is_null();
        let snapshots = if is_made { Some(made.root()) } else { given };
        // What is wrong with them is said by the mapper.
        let aside = Findings::new(findings.sources());
        let today = Settings::read(root.get("config"), snapshots, At::NOWHERE, aside);
        let name = match (is_made, root.get("snapshots")) {
            (true, _) => "",
            (false, Some(_)) => "snapshots",
            (false, None) => "snapshot",
        };
        Self { mapper: Mapper::as_on_any_day(root.get("config"), name, snapshots), today }
    }
}

impl<'a> Inputs<'a> {
    pub(super) fn read(root: Node<'a>, kept: &'a Kept, findings: &mut Findings<'_>) -> Self {
        for (name, value) in root.members().filter(|(name, _)| !PARTS.contains(name)) {
            let alias = match name {
                "organisations" | "orgs" => Some("organizations"),
                "people" => Some("persons"),
                "invoices" => Some("documents"),
                _ => nearest(name, PARTS).filter(|near| near.len() > 3),
            };
            if let Some(near) = alias {
                let what = format_args!("there is no part `{}`", clipped(name));
                findings.add_near_as(Code::InputPartUnknown, true, value.at(), what, Some(near));
            }
        }
        if let Some(part) =
            root.get("contacts").filter(|part| !matches!(part.kind(), Kind::Array | Kind::Object))
        {
            findings.wrong_part(part, "contacts", "a list");
        }
        let config = kept.mapper.settings().config.as_ref();
        Self {
            root,
            mapper: &kept.mapper,
            config,
            snapshots: &kept.today.snapshots,
            contacts: Contacts::read(root, config),
            given: Given::read(root, findings),
            organizations: Book::read(root, "organizations", findings),
            persons: Book::read(root, "persons", findings),
            products: match root.get("products") {
                None => Book::read(root, "productDetails", findings),
                Some(_) => Book::read(root, "products", findings),
            },
            users: Book::read(root, "users", findings),
        }
    }

    /// The entities that bill, with the organisation of each as it is today.
    pub(super) fn snapshot_of(&self, entity: &str) -> Option<&'a Snapshot> {
        if let [(_, one)] = self.snapshots {
            return Some(one);
        }
        let tenant = self.config.and_then(|config| {
            let (_, own) = config.entities.0.iter().find(|(name, _)| name == entity)?;
            own.value.tenant_id.as_ref().map(|tenant| tenant.value.as_str())
        });
        let is_one = |(name, snapshot): &&(Option<String>, Snapshot)| {
            let known = snapshot.tenant_id.as_ref().map(|known| known.value.as_str());
            known.zip(tenant).is_some_and(|(known, tenant)| known.eq_ignore_ascii_case(tenant))
                || name.as_deref() == Some(entity)
        };
        self.snapshots.iter().find(is_one).map(|(_, snapshot)| snapshot)
    }

    /// The name of the entity that bills unless a rule says otherwise; without a config, none.
    pub(super) fn lone_entity(&self) -> Option<&'a str> {
        let config = self.config?;
        let own = config.entity.as_ref().map(|entity| entity.value.as_str());
        own.or(match config.entities.0.as_slice() {
            [(name, _)] => Some(name.as_str()),
            _ => None,
        })
    }

    /// The user that a row names in one of its members: an id (v2), or an object (v1).
    pub(super) fn user_of(&self, row: Node<'a>) -> Option<User<'a>> {
        let [owner, user] = row.pick(["owner_id", "user_id"]);
        let node = owner.or(user)?;
        let id = node.get("id").or_else(|| node.get("value")).unwrap_or(node).raw().trim();
        if id.is_empty() || id == "0" {
            return None;
        }
        let known = self.users.get(id);
        let flag = |row: Option<Node<'a>>| {
            row.and_then(|row| row.get("active_flag").or_else(|| row.get("is_active")))
        };
        let is_active =
            flag(known).or_else(|| flag(Some(node))).is_none_or(|flag| !matches!(flag.raw(), "false" | "0"));
        let name = known.unwrap_or(node).get("name").or_else(|| row.get("owner_name"));
        Some(User { id, name: name.and_then(Node::text), is_active })
    }
}

impl<'a> Given<'a> {
    fn read(root: Node<'a>, findings: &mut Findings<'_>) -> Self {
        let as_of = root.get("asOf").and_then(|node| date(node, "asOf", findings)).map(|day| day.value);
        let examples = root.get("examples").and_then(|node| whole(node, "examples", findings));
        let examples = examples.map_or(EXAMPLES, |count| count.value.min(MOST_EXAMPLES)) as usize;
        let mut minutes = BTreeMap::new();
        if let Some(part) = root.get("minutes") {
            if part.kind() != Kind::Object {
                findings.wrong_part(part, "minutes", "an object with minutes by check");
            }
            for (name, value) in part.members() {
                let ids = || KINDS.iter().map(|kind| kind.id);
                if !ids().any(|id| id == name) {
                    let what = format_args!("minutes name `{}`, which is no check", clipped(name));
                    findings.add_near_as(
                        Code::InputPartUnknown,
                        true,
                        value.at(),
                        what,
                        nearest(name, ids()),
                    );
                } else if let Some(count) = whole(value, "minutes", findings) {
                    minutes.insert(name, u32::try_from(count.value).unwrap_or(u32::MAX));
                }
            }
        }
        Self { as_of, examples, minutes }
    }
}
