//! The store's threads, on which connections live and statements run.
//!
//! Each worker of actix-web has a separate runtime, and a connection ends with the runtime on which it was opened. The store
//! therefore has its own runtime. A statement is completed even if its client disconnects.

use std::{future::Future, sync::Arc, time::Duration};
#[cfg(feature = "sqlite")]
use std::{
    pin::Pin,
    sync::mpsc::{Receiver, sync_channel},
    task::{Context, Poll},
};

use tokio::{
    runtime::{Builder, Handle, Runtime},
    time::timeout,
};

use crate::Error;

/// The default timeout of a call. Lock timeouts are shorter, so a longer silence means that the server or the network is
/// frozen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A runtime, owned by the store and its open transactions.
#[derive(Clone, Debug)]
pub(crate) struct Threads {
    owned: Arc<Owned>,
    limit: Duration,
}

#[derive(Debug)]
struct Owned(Option<Runtime>, Handle);

impl Threads {
    /// Starts the threads.
    pub(crate) fn start(threads: usize) -> Result<Self, Error> {
        let runtime =
            Builder::new_multi_thread().worker_threads(threads).thread_name("pow-store").enable_all().build().map_err(
                |source| Error::Unavailable { service: "thread pool of the database", source: source.into() },
            )?;
        let handle = runtime.handle().clone();
        Ok(Self { owned: Arc::new(Owned(Some(runtime), handle)), limit: PATIENCE })
    }

    /// Returns the handle for spawning tasks.
    pub(crate) fn handle(&self) -> &Handle {
        &self.owned.1
    }

    /// Returns the same threads with another timeout.
    pub(crate) fn with_limit(&self, limit: Duration) -> Self {
        Self { owned: Arc::clone(&self.owned), limit }
    }

    /// Runs the work on these threads and waits for it until the timeout. The work continues after a timeout.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        self.within_limit(self.run_long(work)).await
    }

    /// Runs the work on the caller's thread until the timeout.
    pub(crate) async fn within_limit<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        match timeout(self.limit, work).await {
            Ok(done) => done,
            Err(_) => Err(Error::Unavailable { service: "the database", source: "it did not reply in time".into() }),
        }
    }

    /// Like [`run`](Self::run) without a timeout, for migrations and periodic work.
    pub(crate) async fn run_long<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        match self.handle().spawn(work).await {
            Ok(done) => done,
            Err(fault) => Err(Error::database(fault)),
        }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // The last owner may be a future on another runtime, which must not block.
            runtime.shutdown_background();
        }
    }
}

/// Runs the statements of an SQLite connection on the store's threads, which may block.
#[cfg(feature = "sqlite")]
#[derive(Clone, Debug)]
pub struct StoreThreads(Option<Handle>);

#[cfg(feature = "sqlite")]
impl StoreThreads {
    pub(crate) fn new(handle: Handle) -> Self {
        Self(Some(handle))
    }
}

#[cfg(feature = "sqlite")]
impl diesel_async::sync_connection_wrapper::SpawnBlocking for StoreThreads {
    fn spawn_blocking<'a, R>(
        &mut self,
        task: impl FnOnce() -> R + Send + 'static,
    ) -> futures_util::future::BoxFuture<'a, Result<R, crate::error::Source>>
    where
        R: Send + 'static,
    {
        match &self.0 {
            Some(handle) if Handle::try_current().map(|current| current.id()).ok() != Some(handle.id()) => {
                // The caller is a statement of the application, on a thread that must not block.
                let (sender, finished) = sync_channel(0);
                let running = handle.spawn(async move {
                    let result = task();
                    drop(sender);
                    result
                });
                Box::pin(Statement { running, finished })
            }
            _ => Box::pin(async move { Ok(task()) }),
        }
    }

    fn get_runtime() -> Self {
        Self(Handle::try_current().ok())
    }
}

/// A statement that runs on another thread. If it is dropped early, the drop waits for the end of the statement, because no
/// other caller may use the connection until then.
#[cfg(feature = "sqlite")]
struct Statement<R> {
    running: tokio::task::JoinHandle<R>,
    finished: Receiver<()>,
}

#[cfg(feature = "sqlite")]
impl<R> Future for Statement<R> {
    type Output = Result<R, crate::error::Source>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.get_mut().running).poll(cx).map_err(Into::into)
    }
}

#[cfg(feature = "sqlite")]
impl<R> Drop for Statement<R> {
    fn drop(&mut self) {
        if !self.running.is_finished() {
            // The sender is dropped when the statement ends.
            let _ = self.finished.recv();
        }
    }
}
