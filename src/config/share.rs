//! Shares: which entity bills which products of a deal.

use super::condition::Condition;
use super::rule::{MOST, check_entity_name};
use crate::finding::Code;
use crate::read::{Findings, Given};

/// Characters of the name of an entity that bills a share: it stands in tokens, beside the customer's own text.
const MAX_NAME: usize = 40;

settings! {
    /// Products of a deal that an entity bills.
    pub struct Share {
        /// What must hold of a product; a share without it takes every product that is left.
        "when" when: Option<Condition> = None,
        /// The entity that bills it.
        "entity" entity: Option<Given<String>> = None,
    }
}

/// What one share cannot tell alone.
pub(super) fn check(config: &super::Config, findings: &mut Findings<'_>) {
    if let Some(share) = config.split.get(MOST) {
        let what = format_args!("split has {} shares, and {MOST} are read", config.split.len());
        findings.add(Code::ConfigValueWrong, share.at, what);
        return;
    }
    for (index, share) in config.split.iter().enumerate() {
        share.when.iter().for_each(|when| of_one_product(when, findings));
        let Some(entity) = &share.entity else {
            findings.add(
                Code::ConfigRuleIncomplete,
                share.at,
                format_args!("a share of split names no entity"),
            );
            continue;
        };
        check_entity_name("split", entity, config, findings);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if entity.len() > MAX_NAME || !entity.bytes().all(plain) {
            let what = format_args!(
                "split names the entity `{}`: its name stands in tokens, so it must be {MAX_NAME} or fewer ASCII letters, digits and `-`",
                entity.value
            );
            findings.add(Code::ConfigValueWrong, entity.at, what);
        }
        // Of one organisation it could not be told whose a document is.
        let tenant = |name: &Given<String>| config.entities.get(name)?.tenant_id.as_ref();
        let is_same = |other: &&Given<String>| {
            let tenants = tenant(other).zip(tenant(entity));
            other.value != entity.value
                && tenants.is_some_and(|(one, own)| one.eq_ignore_ascii_case(own.value.as_str()))
        };
        let mut earlier = config.split.iter().take(index).filter_map(|share| share.entity.as_ref());
        if let Some(other) = earlier.find(is_same) {
            let what = format_args!(
                "split names the entities `{}` and `{}`, which have the same tenantId",
                other.value, entity.value
            );
            findings.add(Code::ConfigValueWrong, entity.at, what);
        }
    }
}

/// A share takes a product for what that is, so that it goes to the same entity on whatever deal, at whatever time.
fn of_one_product(condition: &Condition, findings: &mut Findings<'_>) {
    match condition {
        Condition::All(several) | Condition::Any(several) => {
            several.iter().for_each(|one| of_one_product(one, findings));
        }
        Condition::Not(one) => of_one_product(one, findings),
        Condition::Test(test) if test.subject.is_of_products() => {}
        Condition::Test(test) => {
            let what = format_args!(
                "split looks at `{}`, and a share takes products by their own fields; a rule's `entity` gives whole deals",
                test.subject.shown()
            );
            findings.add(Code::ConfigValueWrong, test.subject.at, what);
        }
    }
}
