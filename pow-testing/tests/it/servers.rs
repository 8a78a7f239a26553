//! Databases of one test each, on the servers that `cargo xtask test` starts.

use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};
use pow_testing::servers::{self, fresh_database};

const TABLE: &str = "CREATE TABLE things (id INT PRIMARY KEY)";

async fn is_there<C: AsyncConnection>(url: &str) -> bool {
    C::establish(url).await.is_ok()
}

async fn each_test_has_its_own_database<C: AsyncConnection + SimpleAsyncConnection>(server: &str) {
    let first = fresh_database(server).unwrap();
    let second = fresh_database(server).unwrap();
    let mut in_first = C::establish(first.url()).await.unwrap();
    in_first.batch_execute(TABLE).await.unwrap();
    assert!(in_first.batch_execute(TABLE).await.is_err());
    C::establish(second.url()).await.unwrap().batch_execute(TABLE).await.unwrap();

    let url = first.url().to_owned();
    drop(first);
    assert!(!is_there::<C>(&url).await, "dropped although a client was connected");
    assert!(is_there::<C>(second.url()).await);
}

#[tokio::test]
async fn postgres_test_has_its_own_database() {
    let Some(server) = servers::postgres() else { return };
    each_test_has_its_own_database::<AsyncPgConnection>(&server).await;
}

#[tokio::test]
async fn mysql_test_has_its_own_database() {
    let Some(server) = servers::mysql() else { return };
    each_test_has_its_own_database::<AsyncMysqlConnection>(&server).await;
}

#[test]
fn unreachable_server_is_an_error() {
    assert!(fresh_database("postgres://pow:pow@127.0.0.1:1/postgres").is_err());
    assert!(fresh_database("mysql://pow:pow@127.0.0.1:1/pow").is_err());
    assert!(fresh_database("no url").is_err());
}
