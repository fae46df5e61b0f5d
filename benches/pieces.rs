//! What the parts of a redirect and of a conversion cost that are pure computing.
//!
//! `make bench ARGS="--bench pieces"` runs it alone.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use chrono::{DateTime, Duration, Utc};
use divan::{Bencher, black_box};
use entity::id::{CampaignId, ClickId, FormId, LinkId, OrganisationId, PartnerId};
use entity::value::{AttributionModel, CandidateClick, DataType, DecisionFacts, Label, Texts};
use entity::{campaign_version, form_field};
use introw::domain::attribution::{self, Again};
use introw::domain::destination::Destination;
use introw::domain::keyring::Keyring;
use introw::domain::mapping;
use introw::domain::token::{ClickToken, Flags};
use introw::domain::visit::{Request, Visitor};
use serde_json::json;
use uuid::Uuid;

/// As in the program.
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler<mimalloc::MiMalloc> = divan::AllocProfiler::new(mimalloc::MiMalloc);

const AGENT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 \
                     Mobile/15E148 Safari/604.1";

fn main() {
    divan::main();
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap()
}

fn token() -> ClickToken {
    let flags = Flags::of(Label::Human).unwrap();
    ClickToken { flags, click: ClickId::new(now()), link_number: 42, organisation_number: 7 }
}

#[divan::bench]
fn token_mint(bencher: Bencher) {
    let keyring = Keyring::parse(&Keyring::generate_setting()).unwrap();
    let token = token();
    bencher.bench(|| black_box(&token).sign(&keyring));
}

#[divan::bench]
fn token_verify(bencher: Bencher) {
    let keyring = Keyring::parse(&Keyring::generate_setting()).unwrap();
    let text = token().sign(&keyring);
    bencher.bench(|| ClickToken::verify(black_box(&text), &keyring));
}

#[divan::bench]
fn token_refuse(bencher: Bencher) {
    let [ours, theirs] = [(); 2].map(|()| Keyring::parse(&Keyring::generate_setting()).unwrap());
    let text = token().sign(&theirs);
    bencher.bench(|| ClickToken::verify(black_box(&text), &ours));
}

/// The label of a click, of an agent that was seen before.
#[divan::bench]
fn label(bencher: Bencher) {
    let request = Request {
        user_agent: Some(AGENT),
        sec_fetch_site: Some("cross-site"),
        sec_fetch_mode: Some("navigate"),
        sec_fetch_dest: Some("document"),
        sec_fetch_user: Some("?1"),
        fetch_metadata_expected: true,
        ..Request::default()
    };
    bencher.bench(|| (black_box(&request).kind(), Visitor::read(black_box(AGENT))));
}

#[divan::bench]
fn destination_merge(bencher: Bencher) {
    let url = "https://shop.example/landing?utm_campaign=spring&ref=ours#offer".parse().unwrap();
    let destination = Destination::new(&url);
    let token = "A".repeat(64);
    bencher.bench(|| destination.location(black_box(Some("utm_source=newsletter&utm_medium=mail")), Some(&token)));
}

/// Which of a visitor's clicks is credited, under the first-click model.
#[divan::bench(args = [1, 10, 50])]
fn attribution(bencher: Bencher, clicks: i64) {
    let id = Uuid::nil();
    let version = campaign_version::Model {
        organisation_id: OrganisationId(id),
        campaign_id: CampaignId(id),
        version: 1,
        window_days: 30,
        model: AttributionModel::FirstClick,
        allowed_origins: Texts(Vec::new()),
        excluded_domains: Texts(Vec::new()),
        block_disposable: true,
        block_self_referral: true,
        block_duplicate_email: true,
        new_customers_only: false,
        reward_minor: None,
        reward_currency: None,
        created_at: now(),
    };
    let candidates: Vec<_> = (0..clicks)
        .map(|age| {
            let at = now() - Duration::hours(age);
            CandidateClick {
                click_id: ClickId::new(at),
                link_id: LinkId(id),
                via: id,
                partner_id: PartnerId(id),
                at,
                revoked: false,
                partner_active: true,
                self_referral: None,
            }
        })
        .collect();
    let click = candidates[0].click_id;
    let facts = DecisionFacts { candidates, more: 0, visitor_known: true, click_converted: false, customer: None };
    let again = Again { facts: &facts, click, at: now(), click_has_converted: false, customer_has_converted: false };
    bencher.bench(|| attribution::judge_again(&version, black_box(&again)).is_ok());
}

/// A form that is filled from as many properties.
#[divan::bench(args = [2, 20])]
fn mapping(bencher: Bencher, count: i32) {
    let field = |position: i32| form_field::Model {
        organisation_id: OrganisationId(Uuid::nil()),
        id: format!("field-{position}"),
        form_id: FormId(Uuid::nil()),
        position,
        label: format!("Field {position}"),
        data_type: DataType::String,
        is_required: true,
        options: Texts(Vec::new()),
    };
    let fields: Vec<_> = (0..count).map(field).collect();
    let rules: Vec<_> = fields.iter().map(|field| (format!("property_{}", field.position), field.id.clone())).collect();
    let properties = (0..count).map(|position| (format!("property_{position}"), json!("some text"))).collect();
    bencher.bench(|| mapping::fill(&fields, &rules, Some("ada@example.org"), black_box(&properties)));
}
