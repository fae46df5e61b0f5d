//! What an organisation can change about itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use entity::value::Texts;
use entity::{organisation, reward};
use sea_orm::Set;
use serde_json::{Value, json};

use crate::domain::origin::Origin;
use crate::domain::{audit, text};
use crate::error::{ProblemCode, Problems, Result};
use crate::store::{Scope, Tx};

/// How many bytes a logo may have: with its base64 it still fits into a call.
pub(super) const MAX_LOGO: usize = 40 * 1024;
/// How many origins may show the portal in a frame.
const MAX_FRAME_ORIGINS: usize = 20;
/// What pictures begin with. No SVG: it can carry scripts.
const PICTURES: &[(&str, &[u8], usize, &[u8])] = &[
    ("image/png", b"\x89PNG\r\n\x1a\n", 0, b""),
    ("image/jpeg", b"\xff\xd8\xff", 0, b""),
    ("image/webp", b"RIFF", 8, b"WEBP"),
];

/// What an organisation should become; none: as it is.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What people call it.
    pub name: Option<String>,
    /// The IANA zone in which its days begin.
    pub time_zone: Option<String>,
    /// The ISO 4217 code in which it rewards. It cannot change once there is a reward.
    pub currency: Option<String>,
    /// The colour of its portal, as `#1a2b3c`; empty: none.
    pub brand_colour: Option<String>,
    /// The picture on its portal, as a data URL; empty: none.
    pub logo: Option<String>,
    /// Origins that may show its portal in a frame.
    pub frame_origins: Option<Vec<String>>,
    /// Whether a campaign without a list of origins takes no conversions from browsers.
    pub require_origins: Option<bool>,
    /// Whether a secret key that comes from a browser is refused.
    pub refuse_secret_keys_in_browsers: Option<bool>,
}

/// Changes the organisation.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for what cannot be taken.
pub async fn update(tx: &Tx, input: Settings, now: DateTime<Utc>) -> Result<organisation::Model> {
    let before = tx.lock_organisation().await?;
    let after = apply(tx, before.clone(), input, now).await?;
    let change = organisation::ActiveModel {
        name: Set(after.name.clone()),
        time_zone: Set(after.time_zone.clone()),
        currency: Set(after.currency.clone()),
        brand_colour: Set(after.brand_colour.clone()),
        logo: Set(after.logo.clone()),
        frame_origins: Set(after.frame_origins.clone()),
        require_origins: Set(after.require_origins),
        refuse_secret_keys_in_browsers: Set(after.refuse_secret_keys_in_browsers),
        updated_at: Set(now),
        ..Default::default()
    };
    tx.update_organisation(change).await?;
    audit::changed(tx, "organisationUpdate", after.id, &shown(&before), &shown(&after), now).await?;
    Ok(after)
}

/// Notes that somebody takes everything of the organisation along.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn note_export(tx: &Tx, now: DateTime<Utc>) -> Result<()> {
    audit::created(tx, "organisationExport", tx.organisation(), &Value::Null, now).await
}

async fn apply(
    tx: &Tx,
    mut row: organisation::Model,
    input: Settings,
    now: DateTime<Utc>,
) -> Result<organisation::Model> {
    let mut problems = Problems::default();
    if let Some(typed) = input.name {
        row.name = text::name(&typed, "input.name", &mut problems);
    }
    if let Some(zone) = input.time_zone {
        super::check_time_zone(&zone, "input.timeZone", &mut problems);
        row.time_zone = zone;
    }
    if let Some(typed) = input.currency {
        let new = currency(&typed, "input.currency", &mut problems);
        if new != row.currency && tx.find::<reward::Entity>().any().await? {
            let message = "There are rewards already, and their sums would mean something else. The currency stays.";
            problems.add("input.currency", ProblemCode::InUse, message);
        }
        row.currency = new;
    }
    if let Some(typed) = input.brand_colour {
        row.brand_colour = colour(&typed, &mut problems);
    }
    if let Some(typed) = input.logo {
        row.logo = logo(&typed, &mut problems);
    }
    if let Some(typed) = input.frame_origins {
        let parse = |text: &str| Origin::parse(text).map(|origin| origin.to_string());
        row.frame_origins = Texts(text::list(&typed, MAX_FRAME_ORIGINS, "input.frameOrigins", &mut problems, parse));
    }
    row.require_origins = input.require_origins.unwrap_or(row.require_origins);
    row.refuse_secret_keys_in_browsers =
        input.refuse_secret_keys_in_browsers.unwrap_or(row.refuse_secret_keys_in_browsers);
    row.updated_at = now;
    problems.none()?;
    Ok(row)
}

