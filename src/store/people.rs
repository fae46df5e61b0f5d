//! People, who are one over all organisations, and what they sign in with. None of these tables
//! has an owner: a person comes with a cookie or a link and nothing else, and may belong to
//! several organisations or to none.

use chrono::{DateTime, Utc};
use entity::id::{MemberId, OrganisationId, PersonId, SessionId};
use entity::value::{LinkPurpose, Role};
use entity::{audit_event, invitation, member, organisation, person, session, sign_in_link};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, InsertMany, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set, Statement,
};

use super::tx::begin;
use super::{Actor, Executes, NewOrganisation, Scope, Store, Tx};
use crate::error::{Error, Result};

/// An organisation that a person belongs to.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Membership {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Its number in tokens.
    pub organisation_number: i64,
    /// What people call it.
    pub organisation_name: String,
    /// The person there.
    pub member_id: MemberId,
    /// What they may do there.
    pub role: Role,
    /// About when they were last there.
    pub last_seen_at: Option<DateTime<Utc>>,
}

const MEMBERSHIPS: &str = "
    SELECT member.organisation_id, organisation.number AS organisation_number,
           organisation.name AS organisation_name, member.id AS member_id, member.role, member.last_seen_at
    FROM member JOIN organisation ON organisation.id = member.organisation_id
    WHERE member.person_id = $1
    ORDER BY member.created_at, member.id";

/// A person as the members of an organisation are listed.
#[derive(Debug, Clone)]
pub struct MemberPerson {
    /// Who.
    pub person: person::Model,
    /// How many sessions they have.
    pub sessions: i64,
}

/// What a sign-in link does when it is used.
#[derive(Debug)]
pub struct LinkUse {
    /// What it is found by.
    pub token_hash: Vec<u8>,
    /// What it has to be good for.
    pub purpose: LinkPurpose,
    /// The session that it begins.
    pub session: session::Model,
    /// The hash of the new password, if it sets one: it ends every other session and link.
    pub password_hash: Option<String>,
    /// For the audit logs of the person's organisations.
    pub events: Vec<audit_event::Model>,
}

/// The first owner of an installation's first organisation.
#[derive(Debug)]
pub struct FirstOwner {
    /// Who.
    pub person: person::Model,
    /// The same as a member.
    pub member: member::Model,
    /// Their session.
    pub session: session::Model,
}

