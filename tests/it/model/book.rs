//! The plain model: lists in memory, and the rules of the product in as few words as they have.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

/// Where a submission stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    AutoAccepted,
    Pending,
    Accepted,
    Declined,
    Error,
}

impl Status {
    pub const ALL: [Self; 5] = [Self::AutoAccepted, Self::Pending, Self::Accepted, Self::Declined, Self::Error];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::AutoAccepted => "AUTO_ACCEPTED",
            Self::Pending => "PENDING",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
            Self::Error => "ERROR",
        }
    }
}

pub struct Partner {
    pub id: String,
    pub active: bool,
    domain: String,
}

#[derive(Debug, Clone)]
pub struct Rules {
    pub window: i64,
    pub first_click: bool,
    pub disposable: bool,
    pub self_referral: bool,
    pub duplicate_email: bool,
    pub new_customers_only: bool,
    pub reward: Option<i64>,
}

pub struct Campaign {
    pub id: String,
    pub form: String,
    pub field: String,
    pub field_required: bool,
    pub active: bool,
    pub rules: Rules,
    reviewed: bool,
    customers: HashSet<String>,
    reasons: BTreeMap<&'static str, i64>,
}

pub struct Link {
    pub id: String,
    pub code: String,
    pub revoked: bool,
    campaign: usize,
    partner: usize,
    crawled: i64,
}

#[derive(Debug, Clone)]
pub struct Click {
    pub token: String,
    pub campaign: usize,
    link: usize,
    day: i64,
    /// Who clicked, where the campaign told visitors apart then.
    visitor: Option<usize>,
    /// Whether it came right after another one.
    again: bool,
    converted: bool,
}

pub struct Conversion {
    pub submission: String,
    campaign: usize,
    partner: usize,
    link: usize,
    status: Status,
    seats: Value,
    /// Whether what was sent fitted the form when it was filled last.
    fitted: bool,
    reward: Option<i64>,
}

#[derive(Debug)]
pub struct Customer {
    pub email: String,
}

impl Customer {
    pub fn new(email: String) -> Self {
        Self { email }
    }

    fn domain(&self) -> &str {
        self.email.split_once('@').unwrap().1
    }
}

#[derive(Default)]
pub struct Book {
    pub partners: Vec<Partner>,
    pub campaigns: Vec<Campaign>,
    pub links: Vec<Link>,
    pub clicks: Vec<Click>,
    pub conversions: Vec<Conversion>,
    pub day: i64,
}

impl Book {
    pub fn add_partner(&mut self, id: String, domain: String) {
        self.partners.push(Partner { id, active: true, domain });
    }

    pub fn add_campaign(&mut self, id: String, form: String, field: String, reviewed: bool) {
        let rules = Rules {
            window: 90,
            first_click: false,
            disposable: false,
            self_referral: false,
            duplicate_email: false,
            new_customers_only: false,
            reward: None,
        };
        let (customers, reasons) = (HashSet::new(), BTreeMap::new());
        self.campaigns.push(Campaign {
            id,
            form,
            field,
            field_required: false,
            active: true,
            rules,
            reviewed,
            customers,
            reasons,
        });
    }

    /// A partner has one link in a campaign, however often it is asked for.
    pub fn add_link(&mut self, campaign: usize, partner: usize, id: String, code: String) {
        let known = self.links.iter().find(|link| (link.campaign, link.partner) == (campaign, partner));
        match known {
            Some(known) => assert_eq!((&known.id, &known.code), (&id, &code)),
            None => self.links.push(Link { id, code, revoked: false, campaign, partner, crawled: 0 }),
        }
    }

    fn is_live(&self, link: &Link) -> bool {
        self.campaigns[link.campaign].active && self.partners[link.partner].active
    }

    /// The status of a redirect, and whether it has a token.
    pub fn redirects(&self, link: usize) -> (u16, bool) {
        let link = &self.links[link];
        if link.revoked { (410, false) } else { (302, self.is_live(link)) }
    }

    pub fn crawl(&mut self, link: usize) {
        let live = !self.links[link].revoked && self.is_live(&self.links[link]);
        self.links[link].crawled += i64::from(live);
    }

    pub fn click(&mut self, link: usize, token: String, visitor: Option<usize>, again: bool) {
        let campaign = self.links[link].campaign;
        let visitor = visitor.filter(|_| self.campaigns[campaign].rules.first_click);
        self.clicks.push(Click { token, campaign, link, day: self.day, visitor, again, converted: false });
    }

    /// A day has passed as soon as the clock says so: what is as old as the window is already outside.
    fn inside_window(&self, click: &Click) -> bool {
        self.day - click.day < self.campaigns[click.campaign].rules.window
    }

    /// The click that is credited if this one converts.
    fn credited(&self, own: usize) -> usize {
        let click = &self.clicks[own];
        if !self.campaigns[click.campaign].rules.first_click || click.visitor.is_none() {
            return own;
        }
        let counts = |other: &Click| {
            let link = &self.links[other.link];
            (other.campaign, other.visitor) == (click.campaign, click.visitor)
                && !link.revoked
                && self.partners[link.partner].active
                && self.inside_window(other)
        };
        self.clicks.iter().position(counts).unwrap_or(own)
    }

