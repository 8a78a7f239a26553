//! Builds the file of leaked passwords from a list.
//!
//! ```text
//! cargo run --release -p pow-ext-leaked-passwords --example build_leaked_passwords -- hashes LIST FILE
//! ```
//!
//! `hashes`: `LIST` has a line `HASH:COUNT` for each password, ordered by hash. `passwords`: one password a line.

use std::{env, fs::File, io::BufReader};

use pow_core::Error;
use pow_ext_leaked_passwords::HashFile;

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [form @ ("hashes" | "passwords"), list, file] = arguments[..] else {
        return Err(Error::Config("usage: build_leaked_passwords hashes|passwords LIST FILE".into()));
    };
    let list = BufReader::with_capacity(1 << 20, File::open(list)?);
    match form {
        "hashes" => HashFile::build_from_hashes(list, file).map(drop),
        _ => HashFile::build_from_passwords(list, file).map(drop),
    }
}
