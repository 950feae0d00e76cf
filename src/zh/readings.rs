//! The table of readings: words whose characters are read otherwise than alone.

use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Words and their readings: the built-in ones and a site's own, which win. Build it once.
#[derive(Clone, Debug)]
pub struct Readings {
    /// Sorted by first character; of one first character the longest word first.
    words: Vec<Word>,
    /// Where each first character's words stand in `words`, sorted.
    firsts: Vec<First>,
}

#[derive(Clone, Debug)]
struct First {
    c: char,
    start: usize,
    end: usize,
}

/// A word and its syllables in lower case.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    pub(super) syllables: Box<[Box<str>]>,
}

impl Default for Readings {
    fn default() -> Self {
        Readings::new(&[])
    }
}

impl Readings {
    /// The built-in table with `overrides` (word, reading such as `chang zhou`; tone marks are welcome).
    pub fn new(overrides: &[(String, String)]) -> Self {
        let built_in = BUILT_IN
            .iter()
            .flat_map(|group| group.split(", "))
            .filter_map(|entry| entry.split_once(' '));
        let own = overrides.iter().map(|(word, reading)| (word.as_str(), reading.as_str()));
        let table: BTreeMap<String, &str> = built_in
            .chain(own)
            .map(|(word, reading)| (word.trim().nfc().collect(), reading))
            .collect();
        let mut words: Vec<Word> =
            table.iter().filter_map(|(word, reading)| Word::new(word, reading)).collect();
        words.sort_by_cached_key(|word| {
            (word.text.chars().next(), std::cmp::Reverse(word.text.len()))
        });
        let firsts = index(&words);
        Readings { words, firsts }
    }

    /// The longest word of the table with which `rest` begins; `first` is its first character.
    pub(super) fn word_at(&self, first: char, rest: &str) -> Option<&Word> {
        let at = self.firsts.binary_search_by_key(&first, |entry| entry.c).ok()?;
        let First { start, end, .. } = self.firsts[at];
        self.words[start..end].iter().find(|word| rest.starts_with(&*word.text))
    }
}

impl Word {
    fn new(text: &str, reading: &str) -> Option<Self> {
        let syllables: Box<[Box<str>]> = reading
            .split(|c: char| c.is_whitespace() || c == '-' || c == '\'')
            .map(plain_syllable)
            .filter(|s| !s.is_empty())
            .collect();
        (!text.is_empty() && !syllables.is_empty()).then(|| Word { text: text.into(), syllables })
    }
}

/// A syllable without tones: `Zhǎng` → `zhang`, `nǚ` and `nü` → `nv`.
fn plain_syllable(syllable: &str) -> Box<str> {
    let mut out = String::new();
    for c in syllable.nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{308}' if out.ends_with('u') => {
                out.pop();
                out.push('v');
            }
            _ if c.is_ascii_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out.into()
}

fn index(words: &[Word]) -> Vec<First> {
    let mut firsts: Vec<First> = vec![];
    for (at, word) in words.iter().enumerate() {
        let Some(c) = word.text.chars().next() else {
            continue;
        };
        match firsts.last_mut() {
            Some(last) if last.c == c => last.end = at + 1,
            _ => firsts.push(First { c, start: at, end: at + 1 }),
        }
    }
    firsts
}

