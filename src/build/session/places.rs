//! Which of the bulletin's folders a touched path lies in.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::update::Touched;
use crate::vfs::{Vfs, ignored};

/// What was touched, as the bulletin sees it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// Nobody knows what was: everything must be looked at.
    pub all: bool,
    /// Under `content/`, as it is spelt on the disk; empty for the folder itself.
    pub content: BTreeSet<Utf8PathBuf>,
    /// Something under `themes/`.
    pub themes: bool,
}

/// The names of the bulletin's folder.
pub(super) struct Roots(Vec<Utf8PathBuf>);

impl Roots {
    /// A watcher may name the folder as it was asked to watch it, or without any link on the way.
    pub fn of(vfs: &dyn Vfs, root: &Utf8Path) -> Roots {
        Roots([Some(root.to_owned()), vfs.canonical(root).ok()].into_iter().flatten().collect())
    }

    pub fn places(&self, touched: &Touched) -> Places {
        let mut places = Places::default();
        match touched {
            Touched::All => places.all = true,
            Touched::Paths(paths) => paths.iter().for_each(|path| self.place(path, &mut places)),
        }
        places
    }

    fn place(&self, path: &Utf8Path, places: &mut Places) {
        let Some(below) = self.0.iter().find_map(|root| path.strip_prefix(root).ok()) else {
            places.all = true;
            return;
        };
        if below.iter().any(ignored) {
            return;
        }
        let mut names = below.iter();
        match names.next() {
            Some("content") => drop(places.content.insert(names.as_path().to_owned())),
            Some("themes") => places.themes = true,
            // The bulletin's folder itself, or another spelling where letter case is no difference.
            None => places.all = true,
            Some(name) if ["content", "themes"].contains(&&*name.to_lowercase()) => {
                places.all = true;
            }
            // The output folder, the cache, whatever else lies beside.
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(paths: &[&str]) -> Places {
        let roots = Roots(vec!["/site".into(), "/real/site".into()]);
        roots.places(&Touched::Paths(paths.iter().map(Utf8PathBuf::from).collect()))
    }

    #[test]
    fn only_content_and_themes_matter() {
        let found = places(&["/site/content/news/a.md", "/real/site/content/b.md"]);
        assert_eq!(found.content, ["b.md", "news/a.md"].map(Utf8PathBuf::from).into());
        assert!(!found.all && !found.themes);
        assert!(places(&["/site/themes/x/a.html"]).themes);
        for nothing in ["/site/public/a.html", "/site/content/.a.md.swp", "/site/.huikan/cache"] {
            assert_eq!(places(&[nothing]), Places::default(), "{nothing}");
        }
    }

    #[test]
    fn what_cannot_be_placed_may_be_anything() {
        for anything in ["/elsewhere/a.md", "/site", "/site/Content/a.md"] {
            assert!(places(&[anything]).all, "{anything}");
        }
        assert_eq!(places(&["/site/content"]).content, [Utf8PathBuf::new()].into());
    }
}
