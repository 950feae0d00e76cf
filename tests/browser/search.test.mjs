// What a reader finds: the sample bulletin, built, served by a plain file server, searched in a browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.HUIKAN ?? join(root, 'target/debug/huikan');
const installed = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`).find(existsSync);
const PATIENCE = 30_000;

let out, server, browser, url;

/** Files as any static host gives them, below a folder of the host. */
async function serve(folder) {
  const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
  server = createServer((request, answer) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname).replace(/^\/bulletin\//, '');
    const file = join(folder, path.endsWith('/') || !path ? `${path}index.html` : path);
    const found = existsSync(file) && statSync(file).isFile();
    answer.writeHead(found ? 200 : 404, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    answer.end(found ? readFileSync(file) : '');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${server.address().port}/bulletin/`;
}

before(async () => {
  out = mkdtempSync(join(tmpdir(), 'huikan-search-'));
  for (const folder of ['content', 'themes']) cpSync(join(root, folder), join(out, folder), { recursive: true });
  // Titles of one word, of which the newer begins like the older.
  for (const [title, year] of [['Wuzhou', 2017], ['Wuzhou2018', 2018]]) {
    writeFileSync(join(out, `content/news/word-${year}.md`), `---\ntitle: ${title}\ndate: ${year}\ncolumn: news\n---\n\n示例。\n`);
  }
  const args = ['--root', out, 'build', '--clean', '--out', join(out, 'public'), '--as-of', '2026-01-01'];
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  url = await serve(join(out, 'public'));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? installed, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(out, { recursive: true, force: true });
});

/** A page in a window of its own; nothing may go wrong on it. */
async function open(t, path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.wrong = [];
  page.fetched = [];
  page.on('pageerror', (error) => page.wrong.push(String(error)));
  page.on('requestfinished', (request) => page.fetched.push(request.url().slice(url.length)));
  t.after(async () => {
    assert.deepEqual(page.wrong, []);
    await context.close();
  });
  await page.goto(url + path);
  return page;
}

/** Asks, waits for the answer, and gives the addresses of all that was found. */
async function ask(page, words) {
  await page.evaluate(() => { document.getElementById('search-status').textContent = ''; });
  await page.fill('#q', words);
  await page.press('#q', 'Enter');
  return answer(page);
}

async function answer(page) {
  await page.waitForFunction(() => /^(找到|没有)/.test(document.getElementById('search-status').textContent));
  const found = Number((await page.textContent('#search-status')).match(/\d+/)?.[0] ?? 0);
  for (let shown = 0; ; ) {
    await page.waitForFunction(([least]) => document.querySelectorAll('#search-results li').length >= least, [Math.min(shown + 10, found)]);
    shown = await page.locator('#search-results li').count();
    if (shown >= found) break;
    await page.click('#search-more');
  }
  const hrefs = await page.$$eval('#search-results a', (links) => links.map((link) => link.href));
  assert.equal(hrefs.length, found);
  return hrefs.map((href) => decodeURIComponent(href.slice(url.length)));
}

/** Lines of text of a part of a page. */
const linesOf = (html) => html
  .replace(/<\/?(a|b|strong|em|span|code|del|small|i|s|mark|u)\b[^>]*>/g, '')
  .replace(/<[^>]*>/g, '\n')
  .split('\n');

/** All records of the index with their titles, and what their pages say. */
function records() {
  const folder = join(out, 'public/search');
  const cards = readdirSync(folder, { recursive: true }).filter((name) => /d\d+\.json$/.test(name));
  return cards.flatMap((name) => JSON.parse(readFileSync(join(folder, name)))).map(([path, title]) => {
    const html = readFileSync(join(out, 'public', path.endsWith('/') ? `${path}index.html` : path), 'utf8');
    const main = html.split('<main')[1].split('</main>')[0];
    const prose = (main.split('<div class="prose"')[1] ?? '').split('</div>\n')[0];
    return { path, title, main: linesOf(main), prose: linesOf(prose) };
  });
}

test('the box in the masthead leads to marked results without the script of search', async (t) => {
  const page = await open(t, '');
  assert.deepEqual(page.fetched.filter((path) => /search[^/]*\.js$/.test(path)), []);
  await page.fill('.find input', '建行贷款');
  await page.press('.find input', 'Enter');
  await page.waitForURL(/search\/\?q=/);
  const found = await answer(page);
  assert.ok(found.length > 1, found);
  assert.equal(await page.inputValue('#q'), '建行贷款');
  await page.waitForSelector('#search-results p mark');
  assert.deepEqual(new Set(await page.$$eval('#search-results mark', (marks) => marks.map((mark) => mark.textContent))), new Set(['建行贷款']));
  await page.click('#search-results a');
  await page.waitForURL(/bulletin\/(?!search)/);
  await page.goBack();
  assert.deepEqual(await answer(page), found);
});

test('every title finds its own page first', async (t) => {
  const page = await open(t, 'search/');
  const all = records();
  assert.ok(all.length > 60);
  for (const { title } of all) {
    const [first] = await ask(page, title);
    assert.equal(all.find(({ path }) => path === first)?.title, title);
  }
});

