//! What is hidden leaves no trace in public: no text, title, id, address, file name or picture of a
//! hidden record, whoever names it and in whatever part.

use std::collections::BTreeSet;

use huikan::build::{Ready, prepare};
use huikan::content::{Kind, Role};

use super::common::pictures::png;
use super::common::{Files, LAW, Site, difference, files_of};

/// Ways to hide a record, as a line of its front matter.
const HIDDEN: &[&str] = &[
    "visibility: 内部",
    "status: 草稿",
    "publish_at: 2030-01-01",
    "expire_at: 2020-01-01",
    "visibility: internal\nstatus: draft\npublish_at: 2020-01-01",
];

/// What the front matter of every hidden record says. `@word` becomes a text that stands nowhere else.
const COMMON: &str = "\
title: @title隐秘档案
summary: @summary
tags: [@tag]
cover: { src: images/@picture.png, alt: @alt }
aliases: [\"/old/@alias.html\"]
extra: { note: @extra }
";

const BODY: &str = "\
## @heading

@body。见[@link](/pages/open.md)。

![@image](images/@photo.png)

[@file](images/@attached.pdf)
";

/// What a hidden record says of its own kind: a text in every key that takes one, and references to
/// public records in every part, so that those would show it as a back-link.
fn own(kind: Kind) -> &'static str {
    match kind {
        Kind::News => {
            "date: 2019-05-05\ncolumn: open\nsubtitle: @subtitle\nsource: @source\n\
             bylines: { author: [@author], source: @origin, editor: @editor, duty_editor: @duty }\n\
             featured: true\nchambers: [open]\nplaces: [open]\nissue: open\nevents: [open]\n"
        }
        Kind::Chambers => {
            "kind: hometown\nnames: [@name]\nshort: @short\nregion: open\norigin: open\nhost: @host\n\
             leaders: [{ name: @leader, post: @post, from: 2019 }]\nparty_branch: @party\n\
             members: { count: 987653121, as_of: 2019, text: @members }\nsort_key: ai\n\
             contact: { address: @address, phone: 0774-98775310246, email: \"@mail@example.org\" }\n"
        }
        Kind::Columns => "order: 1\ndescription: @description\nnotice: true\n",
        Kind::Places => "code: \"987654321\"\nparent: above\nlevel: town\n",
        Kind::Pages => "order: 1\n",
        Kind::Issues => {
            "year: 2019\nnumber: 2\ntotal: 76521\ndate: 2019-07\nforeword: { title: @foreword, author: @writer }\n\
             contents: [{ column: open, articles: [three] }, { heading: @part, articles: [four] }]\n\
             permit: { kind: public, number: CN 98-7655/F, text: @permit }\ncolophon: { @office: @printer }\n\
             errata: [{ article: open, text: @erratum }]\n"
        }
        Kind::Agreements => {
            "kind: memorandum\nparties: [{ chamber: open }, { name: @party, city: @city }]\nsigned: 2019-05\n\
             fields: [@field]\nprogress: [{ date: 2019-08, text: @progress }]\narticles: [open]\n"
        }
        Kind::Documents => {
            "kind: plan\nissuer: @issuer\nnumber: @number\nissued: 2019-03\ninterprets: [old]\namends: [old]\n\
             attachments: [{ file: images/@sheet.pdf, title: @sheet-title }]\narticles: [open]\n"
        }
        Kind::Reports => {
            "date: 2019-06-01\nmedium: @medium\nurl: https://example.org/@url\nchannel: open\nauthor: [@author]\n\
             chambers: [open]\narticles: [open]\n"
        }
        Kind::Channels => {
            "kind: wechat\naccount: @account\nurl: https://example.org/@url\nhow: @how\norder: 1\n"
        }
        Kind::Services => {
            "kind: dialogue\npartners: [{ name: @partner, part: @part }]\n\
             products: [{ name: @product, partner: @bank, text: @terms }]\n\
             sessions: [{ date: 2019-06, text: @session }]\n\
             asks: [{ text: @ask, owner: @owner, reply: @reply }]\n\
             chambers: [open]\ndocuments: [open]\narticles: [open]\nfigures: [open]\nevents: [open]\n"
        }
        Kind::Recognitions => {
            "honour: @honour\nlevel: city\nperiod: 2018\ncriteria: [@criterion, @second]\ndeclared: 987661230\n\
             chambers: [open]\nshare: @share\nissuer: @issuer\nnotice: { title: @notice, document: open }\n"
        }
        Kind::Figures => {
            "indicator: 指标\nunit: 万元\nas_of: 2019-06\nbasis: 时点\nvalue: 987612340.25\nchambers: [open]\n\
             places: [open]\npartners: [@bank]\ncounts: [{ name: @count, value: 987623451, unit: @unit }]\n\
             source: @source\n"
        }
        Kind::Guidance => {
            "chamber: open\nconsent: true\nadviser: @adviser\nfindings: [{ text: @finding, date: 2019 }]\n\
             measures: [{ text: @measure, owner: @owner, status: closed, evidence: @evidence }]\n"
        }
        Kind::Events => {
            "kind: meeting\nstart: 2019-11-12 09:00\nend: 2019-11-12 11:00\nplaces: [open]\nvenue: @venue\nhosts: [open]\n\
             organizers: [@organizer]\nchambers: [open]\nseries: open\nspeakers: [{ name: @speaker, post: @post, topic: @topic }]\n\
             outcome: @outcome\narticles: [open]\n"
        }
        Kind::Series => {
            "rhythm: quarterly\nfrom: 2018\nto: 2020\nhosts: [open]\norganizers: [@organizer]\n"
        }
        Kind::Rotation => {
            "from: 2019-04\nto: 2019-06\ntheme: @theme\nlead: open\nteams: [{ name: @team, chambers: [open] }]\nreport: [open]\n"
        }
    }
}

