//! An extension of a stranger, written with the guide alone: a field, a rule, a rewrite, and rows that begin with the account.

use std::sync::Arc;

use pow_core::{
    Error, UserId, async_trait,
    changeset::{Changeset, Operation},
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    messages::Message,
    pages::{
        RegistrationNew,
        fields::{self, Input},
    },
    record::User,
    schema::{Field, FieldType, TableDef},
    store::{Filter, Transaction},
};
use pow_ext_signup::Identities;

/// The company of the user.
pub(crate) const COMPANY: Field<Option<String>> = Field::new("company");
/// The table of providers' subjects.
pub(crate) const SUBJECTS: &str = "company_subjects";

const ROW: Field<i64> = Field::new("id");
const USER_ID: Field<UserId> = Field::new("user_id");
pub(crate) const SUBJECT: Field<String> = Field::new("subject");

/// Asks for the company, refuses one, and stores the subject of a provider.
#[derive(Debug)]
pub(crate) struct Company;

#[async_trait]
impl Extension for Company {
    fn id(&self) -> ExtensionId {
        "company"
    }

    fn register(&self, registry: &mut Registry) {
        let input = Input::new(COMPANY.name(), "company-label").autocomplete("organization");
        let table = TableDef::new(SUBJECTS, ROW.def().generated(), registry.users_table().id_kind, "company");
        registry
            .field(COMPANY.def().form())
            .table(table.with(USER_ID.def()).with(SUBJECT.def()))
            .messages("en", "company-label = Company\ncompany-refused = We don’t work with this company.")
            .slot::<RegistrationNew>("fields", move |slot| fields::text_field(slot.view, slot.form, &input).map(Some));
    }

    fn changeset(&self, _: &Cx, changeset: &mut Changeset) {
        if !changeset.begins_account() {
            return;
        }
        match changeset.change(COMPANY).flatten().as_deref() {
            Some("Evil Inc") => changeset.error(COMPANY.name(), Message::new("company-refused")),
            Some(typed) => changeset.put(COMPANY, Some(typed.to_uppercase())),
            None => {}
        }
    }

    async fn after_write(
        &self,
        cx: &Cx,
        tx: &mut dyn Transaction,
        changeset: &Changeset,
        user: &Arc<User>,
    ) -> Result<(), Error> {
        let Some(table) = cx.pow().schema().table(SUBJECTS) else { return Ok(()) };
        let owner = user.id()?.into_value();
        if changeset.operation() == Operation::DELETE {
            tx.delete(table, Filter::eq(USER_ID.name(), owner)).await?;
            return Ok(());
        }
        let subject = changeset.attached::<Identities>().and_then(|known| known.proved("github"));
        if let (true, Some(subject)) = (changeset.begins_account(), subject) {
            let row = vec![(USER_ID.name(), owner), (SUBJECT.name(), subject.to_owned().into_value())];
            tx.insert(table, row).await?.map_err(|_| Error::other("the subject has an account"))?;
        }
        Ok(())
    }
}
