use super::*;

/// A company that a code step suits: nothing in particular.
fn usual() -> Measured {
    Measured {
        per_month: Decimal::from(40_u32),
        unfit: Some(20),
        unsure: Some(80),
        held: Some(100),
        entities: Some(1),
        split: 0,
        schedules: 50,
        custom: 100,
        foreign: Some(150),
        several_lines: Some(400),
    }
}

/// One whose deals are one plain line each.
fn plain() -> Measured {
    Measured {
        unsure: Some(50),
        schedules: 20,
        custom: 20,
        foreign: Some(20),
        several_lines: Some(0),
        ..usual()
    }
}

#[test]
fn the_first_row_that_holds_decides() {
    let few = |tenths: i64| Decimal::from_parts(tenths, 1);
    for (name, measured, row, route) in [
        ("usual", usual(), "otherwise", Route::AutomationStep),
        ("unfit", Measured { unfit: Some(300), ..usual() }, "data-unfit", Route::MendDataFirst),
        ("nearly unfit", Measured { unfit: Some(299), ..usual() }, "otherwise", Route::AutomationStep),
        ("unsure", Measured { unsure: Some(300), ..usual() }, "contacts-unfit", Route::MendDataFirst),
        ("few", Measured { per_month: few(49), ..usual() }, "volume-small", Route::ReportingOnly),
        ("enough", Measured { per_month: few(50), ..usual() }, "otherwise", Route::AutomationStep),
        ("held", Measured { held: Some(700), ..usual() }, "people-decide", Route::ReportingOnly),
        (
            "two entities",
            Measured { entities: Some(2), ..usual() },
            "several-entities",
            Route::CustomMiddleware,
        ),
        ("split", Measured { split: 10, ..usual() }, "several-entities", Route::CustomMiddleware),
        ("many", Measured { per_month: few(4000), ..usual() }, "volume-large", Route::CustomMiddleware),
        ("schedules", Measured { schedules: 200, ..usual() }, "schedules", Route::CustomMiddleware),
        ("plain", plain(), "plain", Route::NativeConnector),
        (
            "plain but for lines",
            Measured { several_lines: Some(21), ..plain() },
            "otherwise",
            Route::AutomationStep,
        ),
        (
            "plain but for currencies",
            Measured { foreign: Some(21), ..plain() },
            "otherwise",
            Route::AutomationStep,
        ),
        (
            "plain but for contacts",
            Measured { unsure: Some(51), ..plain() },
            "otherwise",
            Route::AutomationStep,
        ),
        // What was not looked at never decides.
        ("contacts unseen", Measured { unsure: None, ..plain() }, "otherwise", Route::AutomationStep),
        (
            "nothing seen",
            Measured {
                unfit: None,
                unsure: None,
                held: None,
                entities: None,
                foreign: None,
                several_lines: None,
                ..usual()
            },
            "otherwise",
            Route::AutomationStep,
        ),
        // Bad data before everything else.
        (
            "unfit and few",
            Measured { unfit: Some(500), per_month: few(10), ..usual() },
            "data-unfit",
            Route::MendDataFirst,
        ),
    ] {
        let found = recommend(&measured);
        assert_eq!((found.decided_by, found.route), (row, route), "{name}");
        assert_eq!(found.rows.len(), ROWS.len(), "{name}");
        let chosen: Vec<Route> =
            found.routes.iter().filter(|view| view.chosen).map(|view| view.route).collect();
        assert_eq!(chosen, [route], "{name}");
        assert!(found.would_change.iter().all(|change| change.to != route), "{name}");
    }
}

#[test]
fn says_what_would_lead_elsewhere() {
    let of = |measured: &Measured| -> Vec<(Route, String)> {
        recommend(measured).would_change.into_iter().map(|change| (change.to, change.when)).collect()
    };
    let usual = of(&usual());
    assert!(usual.contains(&(
        Route::ReportingOnly,
        "fewer than 5 deals are won a month (now: 40 a month)".to_owned()
    )));
    let unseen = of(&Measured { unsure: None, ..plain() });
    assert!(
        unseen
            .iter()
            .any(|(to, when)| *to == Route::NativeConnector && when.ends_with("(now: not looked at yet)"))
    );
    // Once the data is mended, the few deals decide.
    let unfit = of(&Measured { unfit: Some(400), per_month: Decimal::from(2_u32), ..plain() });
    assert_eq!(unfit.first().map(|(to, _)| *to), Some(Route::ReportingOnly));
}

#[test]
fn what_was_not_passed_is_no_fault_of_the_data() {
    assert!(is_of_data(Class::Refused, Code::PartyMissing) && is_of_data(Class::Refused, Code::LineNone));
    assert!(
        !is_of_data(Class::Refused, Code::LineProductUnread)
            && !is_of_data(Class::Refused, Code::LineRecurring)
    );
    assert!(
        !is_of_data(Class::Refused, Code::TaxRateUnmapped) && !is_of_data(Class::Held, Code::PartyMissing)
    );
}
