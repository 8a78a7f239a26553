//! The guarantees of the pool, with jobs that the tests hold at a gate.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    sync::{atomic::AtomicUsize, mpsc},
    task::Poll,
};

use super::*;

const PATIENCE: Duration = Duration::from_secs(10);

fn pool(threads: usize, queue_per_thread: usize) -> Pool {
    Pool::start(PoolSettings { threads, queue_per_thread, ..PoolSettings::default() }).unwrap()
}

/// Polls a future once, and returns whether it is ready.
async fn step<T>(future: &mut Pin<Box<impl Future<Output = T>>>) -> Poll<T> {
    poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await
}

/// A job that is known to have started, and that occupies its thread until the sender is dropped.
async fn hold(pool: &Pool) -> (mpsc::Sender<()>, Pin<Box<impl Future<Output = Result<(), Error>> + '_>>) {
    let (open, gate) = mpsc::channel::<()>();
    let (started, has_started) = mpsc::channel();
    let mut job = Box::pin(pool.run(move |_| {
        started.send(()).unwrap();
        let _ = gate.recv_timeout(PATIENCE);
        Ok(())
    }));
    assert!(step(&mut job).await.is_pending());
    has_started.recv_timeout(PATIENCE).unwrap();
    (open, job)
}

#[actix_web::test]
async fn job_runs_and_answers() {
    assert_eq!(pool(1, 1).run(|_| Ok(7)).await.unwrap(), 7);
    assert!(matches!(pool(1, 1).run(|_| Err::<(), _>(Error::Randomness)).await, Err(Error::Randomness)));
}

// W5
#[actix_web::test]
async fn full_queue_answers_busy_and_recovers() {
    let pool = pool(1, 1);
    let (open, held) = hold(&pool).await;
    let mut waiting = Box::pin(pool.run(|_| Ok(())));
    assert!(step(&mut waiting).await.is_pending());
    let Err(Error::Busy { retry_after }) = pool.run(|_| Ok(())).await else { panic!("not busy") };
    assert!((Duration::from_secs(1)..=MAX_RETRY_AFTER).contains(&retry_after), "{retry_after:?}");
    drop(open);
    held.await.unwrap();
    waiting.await.unwrap();
    pool.run(|_| Ok(())).await.unwrap();
}

// W5
#[actix_web::test]
async fn five_hundred_jobs_at_once_are_each_answered() {
    let pool = pool(1, 100);
    let (open, held) = hold(&pool).await;
    let mut jobs: Vec<_> = (0..500).map(|_| Box::pin(pool.run(|_| Ok(())))).collect();
    for job in &mut jobs[..100] {
        assert!(step(job).await.is_pending());
    }
    for job in &mut jobs[100..] {
        assert!(matches!(step(job).await, Poll::Ready(Err(Error::Busy { .. }))));
    }
    drop(open);
    held.await.unwrap();
    for job in jobs.drain(..100) {
        job.await.unwrap();
    }
}

#[test]
fn retry_after_is_the_time_that_the_queue_takes() {
    let shared = Shared::new(PoolSettings { threads: 2, queue_per_thread: 256, niceness: 0 });
    assert_eq!(shared.settings.queue(), 512);
    assert_eq!(shared.retry_after(512), Duration::from_secs(1));
    shared.job_us.store(50_000, Ordering::Relaxed);
    assert_eq!(shared.retry_after(512), Duration::from_secs(13));
    shared.job_us.store(u64::MAX, Ordering::Relaxed);
    assert_eq!(shared.retry_after(512), MAX_RETRY_AFTER);
}

#[actix_web::test]
async fn abandoned_job_is_skipped() {
    let (pool, ran) = (pool(1, 8), Arc::new(AtomicUsize::new(0)));
    let (open, held) = hold(&pool).await;
    let count = |ran: &Arc<AtomicUsize>| {
        let ran = Arc::clone(ran);
        move |_: &mut Memory| Ok(ran.fetch_add(1, Ordering::SeqCst))
    };
    let (mut left, mut stayed) = (Box::pin(pool.run(count(&ran))), Box::pin(pool.run(count(&ran))));
    assert!(step(&mut left).await.is_pending() && step(&mut stayed).await.is_pending());
    drop(left);
    drop(open);
    held.await.unwrap();
    assert_eq!(stayed.await.unwrap(), 0, "the job before it ran");
    assert_eq!(ran.load(Ordering::SeqCst), 1);
}

#[actix_web::test]
async fn abandoned_jobs_do_not_fill_the_queue() {
    let pool = pool(1, 2);
    let (open, held) = hold(&pool).await;
    for _ in 0..10 {
        let mut left = Box::pin(pool.run(|_| Ok(())));
        assert!(step(&mut left).await.is_pending());
    }
    drop(open);
    held.await.unwrap();
}

#[actix_web::test]
async fn panic_is_an_error_and_the_thread_lives_on() {
    let pool = pool(1, 1);
    for _ in 0..3 {
        let outcome = pool.run::<(), _>(|_| panic!("on purpose")).await;
        assert!(matches!(outcome, Err(Error::Hash(_))), "{outcome:?}");
    }
    assert_eq!(pool.run(|_| Ok("alive")).await.unwrap(), "alive");
}

#[actix_web::test]
async fn buffer_is_the_same_from_job_to_job() {
    let pool = pool(1, 1);
    pool.run(|memory| memory.blocks(64).map(drop)).await.unwrap();
    assert_eq!(pool.run(|memory| Ok(memory.size())).await.unwrap(), 64 * 1024);
}

#[actix_web::test]
async fn threads_work_side_by_side() {
    let pool = pool(2, 1);
    let (first, one) = hold(&pool).await;
    let (second, other) = hold(&pool).await;
    drop((first, second));
    one.await.unwrap();
    other.await.unwrap();
}

#[actix_web::test]
async fn threads_end_with_the_pool() {
    let pool = pool(3, 1);
    let shared = Arc::downgrade(&pool.shared);
    pool.run(|_| Ok(())).await.unwrap();
    drop(pool);
    let deadline = Instant::now() + PATIENCE;
    while shared.strong_count() > 0 && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(shared.strong_count(), 0);
}

#[cfg(target_os = "linux")]
#[actix_web::test]
async fn only_the_hashing_threads_yield() {
    let niceness = || rustix::process::getpriority_process(Some(rustix::thread::gettid())).unwrap();
    let before = niceness();
    assert_eq!(pool(1, 1).run(move |_| Ok(niceness())).await.unwrap(), 19);
    assert_eq!(niceness(), before);
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let fine = PoolSettings::default();
    for settings in [
        PoolSettings { threads: 0, ..fine },
        PoolSettings { threads: 1025, ..fine },
        PoolSettings { queue_per_thread: 0, ..fine },
        PoolSettings { niceness: 20, ..fine },
    ] {
        assert!(matches!(Pool::start(settings), Err(Error::Config(_))), "{settings:?}");
    }
    Pool::start(fine).unwrap();
}
