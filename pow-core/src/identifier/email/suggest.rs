//! Finds addresses that look mistyped.

/// Providers of many addresses. A domain in this list is right, and a domain that resembles one of them may be mistyped.
const PROVIDERS: [&str; 44] = [
    "163.com",
    "aol.com",
    "att.net",
    "bol.com.br",
    "btinternet.com",
    "comcast.net",
    "email.com",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.es",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "live.dk",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "web.de",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yandex.ru",
    "ymail.com",
];

/// Mistyped endings and the intended ones. The mistyped endings are no top-level domains, or are hardly ever meant.
const SLIPS: [(&str, &str); 14] = [
    (".c0m", ".com"),
    (".ccom", ".com"),
    (".cmo", ".com"),
    (".coim", ".com"),
    (".comm", ".com"),
    (".con", ".com"),
    (".cpm", ".com"),
    (".ocm", ".com"),
    (".vom", ".com"),
    (".xom", ".com"),
    (".ner", ".net"),
    (".nte", ".net"),
    (".ogr", ".org"),
    (".rog", ".org"),
];

/// Shorter domains resemble each other by accident.
const MIN_LENGTH: usize = 7;

/// Returns the address that was probably meant, if this one looks mistyped. It says nothing about any account.
pub(crate) fn suggestion(address: &str) -> Option<String> {
    let (local, domain) = address.trim().rsplit_once('@')?;
    let domain = domain.to_ascii_lowercase();
    let meant = intended(&domain)?;
    (!local.is_empty() && domain.is_ascii()).then(|| format!("{local}@{meant}"))
}

fn intended(domain: &str) -> Option<String> {
    let is_provider = |domain: &str| PROVIDERS.contains(&domain);
    if is_provider(domain) {
        return None;
    }
    let slip = SLIPS.iter().find_map(|(slip, meant)| Some(format!("{}{meant}", domain.strip_suffix(slip)?)));
    let mended = slip.as_deref().unwrap_or(domain);
    let near = PROVIDERS.iter().map(|provider| (strsim::osa_distance(mended, provider), *provider));
    // Two typing errors can turn a short name into another name.
    let allowed = if mended.len() >= 9 { 2 } else { 1 };
    let nearest = near.filter(|(distance, _)| *distance <= allowed).min();
    match nearest.filter(|_| mended.len() >= MIN_LENGTH) {
        Some((_, provider)) => Some(provider.to_owned()),
        None => slip,
    }
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn slips_are_found() {
        for (typed, meant) in [
            ("ada@gmial.com", "ada@gmail.com"),
            ("ada@gmail.con", "ada@gmail.com"),
            ("ada@gmai.com", "ada@gmail.com"),
            ("Ada.B@Gnail.Com", "Ada.B@gmail.com"),
            ("ada@hotmial.con", "ada@hotmail.com"),
            ("ada@outlok.com", "ada@outlook.com"),
            ("ada@yaho.com", "ada@yahoo.com"),
            ("ada@iclould.com", "ada@icloud.com"),
            ("ada@acme.con", "ada@acme.com"),
            ("ada@acme.ogr", "ada@acme.org"),
            (" ada@t-onlin.de ", "ada@t-online.de"),
        ] {
            assert_eq!(suggestion(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    // The control: addresses of other providers and companies are not questioned.
    #[test]
    fn other_addresses_are_not_questioned() {
        for right in [
            "ada@gmail.com",
            "ada@mail.com",
            "ada@ymail.com",
            "ada@gmx.at",
            "ada@live.dk",
            "ada@hotmail.de",
            "ada@web.de",
            "ada@acme.com",
            "ada@example.com",
            "ada@aol.de",
            "ada@qq.co",
            "ada@me.io",
            "ada@company.example",
            "ada@con.example",
            "ada@gmail.com.evil.example",
            "ada",
            "@gmial.com",
            "ada@",
            "ada@bücher.con",
            "",
        ] {
            assert_eq!(suggestion(right), None, "{right}");
        }
    }
}
