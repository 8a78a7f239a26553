//! Renders a statement with quoted identifiers and bound values.

use diesel::{
    QueryResult,
    query_builder::{AstPass, QueryFragment},
};

use super::{
    super::dialect::{Bind, Dialect},
    Cached, Statement, Term, Verb,
};

impl<DB: Dialect> Statement<DB> {
    fn push_table(&self, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        if let Some(prefix) = self.prefix.0.as_ref().filter(|_| !self.table.shared) {
            // Otherwise every tenant would add statements to the cache of each connection.
            out.unsafe_to_cache_prepared();
            out.push_identifier(prefix)?;
            out.push_sql(".");
        }
        out.push_identifier(&self.table.name)
    }

    fn push_columns<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (at, field) in self.table.fields.iter().enumerate() {
            if at > 0 {
                out.push_sql(", ");
            }
            out.push_identifier(&self.table.name)?;
            out.push_sql(".");
            out.push_identifier(field.name)?;
        }
        if let Some(model) = &self.model {
            out.push_sql(", ");
            model.selection.walk_ast(out.reborrow())?;
        }
        Ok(())
    }

    fn push_terms<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (at, term) in self.terms.iter().enumerate() {
            out.push_sql(if at == 0 { " WHERE " } else { " AND " });
            match term {
                Term::IsNull(name) => {
                    out.push_identifier(name)?;
                    out.push_sql(" IS NULL");
                }
                Term::In(name, binds) => {
                    out.push_identifier(name)?;
                    out.push_sql(" IN (");
                    for (at, bind) in binds.iter().enumerate() {
                        if at > 0 {
                            out.push_sql(", ");
                        }
                        DB::bind(out.reborrow(), bind)?;
                    }
                    out.push_sql(")");
                }
                Term::Compare(name, operator, bind) => {
                    out.push_identifier(name)?;
                    out.push_sql(operator);
                    DB::bind(out.reborrow(), bind)?;
                    if !DB::BYTEWISE && *operator == " = " && matches!(bind, Bind::Text(_)) {
                        // The first comparison uses the index, the second is exact in every collation.
                        out.push_sql(" AND CAST(");
                        out.push_identifier(name)?;
                        out.push_sql(" AS BINARY) = CAST(");
                        DB::bind(out.reborrow(), bind)?;
                        out.push_sql(" AS BINARY)");
                    }
                }
            }
        }
        Ok(())
    }

    fn push_insert<'b>(&'b self, values: &'b [(&'static str, Bind)], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        self.push_table(out)?;
        if values.is_empty() {
            out.push_sql(if DB::RETURNING { " DEFAULT VALUES" } else { " () VALUES ()" });
        } else {
            for (at, (name, _)) in values.iter().enumerate() {
                out.push_sql(if at == 0 { " (" } else { ", " });
                out.push_identifier(name)?;
            }
            for (at, (_, bind)) in values.iter().enumerate() {
                out.push_sql(if at == 0 { ") VALUES (" } else { ", " });
                DB::bind(out.reborrow(), bind)?;
            }
            out.push_sql(")");
        }
        if self.rows {
            out.push_sql(" RETURNING ");
            self.push_columns(out)?;
        }
        Ok(())
    }

    fn push_replacement<'b>(
        &'b self,
        values: &'b [(&'static str, Bind)],
        only_below: Option<&'b (&'static str, Bind)>,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let (keys, others) = values.split_at(self.table.key_len.min(values.len()));
        if DB::RETURNING {
            for (at, (name, _)) in keys.iter().enumerate() {
                out.push_sql(if at == 0 { " ON CONFLICT (" } else { ", " });
                out.push_identifier(name)?;
            }
            out.push_sql(") DO UPDATE SET ");
        } else {
            out.push_sql(" ON DUPLICATE KEY UPDATE ");
        }
        for (at, (name, _)) in others.iter().enumerate() {
            if at > 0 {
                out.push_sql(", ");
            }
            out.push_identifier(name)?;
            out.push_sql(if DB::RETURNING { " = excluded." } else { " = VALUES(" });
            out.push_identifier(name)?;
            if !DB::RETURNING {
                out.push_sql(")");
            }
        }
        if let Some((name, bind)) = only_below {
            out.push_sql(" WHERE ");
            out.push_identifier(&self.table.name)?;
            out.push_sql(".");
            out.push_identifier(name)?;
            out.push_sql(" <= ");
            DB::bind(out.reborrow(), bind)?;
        }
        Ok(())
    }

    fn push_update<'b>(
        &'b self,
        changes: &'b [(&'static str, Bind)],
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        self.push_table(out)?;
        for (at, (name, bind)) in changes.iter().enumerate() {
            out.push_sql(if at == 0 { " SET " } else { ", " });
            out.push_identifier(name)?;
            out.push_sql(" = ");
            DB::bind(out.reborrow(), bind)?;
        }
        self.push_terms(out)
    }

    fn push_select<'b>(&'b self, inserted: Option<&str>, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        self.push_columns(out)?;
        if let Some(cached) = &self.cached {
            push_cached(cached, out)?;
        }
        out.push_sql(" FROM ");
        self.push_table(out)?;
        if let Some(key) = inserted {
            out.push_sql(" WHERE ");
            out.push_identifier(key)?;
            out.push_sql(" = LAST_INSERT_ID()");
        }
        self.push_terms(out)?;
        if let Some(name) = self.order_by {
            out.push_sql(" ORDER BY ");
            out.push_identifier(name)?;
        }
        if let Some(limit) = &self.limit {
            out.push_sql(" LIMIT ");
            DB::bind(out.reborrow(), limit)?;
        }
        if self.locked {
            out.push_sql(" FOR UPDATE");
        }
        Ok(())
    }
}

