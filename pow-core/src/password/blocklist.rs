//! Rejects passwords that are easy to guess.

use std::{collections::BTreeSet, sync::Arc, sync::LazyLock};

use zeroize::Zeroizing;

/// Shorter words occur by chance in too many good passwords.
const MIN_CONTEXT_CHARS: usize = 4;

static COMMON: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("common.txt").lines().skip_while(|line| line.starts_with("# ")).collect());

/// Passwords that are rejected when a password is set.
///
/// NIST SP 800-63B-4 requires this in 3.1.1.2, ASVS 5.0 in 6.2.4 and 6.2.11. Comparisons ignore case. [`common`](Self::common)
/// rejects a password that
///
/// 1. is one of the 17,950 bundled common passwords (of eight characters and more), one repeated character, a sequence such
///    as `abcdefgh` or `9876543210`, or one of the application's words;
/// 2. contains a complete *context word*: the name of the service, the name of the user, the email address, the part of
///    the address before the `@`, or the part before a `+` in it;
/// 3. has the same letters in the same order as a context word or a piece of one, so that only digits, spaces and
///    punctuation differ. Examples: `Acme-2026!!` for the service "Acme", `janedoe99` for `jane.doe@example.com`.
///
/// The pieces in rule 3 are separated by characters other than letters and digits. They include the domain of the address and
/// each of its labels except the last. Context words of fewer than four characters (in rule 3: four letters) are ignored,
/// because they occur by chance.
///
/// There are no rules about the composition of a password (ASVS 5.0, 6.2.5).
///
/// # Example
/// ```
/// use pow_core::password::{Blocklist, Reason};
///
/// let blocklist = Blocklist::common().with_words(["hunter2hunter2"]);
/// let context = ["Acme", "jane@example.com"];
/// assert_eq!(blocklist.contains("Password123", &context), Some(Reason::Common));
/// assert_eq!(blocklist.contains("Hunter2hunter2", &context), Some(Reason::Own));
/// assert_eq!(blocklist.contains("acme-rocks-so-much", &context), Some(Reason::Context));
/// assert_eq!(blocklist.contains("correct horse battery staple", &context), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocklist {
    bundled: bool,
    own: Arc<BTreeSet<String>>,
}

/// The reason why a password is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It is one of the most common passwords, one repeated character or a sequence.
    Common,
    /// It is on the application's list.
    Own,
    /// It is based on the user's name or address, or on the name of the service.
    Context,
}

impl Blocklist {
    /// Rejects no passwords except those added by [`with_words`](Self::with_words), as Pow does.
    pub fn none() -> Self {
        Self::default()
    }

    /// Rejects common passwords and context words. This is the default.
    pub fn common() -> Self {
        Self { bundled: true, ..Self::default() }
    }

    /// Also rejects these passwords, each as a whole.
    #[must_use]
    pub fn with_words<I: IntoIterator<Item: AsRef<str>>>(mut self, words: I) -> Self {
        let words = words.into_iter().map(|word| word.as_ref().to_lowercase());
        Arc::make_mut(&mut self.own).extend(words);
        self
    }

    /// Returns why the password is rejected, or `None`. `context_words` are the name of the service, and the user's email
    /// address and user name. Pass each as a whole, because this method splits them.
    ///
    /// The work grows linearly with the length of the password. Reject a password that is too long before this call.
    pub fn contains(&self, password: &str, context_words: &[&str]) -> Option<Reason> {
        let password = Zeroizing::new(password.to_lowercase());
        if self.own.contains(password.as_str()) {
            return Some(Reason::Own);
        }
        if !self.bundled {
            return None;
        }
        if is_run(&password) || COMMON.binary_search(&password.as_str()).is_ok() {
            return Some(Reason::Common);
        }
        let letters = letters(&password);
        let of_context = context_words.iter().any(|word| is_made_of(&password, &letters, &word.trim().to_lowercase()));
        of_context.then_some(Reason::Context)
    }
}

/// Whether the password is one repeated character or a sequence, up or down. As on a keyboard, 0 is next to 9.
fn is_run(password: &str) -> bool {
    let steps = || {
        password.chars().zip(password.chars().skip(1)).map(|pair| match pair {
            ('9', '0') => 1,
            ('0', '9') => -1,
            (one, next) => i64::from(u32::from(next)) - i64::from(u32::from(one)),
        })
    };
    steps().next().is_some_and(|first| (-1..=1).contains(&first) && steps().all(|step| step == first))
}

