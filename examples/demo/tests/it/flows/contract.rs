//! The demo's command line and pages, from outside.

use std::{net::TcpListener, process::Command, thread::sleep, time::Duration};

use crate::running::{Demo, run};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_testing::{
    Client, Database,
    client::{ANN, PASSWORD},
    on_each_database,
};
use tempfile::TempDir;

const SECRET: &str = "not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const OTHER_SECRET: &str = "another test value: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What the contract names: flag, environment variable, the default that the help shows.
const OPTIONS: [(&str, &str, &str); 18] = [
    ("--bind", "DEMO_BIND", "127.0.0.1:8000"),
    ("--database-url", "DATABASE_URL", "sqlite://demo.db"),
    ("--extensions", "DEMO_EXTENSIONS", ""),
    ("--cache", "DEMO_CACHE", "database"),
    ("--profile", "DEMO_PROFILE", "default"),
    ("--mail-dir", "DEMO_MAIL_DIR", "./demo-mail"),
    ("--text-dir", "DEMO_TEXT_DIR", "./demo-texts"),
    ("--secret-key-base", "SECRET_KEY_BASE", ""),
    ("--user-id-field", "DEMO_USER_ID_FIELD", "email"),
    ("--session-ttl", "DEMO_SESSION_TTL", "1800000"),
    ("--session-renewal", "DEMO_SESSION_RENEWAL", "900000"),
    ("--persistent-session-ttl", "DEMO_PERSISTENT_SESSION_TTL", "2592000000"),
    ("--disable-registration", "DEMO_DISABLE_REGISTRATION", "false"),
    ("--prevent-user-enumeration", "DEMO_PREVENT_USER_ENUMERATION", "true"),
    ("--trusted-proxies", "DEMO_TRUSTED_PROXIES", "0"),
    ("--leaked-passwords", "DEMO_LEAKED_PASSWORDS", ""),
    ("--base-url", "DEMO_BASE_URL", ""),
    ("--service-account", "DEMO_SERVICE_ACCOUNT", ""),
];

on_each_database!(
    an_account_is_made_used_changed_and_deleted,
    users_are_there_after_a_restart,
    sessions_in_the_database_go_on_after_a_restart,
);

fn an_account_is_made_used_changed_and_deleted(database: Database) {
    whole_life(&Demo::start(&["--database-url", database.url()]));
}

#[test]
fn a_database_in_memory_serves_too() {
    whole_life(&Demo::start(&["--database-url", "sqlite::memory:"]));
}

#[test]
fn health_is_there_if_it_is_listed() {
    let demo = Demo::start(&["--extensions", "health"]);
    assert_eq!(demo.client().get("/health/ready").text(), "ready\n");
    let demo = Demo::start(&[]);
    assert_eq!(demo.client().get("/health/ready").status, 404);
}

#[test]
fn the_page_of_devices_is_there_if_it_is_listed() {
    let demo = Demo::start(&["--extensions", "devices,reset-password"]);
    let mut client = demo.client();
    assert_eq!(client.register(ANN, PASSWORD).status, 303);
    assert!(client.get("/registration/edit").text().contains("href=\"/devices\""));
    let page = client.get("/devices");
    assert!(page.status == 200 && page.text().contains(">This device<"), "{}", page.text());
}

