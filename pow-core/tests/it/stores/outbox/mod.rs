//! The outbox: a mail is there if what it announces is there, and arrives whatever dies meanwhile.

mod dead;
mod kit;
mod limits;
mod notices;
mod panics;
mod processes;
mod retries;
mod texts;
mod tls;
mod transactions;
