//! The keys that code and templates use, and their arguments.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{chosen, markup};

/// A key that must have a text.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) key: String,
    pub(super) place: String,
    /// The arguments that the code passes with the key, or `None` if they can't be determined.
    pub(super) given: Option<BTreeSet<String>>,
}

/// A text whose key is chosen at run time.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// How the code writes the key.
    pub(super) written: String,
    pub(super) place: String,
    /// The arguments that the code passes with the key, or `None` if they can't be determined.
    pub(super) given: Option<BTreeSet<String>>,
    /// The literals and constants that the key can be.
    candidates: Vec<TokenTree>,
}

/// The position of tokens.
#[derive(Clone, Copy)]
struct Spot<'a> {
    place: &'a str,
    /// The tokens of the groups around them, the whole file first.
    scopes: &'a [&'a [TokenTree]],
}

/// The keys that the code of a crate uses.
#[derive(Debug, Default)]
pub(super) struct Code {
    /// The places that use one text.
    pub(super) uses: Vec<Use>,
    /// The places that use one of several texts.
    pub(super) choices: Vec<Choice>,
    /// Every other literal, with its place. It may be a key.
    pub(super) mentioned: BTreeMap<String, String>,
    /// The languages in `locales![…]`.
    pub(super) registered: BTreeSet<String>,
    /// Constants that hold text, by name.
    constants: BTreeMap<String, String>,
    /// The names that occur anywhere except in the definition of a constant.
    names: BTreeSet<String>,
    /// Uses of constants, by name. They are looked up as soon as the constants are read.
    by_constant: Vec<(String, Use)>,
}

impl Code {
    /// Reads a source file, except for code that is compiled for tests only.
    pub(super) fn rust(&mut self, place: &str, source: &str, faults: &mut Vec<String>) {
        match TokenStream::from_str(source) {
            Ok(tokens) => self.tokens(Spot { place, scopes: &[] }, tokens, faults),
            Err(error) => faults.push(format!("{place} can't be read: {error}")),
        }
        self.resolve();
    }

    /// Reads a template: the code inside of braces, and the words outside.
    pub(super) fn template(&mut self, place: &str, source: &str, faults: &mut Vec<String>) {
        let (code, words) = markup::read(source, place.ends_with(".txt"));
        for piece in code {
            match TokenStream::from_str(&piece) {
                Ok(tokens) => self.tokens(Spot { place, scopes: &[] }, tokens, faults),
                Err(error) => faults.push(format!("{place} has an expression that can't be read ({error}): {piece}")),
            }
        }
        faults.extend(
            words.into_iter().map(|(line, words)| format!("{place}:{line} has text that is not a message: {words:?}")),
        );
        self.resolve();
    }

    /// Returns whether the code uses this key, mentions it, or makes it of parts.
    pub(super) fn is_used(&self, key: &str) -> bool {
        let by_constant = || self.constants.iter().any(|(name, value)| value == key && self.names.contains(name));
        self.uses.iter().any(|used| used.key == key)
            || self.mentioned.keys().any(|text| fits(text, key))
            || by_constant()
    }

