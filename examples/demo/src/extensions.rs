//! The extensions by their names on the command line.

use std::{sync::Arc, time::Duration};

use pow_core::{Config, Error, extension::Extension};
use pow_ext_data_download::DataDownload;
use pow_ext_devices::Devices;
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_gallery::Gallery;
use pow_ext_health::Health;
use pow_ext_identities::Identities;
use pow_ext_invitation::Invitation;
use pow_ext_leaked_passwords::{HashFile, LeakedPasswords};
use pow_ext_lockout::Lockout;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_ext_signup::Signup;

use crate::{
    api,
    options::{Options, Profile},
};

/// Creates an extension from the command line's options.
type Constructor = fn(&Options) -> Result<Arc<dyn Extension>, Error>;

/// All extensions in the recommended order. A new extension is one more line here.
const AVAILABLE: &[(&str, Constructor)] = &[
    ("email-confirmation", |_| Ok(Arc::new(EmailConfirmation::default()))),
    ("reset-password", |_| Ok(Arc::new(ResetPassword::default()))),
    ("persistent-session", |options| {
        Ok(Arc::new(PersistentSession::default().ttl(Duration::from_millis(options.persistent_session_ttl))))
    }),
    ("invitation", |_| Ok(Arc::new(Invitation::default()))),
    ("devices", |_| Ok(Arc::new(Devices::default()))),
    (DATA_DOWNLOAD, |_| Ok(Arc::new(DataDownload::default()))),
    (LEAKED_PASSWORDS, leaked_passwords),
    (MAIL_SIGN_IN, |_| Ok(Arc::new(MailSignIn::new(Existing::Prove).texts(true)))),
    (SIGNUP, |_| Ok(Arc::new(Signup::default()))),
    (IDENTITIES, |_| Ok(Arc::new(Identities::default().phones(true)))),
    // After those that refuse a registration, which then counts for no client.
    ("lockout", |_| Ok(Arc::new(Lockout::default()))),
    (API_TOKENS, api::extension),
    (GALLERY, |_| Ok(Arc::new(Gallery::default().enabled(true)))),
    (HEALTH, |_| Ok(Arc::new(Health::default()))),
];

/// Opens the API of the demo to programs.
pub(crate) const API_TOKENS: &str = "api-tokens";

/// Shows every page and mail. A debug build has it without being asked.
const GALLERY: &str = "gallery";
const DATA_DOWNLOAD: &str = "data-download";
const HEALTH: &str = "health";
const LEAKED_PASSWORDS: &str = "leaked-passwords";
const MAIL_SIGN_IN: &str = "mail-sign-in";
const SIGNUP: &str = "signup";
const IDENTITIES: &str = "identities";

/// Pow's own extensions, which the profile `pow` has without `--extensions`.
const OF_POW: usize = 4;

fn leaked_passwords(options: &Options) -> Result<Arc<dyn Extension>, Error> {
    let file = options.leaked_passwords.as_ref().ok_or_else(|| {
        Error::Config(format!(
            "the extension `{LEAKED_PASSWORDS}` needs a file: name the file with --leaked-passwords \
             (DEMO_LEAKED_PASSWORDS)"
        ))
    })?;
    Ok(Arc::new(LeakedPasswords::new(HashFile::open(file)?)))
}

/// Extensions that change how users sign in or register, that hand out data, or that are for programs, developers or operators.
/// They are not in the default list.
const BY_NAME_ALONE: [&str; 7] = [DATA_DOWNLOAD, MAIL_SIGN_IN, SIGNUP, IDENTITIES, API_TOKENS, GALLERY, HEALTH];

/// Returns the list of `--extensions`, or its default: the extensions for people for which nothing is missing.
pub(crate) fn list(options: &Options) -> String {
    let all = AVAILABLE.iter().map(|(name, _)| *name);
    match (&options.extensions, options.profile) {
        (Some(list), _) => list.clone(),
        (None, Profile::Pow) => all.take(OF_POW).collect::<Vec<_>>().join(","),
        (None, _) => {
            let has_file = options.leaked_passwords.is_some();
            all.filter(|name| !BY_NAME_ALONE.contains(name) && (*name != LEAKED_PASSWORDS || has_file))
                .collect::<Vec<_>>()
                .join(",")
        }
    }
}

/// Returns the extensions of the list in its order. `none` is the core alone.
pub(crate) fn listed(options: &Options) -> Result<Vec<Arc<dyn Extension>>, Error> {
    let list = list(options);
    if names(&list).next().is_none() && list.trim() != "none" {
        return Err(invalid_list("is empty: write `none` for a demo without extensions"));
    }
    if !options.service_account.is_empty() && !is_listed(options, API_TOKENS) {
        return Err(invalid_list("lacks `api-tokens`: add this extension, or leave out --service-account"));
    }
    if options.leaked_passwords.is_some() && names(&list).all(|name| name != LEAKED_PASSWORDS) {
        return Err(invalid_list("lacks `leaked-passwords`: add this extension, or leave out --leaked-passwords"));
    }
    let gallery = (has_gallery(options) && !is_listed(options, GALLERY)).then_some(GALLERY);
    // The sign-up is a registration, too, and it has its own pages.
    let is_kept = |name: &&str| !options.disable_registration || *name != SIGNUP;
    names(&list).filter(is_kept).chain(gallery).map(|name| extension(name, options)).collect()
}

/// Whether the demo has the gallery: if it is listed, with `--gallery`, and in debug builds.
fn has_gallery(options: &Options) -> bool {
    cfg!(debug_assertions) || options.gallery || is_listed(options, GALLERY)
}

/// Moves the gallery to `/dev/gallery`, beside the mailbox.
pub(crate) fn move_gallery(options: &Options, config: &mut Config) {
    if has_gallery(options) {
        config.paths.extend([
            (pow_ext_gallery::INDEX, "/dev/gallery".to_owned()),
            (pow_ext_gallery::PAGE, "/dev/gallery/page/{example}".to_owned()),
            (pow_ext_gallery::MAIL, "/dev/gallery/mail/{example}".to_owned()),
            (pow_ext_gallery::STYLESHEET, "/dev/gallery/style/{scheme}".to_owned()),
        ]);
    }
}

/// Whether the list of the options has this extension.
pub(crate) fn is_listed(options: &Options, name: &str) -> bool {
    names(&list(options)).any(|listed| listed == name)
}

/// Whether an extension of the list sends text messages.
pub(crate) fn send_texts(options: &Options) -> bool {
    is_listed(options, MAIL_SIGN_IN) || is_listed(options, IDENTITIES)
}

/// Returns the names in a list such as `email-confirmation,reset-password`.
pub(crate) fn names(list: &str) -> impl Iterator<Item = &str> {
    let list = if list.trim() == "none" { "" } else { list };
    list.split(',').map(str::trim).filter(|name| !name.is_empty())
}

fn invalid_list(problem: &str) -> Error {
    Error::Config(format!("the list of --extensions (DEMO_EXTENSIONS) {problem}; all extensions are `{}`", available()))
}

fn available() -> String {
    AVAILABLE.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",")
}

fn extension(name: &str, options: &Options) -> Result<Arc<dyn Extension>, Error> {
    match AVAILABLE.iter().find(|(other, _)| *other == name) {
        Some((_, new)) => new(options),
        None if name == "none" => {
            Err(invalid_list("names `none` and other extensions: use `none` alone, or remove `none`"))
        }
        None => Err(Error::Config(format!(
            "there is no extension `{name}`: remove the name from --extensions (DEMO_EXTENSIONS), or choose from `{}`",
            available()
        ))),
    }
}
