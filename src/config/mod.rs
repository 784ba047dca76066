//! What the user decided: how deals of one Pipedrive company become invoices of their entities.

pub mod changes;
mod check;
pub mod condition;
pub mod document;
pub mod feedback;
pub mod field;
pub mod lines;
#[cfg(feature = "full")]
mod operator_meant;
pub mod rule;
pub mod schedule;
#[macro_use]
pub mod setting;
pub mod share;
pub mod suffix;
pub mod tax;
pub mod template;

pub use check::check_entity;
#[cfg(feature = "full")]
pub(crate) use check::is_company;
use setting::{Setting, Table};

use crate::finding::{AREAS, Code};
use crate::read::{Findings, Given, Kind, Names, Node, trimmed};
use changes::Changes;
use document::DocumentSettings;
use feedback::Feedback;
use field::FieldRef;
use lines::Lines;
use rule::Rule;
use schedule::Schedule;
use share::Share;
use suffix::NameSuffix;

/// The version of the config's form that this code reads.
pub const VERSION: u32 = 1;

settings! {
    /// A whole config.
    pub struct Config {
        /// The version of this form: 1.
        "version" version: Option<Given<u32>> = None,
        /// `observe` decides and writes nothing; `act` writes.
        "mode" mode: Mode = Mode::Act,
        /// Where the deals come from.
        "source" source: CompanySource = CompanySource::default(),
        /// How a document is found again.
        "token" token: TokenSettings = TokenSettings::default(),
        /// Which fields say who is billed.
        "party" party: PartyFields = PartyFields::default(),
        /// Who answers for what is held, for alerts and for findings, by area.
        "owners" owners: Owners = Owners::default(),
        /// The Xero organisations and how each is invoiced.
        "entities" entities: Table<Entity> = Table::default(),
        /// The entity that bills a deal which no rule gives to another; with one entity, that one.
        "entity" entity: Option<Given<String>> = None,
        /// Which entity bills which products of a deal that several bill: of each product, the first share that takes
        /// it. A deal without products is `entity`'s, and one that a rule gives to an entity is that one's.
        "split" split: Vec<Given<Share>> = Vec::new(),
        /// What is otherwise for some deals, in order: a later rule has the last word.
        "rules" rules: Vec<Given<Rule>> = Vec::new(),
        /// Whether every rule that applies counts, or the first alone.
        "apply" apply: Apply = Apply::All,
        /// What was guessed and nobody confirmed, by its path (`/entities/uk/lines/account/default`), with what it was
        /// guessed from: while an entry is here, no document is made. Take it away when the guess is right.
        "unconfirmed" unconfirmed: Table<String> = Table::default(),
    }
}

words! {
    /// How many of the rules count whose conditions hold.
    pub enum Apply {
        /// Every one; of settings that several name, the last one's hold.
        All = "all",
        /// The first alone.
        First = "first",
    }
}

words! {
    /// Whether anything is written.
    pub enum Mode {
        /// Decide and write nothing.
        Observe = "observe",
        /// Decide and write.
        Act = "act",
    }
}

settings! {
    /// Where the deals come from.
    pub struct CompanySource {
        /// The Pipedrive company, as in its address: part of every identity, so it must never change.
        "company" company: Option<Given<String>> = None,
    }
}

settings! {
    /// How a document is found again.
    pub struct TokenSettings {
        /// What tokens begin with; `PD` makes `PD-42`.
        "prefix" prefix: Given<String> = setting::absent("PD".to_owned()),
        /// Where the token stands.
        "in" place: TokenPlace = TokenPlace::Reference,
    }
}

words! {
    /// Where a token stands.
    pub enum TokenPlace {
        /// Behind the customer's own reference; invoice numbers stay Xero's.
        Reference = "Reference",
        /// As the invoice number, which Xero lets no second invoice have.
        InvoiceNumber = "InvoiceNumber",
    }
}

settings! {
    /// Which fields say who is billed, where the standard ones do not.
    pub struct PartyFields {
        /// The party's tax number, such as `organization.field:VAT number`.
        "taxNumber" tax_number: Option<Given<FieldRef>> = None,
        /// The party's company number.
        "companyNumber" company_number: Option<Given<FieldRef>> = None,
        /// The party's account number.
        "accountNumber" account_number: Option<Given<FieldRef>> = None,
        /// The party's country; by default that of the organisation's address.
        "country" country: Option<Given<FieldRef>> = None,
        /// The address invoices go to; by default the person's, else none.
        "email" email: Option<Given<FieldRef>> = None,
    }
}

/// Who answers for each area.
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(type = "{ [area in Area]?: Responsible }"))]
pub struct Owners(Table<Responsible>);

impl Setting for Owners {
    fn read(node: Node<'_>, name: &str, findings: &mut Findings<'_>) -> Option<Self> {
        let owners = Table::read(node, name, findings)?;
        let areas = Names(AREAS);
        for (key, value) in node.members().filter(|(key, _)| !areas.has(key)) {
            setting::unknown_key(key, areas, value, findings);
        }
        Some(Self(owners))
    }
}

