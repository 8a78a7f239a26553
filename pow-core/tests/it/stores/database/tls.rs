//! PostgreSQL and MySQL through TLS, with certificates of the tests' own; and in clear.

use pow_core::store::{MysqlStore, PostgresStore};
use pow_testing::logs::Logs;

fn warnings(database: &str) -> usize {
    let text = format!("the connection to {database} on another machine is unencrypted");
    Logs::capture().text().lines().filter(|line| line.contains(&text) && line.contains("pow::setup::danger")).count()
}

#[test]
fn postgres_in_clear_on_another_machine_is_told_once_and_on_this_one_not_at_all() {
    if !pow_testing::alone() {
        return;
    }
    let connect = |url: &str| drop(PostgresStore::connect(url).unwrap());
    Logs::capture();
    connect("postgres://user:hidden-word@localhost/app");
    connect("postgres://user:hidden-word@127.0.0.1/app?sslmode=disable");
    connect("host=/run/postgresql user=user");
    assert_eq!(warnings("PostgreSQL"), 0);
    connect("postgres://user:hidden-word@db.example/app");
    assert_eq!(warnings("PostgreSQL"), 1);
    assert!(!Logs::capture().text().contains("hidden-word"));
}

#[test]
fn mysql_in_clear_on_another_machine_is_told_once_and_on_this_one_not_at_all() {
    if !pow_testing::alone() {
        return;
    }
    let connect = |url: &str| drop(MysqlStore::connect(url).unwrap());
    Logs::capture();
    connect("mysql://user:hidden-word@localhost/app");
    connect("mariadb://user:hidden-word@127.0.0.1/app?require_ssl=false");
    assert_eq!(warnings("MySQL"), 0);
    connect("mariadb://user:hidden-word@db.example/app");
    assert_eq!(warnings("MySQL"), 1);
    assert!(!Logs::capture().text().contains("hidden-word"));
}

#[cfg(not(feature = "mysql-tls"))]
#[test]
fn mysql_through_tls_is_refused_without_the_feature() {
    let refused = MysqlStore::connect("mysql://u@localhost/app?require_ssl=true").err().unwrap();
    assert!(matches!(&refused, pow_core::Error::Config(said) if said.contains("`mysql-tls`")), "{refused}");
}

#[cfg(not(feature = "postgres-tls"))]
#[test]
fn postgres_through_tls_is_refused_without_the_feature() {
    for mode in ["require", "verify-ca", "verify-full"] {
        let refused = PostgresStore::connect(&format!("postgres://u@localhost/app?sslmode={mode}")).err().unwrap();
        assert!(matches!(&refused, pow_core::Error::Config(said) if said.contains("`postgres-tls`")), "{refused}");
    }
}

#[cfg(any(feature = "postgres-tls", feature = "mysql-tls"))]
mod through_tls {
    use std::{fs, sync::Arc};

    use pow_core::{
        Config, Error, Pow,
        id::IdKind,
        schema::Schema,
        store::{Filter, Prefix, Select, Store},
    };
    use pow_testing::app::TEST_SECRET;
    use pow_testing_servers::{Kind, Server, ask, temp_folder};
    use tempfile::TempDir;

    use super::{super::suite::users, *};

    /// A server with a certificate for 127.0.0.1, which is its own root.
    struct Served {
        server: Server,
        root: String,
        others: String,
        _folder: TempDir,
    }

    fn served(kind: Kind) -> Option<Served> {
        ask(kind)?;
        let folder = temp_folder().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (root, others) = (path("root.pem"), path("others.pem"));
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        fs::write(&root, made.cert.pem()).unwrap();
        fs::write(&others, rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap().cert.pem()).unwrap();
        let pems = [made.cert.pem(), made.signing_key.serialize_pem()];
        let server = Server::start_with_tls(kind, pems, folder.path()).unwrap();
        Some(Served { server, root, others, _folder: folder })
    }

