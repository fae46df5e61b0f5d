//! What each list looks like as a file.

use entity::id::{
    ApiCallId, AuditEventId, ClickId, ConversionId, DecisionId, LinkId, PartnerId, RewardId, SubmissionId,
};
use entity::{Identified, api_call, audit_event, click, conversion, decision, link, partner, reward, submission};
use futures::Stream;
use futures::stream::unfold;
use sea_orm::{Condition, EntityTrait, FromQueryResult};

use super::cells::{Cell, Sheet};
use super::names::{ABOUT, About, Names, Visible};
use crate::app::App;
use crate::domain::money;
use crate::error::Result;
use crate::http::caller::Caller;
use crate::store::{Direction, Page, Scope, Tenant};

/// How many rows are read at a time.
const PAGE: u64 = 1_000;

/// A table of which there is a file.
pub(super) trait Exported: Identified + EntityTrait<Model = Self::Row> {
    /// Its row.
    type Row: FromQueryResult + Send + Sync;
    /// The names of its columns, after which those of [`ABOUT`] follow where it has them.
    const COLUMNS: &'static [&'static str];
    /// The names of the columns after those.
    const REST: &'static [&'static str] = &[];
    /// Whether a row is about a link.
    const HAS_ABOUT: bool = true;

    /// What names the row.
    fn id(row: &Self::Row) -> Self::Id;
    /// What the row is about.
    fn about(row: &Self::Row) -> About;
    /// The cells of both groups of columns.
    fn cells(app: &App, row: Self::Row) -> (Vec<Cell>, Vec<Cell>);
}

/// Where a file is.
struct Place<E: Exported> {
    app: App,
    tenant: Tenant,
    condition: Condition,
    visible: Visible,
    after: Option<E::Id>,
    /// The names of the columns stand before the first row.
    begun: bool,
}

/// The rows for which `condition` holds, newest first, some at a time.
pub(super) fn stream<E: Exported>(
    app: &App,
    caller: &Caller,
    tenant: Tenant,
    condition: Condition,
) -> impl Stream<Item = Result<Sheet>> + Send + use<E>
where
    E::Id: Sync + 'static,
{
    let visible = Visible::to(app, caller);
    let place = Place::<E> { app: app.clone(), tenant, condition, visible, after: None, begun: false };
    unfold(Some(place), |place| async move {
        let mut place = place?;
        match place.next().await {
            Ok((sheet, true)) => Some((Ok(sheet), Some(place))),
            Ok((sheet, false)) => Some((Ok(sheet), None)),
            Err(error) => Some((Err(error), None)),
        }
    })
}

impl<E: Exported> Place<E> {
    /// The next rows, and whether there are more.
    async fn next(&mut self) -> Result<(Sheet, bool)> {
        let page =
            Page { direction: Direction::Descending, after: self.after, before: None, limit: PAGE, from_end: false };
        let part = self.tenant.find::<E>().filter(self.condition.clone()).page(page).await?;
        let mut sheet = if self.begun { Sheet::default() } else { Sheet::with_header(&header::<E>()) };
        self.begun = true;
        self.after = part.rows.last().map(E::id);
        let about: Vec<_> = part.rows.iter().map(E::about).collect();
        let names = if E::HAS_ABOUT { self.visible.read(&about).await? } else { Names::default() };
        for (row, about) in part.rows.into_iter().zip(about) {
            let (own, rest) = E::cells(&self.app, row);
            let named = E::HAS_ABOUT.then(|| names.about(&about)).into_iter().flatten();
            sheet.row(own.into_iter().chain(named).chain(rest));
        }
        Ok((sheet, part.more))
    }
}

fn header<E: Exported>() -> Vec<&'static str> {
    let about = if E::HAS_ABOUT { ABOUT.as_slice() } else { &[] };
    [E::COLUMNS, about, E::REST].concat()
}

impl Exported for click::Entity {
    type Row = click::Model;
    const COLUMNS: &'static [&'static str] = &["id", "at", "label"];
    const REST: &'static [&'static str] = &["referrer_host", "device", "browser", "os", "country"];

    fn id(row: &click::Model) -> ClickId {
        row.id
    }

    fn about(row: &click::Model) -> About {
        About {
            link: Some(row.link_id),
            via: Some(row.via),
            campaign: Some(row.campaign_id),
            partner: Some(row.partner_id),
        }
    }

    fn cells(_: &App, row: click::Model) -> (Vec<Cell>, Vec<Cell>) {
        let own = vec![Cell::plain(Some(row.id)), Cell::time(Some(row.at)), Cell::plain(Some(row.label.as_str()))];
        let seen = [row.referrer_host, row.device, row.browser, row.os, row.country];
        (own, seen.into_iter().map(Cell::text).collect())
    }
}

