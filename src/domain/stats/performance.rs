//! How links do: what came of their conversions, and whether somebody should look at them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use chrono_tz::Tz;
use entity::id::LinkId;
use entity::value::SubmissionStatus;
use entity::{conversion, submission};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QuerySelect, RelationDef};

use super::{Bucket, Numbers, Of, Range, read, totals};
use crate::error::Result;
use crate::store::Scope;
use crate::store::visits::{Part, Slice};

/// How many days are looked at to tell whether a link needs a review.
pub const REVIEW_DAYS: u64 = 30;
/// So many clicks without anything accepted need a review.
const MANY_CLICKS: i64 = 100;
/// So many conversions of which half failed need a review.
const MANY_CONVERSIONS: i64 = 10;

/// What came of a link's traffic in a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Performance {
    /// Clicks by people.
    pub clicks: i64,
    /// Conversions.
    pub conversions: i64,
    /// Conversions whose submission was accepted, by review or because the form has none.
    pub accepted: i64,
    /// Conversions whose submission was declined.
    pub declined: i64,
    /// Conversions whose submission is in error.
    pub failed: i64,
    /// Conversions whose submission waits for review.
    pub pending: i64,
}

impl Performance {
    /// Whether the traffic looks bad: at least 100 clicks and nothing accepted, or at least 10
    /// conversions of which half were declined or failed.
    pub fn looks_bad(&self) -> bool {
        let nothing = self.clicks >= MANY_CLICKS && self.accepted == 0;
        let refused = 2 * (self.declined + self.failed) >= self.conversions;
        nothing || (self.conversions >= MANY_CONVERSIONS && refused)
    }

    /// Whether it might look bad once it is known what came of the conversions.
    fn is_much(&self) -> bool {
        self.clicks >= MANY_CLICKS || self.conversions >= MANY_CONVERSIONS
    }
}

/// What came of links' traffic in a range. A conversion counts on the day on which it was recorded, as
/// what it is now.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for a range that ends before it begins or is too long.
pub async fn performance(scope: &impl Scope, links: &[LinkId], range: Range) -> Result<HashMap<LinkId, Performance>> {
    let ofs: Vec<_> = links.iter().map(|link| Of::Link(*link)).collect();
    let numbers = totals(scope, &ofs, range).await?;
    let mut found: HashMap<LinkId, Performance> = links
        .iter()
        .map(|link| {
            let numbers = numbers.get(&Of::Link(*link)).copied().unwrap_or_default();
            let Numbers { clicks, conversions, .. } = numbers;
            (*link, Performance { clicks, conversions, ..Performance::default() })
        })
        .collect();
    add_submissions(scope, &mut found, range).await?;
    Ok(found)
}

/// Adds what came of the conversions of links.
async fn add_submissions(scope: &impl Scope, found: &mut HashMap<LinkId, Performance>, range: Range) -> Result<()> {
    let links: Vec<_> = found.iter().filter(|(_, link)| link.conversions > 0).map(|(link, _)| *link).collect();
    if links.is_empty() {
        return Ok(());
    }
    for (link, status, count) in submissions(scope, &links, range).await? {
        let Some(link) = found.get_mut(&link) else { continue };
        *match status {
            SubmissionStatus::AutoAccepted | SubmissionStatus::Accepted => &mut link.accepted,
            SubmissionStatus::Declined => &mut link.declined,
            SubmissionStatus::Error => &mut link.failed,
            SubmissionStatus::Pending => &mut link.pending,
        } += count;
    }
    Ok(())
}

/// Which links' traffic of the last 30 days looks bad; of `among`, if it is given.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn under_review(
    scope: &impl Scope,
    among: Option<&[LinkId]>,
    today: NaiveDate,
    zone: Tz,
) -> Result<HashSet<LinkId>> {
    let from = today.checked_sub_days(chrono::Days::new(REVIEW_DAYS - 1)).unwrap_or(today);
    let range = Range { from, to: today, zone, bucket: Bucket::Day };
    let only = among.map(|links| (Part::Link, links.iter().map(|link| link.0).collect()));
    let slice = Slice { by: Some(Part::Link), only };
    let mut busy: HashMap<LinkId, Performance> = HashMap::new();
    for (link, Numbers { clicks, conversions, .. }) in read::sum(scope, &slice, range.span()).await? {
        let traffic = Performance { clicks, conversions, ..Performance::default() };
        if let Some(link) = link.filter(|_| traffic.is_much()) {
            busy.insert(LinkId(link), traffic);
        }
    }
    add_submissions(scope, &mut busy, range).await?;
    Ok(busy.into_iter().filter(|(_, link)| link.looks_bad()).map(|(link, _)| link).collect())
}

async fn submissions(
    scope: &impl Scope,
    links: &[LinkId],
    range: Range,
) -> Result<Vec<(LinkId, SubmissionStatus, i64)>> {
    #[derive(FromQueryResult)]
    struct Count {
        link_id: LinkId,
        status: SubmissionStatus,
        count: i64,
    }
    let (from, to) = range.span();
    let of_links = Condition::all()
        .add(conversion::Column::LinkId.is_in(links.iter().copied()))
        .add(conversion::Column::CreatedAt.gte(from))
        .add(conversion::Column::CreatedAt.lt(to));
    let rows: Vec<Count> = scope
        .find::<conversion::Entity>()
        .filter(of_links)
        .reduce(|select| {
            select
                .join(JoinType::InnerJoin, their_submissions())
                .column(conversion::Column::LinkId)
                .column_as(submission::Column::Status, "status")
                .column_as(Expr::col((submission::Entity, submission::Column::Id)).count(), "count")
                .group_by(conversion::Column::LinkId)
                .group_by(submission::Column::Status)
        })
        .await?;
    Ok(rows.into_iter().map(|row| (row.link_id, row.status, row.count)).collect())
}

fn their_submissions() -> RelationDef {
    conversion::Entity::belongs_to(submission::Entity)
        .from((conversion::Column::OrganisationId, conversion::Column::Id))
        .to((submission::Column::OrganisationId, submission::Column::ConversionId))
        .into()
}
