//! 사람이 읽는 글. 한국어가 원문입니다.
//!
//! What people read: `messages/ko.toml` is the source, `messages/en.toml` its translation. Every message is a
//! method, so that one that does not exist does not compile; that both files have all of them, with the same
//! placeholders, is tested.

mod keys;

use std::{collections::BTreeMap, fmt::Display};

use lab_checker::language::{Bilingual, Language};

/// The messages of one language.
#[derive(Clone, Debug)]
pub(crate) struct Messages {
    pub(crate) language: Language,
    /// How the tool is called: `cargo lab`, or `lab` where it is installed.
    pub(crate) program: &'static str,
    texts: BTreeMap<String, String>,
}

impl Messages {
    pub(crate) fn new(language: Language, program: &'static str) -> Self {
        // That the files can be read is tested; a message that is missing shows its name.
        let texts = toml::from_str(file(language)).unwrap_or_default();
        Self { language, program, texts }
    }

    /// The text of this language.
    pub(crate) fn of<'a>(&self, both: &'a Bilingual) -> &'a str {
        both.get(self.language)
    }

    /// The message with its placeholders filled in. What is inserted is never looked through again.
    fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let Some(text) = self.texts.get(key) else { return key.to_owned() };
        let mut filled = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            filled.push_str(before);
            match values.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => filled.push_str(&value.to_string()),
                None if name == "lab" => filled.push_str(self.program),
                None => filled.push_str(&format!("{{{name}}}")),
            }
            rest = after;
        }
        filled + rest
    }
}

fn file(language: Language) -> &'static str {
    match language {
        Language::Ko => include_str!("../../messages/ko.toml"),
        Language::En => include_str!("../../messages/en.toml"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn texts(language: Language) -> BTreeMap<String, String> {
        toml::from_str(file(language)).unwrap()
    }

    /// The names in braces of a message, but for the one that every message may have.
    fn placeholders(text: &str) -> BTreeSet<&str> {
        let names = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
        names.filter(|name| *name != "lab").collect()
    }

    #[test]
    fn both_languages_have_every_message_and_no_other() {
        let keys: BTreeSet<&str> = keys::KEYS.iter().map(|(key, _)| *key).collect();
        for language in [Language::Ko, Language::En] {
            let texts = texts(language);
            let found: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
            assert_eq!(found, keys, "{language:?}");
        }
    }

    #[test]
    fn every_message_uses_all_of_its_values() {
        for language in [Language::Ko, Language::En] {
            let texts = texts(language);
            for (key, names) in keys::KEYS {
                let names: BTreeSet<&str> = names.iter().copied().collect();
                assert_eq!(placeholders(&texts[*key]), names, "{key} in {language:?}");
            }
        }
    }

    /// Particles change with the sound before them, so a value may stand before none of those.
    #[test]
    fn no_korean_particle_follows_a_value() {
        for (key, text) in texts(Language::Ko) {
            for after in text.split('}').skip(1) {
                let particle =
                    ["을", "를", "은", "는", "이 ", "가 ", "과 ", "와 ", "으로", "로 ", "(으)로", "을(를)"];
                assert!(!particle.iter().any(|particle| after.starts_with(particle)), "{key}: {text}");
            }
        }
    }

    #[test]
    fn the_english_messages_have_no_hangul() {
        for (key, text) in texts(Language::En) {
            assert!(!text.chars().any(|character| ('가'..='힣').contains(&character)), "{key}: {text}");
        }
    }

    #[test]
    fn what_is_inserted_is_not_filled_in_again() {
        let messages = Messages {
            language: Language::En,
            program: "lab",
            texts: BTreeMap::from([("key".into(), "{a} {lab} {b} {c} {".into())]),
        };
        assert_eq!(messages.fill("key", &[("a", &"{b}"), ("b", &2)]), "{b} lab 2 {c} {");
        assert_eq!(messages.fill("missing", &[]), "missing");
    }
}