impl Exported for conversion::Entity {
    type Row = conversion::Model;
    const COLUMNS: &'static [&'static str] = &["id", "created_at", "clicked_at", "click_id", "credited_click_id"];
    const REST: &'static [&'static str] = &["source", "email", "existing_customer", "campaign_version", "properties"];

    fn id(row: &conversion::Model) -> ConversionId {
        row.id
    }

    fn about(row: &conversion::Model) -> About {
        About {
            link: Some(row.link_id),
            via: Some(row.via),
            campaign: Some(row.campaign_id),
            partner: Some(row.partner_id),
        }
    }

    fn cells(_: &App, row: conversion::Model) -> (Vec<Cell>, Vec<Cell>) {
        let own = vec![
            Cell::plain(Some(row.id)),
            Cell::time(Some(row.created_at)),
            Cell::time(Some(row.clicked_at)),
            Cell::plain(Some(row.click_id)),
            Cell::plain(Some(row.credited_click_id)),
        ];
        let rest = vec![
            Cell::plain(Some(row.source.as_str())),
            Cell::text(row.email),
            Cell::plain(Some(row.existing_customer)),
            Cell::plain(Some(row.campaign_version)),
            Cell::json(&row.properties),
        ];
        (own, rest)
    }
}

impl Exported for submission::Entity {
    type Row = submission::Model;
    const COLUMNS: &'static [&'static str] = &["id", "created_at", "updated_at", "status", "conversion_id", "form_id"];
    const REST: &'static [&'static str] = &["reviewed_at", "decline_reason", "fields", "unmapped", "problems"];

    fn id(row: &submission::Model) -> SubmissionId {
        row.id
    }

    fn about(row: &submission::Model) -> About {
        About { campaign: Some(row.campaign_id), partner: Some(row.partner_id), ..About::default() }
    }

    fn cells(_: &App, row: submission::Model) -> (Vec<Cell>, Vec<Cell>) {
        let own = vec![
            Cell::plain(Some(row.id)),
            Cell::time(Some(row.created_at)),
            Cell::time(Some(row.updated_at)),
            Cell::plain(Some(row.status.as_str())),
            Cell::plain(Some(row.conversion_id)),
            Cell::plain(Some(row.form_id)),
        ];
        let rest = vec![
            Cell::time(row.reviewed_at),
            Cell::text(row.decline_reason),
            Cell::json(&row.fields),
            Cell::json(&row.unmapped),
            Cell::json(&row.problems),
        ];
        (own, rest)
    }
}

impl Exported for decision::Entity {
    type Row = decision::Model;
    const COLUMNS: &'static [&'static str] = &["id", "at", "outcome", "reason", "source", "origin", "click_id"];
    const REST: &'static [&'static str] = &["conversion_id", "campaign_version"];

    fn id(row: &decision::Model) -> DecisionId {
        row.id
    }

    fn about(row: &decision::Model) -> About {
        About { link: row.link_id, via: None, campaign: row.campaign_id, partner: row.partner_id }
    }

    fn cells(_: &App, row: decision::Model) -> (Vec<Cell>, Vec<Cell>) {
        let own = vec![
            Cell::plain(Some(row.id)),
            Cell::time(Some(row.at)),
            Cell::plain(Some(row.outcome.as_str())),
            Cell::plain(Some(row.reason.as_str())),
            Cell::plain(Some(row.source.as_str())),
            Cell::text(row.origin),
            Cell::plain(row.click_id),
        ];
        (own, vec![Cell::plain(row.conversion_id), Cell::plain(row.campaign_version)])
    }
}

impl Exported for link::Entity {
    type Row = link::Model;
    const COLUMNS: &'static [&'static str] = &["id", "url", "created_at", "revoked_at"];

    fn id(row: &link::Model) -> LinkId {
        row.id
    }

    fn about(row: &link::Model) -> About {
        About { link: Some(row.id), via: None, campaign: Some(row.campaign_id), partner: Some(row.partner_id) }
    }

    fn cells(app: &App, row: link::Model) -> (Vec<Cell>, Vec<Cell>) {
        let own = vec![
            Cell::plain(Some(row.id)),
            Cell::plain(Some(app.link_url(&row.code))),
            Cell::time(Some(row.created_at)),
            Cell::time(row.revoked_at),
        ];
        (own, Vec::new())
    }
}

