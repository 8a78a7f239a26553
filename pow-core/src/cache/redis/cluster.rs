//! A Redis Cluster: the client knows which of its servers has which keys, and learns anew when that changes.

use std::time::Duration;

use redis::{
    Cmd, ErrorKind, Pipeline, RedisError, RedisResult, ServerErrorKind, Value,
    cluster::{ClusterClient, ClusterClientBuilder, ClusterConfig},
    cluster_async::ClusterConnection,
    cluster_routing::{RoutingInfo, SingleNodeRoutingInfo},
    cmd,
};
use tokio::time;

use super::{place::Place, tls::Tls};
use crate::Error;

const PORT: u16 = 6_379;
/// How often a command is tried again that a server has refused: its keys have moved, say.
const RETRIES: u32 = 3;
/// The pause before the first retry while no node says where the keys are now; the next pauses are longer.
const PAUSE: Duration = Duration::from_millis(50);

/// A server of a cluster.
pub(super) type Node = (String, u16);

/// The way to a cluster, by some of its servers.
pub(super) struct Cluster(ClusterClient);

impl Cluster {
    /// What follows `redis-cluster://`: `[user]:password@host1:port1,host2:port2`.
    pub(super) fn parse(text: &str, tls: Option<&Tls>) -> Result<Self, Error> {
        let fault = |what: &str| Error::Config(format!("the URL of the Redis Cluster {what}"));
        let (place, rest) = text.split_once('/').unwrap_or((text, ""));
        if !rest.is_empty() {
            return Err(fault("names a database: a cluster has only one"));
        }
        let place = Place::parse(place, PORT).map_err(fault)?;
        // The client would send again whatever had no answer, and what was done twice looks as if somebody else had done it.
        let mut builder = ClusterClientBuilder::new(place.hosts).retries(0);
        if let Some(user) = place.user {
            builder = builder.username(user);
        }
        if let Some(password) = place.password {
            builder = builder.password(password.expose());
        }
        if let Some(tls) = tls {
            builder = secured(builder, tls);
        }
        builder.build().map(Self).map_err(|error| fault(&format!("can't be used: {error}")))
    }

    pub(super) async fn connect(&self, timeout: Duration) -> RedisResult<ClusterConnection> {
        let config = ClusterConfig::new().set_connection_timeout(timeout).set_response_timeout(timeout);
        self.0.get_async_connection_with_config(config).await
    }
}

#[cfg(feature = "redis-tls")]
fn secured(builder: ClusterClientBuilder, tls: &Tls) -> ClusterClientBuilder {
    builder.tls(redis::TlsMode::Secure).certs(tls.certificates())
}

#[cfg(not(feature = "redis-tls"))]
fn secured(_: ClusterClientBuilder, tls: &Tls) -> ClusterClientBuilder {
    match *tls {}
}

/// The servers that have keys; each is to be asked on its own for what it has.
pub(super) async fn masters(connection: &mut ClusterConnection) -> RedisResult<Vec<Node>> {
    let list: String = cmd("CLUSTER").arg("NODES").query_async(connection).await?;
    Ok(list.lines().filter_map(master).collect())
}

/// Sends a command to the server that has its keys. It is sent again where a server said that it did not do it, and never
/// after a lost connection or a time-out: it may have been done then.
pub(super) async fn send(connection: &mut ClusterConnection, command: &Cmd) -> RedisResult<Value> {
    let mut taker = None;
    for attempt in 1..=RETRIES {
        let refused = match send_once(connection, taker.take(), command).await {
            Err(error) if is_refusal(&error) => error,
            done => return done,
        };
        match refused.kind() {
            ErrorKind::Server(ServerErrorKind::Ask) => taker = node_of(&refused),
            // The client learns at once where the keys of the slot are now.
            ErrorKind::Server(ServerErrorKind::Moved) => {}
            _ => time::sleep(PAUSE * attempt).await,
        }
    }
    send_once(connection, taker, command).await
}

/// With a `taker`, to the server that is just taking over the keys, and does commands for them only if it is asked to. One
/// that has no keys at all yet is not known to the client: until it has them this is a fault.
async fn send_once(connection: &mut ClusterConnection, taker: Option<Node>, command: &Cmd) -> RedisResult<Value> {
    let Some((host, port)) = taker else { return command.query_async(connection).await };
    let mut both = Pipeline::new();
    both.cmd("ASKING").add_command(command.clone());
    let answers = connection.route_pipeline(both, 1, 1, SingleNodeRoutingInfo::ByAddress { host, port }).await?;
    answers.into_iter().next().unwrap_or(Value::Nil).extract_error()
}

/// Whether the server did nothing, and another or the same one may do it soon.
fn is_refusal(error: &RedisError) -> bool {
    use ServerErrorKind as Kind;
    let ErrorKind::Server(kind) = error.kind() else { return false };
    matches!(
        kind,
        Kind::Moved
            | Kind::Ask
            | Kind::TryAgain
            | Kind::ClusterDown
            | Kind::MasterDown
            | Kind::BusyLoading
            | Kind::ReadOnly
    )
}

fn node_of(redirect: &RedisError) -> Option<Node> {
    let (host, port) = redirect.redirect_node()?.0.rsplit_once(':')?;
    Some((host.to_owned(), port.parse().ok()?))
}

/// Sends a command to one server.
pub(super) async fn send_to(
    connection: &mut ClusterConnection,
    (host, port): Node,
    command: Cmd,
) -> RedisResult<Value> {
    let routing = RoutingInfo::SingleNode(SingleNodeRoutingInfo::ByAddress { host, port });
    connection.route_command(command, routing).await
}

/// A line such as `07c3… 127.0.0.1:7000@17000,name master - 0 1426238317239 1 connected 0-5460`. One that has failed is
/// asked all the same while keys are its own: that it doesn't answer is a fault, not fewer keys.
fn master(line: &str) -> Option<Node> {
    let mut words = line.split(' ');
    let (address, flags) = (words.nth(1)?, words.next()?);
    let is = |wanted: &str| flags.split(',').any(|flag| flag == wanted);
    let is_there = is("master") && (!is("fail") || words.nth(5).is_some());
    let (host, port) = address.split('@').next()?.rsplit_once(':')?;
    (is_there && !host.is_empty()).then_some((host.to_owned(), port.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masters_that_are_there_are_listed_and_nobody_else() {
        let node = |text: &str| master(text).map(|(host, port)| format!("{host} {port}"));
        assert_eq!(
            node("a 127.0.0.1:7000@17000,x myself,master - 0 0 1 connected 0-9").as_deref(),
            Some("127.0.0.1 7000")
        );
        assert_eq!(node("a ::1:7000@17000 master - 0 0 1 connected").as_deref(), Some("::1 7000"));
        assert_eq!(node("a 127.0.0.1:1@2 master,fail - 0 0 1 x 0-9").as_deref(), Some("127.0.0.1 1"));
        for other in
            ["a 127.0.0.1:1@2 slave b 0 0 1 connected", "a 127.0.0.1:1@2 master,fail - 0 0 1 x", "a :0@0 master", ""]
        {
            assert_eq!(node(other), None);
        }
    }

    #[test]
    fn url_is_read_and_one_with_a_database_is_not() {
        assert!(Cluster::parse(":p@a:1,b", None).is_ok());
        for junk in ["", "a/1", "a:x", ":p@"] {
            assert!(Cluster::parse(junk, None).is_err(), "{junk}");
        }
    }
}
