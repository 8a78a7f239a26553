//! What a user does, from the first request to the last page.

mod account;
mod cached_user;
mod form_cost;
mod forms;
mod json;
mod languages;
mod pages;
mod parked_form;
mod refused_form;
mod registration;
mod rehash;
mod second_click;
mod session;
mod session_lifetime;
mod unavailable_after_commit;
mod unavailable_form;
