//! Bytes → text, or what is wrong with them: another encoding, no text at all, control characters.

use super::{Diagnostic, FileId, Span};

/// The text of a file, without a look at its content.
///
/// # Errors
/// It is not UTF-8, or holds control characters, which no editor shows and no page may contain.
pub fn decode(file: FileId, bytes: &[u8]) -> Result<&str, Diagnostic> {
    if let Some(order) = utf16(bytes) {
        return Err(encoded(file, 0, &format!("UTF-16{order}")));
    }
    let text = utf8(bytes).map_err(|error| broken(file, bytes, error))?;
    match control(text) {
        Some((at, c)) => Err(control_character(file, at, c)),
        None => Ok(text),
    }
}

/// Ten times faster than the standard library on Chinese text, which tells better what is wrong.
fn utf8(bytes: &[u8]) -> Result<&str, std::str::Utf8Error> {
    simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes))
}

/// The byte order of UTF-16, when the bytes look like that: a mark, or zeros at every other place.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] => return Some("LE"),
        [0xfe, 0xff, ..] => return Some("BE"),
        // Nearly every text.
        _ if !bytes.iter().take(16).any(|b| *b == 0) => return None,
        _ => {}
    }
    let zeros =
        |from: usize| bytes.iter().skip(from).step_by(2).take(8).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even, odd) {
        (0, 4..) => Some("LE"),
        (4.., 0) => Some("BE"),
        _ => None,
    }
}

fn broken(file: FileId, bytes: &[u8], error: std::str::Utf8Error) -> Diagnostic {
    let at = error.valid_up_to();
    if bytes.iter().take(4096).any(|b| *b == 0) {
        return Diagnostic::error(
            "files/encoding",
            "这不是文本文件（可能是图片或 Word 文档改了名）",
            "this is no text file (a picture or a Word document under another name, perhaps)",
        )
        .at(Span::top(file))
        .hint(
            "用 Word 写的，先另存为纯文本（UTF-8），再把文字贴进稿件",
            "save it as plain text (UTF-8) first",
        );
    }
    if error.error_len().is_none() {
        return Diagnostic::error(
            "files/encoding",
            "文件在一个字的中间断了，末尾不完整",
            "the file ends in the middle of a character",
        )
        .at(Span::new(file, at..at))
        .hint(
            "补全最后一行，或重新复制这个文件",
            "complete the last line, or copy the file again",
        );
    }
    match is_gbk(&bytes[at..]) {
        true => encoded(file, at, "GBK"),
        false => encoded(file, at, ""),
    }
}

/// Whether the bytes up to the next line end read as pairs of GBK.
fn is_gbk(bytes: &[u8]) -> bool {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let mut rest = line.iter().copied();
    while let Some(lead) = rest.next() {
        let pair = match lead {
            0..=0x7f => continue,
            0x81..=0xfe => rest.next(),
            _ => return false,
        };
        if !pair.is_some_and(|trail| (0x40..=0xfe).contains(&trail) && trail != 0x7f) {
            return false;
        }
    }
    true
}

fn encoded(file: FileId, at: usize, name: &str) -> Diagnostic {
    let (zh, en) = match name {
        "" => ("文件不是 UTF-8 编码".to_owned(), "the file is not UTF-8".to_owned()),
        name => (
            format!("文件的编码是 {name}，不是 UTF-8"),
            format!("the file is encoded in {name}, not in UTF-8"),
        ),
    };
    Diagnostic::error("files/encoding", zh, en).at(Span::new(file, at..at)).hint(
        "用编辑器打开，“另存为”，编码选 UTF-8（记事本在“另存为”窗口的下边）",
        "open it in an editor and save it again with the encoding UTF-8",
    )
}

/// The first character that no text has: tabs and line ends are the only controls it may hold.
fn control(text: &str) -> Option<(usize, char)> {
    // Nearly every text is clean. Without an early end this looks at many bytes at once, and asking
    // little of each is worth a second look at a text with tabs.
    let bytes = text.as_bytes();
    let dubious = |b: u8| (b < 0x20) & (b != b'\n') | (b == 0x7f) | (b == 0xc2);
    if !bytes.iter().fold(false, |any, b| any | dubious(*b)) {
        return None;
    }
    let odd = |b: u8, next: u8| {
        (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r')
            | (b == 0x7f)
            | (b == 0xc2) & (next < 0xa0)
    };
    let rest = bytes.get(1..).unwrap_or_default();
    let found = bytes.iter().zip(rest).fold(false, |any, (b, next)| any | odd(*b, *next));
    if !found && !bytes.last().is_some_and(|last| odd(*last, 0xff)) {
        return None;
    }
    let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    text.char_indices().find(|(_, c)| odd(*c))
}

fn control_character(file: FileId, at: usize, c: char) -> Diagnostic {
    let code = u32::from(c);
    Diagnostic::error(
        "files/control-character",
        format!("这里有一个看不见的控制字符 U+{code:04X}"),
        format!("an invisible control character stands here: U+{code:04X}"),
    )
    .at(Span::new(file, at..at + c.len_utf8()))
    .hint("删掉它：把光标放到它后面按退格键，或重打这一行", "delete it, or type this line anew")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    fn check(bytes: &[u8], said: &str, at: u32) {
        let diag = decode(FileId(0), bytes).unwrap_err();
        assert_eq!(diag.message.get(Lang::Zh), said);
        assert_eq!(diag.primary.map(|span| span.start), Some(at), "{said}");
    }

    #[test]
    fn encodings_are_named() {
        check(b"title: \xce\xe0\xd6\xdd\n", "文件的编码是 GBK，不是 UTF-8", 7);
        check(b"title: \xe9\n", "文件不是 UTF-8 编码", 7);
        check(b"\xff\xfe-\0-\0", "文件的编码是 UTF-16LE，不是 UTF-8", 0);
        check(b"-\0-\0-\0\n\0t\0", "文件的编码是 UTF-16LE，不是 UTF-8", 0);
        check(b"\0-\0-\0-\0\n\0t", "文件的编码是 UTF-16BE，不是 UTF-8", 0);
        check(b"\xd0\xcf\x11\xe0\0\0a", "这不是文本文件（可能是图片或 Word 文档改了名）", 0);
        check("梧州".as_bytes().split_at(5).0, "文件在一个字的中间断了，末尾不完整", 3);
    }

    #[test]
    fn control_characters_are_named() {
        check("测\0试".as_bytes(), "这里有一个看不见的控制字符 U+0000", 3);
        check(b"\x7f", "这里有一个看不见的控制字符 U+007F", 0);
        check(b"a\tb\r\n\x1f", "这里有一个看不见的控制字符 U+001F", 5);
        check("a · b\u{85}".as_bytes(), "这里有一个看不见的控制字符 U+0085", 6);
        check(b"a\x0bb", "这里有一个看不见的控制字符 U+000B", 1);
    }

    #[test]
    fn plain_text_passes() {
        for text in ["", "\u{feff}---\r\n\t· 梧州\n", "👨‍👩‍👧", "\t", "\u{a0}"] {
            assert_eq!(decode(FileId(0), text.as_bytes()).unwrap(), text);
        }
    }
}
