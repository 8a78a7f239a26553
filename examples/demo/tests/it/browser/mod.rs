//! The demo in Chromium.

mod all_mails;
mod back;
mod languages;
mod pages;
mod scripts;
mod second_click;