    /// What the start says about a store that can't be used.
    async fn refused(store: Arc<dyn Store>) -> String {
        let config = Config {
            secret_key_base: TEST_SECRET.into(),
            base_url: "http://127.0.0.1:1".to_owned(),
            store: store.into(),
            ..Config::default()
        };
        match Pow::new(config).unwrap().verify().await {
            Err(Error::Unavailable { source, .. }) => source.to_string(),
            other => panic!("it was not refused: {other:?}"),
        }
    }

    async fn works(store: &Arc<dyn Store>) {
        let schema = Schema::new(users(IdKind::Uuid), Vec::new());
        store.migrate(&schema).await.unwrap();
        let all = Select::new(Filter::all());
        assert!(store.select(&Prefix::default(), schema.users(), all).await.unwrap().is_empty());
    }

    #[cfg(feature = "postgres-tls")]
    mod postgres {
        use diesel::sql_types::Bool;
        use diesel_async::{AsyncPgConnection, RunQueryDsl};

        use super::*;

        #[derive(diesel::QueryableByName)]
        struct Ssl {
            #[diesel(sql_type = Bool)]
            ssl: bool,
        }

        fn store(url: &str) -> Arc<dyn Store> {
            PostgresStore::connect(url).unwrap().into()
        }

        async fn is_through_tls(store: &Arc<dyn Store>) -> bool {
            let mut transaction = store.begin(&Prefix::default()).await.unwrap();
            let connection: &mut AsyncPgConnection = transaction.connection().unwrap().downcast_mut().unwrap();
            let asked = diesel::sql_query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
            asked.get_result::<Ssl>(connection).await.unwrap().ssl
        }

        #[tokio::test]
        async fn server_that_the_root_certificate_vouches_for_is_used_and_no_other() {
            let Some(served) = served(Kind::Postgres) else { return };
            let url = |rest: &str| format!("{}{rest}", served.server.url());
            for mode in ["require", "verify-ca", "verify-full"] {
                let store = store(&url(&format!("?sslmode={mode}&sslrootcert={}", served.root)));
                works(&store).await;
                assert!(is_through_tls(&store).await, "{mode}");
            }
            for mode in ["require", "verify-ca", "verify-full"] {
                for root in [format!("&sslrootcert={}", served.others), String::new()] {
                    let said = refused(store(&url(&format!("?sslmode={mode}{root}")))).await;
                    assert!(said.contains("certificate is not trusted") && said.contains("sslrootcert"), "{said}");
                }
            }
        }

        #[tokio::test]
        async fn server_under_a_name_that_its_certificate_lacks_is_not_trusted_in_any_mode() {
            let Some(served) = served(Kind::Postgres) else { return };
            let url = served.server.url().replace("127.0.0.1", "localhost");
            for mode in ["require", "verify-ca", "verify-full"] {
                let store = store(&format!("{url}?sslmode={mode}&sslrootcert={}", served.root));
                let said = refused(store).await;
                assert!(said.contains("certificate is not trusted"), "{said}");
            }
        }

        #[tokio::test]
        async fn connection_is_in_clear_where_nobody_asked_for_tls() {
            let Some(served) = served(Kind::Postgres) else { return };
            for mode in ["", "?sslmode=prefer", "?sslmode=disable"] {
                let store = store(&format!("{}{mode}", served.server.url()));
                works(&store).await;
                assert!(!is_through_tls(&store).await, "{mode}");
            }
        }

        #[tokio::test]
        async fn server_that_refuses_is_told_from_one_that_is_away() {
            let Some(url) = pow_testing::servers::postgres() else { return };
            let said = refused(store(&format!("{url}?sslmode=require"))).await;
            assert!(said.contains("doesn't support TLS") && !said.contains("that the server is running"), "{said}");
            let Some(served) = served(Kind::Postgres) else { return };
            let tls = format!("?sslmode=require&sslrootcert={}", served.root);
            let wrong = served.server.url().replace("pow:", "pow:hidden-word");
            let said = refused(store(&format!("{wrong}{tls}"))).await;
            assert!(said.contains("the server rejected") && !said.contains("hidden-word"), "{said}");
            let none = served.server.url();
            let none = format!("{}/no_such_database", none.rsplit_once('/').unwrap().0);
            let said = refused(store(&format!("{none}{tls}"))).await;
            assert!(said.contains("has no database of this name"), "{said}");
        }

