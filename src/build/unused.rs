//! Pictures under `content/` that no record points at.

use foldhash::HashSet;

use super::files::Files;
use crate::diag::{Diagnostic, FileId};
use crate::site::{Read, is_picture, paths_of};

/// A warning for each. What is not shown uses its pictures too: they wait with it.
pub fn unused(files: &mut Files, records: &[Read]) -> Vec<Diagnostic> {
    let paths = records.iter().flat_map(|(_, record)| paths_of(record));
    let used: HashSet<FileId> =
        paths.filter_map(|path| files.find(&format!("content/{path}"))).collect();
    let pictures = files.all().filter(|(id, file)| file.stat.is_some() && !used.contains(id));
    let names: Vec<String> =
        pictures.filter_map(|(_, file)| picture(&file.name)).map(str::to_owned).collect();
    names.into_iter().map(|name| tell(&name).at(files.path(format!("content/{name}")))).collect()
}

/// The path under `content/` of a picture that only records can use: what lies in `static/` is
/// copied as it is, and `theme/` is the theme's.
fn picture(name: &str) -> Option<&str> {
    let path = name.strip_prefix("content/")?;
    let folder = path.split('/').next().unwrap_or_default();
    (is_picture(path) && !matches!(folder, "static" | "theme")).then_some(path)
}

fn tell(path: &str) -> Diagnostic {
    let odd = path.contains([' ', '(', ')']);
    let target = if odd { format!("</{path}>") } else { format!("/{path}") };
    Diagnostic::warning(
        "check/unused-image",
        "没有一份资料用到这张图片，它不会发布",
        "no record uses this picture: it is not published",
    )
    .hint(
        format!("在用它的稿件里写 ![图里有什么]({target})；用不着就删去"),
        format!("write ![what it shows]({target}) where it belongs, or delete it"),
    )
}
