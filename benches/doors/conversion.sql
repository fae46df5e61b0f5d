-- What a conversion asks of Postgres: what the token names, whether the customer is known, and one
-- transaction. `link`, `campaign`, `partner`, `form`, `owner` and `key` are of the organisation that is
-- measured; clicks and customers are new each time.
SELECT link.*, partner.*, campaign.*, campaign_version.*, click.*,
    EXISTS (SELECT 1 FROM conversion WHERE conversion.organisation_id = :owner AND conversion.click_id = :click) AS converted
FROM link
JOIN partner ON partner.organisation_id = link.organisation_id AND partner.id = link.partner_id
JOIN campaign ON campaign.organisation_id = link.organisation_id AND campaign.id = link.campaign_id
JOIN campaign_version ON campaign_version.organisation_id = link.organisation_id
    AND campaign_version.campaign_id = campaign.id AND campaign_version.version = campaign.version
LEFT JOIN click ON click.organisation_id = link.organisation_id AND click.id = :click
WHERE link.organisation_id = :owner AND link.number = :number;
SELECT * FROM converted_email WHERE email_hash = sha256(random()::text::bytea) AND organisation_id = :owner;
BEGIN;
WITH new AS (SELECT gen_random_uuid() AS id)
INSERT INTO conversion (organisation_id, id, click_id, credited_click_id, link_id, via, campaign_id, partner_id,
    campaign_version, source, email, properties, existing_customer, clicked_at, created_at)
SELECT :owner::uuid, id, id, id, :link::uuid, :link::uuid, :campaign::uuid, :partner::uuid, 1, 'SERVER', id || '@customer.example',
    '{"plan":"pro","seats":5}', false, now(), now() FROM new
ON CONFLICT DO NOTHING RETURNING id AS conversion \gset
INSERT INTO converted_email (organisation_id, campaign_id, email_hash, conversion_id, created_at)
VALUES (:owner, :campaign, sha256(:conversion::text::bytea), :conversion, now()) ON CONFLICT DO NOTHING;
SELECT * FROM form WHERE organisation_id = :owner AND id = :form;
SELECT * FROM form_field WHERE organisation_id = :owner AND form_id = :form ORDER BY position;
SELECT * FROM field_mapping WHERE organisation_id = :owner AND campaign_id = :campaign;
INSERT INTO submission (organisation_id, id, conversion_id, form_id, campaign_id, partner_id, status, fields, unmapped,
    problems, created_at, updated_at)
VALUES (:owner, gen_random_uuid(), :conversion, :form, :campaign, :partner, 'AUTO_ACCEPTED', '{}',
    '{"plan":"pro","seats":5}', '[]', now(), now());
SELECT * FROM webhook_endpoint WHERE organisation_id = :owner ORDER BY id FOR KEY SHARE;
INSERT INTO decision (organisation_id, id, at, source, outcome, reason, key_id, click_id, link_id, campaign_id,
    campaign_version, partner_id, conversion_id, trail, facts)
SELECT :owner::uuid, gen_random_uuid(), now(), 'SERVER', 'RECORDED', 'recorded', :key::uuid, :conversion::uuid,
    :link::uuid, :campaign::uuid, 1, :partner::uuid, :conversion::uuid, trail, facts FROM decision WHERE organisation_id = :owner AND id = :pattern;
INSERT INTO counter (organisation_id, link_id, via, quarter, measure, campaign_id, partner_id, count)
VALUES (:owner, :link, :link, date_bin('15 minutes', now(), 'epoch'), 'CONVERSION', :campaign, :partner, 1)
ON CONFLICT (organisation_id, link_id, via, quarter, measure) DO UPDATE SET count = counter.count + excluded.count;
COMMIT;
