//! A text as a YAML value: plain where it is safe, quoted where YAML would read something else.

/// `text` as it may stand after `key: ` or within `[…]`.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// A list on one line: `[a, b]`.
pub(super) fn list(texts: &[String]) -> String {
    let items: Vec<_> = texts.iter().map(|text| scalar(text)).collect();
    format!("[{}]", items.join(", "))
}

/// Begins with a letter and holds nothing that YAML gives a meaning to. Stricter than YAML itself,
/// so that the rule can be seen at a glance.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next().is_some_and(|c| c.is_alphabetic() || "《“（【".contains(c));
    let harmless =
        |c: char| c.is_alphanumeric() || "-_/. ·《》“”‘’（）【】，。；：、？！—…".contains(c);
    first && !text.ends_with(' ') && text.chars().all(harmless) && !is_reserved(text)
}

/// Words that YAML, in one version or another, takes for something else than text.
fn is_reserved(text: &str) -> bool {
    const WORDS: [&str; 10] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"];
    WORDS.contains(&text.to_ascii_lowercase().as_str())
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn read_back(yaml: &str) -> BTreeMap<String, String> {
        serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{yaml}: {error}"))
    }

    #[test]
    fn plain_titles_stay_plain() {
        for title in ["六堡茶", "《民营经济》展览", "“四好”商会建设：一次交流", "Tea and trade"]
        {
            assert_eq!(scalar(title), title);
        }
    }

    #[test]
    fn what_yaml_would_misread_is_quoted() {
        assert_eq!(scalar("a: b"), r#""a: b""#);
        assert_eq!(scalar("第一 #二"), r#""第一 #二""#);
        assert_eq!(scalar(r#"他说"好"\"#), r#""他说\"好\"\\""#);
        assert_eq!(scalar("2019"), r#""2019""#);
        assert_eq!(scalar("Yes"), r#""Yes""#);
        assert_eq!(scalar(""), r#""""#);
        assert_eq!(list(&["tea".into(), "a,b".into()]), r#"[tea, "a,b"]"#);
    }

    proptest! {
        #[test]
        fn every_text_is_read_back(text in any::<String>()) {
            let read = read_back(&format!("title: {}\n", scalar(&text)));
            prop_assert_eq!(&read["title"], &text);
        }

        #[test]
        fn every_list_is_read_back(texts in prop::collection::vec(any::<String>(), 0..4)) {
            let yaml = format!("list: {}\n", list(&texts));
            let read: BTreeMap<String, Vec<String>> = serde_yaml::from_str(&yaml).unwrap();
            prop_assert_eq!(&read["list"], &texts);
        }
    }
}