        #[test]
        fn file_without_a_root_certificate_stops_the_start() {
            let folder = tempfile::tempdir().unwrap();
            let (empty, absent) = (folder.path().join("empty.pem"), folder.path().join("absent.pem"));
            fs::write(&empty, "no certificate").unwrap();
            for (path, words) in [(empty, "no root certificate"), (absent, "could not read")] {
                let url = format!("postgres://u@localhost/app?sslmode=verify-full&sslrootcert={}", path.display());
                let refused = PostgresStore::connect(&url).err().unwrap();
                assert!(matches!(&refused, Error::Config(said) if said.contains(words)), "{refused}");
            }
        }
    }
    #[cfg(feature = "mysql-tls")]
    mod mysql {
        use diesel::sql_types::Text;
        use diesel_async::{AsyncMysqlConnection, RunQueryDsl};

        use super::*;

        #[derive(diesel::QueryableByName)]
        struct Cipher {
            #[diesel(sql_type = Text, column_name = "Value")]
            cipher: String,
        }

        fn store(url: &str) -> Arc<dyn Store> {
            MysqlStore::connect(url).unwrap().into()
        }

        async fn is_through_tls(store: &Arc<dyn Store>) -> bool {
            let mut transaction = store.begin(&Prefix::default()).await.unwrap();
            let connection: &mut AsyncMysqlConnection = transaction.connection().unwrap().downcast_mut().unwrap();
            let asked = diesel::sql_query("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
            !asked.get_result::<Cipher>(connection).await.unwrap().cipher.is_empty()
        }

        #[tokio::test]
        async fn server_that_the_root_certificate_vouches_for_is_used_and_no_other() {
            let Some(served) = served(Kind::MariaDb) else { return };
            let url = |rest: &str| format!("{}?require_ssl=true{rest}", served.server.url());
            let ours = store(&url(&format!("&ssl_ca={}", served.root)));
            works(&ours).await;
            assert!(is_through_tls(&ours).await);
            for root in [format!("&ssl_ca={}", served.others), String::new()] {
                let said = refused(store(&url(&root))).await;
                assert!(said.contains("certificate is not trusted") && said.contains("ssl_ca"), "{said}");
            }
        }

        #[tokio::test]
        async fn server_under_a_name_that_its_certificate_lacks_is_not_trusted() {
            let Some(served) = served(Kind::MariaDb) else { return };
            let url = served.server.url().replace("127.0.0.1", "localhost");
            let said = refused(store(&format!("{url}?require_ssl=true&ssl_ca={}", served.root))).await;
            assert!(said.contains("certificate is not trusted"), "{said}");
        }

        #[tokio::test]
        async fn connection_is_in_clear_where_nobody_asked_for_tls() {
            let Some(served) = served(Kind::MariaDb) else { return };
            for asked in ["", "?require_ssl=false"] {
                let store = store(&format!("{}{asked}", served.server.url()));
                works(&store).await;
                assert!(!is_through_tls(&store).await, "{asked}");
            }
        }

        #[tokio::test]
        async fn user_that_the_server_refuses_is_told() {
            let Some(served) = served(Kind::MariaDb) else { return };
            let tls = format!("?require_ssl=true&ssl_ca={}", served.root);
            let wrong = served.server.url().replace("pow:", "pow:hidden-word");
            let said = refused(store(&format!("{wrong}{tls}"))).await;
            assert!(said.contains("the server rejected") && !said.contains("hidden-word"), "{said}");
        }
    }
}
