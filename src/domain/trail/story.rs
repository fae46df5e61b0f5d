//! The entries of a trail, made from its rows.

use entity::value::{CandidateClick, DecisionFacts, DeliveryStatus, Verdict};
use entity::{audit_event, webhook_delivery};
use serde_json::Value;

use super::{Entry, Kind, Rows, sentence, words};
use crate::domain::reward::{Withheld, withheld};
use crate::domain::{attribution, money};

impl Rows<'_> {
    pub(super) fn outcome(&self) -> String {
        sentence(&self.partner(self.conversion.partner_id), &self.version, self.decision.as_ref())
    }

    /// Oldest first; of one instant in the order in which one thing leads to the next.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries = self.clicks();
        entries.extend(self.calls());
        entries.extend(self.judgement());
        entries.extend(self.submission());
        entries.extend(self.reviews());
        entries.extend(self.money());
        entries.extend(self.webhooks());
        entries.sort_by_key(|entry| (entry.at, entry.kind));
        entries
    }

    fn partner(&self, id: entity::id::PartnerId) -> String {
        self.partners.get(&id).map_or_else(|| id.to_string(), |partner| partner.name.clone())
    }

    fn entry(&self, kind: Kind, title: impl Into<String>, detail: Option<String>) -> Entry {
        Entry { at: self.conversion.created_at, kind, title: title.into(), detail, verdict: None }
    }

    fn facts(&self) -> Option<&DecisionFacts> {
        self.decision.as_ref().and_then(|decision| decision.facts.as_ref())
    }

    fn clicks(&self) -> Vec<Entry> {
        let Some(facts) = self.facts() else { return Vec::new() };
        let mut entries: Vec<_> = facts.candidates.iter().map(|click| self.click(click)).collect();
        if facts.more > 0 {
            let title = format!("{} more clicks of this visitor", facts.more);
            let detail = "They were looked at too; only some are kept with a decision.".to_owned();
            let at = facts.candidates.first().map_or(self.conversion.created_at, |click| click.at);
            entries.push(Entry { at, ..self.entry(Kind::Click, title, Some(detail)) });
        }
        entries
    }

    fn click(&self, candidate: &CandidateClick) -> Entry {
        let code =
            self.links.get(&candidate.link_id).map_or_else(|| candidate.link_id.to_string(), |link| link.code.clone());
        let title = format!("Click on {}'s link {code}", self.partner(candidate.partner_id));
        let seen = self.clicks.get(&candidate.click_id).map(words::click);
        let chosen = Some(self.conversion.credited_click_id);
        let why = attribution::why_not(&self.version, candidate, chosen, self.conversion.created_at);
        let token = (candidate.click_id == self.conversion.click_id).then(|| "Its token was sent.".to_owned());
        let why = why.unwrap_or_else(|| "Credited.".to_owned());
        let detail = seen.into_iter().chain(token).chain([why]).collect::<Vec<_>>().join(" ");
        Entry { at: candidate.at, ..self.entry(Kind::Click, title, Some(detail)) }
    }

    fn calls(&self) -> impl Iterator<Item = Entry> {
        self.calls.iter().map(|call| {
            let title = format!("Another call for this click: {}", call.outcome.as_str().to_lowercase());
            let failed = call.trail.0.iter().find(|step| step.verdict == Verdict::Fail);
            let detail = failed.map(|step| format!("{}: {}.", words::check(step.check), step.seen));
            Entry { at: call.at, ..self.entry(Kind::Call, title, detail) }
        })
    }

    fn judgement(&self) -> Vec<Entry> {
        let number = self.version.version;
        let settings = format!("Judged by version {number} of the campaign's settings");
        let mut entries = vec![self.entry(Kind::Settings, settings, Some(words::settings(&self.version)))];
        for step in self.decision.iter().flat_map(|decision| &decision.trail.0) {
            let entry = self.entry(Kind::Check, words::check(step.check), Some(step.seen.clone()));
            entries.push(Entry { verdict: Some(step.verdict), ..entry });
        }
        let origin = self.decision.as_ref().and_then(|decision| decision.origin.as_deref());
        let sent = words::sent(self.conversion.source, origin);
        entries.push(self.entry(Kind::Conversion, "Conversion recorded", Some(sent)));
        entries
    }

    fn submission(&self) -> Option<Entry> {
        let submission = self.submission.as_ref()?;
        // What it was at first, the first change of it tells.
        let first = self.changes.first().and_then(|change| change.before.as_ref());
        let (status, problems) = match first {
            Some(before) => (text(before, "status"), problems(before)),
            None => {
                let problems = submission.problems.0.iter();
                let problems = problems.map(|problem| format!("{}: {}", problem.label, problem.message)).collect();
                (submission.status.as_str().to_owned(), problems)
            }
        };
        let detail = (!problems.is_empty()).then(|| problems.join("; "));
        Some(self.entry(Kind::Submission, format!("Submission made: {status}"), detail))
    }

    fn reviews(&self) -> impl Iterator<Item = Entry> {
        self.changes.iter().map(|change| {
            let after = change.after.as_ref();
            let status = after.map(|after| text(after, "status")).unwrap_or_default();
            let title = format!("{}: {status}", words::change(&change.action));
            let mut detail = vec![by(change)];
            let reason = after.map(|after| text(after, "declineReason")).filter(|reason| !reason.is_empty());
            detail.extend(reason.map(|reason| format!("Reason: {reason}")));
            detail.extend(after.map(problems).into_iter().flatten());
            Entry { at: change.at, ..self.entry(Kind::Review, title, Some(detail.join(" "))) }
        })
    }

    fn money(&self) -> Vec<Entry> {
        if let Some(Withheld::ExistingCustomer) = withheld(self.conversion, &self.version) {
            let detail = "The campaign rewards new customers only, and this one had converted before.".to_owned();
            return vec![self.entry(Kind::Reward, "No reward", Some(detail))];
        }
        if self.reward.is_none() {
            let detail = "The campaign paid none when this was recorded.".to_owned();
            return vec![self.entry(Kind::Reward, "No reward", Some(detail))];
        }
        let told = |entry: &entity::reward_entry::Model| {
            let title = format!(
                "Reward of {} is {}",
                money::shown(entry.amount_minor, &entry.currency),
                entry.account.as_str().to_lowercase()
            );
            Entry { at: entry.at, ..self.entry(Kind::Reward, title, None) }
        };
        self.entries.iter().filter(|entry| self.gains(entry)).map(told).collect()
    }

    /// Of the two entries of a move, the second one is of the account that gains.
    fn gains(&self, entry: &entity::reward_entry::Model) -> bool {
        self.entries.iter().rfind(|other| other.move_id == entry.move_id).is_some_and(|last| last.id == entry.id)
    }

    fn webhooks(&self) -> impl Iterator<Item = Entry> {
        self.deliveries.iter().filter_map(|delivery| {
            let event = self.events.iter().find(|event| event.id == delivery.event_id)?;
            let at = if delivery.status == DeliveryStatus::Pending { event.at } else { delivery.updated_at };
            let title = format!("Webhook {}", event.kind);
            Some(Entry { at, ..self.entry(Kind::Webhook, title, Some(delivered(delivery))) })
        })
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The problems of a submission, as the audit log has them.
fn problems(value: &Value) -> Vec<String> {
    let problems = value.get("problems").and_then(Value::as_array);
    let told = |problem: &Value| format!("{}: {}", text(problem, "label"), text(problem, "message"));
    problems.map(|problems| problems.iter().map(told).collect()).unwrap_or_default()
}

fn by(change: &audit_event::Model) -> String {
    let kind = change.actor_kind.as_str().to_lowercase().replace('_', " ");
    match &change.actor_id {
        Some(id) => format!("By {kind} {id}."),
        None => format!("By {kind}."),
    }
}

fn delivered(delivery: &webhook_delivery::Model) -> String {
    let (to, attempts) = (delivery.endpoint_id, delivery.attempts);
    let attempts = if attempts == 1 { "1 attempt".to_owned() } else { format!("{attempts} attempts") };
    match delivery.status {
        DeliveryStatus::Pending => format!("Waits to be delivered to {to}, after {attempts}."),
        DeliveryStatus::Delivered => format!("Delivered to {to} after {attempts}."),
        DeliveryStatus::Failed => format!("Not delivered to {to}: {attempts} failed."),
        DeliveryStatus::Cancelled => format!("Not delivered to {to}: it was switched off."),
    }
}
