// How much a query of four characters fetches and how long it takes in a browser:
//   node benches/search/browser.mjs PUBLIC [QUERIES]
// PUBLIC is a built output folder. Every query starts on a fresh page with nothing fetched. Bytes are those of the
// index and of titles, before excerpts; rounds are requests that wait for others; times run from the press of the button to the
// results. Needs tests/browser/node_modules (see tests/run).
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

const { chromium } = createRequire(new URL('../../tests/browser/', import.meta.url))('playwright-core');
const [folder, count = '100'] = process.argv.slice(2);
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };
const server = createServer((request, answer) => {
  const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
  const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
  const found = existsSync(file) && statSync(file).isFile();
  answer.writeHead(found ? 200 : 404, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  answer.end(found ? readFileSync(file) : '');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));

/** Phrases from all over the texts, the same in every run. */
function phrases() {
  const pages = readdirSync(join(folder, 'news'), { recursive: true }).filter((name) => name.endsWith('.html')).sort();
  const all = [];
  for (let turn = 1; all.length < Number(count); turn = (turn * 48271) % 2147483647) {
    const html = readFileSync(join(folder, 'news', pages[turn % pages.length]), 'utf8');
    const runs = html.split('<div class="prose">')[1]?.split('</div>\n')[0].replace(/<[^>]*>/g, '，').match(/[\u4e00-\u9fff]{4,}/g);
    if (!runs) continue;
    const run = runs[turn % runs.length];
    const at = turn % (run.length - 3);
    all.push(run.slice(at, at + 4));
  }
  return all;
}

const executablePath = process.env.CHROMIUM ?? ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`).find(existsSync);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
const page = await browser.newPage();
const runs = [];
for (const phrase of phrases()) {
  await page.goto(`http://127.0.0.1:${server.address().port}/search/`);
  // A browser that has only just started has other things to do; nobody types a query within a second of that.
  if (!runs.length) await page.waitForTimeout(1000);
  runs.push(await page.evaluate(async (phrase) => {
    const list = document.getElementById('search-results');
    const shown = new Promise((done) => new MutationObserver(() => list.children.length && done(performance.now())).observe(list, { childList: true }));
    document.getElementById('q').value = phrase;
    const start = performance.now();
    document.getElementById('search').requestSubmit();
    const end = await shown;
    const files = performance.getEntriesByType('resource').filter(({ name }) => /\/search\/.*\.(bin|json)$/.test(name));
    const bytes = files.reduce((sum, file) => sum + file.encodedBodySize, 0);
    const found = Number(document.getElementById('search-status').textContent.match(/\d+/)[0]);
    // What is asked for before anything of a round has come belongs to it.
    let [rounds, first] = [0, -1];
    for (const file of files.sort((a, b) => a.startTime - b.startTime)) {
      if (file.startTime >= first) [rounds, first] = [rounds + 1, file.responseEnd];
      else first = Math.min(first, file.responseEnd);
    }
    return { phrase, found, bytes, requests: files.length, rounds, ms: end - start };
  }, phrase));
}
await browser.close();
server.close();
for (const of of ['bytes', 'requests', 'rounds', 'ms', 'found']) {
  const all = runs.map((run) => run[of]).sort((a, b) => a - b);
  const at = (part) => Math.round(all[Math.floor((all.length - 1) * part)]);
  console.log(`${of.padEnd(9)} median ${at(0.5)}  95 % ${at(0.95)}  most ${at(1)}`);
}
