//! What the keys of a map are called in Chinese and how they are written: data that the layers
//! above fill in, so that messages can name a key and show an example.

use crate::diag::Text;

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub key: &'static str,
    /// What editors call it; the first is shown, all are understood in advice on an unknown key.
    pub zh: &'static [&'static str],
    /// Values as they would be written; the first one will do.
    pub examples: &'static [&'static str],
}

impl Word {
    pub const fn new(
        key: &'static str,
        zh: &'static [&'static str],
        examples: &'static [&'static str],
    ) -> Self {
        Word { key, zh, examples }
    }
}

/// The words of all maps of one file.
pub type Words = &'static [Word];

/// `title（标题）`, or the key in quotes when it has no word.
pub(super) fn shown(words: Words, key: &str) -> String {
    match find(words, key).and_then(|word| word.zh.first()) {
        Some(zh) => format!("{key}（{zh}）"),
        None => format!("“{key}”"),
    }
}

pub(super) fn find(words: Words, key: &str) -> Option<&'static Word> {
    words.iter().find(|word| word.key == key)
}

/// `title: 关于本刊`, or `title: …`; several with “or” between them.
pub(super) fn examples(words: Words, key: &str) -> Text {
    let all = find(words, key).map_or(&["…"] as &[&str], |word| word.examples);
    let all: Vec<String> = all.iter().map(|value| format!("{key}: {value}")).collect();
    Text::new(all.join(" 或 "), all.join(" or "))
}
