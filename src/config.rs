//! Settings: one table for flags, environment, file and documentation.
//!
//! A flag wins over the environment, the environment over the file, the file over the default.
//! The next setting is one more row of [`SETTINGS`] and a field of [`Config`].

mod limits;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use url::Url;

use crate::domain::keyring::{Keyring, KeyringError};
use crate::outbound::reach::Reach;
use crate::store::{Database, OpenError};

pub use limits::Limits;

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Its name in the configuration file and, with dashes, as a flag.
    pub key: &'static str,
    /// Its name in the environment.
    pub variable: &'static str,
    /// Its default; empty: none.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
    /// Whether its value must never be shown.
    pub secret: bool,
}

const fn setting(key: &'static str, variable: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting { key, variable, default, help, secret: false }
}

const fn secret(key: &'static str, variable: &'static str, help: &'static str) -> Setting {
    Setting { key, variable, default: "", help, secret: true }
}

/// All settings.
pub const SETTINGS: &[Setting] = &[
    setting("listen", "INTROW_LISTEN", "127.0.0.1:8080", "Address of the public server; port 0 takes a free one"),
    setting(
        "ops_listen",
        "INTROW_OPS_LISTEN",
        "127.0.0.1:9090",
        "Address for health checks; keep it private; `off` for none",
    ),
    setting(
        "public_url",
        "INTROW_PUBLIC_URL",
        "",
        "URL under which visitors reach the server; default: http:// and the listen address",
    ),
    setting(
        "data_dir",
        "INTROW_DATA_DIR",
        "./data",
        "Directory of the SQLite database and of the signing keys made for it",
    ),
    secret(
        "database_url",
        "INTROW_DATABASE_URL",
        "postgres://… or sqlite://PATH; default: SQLite in the data directory",
    ),
    secret("redis_url", "INTROW_REDIS_URL", "redis://… or rediss://…; default: none, everything in process"),
    secret(
        "signing_keys",
        "INTROW_SIGNING_KEYS",
        "id:base64,…; the first signs, all verify; required on Postgres, made at first start on SQLite",
    ),
    setting(
        "trusted_proxies",
        "INTROW_TRUSTED_PROXIES",
        "",
        "Networks whose X-Forwarded-For is believed, as 10.0.0.0/8,…; default: none",
    ),
    setting(
        "limits",
        "INTROW_LIMITS",
        "key=600,browser=60,redirect=600,signin=10,portal=300,address=6000",
        "Calls per minute: per secret key, per address and publishable key, per address on links, per account at sign-in, per session of the portal, per address in all; `off` for none",
    ),
    setting(
        "outbound",
        "INTROW_OUTBOUND",
        "public",
        "Where webhooks and install checks may reach: `public` addresses on ports 80 and 443, or `any`, which lets admins reach this machine and its network: for development alone",
    ),
    setting(
        "explorer",
        "INTROW_EXPLORER",
        "0",
        "Whether the API explorer is served at /graphiql: 1 or 0; it is for owners, admins and keys, whose own documents then run",
    ),
    setting(
        "session_documents",
        "INTROW_SESSION_DOCUMENTS",
        "",
        "Which GraphQL documents run for who is signed in: `known`, those of the dashboard and the portal, or `any`; default: known, in a debug build any",
    ),
    setting("geoip_file", "INTROW_GEOIP_FILE", "", "GeoIP database (.mmdb) for the country of a click; default: none"),
    setting("log", "INTROW_LOG", "info", "What is logged, as error, warn, info, debug, or per module"),
    setting("log_format", "INTROW_LOG_FORMAT", "text", "text or json"),
];

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag of the command line.
    Flag,
    /// An environment variable.
    Environment,
    /// The configuration file.
    File(PathBuf),
    /// Nobody set it.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("flag"),
            Self::Environment => f.write_str("environment"),
            Self::File(path) => path.display().fmt(f),
            Self::Default => f.write_str("default"),
        }
    }
}

