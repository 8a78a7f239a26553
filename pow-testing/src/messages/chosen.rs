//! The keys that a variable can hold.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::code::is_punct;

/// Returns the literals and names that the variable can be set to: by `let`, by `for … in`, or as an argument of a call of its
/// function or closure in the same file. The scopes are the blocks around the variable, the file first.
pub(super) fn held(variable: &str, scopes: &[&[TokenTree]]) -> Vec<TokenTree> {
    let file = scopes.first().copied().unwrap_or_default();
    let in_scope = |scope: &&[TokenTree]| {
        let held = [assigned(variable, scope), passed(variable, scope, file)].concat();
        (!held.is_empty()).then_some(held)
    };
    scopes.iter().rev().find_map(in_scope).unwrap_or_default()
}

/// Returns all literals and names, including those in groups.
pub(super) fn leaves(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let below = |token: &TokenTree| match token {
        TokenTree::Group(group) => leaves(&flat(group.stream())),
        TokenTree::Literal(_) | TokenTree::Ident(_) => vec![token.clone()],
        TokenTree::Punct(_) => Vec::new(),
    };
    tokens.iter().flat_map(below).collect()
}

fn assigned(variable: &str, scope: &[TokenTree]) -> Vec<TokenTree> {
    let bindings = (0..scope.len()).filter_map(|at| binding(scope.get(at..)?));
    let given = bindings.filter_map(|(pattern, value)| match pattern {
        [TokenTree::Group(tuple), ..] => {
            let names = parts(&flat(tuple.stream()));
            let at = names.iter().position(|name| is_named(name, variable))?;
            Some(nth_of_tuples(value, at, names.len()))
        }
        simple => is_named(simple, variable).then(|| leaves(value)),
    });
    given.flatten().collect()
}

/// `let pattern = value;` and `for pattern in value { … }`
fn binding(tokens: &[TokenTree]) -> Option<(&[TokenTree], &[TokenTree])> {
    let [keyword, rest @ ..] = tokens else { return None };
    let is_let = is_word(keyword, "let");
    if !is_let && !is_word(keyword, "for") {
        return None;
    }
    let is_between = |token: &TokenTree| if is_let { is_punct(token, '=') } else { is_word(token, "in") };
    let is_end = |token: &TokenTree| if is_let { is_punct(token, ';') } else { is_group(token, Delimiter::Brace) };
    let between = rest.iter().position(is_between)?;
    let value = rest.get(between + 1..)?;
    let end = value.iter().position(is_end).unwrap_or(value.len());
    Some((rest.get(..between)?, value.get(..end)?))
}

/// Returns the value at this position in every tuple with this many parts.
fn nth_of_tuples(value: &[TokenTree], at: usize, many: usize) -> Vec<TokenTree> {
    let groups = value.iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    });
    let found = groups.flat_map(|group| {
        let inner = flat(group.stream());
        let parts = parts(&inner);
        if group.delimiter() == Delimiter::Parenthesis && parts.len() == many {
            return parts.get(at).map(|part| leaves(part)).unwrap_or_default();
        }
        nth_of_tuples(&inner, at, many)
    });
    found.collect()
}

/// Returns the arguments that this file's calls pass for the variable, if it is a parameter of a function or closure of
/// the scope.
fn passed(variable: &str, scope: &[TokenTree], file: &[TokenTree]) -> Vec<TokenTree> {
    let functions = (0..scope.len()).filter_map(|at| function(scope.get(at..)?));
    let given = functions.filter_map(|(name, parameters)| {
        let all = parts(&parameters);
        let named = all.iter().filter(|parameter| !parameter.iter().any(|token| is_word(token, "self")));
        let at = named.into_iter().position(|parameter| is_named(parameter, variable))?;
        Some(arguments(file, &name, at))
    });
    given.flatten().collect()
}

/// `fn name(parameters)` and `let name = |parameters|`
fn function(tokens: &[TokenTree]) -> Option<(String, Vec<TokenTree>)> {
    let [keyword, TokenTree::Ident(name), rest @ ..] = tokens else { return None };
    if is_word(keyword, "fn") {
        let list = rest.iter().find(|token| is_group(token, Delimiter::Parenthesis))?;
        return Some((name.to_string(), inside(list)));
    }
    let [equals, rest @ ..] = rest else { return None };
    let rest = if rest.first().is_some_and(|token| is_word(token, "move")) { rest.get(1..)? } else { rest };
    let [bar, rest @ ..] = rest else { return None };
    if !is_word(keyword, "let") || !is_punct(equals, '=') || !is_punct(bar, '|') {
        return None;
    }
    let end = rest.iter().position(|token| is_punct(token, '|'))?;
    Some((name.to_string(), rest.get(..end)?.to_vec()))
}

/// Returns the argument at this position in every call of the function.
fn arguments(tokens: &[TokenTree], function: &str, at: usize) -> Vec<TokenTree> {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let inner = inside(token);
        found.extend(arguments(&inner, function, at));
        let before = |back: usize| index.checked_sub(back).and_then(|index| tokens.get(index));
        let is_call = is_group(token, Delimiter::Parenthesis)
            && before(1).is_some_and(|name| is_word(name, function))
            && !before(2).is_some_and(|keyword| is_word(keyword, "fn"));
        if is_call && let Some(argument) = parts(&inner).get(at) {
            found.extend(leaves(argument));
        }
    }
    found
}

/// Splits the tokens at commas. A trailing comma adds no part.
fn parts(tokens: &[TokenTree]) -> Vec<Vec<TokenTree>> {
    let parts = tokens.split(|token| is_punct(token, ','));
    parts.filter(|part| !part.is_empty()).map(<[TokenTree]>::to_vec).collect()
}

/// Returns whether the pattern binds the variable. The tokens after a colon are its type.
fn is_named(pattern: &[TokenTree], variable: &str) -> bool {
    pattern.iter().take_while(|token| !is_punct(token, ':')).any(|token| is_word(token, variable))
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if name == word)
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

fn inside(token: &TokenTree) -> Vec<TokenTree> {
    match token {
        TokenTree::Group(group) => flat(group.stream()),
        _ => Vec::new(),
    }
}

fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}
