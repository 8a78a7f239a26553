//! Sends commands to a Redis Cluster. The client knows which server has which keys, and follows changes.

use std::time::Duration;

use redis::{
    Cmd, ErrorKind, Pipeline, RedisError, RedisResult, RetryMethod, ServerErrorKind, Value,
    cluster::{ClusterClient, ClusterConfig},
    cluster_async::ClusterConnection,
    cluster_routing::{RoutingInfo, SingleNodeRoutingInfo},
};
use tokio::time;

/// How often a refused command is retried. A server refuses a command, for example, after its keys have moved.
const RETRIES: u32 = 3;
/// The pause before the first retry if no server says where the keys are. The next pauses are longer.
const PAUSE: Duration = Duration::from_millis(50);

pub(crate) async fn connect(client: &ClusterClient, timeout: Duration) -> RedisResult<ClusterConnection> {
    // The client waits twice for a server that doesn't answer, before it is ready for the others.
    let config = ClusterConfig::new().set_connection_timeout(timeout / 3).set_response_timeout(timeout);
    client.get_async_connection_with_config(config).await
}

/// Sends a command to the server `node`, or to the server that has the command's keys if `node` is empty.
///
/// A refused command is retried. The client's own retries are off, because they would also repeat a command whose answer
/// was lost. Such a command may have been executed.
pub(crate) async fn send(connection: &mut ClusterConnection, node: &str, command: &Cmd) -> RedisResult<Value> {
    if let Some(server) = server(node) {
        return connection.route_command(command.clone(), RoutingInfo::SingleNode(server)).await;
    }
    let mut importing = None;
    for attempt in 1..=RETRIES {
        let refused = match send_once(connection, importing.take(), command).await {
            Err(error) if is_refusal(&error) => error,
            done => return done,
        };
        match refused.kind() {
            ErrorKind::Server(ServerErrorKind::Ask) => {
                importing = refused.redirect_node().and_then(|(address, _)| server(address));
            }
            // The client learns at once where the keys of the slot are now.
            ErrorKind::Server(ServerErrorKind::Moved) => {}
            _ => time::sleep(PAUSE * attempt).await,
        }
    }
    send_once(connection, importing, command).await
}

/// A server that is importing the keys executes a command for them only after `ASKING`. The client doesn't know a server
/// that has no keys yet, so the command fails until the server has some.
async fn send_once(
    connection: &mut ClusterConnection,
    importing: Option<SingleNodeRoutingInfo>,
    command: &Cmd,
) -> RedisResult<Value> {
    let Some(server) = importing else { return command.query_async(connection).await };
    let mut both = Pipeline::with_capacity(2);
    both.cmd("ASKING").add_command(command.clone());
    let answers = connection.route_pipeline(both, 1, 1, server).await?;
    answers.into_iter().next().unwrap_or(Value::Nil).extract_error()
}

/// Returns whether the server did not execute the command, and a retry may succeed.
fn is_refusal(error: &RedisError) -> bool {
    matches!(error.kind(), ErrorKind::Server(_)) && !matches!(error.retry_method(), RetryMethod::NoRetry)
}

fn server(address: &str) -> Option<SingleNodeRoutingInfo> {
    let (host, port) = address.rsplit_once(':')?;
    Some(SingleNodeRoutingInfo::ByAddress { host: host.to_owned(), port: port.parse().ok()? })
}