/// More hidden records, which the first of their kind cannot stand for: an indicator of its own.
const SECOND: &[(Kind, &str)] = &[(
    Kind::Figures,
    "indicator: @indicator\nunit: @measure\nas_of: 2019\nbasis: 时点\nvalue: 987634562\nscope: @scope\n",
)];

/// Everything that the hidden records of `kind` say.
fn hidden_text(kind: Kind) -> String {
    let second = SECOND.iter().filter(|(of, _)| *of == kind).map(|(_, text)| *text);
    format!("{COMMON}{BODY}{}{}", own(kind), second.collect::<String>())
}

/// What is hidden besides: numbers, which no `@word` can be.
const NUMBERS: &[(Kind, &str)] = &[
    (Kind::Places, "987654321"),
    (Kind::Chambers, "987653121"),
    (Kind::Chambers, "98775310246"),
    (Kind::Issues, "CN 98-7655/F"),
    (Kind::Recognitions, "987661230"),
    (Kind::Figures, "987612340.25"),
    (Kind::Figures, "987,612,340.25"),
    (Kind::Figures, "987623451"),
    (Kind::Figures, "987634562"),
];

/// The public records: `HIDE` is the hidden record of the kind that the key takes.
fn open(kind: Kind) -> &'static str {
    match kind {
        Kind::News => {
            "date: 2019-01-02\ncolumn: open\nchambers: [open, HIDE]\nplaces: [HIDE]\nevents: [HIDE]\n"
        }
        Kind::Chambers => "kind: industry\nregion: HIDE\norigin: HIDE\n",
        Kind::Columns => "order: 2\n",
        Kind::Places => "code: \"450400\"\nparent: HIDE\n",
        Kind::Pages => "order: 2\n",
        Kind::Issues => {
            "year: 2019\nnumber: 1\ncontents: [{ column: HIDE, articles: [HIDE, two] }, { heading: 空, articles: [] }]\n\
             errata: [{ article: HIDE, text: 更正 }]\n"
        }
        Kind::Agreements => "parties: [{ chamber: HIDE }, { name: 某会 }]\narticles: [HIDE]\n",
        Kind::Documents => {
            "issued: 2019-04\ninterprets: [HIDE]\namends: [HIDE]\narticles: [HIDE]\nrepealed_by: later\n"
        }
        Kind::Reports => "medium: 某报\nchannel: HIDE\nchambers: [HIDE]\narticles: [HIDE]\n",
        Kind::Channels => "kind: print\norder: 2\n",
        Kind::Services => {
            "kind: legal\nchambers: [HIDE]\ndocuments: [HIDE]\narticles: [HIDE]\nfigures: [HIDE]\nevents: [HIDE]\n"
        }
        Kind::Recognitions => {
            "level: city\nperiod: 2017\ncriteria: 2017\ndeclared: 3\nchambers: [open, HIDE]\nnotice: { document: HIDE }\n"
        }
        Kind::Figures => {
            "indicator: 指标\nunit: 万元\nas_of: 2019-03\nbasis: 时点\nvalue: 1\nchambers: [HIDE]\nplaces: [HIDE]\n"
        }
        Kind::Guidance => {
            "visibility: public\nconsent: true\nchamber: open\nfindings: [{ text: 一条 }]\n"
        }
        Kind::Events => {
            "kind: visit\nstart: 2019-03-04\nplaces: [HIDE]\nhosts: [HIDE]\nchambers: [HIDE]\nseries: HIDE\narticles: [HIDE]\n"
        }
        Kind::Series => "rhythm: monthly\nfrom: 2019\nhosts: [HIDE]\n",
        Kind::Rotation => {
            "from: 2019-01\nto: 2019-03\nlead: HIDE\nteams: [{ name: 一组, chambers: [open, HIDE] }]\nreport: [HIDE]\n"
        }
    }
}

