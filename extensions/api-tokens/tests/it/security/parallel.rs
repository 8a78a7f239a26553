//! One refresh token, many requests at the same moment.

use std::{collections::BTreeSet, sync::Arc};

use pow_ext_api_tokens::{OAuthController, TOKEN};
use pow_testing::{
    Database,
    client::{ANN, encode, together},
    on_each_database_and_cache,
    race::{Overlap, REQUESTS, rounds},
};

use super::refresh::alarms;
use crate::common::{builder, first_pair, jwt, pair, refresh, with_everything};

on_each_database_and_cache!(of_parallel_refreshes_all_get_one_successor_and_no_alarm,);

// G3
fn of_parallel_refreshes_all_get_one_successor_and_no_alarm(database: Database) {
    let overlap = Overlap::default();
    let controller = overlap.around(OAuthController::new(with_everything(), Arc::new(jwt())));
    let app = builder(with_everything(), database).controller(TOKEN, controller).start();
    drop(app.registered(ANN));
    let [_, mut token] = first_pair(&app);
    let rounds = rounds();
    for round in 0..rounds {
        let form = encode(&[("grant_type", "refresh_token"), ("refresh_token", &token)]);
        let request = app.client().bytes("POST", "/oauth/token", Some(&form));
        let answers = together(app.address(), &vec![request; REQUESTS]);
        let next: BTreeSet<_> = answers.iter().map(|answer| pair(answer)[1].clone()).collect();
        assert_eq!(next.len(), 1, "round {round}: one family, one successor");
        token = next.into_iter().next().unwrap();
    }
    overlap.assert_reached(5, &format!("{rounds} rounds of {REQUESTS} refreshes"));
    assert_eq!(alarms(&app), 0, "no false alarm");
    pair(&refresh(&app, &token));
}