/// The value of each setting, as text, and where it came from.
#[derive(Debug, Clone)]
pub struct Values(BTreeMap<&'static str, (String, Origin)>);

impl Values {
    /// Looks every setting up: `flag` and `variable` give what was set there.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or names something that is no setting.
    pub fn look_up(
        flag: impl Fn(&str) -> Option<String>,
        variable: impl Fn(&str) -> Option<String>,
        file: Option<&Path>,
    ) -> Result<Self, ConfigError> {
        let from_file = file.map(read_file).transpose()?.unwrap_or_default();
        let value = |setting: &Setting| {
            if let Some(value) = flag(setting.key) {
                return (value, Origin::Flag);
            }
            if let Some(value) = variable(setting.variable).filter(|value| !value.is_empty()) {
                return (value, Origin::Environment);
            }
            match (from_file.get(setting.key), file) {
                (Some(value), Some(path)) => (value.clone(), Origin::File(path.to_owned())),
                _ => (setting.default.to_owned(), Origin::Default),
            }
        };
        Ok(Self(SETTINGS.iter().map(|setting| (setting.key, value(setting))).collect()))
    }

    /// The value of a setting and where it came from.
    pub fn get(&self, key: &str) -> Option<&(String, Origin)> {
        self.0.get(key)
    }

    /// Sets a value as a flag would.
    pub fn set(&mut self, key: &'static str, value: impl Into<String>) {
        self.0.insert(key, (value.into(), Origin::Flag));
    }

    fn text(&self, key: &'static str) -> Option<&str> {
        self.0.get(key).map(|(value, _)| value.as_str()).filter(|value| !value.is_empty())
    }
}

fn read_file(path: &Path) -> Result<BTreeMap<String, String>, ConfigError> {
    let unreadable = |why: String| ConfigError::File { path: path.to_owned(), why };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| unreadable(error.to_string()))?;
    table
        .into_iter()
        .map(|(key, value)| {
            if !SETTINGS.iter().any(|setting| setting.key == key) {
                return Err(unreadable(format!("`{key}` is no setting; `introw config` lists them")));
            }
            match value {
                toml::Value::String(text) => Ok((key, text)),
                _ => Err(unreadable(format!("`{key}` must be a text, in quotes"))),
            }
        })
        .collect()
}

/// Which GraphQL documents run for who is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionDocuments {
    /// Those of the dashboard and the portal.
    Known,
    /// Any: whoever works on these pages, or tests what a session may do, writes others.
    Any,
}

impl SessionDocuments {
    /// Whether a session may send a text of its own.
    pub fn include_own(self) -> bool {
        self == Self::Any
    }
}

/// Settings that have been understood.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the public server listens.
    pub listen: SocketAddr,
    /// Where health checks are answered.
    pub ops_listen: Option<SocketAddr>,
    /// What visitors call the server.
    pub public_url: Option<Url>,
    /// Where files are kept.
    pub data_dir: PathBuf,
    /// The database.
    pub database: Database,
    /// Redis, if there is one.
    pub redis_url: Option<String>,
    /// Signing keys, if they were set.
    pub signing_keys: Option<String>,
    /// Whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Rate limits.
    pub limits: Limits,
    /// Where calls to others may reach.
    pub outbound: Reach,
    /// Whether the API explorer is served.
    pub explorer: bool,
    /// Which documents run for who is signed in.
    pub session_documents: SessionDocuments,
    /// A GeoIP database.
    pub geoip_file: Option<PathBuf>,
    /// Whether the data is made up: no setting, `introw demo` says so.
    pub is_demo: bool,
}

/// Why the program cannot start with these settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The configuration file is of no use.
    #[error("cannot use the configuration file {path}: {why}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// A value that cannot be understood.
    #[error("{variable}: {why}\n  it came from: {origin}")]
    Value {
        /// The setting.
        variable: &'static str,
        /// Why, and what would be right.
        why: String,
        /// Where the value came from.
        origin: Origin,
    },
    /// Postgres without signing keys.
    #[error(
        "INTROW_SIGNING_KEYS is not set, and on PostgreSQL it must be: every replica signs with the same keys\n  try    export INTROW_SIGNING_KEYS='{0}'\n         and keep it as you keep a password: whoever has it can forge clicks"
    )]
    NoSigningKeys(String),
    /// The file of signing keys cannot be read or written.
    #[error("cannot use the signing keys in {path}: {why}")]
    SigningKeyFile {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
}