#[expect(
    clippy::disallowed_methods,
    reason = "people, sessions and links have no owner; each method says what it asks"
)]
impl Store {
    /// The person with this address, in lower case, who is about to sign in.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method here.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<person::Model>> {
        Ok(person::Entity::find().filter(person::Column::Email.eq(email)).one(&self.pools.read).await?)
    }

    /// The person of a session or link.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn person(&self, id: PersonId) -> Result<Option<person::Model>> {
        Ok(person::Entity::find_by_id(id).one(&self.pools.read).await?)
    }

    /// The organisations of a person, the oldest membership first: a session is not bound to one.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn memberships(&self, person: PersonId) -> Result<Vec<Membership>> {
        let statement = Statement::from_sql_and_values(self.pools.backend, MEMBERSHIPS, [person.into()]);
        Ok(Membership::find_by_statement(statement).all(&self.pools.read).await?)
    }

    /// Who these are, with the number of sessions that are used since `since`. The caller has read
    /// the ids from the members of one organisation.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub(crate) async fn people_of_members(
        &self,
        ids: Vec<PersonId>,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Vec<MemberPerson>> {
        #[derive(FromQueryResult)]
        struct Counted {
            person_id: PersonId,
            sessions: i64,
        }
        let people = person::Entity::find().filter(person::Column::Id.is_in(ids.iter().copied())).all(&self.pools.read);
        let people = people.await?;
        let counted = session::Entity::find()
            .select_only()
            .column(session::Column::PersonId)
            .column_as(session::Column::Id.count(), "sessions")
            .filter(session::Column::PersonId.is_in(ids))
            .filter(live(since, now))
            .group_by(session::Column::PersonId)
            .into_model::<Counted>()
            .all(&self.pools.read)
            .await?;
        let sessions = |id| counted.iter().find(|row| row.person_id == id).map_or(0, |row| row.sessions);
        Ok(people.into_iter().map(|person| MemberPerson { sessions: sessions(person.id), person }).collect())
    }

    /// The session behind a cookie, whether or not it is still good.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn session(&self, token_hash: Vec<u8>) -> Result<Option<session::Model>> {
        let found = session::Entity::find().filter(session::Column::TokenHash.eq(token_hash));
        Ok(found.one(&self.pools.read).await?)
    }

    /// The sessions of a person that are used since `since`, the newest first.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn sessions(
        &self,
        person: PersonId,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Vec<session::Model>> {
        let sessions = session::Entity::find()
            .filter(session::Column::PersonId.eq(person))
            .filter(live(since, now))
            .order_by_desc(session::Column::Id);
        Ok(sessions.all(&self.pools.read).await?)
    }

    /// Begins a session, and ends the one that the browser had before, if it had one.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn begin_session(&self, new: session::Model, before: Option<Vec<u8>>) -> Result<()> {
        let transaction = begin(&self.pools.write, self.pools.backend).await?;
        if let Some(before) = before {
            let old = session::Entity::delete_many().filter(session::Column::TokenHash.eq(before));
            old.exec(&transaction).await?;
        }
        session::Entity::insert(new.into_active_model()).exec_without_returning(&transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Notes when a session was last used, and when its person was last in an organisation.
    /// Authentication does it, before there is a tenant.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn note_session_use(
        &self,
        session: SessionId,
        member: Option<(OrganisationId, MemberId)>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        session::Entity::update_many()
            .set(session::ActiveModel { last_seen_at: Set(now), ..Default::default() })
            .filter(session::Column::Id.eq(session))
            .filter(session::Column::LastSeenAt.lt(now))
            .exec(&self.pools.write)
            .await?;
        if let Some((organisation, member)) = member {
            member::Entity::update_many()
                .set(member::ActiveModel { last_seen_at: Set(Some(now)), ..Default::default() })
                .filter(member::Column::OrganisationId.eq(organisation))
                .filter(member::Column::Id.eq(member))
                .exec(&self.pools.write)
                .await?;
        }
        Ok(())
    }

    /// Ends one session of a person; says whether there was one.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn end_session(&self, person: PersonId, session: SessionId) -> Result<bool> {
        let condition = of(person).add(session::Column::Id.eq(session));
        Ok(session::Entity::delete_many().filter(condition).exec(&self.pools.write).await?.rows_affected > 0)
    }

    /// Ends every session of a person, but for one if it is named; says how many.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn end_sessions(&self, person: PersonId, but: Option<SessionId>) -> Result<u64> {
        let condition = of(person).add_option(but.map(|id| session::Column::Id.ne(id)));
        Ok(session::Entity::delete_many().filter(condition).exec(&self.pools.write).await?.rows_affected)
    }

    /// Replaces the hash of a password that stays the same, unless it has been changed meanwhile.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn rehash_password(&self, person: &person::Model, hash: String) -> Result<()> {
        person::Entity::update_many()
            .set(person::ActiveModel { password_hash: Set(Some(hash)), ..Default::default() })
            .filter(person::Column::Id.eq(person.id))
            .filter(person::Column::PasswordHash.eq(person.password_hash.clone()))
            .exec(&self.pools.write)
            .await?;
        Ok(())
    }

    /// Changes a person. With a new password, ends every link and every session but `keep`.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn update_person(
        &self,
        id: PersonId,
        change: person::ActiveModel,
        keep: Option<SessionId>,
        events: Vec<audit_event::Model>,
    ) -> Result<()> {
        let transaction = begin(&self.pools.write, self.pools.backend).await?;
        if change.password_hash.is_set() {
            let others = of(id).add_option(keep.map(|keep| session::Column::Id.ne(keep)));
            session::Entity::delete_many().filter(others).exec(&transaction).await?;
            sign_in_link::Entity::delete_many().filter(unused(id)).exec(&transaction).await?;
        }
        person::Entity::update_many().set(change).filter(person::Column::Id.eq(id)).exec(&transaction).await?;
        insert_events(&transaction, events).await?;
        Ok(transaction.commit().await?)
    }

    /// A link, whether or not it is still good.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn sign_in_link(&self, token_hash: Vec<u8>) -> Result<Option<sign_in_link::Model>> {
        Ok(sign_in_link::Entity::find_by_id(token_hash).one(&self.pools.read).await?)
    }

    /// Adds a link that belongs to nobody yet: for the first set-up.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn add_sign_in_link(&self, link: sign_in_link::Model) -> Result<()> {
        let link = sign_in_link::Entity::insert(link.into_active_model());
        link.exec_without_returning(&self.pools.write).await?;
        Ok(())
    }

    /// Uses a link up, once: `false` when it is not good, or somebody else was faster.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn use_sign_in_link(&self, link: LinkUse, now: DateTime<Utc>) -> Result<bool> {
        let transaction = begin(&self.pools.write, self.pools.backend).await?;
        let person = link.session.person_id;
        let used = sign_in_link::Entity::update_many()
            .set(sign_in_link::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
            .filter(sign_in_link::Column::TokenHash.eq(link.token_hash))
            .filter(sign_in_link::Column::Purpose.eq(link.purpose))
            .filter(sign_in_link::Column::PersonId.eq(person))
            .filter(sign_in_link::Column::UsedAt.is_null())
            .filter(sign_in_link::Column::ExpiresAt.gt(now))
            .exec(&transaction)
            .await?;
        if used.rows_affected == 0 {
            transaction.rollback().await?;
            return Ok(false);
        }
        if let Some(hash) = link.password_hash {
            let change =
                person::ActiveModel { password_hash: Set(Some(hash)), updated_at: Set(now), ..Default::default() };
            person::Entity::update_many().set(change).filter(person::Column::Id.eq(person)).exec(&transaction).await?;
            session::Entity::delete_many().filter(of(person)).exec(&transaction).await?;
            sign_in_link::Entity::delete_many().filter(unused(person)).exec(&transaction).await?;
        }
        session::Entity::insert(link.session.into_active_model()).exec_without_returning(&transaction).await?;
        insert_events(&transaction, link.events).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// An invitation, whether or not it is still good, and what its organisation is called. Who
    /// opens the link has nothing else.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn invitation(&self, token_hash: Vec<u8>) -> Result<Option<(invitation::Model, String)>> {
        let found = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(token_hash));
        let Some(row) = found.one(&self.pools.read).await? else { return Ok(None) };
        let organisation = organisation::Entity::find_by_id(row.organisation_id).one(&self.pools.read).await?;
        let organisation = organisation.ok_or_else(|| Error::internal("an invitation without its organisation"))?;
        Ok(Some((row, organisation.name)))
    }

    /// Makes the first organisation and its owner with a link of the first set-up. `false`: the link
    /// is not good, or there is an organisation already.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn set_up(
        &self,
        token_hash: Vec<u8>,
        new: NewOrganisation,
        owner: FirstOwner,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let tx = Tx::begin(self, new.organisation.id, Actor::member(owner.member.id), None).await?;
        let set_up = Condition::all()
            .add(sign_in_link::Column::Purpose.eq(LinkPurpose::SetUp))
            .add(sign_in_link::Column::UsedAt.is_null())
            .add(sign_in_link::Column::ExpiresAt.gt(now));
        let good = sign_in_link::Entity::find_by_id(token_hash).filter(set_up.clone()).one(&tx.executor()).await?;
        // Every link, and not this one alone: who sets up with another one at the same time waits
        // here, and finds none.
        let used = sign_in_link::Entity::update_many()
            .set(sign_in_link::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
            .filter(set_up)
            .exec(&tx.executor())
            .await?;
        let first = organisation::Entity::find().count(&tx.executor()).await? == 0;
        if good.is_none() || used.rows_affected == 0 || !first {
            tx.abandon();
            tx.end().await?;
            return Ok(false);
        }
        tx.insert_new_organisation(new).await?;
        if !tx.insert_person(owner.person).await? {
            return Err(Error::internal("a person without an organisation before the first set-up"));
        }
        tx.insert_all([owner.member.into_active_model()]).await?;
        tx.insert_session(owner.session).await?;
        tx.end().await?;
        Ok(true)
    }

    /// Drops sessions that ended and links that expired before these times.
    ///
    /// # Errors
    ///
    /// See [`Store::person_by_email`].
    pub async fn forget_sessions(&self, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64> {
        let ended = session::Entity::delete_many().filter(live(since, now).not()).exec(&self.pools.write).await?;
        let links = sign_in_link::Entity::delete_many().filter(sign_in_link::Column::ExpiresAt.lte(since));
        Ok(ended.rows_affected + links.exec(&self.pools.write).await?.rows_affected)
    }
}