/// More public records that the others need.
const MORE: &str = "\
=== content/site.yaml
title: 会刊
per_page: 2
=== content/news/two.md
---
title: 二
date: 2019-01-03
column: open
issue: open
---
=== content/news/three.md
---
title: 三
date: 2019-01-04
column: open
issue: HIDE
---
=== content/news/four.md
---
title: 四
date: 2019-01-05
column: open
issue: HIDE
chambers: [open]
---
=== content/places/above.md
---
title: 上级
code: \"450000\"
---
=== content/documents/old.md
---
title: 早先的文件
issued: 2017
---
=== content/documents/later.md
---
title: 后来的文件
issued: 2020
---
=== content/documents/ended.md
---
title: 废止的文件
issued: 2018
repealed_by: HIDE
---
";

/// The text of `@word` in the hidden record of `kind`.
fn mark(kind: Kind, word: &str) -> String {
    format!("zq{}{}qz", kind.folder(), word.replace('-', ""))
}

fn is_word(c: char) -> bool {
    c.is_ascii_lowercase() || c == '-'
}

/// The words after `@` in a text, in their order.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split('@').skip(1);
    parts
        .map(|part| &part[..part.len() - part.trim_start_matches(is_word).len()])
        .filter(|w| !w.is_empty())
}

fn marked(kind: Kind, text: &str) -> String {
    // The longest first: one word may begin another one.
    let mut all: Vec<&str> = words(text).filter(|word| *word != "example").collect();
    all.sort_by_key(|word| std::cmp::Reverse(word.len()));
    all.iter()
        .fold(text.to_owned(), |text, word| text.replace(&format!("@{word}"), &mark(kind, word)))
}

/// Everything that would give a hidden record of `kind` away.
fn marks(kind: Kind) -> BTreeSet<String> {
    let text = hidden_text(kind);
    let words = words(&text).filter(|word| *word != "example").map(|word| mark(kind, word));
    let numbers =
        NUMBERS.iter().filter(|(of, _)| *of == kind).map(|(_, number)| (*number).to_owned());
    words.chain(numbers).chain([mark(kind, "id")]).collect()
}

fn picture(text: &str) -> Vec<u8> {
    let mut bytes = png(2, 1);
    bytes.extend(text.as_bytes());
    bytes
}

fn path(kind: Kind) -> String {
    format!("content/{}/{}.md", kind.folder(), mark(kind, "id"))
}

/// The text of a hidden record of `kind`, with what it says of its own; `how` hides it.
fn text(kind: Kind, own: &str, how: &str) -> String {
    // Guidance is hidden where nothing is said.
    let how = if how.is_empty() && kind == Kind::Guidance { "visibility: 公开" } else { how };
    marked(kind, &format!("---\n{COMMON}{own}{how}\n---\n{BODY}"))
}

/// Puts the hidden records of `kind` into the bulletin.
fn put(site: &Site, kind: Kind, how: &str) {
    site.put(&path(kind), text(kind, own(kind), how));
    for (_, own) in SECOND.iter().filter(|(of, _)| *of == kind) {
        let text = text(kind, own, how).replace("aliasqz", "otherqz");
        site.put(&path(kind).replace(".md", "second.md"), text);
    }
}