impl Config {
    /// Understands settings.
    ///
    /// # Errors
    ///
    /// The first value that cannot be understood.
    pub fn new(values: &Values) -> Result<Self, ConfigError> {
        let wrong = |key: &'static str, why: String| {
            let variable = SETTINGS.iter().find(|setting| setting.key == key).map_or(key, |setting| setting.variable);
            let origin = values.get(key).map_or(Origin::Default, |(_, origin)| origin.clone());
            ConfigError::Value { variable, why, origin }
        };
        let address = |key: &'static str| {
            let text = values.text(key).unwrap_or_default();
            text.parse::<SocketAddr>()
                .map_err(|_| wrong(key, format!("`{text}` is not an address and port, as 127.0.0.1:8080")))
        };
        let data_dir = PathBuf::from(values.text("data_dir").unwrap_or("./data"));
        let database = match values.text("database_url") {
            None => Database::Sqlite(data_dir.join("introw.db")),
            Some(url) => Database::parse(url).map_err(|error: OpenError| wrong("database_url", error.to_string()))?,
        };
        let redis_url = values.text("redis_url").map(str::to_owned);
        if let Some(url) = &redis_url
            && !(url.starts_with("redis://") || url.starts_with("rediss://"))
        {
            return Err(wrong("redis_url", "it starts with `redis://` or `rediss://`".to_owned()));
        }
        let public_url = values
            .text("public_url")
            .map(|text| parse_public_url(text).map_err(|why| wrong("public_url", why)))
            .transpose()?;
        let trusted_proxies = values
            .text("trusted_proxies")
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| {
                text.parse::<IpNet>()
                    .or_else(|_| text.parse().map(|address: std::net::IpAddr| address.into()))
                    .map_err(|_| wrong("trusted_proxies", format!("`{text}` is not a network, as 10.0.0.0/8")))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            listen: address("listen")?,
            ops_listen: match values.text("ops_listen") {
                None | Some("off") => None,
                Some(_) => Some(address("ops_listen")?),
            },
            public_url,
            data_dir,
            database,
            redis_url,
            signing_keys: values.text("signing_keys").map(str::to_owned),
            trusted_proxies,
            limits: Limits::parse(values.text("limits").unwrap_or_default()).map_err(|why| wrong("limits", why))?,
            outbound: match values.text("outbound") {
                None | Some("public") => Reach::Public,
                Some("any") => Reach::Any,
                Some(other) => return Err(wrong("outbound", format!("`{other}` is neither `public` nor `any`"))),
            },
            explorer: match values.text("explorer") {
                None | Some("0") => false,
                Some("1") => true,
                Some(other) => return Err(wrong("explorer", format!("`{other}` is neither `1` nor `0`"))),
            },
            session_documents: match values.text("session_documents") {
                None if cfg!(debug_assertions) => SessionDocuments::Any,
                None | Some("known") => SessionDocuments::Known,
                Some("any") => SessionDocuments::Any,
                Some(other) => {
                    return Err(wrong("session_documents", format!("`{other}` is neither `known` nor `any`")));
                }
            },
            geoip_file: values.text("geoip_file").map(PathBuf::from),
            is_demo: false,
        })
    }

    /// The signing keys: those that were set; on SQLite else those of the data directory, which
    /// are made at the first start.
    ///
    /// # Errors
    ///
    /// When they cannot be understood, or on Postgres none are set.
    pub fn keyring(&self) -> Result<Keyring, ConfigError> {
        if let Some(text) = &self.signing_keys {
            return Keyring::parse(text).map_err(|error: KeyringError| ConfigError::Value {
                variable: "INTROW_SIGNING_KEYS",
                why: error.to_string(),
                origin: Origin::Environment,
            });
        }
        match &self.database {
            Database::Postgres(_) => Err(ConfigError::NoSigningKeys(Keyring::generate_setting())),
            Database::Sqlite(_) => {
                let path = self.data_dir.join("signing-keys");
                let failed = |why: String| ConfigError::SigningKeyFile { path: path.clone(), why };
                let text = keep_secret(&path).map_err(|error| failed(error.to_string()))?;
                Keyring::parse(text.trim()).map_err(|error| failed(error.to_string()))
            }
        }
    }
}

