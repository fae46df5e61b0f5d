//! Legacy links: old affiliate URLs that lead to a link of this system.

mod import;
mod traffic;

use chrono::{DateTime, Utc};
use entity::id::{LegacyLinkId, LinkId};
use entity::{legacy_link, legacy_miss, link};
use sea_orm::{ColumnTrait, IntoActiveModel};
use url::Url;

use crate::domain::audit;
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{Direction, Scope, Tx};

pub use import::{ImportedRow, import};
pub use traffic::{LegacyTraffic, MOST_MISSES};

/// Why a text is no old URL.
const NO_URL: &str = "Give a whole URL, as https://old.example.com/ref/42.";
/// Why an old URL cannot be made to lead to a link.
const TAKEN: &str = "This URL leads to a link already.";

/// Makes an old URL lead to a link.
///
/// # Errors
///
/// [`Error::Invalid`] for a URL that is none or that leads somewhere already, or a link that the
/// organisation has not.
pub async fn create(tx: &Tx, url: &str, link: LinkId, now: DateTime<Utc>) -> Result<legacy_link::Model> {
    // The URL is also kept as it was given, and a database takes every character but this.
    let Some(normalised) = normalise(url).filter(|_| !url.contains('\0')) else {
        return Err(Problem::new("url", ProblemCode::Invalid, NO_URL).into());
    };
    if !tx.find::<link::Entity>().id(link).any().await? {
        return Err(Problem::new("linkId", ProblemCode::NotFound, "There is no link with this id.").into());
    }
    let row = legacy_link::Model {
        organisation_id: tx.organisation(),
        id: LegacyLinkId::new(now),
        url: url.trim().to_owned(),
        host: host(&normalised).to_owned(),
        normalised,
        link_id: link,
        hits: 0,
        last_hit_at: None,
        created_at: now,
    };
    if !tx.insert_new(row.clone().into_active_model()).await? {
        return Err(Problem::new("url", ProblemCode::Taken, TAKEN).into());
    }
    audit::created(tx, "legacyLinkCreate", row.id, &shown(&row), now).await?;
    found(tx, vec![row.normalised.clone()]).await?;
    Ok(row)
}

/// Makes an old URL lead nowhere again; gives the legacy link as it was.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such legacy link.
pub async fn delete(tx: &Tx, id: LegacyLinkId, now: DateTime<Utc>) -> Result<legacy_link::Model> {
    let missing = || Error::NotFound("legacy link");
    let row = tx.find::<legacy_link::Entity>().id(id).one().await?.ok_or_else(missing)?;
    tx.delete_where::<legacy_link::Entity>(legacy_link::Column::Id.eq(id)).await?;
    audit::changed(tx, "legacyLinkDelete", id, &shown(&row), &serde_json::Value::Null, now).await?;
    Ok(row)
}

/// The organisation's legacy link that a request for this URL would follow, and the URL as it is
/// compared.
///
/// # Errors
///
/// [`Error::Invalid`] for a URL that is none; [`Error::Unavailable`].
pub async fn test(scope: &impl Scope, url: &str) -> Result<(String, Option<legacy_link::Model>)> {
    let normalised = normalise(url.trim()).ok_or_else(|| Problem::new("url", ProblemCode::Invalid, NO_URL))?;
    let of_url = legacy_link::Column::Normalised.eq(normalised.as_str());
    let found = scope.find::<legacy_link::Entity>().filter(of_url).one().await?;
    Ok((normalised, found))
}

/// The URLs that were asked for and lead nowhere, those that were asked for most first.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn misses(scope: &impl Scope, most: u64) -> Result<Vec<legacy_miss::Model>> {
    scope
        .find::<legacy_miss::Entity>()
        .order_by(legacy_miss::Column::Count, Direction::Descending)
        .order_by(legacy_miss::Column::LastAt, Direction::Descending)
        .order_by(legacy_miss::Column::Normalised, Direction::Ascending)
        .limit(most)
        .all()
        .await
}

/// These lead somewhere now.
async fn found(tx: &Tx, normalised: Vec<String>) -> Result<()> {
    for urls in normalised.chunks(1_000) {
        let among = legacy_miss::Column::Normalised.is_in(urls.iter().cloned());
        tx.delete_where::<legacy_miss::Entity>(among).await?;
    }
    Ok(())
}

