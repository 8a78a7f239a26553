//! The pages and mails of the core in each of their states.

use std::time::Duration;

use crate::{
    conn::CURRENT_PASSWORD,
    extension::Registry,
    mail::Circumstances,
    messages::{Message, keys},
    pages::{
        Account, AccountDelete, AccountEmail, AccountPart, AccountPassword, AccountRow, AccountUsername, CheckInbox,
        EmailQuestion, ErrorPage, Example, FieldError, Flash, Form, LinkEnded, NextStep, RegistrationEdit,
        RegistrationNew, Sample, SessionNew, SignedInAlready, UserIdInput, fields::Input,
    },
    users::{AccountDeleted, EmailChanged, PasswordChanged},
};

const PATH: &str = Sample::PATH;
const OTHER: &str = "ann@gmail.com";

pub(crate) fn register(registry: &mut Registry) {
    registry
        .page_examples::<SessionNew>(|sample| Ok(sign_in(sample)))
        .page_examples::<RegistrationNew>(|sample| Ok(registration(sample)))
        .page_examples::<Account>(|sample| Ok(account(sample)))
        .page_examples::<AccountEmail>(|sample| Ok(email(sample)))
        .page_examples::<AccountUsername>(|sample| Ok(username(sample)))
        .page_examples::<AccountPassword>(|sample| Ok(password(sample)))
        .page_examples::<RegistrationEdit>(|sample| Ok(edit(sample)))
        .page_examples::<AccountDelete>(|sample| Ok(delete(sample)))
        .page_examples::<CheckInbox>(|sample| Ok(inbox(sample)))
        .page_examples::<LinkEnded>(|_| Ok(ended()))
        .page_examples::<SignedInAlready>(|sample| {
            let again = Example::new("link to be opened again", SignedInAlready::new()).signed_in();
            let goes_on = SignedInAlready::new().link_path(sample.path());
            Ok(vec![Example::new("link that goes on", goes_on).signed_in(), again])
        })
        .page_examples::<ErrorPage>(|_| Ok(errors()))
        .mail_examples::<PasswordChanged>(|sample| {
            let anonymous = Circumstances::new(sample.now);
            Ok(vec![
                Example::new("known client", PasswordChanged::new(Circumstances::sample(sample))),
                Example::new("unknown client", PasswordChanged::new(anonymous)),
            ])
        })
        .mail_examples::<EmailChanged>(|sample| {
            Ok(vec![Example::new("known client", EmailChanged::new(Circumstances::sample(sample)))])
        })
        .mail_examples::<AccountDeleted>(|sample| {
            Ok(vec![Example::new("known client", AccountDeleted::new(Circumstances::sample(sample)))])
        });
}

fn sign_in(sample: &Sample) -> Vec<Example<SessionNew>> {
    let page = |form| SessionNew::new(form, PATH, sample.user_id.clone()).registration_path(sample.path());
    let signed_out = Flash::info(Message::new(keys::SIGNED_OUT));
    let busy = ErrorPage::new(429).retry_after(Duration::from_secs(600));
    let busy = [Some(busy.text()), busy.retry_message()].into_iter().flatten().map(Flash::error);
    let name = sample.user_id.name.clone();
    let required = |field| FieldError::new(field, keys::ERROR_REQUIRED);
    let missing = sample.form().with_errors(vec![FieldError::new(name, keys::ERROR_REQUIRED), required("password")]);
    vec![
        Example::new("empty", page(sample.form())),
        Example::new("signed out", page(sample.form())).flash(signed_out),
        Example::new("missing fields", page(missing)),
        Example::new("failed", page(sample.filled()).failure(keys::SIGN_IN_FAILED, None)),
        busy.fold(Example::new("too many", page(sample.filled())), Example::flash),
        Example::new("unavailable", page(sample.filled())).flash(Flash::error(Message::new(keys::FORM_UNAVAILABLE))),
    ]
}

fn registration(sample: &Sample) -> Vec<Example<RegistrationNew>> {
    let page = |form| {
        RegistrationNew::new(form, PATH, sample.user_id.clone())
            .sign_in_path(sample.path())
            .min_length(sample.min_length)
    };
    let too_short = Message::new(keys::ERROR_TOO_SHORT).with("min", sample.min_length);
    let wrong = vec![
        FieldError::new(sample.user_id.name.clone(), keys::ERROR_TAKEN),
        FieldError::new("password", too_short),
        FieldError::new("password_confirmation", keys::ERROR_CONFIRMATION),
    ];
    let question = EmailQuestion::new("email", "ann@gmial.com", OTHER, PATH);
    let typed = sample.form().values([("email", "ann@gmial.com")]);
    vec![
        Example::new("empty", page(sample.form())),
        Example::new("wrong fields", page(sample.filled().with_errors(wrong))),
        Example::new("suggestion", page(typed.with_question(question))),
    ]
}

fn account(sample: &Sample) -> Vec<Example<Account>> {
    let row = |title: &'static str, part, value: Option<&str>| {
        AccountRow::new(title).part(part).value(value.map(str::to_owned)).path(sample.path())
    };
    let rows = vec![
        row(keys::FIELD_EMAIL, AccountPart::Email, Some(Sample::EMAIL)),
        row(keys::FIELD_PASSWORD, AccountPart::Password, None),
        row(keys::ACCOUNT_DETAILS_TITLE, AccountPart::Details, None),
    ];
    let page = Account::new(rows).delete_path(sample.path());
    let saved = Flash::info(Message::new(keys::ACCOUNT_UPDATED));
    vec![
        Example::new("rows", page.clone()).signed_in(),
        Example::new("saved", page).signed_in().flash(saved),
        Example::new("no deletion", Account::new(vec![row(keys::FIELD_EMAIL, AccountPart::Email, None)])).signed_in(),
    ]
}

