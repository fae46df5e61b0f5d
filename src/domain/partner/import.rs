//! Many partners at once, from a CSV file.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::id::PartnerId;
use entity::partner;
use sea_orm::{FromQueryResult, IntoActiveModel, QuerySelect};

use super::{Input, new, shown};
use crate::domain::audit;
use crate::domain::email::ascii_domain;
use crate::domain::sheet::{self, Row, RowOutcome};
use crate::error::{Error, Result};
use crate::store::{Scope, Tx};

/// The columns of a file; only the name is needed.
pub const COLUMNS: &[&str] = &["name", "email", "domain", "notes"];
/// How many rows are added in one statement.
const CHUNK: usize = 1_000;

/// What became of a row of an import.
#[derive(Debug, Clone)]
pub struct ImportedRow {
    /// Its line in the file, from 1.
    pub line: usize,
    /// The name in it.
    pub name: String,
    /// Whether it made a partner.
    pub outcome: RowOutcome,
    /// The partner that was made, or was there.
    pub partner: Option<PartnerId>,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// Imports partners, as CSV with the header `name,email,domain,notes`. One that is there already, by
/// its e-mail address, or by name and domain where the addresses do not contradict it, is left as it
/// is. A row that is wrong says why and does not stop the others.
///
/// # Errors
///
/// [`Error::Invalid`] for a file that is no such CSV.
pub async fn import(tx: &Tx, csv: &str, now: DateTime<Utc>) -> Result<Vec<ImportedRow>> {
    let rows = sheet::read(csv, COLUMNS, 1)?;
    // Who presses the button twice gets each partner once.
    tx.alone_with("import of partners").await?;
    let mut known = Known::read(tx).await?;
    let mut made = Vec::new();
    let mut imported = Vec::with_capacity(rows.len());
    for row in &rows {
        let (outcome, partner, problem) = match new(tx.organisation(), input(row), now) {
            Ok(partner) => match known.find(&partner) {
                Some(id) => (RowOutcome::Exists, Some(id), None),
                None => {
                    known.add(Seen::from(&partner));
                    let id = partner.id;
                    made.push(partner);
                    (RowOutcome::Created, Some(id), None)
                }
            },
            Err(Error::Invalid(problems)) => {
                let messages: Vec<_> = problems.into_iter().map(|problem| problem.message).collect();
                (RowOutcome::Invalid, None, Some(messages.join(" ")))
            }
            Err(error) => return Err(error),
        };
        imported.push(ImportedRow { line: row.line, name: row.cell(0).to_owned(), outcome, partner, problem });
    }
    for partners in made.chunks(CHUNK) {
        tx.insert_all(partners.iter().cloned().map(IntoActiveModel::into_active_model)).await?;
    }
    let events = made.iter().map(|row| (row.id.to_string(), shown(row)));
    audit::created_all(tx, "partnerCreate", events, now).await?;
    Ok(imported)
}

fn input(row: &Row) -> Input {
    let cell = |column| Some(row.cell(column).to_owned());
    Input { name: cell(0), email: cell(1), domain: cell(2), notes: cell(3), status: None }
}

/// What tells partners apart.
#[derive(FromQueryResult)]
struct Seen {
    id: PartnerId,
    name: String,
    email: Option<String>,
    domain: Option<String>,
}

impl From<&partner::Model> for Seen {
    fn from(row: &partner::Model) -> Self {
        Self { id: row.id, name: row.name.clone(), email: row.email.clone(), domain: row.domain.clone() }
    }
}

/// In lower case.
type NameAndDomain = (String, Option<String>);
/// A partner and its address.
type Namesake = (PartnerId, Option<String>);

/// The partners that there are.
#[derive(Default)]
struct Known {
    by_email: HashMap<String, PartnerId>,
    by_name: HashMap<NameAndDomain, Vec<Namesake>>,
}

impl Known {
    async fn read(tx: &Tx) -> Result<Self> {
        use partner::Column;
        let columns = [Column::Id, Column::Name, Column::Email, Column::Domain];
        let rows = tx.find::<partner::Entity>().reduce::<Seen>(|select| select.columns(columns)).await?;
        let mut known = Self::default();
        rows.into_iter().for_each(|row| known.add(row));
        Ok(known)
    }

    fn add(&mut self, row: Seen) {
        let (name, email) = (row.name.to_lowercase(), row.email.map(|email| email.to_lowercase()));
        if let Some(email) = &email {
            self.by_email.entry(email.clone()).or_insert(row.id);
        }
        let domain = row.domain.and_then(|domain| ascii_domain(&domain));
        self.by_name.entry((name, domain)).or_default().push((row.id, email));
    }

    fn find(&self, row: &partner::Model) -> Option<PartnerId> {
        let email = row.email.as_ref().map(|email| email.to_lowercase());
        if let Some(id) = email.as_ref().and_then(|email| self.by_email.get(email)) {
            return Some(*id);
        }
        let namesakes = self.by_name.get(&(row.name.to_lowercase(), row.domain.clone()))?;
        // Two people of one name have two addresses.
        namesakes.iter().find(|(_, other)| email.is_none() || other.is_none()).map(|(id, _)| *id)
    }
}
