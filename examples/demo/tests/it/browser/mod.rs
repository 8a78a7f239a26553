//! The demo in Chromium.

mod all_mails;
mod axe;
mod back;
mod languages;
mod pages;
mod second_click;
