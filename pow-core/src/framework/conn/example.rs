//! A made-up request, for which examples are rendered.

use std::{collections::BTreeMap, sync::Arc};

use super::{Conn, Known, Request};
use crate::{
    Error,
    csrf::CsrfSecret,
    examples::Stage,
    extension::Method,
    pages::{Example, Page},
};

impl Conn {
    /// Creates the request of a visitor, or of the examples' user. Its effects reach no browser.
    pub(crate) fn of_example<T>(stage: &Stage<'_>, example: &Example<T>) -> Result<Self, Error> {
        let user = example.signed_in.then(|| stage.pow.sample_user()).transpose()?.map(Arc::new);
        let known = Known {
            session: None,
            user,
            csrf: CsrfSecret::random()?,
            csrf_is_new: false,
            pending: None,
            kept: BTreeMap::new(),
            flash: example.flash.clone(),
        };
        let uri = stage.pow.home_path().to_owned();
        let request = Request { method: Some(Method::Get), uri, ..Request::default() };
        Ok(Self::new(stage.cx(), request, known))
    }

    /// Renders the document of a page. Its forms have an empty token.
    pub(crate) fn example<P: Page>(&self, stage: &Stage<'_>, page: &P) -> Result<String, Error> {
        let reply = self.rendered(200, |view| {
            let mut view = view;
            view.csrf_token = "";
            view.look = stage.look;
            view.stylesheet_path.clone_from(&stage.stylesheet_path);
            view.slots = self.slots(page, &view)?;
            view.title = Some(page.title());
            self.pow().pages().render(page, &view)
        })?;
        Ok(reply.body)
    }
}
