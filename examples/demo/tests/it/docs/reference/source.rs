//! Reads declarations and their comments from sources.

/// A declaration with its documentation.
pub(super) struct Item {
    pub(super) name: String,
    /// The first paragraph of the comment.
    pub(super) about: String,
    /// The expression of its default, where the declaration has one.
    pub(super) default: Option<String>,
}

/// The public fields of a struct.
pub(super) fn fields(source: &str, name: &str) -> Vec<Item> {
    let begin = format!("pub struct {name} {{");
    let body = source.lines().skip_while(|line| line.trim() != begin).skip(1).take_while(|line| *line != "}");
    let body: Vec<_> = body.collect();
    let defaults = defaults(source, name);
    let mut items = items(&body, |line| line.strip_prefix("pub ")?.split_once(':').map(|(name, _)| name));
    for item in &mut items {
        let stated = body.iter().find(|line| line.trim().starts_with(&format!("pub {}:", item.name)));
        let stated = stated.and_then(|line| line.split_once(" = ")).map(|(_, rest)| rest.trim_end_matches(','));
        let default = || defaults.iter().find(|(name, _)| *name == item.name).map(|(_, value)| value.as_str());
        item.default = stated.or_else(default).map(str::to_owned);
    }
    items
}

/// The methods by which a setting is changed: `pub fn name(mut self`.
pub(super) fn setters(source: &str, name: &str) -> Vec<Item> {
    let begin = format!("impl {name} {{");
    let body = source.lines().skip_while(|line| *line != begin).skip(1).take_while(|line| *line != "}");
    let body: Vec<_> = body.collect();
    let is_setter = |name: &str| {
        let at = body.iter().position(|line| line.trim().starts_with(&format!("pub fn {name}("))).unwrap_or_default();
        body.iter().skip(at).take(2).any(|line| line.contains("mut self"))
    };
    let mut items = items(&body, |line| line.strip_prefix("pub fn ")?.split_once('(').map(|(name, _)| name));
    items.retain(|item| is_setter(&item.name));
    items
}

/// The lines that declare something, with their comments.
pub(super) fn items(lines: &[&str], name: impl Fn(&str) -> Option<&str>) -> Vec<Item> {
    let (mut items, mut comment) = (Vec::new(), Vec::new());
    for line in lines.iter().map(|line| line.trim()) {
        match (line.strip_prefix("///"), name(line)) {
            (Some(text), _) => comment.push(text.trim()),
            (None, Some(name)) => {
                items.push(Item { name: name.to_owned(), about: about(&comment), default: None });
                comment.clear();
            }
            _ if line.starts_with("#[") => {}
            _ => comment.clear(),
        }
    }
    items
}

/// The first paragraph, without the links of rustdoc.
fn about(comment: &[&str]) -> String {
    let paragraph: Vec<_> = comment.iter().take_while(|line| !line.is_empty()).copied().collect();
    let mut text = String::new();
    let paragraph = paragraph.join(" ");
    let mut rest = paragraph.as_str();
    while let Some((before, link)) = rest.split_once('[') {
        text += before;
        let Some((label, after)) = link.split_once(']') else { break };
        text += label;
        rest = match after.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    text + rest
}

/// The fields of `impl Default`, with their expressions.
fn defaults(source: &str, name: &str) -> Vec<(String, String)> {
    let begin = format!("impl Default for {name} {{");
    let body = source.lines().skip_while(|line| *line != begin).take_while(|line| *line != "}").map(str::trim);
    let mut lines = Vec::<String>::new();
    for line in body {
        match lines.last_mut().filter(|last| last.ends_with("![") || last.ends_with("()), ")) {
            // A list on several lines is one expression.
            Some(list) => *list += &line.replace("()),", "()), "),
            None => lines.push(line.to_owned()),
        }
    }
    let is_list = |line: &String| line.contains("![");
    let (lists, lines): (Vec<_>, Vec<_>) = lines.into_iter().partition(is_list);
    let inner =
        |line: &str| line.strip_prefix("Self { ").and_then(|rest| rest.strip_suffix(" }")).unwrap_or(line).to_owned();
    let parts = lines.iter().flat_map(|line| inner(line).split(", ").map(str::to_owned).collect::<Vec<_>>());
    let pair = |part: String| {
        part.trim_end_matches(',').split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    parts.chain(lists).filter_map(pair).collect()
}