impl Exported for partner::Entity {
    type Row = partner::Model;
    const COLUMNS: &'static [&'static str] = &["id", "name", "email", "domain", "status", "created_at", "updated_at"];
    const HAS_ABOUT: bool = false;

    fn id(row: &partner::Model) -> PartnerId {
        row.id
    }

    fn about(_: &partner::Model) -> About {
        About::default()
    }

    fn cells(_: &App, row: partner::Model) -> (Vec<Cell>, Vec<Cell>) {
        let own = vec![
            Cell::plain(Some(row.id)),
            Cell::text(Some(row.name)),
            Cell::text(row.email),
            Cell::text(row.domain),
            Cell::plain(Some(row.status.as_str())),
            Cell::time(Some(row.created_at)),
            Cell::time(Some(row.updated_at)),
        ];
        (own, Vec::new())
    }
}

impl Exported for audit_event::Entity {
    type Row = audit_event::Model;
    const COLUMNS: &'static [&'static str] =
        &["id", "at", "actor_kind", "actor_id", "action", "target_id", "before", "after"];
    const HAS_ABOUT: bool = false;

    fn id(row: &audit_event::Model) -> AuditEventId {
        row.id
    }

    fn about(_: &audit_event::Model) -> About {
        About::default()
    }

    fn cells(_: &App, row: audit_event::Model) -> (Vec<Cell>, Vec<Cell>) {
        let json = |value: Option<serde_json::Value>| value.map_or_else(Cell::none, |value| Cell::json(&value));
        let own = vec![
            Cell::plain(Some(row.id)),
            Cell::time(Some(row.at)),
            Cell::plain(Some(row.actor_kind.as_str())),
            Cell::text(row.actor_id),
            Cell::plain(Some(row.action)),
            Cell::text(Some(row.target_id)),
            json(row.before),
            json(row.after),
        ];
        (own, Vec::new())
    }
}

impl Exported for reward::Entity {
    type Row = reward::Model;
    const COLUMNS: &'static [&'static str] =
        &["id", "created_at", "updated_at", "status", "amount", "currency", "conversion_id"];

    fn id(row: &reward::Model) -> RewardId {
        row.id
    }

    fn about(row: &reward::Model) -> About {
        About {
            link: Some(row.link_id),
            via: Some(row.via),
            campaign: Some(row.campaign_id),
            partner: Some(row.partner_id),
        }
    }

    fn cells(_: &App, row: reward::Model) -> (Vec<Cell>, Vec<Cell>) {
        let own = vec![
            Cell::plain(Some(row.id)),
            Cell::time(Some(row.created_at)),
            Cell::time(Some(row.updated_at)),
            Cell::plain(Some(row.status.as_str())),
            Cell::plain(Some(money::decimal(row.amount_minor, &row.currency))),
            Cell::plain(Some(row.currency)),
            Cell::plain(Some(row.conversion_id)),
        ];
        (own, Vec::new())
    }
}

impl Exported for api_call::Entity {
    type Row = api_call::Model;
    const COLUMNS: &'static [&'static str] =
        &["id", "at", "key_id", "method", "path", "operation", "status", "code", "duration_ms", "request_id"];
    const HAS_ABOUT: bool = false;

    fn id(row: &api_call::Model) -> ApiCallId {
        row.id
    }

    fn about(_: &api_call::Model) -> About {
        About::default()
    }

    fn cells(_: &App, row: api_call::Model) -> (Vec<Cell>, Vec<Cell>) {
        let own = vec![
            Cell::plain(Some(row.id)),
            Cell::time(Some(row.at)),
            Cell::plain(Some(row.key_id)),
            Cell::plain(Some(row.method)),
            Cell::text(Some(row.path)),
            // A name that the caller gave.
            Cell::text(row.operation),
            Cell::plain(Some(row.status)),
            Cell::plain(row.code),
            Cell::plain(Some(row.duration_ms)),
            Cell::plain(Some(row.request_id)),
        ];
        (own, Vec::new())
    }
}
