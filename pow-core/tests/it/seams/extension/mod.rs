//! The seam between the core and its extensions, through HTTP: every hook at every action of the core.
mod account_begins;
mod after;
mod answers;
mod doors;
mod hooks;
mod leases;
mod links;
mod pages;
mod recorder;
mod sign_in;
mod single_use;
mod writes;
