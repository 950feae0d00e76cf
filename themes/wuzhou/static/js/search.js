// Searches the site with the index that stands beside this page: see docs/ARCHITECTURE.md, “Search”.
// Every number and digest here is also in src/outputs/search/; tests/browser holds the two together.
(() => {
  "use strict";
  const form = document.getElementById("search");
  const { base } = form.dataset;
  const index = form.dataset.index.replace(/[^/]*$/, "");
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  const more = document.getElementById("search-more");

  // ---- Files, each fetched once and only when a query needs it ----

  const files = new Map();
  const load = (path, read) => {
    if (!files.has(path)) {
      // Hosts may keep an old copy of one file and not of another: always ask whether it is still good.
      const file = fetch(index + path, { cache: "no-cache" }).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return read(answer);
      });
      file.catch(() => files.delete(path));
      files.set(path, file);
    }
    return files.get(path);
  };
  const json = (path) => load(path, (answer) => answer.json());
  const binary = (path, read) =>
    load(path, async (answer) => read(new Reader(new Uint8Array(await answer.arrayBuffer()))));

  class Reader {
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }
    get more() {
      return this.at < this.bytes.length;
    }
    byte() {
      return this.bytes[this.at++];
    }
    number() {
      let number = 0;
      for (let unit = 1; ; unit *= 128) {
        const byte = this.byte();
        number += (byte & 127) * unit;
        if (!(byte & 128)) return number;
      }
    }
    skip(count) {
      while (count > 0) if (!(this.bytes[this.at++] & 128)) count--;
    }
    text(length) {
      this.at += length;
      return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
    }
  }

  // ---- Text to tokens, as src/zh/fold.rs and src/outputs/search/tokens.rs have it ----

  const HAN = /[々〇〡-〩\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/u;
  const LETTER = /[\p{Alphabetic}\p{N}]/u;
  let folded = null;

  const foldOne = (c) => {
    const code = c.codePointAt(0);
    if (code >= 0x3400 && code <= 0xfaff) return (folded && folded.get(c)) || c;
    if (code >= 0xff01 && code <= 0xff5e) c = String.fromCharCode(code - 0xfee0);
    const small = c.toLowerCase();
    return small.length === c.length && [...small].length === 1 ? small : c;
  };
  const fold = (text) => Array.from(text, foldOne).join("");

  const loadFolded = async () => {
    const pairs = [...(await load("folded.txt", (answer) => answer.text())).replace(/\n/g, "")];
    folded = new Map(pairs.flatMap((c, n) => (n % 2 ? [] : [[c, pairs[n + 1]]])));
  };

  // Simplified text is all in GB 2312, which every browser can spell out: the table is not for it.
  const usual = () => {
    const bytes = [];
    for (let row = 0xb0; row < 0xf8; row++) for (let cell = 0xa1; cell < 0xff; cell++) bytes.push(row, cell);
    return new TextDecoder("gbk").decode(new Uint8Array(bytes));
  };
  const needsTable = (text) => {
    if (folded || !HAN.test(text)) return false;
    const known = usual();
    return [...text].some((c) => HAN.test(c) && (!known.includes(c) || "後於".includes(c)));
  };

  // Phrases, each a row of tokens, and how many places all take with the gaps between them.
  const phrasesOf = (text) => {
    const phrases = [];
    let phrase = null;
    let word = null;
    for (const c of fold(text)) {
      const han = HAN.test(c);
      if (!han && !LETTER.test(c)) {
        phrase = word = null;
        continue;
      }
      if (!phrase) phrases.push((phrase = []));
      if (han) {
        phrase.push(c);
        word = null;
      } else if (word === null) {
        word = phrase.push(c) - 1;
      } else {
        phrase[word] += c;
      }
    }
    const span = phrases.reduce((sum, tokens) => sum + tokens.length + 1, -1);
    return { phrases, span };
  };

  const mixText = (text) => {
    let hash = 0x811c9dc5;
    for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
    return hash >>> 0;
  };
  const mix = (key) => {
    let hash = 0x9e3779b9;
    for (const part of key) {
      hash = Math.imul(hash ^ part, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    return Math.imul(hash, 0xc2b2ae35) >>> 0;
  };
  const shard = (hash, count) => Math.floor((hash * count) / 2 ** 32);
  const code = (token) =>
    HAN.test(token) ? (token.codePointAt(0) - 0x4e00) & 0xfffff : 0x40000 + (mixText(token) % 0xb0000);
  const keyOf = ([first, second, ...others]) => [first * 2 ** 20 + second, ...others].join();

  // ---- The parts of a block ----

  // As many runs of a length as are told, the first two tokens of each as one number counted from the last.
  const keys = (reader, length, each) => {
    let pair = 0;
    for (let left = reader.number(); left > 0; left--) {
      const key = [(pair += reader.number())];
      while (key.length < length - 1) key.push(reader.number());
      each(key.join());
    }
  };

  const readHead = (reader) => {
    const docs = reader.number();
    const starts = [];
    const titles = [];
    let start = 0;
    for (let doc = 0; doc < docs; doc++) {
      starts.push(start);
      const size = reader.byte();
      start += (8 + (size % 8)) * 2 ** (size >> 3);
      titles.push(reader.byte());
    }
    const shards = { g: reader.number(), f: reader.number() };
    const [frequent, long] = [new Set(), new Set()];
    for (const runs of [frequent, long]) {
      for (const length of [2, 3, 4]) keys(reader, length, (key) => runs.add(key));
    }
    shards.l = reader.number();
    return { starts, titles, frequent, long, shards };
  };

  // Where the list of each run is written.
  const readRuns = (reader) => {
    const lists = new Map();
    for (const length of [2, 3, 4]) {
      keys(reader, length, (key) => {
        lists.set(key, reader.at);
        reader.skip(reader.number());
      });
    }
    return { reader, lists };
  };

  // The list of a run, in the shards of positions of rare runs (g) or of records of frequent ones (f).
  const listOf = async ({ name, head }, family, run, read) => {
    const file = `${name}/${family}${shard(mix(run), head.shards[family])}.bin`;
    const { reader, lists } = await binary(file, readRuns);
    const at = lists.get(keyOf(run));
    return read(reader, at);
  };

  // Long lists of positions have files of their own (r), and so have those of frequent runs of four.
  const positionsOf = async (block, run) => {
    const key = keyOf(run);
    if (!block.head.long.has(key) && !block.head.frequent.has(key)) return listOf(block, "g", run, positions);
    const file = `${block.name}/r${run.map((code) => code.toString(16)).join("-")}.bin`;
    return positions(await binary(file, (reader) => reader), 0);
  };

  const positions = (reader, at) => {
    const found = [];
    if (at === undefined) return found;
    reader.at = at;
    let position = 0;
    for (let left = reader.number(); left > 0; left--) found.push((position += reader.number()));
    return found;
  };

  // How well each record answers: 0 to 2 for how often, 3 for its title.
  const records = (reader, at, ranks = new Map()) => {
    reader.at = at;
    let doc = -1;
    for (let left = reader.number(); left > 0; left--) {
      const number = reader.number();
      doc += Math.floor(number / 4) + 1;
      ranks.set(doc, Math.max(number % 4, ranks.get(doc) ?? 0));
    }
    return ranks;
  };

  const readLists = (reader) => {
    const lists = [];
    while (reader.more) {
      const key = reader.text(reader.number());
      lists.push([key, reader.at]);
      reader.skip(reader.number());
    }
    return { reader, lists };
  };

  const listed = async ({ name, head }, text, prefix) => {
    const two = Array.from(text).slice(0, 2).join("");
    // One letter tells no shard of all words that it begins.
    const { reader, lists } = await binary(`${name}/l${shard(mixText(two), head.shards.l)}.bin`, readLists);
    const ranks = new Map();
    for (const [key, at] of lists) if (key === text || (prefix && key.startsWith(text))) records(reader, at, ranks);
    return ranks;
  };

  const placed = ({ starts, titles }, found) => {
    const counts = new Map();
    const inTitle = new Set();
    let doc = 0;
    for (const position of found) {
      while (doc + 1 < starts.length && starts[doc + 1] <= position) doc++;
      counts.set(doc, (counts.get(doc) ?? 0) + 1);
      if (position < starts[doc] + titles[doc]) inTitle.add(doc);
    }
    return new Map([...counts].map(([doc, n]) => [doc, inTitle.has(doc) ? 3 : n > 3 ? 2 : n > 1 ? 1 : 0]));
  };

  // Runs that cover the phrase, each the shortest with a list from its place on, or up to the end.
  const cover = (codes, frequent) => {
    const runs = [];
    for (let at = 0; at < codes.length; ) {
      let run;
      for (let length = 2; !run || (length <= 4 && frequent.has(keyOf(run))); length++) {
        at = Math.min(at, codes.length - length);
        run = codes.slice(at, at + length);
      }
      runs.push([at, run]);
      at += run.length;
    }
    return runs;
  };

  const phraseIn = async (block, tokens) => {
    const { head } = block;
    if (tokens.length === 1) return listed(block, tokens[0], !HAN.test(tokens[0]));
    const codes = tokens.map(code);
    const isFrequent = (run) => run.length <= 4 && head.frequent.has(keyOf(run));
    if (isFrequent(codes)) return listOf(block, "f", codes, records);
    const lists = await Promise.all(
      cover(codes, head.frequent).map(async ([at, run]) =>
        (await positionsOf(block, run)).map((position) => position - at)),
    );
    lists.sort((a, b) => a.length - b.length);
    // All are in order.
    const both = lists.reduce((all, list) => {
      let n = 0;
      return all.filter((position) => {
        while (list[n] < position) n++;
        return list[n] === position;
      });
    });
    return placed(head, both);
  };

  // ---- A query ----

  const headOf = (name) => binary(`${name}/head.bin`, readHead);
  const loadBlocks = async () => {
    // The first block is always called so, and most bulletins have no other: its head need not wait.
    headOf("0").catch(() => {});
    const { blocks } = await json("blocks.json");
    return Promise.all(blocks.map(async (name, order) => ({ name, order, head: await headOf(name) })));
  };

  const inBlock = async (block, { phrases, span }, labels) => {
    const [ranks, sets] = await Promise.all([
      Promise.all(phrases.map((tokens) => phraseIn(block, tokens))),
      Promise.all(labels.map((label) => listed(block, label))),
    ]);
    const [first, ...others] = [...ranks, ...sets];
    const found = [];
    for (const doc of first.keys()) {
      if (!others.every((set) => set.has(doc))) continue;
      let score = 0;
      let inTitle = ranks.length > 0;
      for (const of of ranks) {
        const rank = of.get(doc);
        score += Math.min(rank, 2);
        inTitle &&= rank === 3;
      }
      const whole = inTitle && block.head.titles[doc] === Math.min(span, 255);
      found.push({ block, doc, title: inTitle + whole, score });
    }
    return found;
  };

  // Titles first, the whole title before a part of one; then what says it most often; then the newest.
  const order = (a, b) =>
    b.title - a.title || b.score - a.score || b.block.order - a.block.order || b.doc - a.doc;

  const CARDS = 32;
  const cardOf = async ({ block, doc }) =>
    (await json(`${block.name}/d${Math.floor(doc / CARDS)}.json`))[doc % CARDS];

  // A title of as many tokens that says all phrases may still say them in another order, or have a word that only
  // begins like one of them.
  const onlyWhole = async ({ phrases: [first, ...others], phrases }, found) => {
    const sure = !others.length && first && (first.length > 1 || HAN.test(first[0]));
    const whole = sure ? [] : found.filter(({ title }) => title === 2);
    await Promise.all(whole.map(async (entry) => {
      const own = phrasesOf((await cardOf(entry))[1]).phrases;
      if (own.join("\n") !== phrases.join("\n")) entry.title = 1;
    }));
  };

  const find = async (text, labels) => {
    if (needsTable(text)) await loadFolded();
    const query = phrasesOf(text);
    if (!query.phrases.length && !labels.length) return { query, found: [] };
    const blocks = await loadBlocks();
    const found = (await Promise.all(blocks.map((block) => inBlock(block, query, labels)))).flat();
    await onlyWhole(query, found);
    return { query, found: found.sort(order) };
  };

  // ---- What the reader sees ----

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  // All places in a text at which a phrase stands, in order and without overlap.
  const marksIn = (text, phrases) => {
    const same = fold(text);
    const marks = [];
    for (const phrase of phrases) {
      for (let at = same.indexOf(phrase); at >= 0; at = same.indexOf(phrase, at + phrase.length)) {
        marks.push([at, at + phrase.length]);
      }
    }
    marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    return marks.filter(([from], n) => !n || from >= Math.max(...marks.slice(0, n).map((mark) => mark[1])));
  };

  const marked = (into, text, phrases) => {
    let from = 0;
    for (const [start, end] of marksIn(text, phrases)) {
      into.append(text.slice(from, start), element("mark", text.slice(start, end)));
      from = end;
    }
    into.append(text.slice(from));
    return into;
  };

  const AROUND = 36;
  const LENGTH = 110;
  const LINES = "p,li,h2,h3,h4,h5,h6,td,th,dt,dd,figcaption,pre";

  // The line of the page that says most of what was asked for, cut around its first mark.
  const excerptOf = async (path, phrases) => {
    const answer = await fetch(base + path);
    if (!answer.ok) return "";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector("main");
    main?.querySelectorAll("h1,nav,aside,.meta").forEach((part) => part.remove());
    // The text itself before what stands around it: of lines that say as much the first is taken.
    const isText = (line) => Boolean(line.closest(".prose"));
    const lines = Array.from(main?.querySelectorAll(LINES) ?? [])
      .filter((line) => !line.querySelector(LINES))
      .sort((a, b) => isText(b) - isText(a))
      .map((line) => line.textContent.replace(/\s+/g, " ").trim());
    const says = (line) => phrases.filter((phrase) => fold(line).includes(phrase)).length;
    const best = lines.reduce((best, line) => (says(line) > says(best) ? line : best), "");
    if (!best && !folded && phrases.length) {
      await loadFolded();
      return excerptOf(path, phrases);
    }
    const [[at] = [0]] = marksIn(best, phrases);
    const from = at > AROUND + 8 ? at - AROUND : 0;
    const cut = best.slice(from, from + LENGTH);
    return (from ? "…" : "") + cut + (from + LENGTH < best.length ? "…" : "");
  };

  const show = async (entry, phrases) => {
    const [path, title, date, label] = await cardOf(entry);
    const item = element("li");
    const link = marked(element("a"), title, phrases);
    link.href = base + path;
    const excerpt = element("p");
    const meta = element("p", label, "part");
    item.append(link, excerpt, meta);
    if (date) {
      const time = element("time", date);
      time.dateTime = date;
      item.append(time);
    }
    const explain = () =>
      excerptOf(path, phrases).then((text) => (text ? marked(excerpt, text, phrases) : excerpt.remove()), () => excerpt.remove());
    return { item, explain };
  };

  const PAGE = 10;
  let asked = 0;

  const showMore = async ({ query, found }, turn) => {
    const phrases = query.phrases.map((tokens) => tokens.join(""));
    const from = list.children.length;
    const shown = await Promise.all(found.slice(from, from + PAGE).map((entry) => show(entry, phrases)));
    if (turn !== asked) return;
    list.append(...shown.map(({ item }) => item));
    more.hidden = list.children.length >= found.length;
    // Pages are fetched for their excerpts once the results stand there.
    shown.forEach(({ explain }) => explain());
    return shown[0]?.item;
  };

  const labelsOf = (values) =>
    [...form.querySelectorAll("select")].map((select) => values.get(select.name) && select.dataset.label + values.get(select.name))
      .filter(Boolean);

  const run = async () => {
    const turn = ++asked;
    const values = new FormData(form);
    const text = values.get("q").trim();
    const labels = labelsOf(values);
    const address = new URLSearchParams([...values].filter(([, value]) => value.trim()));
    history.replaceState(null, "", address.size ? `?${address}` : location.pathname);
    if (!text && !labels.length) {
      list.replaceChildren();
      more.hidden = true;
      status.textContent = "";
      return;
    }
    status.textContent = "正在搜索……";
    try {
      const answer = await find(text, labels);
      if (turn !== asked) return;
      list.replaceChildren();
      more.hidden = true;
      const count = answer.found.length;
      // What stands in quotes, “四好”商会, is two phrases.
      const isLong = answer.query.phrases.some((tokens) => tokens.length > 3);
      status.textContent =
        (count ? `找到 ${count} 页。` : "没有找到。") +
        (count < PAGE && isLong ? "把词用空格分开，可以找到更多。" : "");
      await showMore(answer, turn);
      more.onclick = async () => (await showMore(answer, turn))?.querySelector("a").focus();
    } catch (error) {
      if (turn !== asked) return;
      status.textContent = location.protocol === "file:"
        ? "从本机文件夹打开的网页不能搜索，放到网站上就可以。"
        : "搜索暂时不可用，请稍后再试。";
      console.error(error);
    }
  };

  let timer = 0;
  const soon = (event) => {
    // What every query needs is fetched while the reader is still typing.
    loadBlocks().catch(() => {});
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(run, 250);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    run();
  });
  form.elements.q.addEventListener("input", soon);
  form.elements.q.addEventListener("compositionend", soon);
  form.addEventListener("change", (event) => event.target.name !== "q" && run());

  const given = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name && given.has(field.name)) field.value = given.get(field.name);
  form.hidden = false;
  const filtered = [...form.querySelectorAll("select")].some((select) => select.value);
  if (filtered) form.querySelector("details").open = true;
  if (form.elements.q.value || filtered) run();
  else form.elements.q.focus();
})();
