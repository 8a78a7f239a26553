//! The demo in Chromium.

mod all_mails;
mod languages;
mod pages;
mod second_click;
