//! Keys that nobody asked for.

use super::Fields;
use crate::diag::Diagnostic;
use crate::yaml::node::Key;
use crate::yaml::{Place, typing, words};
use crate::zh;

impl Fields<'_> {
    /// What to say of a key that is left over, and the key that was meant by it.
    pub(super) fn unknown(&self, key: &Key) -> (Diagnostic, Option<&'static str>) {
        if let Some(found) = self.mistyped(key) {
            return found;
        }
        let name = &key.name;
        let near = self.nearest_key(name);
        let diag = match (near, words::find(self.words, name)) {
            (None, Some(_)) => Diagnostic::error(
                "yaml/unknown-key",
                format!("这里不能用 {}", words::shown(self.words, name)),
                format!("`{name}` has no meaning here"),
            ),
            _ => Diagnostic::error(
                "yaml/unknown-key",
                format!("不认识的键“{name}”"),
                format!("unknown key `{name}`"),
            ),
        };
        let diag = diag.at(self.span(key.range.clone()));
        let diag = match near {
            Some(near) => diag.hint(
                format!("是不是想写 {}？", words::shown(self.words, near)),
                format!("did you mean `{near}`?"),
            ),
            None => self.list_keys(diag),
        };
        (diag, near)
    }

    /// `author：甲` or `author:甲` inside braces reads as a key without a value.
    fn mistyped(&self, key: &Key) -> Option<(Diagnostic, Option<&'static str>)> {
        let written = self.text.get(key.range.clone())?;
        let place = Place { file: self.file, text: self.text, base: 0 };
        if let Some(space) = written.chars().next().filter(|c| typing::is_odd_space(*c)) {
            let at = key.range.start..key.range.start + space.len_utf8();
            return Some((typing::odd_space(place, at), self.nearest_key(written)));
        }
        let diag = typing::key_slip(place, key.range.start, written)?;
        let name = written.split([':', '：']).next().unwrap_or_default();
        let meant = self.asked().into_iter().find(|asked| *asked == name);
        Some((diag, meant.or_else(|| self.nearest_key(name))))
    }

    fn list_keys(&self, diag: Diagnostic) -> Diagnostic {
        let asked = self.asked();
        let all: Vec<String> = asked.iter().map(|key| words::shown(self.words, key)).collect();
        let diag = diag.hint(
            format!("这里可以用：{}", all.join("、")),
            format!("known here: {}", asked.join(", ")),
        );
        match asked.contains(&"extra") {
            true => diag.hint(
                "想留着自己用，就移到 extra: 下面；不用就删去",
                "to keep it for yourself move it below extra:, else delete it",
            ),
            false => diag,
        }
    }

    fn nearest_key(&self, name: &str) -> Option<&'static str> {
        let name = name.trim();
        let asked = self.asked();
        let chinese = asked
            .iter()
            .copied()
            .find(|key| words::find(self.words, key).is_some_and(|word| word.zh.contains(&name)));
        chinese.or_else(|| zh::nearest(name, asked))
    }
}
