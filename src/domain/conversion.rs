//! "Record a conversion": from a call to exactly one conversion, or to the reason why not.

mod facts;

use chrono::{DateTime, Utc};
use entity::id::{CampaignId, ConversionId, DecisionId, OrganisationId, SubmissionId};
use entity::value::{Label, Measure, Outcome, Properties, Reason, Source, SubmissionStatus, Trail};
use entity::{click, conversion, converted_email, counter, decision};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::clock::quarter;
use crate::domain::attribution::{self, Judgement};
use crate::domain::email::Email;
use crate::domain::ignored::IgnoredCalls;
use crate::domain::keyring::Keyring;
use crate::domain::token::{ClickToken, Verified};
use crate::domain::webhook::{self, Event, EventKind};
use crate::domain::{reward, submission};
use crate::error::{Error, Result};
use crate::store::{KeptAnswer, Scope, Tenant, Tx, click_count};
use facts::{Customer, Facts};

/// A conversion call, with everything that its credential says.
#[derive(Debug)]
pub struct Call {
    /// What was sent as `clickId`, whatever it was.
    pub token: String,
    /// The customer's address.
    pub email: Option<Email>,
    /// What was sent along.
    pub properties: Map<String, Value>,
    /// Which way it came.
    pub source: Source,
    /// The page's origin.
    pub origin: Option<String>,
    /// Whether the organisation lets no page pass where the campaign lists no origins.
    pub requires_origins: bool,
    /// The secret or publishable key.
    pub key: Uuid,
    /// The key's campaign, if it is a campaign's.
    pub campaign: Option<CampaignId>,
    /// The organisation's number in tokens.
    pub organisation_number: i64,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// What the caller is told.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// The decision that was kept; none for a token that is not genuine.
    pub decision: Option<DecisionId>,
    /// The conversion, when one was recorded.
    pub conversion: Option<ConversionId>,
    /// Its submission, when the properties fit the form.
    pub submission: Option<SubmissionId>,
}

/// Makes what is kept of an answer, to be given again: it is stored with the conversion itself.
pub type Keep<'a> = dyn Fn(&Answer) -> Option<KeptAnswer> + Sync + 'a;

/// How often a call is judged anew because another one was faster.
const TRIES: usize = 5;

/// Judges a call, and records a conversion if it is one. Safe to repeat: the same token
/// records once.
///
/// # Errors
///
/// [`Error::Unavailable`] when the database cannot be reached. If it was lost at the commit,
/// the conversion may have been recorded; sent again, the call says `duplicate` then.
pub async fn record(
    tenant: &Tenant,
    call: &Call,
    keyring: &Keyring,
    ignored: &IgnoredCalls,
    keep: Option<&Keep<'_>>,
    now: DateTime<Utc>,
) -> Result<Answer> {
    let verified = match ClickToken::verify(&call.token, keyring) {
        Ok(verified) => verified,
        Err(error) => {
            // Nothing is looked up and nothing is kept for a token that anybody can make up.
            let reason = Reason::from(error);
            ignored.count(tenant.organisation(), reason, call.key, now);
            return Ok(Answer {
                outcome: attribution::outcome(reason),
                reason,
                decision: None,
                conversion: None,
                submission: None,
            });
        }
    };
    let customer = call.email.as_ref().map(|email| Customer::new(email, tenant.organisation(), keyring));
    // A forged token is refused without having to carry what follows.
    Box::pin(judge(tenant, call, &verified, customer, keep, now)).await
}

async fn judge(
    tenant: &Tenant,
    call: &Call,
    verified: &Verified,
    customer: Option<Customer<'_>>,
    keep: Option<&Keep<'_>>,
    now: DateTime<Utc>,
) -> Result<Answer> {
    for _ in 0..TRIES {
        let facts = match verified.token.organisation_number == call.organisation_number {
            true => Facts::read(tenant, verified, customer.as_ref(), now).await?,
            false => None,
        };
        let known = facts.as_ref().map(Facts::known);
        let judgement = attribution::judge(
            &attribution::Call {
                token: Ok(verified),
                organisation_number: call.organisation_number,
                campaign: call.campaign,
                source: call.source,
                origin: call.origin.as_deref(),
                requires_origins: call.requires_origins,
                now,
            },
            known.as_ref(),
        );
        let (facts, customer) = (facts.as_ref(), customer.as_ref());
        let writing = Writing { call, verified, facts, customer, judgement, keep, now };
        if let Some(answer) = tenant.write(async |tx| writing.commit(&tx).await).await? {
            return Ok(answer);
        }
    }
    Err(Error::Unavailable("other calls for the same click or customer were faster every time".into()))
}

