//! Whose each product of a deal is, where several entities bill it.

use super::{Scene, Undecided, test};
use crate::config::Config;
use crate::finding::Code;
use crate::read::{At, Findings};

/// Whose a product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken<'a> {
    /// The entity that bills it.
    pub entity: &'a str,
    /// Where the share that says so stands.
    pub at: At,
}

/// Whose each product is; nothing where the deal is not split.
pub(super) fn shares<'a>(
    config: &'a Config,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Vec<Option<Taken<'a>>> {
    let mut whose = Vec::new();
    if config.split.is_empty() {
        return whose;
    }
    for row in scene.rows {
        let scene = Scene { rows: core::slice::from_ref(row), ..scene };
        let taken = take(config, scene, findings);
        if taken == Ok(None) {
            let what = format_args!("no share of split takes {}", row.called());
            findings.add(Code::LineEntityMissing, row.node.at(), what);
        }
        whose.push(taken.unwrap_or_default());
    }
    whose
}

/// The first share that takes the product. One that cannot be decided ends it: what may be its own is no other's.
fn take<'a>(
    config: &'a Config,
    scene: Scene<'_, 'a>,
    findings: &mut Findings<'_>,
) -> Result<Option<Taken<'a>>, Undecided> {
    for share in &config.split {
        let takes = match &share.when {
            Some(when) => test::holds(when, scene, findings)?,
            None => true,
        };
        if let (true, Some(entity)) = (takes, &share.entity) {
            return Ok(Some(Taken { entity, at: share.at }));
        }
    }
    Ok(None)
}
