//! Adds the accounts to an existing `main.rs`, if it has the usual form.

use proc_macro2::Span;
use syn::{
    Expr, ExprCall, ExprClosure, ExprMethodCall, File, Item, ItemFn, ReturnType, Stmt,
    spanned::Spanned,
    visit::{self, Visit},
};

/// The result of editing a `main.rs`.
#[derive(Debug)]
pub(crate) enum Edit {
    /// The file has the accounts already.
    Done,
    /// The new text of the file.
    Text(String),
    /// The file has an unusual form, for this reason.
    Unknown(&'static str),
}

/// The lines to add by hand if `main.rs` has an unusual form.
pub(crate) const LINES: &str = "\
    mod accounts;                                 // at the top

    let pow = accounts::start().await?;           // in `main`, before `HttpServer::new`
    let _ticker = pow.start_ticker();

        .wrap(pow.middleware())                   // after `App::new()`, in the closure `move || …`
        .configure(pow.routes())                  // after the application's own routes";

const LOG: &str = "tracing_subscriber::fmt().with_env_filter(\
                   tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| \"info\".into())).init();";

/// Returns whether this is the program that `cargo new` writes.
pub(crate) fn is_hello_world(text: &str) -> bool {
    let words: String = text.split_whitespace().collect();
    words == "fnmain(){println!(\"Hello,world!\");}"
}

/// Adds the accounts. `logs` says whether a log subscriber is added.
pub(crate) fn edit(text: &str, logs: bool) -> Edit {
    if text.contains("mod accounts;") && text.contains(".middleware()") && text.contains(".routes()") {
        return Edit::Done;
    }
    match insertions(text, logs) {
        Ok(insertions) => Edit::Text(inserted(text, insertions)),
        Err(reason) => Edit::Unknown(reason),
    }
}

type Insertion = (usize, String);

fn inserted(text: &str, mut insertions: Vec<Insertion>) -> String {
    insertions.sort_by_key(|(at, _)| *at);
    let mut result = text.to_owned();
    for (at, insertion) in insertions.iter().rev() {
        result.insert_str(*at, insertion);
    }
    result
}

fn insertions(text: &str, logs: bool) -> Result<Vec<Insertion>, &'static str> {
    let file: File = syn::parse_str(text).map_err(|_| "it does not parse")?;
    let main = main_of(&file).ok_or("it has no `async fn main`")?;
    if !accepts_errors(text, &main.sig.output) {
        return Err("`main` returns no `Result` that accepts an error of pow");
    }
    let mut servers = main.block.stmts.iter().filter_map(|stmt| server_in(stmt).map(|server| (stmt, server)));
    let (stmt, server) = servers.next().ok_or("`main` has no `HttpServer::new`")?;
    if servers.next().is_some() || server.closures.len() != 1 {
        return Err("`main` has several `HttpServer::new`");
    }
    let closure = server.closures.into_iter().next().ok_or("`main` has no `HttpServer::new`")?;
    let mut app = AppChain::default();
    app.visit_expr(&closure.body);
    if app.found != 1 {
        return Err("the closure of `HttpServer::new` has no `App::new()`, or several");
    }
    let mut all = vec![module(text, &file)];
    let indentation = indentation(text, start(stmt.span()));
    let mut before =
        format!("let pow = accounts::start().await?;\n{indentation}let _ticker = pow.start_ticker();\n{indentation}");
    if logs {
        before = format!("{LOG}\n{indentation}{before}");
    }
    all.push((start(stmt.span()), before));
    if closure.capture.is_none() {
        all.push((start(closure.or1_token.span()), "move ".to_owned()));
    }
    all.extend(app.insertions(text));
    Ok(all)
}

fn main_of(file: &File) -> Option<&ItemFn> {
    file.items.iter().find_map(|item| match item {
        Item::Fn(function) if function.sig.ident == "main" && function.sig.asyncness.is_some() => Some(function),
        _ => None,
    })
}

/// Returns whether `?` converts an error of pow. `From` is implemented for `io::Error`, and the usual boxes take any error.
fn accepts_errors(text: &str, output: &ReturnType) -> bool {
    let ReturnType::Type(_, of) = output else { return false };
    let words: String = text.get(of.span().byte_range()).unwrap_or_default().split_whitespace().collect();
    let error = match words.split_once("Result<") {
        Some((_, arguments)) => arguments.trim_start_matches("(),").trim_start_matches("()").trim_end_matches('>'),
        None => return false,
    };
    match error {
        // `std::io::Result<()>`, `anyhow::Result<()>`, `eyre::Result<()>`
        "" => {
            words.starts_with("std::io::")
                || words.starts_with("io::")
                || words.contains("anyhow")
                || words.contains("eyre")
        }
        error => {
            error.starts_with("Box<dyn")
                || error.ends_with("io::Error")
                || error.contains("anyhow")
                || error.contains("pow_core::Error")
        }
    }
}

/// Returns the place for `mod accounts;`: after the other modules, or else before the first item.
fn module(text: &str, file: &File) -> Insertion {
    let mut modules = file.items.iter().filter(|item| matches!(item, Item::Mod(module) if module.content.is_none()));
    if let Some(last) = modules.next_back() {
        return (end(last.span()), "\nmod accounts;".to_owned());
    }
    let at = file.items.first().map_or(text.len(), |item| start(item.span()));
    (at, "mod accounts;\n\n".to_owned())
}