/// Host and port of a URL as it is compared.
fn host(normalised: &str) -> &str {
    let rest = normalised.split_once("://").map_or(normalised, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default()
}

fn shown(row: &legacy_link::Model) -> serde_json::Value {
    serde_json::json!({ "url": row.url, "linkId": row.link_id })
}

/// Bytes that a legacy URL may have, as it is given and as it is compared.
pub const MAX_BYTES: usize = 2_048;

/// The spelling in which legacy URLs are compared, or None for what cannot be one: another scheme
/// than `http` or `https`, no host, a user name, more than [`MAX_BYTES`].
///
/// The URL is first read as a browser would (so that what somebody typed equals what a browser
/// sends as `Referer`: scheme and host in lower case, the host in ASCII, no default port, spaces
/// and umlauts percent-encoded). Then the fragment and slashes at the end of the path are dropped,
/// and the query's parameters are sorted by name and value. Path and values keep their case, and
/// their percent-encoding is not touched: only the old system knows whether `%2F` is `/` to it.
pub fn normalise(url: &str) -> Option<String> {
    if url.len() > MAX_BYTES {
        return None;
    }
    let url = Url::parse(url).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    let has_user = !url.username().is_empty() || url.password().is_some();
    if !is_web || has_user {
        return None;
    }
    let mut normalised = format!("{}://{}", url.scheme(), url.host_str()?);
    if let Some(port) = url.port() {
        normalised.push_str(&format!(":{port}"));
    }
    normalised.push_str(url.path().trim_end_matches('/'));
    let query = sorted(url.query().unwrap_or_default());
    if !query.is_empty() {
        normalised.push('?');
        normalised.push_str(&query);
    }
    // Percent-encoding may have made it longer.
    (normalised.len() <= MAX_BYTES).then_some(normalised)
}

/// The parameters of a query in one order. Empty ones (`&&`) say nothing and are dropped.
fn sorted(query: &str) -> String {
    let mut parameters: Vec<&str> = query.split('&').filter(|parameter| !parameter.is_empty()).collect();
    // The whole text decides between `a` and `a=`, which have the same name and value.
    parameters.sort_by_key(|parameter| (parameter.split_once('=').unwrap_or((parameter, "")), *parameter));
    parameters.join("&")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, prop_assert_eq, prop_oneof, proptest};

    use super::*;

    #[test]
    fn makes_one_spelling() {
        let table = "https://old.example/a         https://old.example/a
            HTTPS://Old.Example/A                  https://old.example/A
            https://old.example                    https://old.example
            https://old.example/                   https://old.example
            https://old.example/a/                 https://old.example/a
            https://old.example/a//                https://old.example/a
            https://old.example:443/a              https://old.example/a
            http://old.example:80/a                http://old.example/a
            http://old.example:443/a               http://old.example:443/a
            https://old.example/a#part             https://old.example/a
            https://old.example/a?                 https://old.example/a
            https://old.example/a?&                https://old.example/a
            https://old.example/?b=2&a=1           https://old.example?a=1&b=2
            https://old.example/a/?b=2&a=1#c       https://old.example/a?a=1&b=2
            https://old.example?a=2&a=1&A=3        https://old.example?A=3&a=1&a=2
            https://old.example?a-b=1&a=2          https://old.example?a=2&a-b=1
            https://old.example?b&a=&a&c           https://old.example?a&a=&b&c
            https://old.example?a=X+y&b=%2f        https://old.example?a=X+y&b=%2f
            https://old.example?u=http://x/?y=z    https://old.example?u=http://x/?y=z
            https://old.example/a%2Fb/%c3%BC       https://old.example/a%2Fb/%c3%BC
            https://old.example/ü?ü=ö              https://old.example/%C3%BC?%C3%BC=%C3%B6
            https://bücher.example/a               https://xn--bcher-kva.example/a
            https://old.example/a/../b/./c         https://old.example/b/c
            https://[2001:DB8::1]:8443/a           https://[2001:db8::1]:8443/a";
        for row in table.lines() {
            let (given, expected) = row.trim().split_once(' ').unwrap();
            assert_eq!(normalise(given).as_deref(), Some(expected.trim()), "{given}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_web_address() {
        let bad = "old.example/a /a?x=1 //old.example/a ftp://old.example/a javascript:alert(1) mailto:a@b.co
            https://u@old.example/a https://u:p@old.example/ https://:p@old.example/ https:// https://a:x/
            data:text/html,x file:///etc/passwd https://[::1/ http://1.2.3.4.5/";
        for given in bad.split_whitespace().chain(["", " ", "https://a b/"]) {
            assert_eq!(normalise(given), None, "{given}");
        }
    }

    #[test]
    fn has_at_most_2048_bytes() {
        let of_length = |length: usize| format!("https://a.example/{}", "x".repeat(length - 18));
        assert_eq!(normalise(&of_length(2_048)), Some(of_length(2_048)));
        assert_eq!(normalise(&of_length(2_049)), None);
        assert_eq!(normalise(&of_length(2_000).replace("xx", "ü")), None);
    }

    fn urls() -> impl Strategy<Value = String> {
        prop_oneof![
            ".{0,40}",
            "(http|HTTPS|ftp):/{1,3}[a-zA-Z0-9.ü@:-]{1,12}(:443|:80|:8080)?[a-zA-Z/.%2eE ü\\\\?&=#'+-]{0,30}",
            "https?://[a-z]{1,5}\\.example(/[a-zA-Z.%]{0,3}){0,4}(\\?([ab]?=?[a-cA-C']?&?){0,6})?(#.{0,3})?",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_048))]

        #[test]
        fn is_idempotent(url in urls()) {
            if let Some(once) = normalise(&url) {
                prop_assert_eq!(normalise(&once), Some(once));
            }
        }

        #[test]
        fn the_order_of_parameters_does_not_matter(
            (mut parameters, turn) in (proptest::collection::vec("[ab]{0,2}=?[ab]{0,1}", 0..6), 0_usize..6),
        ) {
            let url = |parameters: &[String]| format!("https://old.example/?{}", parameters.join("&"));
            let before = normalise(&url(&parameters));
            let turn = turn.min(parameters.len());
            parameters.rotate_left(turn);
            prop_assert_eq!(normalise(&url(&parameters)), before);
        }
    }
}
