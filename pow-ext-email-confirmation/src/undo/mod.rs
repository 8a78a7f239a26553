//! Undoes a change of address, by a link in the notice to the previous address.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | confirmed address replaced, notices on | the notice has a link that restores it, valid for 7 days | a thief who changes the address must not keep the account |
//! | link used | the previous address is restored, all sessions end, and the password stops working if the user can choose a new one by mail | the thief knows the password, or has a session |
//! | … after further changes | the same; the links of these changes become invalid | the links went to the thief |
//! | … while the account is locked, or another account has the address | no change | a locked account can't change; an address can have only one account |
//! | account deleted | link invalid | the links are part of the row |

mod controller;
mod link;
mod page;

use std::{sync::Arc, time::Duration};

use pow_core::{
    DateTime, Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    extension::{Access, Action, MailFragment, MailSlot, Method, Registry, Route},
    record::User,
    schema::Field,
    users::{self, EMAIL, EmailChanged, Written},
};

pub(crate) use self::controller::in_place;
use self::link::{Claims, OpenLinks};
pub use self::{controller::UndoController, page::UndoShow};
use crate::{EMAIL_CONFIRMED_AT, ID};

/// Opens the link: shows a page with one button.
pub const UNDO_SHOW: Action = Action::new(ID, "undo", "show");
/// Restores the previous address, by the button on the page of the link.
pub const UNDO: Action = Action::new(ID, "undo", "create");
/// The operation of the changeset that restores an address, for hooks of other extensions.
pub const UNDO_EMAIL_CHANGE: Operation = Operation("undo_email_change");
/// The links that can undo a change of address, the oldest first. `None` if the list is empty.
pub const EMAIL_UNDO: Field<Option<String>> = Field::new("email_undo");

/// How long a link is valid.
const TTL: Duration = Duration::from_secs(7 * 24 * 3600);

/// The link for the notice that this unit of work sends later.
struct Offered(Option<(String, DateTime)>);

/// Adds the field, the routes, and the link in the notice.
pub(crate) fn register(registry: &mut Registry) {
    let route = |method, action| {
        Route::new(&[method], "/undo-email-change/{token}", action, Access::Anyone, UndoController::default())
            .secret_link()
    };
    registry
        .field(EMAIL_UNDO.def().secret())
        .requires_route(UNDO_SHOW)
        .route(route(Method::Get, UNDO_SHOW))
        .route(route(Method::Post, UNDO))
        .mail_slot::<EmailChanged>("remedies", remedy);
}

/// Creates the link for a change of address, in the write of the change.
pub(crate) fn before_write(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    let Some(user) = changeset.data().filter(|_| changeset.change(EMAIL).is_some()).cloned() else { return Ok(()) };
    let token = match user.get(EMAIL)? {
        Some(address) if is_offered(cx, changeset, &user)? => offer(cx, changeset, &user, address)?,
        _ => None,
    };
    // Stored even without a link. Otherwise a notice could have the link of another user who is written in the same unit of work.
    cx.state().put(Offered(token.map(|token| (token, cx.now() + TTL))));
    Ok(())
}

/// Returns whether the notice has a link. Only the owner of a confirmed address gets a link. An undo gets none, because the links
/// of the address that it replaces have just ended.
fn is_offered(cx: &Cx, changeset: &Changeset, user: &User) -> Result<bool, Error> {
    let is_confirmed = user.get(EMAIL_CONFIRMED_AT)?.is_some();
    Ok(is_confirmed && cx.pow().policy().notices && changeset.operation() != UNDO_EMAIL_CHANGE)
}

fn offer(cx: &Cx, changeset: &mut Changeset, user: &User, address: String) -> Result<Option<String>, Error> {
    let mut open = OpenLinks::read(user, cx)?;
    let Some(nonce) = open.add(cx)? else { return Ok(None) };
    changeset.put(EMAIL_UNDO, open.stored());
    Claims { nonce, user: user.id()?, address }.sign(cx).map(Some)
}

/// The link is for the address that was replaced. Another address of the account may be removed within the seven days.
fn remedy(slot: MailSlot<'_>) -> MailFragment {
    if !slot.cx.state().get::<users::NoticeToMain>().is_some_and(|to| to.0) {
        return Ok(None);
    }
    let offered = slot.cx.state().get::<Offered>();
    let Some((token, until)) = offered.as_deref().and_then(|offered| offered.0.as_ref()) else { return Ok(None) };
    slot.view
        .body()
        .paragraph(&slot.view.t("email-confirmation-undo-mail-text"))?
        .button(&slot.view.t("email-confirmation-undo-mail-button"), &slot.cx.pow().link(UNDO_SHOW, token)?)?
        .paragraph(&slot.view.link_validity(Some(*until)))
        .map(Some)
}

/// The state of a link.
enum Found {
    /// The link restores the address.
    Valid(ValidLink),
    /// The link has no effect, because the account already has this address.
    InPlace,
    Invalid,
}

/// A link that is valid now.
struct ValidLink {
    user: Arc<User>,
    address: String,
    /// The links that stay valid: those of earlier changes.
    earlier: OpenLinks,
}

async fn find(cx: &Cx, text: &str) -> Result<Found, Error> {
    let Some(claims) = Claims::verify(cx, text) else { return Ok(Found::Invalid) };
    let Some(user) = cx.pow().users().get(cx, claims.user).await? else { return Ok(Found::Invalid) };
    if user.get(EMAIL)?.as_deref() == Some(claims.address.as_str()) {
        return Ok(Found::InPlace);
    }
    match OpenLinks::read(&user, cx)?.before(&claims.nonce) {
        Some(earlier) if users::may_recover(cx, &user)? => {
            Ok(Found::Valid(ValidLink { user, address: claims.address, earlier }))
        }
        _ => Ok(Found::Invalid),
    }
}

impl ValidLink {
    /// Restores the address and ends all sessions. Of several concurrent calls one succeeds, because the write raises the auth
    /// epoch that was read.
    async fn undo(self, cx: &Cx) -> Result<Written, Error> {
        let mut changeset = Changeset::new(UNDO_EMAIL_CHANGE, Some(self.user), Arc::default());
        changeset.guard(EMAIL_UNDO);
        changeset.put(EMAIL_UNDO, self.earlier.stored());
        changeset.put(EMAIL, Some(self.address.clone()));
        // The address was confirmed before the link was made, and the link went to that address only.
        changeset.prove(EMAIL, Some(self.address));
        changeset.regain_account();
        if voids_password(cx) {
            users::void_password(cx, &mut changeset).await?;
        }
        users::write(cx, changeset).await
    }
}

/// Returns whether an undo voids the password: only if the owner can choose a new one.
fn voids_password(cx: &Cx) -> bool {
    cx.pow().recovery_page().is_some()
}
