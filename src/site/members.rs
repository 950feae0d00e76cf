//! Which articles belong to which issue of the journal, asked of all records before any is left
//! out: what belongs to an internal issue must stay away even where only one side says so.

use foldhash::{HashMap, HashMapExt};

use super::assemble::Read;
use super::names::Names;
use crate::content::{Issue, Kind, Meta, News};
use crate::diag::{Diagnostic, FileId, Span};

/// What was found; numbers are places among the records.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// The internal issue that each of these records is, or belongs to.
    internal: HashMap<usize, usize>,
}

impl Members {
    /// The internal issue that the record `n` is, or belongs to.
    pub fn internal(&self, n: usize) -> Option<usize> {
        self.internal.get(&n).copied()
    }

    /// Compares the contents of all issues with the articles that name them.
    pub fn find(records: &[Read], names: &Names, diags: &mut Vec<Diagnostic>) -> Members {
        let listed = listed(records, names, diags);
        let found = Found { records, listed, claimed: claimed(records, names) };
        found.compare(diags);
        found.members()
    }
}

struct Found<'a> {
    records: &'a [Read],
    /// By article, then in the order of the issues.
    listed: Vec<Listed>,
    /// For each record, if it is an article that names an issue, that issue, and where it does.
    claimed: Vec<Option<(usize, Span)>>,
}

/// An article that stands in the contents of an issue, and where it does.
struct Listed {
    article: usize,
    issue: usize,
    place: Span,
}

fn issues(records: &[Read]) -> impl Iterator<Item = (usize, FileId, &Issue)> {
    records.iter().enumerate().filter_map(|(n, (file, record))| match &record.meta {
        Meta::Issue(issue) => Some((n, *file, issue)),
        _ => None,
    })
}

fn claimed(records: &[Read], names: &Names) -> Vec<Option<(usize, Span)>> {
    let claim = |(file, record): &Read| {
        let Meta::News(News { issue: Some(issue), .. }) = &record.meta else { return None };
        // One that leads nowhere is told with the other references of an article that is shown.
        let to = names.resolve(*file, Kind::Issues, issue).ok()?;
        Some((to, issue.span(*file)))
    };
    records.iter().map(claim).collect()
}

/// A reference of an internal issue that leads nowhere would leave an article in public: it is told
/// here, for the references of what is hidden are not looked at again.
fn listed(records: &[Read], names: &Names, diags: &mut Vec<Diagnostic>) -> Vec<Listed> {
    let mut all: Vec<Listed> = Vec::new();
    for (n, file, issue) in issues(records) {
        for article in issue.articles().filter(|article| !article.value.trim().is_empty()) {
            match names.resolve(file, Kind::News, article) {
                Ok(found) => {
                    let place = article.span(file);
                    all.push(Listed { article: found, issue: n, place });
                }
                Err(diag) if issue.is_internal() => diags.extend(diag),
                Err(_) => {}
            }
        }
    }
    // In the order of the issues; the same article twice in one issue is told with its references.
    all.sort_by_key(|listed| listed.article);
    all.dedup_by_key(|listed| (listed.article, listed.issue));
    all
}

