//! The pages and mails in each of their states.

use std::time::Duration;

use pow_core::{
    extension::Registry,
    messages::keys,
    pages::{Example, FieldError, LinkEnded, NextStep, Sample},
};

use crate::{InvitationEdit, InvitationLink, InvitationNew, InvitationShow, OpenInvitation};

const DAY: Duration = Duration::from_secs(24 * 3600);
const INVITED: &str = "ben@example.com";

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<InvitationNew>(|sample| Ok(new(sample)))
        .page_examples::<InvitationShow>(|sample| {
            let page = InvitationShow::new(sample.url("/invitations/example/edit")).new_path(sample.path());
            Ok(vec![Example::new("link", page).signed_in()])
        })
        .page_examples::<InvitationEdit>(|sample| Ok(edit(sample)))
        .page_examples::<LinkEnded>(|_| {
            let sign_in = || NextStep::SignIn(Sample::PATH.to_owned());
            let used = LinkEnded::new("invitation-used-text").title("invitation-used-title");
            let invalid = LinkEnded::new("invitation-invalid");
            Ok(vec![Example::new("used", used.next(sign_in())), Example::new("invalid", invalid.next(sign_in()))])
        })
        .mail_examples::<InvitationLink>(|sample| {
            let mail = |until| InvitationLink::new(sample.url("/invitations/example/edit"), Sample::EMAIL, until);
            Ok(vec![Example::new("expires", mail(Some(sample.after(7 * DAY)))), Example::new("unlimited", mail(None))])
        });
}

fn new(sample: &Sample) -> Vec<Example<InvitationNew>> {
    let page = |form| InvitationNew::new(form, Sample::PATH, sample.user_id.clone());
    let missing = FieldError::new(sample.user_id.name.clone(), keys::ERROR_REQUIRED);
    let open = vec![
        OpenInvitation::new(INVITED, Some(3 * DAY.as_secs())),
        OpenInvitation::new("cleo@example.com", Some(600)),
        OpenInvitation::new("dan@example.com", None),
    ];
    let mut long = page(sample.form()).open(open);
    (long.newer, long.older, long.revoke_action) = (sample.path(), sample.path(), sample.path());
    vec![
        Example::new("empty list", page(sample.form())).signed_in(),
        Example::new("missing address", page(sample.form().with_errors(vec![missing]))).signed_in(),
        Example::new("entries", long).signed_in(),
    ]
}

fn edit(sample: &Sample) -> Vec<Example<InvitationEdit>> {
    let page = |form| InvitationEdit::new(form, Sample::PATH, sample.user_id.clone()).min_length(sample.min_length);
    vec![
        Example::new("filled", page(sample.filled()).invited_by(Some((Sample::EMAIL.to_owned(), "Acme".to_owned())))),
        Example::new("deleted inviter", page(sample.filled())),
        Example::new("missing password", page(sample.missing(&["password"]))),
    ]
}