    /// Returns the literals that look like a key, or like the pattern of a key, but are not used as one. Each comes with its
    /// place.
    pub(super) fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_key = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_{}".contains(&byte));
        let named = self.mentioned.iter().filter(move |(text, _)| is_key(text));
        let named = named.filter(|(text, _)| self.uses.iter().all(|used| used.key != **text));
        named.map(|(text, place)| (text.as_str(), place.as_str()))
    }

    /// Returns the keys that can be chosen, as far as the code shows them.
    pub(super) fn keys_of(&self, choice: &Choice) -> Vec<String> {
        let key = |token: &TokenTree| match token {
            TokenTree::Ident(name) => self.constants.get(&name.to_string()).cloned(),
            token => literal(token),
        };
        choice.candidates.iter().filter_map(key).collect()
    }

    /// Returns whether a constant of another crate can be chosen.
    pub(super) fn is_elsewhere(&self, choice: &Choice) -> bool {
        let names = choice.candidates.iter().filter_map(|token| match token {
            TokenTree::Ident(name) => Some(name.to_string()),
            _ => None,
        });
        names.into_iter().any(|name| is_constant(&name) && !self.constants.contains_key(&name))
    }

    fn resolve(&mut self) {
        let waiting = std::mem::take(&mut self.by_constant);
        for (name, used) in waiting {
            match self.constants.get(&name) {
                Some(key) => self.uses.push(Use { key: key.clone(), ..used }),
                None => self.by_constant.push((name, used)),
            }
        }
    }

    fn tokens(&mut self, around: Spot<'_>, tokens: TokenStream, faults: &mut Vec<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let scopes: Vec<&[TokenTree]> = around.scopes.iter().copied().chain([tokens.as_slice()]).collect();
        let spot = Spot { place: around.place, scopes: &scopes };
        let mut rest = tokens.as_slice();
        while !rest.is_empty() {
            rest = self.next(spot, rest, faults);
        }
    }

    /// Reads the first item of the tokens, and returns the tokens after it.
    fn next<'a>(&mut self, spot: Spot<'_>, tokens: &'a [TokenTree], faults: &mut Vec<String>) -> &'a [TokenTree] {
        if let [TokenTree::Punct(hash), rest @ ..] = tokens
            && hash.as_char() == '#'
        {
            return self.attribute(spot.place, rest, faults);
        }
        if let Some((name, value, rest)) = constant(tokens) {
            self.constants.insert(name, value);
            return rest;
        }
        if let [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(list), rest @ ..] = tokens
            && name == "locales"
            && bang.as_char() == '!'
        {
            self.registered.extend(list.stream().into_iter().filter_map(|token| literal(&token)));
            return rest;
        }
        self.asks_for(spot, tokens);
        let [first, rest @ ..] = tokens else { return tokens };
        match first {
            TokenTree::Group(group) => self.tokens(spot, group.stream(), faults),
            TokenTree::Ident(name) => drop(self.names.insert(name.to_string())),
            TokenTree::Literal(_) => {
                self.mentioned.extend(literal(first).map(|text| (text, spot.place.to_owned())));
            }
            TokenTree::Punct(_) => {}
        }
        rest
    }

    /// Skips documentation, and items that are for tests only. Reads an inline template.
    fn attribute<'a>(&mut self, place: &str, tokens: &'a [TokenTree], faults: &mut Vec<String>) -> &'a [TokenTree] {
        let tokens = match tokens {
            [TokenTree::Punct(bang), rest @ ..] if bang.as_char() == '!' => rest,
            tokens => tokens,
        };
        let [TokenTree::Group(group), rest @ ..] = tokens else { return tokens };
        if group.stream().to_string().replace(' ', "") == "cfg(test)" {
            let end = rest.iter().position(is_end_of_item);
            return end.and_then(|end| rest.get(end + 1..)).unwrap_or_default();
        }
        if let Some(source) = template_in_place(group) {
            self.template(place, &source, faults);
        }
        rest
    }

    /// Reads `Message::new(key).with(name, …)` and `.t(key)`.
    fn asks_for(&mut self, spot: Spot<'_>, tokens: &[TokenTree]) {
        let (key, given) = match tokens {
            [TokenTree::Ident(message), colon, _, TokenTree::Ident(new), TokenTree::Group(key), chain @ ..]
                if message == "Message" && is_punct(colon, ':') && new == "new" =>
            {
                (key, arguments(chain))
            }
            [dot, TokenTree::Ident(t), TokenTree::Group(key), ..] if is_punct(dot, '.') && t == "t" => {
                (key, Some(BTreeSet::new()))
            }
            _ => return,
        };
        let tokens: Vec<TokenTree> = key.stream().into_iter().collect();
        let place = spot.place.to_owned();
        match tokens.as_slice() {
            [one] if literal(one).is_some() => {
                self.uses.extend(literal(one).map(|key| Use { key, place, given }));
            }
            [.., TokenTree::Ident(name)] if is_constant(&name.to_string()) => {
                self.by_constant.push((name.to_string(), Use { key: String::new(), place, given }));
            }
            tokens => {
                let candidates = match variable(tokens) {
                    Some(name) => chosen::held(&name, spot.scopes),
                    None => chosen::leaves(tokens),
                };
                self.choices.push(Choice { written: key.stream().to_string(), place, given, candidates });
            }
        }
    }
}

