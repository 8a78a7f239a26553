//! Adds the accounts to an existing `main.rs`, if it has the usual form.

use proc_macro2::Span;
use syn::{
    Expr, ExprCall, ExprClosure, ExprMethodCall, ExprPath, File, Item, ItemFn, Lit, PatIdent, ReturnType, Stmt,
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
        .configure(pow.routes())                  // directly after it: a scope or files at `/` hide later routes";

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
    if file.items.iter().any(|item| matches!(item, Item::Mod(module) if module.ident == "accounts")) {
        return Err("it has a module `accounts` already");
    }
    let mut names = Names::default();
    names.visit_item_fn(main);
    if names.has_pow {
        return Err("`main` uses the name `pow` already");
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
    all.push(app.insertion(text));
    Ok(all)
}

/// Returns the address that the server is bound to, as a browser on the same machine writes it. Returns `None` if the address is
/// not in the text.
pub(crate) fn address(text: &str) -> Option<String> {
    let file: File = syn::parse_str(text).ok()?;
    let mut bound = Bound::default();
    bound.visit_file(&file);
    let address = bound.address?;
    let port = address.strip_prefix("0.0.0.0:").or_else(|| address.strip_prefix("[::]:"));
    Some(port.map(|port| format!("127.0.0.1:{port}")).unwrap_or(address))
}

/// The first literal address in a call of the method `bind`.
#[derive(Default)]
struct Bound {
    address: Option<String>,
}

impl Visit<'_> for Bound {
    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        // The receiver of a call comes before it.
        visit::visit_expr_method_call(self, call);
        if call.method == "bind" && self.address.is_none() {
            let address = call.args.first().and_then(literal_address);
            // Statements of databases have a method of this name, too.
            let has_port = |text: &String| text.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
            self.address = address.filter(has_port);
        }
    }
}

/// Returns the address of `"127.0.0.1:8080"` or `("127.0.0.1", 8080)`.
fn literal_address(argument: &Expr) -> Option<String> {
    match argument {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::Tuple(pair) => {
            let mut parts = pair.elems.iter();
            let (Some(Expr::Lit(host)), Some(Expr::Lit(port)), None) = (parts.next(), parts.next(), parts.next())
            else {
                return None;
            };
            let (Lit::Str(host), Lit::Int(port)) = (&host.lit, &port.lit) else { return None };
            let (host, port) = (host.value(), port.base10_parse::<u16>().ok()?);
            Some(if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") })
        }
        _ => None,
    }
}

/// Whether a function declares or reads a variable `pow`, which the new variable would replace.
#[derive(Default)]
struct Names {
    has_pow: bool,
}

impl Visit<'_> for Names {
    fn visit_pat_ident(&mut self, pattern: &PatIdent) {
        self.has_pow |= pattern.ident == "pow";
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_path(&mut self, path: &ExprPath) {
        self.has_pow |= path.path.is_ident("pow");
        visit::visit_expr_path(self, path);
    }
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
}

impl Visit<'_> for AppChain {
    fn visit_expr_call(&mut self, call: &ExprCall) {
        if calls(call, "App") {
            self.found += 1;
            self.new_ends = end(call.span());
        }
        visit::visit_expr_call(self, call);
    }
}

impl AppChain {
    /// Returns the insertion of the middleware and the routes. The routes come before those of the application, because a scope
    /// or files at `/` answer every later path. Both calls get their own lines if the chain has a line for each call.
    fn insertion(&self, text: &str) -> Insertion {
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
        (self.new_ends, format!("{separator}.wrap(pow.middleware()){separator}.configure(pow.routes())"))
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
        let calls = "App::new()\n            .wrap(pow.middleware())\n            .configure(pow.routes())\n            .route(";
        assert!(text.contains(calls) && text.contains(".to(home))\n    }"), "{text}");
    }

    #[test]
    fn scope_at_the_root_does_not_hide_the_routes() {
        let text = SHORT.replace("App::new()", "App::new().service(web::scope(\"\").configure(pages))");
        let text = edited(&text);
        assert!(text.contains(".configure(pow.routes()).service(web::scope("), "{text}");
    }

    #[test]
    fn address_is_read_from_a_literal() {
        let address = |call: &str| address(&SHORT.replace("\"127.0.0.1:8080\"", call));
        for (call, expected) in [
            ("\"127.0.0.1:18080\"", Some("127.0.0.1:18080")),
            ("(\"localhost\", 3000)", Some("localhost:3000")),
            ("(\"0.0.0.0\", 3000)", Some("127.0.0.1:3000")),
            ("\"[::]:3000\"", Some("127.0.0.1:3000")),
            ("(\"::1\", 3000)", Some("[::1]:3000")),
            ("&address", None),
            ("\"ann\"", None),
        ] {
            assert_eq!(address(call).as_deref(), expected);
        }
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
            ("use", "mod accounts {}\nuse"),
            ("use", "mod accounts;\nuse"),
            ("    HttpServer", "    let pow = 2;\n    HttpServer"),
            ("App::new()", "{ pow(2); App::new() }"),
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
