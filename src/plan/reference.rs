//! The document's reference, number, link and branding.

use crate::config::TokenPlace;
use crate::finding::Code;
use crate::pipedrive::field::Scope;
use crate::plan::input::Handoff;
use crate::plan::settings::Chosen;
use crate::plan::text::fill;
use crate::plan::trace::{By, Trace};
use crate::read::letters::{has, is_same, lowered};
use crate::read::{At, Findings, nearest};
use crate::xero::invoice::MAX_REFERENCE;

/// Bytes of a link: what browsers and mail programs agree on.
const MAX_URL: usize = 2000;

/// What the document is called.
#[derive(Debug, Default)]
pub struct Called {
    /// The invoice number, when the token is it.
    pub number: Option<String>,
    /// The reference.
    pub reference: Option<String>,
    /// The link.
    pub url: Option<String>,
    /// The branding theme's id.
    pub branding: Option<String>,
}

/// Names the document. The token is always the last segment of the reference, or the number.
pub fn call<'a>(
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    token: &str,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Called {
    let settings = &chosen.entity.document;
    let id = handoff.deal.id.map_or(At::NOWHERE, |id| id.at);
    let mut called = Called::default();
    let own = settings.reference.as_ref().and_then(|template| {
        let filled = fill(template, "document.reference", &handoff.owners, Scope::default(), findings)?;
        // A reference is one line.
        let mut text = String::with_capacity(filled.text.len());
        for word in filled.text.split_whitespace() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        let mut from = filled.from;
        from.push(template.at);
        Some((text, from))
    });
    let (own, mut from) = own.unwrap_or_default();
    match chosen.config.token.place {
        TokenPlace::InvoiceNumber => {
            trace.note(
                "InvoiceNumber",
                &[id, chosen.config.token.prefix.at],
                By::Rule,
                Some("token.in: InvoiceNumber"),
            );
            called.number = Some(token.to_owned());
            if !own.is_empty() {
                trace.note("Reference", &from, By::Rule, Some("document.reference"));
                called.reference = Some(own);
            }
        }
        TokenPlace::Reference => {
            from.extend([id, chosen.config.token.prefix.at]);
            let (by, rule) = match own.is_empty() {
                true => (By::Default, "the token, by which the document is found again"),
                false => (By::Rule, "document.reference and the token"),
            };
            trace.note("Reference", &from, by, Some(rule));
            called.reference =
                Some(if own.is_empty() { token.to_owned() } else { format!("{own} | {token}") });
        }
    }
    let length = called.reference.as_ref().map_or(0, |reference| reference.encode_utf16().count());
    if length > MAX_REFERENCE {
        let at = from.first().copied().unwrap_or(handoff.at);
        findings.add(
            Code::DealReferenceTooLong,
            at,
            format_args!("the reference has {length} characters, and Xero takes {MAX_REFERENCE}"),
        );
    }
    called.url = url(handoff, chosen, trace, findings);
    called.branding = branding(chosen, trace, findings);
    called
}

fn url<'a>(
    handoff: &Handoff<'a>,
    chosen: Chosen<'a>,
    trace: &mut Trace<'_>,
    findings: &mut Findings<'_>,
) -> Option<String> {
    let template = chosen.entity.document.url.as_ref()?;
    let filled = fill(template, "document.url", &handoff.owners, Scope::default(), findings)?;
    let text = filled.text;
    let wrong = match &text {
        text if !(text.starts_with("https://") || text.starts_with("http://")) => {
            Some("begins with neither `https://` nor `http://`")
        }
        text if text.contains(char::is_whitespace) => Some("has a blank in it"),
        text if has(&lowered(text), "xero") => Some("has `xero` in it, which Xero refuses"),
        text if text.len() > MAX_URL => Some("is longer than 2000 characters"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        findings.add(
            Code::DealUrlInvalid,
            template.at,
            format_args!("the link `{}` {wrong}", crate::read::clipped(&text)),
        );
        return None;
    }
    let mut from = filled.from;
    from.push(template.at);
    trace.note("Url", &from, By::Rule, Some("document.url"));
    Some(text)
}

fn branding(chosen: Chosen<'_>, trace: &mut Trace<'_>, findings: &mut Findings<'_>) -> Option<String> {
    let wanted = chosen.entity.document.branding_theme.as_ref()?;
    let Some(themes) = &chosen.snapshot.branding_themes else {
        findings.add(
            Code::ConfigSnapshotIncomplete,
            chosen.snapshot.at,
            format_args!("the snapshot has no branding themes"),
        );
        return None;
    };
    let is_it = |name: &str, id: &str| id.eq_ignore_ascii_case(&wanted.value) || is_same(name, &wanted.value);
    let Some(theme) = themes.iter().find(|theme| is_it(&theme.name, &theme.id)) else {
        let near = nearest(&wanted.value, themes.iter().map(|theme| theme.name.as_str()));
        findings.add_near(
            Code::ConfigBrandingUnknown,
            wanted.at,
            format_args!("the organisation has no branding theme `{}`", wanted.value),
            near,
        );
        return None;
    };
    trace.note("BrandingThemeID", &[wanted.at, theme.at], By::Rule, Some("document.brandingTheme"));
    Some(theme.id.clone())
}