fn email(sample: &Sample) -> Vec<Example<AccountEmail>> {
    let input = || Input::user_id(&UserIdInput::email());
    let page = |form| AccountEmail::new(form, PATH, input()).back(sample.path());
    let wrong = sample.filled().with_errors(vec![
        FieldError::new("email", keys::ERROR_EMAIL_INVALID),
        FieldError::new(CURRENT_PASSWORD, keys::ERROR_CURRENT_PASSWORD),
    ]);
    vec![
        Example::new("filled", page(sample.filled())).signed_in(),
        Example::new("wrong fields", page(wrong)).signed_in(),
        Example::new("no password", page(sample.filled()).has_password(false)).signed_in(),
    ]
}

fn username(sample: &Sample) -> Vec<Example<AccountUsername>> {
    let page = |form| AccountUsername::new(form, PATH, Input::user_id(&UserIdInput::username())).back(sample.path());
    let named = || sample.form().values([("username", Sample::USERNAME)]);
    let taken = named().with_errors(vec![FieldError::new("username", keys::ERROR_TAKEN)]);
    vec![
        Example::new("filled", page(named())).signed_in(),
        Example::new("taken", page(taken)).signed_in(),
        Example::new("no password", page(named()).has_password(false)).signed_in(),
    ]
}

fn password(sample: &Sample) -> Vec<Example<AccountPassword>> {
    let page = |form| AccountPassword::new(form, PATH).min_length(sample.min_length).back(sample.path());
    let wrong = sample.missing(&["password", CURRENT_PASSWORD]);
    vec![
        Example::new("empty", page(sample.form())).signed_in(),
        Example::new("missing fields", page(wrong)).signed_in(),
        Example::new("first password", page(sample.form()).has_password(false)).signed_in(),
    ]
}

fn edit(sample: &Sample) -> Vec<Example<RegistrationEdit>> {
    let page = |form: Form| {
        RegistrationEdit::new(form, PATH, sample.user_id.clone()).min_length(sample.min_length).delete(PATH, true)
    };
    let wrong = vec![FieldError::new(CURRENT_PASSWORD, keys::ERROR_CURRENT_PASSWORD)];
    let deletion = sample.form().with_errors(wrong.clone());
    vec![
        Example::new("whole", page(sample.filled())).signed_in(),
        Example::new("wrong password", page(sample.filled().with_errors(wrong))).signed_in(),
        Example::new("wrong deletion", page(sample.filled()).delete_form(deletion)).signed_in(),
        Example::new("no password", page(sample.filled()).has_password(false)).signed_in(),
        Example::new("details", page(sample.filled()).details_only(sample.path())).signed_in(),
    ]
}

fn delete(sample: &Sample) -> Vec<Example<AccountDelete>> {
    let page = |form| AccountDelete::new(form, PATH).back(sample.path());
    let wrong = vec![FieldError::new(CURRENT_PASSWORD, keys::ERROR_CURRENT_PASSWORD)];
    let wrong = sample.form().with_errors(wrong);
    vec![
        Example::new("password", page(sample.form()).needs_password(true)).signed_in(),
        Example::new("wrong password", page(wrong).needs_password(true)).signed_in(),
        Example::new("no password", page(sample.form())).signed_in(),
    ]
}

fn inbox(sample: &Sample) -> Vec<Example<CheckInbox>> {
    let page = CheckInbox::new(keys::CHECK_INBOX_TITLE);
    let with = page
        .clone()
        .address(Some(OTHER.to_owned()))
        .ttl(Some(Duration::from_secs(48 * 3600)))
        .resend_path(sample.path())
        .change_path(sample.path());
    vec![
        Example::new("plain", page),
        Example::new("known provider", with.clone()),
        Example::new("sent again", with.address(Some(Sample::EMAIL.to_owned())).sent_again(true)),
    ]
}

fn ended() -> Vec<Example<LinkEnded>> {
    let page = |next| LinkEnded::new("error-closed-link-text").next(next);
    vec![
        Example::new("no step", page(NextStep::Nothing)),
        Example::new("sign in", page(NextStep::SignIn(PATH.to_owned()))),
        Example::new("ask for link", page(NextStep::AskForLink(PATH.to_owned()))),
        Example::new("send link", page(NextStep::SendLink(PATH.to_owned()))),
    ]
}

fn errors() -> Vec<Example<ErrorPage>> {
    let statuses = [
        ("400", 400),
        ("403", 403),
        ("404", 404),
        ("405", 405),
        ("413", 413),
        ("415", 415),
        ("422", 422),
        ("429", 429),
        ("500", 500),
        ("503", 503),
    ];
    let late = ErrorPage::new(429).retry_after(Duration::from_secs(600));
    let causes = [
        ("retry later", late),
        ("stale form", ErrorPage::stale_form()),
        ("form in progress", ErrorPage::form_in_progress()),
        ("closed link", ErrorPage::closed_link()),
        ("unavailable", ErrorPage::unavailable()),
        (
            "unavailable page",
            ErrorPage::unavailable().retry_after(Duration::from_secs(5)).retry_path(Some(PATH.to_owned())),
        ),
        ("unfinished sign-out", ErrorPage::unfinished_sign_out()),
    ];
    let statuses = statuses.map(|(state, status)| (state, ErrorPage::new(status)));
    statuses.into_iter().chain(causes).map(|(state, page)| Example::new(state, page)).collect()
}
