//! The digest of a card changes with every field that the card shows.

use std::collections::BTreeSet;

use huikan::build::{Ready, prepare};
use huikan::query::{Digests, Query};
use serde_json::{Map, Value};

use super::common::Site;

/// Edits of the full bulletin, each of one thing that a card may show: the card, the file to edit,
/// what stands there, what comes in its place.
const EDITS: &[(&str, &str, &str, &str)] = &[
    ("news/first", "news/first.md", "title: 第一篇", "title: 头一篇"),
    ("news/first", "news/first.md", "date: 2019-01-02", "date: 2019-01-03"),
    ("news/first", "news/first.md", "date: 2019-01-02", "date: 2019-01"),
    ("news/first", "news/first.md", "date: 2019-01-02", "date: 待补"),
    ("news/first", "news/first.md", "subtitle: 副题", "slug: other"),
    ("news/first", "news/first.md", "subtitle: 副题", "summary: 摘要"),
    ("news/first", "news/first.md", "正文。", "改过的正文。"),
    ("news/first", "news/first.md", "正文。", "见[](second.md)。"),
    ("news/first", "news/first.md", "subtitle: 副题", "cover: { src: a.svg, alt: 图 }"),
    ("news/first", "news/first.md", "subtitle: 副题", "status: draft"),
    ("news/first", "news/first.md", "column: news", "column: notices"),
    ("news/first", "news/first.md", "featured: true", "featured: false"),
    ("chambers/tea", "chambers/tea.md", "title: 茶业商会", "title: 六堡茶商会"),
    ("chambers/tea", "chambers/tea.md", "founded: 2011-06", "date: 待补"),
    ("chambers/tea", "chambers/tea.md", "founded: 2011-06", "date: 2011"),
    ("chambers/tea", "chambers/tea.md", "dissolved: 2021-03\n", ""),
    ("chambers/tea", "chambers/tea.md", "alt: 图", "alt: 茶山"),
    ("chambers/tea", "chambers/a.svg", "width=\"4\"", "width=\"5\""),
    ("chambers/tea", "chambers/tea.md", "cover: { src: a.svg, alt: 图 }\n", ""),
    ("chambers/tea", "chambers/tea.md", "summary: 摘要", "summary: 另一个摘要"),
    ("chambers/tea", "chambers/tea.md", "summary: 摘要\n", ""),
    ("chambers/tea", "chambers/tea.md", "kind: industry", "kind: direct"),
    ("chambers/tea", "chambers/tea.md", "short: 茶会", "short: 茶协"),
    ("chambers/tea", "chambers/tea.md", "short: 茶会\n", ""),
    ("chambers/tea", "chambers/tea.md", "short: 茶会", "sort_key: liu"),
    ("chambers/tea", "chambers/tea.md", "region: cenxi", "region: wuzhou"),
    ("chambers/tea", "chambers/tea.md", "region: cenxi\n", ""),
    ("chambers/tea", "chambers/tea.md", "[老茶业商会]", "[老茶业商会, 茶行]"),
    ("chambers/tea", "chambers/tea.md", "names: [老茶业商会]\n", ""),
    ("places/cenxi", "places/cenxi.md", "title: 岑溪市", "title: 岑溪"),
    ("places/cenxi", "places/cenxi.md", "450481", "450482"),
    ("places/cenxi", "places/cenxi.md", "parent: wuzhou", "level: county"),
    ("places/cenxi", "places/cenxi.md", "parent: wuzhou\n", ""),
    ("places/wuzhou", "places/wuzhou.md", "level: city", "level: district"),
    ("columns/news", "columns/news.md", "order: 1", "order: 2"),
    ("columns/news", "columns/news.md", "order: 1\n", ""),
    ("columns/news", "columns/news.md", "description: 说明", "description: 另一个说明"),
    ("columns/news", "columns/news.md", "description: 说明\n", ""),
    ("columns/notices", "columns/notices.md", "notice: true\n", ""),
    ("pages/about", "pages/about.md", "order: 1", "order: 2"),
    ("pages/about", "pages/about.md", "order: 1\n", ""),
    ("issues/one", "issues/one.md", "year: 2019", "year: 2018"),
    ("issues/one", "issues/one.md", "number: 1", "number: 4"),
    ("issues/one", "issues/one.md", "total: 7", "total: 6"),
    ("issues/one", "issues/one.md", "total: 7", "total: 待补"),
    ("issues/two", "issues/two.md", "number: 2-3", "number: 2"),
    ("recognitions/2018", "recognitions/2018.md", "period: 2018", "honour: 别的\nperiod: 2018"),
    ("recognitions/2018", "recognitions/2018.md", "level: national", "level: city"),
    ("recognitions/2018", "recognitions/2018.md", "period: 2018", "period: 2017-2018"),
    ("recognitions/2018", "recognitions/2018.md", "period: 2018", "period: 2018-2019"),
    ("recognitions/2018", "recognitions/2018.md", "criteria: 2017", "criteria: [一, 二]"),
    ("recognitions/2018", "recognitions/2018.md", "declared: 2", "declared: 3"),
    ("recognitions/2018", "recognitions/2018.md", "chambers: [tea]", "chambers: [tea, liuzhou]"),
    ("recognitions/2018", "chambers/tea.md", "title: 茶业商会", "title: 六堡茶商会"),
    ("recognitions/2018", "recognitions/2018.md", "share: 四分之一", "share: 三成"),
    ("recognitions/2018", "recognitions/2018.md", "issuer: 全国工商联", "issuer: 某会"),
    ("recognitions/2018", "recognitions/2018.md", "title: 通知", "title: 通报"),
    ("recognitions/2018", "recognitions/2018.md", "valid_until: 2018-12", "valid_until: 待补"),
    ("guidance/open", "guidance/open.md", "chamber: tea", "chamber: liuzhou"),
    ("guidance/open", "guidance/open.md", "adviser: 甲", "adviser: 丙"),
    ("guidance/open", "guidance/open.md", "text: 问题", "text: 另一个问题"),
    ("guidance/open", "guidance/open.md", "owner: 乙", "owner: 丙"),
    ("guidance/open", "guidance/open.md", "evidence: 照片", "evidence: 名单"),
    ("guidance/open", "guidance/open.md", "findings: [{ text: 问题, date: 2019 }]\n", ""),
    ("events/meeting", "events/meeting.md", "kind: meeting", "kind: other"),
    ("events/meeting", "events/meeting.md", "start: 2019-10-23 09:00", "start: 2019-10-23 09:30"),
    ("events/meeting", "events/meeting.md", "end: 2019-10-24 11:30\n", ""),
    ("events/meeting", "events/meeting.md", "state: held\n", ""),
    ("events/meeting", "places/cenxi.md", "title: 岑溪市", "title: 岑溪"),
    ("events/meeting", "events/meeting.md", "某会场", "别的会场"),
    ("events/meeting", "chambers/tea.md", "title: 茶业商会", "title: 六堡茶商会"),
    ("events/meeting", "events/meeting.md", "[某单位]", "[别的单位]"),
    ("events/meeting", "events/meeting.md", "chambers: [liuzhou]\n", ""),
    ("events/meeting", "series/monthly.md", "title: 每季活动", "title: 季季有活动"),
    ("events/meeting", "events/meeting.md", "name: 甲", "name: 乙"),
    ("events/meeting", "events/meeting.md", "outcome: 交流了做法。\n", ""),
    ("events/meeting", "news/first.md", "title: 第一篇", "title: 头一篇"),
    ("events/meeting", "events/meeting.md", "updated: 2019-11-01", "updated: 2019-11-02"),
    ("series/monthly", "series/monthly.md", "rhythm: quarterly", "rhythm: none"),
    ("series/monthly", "series/monthly.md", "from: 2018", "from: 2017"),
    ("series/monthly", "series/monthly.md", "to: 2019-12\n", ""),
    ("series/monthly", "series/monthly.md", "hosts: [tea]\n", ""),
    ("series/monthly", "series/monthly.md", "[某单位]", "[别的单位]"),
    ("rotation/one", "rotation/one.md", "from: 2019-01", "from: 2019-02"),
    ("rotation/one", "rotation/one.md", "to: 2019-03", "to: 待补"),
    ("rotation/one", "rotation/one.md", "theme: 主题", "theme: 另一主题"),
    ("rotation/one", "rotation/one.md", "state: held", "state: cancelled"),
    ("rotation/one", "rotation/one.md", "lead: direct", "lead: another"),
    ("rotation/one", "chambers/tea.md", "title: 茶业商会", "title: 六堡茶商会"),
    ("rotation/one", "rotation/one.md", "report: [first]\n", ""),
    ("figures/loans", "figures/loans.md", "indicator: 贷款", "indicator: 余额"),
    ("figures/loans", "figures/loans.md", "unit: 万元", "unit: 元"),
    ("figures/loans", "figures/loans.md", "2019-06-30", "2019-06"),
    ("figures/loans", "figures/loans.md", "basis: cumulative", "basis: period"),
    ("figures/loans", "figures/loans.md", "scope: 会员", "compare: previous"),
    (
        "figures/loans",
        "figures/loans.md",
        "value: 12189.14\ndelta: 4571.77\n",
        "value: 3\ndelta: 1.1254\n",
    ),
    ("figures/loans", "figures/loans.md", "pct: 60.02", "pct: 60.018"),
    ("figures/loans", "figures/loans.md", "delta: 4571.77", "prior: 7617.37"),
    ("figures/loans", "figures/loans.md", "scope: 会员\n", ""),
    ("figures/loans", "figures/loans.md", "chambers: [tea]\n", ""),
    ("figures/loans", "chambers/tea.md", "title: 茶业商会", "title: 六堡茶商会"),
    ("figures/loans", "figures/loans.md", "places: [cenxi]", "places: [wuzhou]"),
    ("figures/loans", "figures/loans.md", "某银行", "别的银行"),
    ("figures/loans", "figures/loans.md", "value: 273", "value: 274"),
    ("figures/loans", "figures/loans.md", "source: 材料", "source: 别的材料"),
    ("agreements/pact", "agreements/pact.md", "kind: memorandum", "kind: other"),
    ("agreements/pact", "agreements/pact.md", "name: 某协会", "name: 别的协会"),
    ("agreements/pact", "chambers/tea.md", "title: 茶业商会", "title: 六堡茶商会"),
    ("agreements/pact", "agreements/pact.md", "2019-05", "待补"),
    ("agreements/pact", "agreements/pact.md", "2024-05", "2025"),
    ("agreements/pact", "agreements/pact.md", "[产业]", "[产业, 展会]"),
    ("agreements/pact", "agreements/pact.md", "互访", "展会"),
    ("agreements/pact", "news/first.md", "title: 第一篇", "title: 头一篇"),
    ("documents/plan", "documents/plan.md", "kind: plan", "kind: rule"),
    ("documents/plan", "documents/plan.md", "本会", "别的会"),
    ("documents/plan", "documents/plan.md", "一号", "二号"),
    ("documents/plan", "documents/plan.md", "2019-03-01", "2019-03-02"),
    ("documents/plan", "documents/plan.md", "2019-04-01", "2019-04-02"),
    ("documents/plan", "documents/plan.txt", "全文", "新的全文"),
    ("documents/plan", "documents/plan.md", "articles: [first]\n", ""),
    ("documents/rule", "documents/rule.md", "interprets: [plan]\n", ""),
    ("documents/rule", "documents/rule.md", "amends: [plan]\n", ""),
    ("documents/rule", "documents/rule.md", "repealed_by: last\n", ""),
    ("reports/daily", "reports/daily.md", "某报", "别的报"),
    ("reports/daily", "channels/wechat.md", "title: 公众号", "title: 微信"),
    ("reports/daily", "reports/daily.md", "url: https://example.org/a\n", ""),
    ("reports/daily", "reports/daily.md", "[记者]", "[记者, 另一位]"),
    ("reports/daily", "reports/daily.md", "articles: [first]\n", ""),
    ("reports/daily", "reports/daily.md", "chambers: [tea]\n", ""),
    ("channels/wechat", "channels/wechat.md", "kind: wechat", "kind: print"),
    ("channels/wechat", "channels/wechat.md", "account: 会刊", "account: 新刊"),
    ("channels/wechat", "channels/wechat.md", "org/w", "org/x"),
    ("channels/wechat", "channels/wechat.md", "how: 搜索\n", ""),
    ("channels/wechat", "channels/wechat.md", "order: 1", "order: 2"),
    ("services/finance", "services/finance.md", "kind: finance", "kind: legal"),
    ("services/finance", "services/finance.md", "part: 贷款", "part: 存款"),
    ("services/finance", "services/finance.md", "chambers: [tea]\n", ""),
    ("services/finance", "services/finance.md", "name: 某贷", "name: 新贷"),
    ("services/finance", "services/finance.md", "text: 一场", "text: 两场"),
    ("services/finance", "services/finance.md", "reply: 已办", "reply: 已经办好"),
    ("services/finance", "services/finance.md", "documents: [plan]\n", ""),
    ("services/finance", "services/finance.md", "articles: [first]\n", ""),
    ("services/finance", "services/finance.md", "events: [talk]\n", ""),
    ("services/finance", "services/finance.md", "figures: [loans]\n", ""),
];

