//! The product against a plain model of it: random steps of links, clicks, conversions, reviews,
//! revocations and changes of the rules, each through the doors; every answer is the model's, and in
//! the end every counter and every sum of money.
//!
//! `INTROW_TEST_MODEL_STEPS` sets how many steps, `INTROW_TEST_MODEL_SEED` which; both are printed.

mod book;

use chrono::Duration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::harness::{CHROME, TestApp, on_both, token_of};
use book::{Book, Click, Customer, Status};

/// How many steps are taken unless the environment says.
const STEPS: u32 = 1_500;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// For who has to take the same steps again, and for who asks whether they led anywhere.
#[expect(clippy::print_stdout, reason = "a test has no other way to tell")]
fn write(line: &str) {
    println!("{line}");
}

/// Whoever takes the steps: the server on one side, the model on the other.
struct Walk<'a> {
    app: &'a TestApp,
    book: Book,
    random: StdRng,
    /// The number of the step, which makes every browser another one.
    step: u32,
}

impl Walk<'_> {
    fn below(&mut self, most: usize) -> usize {
        self.random.random_range(0..most)
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    async fn mutate(&self, document: &str, variables: Value) -> Value {
        self.app.mutate(document, variables).await
    }

    async fn set_up(&mut self) {
        for name in ["North", "South", "East"] {
            let partner = self.app.partner(name).await;
            let document = "mutation($id: ID!, $email: String) { partnerUpdate(id: $id, input: { email: $email }) { userErrors { message } } }";
            let email = format!("me@{}.example", name.to_lowercase());
            self.mutate(document, json!({ "id": partner, "email": email })).await;
            self.book.add_partner(partner, format!("{}.example", name.to_lowercase()));
        }
        for reviewed in [true, false] {
            let document = "mutation($reviewed: Boolean) { formCreate(input: { name: \"Orders\", reviewRequired: $reviewed, fields: [\
                            { label: \"Seats\", dataType: NUMBER }] }) { form { id fields { id } } userErrors { message } } }";
            let form = self.mutate(document, json!({ "reviewed": reviewed })).await["form"].clone();
            let document = "mutation($form: ID) { campaignCreate(input: { name: \"Spring\", destinationUrl: \"https://shop.example\", formId: $form }) { \
                            campaign { id } userErrors { message } } }";
            let campaign = self.mutate(document, json!({ "form": form["id"] })).await["campaign"]["id"].clone();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            self.book.add_campaign(text(&campaign), text(&form["id"]), text(&form["fields"][0]["id"]), reviewed);
        }
    }

    async fn take_step(&mut self) {
        match self.random.random_range(0..1_000) {
            0..340 => self.click().await,
            340..680 => self.convert().await,
            680..860 => self.review().await,
            860..890 => self.make_link().await,
            890..920 => self.revoke_or_restore().await,
            920..960 => self.change_rules().await,
            960..975 => self.change_partner().await,
            975..982 => self.change_campaign_status().await,
            982..990 => self.change_form().await,
            _ => self.let_time_pass(),
        }
    }

    async fn make_link(&mut self) {
        let (campaign, partner) = (self.below(2), self.below(3));
        let ids = (self.book.campaigns[campaign].id.clone(), self.book.partners[partner].id.clone());
        let (id, code) = self.app.link(&ids.0, &ids.1).await;
        self.book.add_link(campaign, partner, id, code);
    }

    async fn click(&mut self) {
        if self.book.links.is_empty() {
            return self.make_link().await;
        }
        let link = self.below(self.book.links.len());
        let code = self.book.links[link].code.clone();
        if self.chance(5) {
            let robot = format!("Googlebot/2.{} (+http://www.google.com/bot.html)", self.step);
            let response = self.app.follow(&code, &[("user-agent", &robot)]).await;
            assert_eq!(token_of(&response), None, "a crawler gets no token");
            self.book.crawl(link);
            return;
        }
        let visitor = self.chance(70).then(|| self.below(6));
        let agent = CHROME.replace("138.0.0.0", &format!("138.0.{}.0", self.step));
        let cookie = visitor.map(|number| {
            let id = uuid::Builder::from_random_bytes((number as u128 + 1).to_be_bytes()).into_uuid();
            format!("irw_vid={id}")
        });
        let twice = self.chance(10);
        for again in [false, true] {
            if again && !twice {
                break;
            }
            let headers = [("user-agent", agent.as_str()), ("cookie", cookie.as_deref().unwrap_or_default())];
            let response = self.app.follow(&code, &headers).await;
            let expected = self.book.redirects(link);
            assert_eq!(response.status().as_u16(), expected.0, "{code}");
            let token = token_of(&response);
            assert_eq!(token.is_some(), expected.1, "{code}");
            if let Some(token) = token {
                let repeated = again && self.is_repeated(link).await;
                self.book.click(link, token, visitor, repeated);
            }
        }
    }

    /// What the newest click of a link is labelled, which came right after another one of the same
    /// browser. It is seen to be a repetition, unless Redis took too long to say so: then it counts.
    async fn is_repeated(&self, link: usize) -> bool {
        let document = "query($id: ID) { clicks(first: 1, filter: { linkId: $id }) { nodes { label } } }";
        let clicks = self.app.gql(document, json!({ "id": self.book.links[link].id })).await;
        let label = clicks["clicks"]["nodes"][0]["label"].clone();
        assert!(label == "REPEAT" || label == "HUMAN", "{label}");
        label == "REPEAT"
    }

    fn customer(&mut self) -> Option<Customer> {
        let customers = [
            "a@one.example",
            "b@one.example",
            "c@two.example",
            "d@mailinator.com",
            "me@north.example",
            "x@south.example",
        ];
        let which = self.below(customers.len() * 2);
        // Most have an address of their own, and a customer is seldom the same again.
        match customers.get(which) {
            Some(email) if self.chance(30) => Some(Customer::new((*email).to_owned())),
            Some(_) => Some(Customer::new(format!("new{}@three.example", self.step))),
            None => None,
        }
    }

    async fn convert(&mut self) {
        let clicks = self.book.clicks.len();
        if clicks == 0 {
            return self.click().await;
        }
        // Mostly a click of late, sometimes any.
        let recent = if self.chance(80) { clicks.min(20) } else { clicks };
        let click = clicks - 1 - self.below(recent);
        let customer = self.customer();
        let seats = match self.below(10) {
            0 => json!("many"),
            1 | 2 => json!(null),
            _ => json!(5),
        };
        let Click { token, campaign, .. } = self.book.clicks[click].clone();
        let field = self.book.campaigns[campaign].field.clone();
        let email = customer.as_ref().map(|customer| customer.email.clone());
        let body = json!({ "clickId": token, "email": email, "properties": { field: seats } });
        let answer = self.app.convert(body).await;
        let expected = self.book.convert(click, customer.as_ref(), &seats);
        assert_eq!(
            answer.reason(),
            expected,
            "click {:?} by {customer:?} at step {}",
            self.book.clicks[click],
            self.step
        );
        if expected == "recorded" {
            let document = "query($id: ID!) { conversion(id: $id) { partner { id } existingCustomer submission { id status } reward { amount { minorUnits } } } }";
            let seen = self.app.gql(document, json!({ "id": answer.body["conversionId"] })).await["conversion"].clone();
            let submission = seen["submission"]["id"].as_str().unwrap().to_owned();
            let made = self.book.name_last(submission);
            assert_eq!(seen["submission"]["status"], made.0.as_str(), "at step {}", self.step);
            assert_eq!(seen["partner"]["id"], made.1, "at step {}", self.step);
            assert_eq!(seen["reward"]["amount"]["minorUnits"].as_i64(), made.2, "at step {}", self.step);
        }
    }

    async fn review(&mut self) {
        if self.book.conversions.is_empty() {
            return self.convert().await;
        }
        let recent = self.book.conversions.len().min(30);
        let which = self.book.conversions.len() - 1 - self.below(recent);
        let mutation = ["submissionAccept", "submissionDecline", "submissionReopen", "submissionRetry"][self.below(4)];
        let id = self.book.conversions[which].submission.clone();
        let said = crate::rewards::act(self.app, mutation, &id).await;
        let expected = self.book.review(which, mutation);
        assert_eq!(said, expected.map_or("NOT_ALLOWED", Status::as_str), "{mutation} at step {}", self.step);
    }

    async fn revoke_or_restore(&mut self) {
        if self.book.links.is_empty() {
            return;
        }
        let link = self.below(self.book.links.len());
        // More are restored than revoked, so that the walk does not come to a halt.
        let revoke = self.chance(25);
        let mutation = if revoke { "linkRevoke" } else { "linkRestore" };
        let document = format!("mutation($id: ID!) {{ {mutation}(id: $id) {{ userErrors {{ message }} }} }}");
        self.mutate(&document, json!({ "id": self.book.links[link].id })).await;
        self.book.links[link].revoked = revoke;
    }

    async fn change_rules(&mut self) {
        let campaign = self.below(2);
        let mut rules = self.book.campaigns[campaign].rules.clone();
        match self.below(7) {
            0 => rules.window = [1, 3, 30][self.below(3)],
            1 => rules.first_click = !rules.first_click,
            2 => rules.disposable = !rules.disposable,
            3 => rules.self_referral = !rules.self_referral,
            4 => rules.duplicate_email = !rules.duplicate_email,
            5 => rules.new_customers_only = !rules.new_customers_only,
            _ => rules.reward = [None, Some(0), Some(100), Some(250)][self.below(4)],
        }
        let document = "mutation($id: ID!, $input: CampaignUpdateInput!) { campaignUpdate(id: $id, input: $input) { userErrors { message } } }";
        let input = json!({
            "attributionWindowDays": rules.window,
            "attributionModel": if rules.first_click { "FIRST_CLICK" } else { "LAST_CLICK" },
            "qualityRules": {
                "blockDisposable": rules.disposable, "blockSelfReferral": rules.self_referral,
                "blockDuplicateEmail": rules.duplicate_email, "newCustomersOnly": rules.new_customers_only,
            },
            "reward": { "amount": rules.reward.map(|minor| format!("{}.{:02}", minor / 100, minor % 100)) },
        });
        self.mutate(document, json!({ "id": self.book.campaigns[campaign].id, "input": input })).await;
        self.book.campaigns[campaign].rules = rules;
    }

    async fn change_partner(&mut self) {
        let partner = self.below(3);
        let active = self.chance(85);
        let document = "mutation($id: ID!, $status: PartnerStatus) { partnerUpdate(id: $id, input: { status: $status }) { userErrors { message } } }";
        let status = if active { "ACTIVE" } else { "INACTIVE" };
        self.mutate(document, json!({ "id": self.book.partners[partner].id, "status": status })).await;
        self.book.partners[partner].active = active;
    }

    async fn change_campaign_status(&mut self) {
        let campaign = self.below(2);
        let active = self.chance(90);
        let document = "mutation($id: ID!, $status: CampaignStatus) { campaignUpdate(id: $id, input: { status: $status }) { userErrors { message } } }";
        let status = if active { "ACTIVE" } else { "PAUSED" };
        self.mutate(document, json!({ "id": self.book.campaigns[campaign].id, "status": status })).await;
        self.book.campaigns[campaign].active = active;
    }

    async fn change_form(&mut self) {
        let campaign = self.below(2);
        let required = self.chance(50);
        let (form, field) = (self.book.campaigns[campaign].form.clone(), self.book.campaigns[campaign].field.clone());
        let document = "mutation($id: ID!, $input: FormUpdateInput!) { formUpdate(id: $id, input: $input) { userErrors { message } } }";
        let fields = json!([{ "id": field, "label": "Seats", "dataType": "NUMBER", "isRequired": required }]);
        self.mutate(document, json!({ "id": form, "input": { "fields": fields } })).await;
        self.book.campaigns[campaign].field_required = required;
    }

    fn let_time_pass(&mut self) {
        let days = 1 + self.below(2);
        self.app.clock.advance(Duration::days(i64::try_from(days).unwrap()));
        self.book.day += i64::try_from(days).unwrap();
    }

    /// Every number of the server is the model's.
    async fn compare(&self) {
        let app = self.app;
        app.check_invariants().await;
        assert_eq!(introw::domain::reward::check(&app.org.tenant).await.unwrap(), [] as [String; 0]);
        assert_eq!(app.number("SELECT coalesce(CAST(sum(amount_minor) AS bigint), 0) FROM reward_entry").await, 0);

        let to = app.clock.now().date_naive() + Duration::days(1);
        let days = json!({ "from": (to - Duration::days(790)).to_string(), "to": to.to_string() });
        let with_days = |more: Value| {
            let mut variables = days.clone();
            variables.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            variables
        };
        for (index, link) in self.book.links.iter().enumerate() {
            let document = "query($id: ID!, $from: Date, $to: Date) { link(id: $id) { stats(from: $from, to: $to, timeZone: \"UTC\") { \
                            conversions byLabel { human repeat suspect crawler nonNavigation confirmed reconstructed } } } }";
            let stats = app.gql(document, with_days(json!({ "id": link.id }))).await["link"]["stats"].clone();
            assert_eq!(stats, self.book.stats(index), "of {}", link.code);
        }
        let document = "query($from: Date, $to: Date, $campaign: ID, $partner: ID) { \
                        rewardTotals(from: $from, to: $to, timeZone: \"UTC\", campaignId: $campaign, partnerId: $partner) { \
                        held { minorUnits } payable { minorUnits } reversed { minorUnits } months { payable { minorUnits } } } }";
        for (campaign, of_campaign) in self.book.campaigns.iter().enumerate() {
            for (partner, of_partner) in self.book.partners.iter().enumerate() {
                let variables = with_days(json!({ "campaign": of_campaign.id, "partner": of_partner.id }));
                let totals = app.gql(document, variables).await["rewardTotals"].clone();
                let seen = ["held", "payable", "reversed"].map(|status| totals[status]["minorUnits"].as_i64().unwrap());
                assert_eq!(seen, self.book.totals(campaign, partner));
                let months = totals["months"].as_array().unwrap().iter();
                assert_eq!(months.map(|month| month["payable"]["minorUnits"].as_i64().unwrap()).sum::<i64>(), seen[1]);
            }
            for status in Status::ALL {
                let document = format!(
                    "query($id: ID) {{ submissions(filter: {{ campaignId: $id, status: {} }}) {{ totalCount }} }}",
                    status.as_str()
                );
                let counted =
                    app.gql(&document, json!({ "id": of_campaign.id })).await["submissions"]["totalCount"].as_i64();
                assert_eq!(counted, Some(self.book.submissions(campaign, status)), "{status:?}");
            }
            let to = app.clock.now() + Duration::seconds(1);
            let range = json!({ "id": of_campaign.id, "from": "2020-01-01T00:00:00Z", "to": to.to_rfc3339() });
            let document = "query($id: ID!, $from: DateTime!, $to: DateTime!) { \
                            decisionReasons(campaignId: $id, from: $from, to: $to) { reason count } \
                            whatIf(campaignId: $id, from: $from, to: $to) { creditedBefore creditedThen gained lost notJudgedAgain } }";
            let seen = app.gql(document, range).await;
            let mut reasons: Vec<_> = seen["decisionReasons"]
                .as_array()
                .unwrap()
                .iter()
                .map(|each| (each["reason"].as_str().unwrap().to_owned(), each["count"].as_i64().unwrap()))
                .collect();
            reasons.sort();
            assert_eq!(reasons, self.book.reasons(campaign));
            let recorded = self.book.recorded(campaign);
            let same = json!({ "creditedBefore": recorded, "creditedThen": recorded, "gained": 0, "lost": 0, "notJudgedAgain": 0 });
            assert_eq!(seen["whatIf"], same, "under the same rules the same is credited");
        }
    }
}

on_both! {
    async fn the_product_does_what_a_plain_model_of_it_does(app: TestApp) {
        let seed = setting("INTROW_TEST_MODEL_SEED").unwrap_or_else(|| rand::rng().random());
        let steps = setting("INTROW_TEST_MODEL_STEPS").map_or(STEPS, |steps| u32::try_from(steps).unwrap());
        write(&format!("{steps} steps with INTROW_TEST_MODEL_SEED={seed}"));
        let mut walk = Walk { app: &app, book: Book::default(), random: StdRng::seed_from_u64(seed), step: 0 };
        walk.set_up().await;
        for step in 1..=steps {
            walk.step = step;
            walk.take_step().await;
            if step % 1_000 == 0 {
                walk.compare().await;
            }
        }
        walk.compare().await;
        let reasons: Vec<_> = (0..2).flat_map(|campaign| walk.book.reasons(campaign)).collect();
        let (clicks, conversions) = (walk.book.clicks.len(), walk.book.conversions.len());
        write(&format!("{clicks} clicks, {conversions} conversions, {reasons:?}"));
    }
}