/// The whole bulletin; `how` hides what is to be hidden.
fn bulletin(how: &str) -> Site {
    let site = Site::empty();
    for kind in Kind::ALL {
        let folder = format!("content/{}", kind.folder());
        put(&site, kind, how);
        for (word, ending) in
            [("picture", "png"), ("photo", "png"), ("attached", "pdf"), ("sheet", "pdf")]
        {
            let name = mark(kind, word);
            if words(&hidden_text(kind)).any(|own| own == word) {
                site.put(&format!("{folder}/images/{name}.{ending}"), picture(&name));
            }
        }
        let text = format!(
            "---\ntitle: 公开{}\n{}---\n{}",
            kind.folder(),
            filled(kind, open(kind)),
            links()
        );
        site.put(&format!("{folder}/open.md"), text);
    }
    for (path, text) in files_of(MORE) {
        let kind = path.split('/').nth(1).and_then(Kind::from_folder).unwrap_or(Kind::Pages);
        site.put(&path, filled(kind, &text));
    }
    site
}

/// A body that leads to every hidden record, in every way that prints something of it.
fn links() -> String {
    let link = |to: Kind| {
        let file = path(to).replacen("content", "", 1);
        let quoted =
            if to == Kind::Figures { format!("[]({file}#value)、") } else { String::new() };
        format!("[]({file})、{quoted}[字]({file}#{})\n", mark(to, "heading"))
    };
    Kind::ALL.into_iter().map(link).collect()
}

/// The text with each `HIDE` in place of the id that its key takes.
fn filled(kind: Kind, text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split("HIDE");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let key = out
            .rsplit([' ', '\n', '{'])
            .find_map(|word| word.strip_suffix(':'))
            .unwrap_or_default();
        out.push_str(&mark(named(kind, key), "id"));
        out.push_str(part);
    }
    out
}

/// The kind of record that the key of a front matter names.
fn named(of: Kind, key: &str) -> Kind {
    match key {
        "chambers" | "chamber" | "host" | "hosts" | "lead" | "teams" => Kind::Chambers,
        "places" | "place" | "region" | "origin" | "parent" => Kind::Places,
        "articles" | "article" | "report" => Kind::News,
        "issue" => Kind::Issues,
        "column" => Kind::Columns,
        "events" | "event" => Kind::Events,
        "series" => Kind::Series,
        "documents" | "document" | "interprets" | "amends" | "repealed_by" => Kind::Documents,
        "channel" => Kind::Channels,
        "figures" => Kind::Figures,
        other => panic!("{of:?}: {other} names no record"),
    }
}

/// Templates that print every value whole: a theme may show what the default one does not.
fn with_law(site: Site) -> Site {
    for kind in Kind::ALL.map(huikan::theme::values::page_kind) {
        for name in [format!("{kind}.html"), format!("{kind}-index.html")] {
            site.put(&format!("themes/law/templates/{name}"), "{{ page }}");
        }
    }
    let own = |path: &str| path.starts_with("themes/") && !path.ends_with("/page.html");
    for (path, text) in files_of(LAW).into_iter().filter(|(path, _)| own(path)) {
        let text = text.replace("places(parent=\"wuzhou\")", "places()");
        site.put(&path, text);
    }
    site.edit("content/site.yaml", "title: 会刊", "title: 会刊\ntheme: law");
    site
}

/// The first mark of these kinds that stands anywhere in public, with the file.
fn leak(public: &Files, kinds: &[Kind]) -> Option<String> {
    // A title in Han would also show as pinyin, escaped or as an address.
    let han = ["隐秘档案", "yin-mi-dang-an", "\\u9690", "%e9%9a%90", "&#x9690", "&#38544"];
    let mut marks: Vec<String> = kinds.iter().flat_map(|kind| marks(*kind)).collect();
    if kinds.len() == Kind::ALL.len() {
        marks.extend(han.map(str::to_owned));
    }
    let marks: Vec<String> = marks.into_iter().map(|mark| mark.to_lowercase()).collect();
    public.iter().find_map(|(path, bytes)| {
        // Calendars fold long lines, which would tear a mark.
        let text = String::from_utf8_lossy(bytes).replace("\r\n ", "");
        let all = format!("{path}\n{text}").to_ascii_lowercase();
        let found = marks.iter().find(|mark| all.contains(mark.as_str()))?;
        Some(format!("{path} gives away {found}"))
    })
}

#[test]
fn every_mark_would_be_seen_if_the_record_were_public() {
    let site = with_law(bulletin(""));
    let built = site.build().done();
    assert!(built.said.is_empty(), "{:#?}", built.said);
    let mut unseen = BTreeSet::new();
    let public = site.public();
    let all: Vec<u8> =
        public.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes].concat()).collect();
    for kind in Kind::ALL {
        let marks = marks(kind).into_iter();
        unseen.extend(marks.filter(|mark| memchr::memmem::find(&all, mark.as_bytes()).is_none()));
    }
    assert!(unseen.is_empty(), "nothing is proved of {unseen:?}");
}

