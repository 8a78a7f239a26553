//! One refresh token, many requests at the same moment.

use std::{collections::BTreeSet, env};

use pow_testing::{
    Database,
    client::{encode, together},
    on_each_database_and_cache,
    race::{REQUESTS, rounds_or},
};

use super::refresh::{alarms, app};
use crate::common::{first_pair, pair, refresh};

on_each_database_and_cache!(of_parallel_refreshes_all_get_one_successor_and_no_alarm,);

// G3
fn of_parallel_refreshes_all_get_one_successor_and_no_alarm(database: Database) {
    let app = app(database);
    let [_, mut token] = first_pair(&app);
    let rounds = rounds_or(if env::var_os("POW_TEST_SHORT").is_some() { 5 } else { 20 });
    for round in 0..rounds {
        let form = encode(&[("grant_type", "refresh_token"), ("refresh_token", &token)]);
        let request = app.client().bytes("POST", "/oauth/token", Some(&form));
        let answers = together(app.address(), &vec![request; REQUESTS]);
        let next: BTreeSet<_> = answers.iter().map(|answer| pair(answer)[1].clone()).collect();
        assert_eq!(next.len(), 1, "round {round}: one family, one successor");
        token = next.into_iter().next().unwrap();
    }
    assert_eq!(alarms(&app), 0, "no false alarm");
    pair(&refresh(&app, &token));
}
