//! The store's own threads: where connections live and statements run.
//!
//! A worker of actix-web is a runtime of its own, and a connection ends with the runtime that it was made on. So the
//! store has one for itself. It also means that a statement that began is finished when its client hangs up.

use std::{future::Future, sync::Arc};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::Error;

/// A runtime that is owned by the store and its open transactions.
#[derive(Clone, Debug)]
pub(crate) struct Threads(Arc<Owned>);

#[derive(Debug)]
struct Owned(Option<Runtime>, Handle);

impl Threads {
    /// Starts the threads.
    pub(crate) fn start(threads: usize) -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name("pow-store")
            .enable_all()
            .build()
            .map_err(|source| Error::Unavailable { service: "the database's threads", source: source.into() })?;
        let handle = runtime.handle().clone();
        Ok(Self(Arc::new(Owned(Some(runtime), handle))))
    }

    /// Where to start tasks.
    pub(crate) fn handle(&self) -> &Handle {
        &self.0.1
    }

    /// Runs the work here, to its end, and waits for it.
    pub(crate) async fn run<T: Send + 'static>(
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
            // The last owner may be a future on another runtime, which must not be blocked.
            runtime.shutdown_background();
        }
    }
}
