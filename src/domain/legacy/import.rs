//! Many legacy links at once, from a CSV file.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::id::{LegacyLinkId, LinkId};
use entity::{legacy_link, link, link_address};
use sea_orm::{ColumnTrait, IntoActiveModel};

use super::{NO_URL, TAKEN, host, normalise, shown};
use crate::domain::audit;
use crate::domain::sheet::{self, Row, RowOutcome};
use crate::error::Result;
use crate::store::{Scope, Tx};

/// How many values a statement names.
const CHUNK: usize = 1_000;

/// What became of a row of an import.
#[derive(Debug, Clone)]
pub struct ImportedRow {
    /// Its line in the file, from 1.
    pub line: usize,
    /// The URL in it.
    pub url: String,
    /// Whether it made a legacy link.
    pub outcome: RowOutcome,
    /// The legacy link that was made.
    pub legacy_link: Option<legacy_link::Model>,
    /// Why none was made.
    pub problem: Option<String>,
}

/// Imports rows of a URL and a link (by its id, code or alias), as CSV with the header
/// `url,link`. A row that cannot be imported says why and does not stop the others.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for a file that is no such CSV.
pub async fn import(tx: &Tx, csv: &str, now: DateTime<Utc>) -> Result<Vec<ImportedRow>> {
    let rows = sheet::read(csv, &["url", "link"], 2)?;
    let links = Links::named(tx, &rows).await?;
    let mut known = known(tx, &rows).await?;
    let mut new = Vec::new();
    let mut imported: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let read = read(&row, &links, &known, tx, now);
            if let Ok(made) = &read {
                known.insert(made.normalised.clone(), made.link_id);
                new.push(made.clone());
            }
            let (url, line) = (row.cell(0).to_owned(), row.line);
            match read {
                Ok(made) => {
                    let legacy_link = Some(made);
                    ImportedRow { line, url, outcome: RowOutcome::Created, legacy_link, problem: None }
                }
                Err((outcome, problem)) => {
                    ImportedRow { line, url, outcome, legacy_link: None, problem: Some(problem.to_owned()) }
                }
            }
        })
        .collect();
    let stored = store(tx, new, now).await?;
    for row in &mut imported {
        if row.legacy_link.as_ref().is_some_and(|made| !stored.contains(&made.id)) {
            // Another organisation has it: that is all that may be said.
            row.legacy_link = None;
            row.outcome = RowOutcome::Invalid;
            row.problem = Some(TAKEN.to_owned());
        }
    }
    Ok(imported)
}

fn read(
    row: &Row,
    links: &Links,
    known: &HashMap<String, LinkId>,
    tx: &Tx,
    now: DateTime<Utc>,
) -> Result<legacy_link::Model, (RowOutcome, &'static str)> {
    let (url, link) = (row.cell(0), links.find(row.cell(1)));
    let link = link.map_err(|problem| (RowOutcome::Invalid, problem))?;
    let normalised = normalise(url).filter(|_| !url.contains('\0')).ok_or((RowOutcome::Invalid, NO_URL))?;
    if let Some(leads_to) = known.get(&normalised) {
        return Err((if *leads_to == link { RowOutcome::Exists } else { RowOutcome::Invalid }, TAKEN));
    }
    Ok(legacy_link::Model {
        organisation_id: tx.organisation(),
        id: LegacyLinkId::new(now),
        url: url.to_owned(),
        host: host(&normalised).to_owned(),
        normalised,
        link_id: link,
        hits: 0,
        last_hit_at: None,
        created_at: now,
    })
}

/// The links that a file names, looked up together.
struct Links {
    ids: HashSet<LinkId>,
    addresses: HashMap<String, LinkId>,
}

impl Links {
    async fn named(tx: &Tx, rows: &[Row]) -> Result<Self> {
        let named: HashSet<&str> = rows.iter().map(|row| row.cell(1)).collect();
        let (mut ids, mut addresses) = (Vec::new(), Vec::new());
        for text in named {
            match text.parse::<LinkId>() {
                Ok(id) => ids.push(id),
                // A database refuses to look for it, and with it for the rows that are right.
                Err(_) if text.contains('\0') => {}
                Err(_) => addresses.push(text.to_lowercase()),
            }
        }
        let mut links = Self { ids: HashSet::new(), addresses: HashMap::new() };
        for ids in ids.chunks(CHUNK) {
            let rows = tx.find::<link::Entity>().filter(link::Column::Id.is_in(ids.iter().copied())).all().await?;
            links.ids.extend(rows.into_iter().map(|link| link.id));
        }
        for addresses in addresses.chunks(CHUNK) {
            let among = link_address::Column::Address.is_in(addresses.iter().cloned());
            let rows = tx.find::<link_address::Entity>().filter(among).all().await?;
            links.addresses.extend(rows.into_iter().map(|row| (row.address, row.link_id)));
        }
        Ok(links)
    }

    fn find(&self, text: &str) -> Result<LinkId, &'static str> {
        match text.parse::<LinkId>() {
            Ok(id) => self.ids.get(&id).copied().ok_or("There is no link with this id."),
            Err(_) => self.addresses.get(&text.to_lowercase()).copied().ok_or("There is no such link."),
        }
    }
}

/// Where the organisation's own legacy links of a file's URLs lead.
async fn known(tx: &Tx, rows: &[Row]) -> Result<HashMap<String, LinkId>> {
    let urls: HashSet<String> = rows.iter().filter_map(|row| normalise(row.cell(0))).collect();
    let urls: Vec<_> = urls.into_iter().collect();
    let mut known = HashMap::new();
    for urls in urls.chunks(CHUNK) {
        let among = legacy_link::Column::Normalised.is_in(urls.iter().cloned());
        let rows = tx.find::<legacy_link::Entity>().filter(among).all().await?;
        known.extend(rows.into_iter().map(|row| (row.normalised, row.link_id)));
    }
    Ok(known)
}

/// Stores new legacy links, except those whose URL another organisation has, or another call has just
/// taken; gives the ids of those that were.
async fn store(tx: &Tx, new: Vec<legacy_link::Model>, now: DateTime<Utc>) -> Result<HashSet<LegacyLinkId>> {
    let mut stored = HashSet::new();
    for rows in new.chunks(CHUNK) {
        let added = tx.insert_all_new(rows.iter().cloned().map(IntoActiveModel::into_active_model)).await?;
        let ids = rows.iter().map(|row| row.id);
        if added == rows.len() as u64 {
            stored.extend(ids);
        } else {
            let found = tx.find::<legacy_link::Entity>().filter(legacy_link::Column::Id.is_in(ids)).all().await?;
            stored.extend(found.into_iter().map(|row| row.id));
        }
    }
    let made = new.iter().filter(|row| stored.contains(&row.id));
    let events = made.clone().map(|row| (row.id.to_string(), shown(row)));
    audit::created_all(tx, "legacyLinkCreate", events, now).await?;
    super::found(tx, made.map(|row| row.normalised.clone()).collect()).await?;
    Ok(stored)
}
