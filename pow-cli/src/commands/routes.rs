//! `pow routes`: the routes as a table.

use pow_core::{
    Pow,
    extension::{Access, Route},
};

/// Prints a line for each route: methods, path, access and action.
pub(crate) fn print(pow: &Pow) {
    let rows: Vec<_> = pow.routes_table().iter().map(|route| row(pow, route)).collect();
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    for [methods, path, access, action] in &rows {
        println!("{methods:0$}  {path:1$}  {access:2$}  {action}", widths[0], widths[1], widths[2]);
    }
}

fn row(pow: &Pow, route: &Route) -> [String; 4] {
    let methods: Vec<_> = route.methods.iter().map(|method| format!("{method:?}").to_uppercase()).collect();
    let access = match route.access {
        Access::Anyone => "anyone",
        Access::Authenticated => "signed in",
        Access::Guest => "guest",
    };
    let path = pow.path(route.action).unwrap_or_else(|| route.path.clone());
    [methods.join(","), path, access.to_owned(), route.action.to_string()]
}
