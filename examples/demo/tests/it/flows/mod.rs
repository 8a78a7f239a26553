//! What a user does, from the first request to the last page.

pub(crate) mod api;
mod confirmation;
mod contract;
mod invitation;
mod mailbox;
mod migration;
mod own_data;
mod reads;
mod required;
mod rotation;
mod several_processes;
mod together;
