//! The demo's visitors: who clicks, on what, where, and when in a day.

use chrono::{DateTime, Datelike, Duration, Utc, Weekday};
use entity::id::ClickId;
use entity::value::Label;
use rand::RngExt;
use rand::rngs::StdRng;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::program::{Character, Profile, SeededCampaign, SeededLink};
use crate::store::NewClick;

const DEVICES: &[(&str, &str, &str)] = &[
    ("mobile", "Safari", "iOS"),
    ("mobile", "Chrome", "Android"),
    ("mobile", "Chrome", "Android"),
    ("desktop", "Chrome", "Windows"),
    ("desktop", "Edge", "Windows"),
    ("desktop", "Safari", "macOS"),
    ("desktop", "Firefox", "Linux"),
    ("tablet", "Safari", "iOS"),
];
const REFERRERS: &[&str] = &["news.example", "social.example", "video.example", "search.example", "mail.example"];
const COUNTRIES: &[&str] = &["BE", "BE", "BE", "BE", "NL", "NL", "NL", "DE", "DE", "FR", "FR", "GB", "US"];
/// How busy each hour of a day is, in UTC, for people in western Europe.
const HOURS: [u32; 24] = [2, 1, 1, 1, 2, 4, 8, 13, 15, 14, 13, 14, 15, 12, 11, 11, 12, 13, 15, 17, 16, 12, 7, 4];

/// Somebody who may click more than once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visitor(u32);

impl Visitor {
    pub(super) fn of(crowd: u32, random: &mut StdRng) -> Self {
        Self(random.random_range(0..crowd.max(1)))
    }

    /// A program, which is nobody of the crowd.
    pub(super) fn program(number: u32) -> Self {
        Self(u32::MAX - number)
    }

    fn hash(self, what: &str) -> [u8; 32] {
        Sha256::new().chain_update(what).chain_update(self.0.to_be_bytes()).finalize().into()
    }

    fn first_half(hash: [u8; 32]) -> [u8; 16] {
        std::array::from_fn(|place| hash[place])
    }

    /// As a real one, it is another one each day.
    fn key(self, day: DateTime<Utc>) -> Vec<u8> {
        Self::first_half(self.hash(&day.date_naive().to_string())).to_vec()
    }

    /// What a campaign that credits the first click knows it by; one in ten asks not to be followed.
    fn id(self) -> Option<Uuid> {
        (!self.0.is_multiple_of(10))
            .then(|| uuid::Builder::from_random_bytes(Self::first_half(self.hash("id"))).into_uuid())
    }
}

/// A click on a link, by a visitor, as it would have been stored.
pub(super) fn click(
    link: &SeededLink,
    by_first_click: bool,
    visitor: Visitor,
    label: Label,
    at: DateTime<Utc>,
    random: &mut StdRng,
) -> NewClick {
    let seen = visitor.hash("seen");
    let (device, browser, os) = DEVICES[usize::from(seen[0]) % DEVICES.len()];
    let is_program = matches!(label, Label::Crawler | Label::Suspect);
    let referrer = match random.random_range(0..100) {
        0..=61 => Some(link.profile.domain),
        62..=84 => REFERRERS.get(random.random_range(0..REFERRERS.len())).copied(),
        _ => None,
    };
    // Half of those who have an alias at hand use it.
    let alias = link.alias.as_ref().map(|(id, _)| *id).filter(|_| random.random_bool(0.5));
    NewClick {
        organisation_id: link.row.organisation_id,
        id: ClickId::new(at),
        link_id: link.row.id,
        campaign_id: link.row.campaign_id,
        partner_id: link.row.partner_id,
        via: alias.unwrap_or(link.row.id.0),
        at,
        label,
        visitor_id: if by_first_click && !is_program { visitor.id() } else { None },
        visitor_key: Some(visitor.key(at)),
        referrer_host: referrer.filter(|_| !is_program).map(str::to_owned),
        device: Some(if is_program { "bot" } else { device }.to_owned()),
        browser: (!is_program).then(|| browser.to_owned()),
        os: (!is_program).then(|| os.to_owned()),
        country: Some(COUNTRIES[usize::from(seen[1]) % COUNTRIES.len()].to_owned()),
    }
}

/// How many visits a link gets on a day.
pub(super) fn visits(
    profile: &Profile,
    campaign: &SeededCampaign,
    (day, days): (i64, i64),
    date: DateTime<Utc>,
    scale: u32,
    random: &mut StdRng,
) -> u32 {
    let (first, last) = profile.clicks;
    let along = day as f64 / days.max(1) as f64;
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let character = match profile.character {
        Character::Weekly if date.weekday() == Weekday::Thu => 4.2,
        Character::Weekly => 0.45,
        Character::New if days - day > 14 => 0.0,
        _ => 1.0,
    };
    let weekday = if weekend { 0.72 } else { 1.1 };
    let expected = (first + (last - first) * along) * campaign.share * character * weekday * f64::from(scale);
    (expected * random.random_range(0.7..1.3)).round() as u32
}

/// A moment of a day, in the rhythm of [`HOURS`].
pub(super) fn moment(midnight: DateTime<Utc>, random: &mut StdRng) -> DateTime<Utc> {
    let mut left = random.random_range(0..HOURS.iter().sum::<u32>());
    let mut hour = 0;
    for weight in HOURS {
        if left < weight {
            break;
        }
        left -= weight;
        hour += 1;
    }
    midnight + Duration::hours(hour) + Duration::milliseconds(random.random_range(0..3_600_000))
}

/// What a hit that nobody repeats is labelled.
pub(super) fn label(random: &mut StdRng) -> Label {
    match random.random_range(0..100) {
        0..=86 => Label::Human,
        87..=91 => Label::Suspect,
        92..=97 => Label::Crawler,
        _ => Label::NonNavigation,
    }
}