/// The secret in the file, made there if there is none. Two processes that start together
/// agree on one: the file is written aside and moved into place by a link, which fails when
/// the other was first.
fn keep_secret(path: &Path) -> std::io::Result<String> {
    if let Ok(text) = std::fs::read_to_string(path) {
        return Ok(text);
    }
    if let Some(directory) = path.parent() {
        crate::store::make_private_directory(directory)?;
    }
    let aside = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create(true).truncate(true).open(&aside)?;
    std::io::Write::write_all(&mut file, Keyring::generate_setting().as_bytes())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&aside, path);
    std::fs::remove_file(&aside)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => std::fs::read_to_string(path),
    }
}

fn parse_public_url(text: &str) -> Result<Url, String> {
    let example = "it is a scheme and a host, as https://go.example.com";
    let url = Url::parse(text).map_err(|_| example.to_owned())?;
    let bare = matches!(url.scheme(), "http" | "https")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    if bare { Ok(url) } else { Err(example.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(flags: &[(&str, &str)], variables: &[(&str, &str)]) -> Values {
        let find =
            |list: &[(&str, &str)], name: &str| list.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned());
        Values::look_up(|key| find(flags, key), |name| find(variables, name), None).unwrap()
    }

    #[test]
    fn a_flag_wins_over_the_environment_and_that_over_the_default() {
        let values =
            values(&[("listen", "127.0.0.1:1")], &[("INTROW_LISTEN", "127.0.0.1:2"), ("INTROW_OPS_LISTEN", "off")]);
        let config = Config::new(&values).unwrap();
        assert_eq!(config.listen.port(), 1);
        assert_eq!(config.ops_listen, None);
        assert_eq!(config.limits.key, Some(600));
        assert_eq!(config.database, Database::Sqlite(PathBuf::from("./data/introw.db")));
    }

    #[test]
    fn a_wrong_value_names_the_variable_and_what_would_be_right() {
        for (variable, value, says) in [
            ("INTROW_LISTEN", "8080", "127.0.0.1:8080"),
            ("INTROW_LIMITS", "key=0", "off"),
            ("INTROW_LIMITS", "keys=5", "browser"),
            ("INTROW_PUBLIC_URL", "go.example.com", "https://"),
            ("INTROW_PUBLIC_URL", "https://go.example.com/x", "https://"),
            ("INTROW_REDIS_URL", "127.0.0.1", "redis://"),
            ("INTROW_TRUSTED_PROXIES", "10.0.0.0/99", "10.0.0.0/8"),
            ("INTROW_OUTBOUND", "everywhere", "public"),
            ("INTROW_EXPLORER", "maybe", "1"),
            ("INTROW_SESSION_DOCUMENTS", "none", "known"),
            ("INTROW_DATABASE_URL", "mysql://user:password@host", "postgres://"),
        ] {
            let error = Config::new(&values(&[], &[(variable, value)])).unwrap_err().to_string();
            assert!(error.contains(variable) && error.contains(says), "{error}");
            assert!(!error.contains("password"), "{error}");
        }
    }

    #[test]
    fn postgres_without_signing_keys_refuses_and_offers_good_ones() {
        let values = values(&[], &[("INTROW_DATABASE_URL", "postgres://127.0.0.1/introw")]);
        let error = Config::new(&values).unwrap().keyring().unwrap_err();
        let ConfigError::NoSigningKeys(offered) = error else { panic!("{error}") };
        assert!(Keyring::parse(&offered).is_ok());
    }
}
