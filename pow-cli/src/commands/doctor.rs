//! `pow doctor`: problems of the set-up and of the application's files, each with a remedy.

mod code;
mod files;
mod profile;

use std::process::ExitCode;

use clap::Args;
use pow_core::{
    Config, Error, Pow,
    findings::{Finding, Severity},
};
use serde_json::json;

use crate::failure::Failure;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Prints the problems as a JSON list of objects with `name`, `severity`, `problem` and `remedy`.
    #[arg(long)]
    json: bool,
}

/// Prints all findings. The exit code is 1 if problems are found.
pub(crate) async fn run(config: Result<Config, Error>, options: &Options) -> Result<ExitCode, Failure> {
    let mut found = Vec::new();
    match config {
        Ok(config) => {
            let secret = config.secret_key_base.expose().clone();
            found.extend(files::findings(&secret));
            match Pow::new(config) {
                Ok(pow) => found.extend(pow.findings().await),
                Err(error) => found.push(of_error(error)),
            }
        }
        Err(error) => {
            found.push(of_error(error));
            found.extend(files::findings(""));
        }
    }
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    match options.json {
        true => print_json(&found),
        false => print(&found),
    }
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the finding for a rejected configuration. The text of its error ends with the remedy.
fn of_error(error: Error) -> Finding {
    let text = Failure::from(error).to_string();
    let parts = text.split_once(": ").or_else(|| text.rsplit_once("; "));
    let (problem, remedy) = parts.unwrap_or((&text, "correct the configuration"));
    Finding::new("configuration", Severity::Error, problem, remedy)
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        _ => "warning",
    }
}

fn print(found: &[Finding]) {
    for finding in found {
        println!("{} ({}): {}\n    {}", word(finding.severity), finding.name, finding.problem, finding.remedy);
    }
    match found.len() {
        0 => println!("no findings"),
        1 => println!("1 finding"),
        several => println!("{several} findings"),
    }
}

fn print_json(found: &[Finding]) {
    let list: Vec<_> = found
        .iter()
        .map(|finding| {
            json!({
                "name": finding.name,
                "severity": word(finding.severity),
                "problem": finding.problem,
                "remedy": finding.remedy,
            })
        })
        .collect();
    println!("{}", serde_json::Value::Array(list));
}
