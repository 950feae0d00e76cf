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

/// Readings that a bulletin needs, by the character they are about. A single character corrects the
/// reading that it mostly has here.
const BUILT_IN: &[&str] = &[
    // Guangxi and its neighbours.
    "梧州 wu zhou, 苍梧 cang wu, 岑溪 cen xi, 藤县 teng xian, 蒙山 meng shan, 万秀 wan xiu, 龙圩 long xu, 圩 xu",
    "六堡 liu bao, 覃 qin, 都安 du an, 乐业 le ye, 平乐 ping le, 大埔 da bu, 黄埔 huang pu, 番禺 pan yu, 东莞 dong guan",
    "佛 fo, 仿佛 fang fu, 大化 da hua, 凭祥 ping xiang, 容县 rong xian, 百色 bai se, 那坡 na po, 茶陵 cha ling",
    // 长: zhang alone (会长), chang in places and measures.
    "长洲 chang zhou, 长沙 chang sha, 长春 chang chun, 长安 chang an, 长江 chang jiang, 长城 chang cheng, 长征 chang zheng",
    "长治 chang zhi, 长兴 chang xing, 长汀 chang ting, 长乐 chang le, 长寿 chang shou, 长垣 chang yuan, 长丰 chang feng",
    "长泰 chang tai, 长阳 chang yang, 长岛 chang dao, 长葛 chang ge, 长发 chang fa, 长坪 chang ping, 长岐 chang qi",
    "长三角 chang san jiao, 长期 chang qi, 长远 chang yuan, 长效 chang xiao, 长久 chang jiu, 长处 chang chu, 长度 chang du",
    "长短 chang duan, 长途 chang tu, 长廊 chang lang, 长假 chang jia, 长龙 chang long, 长足 chang zu, 长城杯 chang cheng bei",
    "特长 te chang, 专长 zhuan chang, 擅长 shan chang, 延长 yan chang, 全长 quan chang, 漫长 man chang, 周长 zhou chang",
    "见长 jian chang, 悠长 you chang, 所长 suo zhang, 扬长 yang chang, 取长补短 qu chang bu duan, 源远流长 yuan yuan liu chang",
    // 行: xing alone, hang in trade.
    "行业 hang ye, 同行 tong hang, 同行者 tong xing zhe, 银行 yin hang, 商行 shang hang, 行情 hang qing, 行规 hang gui",
    "行会 hang hui, 行长 hang zhang, 行家 hang jia, 行当 hang dang, 车行 che hang, 洋行 yang hang, 央行 yang hang, 农行 nong hang",
    "工行 gong hang, 建行 jian hang, 中行 zhong hang, 分行 fen hang, 支行 zhi hang, 总行 zong hang, 本行 ben hang",
    "各行各业 ge hang ge ye, 行行 hang hang, 内行 nei hang, 外行 wai hang, 排行 pai hang, 行列 hang lie, 跨行业 kua hang ye",
    // 重: zhong alone, chong for again.
    "重庆 chong qing, 重阳 chong yang, 重新 chong xin, 重建 chong jian, 重组 chong zu, 重启 chong qi, 重塑 chong su",
    "重振 chong zhen, 重温 chong wen, 重申 chong shen, 重逢 chong feng, 重复 chong fu, 重返 chong fan, 重整 chong zheng",
    "双重 shuang chong, 多重 duo chong, 重修 chong xiu, 重构 chong gou, 重回 chong hui, 重现 chong xian, 重拾 chong shi",
    // 调, 会, 都, 乐, 朝, 率, 参, 着, 还, 给, 模, 传, 藏, 了.
    "调研 diao yan, 调查 diao cha, 调动 diao dong, 调度 diao du, 调任 diao ren, 抽调 chou diao, 借调 jie diao, 强调 qiang diao",
    "基调 ji diao, 格调 ge diao, 声调 sheng diao, 调整 tiao zheng, 调解 tiao jie, 调节 tiao jie, 调控 tiao kong, 协调 xie tiao",
    "空调 kong tiao, 调味 tiao wei, 调剂 tiao ji, 调和 tiao he, 调试 tiao shi, 会计 kuai ji, 财会 cai kuai",
    "首都 shou du, 成都 cheng du, 都市 du shi, 都匀 du yun, 古都 gu du, 都江堰 du jiang yan, 港都 gang du, 之都 zhi du",
    "茶都 cha du, 丰都 feng du, 商都 shang du, 于都 yu du, 宜都 yi du",
    "音乐 yin yue, 乐清 yue qing, 乐器 yue qi, 乐曲 yue qu, 乐队 yue dui, 乐团 yue tuan, 民乐 min yue, 声乐 sheng yue",
    "朝阳 chao yang, 潮阳 chao yang, 朝鲜 chao xian, 朝代 chao dai, 朝气 zhao qi, 今朝 jin zhao, 朝夕 zhao xi, 朝霞 zhao xia",
    "率先 shuai xian, 率领 shuai ling, 率队 shuai dui, 率团 shuai tuan, 表率 biao shuai, 草率 cao shuai, 坦率 tan shuai",
    "效率 xiao lv, 税率 shui lv, 利率 li lv, 汇率 hui lv, 费率 fei lv, 长率 zhang lv, 比率 bi lv, 概率 gai lv, 占有率 zhan you lv",
    "覆盖率 fu gai lv, 利用率 li yong lv, 率 lv, 人参 ren shen, 海参 hai shen, 党参 dang shen, 参差 cen ci",
    "着力 zhuo li, 着手 zhuo shou, 着眼 zhuo yan, 着重 zhuo zhong, 着陆 zhuo lu, 执着 zhi zhuo, 沉着 chen zhuo, 着装 zhuo zhuang",
    "归还 gui huan, 偿还 chang huan, 还款 huan kuan, 还贷 huan dai, 还乡 huan xiang, 供给 gong ji, 给予 ji yu, 给养 ji yang",
    "补给 bu ji, 模具 mu ju, 模板 mu ban, 模样 mu yang, 传记 zhuan ji, 自传 zi zhuan, 水浒传 shui hu zhuan, 西藏 xi zang",
    "宝藏 bao zang, 藏族 zang zu, 藏药 zang yao, 了解 liao jie, 了结 liao jie, 了不起 liao bu qi, 明了 ming liao, 为了 wei le",
    // Places elsewhere.
    "厦门 xia men, 大厦 da sha, 六安 lu an, 六合 lu he, 蚌埠 beng bu, 亳州 bo zhou, 台州 tai zhou, 丽水 li shui, 单县 shan xian",
    "浚县 xun xian, 铅山 yan shan, 歙县 she xian, 黟县 yi xian, 涡阳 guo yang, 尉犁 yu li, 蔚县 yu xian, 枞阳 zong yang",
    "荥阳 xing yang, 泌阳 bi yang, 洪洞 hong tong, 繁峙 fan shi, 犍为 qian wei, 筠连 jun lian, 盱眙 xu yi, 柞水 zha shui",
    "吴堡 wu bu, 牟平 mu ping, 中牟 zhong mu, 莘县 shen xian, 莘庄 xin zhuang, 东阿 dong e, 宿州 su zhou, 宿迁 su qian",
    "曲阜 qu fu, 曲靖 qu jing, 解州 xie zhou, 大城县 dai cheng xian, 乐亭 lao ting, 井陉 jing xing, 蠡县 li xian, 任县 ren xian",
    "任丘 ren qiu, 穆棱 mu ling, 巴彦淖尔 ba yan nao er, 阿拉善 a la shan, 牂牁 zang ke",
    // Words of a bulletin with a common second reading.
    "便宜 pian yi, 出差 chu chai, 差旅 chai lv, 角色 jue se, 主角 zhu jue",
    "曾经 ceng jing, 不曾 bu ceng, 弹性 tan xing, 投降 tou xiang, 剥削 bo xue, 血 xue, 似的 shi de, 大夫 dai fu",
    "反省 fan xing, 处理 chu li, 供应 gong ying, 应用 ying yong, 相册 xiang ce, 宁可 ning ke, 校对 jiao dui, 校准 jiao zhun",
    "数字 shu zi, 盛 sheng, 石 shi, 种子 zhong zi, 薄弱 bo ruo, 区 qu, 查 cha, 贾 jia, 教 jiao",
    "的 de, 目的 mu di, 的确 di que, 地 di, 得 de, 不得不 bu de bu, 和 he, 为 wei, 〇 ling, 家 jia, 万 wan, 系 xi, 卡 ka, 员 yuan",
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
