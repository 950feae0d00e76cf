//! A headline's phrases: where its lines had better break.

/// `text` cut after Chinese closing punctuation and before opening quotes and brackets, so that no
/// phrase begins with a mark that may not begin a line.
pub fn phrases(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let ends = last.is_some_and(closes) && !closes(c);
        let begins = opens(c) && !last.is_some_and(opens);
        if at > start && (ends || begins) {
            out.push(&text[start..at]);
            start = at;
        }
        last = Some(c);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '”'
            | '’'
            | '》'
            | '〉'
            | '）'
            | '】'
            | '」'
            | '』'
            | '…'
            | '—'
    )
}

fn opens(c: char) -> bool {
    matches!(c, '“' | '‘' | '《' | '〈' | '（' | '【' | '「' | '『')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_end_after_punctuation_and_begin_with_a_quote() {
        let cut = |text| phrases(text).join("|");
        assert_eq!(cut("广西工商联“四好”商会建设会召开"), "广西工商联|“四好”|商会建设会召开");
        assert_eq!(cut("税银互动：商会牵线，银行上门"), "税银互动：|商会牵线，|银行上门");
        assert_eq!(cut("认定一览（2017—2018）"), "认定一览|（2017—|2018）");
        assert_eq!(cut("《“四好”说明》"), "《“四好”|说明》");
        assert_eq!(cut("“党建+”，月月有安排"), "“党建+”，|月月有安排");
        assert_eq!(cut("没有标点"), "没有标点");
        assert_eq!(cut(""), "");
    }
}
