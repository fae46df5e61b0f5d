//! Storing clicks on Postgres: one statement, however many there are of them.
//!
//! A visitor waits for the commit, so what a batch costs is what counts. A statement that is always
//! the same is prepared once a connection, its columns travel as arrays, and it is a transaction by
//! itself, so that nothing goes back and forth but it.

use chrono::{DateTime, Utc};
use entity::counter;
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};
use uuid::Uuid;

use super::NewClick;
use crate::error::Result;

const STORE: &str = "
    WITH stored AS (
        INSERT INTO click (organisation_id, id, link_id, campaign_id, partner_id, via, at, label, visitor_id,
                           visitor_key, referrer_host, device, browser, os, country)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::timestamptz[],
                             $8::text[], $9::uuid[], $10::bytea[], $11::text[], $12::text[], $13::text[], $14::text[],
                             $15::text[])
    )
    INSERT INTO counter (organisation_id, link_id, via, quarter, measure, campaign_id, partner_id, count)
    SELECT * FROM unnest($16::uuid[], $17::uuid[], $18::uuid[], $19::timestamptz[], $20::text[], $21::uuid[],
                         $22::uuid[], $23::bigint[])
    ON CONFLICT (organisation_id, link_id, via, quarter, measure)
        DO UPDATE SET count = counter.count + excluded.count";

/// Stores clicks, and adds counts of which each key is there once; `false`: one of the clicks exists
/// already, and nothing was stored.
pub(super) async fn store(pool: &sqlx::PgPool, clicks: &[NewClick], counts: &[counter::Model]) -> Result<bool> {
    let done = sqlx::query(STORE)
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
        .bind(uuids(counts, |count| count.organisation_id.0))
        .bind(uuids(counts, |count| count.link_id.0))
        .bind(uuids(counts, |count| count.via))
        .bind(counts.iter().map(|count| count.quarter).collect::<Vec<DateTime<Utc>>>())
        .bind(counts.iter().map(|count| count.measure.as_str()).collect::<Vec<_>>())
        .bind(uuids(counts, |count| count.campaign_id.0))
        .bind(uuids(counts, |count| count.partner_id.0))
        .bind(counts.iter().map(|count| count.count).collect::<Vec<_>>())
        .execute(pool)
        .await
        .map_err(|error| DbErr::Exec(RuntimeErr::SqlxError(error.into())));
    match done {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn uuids<T>(rows: &[T], of: impl Fn(&T) -> Uuid) -> Vec<Uuid> {
    rows.iter().map(of).collect()
}

fn texts(clicks: &[NewClick], of: impl Fn(&NewClick) -> &Option<String>) -> Vec<Option<&str>> {
    clicks.iter().map(|click| of(click).as_deref()).collect()
}
