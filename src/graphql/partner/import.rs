//! Many partners at once, from a file.

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::id::PartnerId;

use super::Partner;
use crate::domain::key::Permission;
use crate::domain::partner::{self as partners, ImportedRow};
use crate::domain::sheet::RowOutcome;
use crate::graphql::import::{ImportOutcome, count};
use crate::graphql::problem::{UserError, settle};
use crate::graphql::{load, now, page, tenant};

pub(in crate::graphql) struct PartnerImportRow {
    row: ImportedRow,
    partner: Option<PartnerId>,
}

/// A row of a file of partners.
#[Object]
impl PartnerImportRow {
    /// The line of the file, counted from 1.
    async fn line(&self) -> usize {
        self.row.line
    }

    /// The name, as it stands there.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// What became of it; in a preview, what would.
    async fn outcome(&self) -> ImportOutcome {
        self.row.outcome.into()
    }

    /// The partner that was made, or was there already; null if the row is wrong, and in a preview for
    /// one that is yet to be made. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        let Some(id) = self.partner else { return Ok(None) };
        Ok(load::one(ctx, load::PartnerById(id)).await?.map(Partner))
    }

    /// What is wrong with the row; null if nothing is.
    async fn message(&self) -> Option<&str> {
        self.row.problem.as_deref()
    }
}

/// What `partnersImport` would do.
#[derive(SimpleObject)]
pub(in crate::graphql) struct PartnersImportPreview {
    /// What would become of each row of the file, in its order; null if the file cannot be read.
    rows: Option<Vec<PartnerImportRow>>,
    /// How many partners would be made.
    created_count: usize,
    /// How many are there already.
    existing_count: usize,
    /// How many rows are wrong.
    invalid_count: usize,
    /// What is wrong with the file as a whole.
    user_errors: Vec<UserError>,
}

/// What `partnersImport` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct PartnersImportPayload {
    /// What became of each row of the file, in its order; null if the file could not be read.
    rows: Option<Vec<PartnerImportRow>>,
    /// How many partners were made.
    created_count: Option<usize>,
    /// How many were there already; they are as they were.
    existing_count: Option<usize>,
    /// How many rows are wrong.
    invalid_count: Option<usize>,
    /// What is wrong with the file as a whole.
    user_errors: Vec<UserError>,
}

fn outcomes(rows: &[ImportedRow], outcome: RowOutcome) -> usize {
    count(rows.iter().map(|row| row.outcome), outcome)
}

#[derive(Default)]
pub(in crate::graphql) struct PartnerImportQuery;

#[Object]
impl PartnerImportQuery {
    /// What an import of partners would do. Nothing is written. Scope `partners:read`.
    #[graphql(complexity = "page::cost_of(10, child_complexity)")]
    async fn partners_import_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The file: CSV with the header `name,email,domain,notes`, of which only the name is needed, \
                          and at most 10,000 rows. A larger one than fits into a request goes to \
                          `POST /api/v1/imports/partners`."
        )]
        csv: String,
    ) -> Result<PartnersImportPreview> {
        let (tenant, now) = (tenant(ctx, Permission::PartnersRead)?, now(ctx)?);
        let tried = async |tx: crate::store::Tx| {
            let rows = partners::import(&tx, &csv, now).await?;
            tx.abandon();
            Ok(rows)
        };
        let (rows, user_errors) = settle(tenant.write(tried).await, "csv")?;
        let rows = rows.unwrap_or_default();
        let [created_count, existing_count, invalid_count] =
            [RowOutcome::Created, RowOutcome::Exists, RowOutcome::Invalid].map(|outcome| outcomes(&rows, outcome));
        let preview = |row: ImportedRow| PartnerImportRow {
            partner: row.partner.filter(|_| row.outcome == RowOutcome::Exists),
            row,
        };
        let rows = user_errors.is_empty().then(|| rows.into_iter().map(preview).collect());
        Ok(PartnersImportPreview { rows, created_count, existing_count, invalid_count, user_errors })
    }
}

#[derive(Default)]
pub(in crate::graphql) struct PartnerImportMutation;

#[Object]
impl PartnerImportMutation {
    /// Makes many partners. One that is there already, by its e-mail address or by name and domain, is
    /// left as it is, and a row that is wrong keeps no other from being taken. Scope `partners:write`.
    #[graphql(complexity = "page::cost_of(10, child_complexity)")]
    async fn partners_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file, as of `partnersImportPreview`.")] csv: String,
    ) -> Result<PartnersImportPayload> {
        let (tenant, now) = (tenant(ctx, Permission::PartnersWrite)?, now(ctx)?);
        let done = tenant.write(async |tx| partners::import(&tx, &csv, now).await).await;
        let (rows, user_errors) = settle(done, "csv")?;
        let count = |outcome| rows.as_deref().map(|rows| outcomes(rows, outcome));
        let [created_count, existing_count, invalid_count] =
            [RowOutcome::Created, RowOutcome::Exists, RowOutcome::Invalid].map(count);
        let made = |row: ImportedRow| PartnerImportRow { partner: row.partner, row };
        let rows = rows.map(|rows| rows.into_iter().map(made).collect());
        Ok(PartnersImportPayload { rows, created_count, existing_count, invalid_count, user_errors })
    }
}
