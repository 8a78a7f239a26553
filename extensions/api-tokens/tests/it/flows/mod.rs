//! The flows of users and programs.

mod pages;
mod programs;
mod services;
mod signed;
