//! What users and programs do.

mod pages;
mod programs;
mod services;
mod signed;
