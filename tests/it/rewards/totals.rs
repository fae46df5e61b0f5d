//! What rewards add up to equals the rows behind it.

use chrono::Duration;
use serde_json::{Value, json};

use super::{act, converted, reviewed, totals};
use crate::harness::on_both;

on_both! {
    async fn totals_are_those_of_the_rows_that_the_same_filter_shows(app: TestApp) {
        let (one, two) = (reviewed(&app, json!({})).await, reviewed(&app, json!({ "reward": { "amount": "100" } })).await);
        for (campaign, mutation) in [
            (&one, "submissionAccept"), (&one, "submissionAccept"), (&one, "submissionDecline"), (&one, ""),
            (&two, "submissionAccept"), (&two, ""), (&two, ""),
        ] {
            let (_, submission) = converted(&app, campaign, "").await;
            if !mutation.is_empty() {
                act(&app, mutation, &submission).await;
            }
        }
        for (filter, expected) in [
            (String::new(), [21_250, 12_500, 1_250]),
            (format!("(campaignId: \"{}\")", one.id), [1_250, 2_500, 1_250]),
            (format!("(campaignId: \"{}\")", two.id), [20_000, 10_000, 0]),
            (format!("(partnerId: \"{}\")", two.partner), [20_000, 10_000, 0]),
            (format!("(partnerId: \"{}\", campaignId: \"{}\")", two.partner, one.id), [0, 0, 0]),
            ("(partnerId: \"nobody\")".to_owned(), [0, 0, 0]),
        ] {
            assert_eq!(totals(&app, &filter).await, expected, "{filter}");
            let filter = filter.trim_matches(['(', ')']);
            for (status, sum) in ["HELD", "PAYABLE", "REVERSED"].into_iter().zip(expected) {
                let document = format!(
                    "{{ rewards(first: 100, filter: {{ status: {status} {filter} }}) {{ totalCount nodes {{ amount {{ minorUnits }} }} }} }}"
                );
                let rewards = app.gql(&document, json!({})).await["rewards"].clone();
                let rows = rewards["nodes"].as_array().unwrap();
                let recount: i64 = rows.iter().map(|row| row["amount"]["minorUnits"].as_i64().unwrap()).sum();
                assert_eq!((recount, &rewards["totalCount"]), (sum, &json!(rows.len())), "{status} {filter}");
            }
        }
    }

    async fn totals_are_given_month_by_month(app: TestApp) {
        let campaign = app.campaign(json!({ "reward": { "amount": "1" } })).await;
        // One in each of three months, whatever the day is on which this runs.
        for _ in 0..3 {
            converted(&app, &campaign, "").await;
            app.clock.advance(Duration::days(32));
        }
        let today = app.clock.now().date_naive();
        let from = today - Duration::days(130);
        let document = "query($from: Date, $to: Date, $zone: String) { rewardTotals(from: $from, to: $to, timeZone: $zone) { \
                        payable { minorUnits } months { start payable { minorUnits } } otherCurrencies { currencyCode payable { amount } } } }";
        for zone in ["UTC", "Pacific/Kiritimati", "America/New_York", "Asia/Kathmandu"] {
            let variables = json!({ "from": from.to_string(), "to": today.to_string(), "zone": zone });
            let totals = app.gql(document, variables).await["rewardTotals"].clone();
            assert_eq!(totals["payable"]["minorUnits"], 300, "{zone}");
            let months = totals["months"].as_array().unwrap();
            assert_eq!(months[0]["start"], from.to_string());
            assert!(months[1..].iter().all(|month| month["start"].as_str().unwrap().ends_with("-01")), "{months:?}");
            let sums: Vec<_> = months.iter().map(|month| month["payable"]["minorUnits"].as_i64().unwrap()).collect();
            assert_eq!(sums.iter().sum::<i64>(), 300, "{zone}");
            assert!(sums.iter().all(|sum| [0, 100].contains(sum)), "{zone} {sums:?}");
        }
        // Money of another time is not added to that of this one.
        app.execute("UPDATE organisation SET currency = 'USD'").await;
        let variables = json!({ "from": from.to_string(), "to": today.to_string() });
        let totals = app.gql(document, variables).await["rewardTotals"].clone();
        assert_eq!(totals["payable"]["minorUnits"], 0);
        assert_eq!(totals["otherCurrencies"], json!([{ "currencyCode": "EUR", "payable": { "amount": "3.00" } }]));
    }

    async fn a_range_that_cannot_be_is_explained(app: TestApp) {
        for (arguments, said) in [
            ("(from: \"2026-05-02\", to: \"2026-05-01\")", "ends before it begins"),
            ("(from: \"1000-01-01\", to: \"9999-12-31\")", "at most 3660 days"),
            ("(timeZone: \"Mars/Olympus\")", "There is no time zone"),
        ] {
            let document = format!("{{ rewardTotals{arguments} {{ held {{ amount }} }} }}");
            let answer: Value = app.gql_raw(&app.org.key.clone(), &document, json!({})).await;
            let error = &answer["errors"][0];
            assert_eq!(error["extensions"]["code"], "BAD_REQUEST", "{answer:#}");
            assert!(error["message"].as_str().unwrap().contains(said), "{answer:#}");
        }
    }
}
