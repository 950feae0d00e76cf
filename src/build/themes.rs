//! Finding a theme's layers: the site's own files, the theme, the themes that it extends.

use std::sync::Arc;

use camino::Utf8Path;

use super::files::{Files, SourceFile};
use super::system_font;
use crate::config::{SYSTEM_FONT, Settings};
use crate::diag::{Diagnostic, FileId, decode};
use crate::picture::Font;
use crate::query::FONT;
use crate::theme::{self, EMBEDDED, EMBEDDED_NAME, Layer, Manifest, ThemeFile};
use crate::yaml::At;

/// The layers of the site's theme, the one that wins first.
pub fn layers(
    files: &mut Files,
    root: &Utf8Path,
    content: &[FileId],
    settings: &Settings,
    settings_file: FileId,
) -> (Vec<Layer>, Vec<Diagnostic>) {
    let mut diags = Vec::new();
    let mut layers = vec![own_files(files, content, &mut diags)];
    let mut next = Some((settings.theme.clone(), settings_file));
    let mut seen: Vec<String> = Vec::new();
    while let Some((name, asked_in)) = next.take() {
        if seen.contains(&name.value) {
            diags.push(circular(&name, asked_in));
            break;
        }
        let Some(layer) = theme_files(files, root, &name.value, &mut diags) else {
            diags.push(unknown(&name, asked_in));
            // What else is wrong is looked for in the theme that is always there.
            layers.push(embedded(files));
            break;
        };
        let (manifest, file) = manifest(&layer, &mut diags);
        next = manifest.extends.zip(file);
        layers.push(layer);
        seen.push(name.value);
    }
    if let Some(asked) = &settings.share_font {
        match font(files, &layers, &asked.value) {
            Ok(font) => layers.push(Layer { files: vec![font] }),
            Err(diag) => diags.push(diag.at(asked.span(settings_file))),
        }
    }
    (layers, diags)
}

/// The font of pictures for shared pages, as one more file of the theme.
fn font(files: &mut Files, layers: &[Layer], asked: &str) -> Result<ThemeFile, Diagnostic> {
    let name = FONT.to_owned();
    let found = match asked {
        SYSTEM_FONT => {
            let (path, bytes) = system_font::read(files.vfs()).ok_or_else(no_system_font)?;
            let bytes: Arc<[u8]> = bytes.into();
            let held = Some(Arc::clone(&bytes));
            let file = files.add(SourceFile { name: path.to_string(), path, stat: None, held });
            ThemeFile { name, file, bytes }
        }
        path => {
            let mut all = layers.iter().flat_map(|layer| &layer.files);
            let own = all.find(|file| file.name == path).ok_or_else(|| no_font(path))?;
            ThemeFile { name, file: own.file, bytes: Arc::clone(&own.bytes) }
        }
    };
    match Font::read(found.bytes.to_vec()) {
        Some(_) => Ok(found),
        None => Err(unread_font()),
    }
}

const FONT_HINT: (&str, &str) = (
    "把字体文件（.ttf、.otf）放进 content/theme/，例如 content/theme/fonts/title.ttf，设置里写 font: fonts/title.ttf",
    "put a font (.ttf, .otf) under content/theme/, such as content/theme/fonts/title.ttf, and write font: fonts/title.ttf",
);

fn no_font(path: &str) -> Diagnostic {
    let diag = Diagnostic::error(
        "config/share-font",
        format!("content/theme/ 里没有 {path}，分享图没有字体可用"),
        format!("there is no {path} under content/theme/ to draw share images with"),
    );
    diag.hint(FONT_HINT.0, FONT_HINT.1)
}

fn no_system_font() -> Diagnostic {
    let diag = Diagnostic::error(
        "config/share-font",
        "这台机器上没有找到中文字体，分享图画不了",
        "this machine has no Chinese font where one was looked for",
    );
    diag.hint(FONT_HINT.0, FONT_HINT.1)
}