/// Readings that a bulletin needs where characters alone are read otherwise, by what they are about. A
/// single character corrects the reading that it mostly has here.
///
/// Text is not cut into words, so a word must not arise by chance where two others meet (`负责人|参加` holds
/// 人参): such words are left out, or the longer word around them stands here too (进行 for `进行|业务`).
const BUILT_IN: &[&str] = &[
    // Guangxi and its neighbours.
    "龙圩 long xu, 圩 xu, 覃 qin, 大埔 da bu, 番禺 pan yu, 佛 fo, 仿佛 fang fu",
    "都安县 du an xian, 都安瑶族 du an yao zu, 长发镇 chang fa zhen, 长坪乡 chang ping xiang",
    // 长: zhang alone (会长), chang in places and measures.
    "长洲 chang zhou, 长沙 chang sha, 长春 chang chun, 长春节 zhang chun jie, 长江 chang jiang",
    "长城 chang cheng, 长征 chang zheng, 长征求 zhang zheng qiu, 长安镇 chang an zhen",
    "长安区 chang an qu, 长安街 chang an jie, 长治市 chang zhi shi, 长治久安 chang zhi jiu an",
    "长兴县 chang xing xian, 长汀 chang ting, 长乐区 chang le qu, 长乐镇 chang le zhen",
    "长寿 chang shou, 长垣 chang yuan, 长丰县 chang feng xian, 长泰区 chang tai qu",
    "长阳县 chang yang xian, 长岛 chang dao, 长葛 chang ge, 长三角 chang san jiao",
    "长期 chang qi, 会长期间 hui zhang qi jian, 增长期 zeng zhang qi, 成长期 cheng zhang qi",
    "长远 chang yuan, 长效 chang xiao, 长久 chang jiu, 长度 chang du, 长短 chang duan",
    "长途 chang tu, 长廊 chang lang, 长假 chang jia, 长龙 chang long, 长足 chang zu",
    "特长 te chang, 专长 zhuan chang, 擅长 shan chang, 延长 yan chang, 漫长 man chang",
    "悠长 you chang, 取长补短 qu chang bu duan, 源远流长 yuan yuan liu chang",
    // 行: xing alone, hang in trade.
    "行业 hang ye, 各行各业 ge hang ge ye, 银行 yin hang, 行情 hang qing, 行长 hang zhang",
    "行家 hang jia, 洋行 yang hang, 分行 fen hang, 支行 zhi hang, 总行 zong hang",
    "本行 ben hang, 排行 pai hang, 行列 hang lie, 安排 an pai, 部分 bu fen, 充分 chong fen",
    "进行 jin xing, 举行 ju xing, 实行 shi xing, 执行 zhi xing, 推行 tui xing, 履行 lv xing",
    "发行 fa xing, 运行 yun xing, 流行 liu xing, 自行 zi xing, 通行 tong xing, 现行 xian xing",
    "试行 shi xing, 暂行 zan xing, 践行 jian xing, 先行 xian xing, 出行 chu xing",
    // 重: zhong alone, chong for again.
    "重庆 chong qing, 重阳 chong yang, 重新 chong xin, 重建 chong jian, 重组 chong zu",
    "重启 chong qi, 重塑 chong su, 重振 chong zhen, 重温 chong wen, 重申 chong shen",
    "重逢 chong feng, 重复 chong fu, 重返 chong fan, 重整 chong zheng, 双重 shuang chong",
    "多重 duo chong, 重修 chong xiu, 重构 chong gou, 重回 chong hui, 重现 chong xian",
    "重拾 chong shi, 注重 zhu zhong, 尊重 zun zhong, 侧重 ce zhong, 严重 yan zhong",
    // 调: diao alone (调研), tiao for setting right.
    "调整 tiao zheng, 调解 tiao jie, 调节 tiao jie, 调控 tiao kong, 协调 xie tiao",
    "空调 kong tiao, 调味 tiao wei, 调剂 tiao ji, 调和 tiao he, 调试 tiao shi",
    // 会, 都, 乐, 朝, 率.
    "会计 kuai ji, 会计划 hui ji hua, 财会 cai kuai, 首都 shou du, 成都 cheng du",
    "都市 du shi, 都匀 du yun, 古都 gu du, 都江堰 du jiang yan, 之都 zhi du, 茶都 cha du",
    "丰都县 feng du xian, 于都县 yu du xian, 宜都市 yi du shi, 音乐 yin yue, 乐清 yue qing",
    "乐器 yue qi, 乐曲 yue qu, 民乐团 min yue tuan, 声乐 sheng yue, 交响乐 jiao xiang yue",
    "朝气 zhao qi, 今朝 jin zhao, 朝夕 zhao xi, 朝霞 zhao xia, 率先 shuai xian",
    "率领 shuai ling, 率队 shuai dui, 率团 shuai tuan, 表率 biao shuai, 草率 cao shuai",
    // 着, 还, 给, 模, 传, 藏, 了.
    "着力 zhuo li, 着手 zhuo shou, 着眼 zhuo yan, 着重 zhuo zhong, 着陆 zhuo lu",
    "执着 zhi zhuo, 沉着 chen zhuo, 着装 zhuo zhuang, 归还 gui huan, 偿还 chang huan",
    "还款 huan kuan, 还贷 huan dai, 还乡 huan xiang, 供给 gong ji, 给予 ji yu, 补给 bu ji",
    "模具 mu ju, 模板 mu ban, 模样 mu yang, 传记 zhuan ji, 宣传 xuan chuan",
    "西藏 xi zang, 宝藏 bao zang, 藏族 zang zu, 藏药 zang yao, 了解 liao jie",
    "了结 liao jie, 了不起 liao bu qi",
    // Places elsewhere.
    "厦门 xia men, 六安 lu an, 六合 lu he, 蚌埠 beng bu, 单县 shan xian, 浚县 xun xian",
    "铅山 yan shan, 涡阳 guo yang, 尉犁 yu li, 蔚县 yu xian, 枞阳 zong yang, 泌阳 bi yang",
    "洪洞 hong tong, 繁峙 fan shi, 犍为 qian wei, 筠连 jun lian, 吴堡 wu bu, 牟平 mu ping",
    "中牟县 zhong mu xian, 莘庄 xin zhuang, 东阿县 dong e xian, 解州 xie zhou",
    "大城县 dai cheng xian, 乐亭 lao ting, 穆棱 mu ling",
    // Words of a bulletin with a common second reading.
    "便宜 pian yi, 出差 chu chai, 差旅 chai lv, 角色 jue se, 主角 zhu jue, 弹性 tan xing",
    "投降 tou xiang, 反省 fan xing, 薄弱 bo ruo",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_table_has_a_syllable_for_each_character() {
        for (word, reading) in BUILT_IN
            .iter()
            .flat_map(|group| group.split(", "))
            .filter_map(|entry| entry.split_once(' '))
        {
            assert_eq!(word.chars().count(), reading.split(' ').count(), "{word} {reading}");
            assert!(reading.bytes().all(|b| b.is_ascii_lowercase() || b == b' '), "{reading}");
        }
    }

    #[test]
    fn no_word_stands_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in BUILT_IN.iter().flat_map(|group| group.split(", ")) {
            assert!(seen.insert(entry.split(' ').next()), "{entry}");
        }
    }

    /// Where two words meet, no third may arise.
    #[test]
    fn words_do_not_arise_by_chance() {
        let readings = Readings::default();
        let check =
            |text, expected| assert_eq!(super::super::slug(text, &readings), expected, "{text}");
        check("进行业务培训", "jin-xing-ye-wu-pei-xun");
        check("运行情况", "yun-xing-qing-kuang");
        check("招商行动", "zhao-shang-xing-dong");
        check("商会计划", "shang-hui-ji-hua");
        check("负责人参加", "fu-ze-ren-can-jia");
        check("注重组织建设", "zhu-zhong-zu-zhi-jian-she");
        check("梧州市长洲区", "wu-zhou-shi-chang-zhou-qu");
        check("会长发言", "hui-zhang-fa-yan");
        check("会长征求意见", "hui-zhang-zheng-qiu-yi-jian");
        check("项目的通知", "xiang-mu-de-tong-zhi");
        check("学校对接", "xue-xiao-dui-jie");
        check("携手同行", "xie-shou-tong-xing");
    }

    #[test]
    fn readings_may_bear_tones() {
        let plain = |s| plain_syllable(s).to_string();
        assert_eq!(plain("Zhǎng"), "zhang");
        assert_eq!(plain("nǚ"), "nv");
        assert_eq!(plain("lü"), "lv");
    }

    #[test]
    fn a_useless_override_is_ignored() {
        let readings = Readings::new(&[(String::new(), "x".into()), ("长洲".into(), " ".into())]);
        assert!(readings.word_at('长', "长洲").is_none_or(|word| &*word.text != "长洲"));
    }
}