/// Returns the name of the variable in `name`, in `&name`, and in a call such as `name.clone()`.
fn variable(tokens: &[TokenTree]) -> Option<String> {
    let tokens = match tokens {
        [and, rest @ ..] if is_punct(and, '&') => rest,
        tokens => tokens,
    };
    match tokens {
        [TokenTree::Ident(name)] => Some(name.to_string()),
        [TokenTree::Ident(name), dot, TokenTree::Ident(_), TokenTree::Group(nothing)]
            if is_punct(dot, '.') && nothing.stream().is_empty() =>
        {
            Some(name.to_string())
        }
        _ => None,
    }
}

/// Constants are written in capitals.
fn is_constant(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// `const NAME: &str = "value";`
fn constant(tokens: &[TokenTree]) -> Option<(String, String, &[TokenTree])> {
    let [TokenTree::Ident(keyword), TokenTree::Ident(name), rest @ ..] = tokens else { return None };
    let equals = rest.iter().take(6).position(|token| is_punct(token, '='))?;
    let value = literal(rest.get(equals + 1)?)?;
    (keyword == "const").then_some((name.to_string(), value, rest.get(equals + 2..)?))
}

/// Returns the names in a chain of `.with("name", …)`.
fn arguments(mut chain: &[TokenTree]) -> Option<BTreeSet<String>> {
    let mut given = BTreeSet::new();
    while let [dot, TokenTree::Ident(with), TokenTree::Group(pair), rest @ ..] = chain {
        if !is_punct(dot, '.') || with != "with" {
            break;
        }
        given.insert(literal(&pair.stream().into_iter().next()?)?);
        chain = rest;
    }
    Some(given)
}

/// `template(source = "…", …)`
fn template_in_place(attribute: &Group) -> Option<String> {
    let tokens: Vec<TokenTree> = attribute.stream().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Group(settings), ..] = tokens.as_slice() else { return None };
    let settings: Vec<TokenTree> = settings.stream().into_iter().collect();
    let at = settings.iter().position(|token| matches!(token, TokenTree::Ident(name) if name == "source"))?;
    (name == "template").then(|| literal(settings.get(at + 2)?)).flatten()
}

pub(super) fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn is_end_of_item(token: &TokenTree) -> bool {
    is_punct(token, ';') || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Returns the content of a string. Escapes are not decoded, because keys have none.
fn literal(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    let text = literal.to_string();
    let inner = text.strip_prefix('r').map_or(text.as_str(), |raw| raw.trim_matches('#'));
    inner.strip_prefix('"')?.strip_suffix('"').map(str::to_owned)
}

/// Returns whether the text is the key, or a pattern of `format!` that gives the key.
pub(super) fn fits(text: &str, key: &str) -> bool {
    let Some((start, rest)) = text.split_once('{') else { return text == key };
    let Some((_, rest)) = rest.split_once('}') else { return false };
    // A pattern without a fixed beginning would fit every key.
    let Some(key) = key.strip_prefix(start).filter(|_| start.ends_with('-')) else { return false };
    rest.is_empty() && !key.is_empty() || (1..=key.len()).any(|at| key.get(at..).is_some_and(|key| fits(rest, key)))
}