/// The closures that a statement passes to `HttpServer::new`.
#[derive(Default)]
struct Servers<'a> {
    closures: Vec<&'a ExprClosure>,
}

fn server_in(stmt: &Stmt) -> Option<Servers<'_>> {
    let mut servers = Servers::default();
    servers.visit_stmt(stmt);
    (!servers.closures.is_empty()).then_some(servers)
}

impl<'a> Visit<'a> for Servers<'a> {
    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        if calls(call, "HttpServer")
            && let Some(Expr::Closure(closure)) = call.args.first()
        {
            self.closures.push(closure);
        }
        visit::visit_expr_call(self, call);
    }
}

/// The chain of calls that begins with `App::new()`.
#[derive(Default)]
struct AppChain {
    found: usize,
    new_ends: usize,
    chain_ends: usize,
}

impl Visit<'_> for AppChain {
    fn visit_expr_call(&mut self, call: &ExprCall) {
        if calls(call, "App") {
            self.found += 1;
            self.new_ends = end(call.span());
            self.chain_ends = self.chain_ends.max(self.new_ends);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        let mut receiver = call.receiver.as_ref();
        while let Expr::MethodCall(inner) = receiver {
            receiver = inner.receiver.as_ref();
        }
        if matches!(receiver, Expr::Call(root) if calls(root, "App")) {
            self.chain_ends = self.chain_ends.max(end(call.span()));
        }
        visit::visit_expr_method_call(self, call);
    }
}

impl AppChain {
    /// Returns the insertions of the middleware and the routes. They get their own lines if the chain has a line for each call.
    fn insertions(&self, text: &str) -> Vec<Insertion> {
        let rest = text.get(self.new_ends..).unwrap_or_default();
        let on_lines =
            rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) && rest.trim_start().starts_with('.');
        let separator = match on_lines {
            true => {
                let next = text.len() - rest.trim_start().len();
                format!("\n{}", indentation(text, next))
            }
            false => String::new(),
        };
        vec![
            (self.new_ends, format!("{separator}.wrap(pow.middleware())")),
            (self.chain_ends, format!("{separator}.configure(pow.routes())")),
        ]
    }
}

/// Returns whether this calls the function `new` of the type.
fn calls(call: &ExprCall, of: &str) -> bool {
    let Expr::Path(path) = call.func.as_ref() else { return false };
    let mut segments = path.path.segments.iter().rev();
    segments.next().is_some_and(|last| last.ident == "new") && segments.next().is_some_and(|name| name.ident == of)
}

fn start(span: Span) -> usize {
    span.byte_range().start
}

fn end(span: Span) -> usize {
    span.byte_range().end
}

/// Returns the white space at the beginning of the line.
fn indentation(text: &str, at: usize) -> String {
    let line = text.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    line.chars().take_while(|c| c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str) -> String {
        match edit(text, false) {
            Edit::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    const SHORT: &str = "use actix_web::{App, HttpServer};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new()).bind(\"127.0.0.1:8080\")?.run().await
}
";

    #[test]
    fn accounts_are_added_to_a_program_of_the_usual_form() {
        let text = edited(SHORT);
        assert!(text.starts_with("mod accounts;\n\nuse actix_web"), "{text}");
        assert!(
            text.contains("    let pow = accounts::start().await?;\n    let _ticker = pow.start_ticker();\n    Http"),
            "{text}"
        );
        assert!(text.contains("move || App::new().wrap(pow.middleware()).configure(pow.routes()))"), "{text}");
    }

    #[test]
    fn a_chain_on_lines_gets_lines() {
        let text = SHORT.replace(
            "|| App::new()",
            "move || {\n        App::new()\n            .route(\"/\", web::get().to(home))\n    }",
        );
        let text = edited(&text);
        assert!(text.contains("App::new()\n            .wrap(pow.middleware())\n            .route("), "{text}");
        assert!(text.contains(".to(home))\n            .configure(pow.routes())\n    }"), "{text}");
    }

    #[test]
    fn modules_stay_together() {
        let text = edited(&format!("mod pages;\n{SHORT}"));
        assert!(text.starts_with("mod pages;\nmod accounts;\nuse"), "{text}");
    }

    #[test]
    fn second_edit_changes_nothing() {
        assert!(matches!(edit(&edited(SHORT), false), Edit::Done));
    }

    #[test]
    fn unusual_programs_are_left_alone() {
        for (from, to) in [
            ("HttpServer::new(|| App::new())", "HttpServer::new(app)"),
            ("|| App::new()", "|| app()"),
            ("-> std::io::Result<()>", ""),
            ("std::io::Result<()>", "Result<(), String>"),
            ("async fn main", "fn main"),
            ("use", "use use"),
        ] {
            let text = SHORT.replacen(from, to, 1);
            assert!(matches!(edit(&text, false), Edit::Unknown(_)), "{text}");
        }
    }

    #[test]
    fn hello_world_is_recognised() {
        assert!(is_hello_world("fn main() {\n    println!(\"Hello, world!\");\n}\n"));
        assert!(!is_hello_world(SHORT));
    }
}
