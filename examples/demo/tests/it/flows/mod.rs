//! What a user does, from the first request to the last page.

pub(crate) mod api;
mod confirmation;
mod contract;
mod invitation;
mod mailbox;
mod migration;
mod own_data;
mod reads;
mod rotation;
mod required;
mod several_processes;
mod together;
