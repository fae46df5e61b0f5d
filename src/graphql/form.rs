//! Forms: what conversions become entries of.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use entity::id::FormId;
use entity::{form, form_field};
use sea_orm::Condition;

use super::campaign::Campaign;
use super::page::{self, Connection, ListOrder, Paging};
use super::problem::{UserError, settle};
use super::scalar::DateTime;
use super::{load, now, read_id, tenant};
use crate::domain::form as forms;
use crate::domain::key::Permission;

/// What a field of a form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::DataType")]
pub(super) enum DataType {
    /// Text.
    String,
    /// A decimal number.
    Number,
    /// An e-mail address.
    Email,
    /// A day of the calendar.
    Date,
    /// One of the field's options.
    Dropdown,
    /// Any number of the field's options.
    DropdownMulti,
}

pub(super) struct Form(form::Model);

page::listed!(Form, form, FormId);

/// A form: what the conversions of its campaigns become entries of.
#[Object]
impl Form {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether a submission waits for an admin before it counts as accepted.
    async fn review_required(&self) -> bool {
        self.0.review_required
    }

    /// Its fields, in their order.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn fields(&self, ctx: &Context<'_>) -> Result<Vec<FormField>> {
        Ok(load::many(ctx, load::FieldsOf(self.0.id)).await?.into_iter().map(FormField::from).collect())
    }

    /// The campaigns whose conversions fill it.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn used_by(&self, ctx: &Context<'_>) -> Result<Vec<Campaign>> {
        Ok(load::many(ctx, load::CampaignsOf(self.0.id)).await?.into_iter().map(Campaign::from).collect())
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }
}

/// A field of a form.
#[derive(SimpleObject)]
pub(super) struct FormField {
    /// Its id: 24 lower-case letters and digits that never change. A property of a conversion
    /// with this key fills it.
    id: ID,
    /// What people call it.
    label: String,
    /// What it holds.
    data_type: DataType,
    /// Whether a submission needs it.
    is_required: bool,
    /// The choices of a dropdown; empty for other types.
    options: Vec<String>,
}

impl From<form_field::Model> for FormField {
    fn from(row: form_field::Model) -> Self {
        Self {
            id: row.id.into(),
            label: row.label,
            data_type: row.data_type.into(),
            is_required: row.is_required,
            options: row.options.0,
        }
    }
}

#[derive(Default)]
pub(super) struct FormQuery;

#[Object]
impl FormQuery {
    /// A form; null if there is none with this id. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn form(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Form>> {
        tenant(ctx, Permission::CampaignsRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::FormById(id)).await?.map(Form))
    }

    /// The forms. Scope `campaigns:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn forms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<FormFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Form>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::CampaignsRead, condition, paging).await
    }
}

/// Which forms.
#[derive(Debug, Default, InputObject)]
pub(super) struct FormFilter {
    /// Only those whose name has this in it, in any case.
    search: Option<String>,
}

impl FormFilter {
    fn condition(self) -> Condition {
        Condition::all().add_option(page::contains(form::Column::Name, self.search))
    }
}

/// A field of a form as it should be.
#[derive(Debug, InputObject)]
pub(super) struct FormFieldInput {
    /// The field that it is now; unset for a new one.
    id: Option<ID>,
    /// What people call it.
    label: String,
    /// What it holds.
    data_type: DataType,
    /// Whether a submission needs it; no if unset.
    is_required: Option<bool>,
    /// The choices of a dropdown.
    options: Option<Vec<String>>,
}

impl From<FormFieldInput> for forms::FieldInput {
    fn from(input: FormFieldInput) -> Self {
        Self {
            id: input.id.map(|id| id.0),
            label: input.label,
            data_type: input.data_type.into(),
            is_required: input.is_required.unwrap_or(false),
            options: input.options.unwrap_or_default(),
        }
    }
}

/// What a new form should be.
#[derive(Debug, InputObject)]
pub(super) struct FormCreateInput {
    /// What people call it.
    name: String,
    /// Whether a submission waits for an admin; no if unset.
    review_required: Option<bool>,
    /// Its fields, in their order.
    fields: Option<Vec<FormFieldInput>>,
}

/// What a form should become. What is unset or null stays as it is.
#[derive(Debug, InputObject)]
pub(super) struct FormUpdateInput {
    /// What people call it.
    name: Option<String>,
    /// Whether a submission waits for an admin.
    review_required: Option<bool>,
    /// All of its fields, in their order. One that is not named any more is removed, and the
    /// mappings to it with it; submissions keep what they hold.
    fields: Option<Vec<FormFieldInput>>,
}

/// What `formCreate` did.
#[derive(SimpleObject)]
pub(super) struct FormCreatePayload {
    /// The new form; null if the input was wrong.
    form: Option<Form>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `formUpdate` did.
#[derive(SimpleObject)]
pub(super) struct FormUpdatePayload {
    /// The form as it is now; null if the input was wrong.
    form: Option<Form>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

fn input(name: Option<String>, review_required: Option<bool>, fields: Option<Vec<FormFieldInput>>) -> forms::Input {
    let fields = fields.map(|fields| fields.into_iter().map(Into::into).collect());
    forms::Input { name, review_required, fields }
}

#[derive(Default)]
pub(super) struct FormMutation;

#[Object]
impl FormMutation {
    /// Makes a form. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn form_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it should be.")] input: FormCreateInput,
    ) -> Result<FormCreatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let input = self::input(Some(input.name), input.review_required, input.fields);
        let made = tenant.write(async |tx| forms::create(&tx, input.clone(), now).await).await;
        let (form, user_errors) = settle(made, "id")?;
        Ok(FormCreatePayload { form: form.map(Form), user_errors })
    }

    /// Changes a form. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn form_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The form.")] id: ID,
        #[graphql(desc = "What it should become.")] input: FormUpdateInput,
    ) -> Result<FormUpdatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let input = self::input(input.name, input.review_required, input.fields);
        let done = match read_id::<FormId>(&id, "form") {
            Ok(id) => tenant.write(async |tx| forms::update(&tx, id, input.clone(), now).await).await,
            Err(error) => Err(error),
        };
        let (form, user_errors) = settle(done, "id")?;
        Ok(FormUpdatePayload { form: form.map(Form), user_errors })
    }
}