fn unread_font() -> Diagnostic {
    let diag = Diagnostic::error(
        "config/share-font",
        "这个文件不是能用的字体（网页字体 woff、woff2 用不了）",
        "this file is no font that can be used; web fonts (woff, woff2) cannot",
    );
    diag.hint(FONT_HINT.0, FONT_HINT.1)
}

/// `content/theme/` overrides the theme file by file; `content/static/` is copied as it is.
fn own_files(files: &Files, content: &[FileId], diags: &mut Vec<Diagnostic>) -> Layer {
    let mut layer = Layer::default();
    for &id in content {
        let Some(name) = files.get(id).and_then(|f| f.name.strip_prefix("content/")) else {
            continue;
        };
        let name = match (name.strip_prefix("theme/"), name.strip_prefix("static/")) {
            (Some(own), _) => own.to_owned(),
            (_, Some(plain)) => format!("static/root/{plain}"),
            _ => continue,
        };
        layer.files.extend(read(files, id, name, diags));
    }
    layer
}

/// The files of the theme `name`: from `themes/`, or those compiled into the program.
fn theme_files(
    files: &mut Files,
    root: &Utf8Path,
    name: &str,
    diags: &mut Vec<Diagnostic>,
) -> Option<Layer> {
    let dir = format!("themes/{name}");
    let (ids, problems) = files.scan(root, &dir, false);
    diags.extend(problems);
    if ids.is_empty() {
        return (name == EMBEDDED_NAME).then(|| embedded(files));
    }
    let mut layer = Layer::default();
    for id in ids {
        let own =
            files.get(id).and_then(|f| f.name.strip_prefix(&format!("{dir}/"))).map(str::to_owned);
        if let Some(own) = own {
            layer.files.extend(read(files, id, own, diags));
        }
    }
    Some(layer)
}

fn embedded(files: &mut Files) -> Layer {
    let one = |(name, bytes): &(&str, &'static [u8])| {
        let bytes: Arc<[u8]> = Arc::from(*bytes);
        let file = files.add(SourceFile {
            name: format!("themes/{EMBEDDED_NAME}/{name}"),
            path: camino::Utf8PathBuf::new(),
            stat: None,
            held: Some(Arc::clone(&bytes)),
        });
        ThemeFile { name: (*name).to_owned(), file, bytes }
    };
    Layer { files: EMBEDDED.iter().map(one).collect() }
}

fn read(files: &Files, id: FileId, name: String, diags: &mut Vec<Diagnostic>) -> Option<ThemeFile> {
    match files.read(id) {
        Ok(bytes) => Some(ThemeFile { name, file: id, bytes: Arc::from(bytes) }),
        Err(diag) => {
            diags.push(diag);
            None
        }
    }
}

fn manifest(layer: &Layer, diags: &mut Vec<Diagnostic>) -> (Manifest, Option<FileId>) {
    let Some(found) = layer.files.iter().find(|file| file.name == "theme.yaml") else {
        return (Manifest::default(), None);
    };
    let manifest = match decode(found.file, &found.bytes) {
        Ok(text) => theme::parse_manifest(found.file, text).take(diags),
        Err(diag) => {
            diags.push(diag);
            Manifest::default()
        }
    };
    (manifest, Some(found.file))
}

fn unknown(name: &At<String>, asked_in: FileId) -> Diagnostic {
    Diagnostic::error(
        "theme/unknown",
        format!("没有名为“{}”的主题", name.value),
        format!("there is no theme `{}`", name.value),
    )
    .at(name.span(asked_in))
    .hint(
        format!("建文件夹 themes/{}/，或用自带的主题：theme: {EMBEDDED_NAME}", name.value),
        format!(
            "make the folder themes/{}/, or use the built-in theme: theme: {EMBEDDED_NAME}",
            name.value
        ),
    )
}

fn circular(name: &At<String>, asked_in: FileId) -> Diagnostic {
    Diagnostic::error(
        "theme/extends",
        format!("主题“{}”绕了一圈又继承自己", name.value),
        format!("the theme `{}` comes back to itself", name.value),
    )
    .at(name.span(asked_in))
    .hint("删去其中一个 extends", "remove one of the extends")
}
