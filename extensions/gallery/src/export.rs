//! The gallery as static files.

use std::{fs, io, path::Path};

use askama::Template;
use pow_core::{Error, Pow, look::Scheme, messages::Localizer};

use crate::{
    controller::text,
    entries::{self, Entry},
};

/// Writes the gallery into a folder, which is created if it doesn't exist: one HTML file for each state, language and scheme, the
/// text of each mail, the stylesheets, and `index.html`, which shows each state at 390 and at 1280 pixels. The number of written
/// files is returned.
///
/// The files of two exports are equal if nothing has changed, apart from times in the pages. Pages refer to logos and stylesheets
/// of the application by their paths on the site.
///
/// ```no_run
/// use pow_core::{Error, Pow};
///
/// fn export(pow: &Pow) -> Result<(), Error> {
///     let files = pow_ext_gallery::write(pow, "target/gallery")?;
///     println!("{files} files");
///     Ok(())
/// }
/// ```
///
/// # Errors
/// Faults of the templates. [`Error::Other`] if a file can't be written.
pub fn write(pow: &Pow, folder: impl AsRef<Path>) -> Result<usize, Error> {
    let export = Export { pow, folder: folder.as_ref(), entries: entries::all(pow)? };
    fs::create_dir_all(export.folder).map_err(Error::other)?;
    let mut count = 0;
    for scheme in entries::schemes(pow) {
        export.file(&style(scheme), &entries::stylesheet(pow, scheme).css).map_err(Error::other)?;
        count += 1;
        for language in entries::languages(pow) {
            count += export.examples(scheme, &pow.messages().localizer(&language))?;
        }
    }
    export.file("index.html", &export.index()?).map_err(Error::other)?;
    Ok(count + 1)
}

struct Export<'p> {
    pow: &'p Pow,
    folder: &'p Path,
    entries: Vec<Entry<'p>>,
}

/// A state in the index: its file, and what it shows.
struct Frame {
    title: String,
    file: String,
}

fn style(scheme: Scheme) -> String {
    format!("pow-{}.css", entries::name(scheme))
}

fn file_name(entry: &Entry<'_>, lang: &str, scheme: Scheme, extension: &str) -> String {
    let kind = if entry.examples.is_mail() { "mail" } else { "page" };
    format!("{kind}-{}-{lang}-{}.{extension}", entry.slug, entries::name(scheme))
}

impl Export<'_> {
    fn file(&self, name: &str, content: &str) -> io::Result<()> {
        fs::write(self.folder.join(name), content)
    }

    /// Writes all examples in one language and scheme.
    fn examples(&self, scheme: Scheme, localizer: &Localizer) -> Result<usize, Error> {
        let look = entries::look(self.pow, scheme);
        let stage = entries::stage(self.pow, localizer.clone(), &look, style(scheme));
        let lang = localizer.lang().to_string();
        let mut count = 0;
        for entry in &self.entries {
            let mail = entry.examples.mail(&stage, entry.state)?;
            let page = entry.examples.page(&stage, entry.state)?;
            let html = mail.as_ref().map(|mail| mail.html.to_string()).or(page);
            let html = html.map(|html| (file_name(entry, &lang, scheme, "html"), html));
            let text = mail.as_ref().map(|mail| (file_name(entry, &lang, scheme, "txt"), text(mail)));
            for (name, content) in html.into_iter().chain(text) {
                self.file(&name, &content).map_err(Error::other)?;
                count += 1;
            }
        }
        Ok(count)
    }

    fn index(&self) -> Result<String, Error> {
        let mut frames = Vec::new();
        for entry in &self.entries {
            for language in entries::languages(self.pow) {
                for scheme in entries::schemes(self.pow) {
                    let lang = language.to_string();
                    let title = [entry.examples.owner, entry.examples.name, entry.state, &lang, entries::name(scheme)];
                    frames.push(Frame { title: title.join(" · "), file: file_name(entry, &lang, scheme, "html") });
                }
            }
        }
        Ok(ExportTemplate { frames }.render()?)
    }
}

/// The index. A frame is loaded when the reader scrolls to it.
#[derive(Template)]
#[template(path = "export.html")]
struct ExportTemplate {
    frames: Vec<Frame>,
}
