//! The directory of a demo's database.

use std::path::PathBuf;

use crate::cli::Failure;

/// A directory that is removed at the end.
pub(super) struct Scratch {
    pub(super) path: PathBuf,
    pub(super) keep: bool,
}

impl Scratch {
    pub(super) fn new(keep: bool) -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("introw-demo-{:016x}", rand::random::<u64>()));
        crate::store::make_private_directory(&path).map_err(Failure::new)?;
        Ok(Self { path, keep })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.keep {
            // What cannot be removed is the system's to clean up: it is in its directory for such files.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