/// A record with another id is another record, and its kind is its folder.
const FIXED: &[&str] = &["id", "kind"];

#[test]
fn a_cards_digest_changes_with_every_field_that_it_shows() {
    let before = site();
    let mut moved = BTreeSet::new();
    let mut fields = BTreeSet::new();
    for (reference, file, old, new) in EDITS {
        let (card, digest) = look(&before, reference);
        let after = site();
        after.edit(&format!("content/{file}"), old, new);
        let (changed, other) = look(&after, reference);
        let differs = |key: &&String| changed.get(*key) != card.get(*key);
        let kind = reference.split('/').next().unwrap();
        let keys: Vec<String> = card.keys().filter(differs).cloned().collect();
        assert!(!keys.is_empty(), "{file}: {old} → {new} leaves the card as it was");
        assert_ne!(digest, other, "{file}: {old} → {new} changes {keys:?}, not the digest");
        moved.extend(keys.into_iter().map(|key| (kind, key)));
        fields.extend(card.keys().map(|key| (kind, key.clone())));
    }
    let common = |key: &str| moved.iter().any(|(_, moved)| moved == key);
    let shared = ["title", "path", "date", "summary", "cover", "draft"];
    let unmoved = fields.iter().filter(|(kind, key)| {
        let fixed = FIXED.contains(&key.as_str());
        let shared = shared.contains(&key.as_str()) && common(key);
        !fixed && !shared && !moved.contains(&(*kind, key.clone()))
    });
    let unmoved: Vec<_> = unmoved.collect();
    assert!(unmoved.is_empty(), "no edit here changes {unmoved:?}");
}