#[test]
fn every_part_that_a_record_can_play_is_tried() {
    let site = bulletin("");
    let prepared = prepare(&site.memory, &site.host, &site.options);
    let Some(Ready { stage, .. }) = prepared.ready else { panic!("{:#?}", prepared.diags) };
    let hidden = |item: &huikan::site::Item| item.record.id == mark(item.record.kind, "id");
    let mut tried = BTreeSet::new();
    for (_, item) in stage.site.items().filter(|(_, item)| !hidden(item)) {
        let to = item.refs.linked.iter().filter(|(_, ix)| stage.site.item(*ix).is_some_and(hidden));
        tried.extend(to.map(|(role, _)| *role));
    }
    let left: Vec<Role> = Role::ALL.into_iter().filter(|role| !tried.contains(role)).collect();
    assert!(left.is_empty(), "no public record names a hidden one as {left:?}");
}

#[test]
fn nothing_of_a_hidden_record_is_anywhere_in_public() {
    for how in HIDDEN {
        for portable in [false, true] {
            let mut site = bulletin(how);
            site.options.portable = portable;
            site.options.base_url = Some("https://example.org/x".into());
            site.build().done();
            assert_eq!(leak(&site.public(), &Kind::ALL), None, "{how}");
            let site = with_law(site);
            site.build().done();
            assert_eq!(leak(&site.public(), &Kind::ALL), None, "{how}, every value printed");
        }
    }
}

#[test]
fn asking_for_drafts_shows_nothing_internal() {
    let mut site = with_law(bulletin("visibility: 内部\nstatus: 草稿"));
    site.options.drafts = true;
    site.build().done();
    assert_eq!(leak(&site.public(), &Kind::ALL), None);
}

#[test]
fn what_becomes_hidden_goes_away_in_the_next_build() {
    let site = with_law(bulletin(""));
    site.build().done();
    for kind in Kind::ALL {
        assert!(leak(&site.public(), &[kind]).is_some());
        put(&site, kind, "visibility: internal");
        site.build().done();
        assert_eq!(leak(&site.public(), &[kind]), None);
        let fresh = site.fresh();
        fresh.build().done();
        assert_eq!(difference(&site.public(), &fresh.public()), None, "{kind:?}");
        put(&site, kind, "");
        site.build().done();
    }
    for kind in Kind::ALL {
        put(&site, kind, "visibility: internal");
    }
    site.build().done();
    assert_eq!(leak(&site.public(), &Kind::ALL), None);
}

/// An issue that may only be handed out inside takes its articles with it, as public as they say to be.
#[test]
fn an_internal_permit_hides_what_it_covers() {
    let site = with_law(bulletin(""));
    site.edit(
        &path(Kind::Issues),
        "articles: [three]",
        &format!("articles: [three, {}]", mark(Kind::News, "id")),
    );
    site.edit(&path(Kind::News), "issue: open", &format!("issue: {}", mark(Kind::Issues, "id")));
    site.edit("content/issues/open.md", &format!("{}, two", mark(Kind::News, "id")), "two");
    site.build().done();
    assert!(leak(&site.public(), &[Kind::Issues, Kind::News]).is_some());
    site.edit(&path(Kind::Issues), "kind: public", "kind: internal");
    site.edit(&path(Kind::Issues), "colophon: {", "colophon: { 说明: 内部资料，免费交流,");
    site.build().done();
    assert_eq!(leak(&site.public(), &[Kind::Issues, Kind::News]), None);
    assert!(
        !site.has("public/news/2019/01/three.html") && site.has("public/news/2019/01/two.html")
    );
    let fresh = site.fresh();
    fresh.build().done();
    assert_eq!(difference(&site.public(), &fresh.public()), None);
}

/// Folders too: an empty one would still tell a name.
#[test]
fn no_folder_tells_of_what_was_there() {
    let site = bulletin("");
    site.build().done();
    for kind in Kind::ALL {
        put(&site, kind, "visibility: internal");
    }
    site.build().done();
    let folders = site.memory.dirs();
    let public = folders.iter().filter(|dir| dir.as_str().contains("/public"));
    assert!(
        public.clone().all(|dir| !dir.as_str().contains("zq")),
        "{:?}",
        public.collect::<Vec<_>>()
    );
}