/// Applies rules 2 and 3 to one context word.
fn is_made_of(password: &str, password_letters: &str, word: &str) -> bool {
    let (name, domain) = word.rsplit_once('@').unwrap_or((word, ""));
    let untagged = name.split('+').next().unwrap_or_default();
    let wholes = [word, name, untagged];
    if wholes.iter().any(|whole| has_chars(whole) && password.contains(whole)) {
        return true;
    }
    let labels = domain.rsplit('.').skip(1);
    let pieces = name.split(|c: char| !c.is_alphanumeric());
    let same_letters = |part: &str| {
        let letters = letters(part);
        has_chars(&letters) && *letters == password_letters
    };
    wholes.into_iter().chain([domain]).chain(labels).chain(pieces).any(same_letters)
}

fn has_chars(word: &str) -> bool {
    word.chars().nth(MIN_CONTEXT_CHARS - 1).is_some()
}

fn letters(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.chars().filter(|c| c.is_alphabetic()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTEXT: [&str; 3] = ["Acme Portal", "Jane.Doe+shop@mail.example.com", "mighty_heron"];

    fn reason(password: &str) -> Option<Reason> {
        Blocklist::common().contains(password, &CONTEXT)
    }

    #[test]
    fn bundled_list_is_sorted_lower_case_and_of_useful_length() {
        assert!(COMMON.len() >= 10_000, "{}", COMMON.len());
        assert!(COMMON.is_sorted_by(|a, b| a < b));
        assert!(
            COMMON
                .iter()
                .all(|word| word.chars().count() >= 8 && word.to_lowercase() == **word && word.trim() == *word)
        );
    }

    #[test]
    fn every_bundled_password_is_refused_in_any_case() {
        for word in COMMON.iter() {
            assert_eq!(reason(word), Some(Reason::Common), "{word}");
            assert_eq!(reason(&word.to_uppercase()), Some(Reason::Common), "{word}");
        }
    }

    #[test]
    fn run_and_repeated_character_are_refused_and_what_resembles_them_is_accepted() {
        for run in [
            "aaaaaaaa",
            "        ",
            "ABCDEFGH",
            "zyxwvutsrq",
            "1234567890123",
            "0987654321",
            "ゑゑゑゑゑゑゑゑ",
            "αβγδεζηθ",
        ] {
            assert_eq!(reason(run), Some(Reason::Common), "{run}");
            assert_eq!(Blocklist::none().contains(run, &[]), None, "{run}");
        }
        for password in ["aaaaaaab", "acegikmo", "abcdefghi!", "abcdabcdabcd", "13579135791", "a"] {
            assert_eq!(reason(password), None, "{password}");
        }
    }

    #[test]
    fn password_that_only_holds_a_common_one_is_accepted() {
        for password in ["password123 and more", " password1", "password1 ", "xqwertyuiop"] {
            assert_eq!(reason(password), None, "{password}");
        }
    }

    // W6
    #[test]
    fn password_made_of_a_context_word_is_refused() {
        for password in [
            "jane.doe+shop@mail.example.com",
            "JANE.DOE@MAIL.EXAMPLE.COM",
            "my jane.doe password",
            "jane-doe-1999",
            "JaneDoe!",
            "doe jane.doe",
            "1234jane5678",
            "example#2026",
            "2026mail.example.com",
            "acme portal is nice",
            "AcmePortal1",
            "acme1234",
            "Mighty_Heron_is_me",
            "mightyheron",
        ] {
            assert_eq!(reason(password), Some(Reason::Context), "{password}");
        }
    }

    #[test]
    fn password_that_only_resembles_a_context_word_is_accepted() {
        for password in
            ["jane and john", "examples of patience", "acmeist poetry", "1999-2026-1999", "doe1doe2", "mighty herons"]
        {
            assert_eq!(reason(password), None, "{password}");
        }
    }

    #[test]
    fn short_context_words_are_left_out() {
        let blocklist = Blocklist::common();
        assert_eq!(blocklist.contains("joe likes tea", &["joe@ab.de", "Abc", "", "  ", "@", "1@2.3"]), None);
        assert_eq!(blocklist.contains("a 2026-11-21", &["a20261@ab.de"]), None);
        assert_eq!(blocklist.contains("joe@ab.de", &["joe@ab.de"]), Some(Reason::Context));
    }

    #[test]
    fn own_words_are_refused_as_a_whole() {
        let blocklist = Blocklist::none().with_words(["Tr0ub4dor&3"]);
        assert_eq!(blocklist.contains("tr0UB4dor&3", &[]), Some(Reason::Own));
        assert_eq!(blocklist.contains("tr0ub4dor&3!", &[]), None);
    }

    #[test]
    fn empty_list_refuses_nothing() {
        assert_eq!(Blocklist::none().contains("password", &["password"]), None);
    }

    // W7
    #[test]
    fn huge_input_is_handled() {
        let password = "a@.+".repeat(250_000);
        assert_eq!(Blocklist::common().contains(&password, &CONTEXT), None);
    }
}
