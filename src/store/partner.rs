//! One partner's rows of one organisation.

use entity::id::{OrganisationId, PartnerId, PartnerUserId};
use entity::{OfPartner, Owned, Tie, link};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition};

use super::{Actor, Executes, Rows, Scope, Store, Tenant, Tx, owned_by};
use crate::error::Result;

/// What rows of a table can be read from: an organisation, or one partner of it.
pub trait Reads<E: Owned>: Send + Sync {
    /// Those rows.
    fn rows(&self) -> Rows<'_, E>;
}

impl<E: Owned> Reads<E> for Tenant {
    fn rows(&self) -> Rows<'_, E> {
        self.find()
    }
}

impl<E: Owned> Reads<E> for Tx {
    fn rows(&self) -> Rows<'_, E> {
        self.find()
    }
}

impl<E: OfPartner> Reads<E> for PartnerTenant {
    fn rows(&self) -> Rows<'_, E> {
        self.find()
    }
}

/// One partner's rows, to read.
#[derive(Clone)]
pub struct PartnerTenant {
    tenant: Tenant,
    partner: PartnerId,
}

impl PartnerTenant {
    /// The rows of a table that are the partner's.
    pub fn find<E: OfPartner>(&self) -> Rows<'_, E> {
        rows(&self.tenant, self.partner)
    }

    /// The organisation.
    pub fn organisation(&self) -> OrganisationId {
        self.tenant.organisation()
    }

    /// The partner.
    pub fn partner(&self) -> PartnerId {
        self.partner
    }

    /// The rows of the whole organisation: for what is told which of them it may read.
    ///
    /// Only for code that tells it so: `clippy.toml` lists it.
    pub(crate) fn of_organisation(&self) -> &Tenant {
        &self.tenant
    }

    /// The organisation itself.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn owner(&self) -> Result<entity::organisation::Model> {
        self.tenant.owner().await
    }
}

/// One partner's rows, to change, on behalf of one of its users.
#[derive(Clone)]
pub struct PartnerWriter {
    tenant: Tenant,
    partner: PartnerId,
}

impl PartnerWriter {
    /// Runs `work` in a transaction, as [`Tenant::write`] does.
    ///
    /// # Errors
    ///
    /// See [`Tenant::write`].
    pub async fn write<T>(&self, work: impl AsyncFnOnce(PartnerTx) -> Result<T> + Clone) -> Result<T> {
        let partner = self.partner;
        self.tenant.write(async move |tx: Tx| work(PartnerTx { tx, partner }).await).await
    }
}

/// A transaction on behalf of one partner.
#[derive(Clone)]
pub struct PartnerTx {
    tx: Tx,
    partner: PartnerId,
}

impl PartnerTx {
    /// The rows of a table that are the partner's.
    pub fn find<E: OfPartner>(&self) -> Rows<'_, E> {
        rows(&self.tx, self.partner)
    }

    /// The transaction over all of the organisation: for what is done with a row that
    /// [`PartnerTx::find`] has found to be the partner's.
    pub fn of_organisation(&self) -> &Tx {
        &self.tx
    }
}

impl Store {
    /// One partner's rows, to read.
    ///
    /// Only for code that has just made sure that the caller may see them: `clippy.toml` lists it.
    pub(crate) fn partner_tenant(&self, organisation: OrganisationId, partner: PartnerId) -> PartnerTenant {
        // It does not write, so nobody acts.
        PartnerTenant { tenant: self.bare_tenant(organisation, Actor::system()), partner }
    }

    /// One partner's rows, to change, on behalf of one of its users.
    ///
    /// Only for code that has just made sure that the caller is that user: `clippy.toml` lists it.
    pub(crate) fn partner_writer(
        &self,
        organisation: OrganisationId,
        partner: PartnerId,
        user: PartnerUserId,
    ) -> PartnerWriter {
        PartnerWriter { tenant: self.bare_tenant(organisation, Actor::partner_user(user)), partner }
    }

    fn bare_tenant(&self, organisation: OrganisationId, actor: Actor) -> Tenant {
        Tenant { store: self.clone(), organisation, actor, claim: None }
    }
}

fn rows<E: OfPartner>(scope: &impl Scope, partner: PartnerId) -> Rows<'_, E> {
    let organisation = scope.organisation();
    let whose = E::TIES.iter().fold(Condition::any(), |any, tie| match *tie {
        Tie::Partner(column) => any.add(column.eq(partner)),
        Tie::Link(column, of) => {
            let of_links = Query::select()
                .column((link::Entity, of))
                .from(link::Entity)
                .and_where(link::Column::OrganisationId.eq(organisation))
                .and_where(link::Column::PartnerId.eq(partner))
                .take();
            any.add(column.in_subquery(of_links))
        }
    });
    Rows::new(Executes::executor(scope), owned_by::<E>(organisation, whose))
}
