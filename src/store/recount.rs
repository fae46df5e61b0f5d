//! Recounting what the counters say, in the database.

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use super::Scope;
use super::visits::Span;
use crate::error::Result;

/// How many differences of one day are told.
const MOST: u64 = 100;

/// A counter that says something else than the rows that it counts.
#[derive(Debug, FromQueryResult)]
pub struct Miscount {
    /// What it counts.
    pub measure: String,
    /// The link.
    pub link_id: entity::id::LinkId,
    /// The quarter of an hour, counted from 1970.
    pub slot: i64,
    /// How many rows there are.
    pub made: i64,
    /// How many the counter says.
    pub counted: i64,
}

#[derive(FromQueryResult)]
struct Sum {
    figures: i64,
    different: i64,
}

/// Compares the counters of a span with the rows behind them: how many figures were compared, and those
/// that differ, at most a hundred. Hits over the limit have no rows. One statement compares all, so that
/// what is written meanwhile is seen whole or not at all.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn counters(scope: &impl Scope, (from, to): Span) -> Result<(u64, Vec<Miscount>)> {
    let executor = scope.executor();
    let backend = executor.get_database_backend();
    let slot = |column: &str| match backend {
        DbBackend::Postgres => format!("CAST(floor(extract(epoch FROM {column}) / 900) AS bigint)"),
        _ => format!("CAST(strftime('%s', {column}) AS integer) / 900"),
    };
    let (of_click, of_conversion, of_counter) =
        (slot("click.at"), slot("conversion.created_at"), slot("counter.quarter"));
    let joined = format!(
        "(SELECT coalesce(made.measure, told.measure) AS measure, coalesce(made.link_id, told.link_id) AS link_id,
              coalesce(made.slot, told.slot) AS slot, coalesce(made.n, 0) AS made_n, coalesce(told.n, 0) AS counted
          FROM (
              SELECT click.label AS measure, click.link_id, click.via, {of_click} AS slot, COUNT(*) AS n FROM click
              WHERE click.organisation_id = $1 AND click.at >= $2 AND click.at < $3
              GROUP BY click.label, click.link_id, click.via, {of_click}
              UNION ALL
              SELECT 'CONVERSION' AS measure, conversion.link_id, conversion.via, {of_conversion} AS slot, COUNT(*) AS n
              FROM conversion
              WHERE conversion.organisation_id = $1 AND conversion.created_at >= $2 AND conversion.created_at < $3
              GROUP BY conversion.link_id, conversion.via, {of_conversion}
          ) AS made
          FULL JOIN (
              SELECT counter.measure, counter.link_id, counter.via, {of_counter} AS slot, counter.count AS n FROM counter
              WHERE counter.organisation_id = $1 AND counter.quarter >= $2 AND counter.quarter < $3
                  AND counter.measure <> 'OVER_LIMIT' AND counter.count <> 0
          ) AS told
          ON told.measure = made.measure AND told.link_id = made.link_id AND told.via = made.via AND told.slot = made.slot
         ) AS both_of"
    );
    let ask = |sql: String| {
        Statement::from_sql_and_values(backend, sql, [scope.organisation().into(), from.into(), to.into()])
    };
    let sum = format!(
        "SELECT COUNT(*) AS figures, CAST(coalesce(SUM(CASE WHEN made_n <> counted THEN 1 ELSE 0 END), 0) AS bigint) AS different
         FROM {joined}"
    );
    let Some(sum) = Sum::find_by_statement(ask(sum)).one(&executor).await? else { return Ok((0, Vec::new())) };
    let figures = sum.figures.unsigned_abs();
    if sum.different == 0 {
        return Ok((figures, Vec::new()));
    }
    let rows = format!(
        "SELECT measure, link_id, slot, CAST(made_n AS bigint) AS made, CAST(counted AS bigint) AS counted FROM {joined}
         WHERE made_n <> counted ORDER BY slot, measure LIMIT {MOST}"
    );
    Ok((figures, Miscount::find_by_statement(ask(rows)).all(&executor).await?))
}

/// Counts of conversions that lack what each of them has.
#[derive(Debug, FromQueryResult)]
pub struct Conversions {
    /// How many conversions there are.
    pub recorded: i64,
    /// Without exactly one decision that recorded it.
    pub without_decision: i64,
    /// Without exactly one form submission.
    pub without_submission: i64,
}

/// Looks at the conversions that were recorded in a span.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn conversions(scope: &impl Scope, (from, to): Span) -> Result<Option<Conversions>> {
    const SQL: &str = "SELECT COUNT(*) AS recorded,
            CAST(coalesce(SUM(CASE WHEN 1 = (SELECT COUNT(*) FROM decision WHERE decision.organisation_id = $1
                AND decision.conversion_id = conversion.id AND decision.reason = 'recorded') THEN 0 ELSE 1 END), 0) AS bigint)
                AS without_decision,
            CAST(coalesce(SUM(CASE WHEN 1 = (SELECT COUNT(*) FROM submission WHERE submission.organisation_id = $1
                AND submission.conversion_id = conversion.id) THEN 0 ELSE 1 END), 0) AS bigint) AS without_submission
        FROM conversion
        WHERE conversion.organisation_id = $1 AND conversion.created_at >= $2 AND conversion.created_at < $3";
    let executor = scope.executor();
    let values = [scope.organisation().into(), from.into(), to.into()];
    let statement = Statement::from_sql_and_values(executor.get_database_backend(), SQL, values);
    Ok(Conversions::find_by_statement(statement).one(&executor).await?)
}
