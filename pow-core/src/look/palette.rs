//! The colours of a scheme.

use super::{Color, Look, Scheme};

/// The contrast that text needs (WCAG 2.2, 1.4.3).
pub(super) const READABLE: f64 = 4.5;
/// The contrast of the accent in a dark scheme, where thin light text looks weaker.
const READABLE_IN_THE_DARK: f64 = 7.0;

/// The colours of a light or a dark scheme, for pages and mails. [`Look::light`] and [`Look::dark`] derive them from the accent.
///
/// Each text colour has a contrast of at least 4.5 : 1 to the colours that it is used on. If the accent is the default, the
/// contrast is at least 7 : 1 (WCAG 2.2, 1.4.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Palette {
    /// The background of the page.
    pub page: Color,
    /// The background of the card with the content.
    pub card: Color,
    /// Text.
    pub text: Color,
    /// Less important text.
    pub muted: Color,
    /// Decorative lines.
    pub line: Color,
    /// Borders of fields and buttons.
    pub border: Color,
    /// Links, and the background of buttons.
    pub accent: Color,
    /// The accent under the pointer.
    pub accent_hover: Color,
    /// Text on the accent.
    pub on_accent: Color,
    /// Error text.
    pub error: Color,
    /// The background of error messages.
    pub error_page: Color,
    /// Information text.
    pub info: Color,
    /// The background of information messages.
    pub info_page: Color,
    /// The background of notices.
    pub notice_page: Color,
}

const LIGHT: Palette = Palette {
    page: Color::rgb(0xf3_f5_f8),
    card: Color::WHITE,
    text: Color::rgb(0x1a_22_30),
    muted: Color::rgb(0x4a_53_62),
    line: Color::rgb(0xdd_e2_e9),
    border: Color::rgb(0x7f_8a_9a),
    accent: Color::rgb(0x1b_4c_ab),
    accent_hover: Color::rgb(0x14_39_80),
    on_accent: Color::WHITE,
    error: Color::rgb(0x9e_1d_15),
    error_page: Color::rgb(0xfd_ee_ec),
    info: Color::rgb(0x13_5d_38),
    info_page: Color::rgb(0xe9_f6_ef),
    notice_page: Color::rgb(0xee_f3_fc),
};

const DARK: Palette = Palette {
    page: Color::rgb(0x0f_14_1b),
    card: Color::rgb(0x19_21_2b),
    text: Color::rgb(0xe8_ec_f2),
    muted: Color::rgb(0xa9_b4_c3),
    line: Color::rgb(0x30_3b_49),
    border: Color::rgb(0x76_84_9a),
    accent: Color::rgb(0x8f_b6_ff),
    accent_hover: Color::rgb(0xb6_d0_ff),
    on_accent: Color::rgb(0x0b_1a_35),
    error: Color::rgb(0xff_b0_a8),
    error_page: Color::rgb(0x3a_1b_1a),
    info: Color::rgb(0x8f_dc_b1),
    info_page: Color::rgb(0x14_30_1f),
    notice_page: Color::rgb(0x1b_2a_45),
};

impl Palette {
    /// The default accent.
    pub(super) const DEFAULT_ACCENT: Color = LIGHT.accent;

    /// Returns the scheme's background, from which the accent must stand out.
    pub(super) const fn ground(scheme: Scheme) -> Color {
        match scheme {
            Scheme::Dark => DARK.card,
            Scheme::Both | Scheme::Light => LIGHT.card,
        }
    }

    /// Returns the CSS variables: `--page:#f3f5f8;--card:#ffffff;…`.
    pub(crate) fn variables(&self) -> String {
        let all = [
            ("page", self.page),
            ("card", self.card),
            ("text", self.text),
            ("muted", self.muted),
            ("line", self.line),
            ("border", self.border),
            ("accent", self.accent),
            ("accent-hover", self.accent_hover),
            ("on-accent", self.on_accent),
            ("error", self.error),
            ("error-page", self.error_page),
            ("info", self.info),
            ("info-page", self.info_page),
            ("notice-page", self.notice_page),
        ];
        all.iter().map(|(name, color)| format!("--{name}:{color};")).collect()
    }
}

impl Look {
    /// Returns the colours of the light scheme.
    #[must_use]
    pub fn light(&self) -> Palette {
        if self.accent == Palette::DEFAULT_ACCENT {
            return LIGHT;
        }
        let accent = self.accent.until(LIGHT.card, READABLE, Color::BLACK);
        Palette {
            accent,
            accent_hover: accent.mix(Color::BLACK, 0.25),
            notice_page: LIGHT.card.mix(accent, 0.08),
            ..LIGHT
        }
    }

    /// Returns the colours of the dark scheme. Its accent is a lighter shade, unless the scheme is [`Scheme::Dark`].
    #[must_use]
    pub fn dark(&self) -> Palette {
        if self.accent == Palette::DEFAULT_ACCENT {
            return DARK;
        }
        let contrast = if self.scheme == Scheme::Dark { READABLE } else { READABLE_IN_THE_DARK };
        let accent = self.accent.until(DARK.card, contrast, Color::WHITE);
        Palette {
            accent,
            accent_hover: accent.mix(Color::WHITE, 0.3),
            on_accent: DARK.page,
            notice_page: DARK.card.mix(accent, 0.12),
            ..DARK
        }
    }
}
