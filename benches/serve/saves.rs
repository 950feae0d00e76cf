//! Saves of an editor and a theme author, each with the page that is looked at.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;
use huikan::build::Options;
use huikan::build::session::{Edition, Session, Touched, Update};
use huikan::vfs::{Disk, System, cpu_time};

use super::corpus;

/// What is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Save {
    Body,
    /// A link more, or one less.
    Link,
    Title,
    /// The template that all pages extend.
    Template,
    Css,
    Settings,
    /// An article that was not there, or that goes again.
    Article,
}

impl Save {
    pub const ALL: [Save; 7] = [
        Save::Body,
        Save::Link,
        Save::Title,
        Save::Template,
        Save::Css,
        Save::Settings,
        Save::Article,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Save::Body => "body",
            Save::Link => "link",
            Save::Title => "title",
            Save::Template => "template",
            Save::Css => "css",
            Save::Settings => "settings",
            Save::Article => "article",
        }
    }
}

/// How long one save took.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    /// Until the page that is looked at can be served: by the clock, and of all processors.
    pub update: Duration,
    pub cpu: Duration,
    /// After that, until all pages are drawn.
    pub finish: Duration,
    /// Pages drawn at once, and after that.
    pub drawn: (usize, usize),
}

/// A bulletin whose files are saved.
#[derive(Clone)]
pub struct Desk {
    root: PathBuf,
    /// The article that is edited and looked at.
    article: PathBuf,
    /// Its page, as an output path.
    pub page: String,
}

/// A bulletin with a session over it.
pub struct Served {
    pub desk: Desk,
    session: Session,
    edition: Arc<Edition>,
    pub opened: Duration,
    pub finished: Duration,
    pub pages: usize,
}

impl Served {
    pub fn open(root: &Path, items: usize) -> io::Result<Served> {
        let id = corpus::news_id(items / 2, items);
        let folder = Utf8PathBuf::from_path_buf(root.to_owned());
        let folder = folder.map_err(|_| io::Error::other("the folder's name is no UTF-8"))?;
        let options = Options { out: folder.join("public"), root: folder, ..Options::default() };
        own_theme(root)?;
        let start = Instant::now();
        let (session, update) = Session::open(Arc::new(Disk), Arc::new(System), options);
        let opened = start.elapsed();
        let edition = whole(&update)?;
        let start = Instant::now();
        finish(&edition)?;
        let finished = start.elapsed();
        let desk = Desk {
            root: root.to_owned(),
            article: root.join(format!("content/news/{id}.md")),
            page: format!("news/{id}.html"),
        };
        Ok(Served { desk, session, pages: edition.paths().count(), edition, opened, finished })
    }

    /// Saves so many times, each when all is settled again.
    pub fn measure(&mut self, save: Save, rounds: usize) -> io::Result<Vec<Wait>> {
        (0..rounds).map(|round| self.save(save, round)).collect()
    }

    fn save(&mut self, save: Save, round: usize) -> io::Result<Wait> {
        let touched = self.desk.write(save, round)?;
        let path = Utf8PathBuf::from_path_buf(touched);
        let path = path.map_err(|_| io::Error::other("the folder's name is no UTF-8"))?;
        let touched = Touched::Paths([path].into());
        let (start, before) = (Instant::now(), cpu_time().unwrap_or_default());
        let update = self.session.update(&touched, std::slice::from_ref(&self.desk.page));
        let (waited, cpu) = (start.elapsed(), cpu_time().unwrap_or_default() - before);
        let edition = whole(&update)?;
        if edition.number() == self.edition.number() {
            return Err(io::Error::other(format!("{save:?} changed nothing")));
        }
        self.edition = edition;
        let start = Instant::now();
        let later = finish(&self.edition)?;
        let drawn = (update.rendered, later);
        Ok(Wait { update: waited, cpu, finish: start.elapsed(), drawn })
    }
}

impl Desk {
    /// Writes the file, and tells which.
    pub fn write(&self, save: Save, round: usize) -> io::Result<PathBuf> {
        let path = match save {
            Save::Body | Save::Link | Save::Title => self.article.clone(),
            Save::Template => self.root.join("content/theme/templates/base.html"),
            Save::Css => self.root.join("content/theme/static/css/site.css"),
            Save::Settings => self.root.join("content/site.yaml"),
            Save::Article => self.root.join("content/news/more.md"),
        };
        if save == Save::Article {
            match round % 2 {
                0 => fs::write(
                    &path,
                    "---\ntitle: 新的一篇\ndate: 2016\ncolumn: column-00\n---\n正文。\n",
                )?,
                _ => fs::remove_file(&path)?,
            }
            return Ok(path);
        }
        let mut text = fs::read_to_string(&path)?;
        match save {
            Save::Body => text.push_str(&format!("\n补记第{round}条。\n")),
            Save::Link => {
                text.push_str(&format!("\n见[栏目](/columns/column-00.md)，第{round}处。\n"))
            }
            Save::Title => text = retitled(&text, "title: ", round),
            Save::Settings => text = retitled(&text, "tagline: ", round),
            Save::Template => text.push_str(&format!("<!-- {round} -->\n")),
            Save::Css => text.push_str(&format!("/* {round} */\n")),
            Save::Article => {}
        }
        fs::write(&path, text)?;
        Ok(path)
    }
}

/// The theme's base template and style sheet as the bulletin's own, so that both themes are edited
/// in the same way.
fn own_theme(root: &Path) -> io::Result<()> {
    let lean = root.join("themes/lean/templates/base.html");
    let embedded = |name: &str| {
        let file = huikan::theme::EMBEDDED.iter().find(|(path, _)| *path == name);
        file.map_or(&b""[..], |(_, bytes)| bytes).to_vec()
    };
    let base = if lean.exists() { fs::read(lean)? } else { embedded("templates/base.html") };
    for (path, bytes) in
        [("templates/base.html", base), ("static/css/site.css", embedded("static/css/site.css"))]
    {
        let path = root.join("content/theme").join(path);
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// `text` with another word at the end of the line that begins with `key`.
fn retitled(text: &str, key: &str, round: usize) -> String {
    let one = |line: &str| match line.strip_prefix(key) {
        Some(old) => format!("{key}{}·{round}\n", old.split('·').next().unwrap_or(old)),
        None => format!("{line}\n"),
    };
    text.lines().map(one).collect()
}

fn whole(update: &Update) -> io::Result<Arc<Edition>> {
    let refused = || io::Error::other(format!("refused: {:?}", update.problems));
    update.edition.clone().filter(|_| !update.problems.has_errors()).ok_or_else(refused)
}

/// Draws all pages, and tells how many.
fn finish(edition: &Edition) -> io::Result<usize> {
    let finished = edition.finish(&AtomicBool::new(false));
    finished
        .map(|finished| finished.rendered)
        .map_err(|problems| io::Error::other(format!("{problems:?}")))
}
