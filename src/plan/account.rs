//! The account of a line.

use crate::config::lines::AccountSettings;
use crate::finding::Code;
use crate::pipedrive::product::{Called, DealProduct};
use crate::plan::input::Handoff;
use crate::read::{At, Findings, Given, few};
use crate::xero::invoice::MAX_ACCOUNT_CODE;
use crate::xero::snapshot::{Account, AccountClass, Snapshot};

/// An account and what chose it.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    /// The account.
    pub account: &'a Account,
    /// What the setting was looked up by: the product's code or category, how often it is billed, the pipeline.
    pub key: At,
    /// The setting that named it.
    pub at: At,
    /// That setting, in words.
    pub rule: &'static str,
}

/// What the deal's pipeline is looked up by: its id, or its name where no setting knows the id.
pub fn pipeline<'a>(
    handoff: &Handoff<'a>,
    settings: &AccountSettings,
    findings: &mut Findings<'_>,
) -> Option<Given<&'a str>> {
    let id = handoff.deal.pipeline?;
    if settings.by_pipeline.is_empty() || settings.by_pipeline.get(id.value).is_some() {
        return Some(id);
    }
    let name = handoff.owners.pipeline_name();
    if name.is_none() {
        let is_name = |key: &str| !key.bytes().all(|byte| byte.is_ascii_digit());
        for (key, code) in settings.by_pipeline.0.iter().filter(|(key, _)| is_name(key)) {
            findings.add(
                Code::ConfigValueWrong,
                code.at,
                format_args!(
                    "byPipeline names `{key}`, and of the deal's pipeline only the id `{}` is known: write ids",
                    id.value
                ),
            );
        }
    }
    name.or(Some(id))
}

/// Chooses the account of a row, or of a whole deal without rows.
pub fn choose<'a>(
    row: Option<&DealProduct<'_>>,
    deal: At,
    pipeline: Option<Given<&str>>,
    settings: &AccountSettings,
    snapshot: &'a Snapshot,
    findings: &mut Findings<'_>,
) -> Option<Chosen<'a>> {
    let called = row.map_or(Called::DEAL, DealProduct::called);
    let at = row.map_or(deal, |row| row.node.at());
    let category = || row?.product?.get("category").filter(|category| !category.raw().is_empty());
    let needs_product = !settings.by_product_code.is_empty() || !settings.by_category.is_empty();
    if let Some(row) = row
        && needs_product
        && row.product_id.is_some()
        && row.product.is_none()
        && row.code.is_none()
    {
        findings.add(
            Code::LineProductUnread,
            at,
            format_args!(
                "accounts depend on the product's code or category, and {called} came without its product"
            ),
        );
        return None;
    }
    let by_code = || {
        let given = row?.code?;
        Some((settings.by_product_code.get(given.value)?, "account.byProductCode", given.at))
    };
    let by_frequency = || {
        let given = row?.frequency;
        let code = settings.by_billing_frequency.get(given.value.word())?;
        Some((code, "account.byBillingFrequency", given.at))
    };
    let by_category = || {
        let given = category()?;
        Some((settings.by_category.get(given.raw())?, "account.byCategory", given.at()))
    };
    let by_pipeline = || {
        let given = pipeline?;
        Some((settings.by_pipeline.get(given.value)?, "account.byPipeline", given.at))
    };
    let by_default = || Some((settings.default.as_ref()?, "account.default", At::NOWHERE));
    let found = by_code().or_else(by_frequency).or_else(by_category).or_else(by_pipeline).or_else(by_default);
    let Some((code, rule, key)) = found else {
        findings.add(Code::AccountUnmapped, at, format_args!("no setting gives {called} an account"));
        return None;
    };
    let account = find(&code.value.0, code.at, snapshot, findings)?;
    Some(Chosen { account, key, at: code.at, rule })
}

/// The account of a code, if a sale can be booked on it.
pub(crate) fn find<'a>(
    code: &str,
    at: At,
    snapshot: &'a Snapshot,
    findings: &mut Findings<'_>,
) -> Option<&'a Account> {
    let Some(accounts) = &snapshot.accounts else {
        findings.add(
            Code::ConfigSnapshotIncomplete,
            snapshot.at,
            format_args!("the snapshot has no accounts"),
        );
        return None;
    };
    let Some(account) = snapshot.account(code) else {
        // Another account is never proposed, however alike its code is.
        let is_open = |account: &&Account| account.class == AccountClass::Revenue && !account.is_archived;
        let open = accounts.iter().filter(is_open);
        let few = few(&mut open.map(|account| account.code.as_str()));
        let what = format_args!("the organisation has no account `{code}`; its revenue accounts are {few}");
        findings.add(Code::AccountUnknown, at, what);
        return None;
    };
    let named = format_args!("account `{code}` ({})", account.name);
    if code.len() > MAX_ACCOUNT_CODE {
        findings.add(
            Code::AccountNotForSales,
            at,
            format_args!(
                "{named} has a code of more than {MAX_ACCOUNT_CODE} characters, which Xero takes on no line"
            ),
        );
    } else if account.is_archived {
        findings.add(Code::AccountArchived, at, format_args!("{named} is archived"));
    } else if account.kind == "BANK" || matches!(account.system.as_deref(), Some("DEBTORS" | "CREDITORS")) {
        let role = account.system.as_deref().unwrap_or("BANK");
        findings.add(Code::AccountNotForSales, at, format_args!("{named} is a {role} account"));
    } else if account.class == AccountClass::Other {
        findings.add(
            Code::AccountNotForSales,
            at,
            format_args!("{named} is of type {}, neither revenue nor liability", account.kind),
        );
    } else {
        return Some(account);
    }
    None
}