impl Found<'_> {
    fn compare(&self, diags: &mut Vec<Diagnostic>) {
        for article in 0..self.records.len() {
            let listed = self.listed(article);
            let claimed = self.claim(article);
            if let [first, others @ ..] = listed {
                let told = others.iter().map(|other| self.two(other, first));
                diags.extend(told);
            }
            let agrees = |issue: usize| claimed.is_some_and(|(own, _)| own == issue);
            match (listed, claimed) {
                ([only], _) if !agrees(only.issue) => diags.push(self.not_said(only)),
                (_, Some((issue, span))) if listed.iter().all(|other| other.issue != issue) => {
                    diags.push(self.not_listed(article, issue, span));
                }
                _ => {}
            }
        }
    }

    fn members(&self) -> Members {
        let mut internal = HashMap::new();
        for (issue, _, _) in issues(self.records).filter(|(_, _, issue)| issue.is_internal()) {
            internal.insert(issue, issue);
        }
        let belongs =
            |article: usize, issue: usize| internal.get(&issue).map(|own| (article, *own));
        let listed = self.listed.iter().filter_map(|one| belongs(one.article, one.issue));
        let claimed =
            (0..self.claimed.len()).filter_map(|article| belongs(article, self.claim(article)?.0));
        let found: Vec<(usize, usize)> = listed.chain(claimed).collect();
        internal.extend(found);
        Members { internal }
    }

    /// The contents that an article stands in.
    fn listed(&self, article: usize) -> &[Listed] {
        let start = self.listed.partition_point(|one| one.article < article);
        let own = self.listed[start..].iter().take_while(|one| one.article == article).count();
        &self.listed[start..start + own]
    }

    fn claim(&self, article: usize) -> Option<(usize, Span)> {
        self.claimed.get(article).copied().flatten()
    }

    fn title(&self, n: usize) -> (&str, &str, Span) {
        let (file, record) = &self.records[n];
        let title = &record.common.title;
        (&title.value, &record.id, title.span(*file))
    }

    /// The article says that it stands in an issue that does not list it.
    fn not_listed(&self, article: usize, issue: usize, span: Span) -> Diagnostic {
        let (id, path) = (&self.records[article].1.id, self.records[issue].1.path());
        let (title, issue_id, place) = self.title(issue);
        Diagnostic::error(
            "site/issue-not-listed",
            format!("这篇写着属于“{title}”，那一期的目录里却没有它"),
            format!("this article names the issue `{issue_id}`, whose contents do not list it"),
        )
        .at(span)
        .label(place, "那一期在这里", "the issue stands here")
        .hint(
            format!("在 content/{path} 的 contents 里加上 {id}，或把这一行删去"),
            format!("add {id} to the contents in content/{path}, or delete this line"),
        )
    }

    /// The contents list an article that says nothing, or something else.
    fn not_said(&self, &Listed { article, issue, place: span }: &Listed) -> Diagnostic {
        let (title, id, place) = self.title(article);
        let (issue_id, path) = (&self.records[issue].1.id, self.records[article].1.path());
        let (zh, en) = match self.claim(article) {
            None => ("没有写它属于这一期".to_owned(), "does not name this issue".to_owned()),
            Some((other, _)) => {
                let (other, other_id, _) = self.title(other);
                (format!("写着属于“{other}”"), format!("names the issue `{other_id}`"))
            }
        };
        let place = self.claim(article).map_or(place, |(_, span)| span);
        Diagnostic::error(
            "site/issue-not-said",
            format!("目录里有《{title}》，那篇稿件{zh}"),
            format!("the contents list `{id}`, which {en}"),
        )
        .at(span)
        .label(place, "那篇稿件在这里", "the article stands here")
        .hint(
            format!("在 content/{path} 里写 issue: {issue_id}，或从目录里删去"),
            format!("write issue: {issue_id} in content/{path}, or remove it from the contents"),
        )
    }

    /// An article in the contents of a second issue.
    fn two(&self, here: &Listed, first: &Listed) -> Diagnostic {
        let (title, id, _) = self.title(here.article);
        let (other, other_id, _) = self.title(first.issue);
        Diagnostic::error(
            "site/two-issues",
            format!("《{title}》已经在“{other}”的目录里，一篇稿件只能在一期里"),
            format!(
                "`{id}` stands in the contents of `{other_id}` already: an article has one issue"
            ),
        )
        .at(here.place)
        .label(first.place, "第一次在这里", "first listed here")
        .hint(
            "留下真正刊登它的那一期，从另一期删去；要再提到它，写进卷首语",
            "keep it where it was printed; to mention it again, use the foreword",
        )
    }
}