/// A currency by the form of its code. Which codes there are changes from year to year.
pub(super) fn currency(typed: &str, field: &str, problems: &mut Problems) -> String {
    let code = typed.trim().to_uppercase();
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        problems.add(field, ProblemCode::Invalid, "Give an ISO 4217 code of three letters, as EUR.");
    }
    code
}

fn colour(typed: &str, problems: &mut Problems) -> Option<String> {
    let colour = typed.trim().to_lowercase();
    if colour.is_empty() {
        return None;
    }
    let digits = colour.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        problems.add("input.brandColour", ProblemCode::Invalid, "Write it as #1a2b3c, or leave it empty.");
    }
    Some(colour)
}

fn logo(typed: &str, problems: &mut Problems) -> Option<String> {
    const FORM: &str = "Give a PNG, JPEG or WebP picture as a data URL (data:image/png;base64,…), or leave it empty.";
    let url = typed.trim();
    if url.is_empty() {
        return None;
    }
    let picture = url.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")).and_then(|(kind, data)| {
        let data = STANDARD.decode(data).ok()?;
        let known = PICTURES.iter().find(|(name, ..)| *name == kind)?;
        let (_, start, at, then) = known;
        (data.starts_with(start) && data.get(*at..).is_some_and(|rest| rest.starts_with(then))).then_some(data)
    });
    match picture {
        None => problems.add("input.logo", ProblemCode::Invalid, FORM),
        Some(data) if data.len() > MAX_LOGO => {
            let message = format!("The picture has {} bytes, and may have {MAX_LOGO}.", data.len());
            problems.add("input.logo", ProblemCode::TooLong, message);
        }
        Some(_) => {}
    }
    Some(url.to_owned())
}

/// For the audit log; of the logo only that it changed.
pub(super) fn shown(row: &organisation::Model) -> Value {
    let logo = row.logo.as_ref().map(|url| {
        let kind = url.split(';').next().unwrap_or_default();
        format!("{kind}, {} characters, CRC-32 {:08x}", url.len(), crc32fast::hash(url.as_bytes()))
    });
    json!({
        "name": row.name, "timeZone": row.time_zone, "currency": row.currency, "brandColour": row.brand_colour,
        "logo": logo, "frameOrigins": row.frame_origins, "requireOrigins": row.require_origins,
        "refuseSecretKeysInBrowsers": row.refuse_secret_keys_in_browsers,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(typed: &str) -> Option<ProblemCode> {
        let mut problems = Problems::default();
        logo(typed, &mut problems);
        match problems.none() {
            Err(crate::error::Error::Invalid(problems)) => Some(problems[0].code),
            _ => None,
        }
    }

    #[test]
    fn a_logo_is_a_picture_without_scripts() {
        let url = |kind: &str, data: &[u8]| format!("data:{kind};base64,{}", STANDARD.encode(data));
        let png = b"\x89PNG\r\n\x1a\nrest";
        assert_eq!(refused(""), None);
        assert_eq!(refused(&url("image/png", png)), None);
        assert_eq!(refused(&url("image/jpeg", b"\xff\xd8\xff\xe0rest")), None);
        assert_eq!(refused(&url("image/webp", b"RIFF\0\0\0\0WEBPVP8 ")), None);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        for bad in [
            url("image/svg+xml", svg),
            url("image/png", svg),
            url("image/webp", b"RIFF\0\0\0\0AVI "),
            url("text/html", png),
            "https://example.com/logo.png".to_owned(),
            "data:image/png;base64,!".to_owned(),
            "data:image/png,x".to_owned(),
        ] {
            assert_eq!(refused(&bad), Some(ProblemCode::Invalid), "{bad}");
        }
        let mut large = png.to_vec();
        large.resize(MAX_LOGO + 1, 0);
        assert_eq!(refused(&url("image/png", &large)), Some(ProblemCode::TooLong));
        assert_eq!(refused(&url("image/png", &large[..MAX_LOGO])), None);
    }
}
