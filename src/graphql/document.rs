//! Which documents run: those of the dashboard and of the portal, by the hash of their text, for whoever
//! is signed in; any at all for a key.
//!
//! So whoever gets hold of a session, or of a page that has one, cannot compose queries of their own.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::guard::Refusal;
use super::handler::Refused;
use crate::app::App;
use crate::error::Error;

/// The texts by their hashes, by the path at which they run: made by `npm run codegen` in `dashboard/`.
type Known = HashMap<String, HashMap<String, String>>;

static KNOWN: LazyLock<Known> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../dashboard/documents.json")).unwrap_or_default());

/// The body of a call, as it was sent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sent {
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    document_id: Option<String>,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<Map<String, Value>>,
}

/// What is to run.
pub(super) struct Call {
    pub(super) query: String,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Option<Map<String, Value>>,
}

impl Sent {
    /// With the text of the document, for a caller at this path who may run documents of their own or not.
    pub(super) fn with_text(self, app: &App, path: &str, may_run_own: bool) -> Result<Call, Refused> {
        let query = match (self.query, self.document_id) {
            (Some(query), None) if may_run_own || app.config.session_documents.include_own() => query,
            (Some(_), None) => return Err(own_document()),
            (None, Some(id)) => known(path, &id).ok_or(Refusal::UnknownDocument)?,
            (Some(_), Some(_)) | (None, None) => {
                let message = "Send either `query`, a text, or `documentId`, the hash of a known one.";
                return Err(Error::BadRequest(message.to_owned()).into());
            }
        };
        Ok(Call { query, operation_name: self.operation_name, variables: self.variables })
    }
}

fn own_document() -> Refused {
    let message = "A session runs the documents of the dashboard and the portal, named by `documentId`. \
        Send a secret key to run one of your own.";
    Error::Forbidden(message.to_owned()).into()
}

fn known(path: &str, id: &str) -> Option<String> {
    let text = KNOWN.get(path)?.get(id).cloned();
    // A new build of the dashboard needs no new debug binary.
    if cfg!(debug_assertions) { text.or_else(|| on_disk(path, id)) } else { text }
}

fn on_disk(path: &str, id: &str) -> Option<String> {
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/dashboard/documents.json")).ok()?;
    serde_json::from_str::<Known>(&file).ok()?.remove(path)?.remove(id)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::KNOWN;
    use crate::graphql::guard;

    #[test]
    fn each_is_named_by_its_hash_and_passes_the_guard() {
        for (path, documents) in KNOWN.iter() {
            assert!(documents.len() > 10, "{path}");
            for (id, text) in documents {
                let hash: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(*id, format!("sha256:{hash}"), "{text}");
                assert!(guard::check(text).is_ok(), "{text}");
            }
        }
        assert_eq!(KNOWN.len(), 2);
    }
}