#[test]
fn api_is_open_to_personal_tokens_signed_tokens_and_service_accounts() {
    let service = "reports a-test-value-of-32-bytes-and-more profile:read";
    let list = "reset-password,api-tokens";
    let demo = Demo::start(&["--extensions", list, "--service-account", service, "--secret-key-base", SECRET]);
    let mut browser = demo.client();
    assert_eq!(browser.register(ANN, PASSWORD).status, 303);
    let form = [("user[name]", "Contract"), ("user[profile:read]", "true"), ("user[profile:write]", "true")];
    let made = browser.submit("/api-tokens/new", "/api-tokens", &form);
    assert_eq!(made.status, 201, "{}", made.text());
    let with = |token: &str| {
        let mut program = demo.client();
        program.headers.push(("Authorization".to_owned(), format!("Bearer {token}")));
        program
    };
    let profile = |name: &str| format!("{{\"email\":\"{ANN}\",\"name\":{name}}}");
    let mut program = with(&made.element_text("api-token"));
    assert_eq!(program.get("/api/profile").text(), profile("null"));
    let mut changing = program.clone();
    changing.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    let changed = changing.request("PATCH", "/api/profile", Some("{\"name\":\"Ann\"}"));
    assert_eq!((changed.status, changed.text()), (200, profile("\"Ann\"")));
    assert_eq!(demo.client().get("/api/profile").status, 401);
    let basic = [
        ("grant_type", "client_credentials"),
        ("client_id", "reports"),
        ("client_secret", "a-test-value-of-32-bytes-and-more"),
    ];
    let token = demo.client().post("/oauth/token", &basic).text();
    let token = token.split("\"access_token\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(with(&token).get("/api/profile").text(), "{\"email\":null,\"name\":\"reports\"}");
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let issuer = format!("\"iss\":\"http://{}\"", demo.address());
    assert!(String::from_utf8(claims).unwrap().contains(&issuer), "the issuer is the address that was bound");
    assert!(demo.client().get("/.well-known/jwks.json").text().contains("\"kid\":\"demo\""));
    refuses(&["--extensions", "none", "--service-account", service], 1, "lacks `api-tokens`");
}

#[test]
fn gallery_is_beside_the_mailbox() {
    // The tests run a debug build.
    for arguments in [&["--extensions", "none"][..], &["--extensions", "gallery"], &["--gallery"]] {
        let demo = Demo::start(arguments);
        let index = demo.client().get("/dev/gallery");
        assert_eq!(index.status, 200, "{arguments:?}");
        assert!(index.text().contains("/dev/gallery/page/core-session-new-empty?lang=en"), "{}", index.text());
        let page = demo.client().get("/dev/gallery/page/core-session-new-empty?lang=de&scheme=dark").text();
        assert!(page.contains("lang=\"de\"") && page.contains("/dev/gallery/style/dark"), "{page}");
        assert_eq!(demo.client().get("/dev/gallery/style/dark").status, 200);
        assert_eq!(demo.client().get("/gallery").status, 404);
    }
}

#[test]
fn the_page_of_devices_is_not_there_if_it_is_not_listed() {
    for list in ["none", "reset-password"] {
        let demo = Demo::start(&["--extensions", list]);
        let mut client = demo.client();
        assert_eq!(client.register(ANN, PASSWORD).status, 303);
        assert!(!client.get("/registration/edit").text().contains("/devices"), "{list}");
        assert_eq!(client.get("/devices").status, 404, "{list}");
    }
}

#[test]
fn sign_up_in_steps_is_there_if_it_is_listed() {
    let demo = Demo::start(&["--extensions", "email-confirmation,signup,lockout"]);
    let mut client = demo.client();
    assert_eq!(client.submit("/signup", "/signup", &[("user[email]", ANN)]).location(), Some("/signup/code"));
    assert_eq!(client.get("/signup/code").status, 200);
    assert_eq!(client.get("/signup/details").location(), Some("/signup/code"));
    let demo = Demo::start(&["--extensions", "none"]);
    assert_eq!(demo.client().get("/signup").status, 404);
}

/// The code in the newest text in the default folder.
fn texted(demo: &Demo) -> String {
    let folder = demo.folder().join("demo-texts");
    for _ in 0..200 {
        let files = std::fs::read_dir(&folder).into_iter().flatten().map(|file| file.unwrap().path());
        let newest = files.filter(|file| file.extension().is_some_and(|end| end == "txt")).max();
        if let Some(file) = newest {
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(text.starts_with("To: +442079460958\n\n"), "{text}");
            std::fs::remove_file(file).unwrap();
            return text.trim_end().rsplit_once("\n\n@127.0.0.1 #").unwrap().1.to_owned();
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("no text came");
}

#[test]
fn texts_are_written_into_a_folder_and_sign_in() {
    let demo = Demo::start(&["--extensions", "identities,mail-sign-in"]);
    let mut client = demo.client();
    assert_eq!(client.register(ANN, PASSWORD).status, 303);
    let number = [("user[phone]", "+44 20 7946 0958")];
    let page = client.submit("/identities/new", "/identities", &number).location().unwrap().to_owned();
    let proof = client.submit(&page, &format!("{page}/prove"), &[("user[code]", &texted(&demo))]);
    assert_eq!(proof.location(), Some("/identities"), "{}", proof.text());
    let mut phone = demo.client();
    assert!(phone.get("/sign-in-by-mail/new").text().contains("/sign-in-by-text/new"));
    assert_eq!(phone.submit("/sign-in-by-text/new", "/sign-in-by-text", &number).location(), Some("/sign-in-by-text"));
    phone.submit("/sign-in-by-text", "/sign-in-by-text/code", &[("user[code]", &texted(&demo))]);
    assert_eq!(phone.current_user().as_deref(), Some(ANN));
}

#[test]
fn several_addresses_are_there_if_they_are_listed() {
    let demo = Demo::start(&["--extensions", "lockout,identities"]);
    let mut client = demo.client();
    assert_eq!(client.register(ANN, PASSWORD).status, 303);
    let added = client.submit("/identities/new", "/identities", &[("user[email]", "second@example.com")]);
    let page = added.location().unwrap().to_owned();
    assert!(page.starts_with("/identities/"), "{page}");
    assert!(client.get(&page).text().contains("second@example.com"));
    let named = client.submit("/identities/new", "/identities", &[("user[username]", "ann_1")]);
    assert_eq!(named.location(), Some("/identities"));
    assert!(client.get("/identities").text().contains("ann_1"));
    let demo = Demo::start(&["--extensions", "none"]);
    assert_eq!(demo.client().get("/identities").status, 404);
}

#[test]
fn default_list_has_the_limits_and_the_profile_pow_has_them_not() {
    let attempts = |arguments: &[&str]| {
        let demo = Demo::start_as(arguments, &[], TempDir::new().unwrap());
        let statuses: Vec<_> = (0..7).map(|_| demo.client().sign_in(ANN, "not the password").status).collect();
        (statuses, demo.client().get("/devices").status)
    };
    let common = ["--bind", "127.0.0.1:0", "--fast-hash"];
    assert_eq!(attempts(&common), (vec![422, 422, 422, 422, 422, 429, 429], 303));
    assert_eq!(attempts(&[&common[..], &["--profile", "pow"]].concat()), (vec![422; 7], 404));
}

#[test]
fn clients_behind_a_trusted_proxy_have_limits_of_their_own() {
    let demo = Demo::start(&["--extensions", "lockout", "--trusted-proxies", "1"]);
    let attempt = |number: usize, address: &str| {
        let mut client = demo.client();
        client.headers.push(("X-Forwarded-For".to_owned(), address.to_owned()));
        client.sign_in(&format!("user-{number}@example.com"), "not the password").status
    };
    let statuses: Vec<_> = (0..11).map(|number| attempt(number, "203.0.113.7")).collect();
    assert_eq!((statuses[..10].to_vec(), statuses[10]), (vec![422; 10], 429));
    assert_eq!(attempt(11, "203.0.113.8"), 422);
}

#[test]
fn leaked_password_in_the_file_is_refused() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("leaked.bin");
    drop(pow_ext_leaked_passwords::HashFile::build_from_passwords(&b"a leaked test password\n"[..], &file).unwrap());
    let demo = Demo::start(&["--extensions", "leaked-passwords", "--leaked-passwords", file.to_str().unwrap()]);
    let answer = demo.client().register(ANN, "a leaked test password");
    assert!(answer.status == 422 && answer.text().contains("leak"), "{}", answer.text());
    assert_eq!(demo.client().register(ANN, PASSWORD).status, 303);
    refuses(&["--extensions", "leaked-passwords"], 1, "--leaked-passwords (DEMO_LEAKED_PASSWORDS)");
    refuses(&["--extensions", "none", "--leaked-passwords", "x"], 1, "lacks `leaked-passwords`");
}

fn whole_life(demo: &Demo) {
    let mut client = demo.client();
    assert_eq!(home(&mut client), "signed out");
    assert_eq!(client.register(ANN, PASSWORD).status, 303);
    assert_eq!(home(&mut client), format!("signed in as {ANN}"));
    assert!(client.get("/protected").text().contains(&format!("protected: {ANN}")));
    assert_eq!(client.sign_out().status, 303);
    assert_eq!(home(&mut client), "signed out");
    assert_eq!(client.sign_in(ANN, "not the password").status, 422);
    assert_eq!(home(&mut client), "signed out");
    assert_eq!(client.sign_in(ANN, PASSWORD).status, 303);
    let changes = [("user[email]", "eve@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(client.account_form(&changes).status, 303);
    assert_eq!(home(&mut client), "signed in as eve@example.com");
    assert_eq!(delete_account(&mut client), 303);
    assert_eq!(home(&mut client), "signed out");
    assert_eq!(client.sign_in("eve@example.com", PASSWORD).status, 422);
}

/// The second form of the account's page; both go to the same path, so its method tells it from the first.
fn delete_account(client: &mut Client) -> u16 {
    let token = client.token("/registration/edit");
    client.post("/registration", &[("_csrf_token", &token), ("_method", "DELETE")]).status
}

fn users_are_there_after_a_restart(database: Database) {
    let arguments = ["--database-url", database.url()];
    let demo = Demo::start(&arguments);
    assert_eq!(demo.client().register(ANN, PASSWORD).status, 303);
    let demo = demo.restart(&arguments);
    assert_eq!(demo.client().sign_in(ANN, PASSWORD).status, 303);
}

fn sessions_in_the_database_go_on_after_a_restart(database: Database) {
    let signed_in_after_a_restart = |cache: &str, secrets: [&str; 2]| {
        let arguments =
            secrets.map(|secret| ["--database-url", database.url(), "--cache", cache, "--secret-key-base", secret]);
        let demo = Demo::start(&arguments[0]);
        let (mut client, email) = (demo.client(), format!("{cache}-{}@example.com", secrets[1] == SECRET));
        assert_eq!(client.register(&email, PASSWORD).status, 303);
        let demo = demo.restart(&arguments[1]);
        demo.client_with(&client).get("/").element_text("current-user") == format!("signed in as {email}")
    };
    assert!(signed_in_after_a_restart("database", [SECRET, SECRET]));
    assert!(!signed_in_after_a_restart("memory", [SECRET, SECRET]));
    assert!(!signed_in_after_a_restart("database", [SECRET, OTHER_SECRET]), "another secret");
}

#[test]
fn sessions_on_a_disk_go_on_after_a_restart_and_no_second_demo_gets_their_folder() {
    let arguments = ["--cache", "disk:sessions", "--secret-key-base", SECRET];
    let demo = Demo::start(&arguments);
    let mut client = demo.client();
    assert_eq!(client.register(ANN, PASSWORD).status, 303);
    let demo = demo.restart(&arguments);
    assert_eq!(home(&mut demo.client_with(&client)), format!("signed in as {ANN}"));
    let cache = format!("disk:{}", demo.folder().join("sessions").display());
    let said = refuses(&["--cache", &cache], 1, "is in use by another process");
    assert!(said.trim_end().ends_with("See --cache (DEMO_CACHE)."), "{said}");
    assert_eq!(home(&mut demo.client_with(&client)), format!("signed in as {ANN}"), "the first goes on");
    let elsewhere = demo.restart(&["--cache", "disk:others", "--secret-key-base", SECRET]);
    assert_eq!(home(&mut elsewhere.client_with(&client)), "signed out", "they are kept there and nowhere else");
}

/// The cookie that is set for who wants to stay signed in, and its holder, whose browser has been closed since.
fn remembered(demo: &Demo) -> (String, Client) {
    let mut client = demo.client();
    assert_eq!(client.register(ANN, PASSWORD).status, 303);
    let mut client = demo.client();
    let answer = client.sign_in_with(ANN, PASSWORD, &[("user[persistent_session]", "true")]);
    let cookies = answer.all("set-cookie");
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("persistent_session=")).unwrap();
    client.cookies.retain(|name, _| name == "persistent_session");
    ((*cookie).to_owned(), client)
}

#[test]
fn persistent_cookie_lives_as_long_as_the_option_says() {
    let max_age = |arguments: &[&str]| {
        let (cookie, _) = remembered(&Demo::start(arguments));
        cookie.split("; ").find_map(|part| part.strip_prefix("Max-Age=")).map(str::to_owned)
    };
    assert_eq!(max_age(&[]).as_deref(), Some("2592000"), "30 days");
    assert_eq!(max_age(&["--persistent-session-ttl", "86400000"]).as_deref(), Some("86400"));
    assert_eq!(max_age(&["--persistent-session-ttl", "700"]).as_deref(), Some("1"), "0 would remove it");
}

#[test]
fn persistent_cookie_signs_in_until_its_time_is_over_and_not_after_it() {
    let demo = Demo::start(&["--persistent-session-ttl", "700"]);
    let (_, mut late) = remembered(&demo);
    assert_eq!(late.cookies.len(), 1, "a browser keeps it");
    sleep(Duration::from_millis(800));
    assert_eq!(home(&mut late), "signed out");
    let demo = Demo::start(&["--persistent-session-ttl", "60000"]);
    let (_, mut early) = remembered(&demo);
    sleep(Duration::from_millis(800));
    assert_eq!(home(&mut early), format!("signed in as {ANN}"));
}

#[test]
fn users_of_a_database_in_memory_are_gone_after_a_restart() {
    let arguments = ["--database-url", "sqlite::memory:"];
    let demo = Demo::start(&arguments);
    assert_eq!(demo.client().register(ANN, PASSWORD).status, 303);
    let demo = demo.restart(&arguments);
    assert_eq!(demo.client().sign_in(ANN, PASSWORD).status, 422);
}

#[test]
fn a_visitor_sees_the_public_pages_and_is_sent_to_the_sign_in_from_the_protected_one() {
    let demo = Demo::start(&[]);
    let mut client = demo.client();
    assert_eq!(home(&mut client), "signed out");
    assert_eq!(client.get("/bare").text(), "bare");
    let refused = client.get("/protected");
    assert_eq!(refused.status, 303);
    assert_eq!(refused.location(), Some("/session/new?request_path=%2Fprotected"));
    let fields = [("user[email]", ANN), ("user[password]", PASSWORD)];
    demo.client().register(ANN, PASSWORD);
    let page = client.get(refused.location().unwrap()).text();
    assert_eq!(client.submit_form(&page, "/session", &fields).location(), Some("/protected"));
}

#[test]
fn an_address_that_is_not_there_gets_a_page_that_says_so() {
    let demo = Demo::start(&[]);
    let page = demo.client().get("/no-such-page");
    assert_eq!(page.status, 404);
    assert!(page.text().contains("Page not found"));
    assert_eq!(demo.client().get("/").status, 200);
}

#[test]
fn bare_knows_nobody_even_when_someone_is_signed_in() {
    let demo = Demo::start(&[]);
    let mut client = demo.client();
    client.register(ANN, PASSWORD);
    let bare = client.get("/bare");
    assert_eq!((bare.text().as_str(), bare.header("set-cookie")), ("bare", None));
}

#[test]
fn messages_are_in_elements_with_their_role() {
    let demo = Demo::start(&[]);
    let mut client = demo.client();
    client.register(ANN, PASSWORD);
    let changes = [("user[email]", "eve@example.com"), ("user[current_password]", PASSWORD)];
    client.account_form(&changes);
    assert!(client.get("/").text().contains(r#"<p class="flash flash-info" role="status">"#));
    assert!(!client.get("/").text().contains("flash"), "a message is shown once");
    let failed = demo.client().sign_in(ANN, "not the password").text();
    assert!(failed.contains(r#"id="sign-in-failure" role="alert">"#), "{failed}");
}

#[test]
fn a_form_with_a_wrong_token_gets_403() {
    let demo = Demo::start(&[]);
    let mut client = demo.client();
    client.get("/session/new");
    let fields = [("_csrf_token", "wrong"), ("user[email]", ANN), ("user[password]", PASSWORD)];
    assert_eq!(client.post("/session", &fields).status, 403);
}

#[test]
fn help_names_each_option_with_its_variable_and_default() {
    let help = run(&["--help"]);
    assert!(help.status.success());
    let help = String::from_utf8(help.stdout).unwrap();
    for (flag, variable, default) in OPTIONS {
        assert!(help.contains(flag), "{flag}: {help}");
        assert!(help.contains(&format!("[env: {variable}=")) || help.contains(&format!("[env: {variable}]")), "{help}");
        assert!(default.is_empty() || help.contains(&format!("[default: {default}]")), "{flag}: {help}");
    }
    assert!(help.contains("--fast-hash") && help.contains("DEMO_FAST_HASH"));
}

#[test]
fn options_come_from_the_environment_too() {
    let variables = [
        ("DEMO_BIND", "127.0.0.1:0"),
        ("DATABASE_URL", "sqlite://from-the-environment.db"),
        ("DEMO_EXTENSIONS", "none"),
        ("DEMO_CACHE", "memory"),
        ("DEMO_PROFILE", "nist"),
        ("DEMO_MAIL_DIR", "./mails"),
        ("DEMO_TEXT_DIR", "./texts"),
        ("SECRET_KEY_BASE", SECRET),
        ("DEMO_USER_ID_FIELD", "username"),
        ("DEMO_SESSION_TTL", "60000"),
        ("DEMO_SESSION_RENEWAL", "30000"),
        ("DEMO_PERSISTENT_SESSION_TTL", "60000"),
        ("DEMO_FAST_HASH", "true"),
        ("DEMO_DISABLE_REGISTRATION", "false"),
        ("DEMO_PREVENT_USER_ENUMERATION", "false"),
    ];
    let demo = Demo::start_as(&[], &variables, TempDir::new().unwrap());
    let page = demo.client().get("/registration/new").text();
    assert!(page.contains("user[username]") && page.contains("At least 15 characters"), "{page}");
    assert!(demo.folder().join("from-the-environment.db").exists());
    assert!(demo.errors().contains("--fast-hash"));
    assert!(!demo.errors().contains("SECRET_KEY_BASE"), "{}", demo.errors());
}

#[test]
fn a_flag_wins_over_the_environment() {
    let variables = [("DEMO_BIND", "127.0.0.1:0"), ("DEMO_USER_ID_FIELD", "username")];
    let demo = Demo::start_as(&["--user-id-field", "email"], &variables, TempDir::new().unwrap());
    let page = demo.client().get("/registration/new").text();
    assert!(page.contains("user[email]") && !page.contains("user[username]"));
    assert!(demo.folder().join("demo.db").exists(), "the default database");
}

// Y3
#[test]
fn a_random_secret_is_warned_of_and_not_shown() {
    let demo = Demo::start(&[]);
    let warning = demo.errors();
    assert!(warning.contains("--secret-key-base (SECRET_KEY_BASE) is not set"), "{warning}");
    assert!(!warning.split_whitespace().any(|word| word.len() >= 64), "{warning}");
    let demo = Demo::start(&["--secret-key-base", SECRET]);
    assert!(!demo.errors().contains("SECRET_KEY_BASE"));
}

#[test]
fn users_have_names_instead_of_addresses_when_asked_for() {
    let demo = Demo::start(&["--user-id-field", "username"]);
    let mut client = demo.client();
    let fields = [("user[username]", "ann"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(client.submit("/registration/new", "/registration", &fields).status, 303);
    assert_eq!(home(&mut client), "signed in as ann");
}

#[test]
fn users_with_names_reset_their_password_by_the_address_beside_it() {
    let demo = Demo::start(&["--user-id-field", "username"]);
    let words = |password| [("user[password]", password), ("user[password_confirmation]", password)];
    let account = [&[("user[username]", "ann"), ("user[email]", " Ann@Example.com ")], &words(PASSWORD)[..]].concat();
    assert_eq!(demo.client().submit("/registration/new", "/registration", &account).status, 303);
    let mut client = demo.client();
    client.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = demo.mailed_link("/reset-password/");
    let new = "another-password-of-nobody";
    assert_eq!(client.submit(&link, &link, &words(new)).location(), Some("/session/new"));
    let sign_in = |password| [("user[username]", "ann"), ("user[password]", password)];
    assert_eq!(client.submit("/session/new", "/session", &sign_in(PASSWORD)).status, 422);
    assert_eq!(client.submit("/session/new", "/session", &sign_in(new)).status, 303);
    assert_eq!(home(&mut client), "signed in as ann");
}

// Policy rows of the three profiles: length and blocklist of passwords.
#[test]
fn each_profile_has_its_passwords() {
    let statuses = |profile: &str| {
        let demo = Demo::start(&["--profile", profile]);
        // Short, common, long enough for all but `nist`, long enough for all.
        let passwords = ["short77", "password1", "kelp-otter-9", "kelp otter balcony"];
        let register = |(number, password): (usize, &str)| {
            demo.client().register(&format!("user{number}@example.com"), password).status
        };
        passwords.into_iter().enumerate().map(register).collect::<Vec<_>>()
    };
    assert_eq!(statuses("default"), [422, 422, 303, 303]);
    assert_eq!(statuses("pow"), [422, 303, 303, 303]);
    assert_eq!(statuses("nist"), [422, 422, 422, 303]);
}

#[test]
fn each_profile_has_its_hash_and_fast_hash_is_weaker() {
    let hash = |arguments: &[&str]| {
        let demo = Demo::start_as(&[&["--bind", "127.0.0.1:0"], arguments].concat(), &[], TempDir::new().unwrap());
        assert_eq!(demo.client().register(ANN, PASSWORD).status, 303);
        let files = ["demo.db", "demo.db-wal"].map(|file| std::fs::read(demo.folder().join(file)).unwrap_or_default());
        String::from_utf8_lossy(&files.concat()).into_owned()
    };
    assert!(hash(&[]).contains("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert!(hash(&["--profile", "pow"]).contains("$pbkdf2-sha512$100000$"));
    let fast = hash(&["--fast-hash"]);
    assert!(fast.contains("$argon2id$") && !fast.contains("m=19456"));
}

#[test]
fn an_unused_session_ends_after_its_time_to_live() {
    let demo = Demo::start(&["--session-ttl", "700", "--session-renewal", "300"]);
    let mut client = demo.client();
    client.register(ANN, PASSWORD);
    assert_eq!(home(&mut client), format!("signed in as {ANN}"));
    sleep(Duration::from_millis(1000));
    assert_eq!(home(&mut client), "signed out");
}

#[test]
fn a_session_that_is_used_is_renewed() {
    let demo = Demo::start(&["--session-ttl", "5000", "--session-renewal", "200"]);
    let mut client = demo.client();
    client.register(ANN, PASSWORD);
    let before = client.cookies.get("auth").cloned();
    sleep(Duration::from_millis(300));
    assert_eq!(home(&mut client), format!("signed in as {ANN}"));
    assert_ne!(client.cookies.get("auth").cloned(), before);
    let demo = Demo::start(&[]);
    let mut client = demo.client();
    client.register(ANN, PASSWORD);
    let before = client.cookies.get("auth").cloned();
    home(&mut client);
    assert_eq!(client.cookies.get("auth").cloned(), before, "not before its time");
}

#[test]
fn without_registration_accounts_that_are_there_can_still_be_used_changed_and_deleted() {
    let demo = Demo::start(&[]);
    demo.client().register(ANN, PASSWORD);
    let demo = demo.restart(&["--disable-registration"]);
    let mut client = demo.client();
    assert_eq!(client.get("/registration/new").status, 404);
    let token = client.token("/session/new");
    // The path is there, for changes and the deletion.
    assert_eq!(client.post("/registration", &[("_csrf_token", &token)]).status, 405);
    assert!(!client.get("/").text().contains("/registration"));
    assert!(!client.get("/session/new").text().contains("/registration"));
    assert_eq!(client.sign_in(ANN, PASSWORD).status, 303);
    let changes = [("user[email]", "eve@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(client.account_form(&changes).status, 303);
    assert_eq!(delete_account(&mut client), 303);
}

#[test]
fn without_registration_there_is_no_sign_up_either() {
    let demo = Demo::start(&["--extensions", "signup"]);
    assert_eq!(demo.client().get("/signup").status, 200);
    let demo = Demo::start(&["--extensions", "signup", "--disable-registration"]);
    let mut visitor = demo.client();
    for path in ["/signup", "/signup/code", "/signup/details", "/signup/link/a-token"] {
        assert_eq!(visitor.get(path).status, 404, "{path}");
    }
    assert!(!visitor.get("/session/new").text().contains("/signup"));
}

#[test]
fn what_is_not_there_is_refused_by_its_name() {
    refuses(&["--extensions", "none,reset-password"], 1, "names `none` and other extensions");
    for empty in ["", " ", ",", " , "] {
        refuses(&["--extensions", empty], 1, "--extensions (DEMO_EXTENSIONS) is empty");
    }
    refuses(&["--extensions", "no-such-extension"], 1, "there is no extension `no-such-extension`");
    refuses(&["--cache", "carrier-pigeon:loft"], 1, "there is no cache store `carrier-pigeon`");
    refuses(&["--cache", ""], 1, "there is no cache store ``");
    refuses(&["--cache", "disk:"], 1, "--cache (DEMO_CACHE) names no folder: write disk:PATH");
}

#[test]
fn help_shows_no_password() {
    let said = Command::new(env!("CARGO_BIN_EXE_demo"))
        .arg("--help")
        .env("DATABASE_URL", "postgres://user:not-to-be-seen@host/x")
        .env("DEMO_CACHE", "redis://:not-to-be-seen@host")
        .env("SECRET_KEY_BASE", "not-to-be-seen")
        .output()
        .unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    assert!(
        text.contains("--database-url") && text.contains("DEMO_CACHE") && !text.contains("not-to-be-seen"),
        "{text}"
    );
}

#[test]
fn bad_configuration_ends_the_start_with_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refuses(&["--bind", &address], 1, "choose another address with --bind (DEMO_BIND)");
    refuses(&["--bind", "0.0.0.0:8000"], 1, "use --bind 127.0.0.1:8000 (DEMO_BIND)");
    refuses(&["--bind", "[::]:8000"], 1, "use --bind 127.0.0.1:8000 (DEMO_BIND)");
    refuses(&["--bind", "nowhere"], 2, "invalid value 'nowhere' for '--bind <ADDR:PORT>'");
    refuses(&["--bind", "127.0.0.1"], 2, "write it like 127.0.0.1:8000");
    refuses(&["--secret-key-base", "short"], 1, "See --secret-key-base (SECRET_KEY_BASE).");
    let session = ["--session-ttl", "1", "--session-renewal", "5"];
    refuses(&session, 1, "See --session-ttl (DEMO_SESSION_TTL) and --session-renewal (DEMO_SESSION_RENEWAL).");
    for cache in ["redisfoo", "redis://", "redis://127.0.0.1:1", "disk:/proc/x", "disk:/dev/null"] {
        refuses(&["--cache", cache], 1, "See --cache (DEMO_CACHE).");
    }
    refuses(&["--profile", "lax"], 2, "[possible values: default, pow, nist]");
    refuses(&["--session-ttl", "0"], 2, "--session-ttl");
    refuses(&["--session-ttl", "soon"], 2, "'soon'");
    for (flag, least) in [("--session-ttl", 1), ("--session-renewal", 0), ("--persistent-session-ttl", 1)] {
        for outside in ["-1", "315360000001", "18446744073709551616", ""] {
            let said = refuses(&[flag, outside], 2, &format!("from {least} to 315360000000"));
            assert!(said.contains(flag) && said.contains(&format!("'{outside}'")), "{said}");
        }
    }
    for flag in ["--prevent-user-enumeration", "--fast-hash", "--disable-registration"] {
        let said = refuses(&[flag, "perhaps"], 2, "write true or false");
        assert!(said.contains(flag) && said.contains("'perhaps'"), "{said}");
    }
    refuses(&["--secret-key-base", &"x".repeat(64)], 1, "consists of one repeated character");
    refuses(&["--secret-key-base", &"xy".repeat(32)], 1, "consists of 2 different characters");
    refuses(&["--no-such-flag"], 2, "'--no-such-flag'");
}

#[test]
fn a_database_that_is_not_there_ends_the_start_with_one_sentence() {
    refuses(
        &["--database-url", "oracle://scott@127.0.0.1/db"],
        1,
        "must begin with sqlite://, postgres:// or mysql://",
    );
    refuses(&["--database-url", "sqlite://"], 1, "is empty");
    refuses(&["--database-url", "sqlite:///"], 1, "is a folder");
    refuses(
        &["--database-url", concat!("sqlite://", env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")],
        1,
        "is not an SQLite database",
    );
    refuses(&["--database-url", "app.db"], 1, "must begin with sqlite://, postgres:// or mysql://");
    refuses(
        &["--database-url", "sqlite:///no/such/folder/app.db"],
        1,
        "could not open the SQLite database `/no/such/folder/app.db`",
    );
    for scheme in ["postgres", "mysql"] {
        let said = refuses(
            &["--database-url", &format!("{scheme}://ann:word-to-hide@127.0.0.1:1/db")],
            1,
            "--database-url (DATABASE_URL)",
        );
        assert!(!said.contains("word-to-hide"), "{said}");
    }
}

#[test]
fn a_switch_is_understood_in_each_of_its_spellings() {
    for (value, is_on) in [("1", true), ("true", true), ("on", true), ("TRUE", true), ("0", false), ("off", false)] {
        let variables = [("DEMO_FAST_HASH", value), ("DEMO_BIND", "localhost:0"), ("SECRET_KEY_BASE", SECRET)];
        let demo = Demo::start_as(&["--database-url", "sqlite::memory:"], &variables, TempDir::new().unwrap());
        assert_eq!(demo.errors().contains("--fast-hash"), is_on, "{value}: {}", demo.errors());
    }
}

#[test]
fn a_database_of_the_other_user_id_field_is_refused_with_both_remedies() {
    let folder = TempDir::new().unwrap();
    let path = format!("sqlite://{}/other.db", folder.path().display());
    drop(Demo::start(&["--database-url", &path]));
    let said = refuses(&["--database-url", &path, "--user-id-field", "username"], 1, "--user-id-field");
    assert!(said.contains("`users.username`") && said.contains("--database-url"), "{said}");
}

#[cfg(unix)]
#[test]
fn accounts_and_mails_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let demo = Demo::start(&[]);
    demo.client().register(ANN, PASSWORD);
    let mode = |name: &str| demo.folder().join(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(["demo.db", "demo.db-wal", "demo.db-shm", "demo-mail"].map(mode), [0o600, 0o600, 0o600, 0o700]);
}

// P27: the texts that the framework leaves to the application, on the demo's own pages too.
#[test]
fn each_step_says_what_happened() {
    let demo = Demo::start(&[]);
    let mut client = demo.client();
    let flash = |client: &mut Client, page: &str, kind: &str| {
        let html = client.get(page).text();
        let after = html.split_once(&format!("<p class=\"flash flash-{kind}\""));
        after.and_then(|(_, text)| Some(text.split_once('>')?.1.split_once('<')?.0.to_owned()))
    };
    assert_eq!(flash(&mut client, "/", "info"), None);
    client.get("/protected");
    assert_eq!(flash(&mut client, "/session/new", "info").as_deref(), Some("Please sign in first."));
    client.register(ANN, PASSWORD);
    assert_eq!(flash(&mut client, "/", "info").as_deref(), Some("Welcome! Your account is ready."));
    client.get("/session/new");
    assert_eq!(flash(&mut client, "/", "error"), None, "it is no mistake to be signed in already");
    let mut elsewhere = client.clone();
    client.sign_out();
    assert_eq!(flash(&mut client, "/", "info").as_deref(), Some("You’ve been signed out."));
    client.sign_in(ANN, PASSWORD);
    assert_eq!(flash(&mut client, "/", "info").as_deref(), Some("Welcome back."));
    assert_eq!(elsewhere.post("/registration", &[("_method", "PUT")]).location(), Some("/session/new"));
    let over = flash(&mut elsewhere, "/session/new", "error").unwrap();
    assert!(over.starts_with("Your session has ended"), "{over}");
}

/// It ends with that code, after one line with these words and nothing on the standard output.
fn refuses(arguments: &[&str], code: i32, words: &str) -> String {
    // With a port of its own, and a secret, so that no warning comes before the sentence.
    let given = |name: &str| arguments.contains(&name);
    let mut all = arguments.to_vec();
    for pair in [["--bind", "127.0.0.1:0"], ["--database-url", "sqlite::memory:"], ["--secret-key-base", SECRET]] {
        let [name, _] = pair;
        all.extend_from_slice(if given(name) { &[] } else { &pair });
    }
    let output = run(&all);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert_eq!(output.stdout, b"", "{arguments:?}");
    assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    assert!(said.starts_with("demo: ") && said.contains(words), "{arguments:?}: {said}");
    said
}

fn home(client: &mut Client) -> String {
    client.get("/").element_text("current-user")
}
