//! Periodic work is done by one node, and by another one after that node has been killed.

use std::{fs, time::Duration};

use chrono::DateTime;
use three_nodes::{NODES, Site};

use crate::{EVERY, start, wait_until};

/// A node's line in the log: when it completed the work, in ms, and which node it is.
type Done = (i64, usize);

/// Returns when the work was completed, by which node, in order.
fn done(site: &Site, job: &str) -> Vec<Done> {
    let end = format!("job=\"{job}\"");
    let of = |n: usize| {
        let log = fs::read_to_string(site.log_path(n)).unwrap();
        let lines = log.lines().filter(|line| line.contains("pow::job::done") && line.contains(&end));
        let times = lines.map(|line| DateTime::parse_from_rfc3339(line.split(' ').next().unwrap()).unwrap());
        times.map(|time| (time.timestamp_millis(), n)).collect::<Vec<_>>()
    };
    let mut all: Vec<Done> = (0..NODES).flat_map(of).collect();
    all.sort_unstable();
    all
}

fn ms(time: Duration) -> i64 {
    time.as_millis().try_into().unwrap()
}

/// The time from each completion to the next one, in ms.
fn gaps(done: &[Done]) -> Vec<i64> {
    done.windows(2).map(|pair| pair[1].0 - pair[0].0).collect()
}

#[test]
fn work_is_done_once_an_interval_and_taken_over_from_a_killed_node() {
    let Some(mut site) = start() else { return };
    let report = "report/write";
    let reports = |site: &Site, number| wait_until("the report is written", || done(site, report).len() >= number);
    reports(&site, 4);
    // The lease lasts nine tenths of the interval. A node's turn comes once an interval, so another one is there after 1.9 at most.
    // A busy machine may add to both.
    let (least, most, busy) = (ms(EVERY * 9 / 10), ms(EVERY * 19 / 10), 500);
    for _ in 0..2 {
        let before = done(&site, report);
        reports(&site, before.len() + 1);
        let all = done(&site, report);
        let owner = all.last().unwrap().1;
        site.kill(owner);
        reports(&site, all.len() + 1);
        let after = done(&site, report);
        let next = after[all.len()];
        assert_ne!(next.1, owner, "{after:?}");
        assert!(gaps(&after).iter().all(|gap| (least - busy..=most + busy).contains(gap)), "{:?}", gaps(&after));
        println!("taken over after {} ms of {most}", next.0 - all.last().unwrap().0);
        site.start_node(owner).unwrap();
    }
    // Its interval is an hour. It is done at the start of the first node alone, also where nodes were started again.
    assert_eq!(done(&site, "core/dead_letters").len(), 1);
    // Work about the process itself is each node's.
    let nodes: std::collections::BTreeSet<_> = done(&site, "core/outbox").iter().map(|done| done.1).collect();
    assert_eq!(nodes.len(), NODES);
}
