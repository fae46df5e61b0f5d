//! Which country an address is in, from a file that the operator provides.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use maxminddb::{Reader, geoip2};

/// A GeoIP database, if there is one.
#[derive(Default)]
pub struct Countries {
    reader: Option<Reader<Vec<u8>>>,
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use {path}: {source}")]
pub struct UnusableFile {
    path: PathBuf,
    source: maxminddb::MaxMindDbError,
}

impl Countries {
    /// Reads the file, if there is one, into memory.
    ///
    /// # Errors
    ///
    /// When it is no GeoIP database.
    pub fn open(path: Option<&Path>) -> Result<Self, UnusableFile> {
        let reader = path
            .map(|path| Reader::open_readfile(path).map_err(|source| UnusableFile { path: path.to_owned(), source }))
            .transpose()?;
        Ok(Self { reader })
    }

    /// The ISO 3166-1 alpha-2 code of the country.
    pub fn of(&self, address: IpAddr) -> Option<String> {
        let country: geoip2::Country<'_> = self.reader.as_ref()?.lookup(address).ok()?.decode().ok()??;
        country.country.iso_code.map(str::to_owned)
    }
}
