//! A theme's files, in layers → templates compiled, static files named by their content.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;
use tera::{ErrorKind, Tera};

use super::closure::Closure;
use super::errors::{self, Home, Templates};
use super::functions;
use super::wanted::Wanted;
use crate::diag::{Diagnostic, FileId, Warned, decode};
use crate::escape;
use crate::picture::Font;
use crate::query::{FONT, Facts, Query, Shared};

/// The files of one layer: the site's own, a theme's, a parent theme's.
#[derive(Debug, Default)]
pub struct Layer {
    pub files: Vec<ThemeFile>,
}

/// A file of a theme: `templates/base.html`, `static/css/site.css`.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    pub name: String,
    pub file: FileId,
    pub bytes: Arc<[u8]>,
}

/// A static file as the site serves it.
#[derive(Clone, Debug)]
pub struct Asset {
    /// From the site's root: `assets/css/site.1a2b3c4d.css`.
    pub path: String,
    pub digest: u128,
    pub bytes: Arc<[u8]>,
}

/// A theme ready to draw.
pub struct Theme {
    pub(super) tera: Tera,
    pub(super) templates: Templates,
    home: Home,
    digests: BTreeMap<String, u128>,
    /// Of each template. Every page asks: it is found by hash.
    known: HashMap<String, Known>,
    assets: BTreeMap<String, Asset>,
    font: Option<Font>,
}

/// What a page needs to know of its template before it is drawn.
struct Known {
    wanted: Wanted,
    /// The question that all its pages ask.
    asked: Shared,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Theme")
            .field("home", &self.home)
            .field("assets", &self.assets)
            .finish_non_exhaustive()
    }
}

impl Theme {
    /// All static files, in the order of their names.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values()
    }

    /// What to say of an error that drawing `template` gave.
    pub(super) fn diagnose(&self, template: &str, error: &tera::Error) -> Diagnostic {
        let mut told = self.templates.diagnose(error);
        // Drawing gives one error; the last resort stands for none.
        told.pop().unwrap_or_else(|| errors::missing(&[template], &self.home))
    }

    /// Whether the theme can draw all of `templates`.
    ///
    /// # Errors
    /// Those that are not there.
    pub fn check_templates(&self, templates: &[&str]) -> Result<(), Diagnostic> {
        let known = |template: &&str| self.known.contains_key(*template);
        let missing: Vec<&str> = templates.iter().copied().filter(|t| !known(t)).collect();
        if missing.is_empty() { Ok(()) } else { Err(errors::missing(&missing, &self.home)) }
    }
}

impl Theme {
    /// The fields of `page` that drawing `template` can look at.
    pub fn wanted(&self, template: &str) -> &Wanted {
        self.known.get(template).map_or(&Wanted::All, |known| &known.wanted)
    }

    /// What is asked by drawing `template`, beside what it asks itself.
    pub(super) fn asked(&self, template: &str) -> Shared {
        self.known.get(template).map_or_else(Shared::default, |known| Arc::clone(&known.asked))
    }

    pub fn has_template(&self, name: &str) -> bool {
        self.digests.contains_key(name)
    }

    /// `None` when there is a template `name`; else the name most like it, if any is.
    pub(super) fn lacks(&self, name: &str) -> Option<Option<&str>> {
        let names = || self.digests.keys().map(String::as_str);
        (!self.digests.contains_key(name)).then(|| crate::zh::nearest(name, names()))
    }
}

impl Facts for Theme {
    fn asset(&self, path: &str) -> Option<&str> {
        if path == FONT {
            return self.font.as_ref().map(Font::mark);
        }
        self.assets.get(path).map(|asset| asset.path.as_str())
    }

    fn template(&self, name: &str) -> Option<u128> {
        self.digests.get(name).copied()
    }

    fn font(&self) -> Option<&Font> {
        self.font.as_ref()
    }
}

/// Makes a theme of its layers, the first one winning where a name stands in several.
pub fn load(layers: &[Layer], home: Home) -> Warned<Theme> {
    let mut diags = Vec::new();
    let mut chosen: BTreeMap<&str, &ThemeFile> = BTreeMap::new();
    for file in layers.iter().flat_map(|layer| &layer.files) {
        chosen.entry(&file.name).or_insert(file);
    }
    let mut templates = Templates::default();
    let mut assets = BTreeMap::new();
    let font = chosen.get(FONT).and_then(|file| Font::read(file.bytes.to_vec()));
    for (name, file) in chosen {
        if let Some(template) = name.strip_prefix("templates/") {
            match decode(file.file, &file.bytes) {
                Ok(text) => templates.insert(template.to_owned(), file.file, text.to_owned()),
                Err(diag) => diags.push(diag),
            }
        } else if let Some(path) = name.strip_prefix("static/") {
            assets.insert(path.to_owned(), asset(path, &file.bytes));
        }
    }
    let tera = compile(&templates).take(&mut diags);
    let texts = templates.texts().map(|(name, text)| (name.to_owned(), text.to_owned()));
    let texts = texts.collect();
    let closure = Closure::new(&texts);
    let known = |(name, wanted): (String, Wanted)| {
        let asked = Shared::from([Query::Template(name.as_str().into())]);
        (name, Known { wanted, asked })
    };
    let (digests, known) = (closure.digests(), closure.wanted().into_iter().map(known).collect());
    Warned::new(Theme { tera, templates, home, digests, known, assets, font }, diags)
}

fn asset(path: &str, bytes: &Arc<[u8]>) -> Asset {
    let path = fingerprinted(path, crate::content::fingerprint(bytes));
    Asset { path, digest: crate::content::digest(bytes), bytes: Arc::clone(bytes) }
}

/// `css/site.css` → `assets/css/site.1a2b3c4d.css`: a changed file has another name, so that hosts
/// and readers may keep it for ever. Files under `root/` keep their names (`robots.txt`).
fn fingerprinted(path: &str, fingerprint: u32) -> String {
    if let Some(plain) = path.strip_prefix("root/") {
        return plain.to_owned();
    }
    let mark = format!("{fingerprint:08x}");
    let (dir, name) = path.rsplit_once('/').map_or(("", path), |(dir, name)| (dir, name));
    let name = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => format!("{stem}.{mark}.{ending}"),
        _ => format!("{name}.{mark}"),
    };
    if dir.is_empty() { format!("assets/{name}") } else { format!("assets/{dir}/{name}") }
}

fn compile(templates: &Templates) -> Warned<Tera> {
    let mut tera = Tera::default();
    tera.set_escape_fn(escape::write_html);
    functions::register(&mut tera);
    let Err(error) = tera.add_raw_templates(templates.texts()) else {
        return Warned::new(tera, vec![]);
    };
    // The library stops at the first mistake: look at each template by itself for the others.
    let mut diags: Vec<Diagnostic> = templates
        .texts()
        .filter_map(|(name, text)| {
            let mut alone = Tera::default();
            functions::register(&mut alone);
            let error = alone.add_raw_template(name, text).err()?;
            matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| templates.diagnose(&error))
        })
        .flatten()
        .collect();
    if diags.is_empty() {
        diags = templates.diagnose(&error);
    }
    Warned::new(Tera::default(), diags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn static_files_are_named_by_their_content() {
        assert_eq!(fingerprinted("css/site.css", 0x1a2b_3c4d), "assets/css/site.1a2b3c4d.css");
        assert_eq!(fingerprinted("favicon", 1), "assets/favicon.00000001");
        assert_eq!(fingerprinted("root/robots.txt", 1), "robots.txt");
    }
}