/// What a judgement writes.
struct Writing<'a> {
    call: &'a Call,
    verified: &'a Verified,
    facts: Option<&'a Facts>,
    customer: Option<&'a Customer<'a>>,
    judgement: Judgement,
    keep: Option<&'a Keep<'a>>,
    now: DateTime<Utc>,
}

impl Writing<'_> {
    /// Writes all of it; `None`: another call was faster, nothing was written, and what is true
    /// now has to be read again.
    async fn commit(&self, tx: &Tx) -> Result<Option<Answer>> {
        let mut answer = Answer {
            outcome: self.judgement.outcome,
            reason: self.judgement.reason,
            decision: None,
            conversion: None,
            submission: None,
        };
        let mut counts = Vec::new();
        if let (Outcome::Recorded, Some(facts)) = (self.judgement.outcome, self.facts) {
            let Some((row, counted)) = self.insert_conversion(tx, facts).await? else {
                tx.abandon();
                return Ok(None);
            };
            let submission = submission::make(tx, &row, facts.campaign.form_id, self.now).await?;
            let reward = reward::open(tx, &row, &facts.version, submission.status, self.now).await?;
            webhook::emit(tx, events(&row, &submission, reward.as_ref()), self.now).await?;
            counts = counted;
            answer.conversion = Some(row.id);
            answer.submission = (submission.status != SubmissionStatus::Error).then_some(submission.id);
        }
        let decision = self.decision(tx.organisation(), answer.conversion);
        answer.decision = Some(decision.id);
        tx.insert_all([decision.into_active_model()]).await?;
        // Last: all conversions of a link meet in its counters, and wait for whoever holds them.
        tx.count(counts, self.now).await?;
        if let Some(kept) = self.keep.and_then(|keep| keep(&answer)) {
            tx.keep_answer(kept);
        }
        Ok(Some(answer))
    }

    /// Gives the new conversion, and what is to be counted for it.
    async fn insert_conversion(
        &self,
        tx: &Tx,
        facts: &Facts,
    ) -> Result<Option<(conversion::Model, Vec<counter::Model>)>> {
        let credited = &facts.credited;
        let row = conversion::Model {
            organisation_id: tx.organisation(),
            id: ConversionId::new(self.now),
            click_id: self.verified.token.click,
            credited_click_id: credited.click_id,
            link_id: credited.link_id,
            via: credited.via,
            campaign_id: facts.campaign.id,
            partner_id: credited.partner_id,
            campaign_version: facts.version.version,
            source: self.call.source,
            email: self.call.email.as_ref().map(|email| email.as_str().to_owned()),
            properties: Properties(self.call.properties.clone()),
            existing_customer: facts.customer_is_known(),
            clicked_at: credited.at,
            created_at: self.now,
        };
        if !tx.insert_new(row.clone().into_active_model()).await? {
            return Ok(None);
        }
        if let Some(customer) = self.customer {
            let first = tx.insert_new(self.converted_email(&row, customer).into_active_model()).await?;
            // Somebody was faster with the same address, and what is true of the customer has changed.
            let (version, changed) = (&facts.version, !first && !facts.customer_is_known());
            if !first && version.block_duplicate_email || changed && version.new_customers_only {
                return Ok(None);
            }
        }
        let mut counts = vec![counter::Model {
            organisation_id: tx.organisation(),
            link_id: row.link_id,
            via: row.via,
            quarter: quarter(self.now),
            measure: Measure::Conversion,
            campaign_id: row.campaign_id,
            partner_id: row.partner_id,
            count: 1,
        }];
        let Some(label_change) = self.prove_click(tx, facts).await? else { return Ok(None) };
        counts.extend(label_change);
        Ok(Some((row, counts)))
    }

    fn converted_email(&self, row: &conversion::Model, customer: &Customer<'_>) -> converted_email::Model {
        converted_email::Model {
            organisation_id: row.organisation_id,
            campaign_id: row.campaign_id,
            email_hash: customer.hash.clone(),
            conversion_id: row.id,
            created_at: self.now,
        }
    }

    /// A conversion proves its click: a doubtful label becomes `CONFIRMED`, and a click that was
    /// not stored is made again from the token. `None`: it was stored meanwhile.
    async fn prove_click(&self, tx: &Tx, facts: &Facts) -> Result<Option<Vec<counter::Model>>> {
        let Some(click) = &facts.click else {
            let click = self.reconstructed(tx.organisation(), facts);
            let missing = tx.insert_new(click.clone().into_active_model()).await?;
            return Ok(missing.then(|| vec![click_count(&click, click.label, 1)]));
        };
        let label = crate::store::proved(click.label);
        if label == click.label {
            return Ok(Some(Vec::new()));
        }
        let change = click::ActiveModel { label: Set(label), ..Default::default() };
        tx.update_where::<click::Entity, _>(click::Column::Id.eq(click.id), change).await?;
        Ok(Some(vec![click_count(click, click.label, -1), click_count(click, label, 1)]))
    }

    fn reconstructed(&self, organisation: OrganisationId, facts: &Facts) -> click::Model {
        click::Model {
            organisation_id: organisation,
            id: self.verified.token.click,
            link_id: facts.link.id,
            campaign_id: facts.campaign.id,
            partner_id: facts.partner.id,
            via: facts.link.id.0,
            at: self.verified.token.clicked_at(),
            label: Label::Reconstructed,
            visitor_id: None,
            visitor_key: None,
            referrer_host: None,
            device: None,
            browser: None,
            os: None,
            country: None,
        }
    }

    fn decision(&self, organisation: OrganisationId, conversion: Option<ConversionId>) -> decision::Model {
        decision::Model {
            organisation_id: organisation,
            id: DecisionId::new(self.now),
            at: self.now,
            source: self.call.source,
            outcome: self.judgement.outcome,
            reason: self.judgement.reason,
            key_id: self.call.key,
            origin: self.call.origin.clone(),
            // Of another organisation's click nothing is kept here.
            click_id: self.facts.map(|_| self.verified.token.click),
            link_id: self.facts.map(|facts| facts.link.id),
            campaign_id: self.facts.map(|facts| facts.campaign.id),
            campaign_version: self.facts.map(|facts| facts.version.version),
            partner_id: self.facts.map(|facts| facts.credited.partner_id),
            conversion_id: conversion,
            trail: Trail(self.judgement.trail.clone()),
            facts: self.facts.map(Facts::kept),
        }
    }
}

/// What is told of a new conversion: itself, its submission, and where they stand already.
fn events(
    conversion: &conversion::Model,
    submission: &entity::submission::Model,
    reward: Option<&entity::reward::Model>,
) -> Vec<Event> {
    let data = json!({
        "conversionId": conversion.id, "submissionId": submission.id, "submissionStatus": submission.status,
        "campaignId": conversion.campaign_id, "partnerId": conversion.partner_id, "linkId": conversion.link_id,
        "clickId": conversion.click_id, "source": conversion.source, "email": conversion.email,
        "existingCustomer": conversion.existing_customer, "createdAt": conversion.created_at,
        "rewardId": reward.map(|reward| reward.id), "reward": reward.map(reward::amount),
    });
    let mut events = vec![
        Event::new(EventKind::ConversionRecorded, conversion.id, data),
        submission::event(EventKind::SubmissionCreated, submission, conversion),
    ];
    if submission.status == SubmissionStatus::AutoAccepted {
        events.push(submission::event(EventKind::SubmissionAccepted, submission, conversion));
    }
    events.extend(reward.and_then(reward::event));
    events
}