#[test]
fn what_a_card_does_not_show_leaves_its_digest_alone() {
    let edits = [
        ("news/first", "news/first.md", "source: 本刊", "source: 外刊"),
        ("news/first", "news/first.md", "updated: 2019-01-03", "updated: 2019-01-04"),
        ("chambers/tea", "chambers/tea.md", "成立。", "改过的正文。"),
        ("chambers/tea", "chambers/tea.md", "post: 会长", "post: 名誉会长"),
        ("issues/one", "issues/one.md", "印数: 待补", "印数: 1000"),
        ("issues/one", "issues/one.md", "[journal/a, journal/b]", "[journal/b, journal/a]"),
        ("issues/one", "news/journal/a.md", "title: 刊文甲", "title: 刊文子"),
    ];
    for (reference, file, old, new) in edits {
        let after = site();
        after.edit(&format!("content/{file}"), old, new);
        assert_eq!(look(&site(), reference), look(&after, reference), "{file}: {old} → {new}");
    }
}

fn site() -> Site {
    let mut site = Site::of(super::FULL);
    site.put("content/news/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.options.drafts = true;
    site
}

/// A record's card as JSON, and its digest.
fn look(site: &Site, reference: &str) -> (Map<String, Value>, u128) {
    let prepared = prepare(&site.memory, &site.host, &site.options);
    let Some(Ready { stage, .. }) = prepared.ready else { panic!("{:#?}", prepared.diags) };
    let ix = stage.site.find(reference).unwrap_or_else(|| panic!("{:#?}", prepared.diags));
    let card = stage.card(ix);
    let Value::Object(card) = serde_json::to_value(&card).unwrap() else { panic!("no map") };
    (card, Digests::new(&stage.site, &*stage.theme).of(&Query::Card(ix)))
}
