//! The demo in Chromium, and in browsers for terminals.

mod all_mails;
mod axe;
mod back;
mod gallery;
mod keyboard;
mod languages;
mod pages;
mod password_manager;
mod scripts;
mod second_click;
mod text;
mod visual;
