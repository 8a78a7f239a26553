//! Pictures of pages.

use std::{error::Error, path::PathBuf};

use pow_testing::browser::{Browser, Scheme};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Takes pictures of what a browser shows.
pub(crate) struct Shots<'a> {
    browser: &'a Browser,
    /// Where they are: `target/screenshots`, or where `POW_TEST_SCREENSHOTS` says.
    pub folder: PathBuf,
}

impl<'a> Shots<'a> {
    /// Pictures of this browser.
    pub(crate) fn of(browser: &'a Browser) -> Result<Self> {
        Ok(Self { browser, folder: folder()? })
    }

    /// A picture in each size and scheme; no page may be wider than its window, and no header higher than a row.
    pub(crate) async fn take(&self, name: &str) -> Result {
        for (size, width, height) in [("narrow", 360, 740), ("wide", 1280, 800)] {
            for (scheme, colours) in [("light", Scheme::Light), ("dark", Scheme::Dark)] {
                self.browser.viewport(width, height).await?;
                let header = "return document.querySelector('header.top')?.offsetHeight ?? 0";
                let header = self.browser.client().execute(header, Vec::new()).await?;
                assert!(header.as_f64().is_some_and(|pixels| pixels <= 64.0), "{name}, {size}: a header of {header}");
                self.browser.prefer(colours).await?;
                self.browser.screenshot(self.folder.join(format!("{name}-{size}-{scheme}.png"))).await?;
            }
            let place = "const { left, right } = document.body.getBoundingClientRect();
                return [left, right - innerWidth, document.documentElement.scrollWidth - innerWidth].join()";
            let place = self.browser.client().execute(place, Vec::new()).await?;
            assert_eq!(place.as_str(), Some("0,0,0"), "{name} is beside its window, or wider than {width}");
        }
        Ok(())
    }
}

fn folder() -> Result<PathBuf> {
    let folder = match std::env::var_os("POW_TEST_SCREENSHOTS") {
        Some(folder) => PathBuf::from(folder),
        // The folder of the test program is target/…/deps.
        None => std::env::current_exe()?.ancestors().nth(3).ok_or("no target folder")?.join("screenshots"),
    };
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
