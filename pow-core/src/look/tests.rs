use super::*;

fn with(accent: u32, scheme: Scheme) -> Look {
    Look { accent: Color::rgb(accent), scheme, ..Look::default() }
}

fn refusal(look: &Look) -> String {
    look.validate().map_err(|error| error.to_string()).unwrap_err()
}

#[test]
fn pale_accent_is_refused_with_a_shade_that_would_do() {
    let pale = with(0xff_d4_00, Scheme::Both);
    let said = refusal(&pale);
    assert!(said.contains("#ffd400") && said.contains("1.4:1") && said.contains("look.accent"), "{said}");
    let proposed: Color = said.split_once("such as ").unwrap().1.parse().unwrap();
    assert!(Look { accent: proposed, ..Look::default() }.validate().is_ok());
    // The control: the same colour is legible on a dark background, and a dark one is refused there.
    assert!(with(0xff_d4_00, Scheme::Dark).validate().is_ok());
    assert!(refusal(&with(0x1f_2f_7f, Scheme::Dark)).contains("a lighter shade"));
    assert!(with(0x1f_2f_7f, Scheme::Light).validate().is_ok());
}

#[test]
fn text_of_both_schemes_is_legible_with_any_accent() {
    for accent in (0..=0xff_ff_ff).step_by(0x03_1f_17) {
        let (light, dark) = (with(accent, Scheme::Both).light(), with(accent, Scheme::Both).dark());
        for (name, palette) in [("light", light), ("dark", dark)] {
            for (text, ground) in [
                (palette.accent, palette.card),
                (palette.accent_hover, palette.card),
                (palette.on_accent, palette.accent),
                (palette.on_accent, palette.accent_hover),
                (palette.text, palette.notice_page),
                (palette.muted, palette.page),
                (palette.error, palette.error_page),
                (palette.info, palette.info_page),
            ] {
                let contrast = text.contrast(ground);
                assert!(contrast >= 4.5, "{accent:06x}, {name}: {text} on {ground} has {contrast:.2}");
            }
        }
    }
}

// WCAG 2.2, 1.4.6
#[test]
fn text_of_the_default_look_has_enhanced_contrast() {
    for palette in [Look::default().light(), Look::default().dark()] {
        for (text, grounds) in [
            (palette.text, [palette.page, palette.card, palette.notice_page]),
            (palette.muted, [palette.page, palette.card, palette.card]),
            (palette.accent, [palette.page, palette.card, palette.notice_page]),
            (palette.accent_hover, [palette.page, palette.card, palette.notice_page]),
            (palette.on_accent, [palette.accent, palette.accent_hover, palette.accent]),
            (palette.error, [palette.error_page, palette.card, palette.card]),
            (palette.card, [palette.error, palette.text, palette.text]),
            (palette.info, [palette.info_page, palette.info_page, palette.info_page]),
        ] {
            for ground in grounds {
                let contrast = text.contrast(ground);
                assert!(contrast >= 7.0, "{text} on {ground} has {contrast:.2}");
            }
        }
    }
}

#[test]
fn colour_is_read_as_in_css_and_nothing_else_is() {
    assert_eq!("#0d7a5f".parse::<Color>().unwrap().to_string(), "#0d7a5f");
    assert_eq!("#0A5".parse::<Color>().unwrap(), Color::rgb(0x00_aa_55));
    for wrong in ["", "#", "0d7a5f", "#0d7a5", "#0d7a5f00", "#ggg", "#éé", "red", "#0d7a5f;}"] {
        assert!(wrong.parse::<Color>().is_err(), "{wrong}");
    }
}

#[test]
fn address_of_another_scheme_is_refused() {
    let logo = |path: &str| Look { logo: Some(Logo::new(path, 96, 28)), ..Look::default() };
    let footer = |path: &str| Look { footer: vec![FooterLink::new("home", path)], ..Look::default() };
    for path in ["/logo.png", "https://cdn.example/logo.png"] {
        assert!(logo(path).validate().is_ok() && footer(path).validate().is_ok(), "{path}");
    }
    assert!(footer("mailto:a@example.com").validate().is_ok() && logo("mailto:a@example.com").validate().is_err());
    for path in [
        "",
        "logo.png",
        "//evil.example/x",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://a.example",
        "/a b",
        "/a;b",
    ] {
        assert!(refusal(&logo(path)).contains("look.logo") && footer(path).validate().is_err(), "{path}");
    }
}

#[test]
fn contact_becomes_a_link_of_its_kind() {
    let url = |support: &str| Look { support: Some(support.to_owned()), ..Look::default() }.support_url();
    assert_eq!(url("help@acme.example").as_deref(), Some("mailto:help@acme.example"));
    assert_eq!(url("https://acme.example/@help").as_deref(), Some("https://acme.example/@help"));
    assert_eq!(url("+45 12 34 56 78").as_deref(), Some("tel:+4512345678"));
    assert_eq!(url("our front desk"), None);
    let look = Look { support: Some("https://acme.example/@help".into()), ..Look::default() };
    assert_eq!(look.support_address(), None);
}

#[test]
fn mails_get_complete_addresses() {
    let site = "https://app.example";
    assert_eq!(Logo::new("/logo.png", 1, 1).url(site), "https://app.example/logo.png");
    assert_eq!(Logo::new("https://cdn.example/l.png", 1, 1).url(site), "https://cdn.example/l.png");
    assert_eq!(FooterLink::new("home", "mailto:a@example.com").url(site), "mailto:a@example.com");
}