fn push_cached<'b, DB: Dialect>(cached: &'b Cached, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    out.push_sql(", (SELECT ");
    out.push_identifier(cached.value)?;
    out.push_sql(" FROM ");
    out.push_identifier(&cached.table.name)?;
    let terms = [(" WHERE ", &cached.key, " = "), (" AND ", &cached.expires_after, " > ")];
    for (joint, (name, bind), operator) in terms {
        out.push_sql(joint);
        out.push_identifier(name)?;
        out.push_sql(operator);
        DB::bind(out.reborrow(), bind)?;
    }
    out.push_sql(")");
    Ok(())
}

impl<DB: Dialect> QueryFragment<DB> for Statement<DB> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match &self.verb {
            Verb::Select => self.push_select(None, &mut out),
            Verb::SelectInserted(key) => self.push_select(Some(key), &mut out),
            Verb::Insert(values) => self.push_insert(values, &mut out),
            Verb::Upsert(values, only_below) => {
                self.push_insert(values, &mut out)?;
                self.push_replacement(values, only_below.as_ref(), &mut out)
            }
            Verb::Update(changes) => self.push_update(changes, &mut out),
            Verb::Increment(field, by) => {
                out.push_sql("UPDATE ");
                self.push_table(&mut out)?;
                out.push_sql(" SET ");
                out.push_identifier(field)?;
                out.push_sql(" = ");
                out.push_identifier(field)?;
                out.push_sql(" + ");
                DB::bind(out.reborrow(), by)?;
                self.push_terms(&mut out)
            }
            Verb::Fill(to, value) => {
                out.push_sql("UPDATE ");
                self.push_table(&mut out)?;
                out.push_sql(" SET ");
                out.push_identifier(to)?;
                out.push_sql(" = ");
                out.push_sql(value);
                self.push_terms(&mut out)
            }
            Verb::Delete => {
                out.push_sql("DELETE FROM ");
                self.push_table(&mut out)?;
                self.push_terms(&mut out)?;
                if self.rows {
                    out.push_sql(" RETURNING ");
                    self.push_columns(&mut out)?;
                }
                Ok(())
            }
        }
    }
}