test('a phrase finds exactly the pages that show it', async (t) => {
  const page = await open(t, 'search/');
  const all = records();
  const runs = all.flatMap(({ prose }) => prose).flatMap((line) => line.match(/[\u4e00-\u9fff]{2,}/g) ?? []);
  let turn = 0;
  for (let n = 0; n < 60; n++) {
    turn = (turn * 31 + 7919) % runs.length;
    const run = runs[turn];
    const length = Math.min(run.length, 2 + (n % 7));
    const phrase = run.slice(n % (run.length - length + 1)).slice(0, length);
    const found = new Set(await ask(page, phrase));
    for (const { path, title, main, prose } of all) {
      const says = [title, ...prose].some((line) => line.includes(phrase));
      assert.ok(!says || found.has(path), `${phrase} is not found on ${path}`);
      assert.ok(!found.has(path) || main.some((line) => line.includes(phrase)), `${phrase} is not on ${path}`);
    }
  }
});

test('traditional, full-width and capital forms, words and their beginnings', async (t) => {
  const page = await open(t, 'search/');
  const plain = await ask(page, '工商业联合会');
  assert.ok(plain.length > 0);
  assert.ok(!page.fetched.some((path) => path.endsWith('folded.txt')), 'no table for simplified text');
  assert.deepEqual(await ask(page, '工商業聯合會'), plain);
  assert.ok(page.fetched.some((path) => path.endsWith('folded.txt')));
  assert.deepEqual(await ask(page, '２０１９年'), await ask(page, '2019年'));
  assert.ok((await ask(page, '2019')).length > 0);
  assert.ok((await ask(page, '贷款 12189')).length > 0);
  assert.deepEqual(await ask(page, '商会 没有这样的话'), []);
  assert.match(await page.textContent('#search-status'), /没有找到.*空格/);
});

test('filters narrow, alone and together, from the keyboard', async (t) => {
  const page = await open(t, 'search/');
  const all = await ask(page, '商会');
  await page.focus('#q');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'column');
  const select = async (name, value) => {
    await page.evaluate(() => { document.getElementById('search-status').textContent = ''; });
    await page.selectOption(`[name=${name}]`, value);
    return answer(page);
  };
  const inYear = await select('year', '2018');
  assert.ok(inYear.length > 0 && inYear.length < all.length);
  assert.ok(inYear.every((path) => all.includes(path)));
  const times = await page.$$eval('#search-results time', (times) => times.map((time) => time.textContent));
  assert.ok(times.length === inYear.length && times.every((time) => time.startsWith('2018')));
  const both = await select('chamber', 'lianguang');
  assert.ok(both.length < inYear.length && both.every((path) => inYear.includes(path)));
  assert.match(page.url(), /q=.*year=2018.*chamber=lianguang/);
  // The address alone brings all of it back.
  const again = await open(t, page.url().slice(url.length));
  assert.deepEqual(await answer(again), both);
  assert.ok(await again.locator('#search details').evaluate((details) => details.open));
});

test('more results take the focus, and every result can be reached by Tab', async (t) => {
  const page = await open(t, 'search/?q=商会');
  await page.waitForSelector('#search-more:visible');
  await page.focus('#search-more');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#search-results li').length > 10);
  await page.waitForFunction(() => document.activeElement === document.querySelectorAll('#search-results a')[10]);
  await page.keyboard.press('Shift+Tab');
  assert.ok(await page.evaluate(() => document.activeElement === document.querySelectorAll('#search-results a')[9]));
});

test('the script is small', () => {
  const script = readFileSync(join(root, 'themes/wuzhou/static/js/search.js'));
  assert.ok(gzipSync(script).length < 10_000, `${gzipSync(script).length} bytes`);
});

test('a query fetches only what it needs, and nothing twice', async (t) => {
  const page = await open(t, 'search/');
  await page.waitForSelector('#q:focus');
  assert.deepEqual(page.fetched.filter((path) => /search\/.+/.test(path)), [], 'nothing before it is used');
  await ask(page, '现场经验');
  const index = page.fetched.filter((path) => /search\/.*(bin|json|txt)$/.test(path));
  assert.ok(index.some((path) => path.endsWith('head.bin')));
  assert.ok(index.filter((path) => /\/[gl]\d+\.bin$/.test(path)).length <= 2, index.join(' '));
  page.fetched.length = 0;
  await ask(page, '现场经验');
  assert.deepEqual(page.fetched.filter((path) => path.startsWith('search/')), []);
});

test('on a phone', async (t) => {
  const page = await open(t, '', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.tap('.find input');
  await page.keyboard.type('商会');
  await page.tap('.find button');
  await answer(page);
  await page.tap('#search summary');
  const small = await page.$$eval('#search :is(input, button, select, summary), #search-results a', (all) => all
    .map((one) => [one.outerHTML.slice(0, 60), one.matches('a') ? one.closest('li').getBoundingClientRect().height : one.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < 44));
  assert.deepEqual(small, []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
});

test('without JavaScript the page says so and leads to the archive', async (t) => {
  const page = await open(t, 'search/?q=商会', { javaScriptEnabled: false });
  assert.match(await page.textContent('main'), /JavaScript/);
  assert.ok(!(await page.isVisible('#search')));
  await page.click('noscript a');
  await page.waitForURL(/archive\/$/);
});

test('what is typed stays text', async (t) => {
  const page = await open(t, `search/?q=${encodeURIComponent('<img src=x onerror=alert(1)>"&商会')}`);
  await answer(page);
  assert.equal(await page.locator('main img').count(), 0);
});

test('what is hidden is not found', async (t) => {
  const page = await open(t, 'search/');
  const guidance = readFileSync(join(root, 'content/guidance/example.md'), 'utf8');
  const hidden = guidance.match(/text: 示例：([\u4e00-\u9fff]{8,})/)[1];
  assert.deepEqual(await ask(page, hidden), []);
});