/// How many sessions of an organisation's members are used since `since`, in whichever organisation.
///
/// # Errors
///
/// When the database cannot be reached.
#[expect(clippy::disallowed_methods, reason = "sessions have no owner; these are of the members of one organisation")]
pub async fn member_sessions(scope: &impl Scope, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64> {
    let sessions = session::Entity::find().filter(of_members(scope.organisation(), session::Column::PersonId));
    Ok(sessions.filter(live(since, now)).count(&scope.executor()).await?)
}

/// What a transaction of one organisation does to the people in it, who belong to none.
#[expect(clippy::disallowed_methods, reason = "people, sessions and links have no owner; an organisation is its own")]
impl Tx {
    /// The person with this address, in lower case.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method here.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<person::Model>> {
        Ok(person::Entity::find().filter(person::Column::Email.eq(email)).one(&self.executor()).await?)
    }

    /// The person, whose organisations, links and sessions nobody else changes until this
    /// transaction ends.
    ///
    /// # Errors
    ///
    /// See [`Tx::person_by_email`].
    pub async fn lock_person(&self, id: PersonId) -> Result<Option<person::Model>> {
        let person = person::Entity::find_by_id(id).lock(sea_orm::sea_query::LockType::NoKeyUpdate);
        Ok(person.one(&self.executor()).await?)
    }

    /// Adds a person, unless the address has one; says whether it was added.
    ///
    /// # Errors
    ///
    /// See [`Tx::person_by_email`].
    pub async fn insert_person(&self, row: person::Model) -> Result<bool> {
        let added = InsertMany::<person::ActiveModel>::many([row.into_active_model()])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&self.executor())
            .await;
        match added {
            Ok(count) => Ok(count > 0),
            Err(sea_orm::DbErr::RecordNotInserted) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// In how many organisations a person is.
    ///
    /// # Errors
    ///
    /// See [`Tx::person_by_email`].
    pub async fn organisations_of(&self, person: PersonId) -> Result<u64> {
        let members = member::Entity::find().filter(member::Column::PersonId.eq(person));
        Ok(members.count(&self.executor()).await?)
    }

    /// Begins a session.
    ///
    /// # Errors
    ///
    /// See [`Tx::person_by_email`].
    pub async fn insert_session(&self, row: session::Model) -> Result<()> {
        session::Entity::insert(row.into_active_model()).exec_without_returning(&self.executor()).await?;
        Ok(())
    }

    /// Ends every session of a person, and takes back every link that has not been used.
    ///
    /// # Errors
    ///
    /// See [`Tx::person_by_email`].
    pub async fn sign_out(&self, person: PersonId) -> Result<()> {
        session::Entity::delete_many().filter(of(person)).exec(&self.executor()).await?;
        sign_in_link::Entity::delete_many().filter(unused(person)).exec(&self.executor()).await?;
        Ok(())
    }

    /// Ends every session of every member, but for one if it is named, and takes back every link of theirs
    /// that has not been used.
    ///
    /// # Errors
    ///
    /// See [`Tx::person_by_email`].
    pub async fn sign_members_out(&self, but: Option<SessionId>) -> Result<()> {
        let sessions = of_members(self.organisation(), session::Column::PersonId)
            .add_option(but.map(|id| session::Column::Id.ne(id)));
        session::Entity::delete_many().filter(sessions).exec(&self.executor()).await?;
        let links =
            of_members(self.organisation(), sign_in_link::Column::PersonId).add(sign_in_link::Column::UsedAt.is_null());
        sign_in_link::Entity::delete_many().filter(links).exec(&self.executor()).await?;
        Ok(())
    }

    /// Adds a link.
    ///
    /// # Errors
    ///
    /// See [`Tx::person_by_email`].
    pub async fn insert_sign_in_link(&self, row: sign_in_link::Model) -> Result<()> {
        sign_in_link::Entity::insert(row.into_active_model()).exec_without_returning(&self.executor()).await?;
        Ok(())
    }

    /// The organisation itself, which nobody else changes until this transaction ends.
    ///
    /// # Errors
    ///
    /// See [`Tx::person_by_email`].
    pub async fn lock_organisation(&self) -> Result<organisation::Model> {
        let own = organisation::Entity::find_by_id(self.organisation());
        let own = own.lock(sea_orm::sea_query::LockType::NoKeyUpdate).one(&self.executor()).await?;
        own.ok_or(Error::NotFound("organisation"))
    }

    /// Changes the organisation itself.
    ///
    /// # Errors
    ///
    /// See [`Tx::person_by_email`].
    pub async fn update_organisation(&self, change: organisation::ActiveModel) -> Result<()> {
        organisation::Entity::update_many()
            .set(change)
            .filter(organisation::Column::Id.eq(self.organisation()))
            .exec(&self.executor())
            .await?;
        Ok(())
    }
}

fn of(person: PersonId) -> Condition {
    Condition::all().add(session::Column::PersonId.eq(person))
}

/// Rows of the people who are members of the organisation.
fn of_members(organisation: OrganisationId, person: impl ColumnTrait) -> Condition {
    let people = Query::select()
        .column(member::Column::PersonId)
        .from(member::Entity)
        .and_where(member::Column::OrganisationId.eq(organisation))
        .and_where(member::Column::PersonId.is_not_null())
        .take();
    Condition::all().add(person.in_subquery(people))
}

fn unused(person: PersonId) -> Condition {
    Condition::all().add(sign_in_link::Column::PersonId.eq(person)).add(sign_in_link::Column::UsedAt.is_null())
}

/// Sessions that have not ended, and were used since `since`.
fn live(since: DateTime<Utc>, now: DateTime<Utc>) -> Condition {
    Condition::all().add(session::Column::ExpiresAt.gt(now)).add(session::Column::LastSeenAt.gt(since))
}

async fn insert_events(transaction: &sea_orm::DatabaseTransaction, events: Vec<audit_event::Model>) -> Result<()> {
    if !events.is_empty() {
        let events = events.into_iter().map(IntoActiveModel::into_active_model);
        InsertMany::<audit_event::ActiveModel>::many(events).exec_without_returning(transaction).await?;
    }
    Ok(())
}
