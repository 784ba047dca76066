//! How old a snapshot is: what it says may have changed in Xero since.

use time::Date;

use crate::finding::{Code, Severity};
use crate::plan::settings::Chosen;
use crate::read::Findings;
use crate::read::date::{date_at, parse_instant, write_date};

/// Says that a snapshot is older than its entity allows, or that its age cannot be told.
///
/// Days are counted in UTC from `now`, else from `today`, which may be off by one.
pub fn check(chosen: Chosen<'_>, now: Option<&str>, today: Option<Date>, findings: &mut Findings<'_>) {
    let (name, snapshot) = (chosen.name, chosen.snapshot);
    let Some(taken) = &snapshot.taken_at else {
        findings.add_as(
            Code::ConfigSnapshotUndated,
            Severity::Info,
            snapshot.at,
            format_args!("the snapshot of entity `{name}` does not say when it was taken"),
        );
        return;
    };
    let Some(day) = snapshot.taken_on() else {
        findings.add(
            Code::ConfigSnapshotUndated,
            taken.at,
            format_args!(
                "takenAt of the snapshot of entity `{name}` is `{}`, no time",
                crate::read::clipped(&taken.value)
            ),
        );
        return;
    };
    let now = now.and_then(parse_instant).and_then(|now| date_at(now, 0)).or(today);
    let Some(age) = now.map(|now| (now - day).whole_days()) else { return };
    let most = chosen.entity.snapshot.max_age_days.value;
    let day = write_date(day);
    if age > i64::from(most) {
        findings.add(
            Code::ConfigSnapshotStale,
            taken.at,
            format_args!(
                "the snapshot of entity `{name}` was taken on `{day}`, {age} days ago, and snapshot.maxAgeDays is `{most}`"
            ),
        );
    }
    // A clock may be off, and `now` be of the event that a later reading answers.
    if age < -1 {
        findings.add(
            Code::ConfigSnapshotUndated,
            taken.at,
            format_args!("the snapshot of entity `{name}` was taken on `{day}`, which lies ahead of now"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::call_json;

    /// What is said of a snapshot taken then, at that instant or on that day.
    fn said(taken: &str, moment: &str) -> Option<String> {
        let input = format!(
            r#"{{ "deal": {{}}, {moment}, "snapshot": {{ "takenAt": "{taken}", "organisation": {{ "BaseCurrency": "NZD" }} }},
                "config": {{ "version": 1, "source": {{ "company": "k" }}, "entities": {{ "nz": {{}} }} }} }}"#
        );
        let answer = call_json("validate", &input).unwrap();
        let (_, rest) = answer.split_once(r#""CONFIG_SNAPSHOT_"#)?;
        Some(rest.split('"').next()?.to_owned())
    }

    #[test]
    fn an_age_is_counted_in_days_of_utc() {
        let now = r#""now": "2026-07-15T08:00:00Z""#;
        let (stale, undated) = (Some("STALE"), Some("UNDATED"));
        for (taken, expected) in [
            ("2026-07-15T08:00:00Z", None),
            ("2026-06-14T00:00:00Z", None),
            ("2026-06-14", None),
            ("2026-06-13T23:59:00Z", stale),
            ("2026-06-13", stale),
            ("2026-06-14T09:00:00+10:00", stale),
            ("2016-06-14T09:00", stale),
            // A day ahead is a clock that is off, or a zone.
            ("2026-07-16T23:59:00Z", None),
            ("2026-07-17T00:00:00Z", undated),
            ("2026-07-17T09:00:00+10:00", None),
            ("2026-02-30", undated),
            ("1784102400000", undated),
            ("yesterday", undated),
            (" ", undated),
        ] {
            assert_eq!(said(taken, now).as_deref(), expected, "{taken}");
        }
    }

    #[test]
    fn today_stands_for_a_moment_that_is_not_passed() {
        let today = r#""localDates": { "today": "2026-07-15" }"#;
        assert_eq!(said("2026-06-14T12:00:00Z", today), None);
        assert_eq!(said("2026-06-13T12:00:00Z", today).as_deref(), Some("STALE"));
        assert_eq!(said("2026-06-13T12:00:00Z", r#""x": 1"#), None);
    }
}