impl Owners {
    /// Who answers for an area.
    #[must_use]
    pub fn of(&self, area: &str) -> Option<&Responsible> {
        self.0.get(area).or_else(|| self.0.get("default")).map(|owner| &owner.value)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Owners {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Owners".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let owner = generator.subschema_for::<Responsible>();
        schemars::json_schema!({
            "type": "object",
            "propertyNames": { "enum": AREAS.lines().collect::<Vec<_>>() },
            "additionalProperties": owner
        })
    }
}

settings! {
    /// Who answers for an area.
    pub struct Responsible {
        /// The role, such as `finance`.
        "role" role: Option<String> = None,
        /// Where it is told, such as a chat channel or an address.
        "channel" channel: Option<String> = None,
        /// How soon it answers, in words.
        "within" within: Option<String> = None,
        /// Who is told next.
        "then" then: Option<String> = None,
    }
}

settings! {
    /// A Xero organisation and how it invoices.
    pub struct Entity {
        /// The organisation's tenant id.
        "tenantId" tenant_id: Option<Given<String>> = None,
        /// How old what is known of the organisation may be.
        "snapshot" snapshot: SnapshotSettings = SnapshotSettings::default(),
        /// How invoices look and when they are due.
        "document" document: DocumentSettings = DocumentSettings::default(),
        /// How products become lines.
        "lines" lines: Lines = Lines::default(),
        /// Which documents a deal becomes, and when.
        "schedule" schedule: Schedule = Schedule::default(),
        /// What happens to documents when their deal changes.
        "changes" changes: Changes = Changes::default(),
        /// What happens to contacts.
        "contact" contact: ContactSettings = ContactSettings::default(),
        /// What is written back to the deal.
        "feedback" feedback: Feedback = Feedback::default(),
    }
}

settings! {
    /// How old what is known of the organisation may be.
    pub struct SnapshotSettings {
        /// Days after which a snapshot is to be taken again.
        "maxAgeDays" max_age_days: Given<u32> = setting::absent(31),
    }
}

settings! {
    /// What happens to contacts.
    pub struct ContactSettings {
        /// What to do when no contact matches.
        "create" create: ContactCreation = ContactCreation::Ask,
        /// When a contact is taken for the party.
        "match" matching: MatchSettings = MatchSettings::default(),
        /// What the name of a new contact gets behind it when another has it: ` ({city})`, also with `{region}`,
        /// `{country}`, `{id}` (Pipedrive's) and `{n}` (2, 3, …). Without it such a contact is not proposed.
        "suffix" suffix: Option<Given<NameSuffix>> = None,
        /// For each field of a contact, who has the say: `name`, `email`, `phone`, `website`, `taxNumber`,
        /// `companyNumber`, `accountNumber`, `address`, `people`. A field that is not named is asked about.
        "ownership" ownership: Table<FieldOwner> = Table::default(),
    }
}

settings! {
    /// When a contact is taken for the party: probabilities in thousandths.
    pub struct MatchSettings {
        /// The least probability with which it is matched; below, a person is asked.
        "probability" probability: Given<u32> = setting::absent(950),
        /// How much more probable it must be than any other.
        "margin" margin: Given<u32> = setting::absent(900),
        /// The probability below which a contact is taken for somebody else, and another is created.
        "review" review: Given<u32> = setting::absent(50),
    }
}

words! {
    /// What to do when no contact matches.
    pub enum ContactCreation {
        /// Ask a person.
        Ask = "ask",
        /// Create one.
        Always = "always",
        /// Refuse.
        Never = "never",
    }
}

#[cfg(feature = "full")]
impl ContactCreation {
    /// Whether a contact that no other matches is created without a person's word.
    #[must_use]
    pub fn is_unasked(self) -> bool {
        self == Self::Always
    }
}

words! {
    /// Who has the say about a contact's field.
    pub enum FieldOwner {
        /// Pipedrive.
        Crm = "crm",
        /// Xero.
        Ledger = "ledger",
        /// The side that was changed last.
        Newest = "newest",
        /// A person.
        Ask = "ask",
    }
}

impl Config {
    /// Reads a config, and checks what one value cannot tell alone.
    pub fn read(node: Node<'_>, findings: &mut Findings<'_>) -> Option<Self> {
        if matches!(node.kind(), Kind::NotJson | Kind::Nothing) {
            findings.wrong_part(node, "config", "an object");
            return None;
        }
        if node.kind() != Kind::Object {
            findings.add(
                Code::ConfigValueWrong,
                node.at(),
                format_args!("config is {}, not an object", node.describe()),
            );
            return None;
        }
        // Of a newer form, every other finding would be about what this code does not know.
        if let Some(version) = node.get("version")
            && let Some(newer) = trimmed(version.raw()).parse().ok().filter(|newer| *newer > VERSION)
        {
            check::unknown_version(newer, version.at(), findings);
            return None;
        }
        let config = <Self as Setting>::read(node, "config", findings)?;
        check::check(&config, node, findings);
        Some(config)
    }
}