    fn judge(&self, click: usize, credited: usize, customer: Option<&Customer>) -> &'static str {
        let own = &self.clicks[click];
        let link = &self.links[own.link];
        let campaign = &self.campaigns[own.campaign];
        if link.revoked {
            return "link_revoked";
        }
        if !self.partners[link.partner].active {
            return "partner_inactive";
        }
        if !campaign.active {
            return "campaign_inactive";
        }
        if !self.inside_window(own) {
            return "outside_window";
        }
        if own.converted {
            return "already_converted";
        }
        let Some(customer) = customer else { return "recorded" };
        if campaign.rules.disposable && customer.domain() == "mailinator.com" {
            return "disposable_email";
        }
        let partner = &self.partners[self.links[self.clicks[credited].link].partner];
        if campaign.rules.self_referral && customer.domain() == partner.domain {
            return "self_referral";
        }
        if campaign.rules.duplicate_email && campaign.customers.contains(&customer.email) {
            return "duplicate_email";
        }
        "recorded"
    }

    pub fn convert(&mut self, click: usize, customer: Option<&Customer>, seats: &Value) -> &'static str {
        let credited = self.credited(click);
        let reason = self.judge(click, credited, customer);
        let campaign = self.clicks[click].campaign;
        *self.campaigns[campaign].reasons.entry(reason).or_default() += 1;
        if reason != "recorded" {
            return reason;
        }
        let known = customer
            .is_some_and(|customer| self.campaigns.iter().any(|campaign| campaign.customers.contains(&customer.email)));
        self.clicks[click].converted = true;
        let link = self.clicks[credited].link;
        let rules = &self.campaigns[campaign].rules;
        let reward = rules.reward.filter(|_| !(rules.new_customers_only && known));
        let fitted = self.fits(campaign, seats);
        let status = self.fresh(campaign, fitted);
        if let Some(customer) = customer {
            self.campaigns[campaign].customers.insert(customer.email.clone());
        }
        let partner = self.links[link].partner;
        let (submission, seats) = (String::new(), seats.clone());
        self.conversions.push(Conversion { submission, campaign, partner, link, status, seats, fitted, reward });
        reason
    }

    fn fits(&self, campaign: usize, seats: &Value) -> bool {
        match seats {
            Value::Null => !self.campaigns[campaign].field_required,
            Value::Number(_) => true,
            _ => false,
        }
    }

    fn fresh(&self, campaign: usize, fitted: bool) -> Status {
        match (fitted, self.campaigns[campaign].reviewed) {
            (false, _) => Status::Error,
            (true, true) => Status::Pending,
            (true, false) => Status::AutoAccepted,
        }
    }

    /// Names the submission of the newest conversion. Gives its status, partner and reward.
    pub fn name_last(&mut self, submission: String) -> (Status, String, Option<i64>) {
        let last = self.conversions.last_mut().unwrap();
        last.submission = submission;
        (last.status, self.partners[last.partner].id.clone(), last.reward)
    }

    /// What a submission becomes; none: this cannot be done to it.
    pub fn review(&mut self, which: usize, mutation: &str) -> Option<Status> {
        let conversion = &self.conversions[which];
        let next = match (mutation, conversion.status) {
            ("submissionAccept", Status::Pending) => Status::Accepted,
            ("submissionDecline", Status::Pending | Status::Error) => Status::Declined,
            ("submissionReopen", Status::Declined) if !conversion.fitted => Status::Error,
            ("submissionReopen", Status::Accepted | Status::AutoAccepted | Status::Declined) => Status::Pending,
            ("submissionRetry", Status::Error) => {
                let fitted = self.fits(conversion.campaign, &conversion.seats);
                let status = self.fresh(conversion.campaign, fitted);
                self.conversions[which].fitted = fitted;
                status
            }
            _ => return None,
        };
        self.conversions[which].status = next;
        Some(next)
    }

    /// What the statistics of a link should say.
    pub fn stats(&self, link: usize) -> Value {
        let of_link = || self.clicks.iter().filter(|click| click.link == link);
        let count = |what: fn(&&Click) -> bool| of_link().filter(what).count();
        json!({
            "conversions": self.conversions.iter().filter(|conversion| conversion.link == link).count(),
            "byLabel": {
                "human": count(|click| !click.again),
                "repeat": count(|click| click.again && !click.converted),
                "confirmed": count(|click| click.again && click.converted),
                "crawler": self.links[link].crawled,
                "suspect": 0, "nonNavigation": 0, "reconstructed": 0,
            },
        })
    }

    /// Held, payable and reversed, in minor units.
    pub fn totals(&self, campaign: usize, partner: usize) -> [i64; 3] {
        let mut totals = [0; 3];
        for conversion in &self.conversions {
            if (conversion.campaign, conversion.partner) == (campaign, partner) {
                let place = match conversion.status {
                    Status::Pending | Status::Error => 0,
                    Status::AutoAccepted | Status::Accepted => 1,
                    Status::Declined => 2,
                };
                totals[place] += conversion.reward.unwrap_or(0);
            }
        }
        totals
    }

    pub fn submissions(&self, campaign: usize, status: Status) -> i64 {
        let stands = |conversion: &&Conversion| conversion.campaign == campaign && conversion.status == status;
        i64::try_from(self.conversions.iter().filter(stands).count()).unwrap()
    }

    pub fn reasons(&self, campaign: usize) -> Vec<(String, i64)> {
        self.campaigns[campaign].reasons.iter().map(|(reason, count)| ((*reason).to_owned(), *count)).collect()
    }

    pub fn recorded(&self, campaign: usize) -> i64 {
        self.campaigns[campaign].reasons.get("recorded").copied().unwrap_or(0)
    }
}
