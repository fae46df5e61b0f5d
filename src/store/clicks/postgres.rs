//! Storing clicks on Postgres: one statement, whatever there are of them.
//!
//! A visitor waits for the commit, so what a batch costs is what counts: a statement that is always
//! the same is prepared once a connection, its columns travel as arrays, and it is a transaction by
//! itself, so that nothing but it goes back and forth.

use chrono::{DateTime, Utc};
use entity::counter;
use sea_orm::{DbErr, RuntimeErr, sqlx};
use uuid::Uuid;

use super::NewClick;

/// The counts of what was stored are those of the rows that it tells: a click that was there
/// already is not counted again. All writers take the counters in one order, so that they cannot
/// wait for each other in a circle.
const STORE: &str = "
    WITH stored AS (
        INSERT INTO click (organisation_id, id, link_id, campaign_id, partner_id, via, at, label, visitor_id,
                           visitor_key, referrer_host, device, browser, os, country)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::timestamptz[],
                             $8::text[], $9::uuid[], $10::bytea[], $11::text[], $12::text[], $13::text[], $14::text[],
                             $15::text[])
        ON CONFLICT DO NOTHING
        RETURNING organisation_id, link_id, via, at, label, campaign_id, partner_id
    ),
    counts (organisation_id, link_id, via, quarter, measure, campaign_id, partner_id, count) AS (
        SELECT organisation_id, link_id, via, date_bin('15 minutes', at, 'epoch'), label, campaign_id, partner_id, 1
        FROM stored
        UNION ALL
        SELECT * FROM unnest($16::uuid[], $17::uuid[], $18::uuid[], $19::timestamptz[], $20::text[], $21::uuid[],
                             $22::uuid[], $23::bigint[])
    ),
    counted AS (
        INSERT INTO counter (organisation_id, link_id, via, quarter, measure, campaign_id, partner_id, count)
        SELECT organisation_id, link_id, via, quarter, measure, campaign_id, partner_id, sum(count)::bigint
        FROM counts GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (organisation_id, link_id, via, quarter, measure)
            DO UPDATE SET count = counter.count + excluded.count
    )
    SELECT count(*) FROM stored";

/// Stores clicks and the counts of them, and `extra` counts; says how many clicks were new.
pub(super) async fn store(pool: &sqlx::PgPool, clicks: &[NewClick], extra: &[counter::Model]) -> Result<u64, DbErr> {
    let stored: i64 = sqlx::query_scalar(STORE)
        .bind(uuids(clicks, |click| click.organisation_id.0))
        .bind(uuids(clicks, |click| click.id.0))
        .bind(uuids(clicks, |click| click.link_id.0))
        .bind(uuids(clicks, |click| click.campaign_id.0))
        .bind(uuids(clicks, |click| click.partner_id.0))
        .bind(uuids(clicks, |click| click.via))
        .bind(clicks.iter().map(|click| click.at).collect::<Vec<DateTime<Utc>>>())
        .bind(clicks.iter().map(|click| click.label.as_str()).collect::<Vec<_>>())
        .bind(clicks.iter().map(|click| click.visitor_id).collect::<Vec<_>>())
        .bind(clicks.iter().map(|click| click.visitor_key.as_deref()).collect::<Vec<_>>())
        .bind(texts(clicks, |click| &click.referrer_host))
        .bind(texts(clicks, |click| &click.device))
        .bind(texts(clicks, |click| &click.browser))
        .bind(texts(clicks, |click| &click.os))
        .bind(texts(clicks, |click| &click.country))
        .bind(uuids(extra, |count| count.organisation_id.0))
        .bind(uuids(extra, |count| count.link_id.0))
        .bind(uuids(extra, |count| count.via))
        .bind(extra.iter().map(|count| count.quarter).collect::<Vec<DateTime<Utc>>>())
        .bind(extra.iter().map(|count| count.measure.as_str()).collect::<Vec<_>>())
        .bind(uuids(extra, |count| count.campaign_id.0))
        .bind(uuids(extra, |count| count.partner_id.0))
        .bind(extra.iter().map(|count| count.count).collect::<Vec<_>>())
        .fetch_one(pool)
        .await
        .map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())))?;
    Ok(stored.unsigned_abs())
}

fn uuids<T>(rows: &[T], of: impl Fn(&T) -> Uuid) -> Vec<Uuid> {
    rows.iter().map(of).collect()
}

fn texts(clicks: &[NewClick], of: impl Fn(&NewClick) -> &Option<String>) -> Vec<Option<&str>> {
    clicks.iter().map(|click| of(click).as_deref()).collect()
}
