// What an editor sees in the browser while files are saved.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, test } from 'node:test';
import { Desk, closeBrowser, listens, loads, served, shows } from './desk.mjs';

const ITEM = 'content/news/2019/10/experience-exchange.md';
const PAGE = '/news/2019/10/experience-exchange.html';
const CSS = 'themes/wuzhou/static/css/site.css';

after(closeBrowser);

/** The text of a news item: so long that it has to be scrolled. */
function long(desk, words) {
  const text = desk.read(ITEM);
  const head = text.slice(0, text.indexOf('\n---', 4) + 4);
  desk.put(ITEM, `${head}\n\n${words}\n\n${'一段长长的正文，占一点地方。\n\n'.repeat(120)}`);
}

test('a saved text is on the page, and the place that was read stays', async (t) => {
  const desk = new Desk(t);
  long(desk, '第一稿');
  await desk.serve();
  const page = await desk.open(PAGE);
  await page.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }));
  desk.edit(ITEM, '第一稿', '第二稿');
  await shows(page, '第二稿');
  await page.waitForFunction(() => scrollY === 1500);
  assert.equal(await loads(page), 2, 'one reload for one save');
  assert.deepEqual(page.wrong, []);
});

test('another page is left alone', async (t) => {
  const desk = new Desk(t);
  await desk.serve();
  const page = await desk.open(PAGE);
  const about = await desk.open('/about.html');
  await about.evaluate(() => { window.mark = 1; });
  desk.edit(ITEM, 'summary: ', 'summary: 换了说法，');
  await page.waitForSelector('meta[content^="换了说法"]', { state: 'attached' });
  assert.equal(await about.evaluate(() => window.mark), 1);
  assert.equal(await loads(about), 1);
});

test('a stylesheet is swapped without loading the page again', async (t) => {
  const desk = new Desk(t);
  await desk.serve();
  const page = await desk.open(PAGE);
  const sheets = () => page.evaluate(() => document.querySelectorAll('link[rel=stylesheet]').length);
  const before = await sheets();
  await page.evaluate(() => { window.mark = 1; scrollTo({ top: 300, behavior: 'instant' }); });
  for (const colour of ['rgb(1, 2, 3)', 'rgb(4, 5, 6)']) {
    desk.put(CSS, `${desk.read(CSS)}\nbody { outline: 3px solid ${colour} }\n`);
    await page.waitForFunction((colour) => getComputedStyle(document.body).outlineColor === colour, colour);
  }
  await page.waitForFunction((n) => document.querySelectorAll('link[rel=stylesheet]').length === n, before);
  assert.equal(await page.evaluate(() => window.mark), 1, 'the page was not loaded again');
  assert.equal(await page.evaluate(() => scrollY), 300);
  assert.equal(await loads(page), 1);
});

test('errors lie over the page until they are mended', async (t) => {
  const desk = new Desk(t);
  await desk.serve();
  const page = await desk.open(PAGE);
  const title = await page.title();
  const good = desk.read(ITEM);
  desk.put(ITEM, good.replace('column:', '<img src=x onerror=document.title=1>: 1\ncolumn:'));
  const overlay = page.getByRole('dialog');
  await overlay.waitFor();
  assert.match(await overlay.innerText(), /content\/news\/2019\/10\/experience-exchange\.md:\d+:\d+/);
  assert.match(await overlay.innerText(), /<img src=x onerror=/);
  assert.equal(await overlay.locator('img').count(), 0, 'text from files is text');
  assert.equal(await page.title(), title);
  // The keyboard is in the overlay, and Escape closes it; the bar leads back.
  await page.keyboard.press('Escape');
  await overlay.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '个错误' }).click();
  await overlay.waitFor();
  await page.getByRole('button', { name: '关闭' }).click();
  await overlay.waitFor({ state: 'hidden' });
  // Another error is shown again.
  desk.put(ITEM, good.replace('column:', 'colunm: x\ncolumn:'));
  await overlay.waitFor();
  desk.put(ITEM, good);
  await overlay.waitFor({ state: 'hidden' });
  assert.equal(await page.getByRole('button', { name: '个错误' }).count(), 0);
  assert.deepEqual(page.wrong, []);
});

test('errors speak the language that was asked for', async (t) => {
  const desk = new Desk(t);
  await desk.serve('--lang', 'en');
  const page = await desk.open(PAGE);
  desk.edit(ITEM, 'column:', 'colunm:');
  await page.getByRole('dialog', { name: 'The bulletin has errors' }).waitFor();
  assert.match(await page.getByRole('dialog').innerText(), /unknown key/);
});

test('a bulletin that begins with errors appears once they are mended', async (t) => {
  const desk = new Desk(t);
  const good = desk.read(ITEM);
  desk.put(ITEM, good.replace('column:', 'colunm:'));
  await desk.serve();
  const page = await desk.open(PAGE);
  await shows(page, '会刊有错误');
  await shows(page, 'colunm');
  desk.put(ITEM, good.replace('column:', '<b>x</b>: 1\ncolumn:'));
  await shows(page, '<b>x</b>');
  desk.put(ITEM, good);
  await page.waitForSelector('article, main#main');
  await listens(page);
});

test('five hundred files at once end in one right page', async (t) => {
  const desk = new Desk(t);
  await desk.serve();
  const page = await desk.open('/');
  const loads = page.loads;
  const text = (n) => `---\ntitle: 一下子来的第${n}篇\ndate: 2019-10-23\ncolumn: news\n---\n\n正文。\n`;
  for (let n = 0; n < 500; n++) desk.put(`content/news/2019/10/burst-${n}.md`, text(n));
  desk.edit(ITEM, 'summary: ', 'summary: 最后一改，');
  await served(desk, PAGE, '最后一改');
  const states = await Promise.all([...Array(500).keys()].map(async (n) => (await fetch(`${desk.url}/news/2019/10/burst-${n}.html`, { method: 'HEAD' })).status));
  assert.deepEqual(states.filter((status) => status !== 200), []);
  await shows(page, '一下子来的第');
  await listens(page);
  assert.ok(page.loads - loads < 30, `${page.loads - loads} reloads`);
  assert.deepEqual(page.wrong, []);
});

test('a server that comes back is found again', async (t) => {
  const desk = new Desk(t);
  await desk.serve();
  const page = await desk.open(PAGE);
  await page.evaluate(() => { window.mark = 1; });
  await desk.stopped();
  await page.waitForSelector('html[data-huikan=lost]');
  await desk.serve();
  await listens(page);
  assert.equal(await page.evaluate(() => window.mark), 1, 'what is the same is not loaded again');
  await desk.stopped();
  desk.edit(ITEM, 'summary: ', 'summary: 没人看着时改的，');
  await desk.serve();
  await page.waitForSelector('meta[content^="没人看着时改的"]', { state: 'attached' });
  await listens(page);
  // And from then on it follows as before.
  desk.edit(ITEM, '没人看着时改的', '又改');
  await page.waitForSelector('meta[content^="又改"]', { state: 'attached' });
});

test('what vim saves is seen, and its swap files are not', async (t) => {
  const desk = new Desk(t);
  await desk.serve();
  const page = await desk.open(PAGE);
  const vim = (...commands) => execFileSync('vim', ['-es', '-u', 'NONE', '--cmd', 'set nocp bk wb swf', desk.at(ITEM), ...commands.flatMap((c) => ['-c', c]), '-c', 'wq']);
  vim('normal Go', 'normal o用 vim 写的一段。');
  await shows(page, '用 vim 写的一段');
  vim('%s/用 vim 写的/又用 vim 改的/');
  await shows(page, '又用 vim 改的一段');
  assert.equal(await loads(page), 3, 'one reload for each save');
});

test('what is saved through a new file is seen', async (t) => {
  const desk = new Desk(t);
  await desk.serve();
  const page = await desk.open(PAGE);
  desk.replace(ITEM, 'summary: ', 'summary: 换文件存的，');
  await page.waitForSelector('meta[content^="换文件存的"]', { state: 'attached' });
  desk.replace(ITEM, '换文件存的', '再换一次');
  await page.waitForSelector('meta[content^="再换一次"]', { state: 'attached' });
  assert.equal(await loads(page), 3);
});

test('the bar tells of the source, warnings, drafts, and leads to what the template sees', async (t) => {
  const desk = new Desk(t);
  desk.edit(ITEM, 'column:', 'status: draft\ncolumn:');
  desk.put(ITEM, `${desk.read(ITEM)}\n一句有脚注[^9]却没有说明的话。\n`);
  await desk.serve('--drafts');
  const page = await desk.open(PAGE, { permissions: ['clipboard-read', 'clipboard-write'] });
  const bar = page.getByRole('region', { name: '会刊预览' });
  await bar.getByText('草稿').waitFor();
  await bar.getByRole('button', { name: ITEM }).click();
  await bar.locator('.copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), ITEM);
  const warnings = bar.getByRole('button', { name: '1 个警告' });
  assert.equal(await warnings.getAttribute('aria-expanded'), 'false');
  await warnings.press('Enter');
  await bar.getByText('markdown/footnote-undefined').waitFor();
  assert.equal(await warnings.getAttribute('aria-expanded'), 'true');
  const [inspect] = await Promise.all([desk.context.waitForEvent('page'), bar.getByRole('link', { name: '模板数据' }).click()]);
  await inspect.waitForLoadState();
  assert.equal(JSON.parse(await inspect.evaluate(() => document.body.innerText)).template, 'article.html');
  // It can be put aside, and stays so on the next page.
  await page.bringToFront();
  await bar.getByRole('button', { name: '收起' }).click();
  await page.goto(`${desk.url}/about.html`);
  await listens(page);
  assert.equal(await bar.getByRole('button', { name: 'about.md' }).count(), 0);
  await bar.getByRole('button', { name: '会刊预览' }).click();
  await bar.getByRole('button', { name: 'content/pages/about.md' }).waitFor();
});

test('a page that allows only its own scripts and styles is served as well', async (t) => {
  const desk = new Desk(t);
  const base = 'themes/wuzhou/templates/base.html';
  desk.edit(base, '<meta charset="utf-8">', `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'self'">`);
  await desk.serve();
  const page = await desk.open(PAGE);
  const said = [];
  page.on('console', (message) => { if (message.type() === 'error') said.push(message.text()); });
  desk.edit(ITEM, 'summary: ', 'summary: 严格的一页，');
  await page.waitForSelector('meta[content^="严格的一页"]', { state: 'attached' });
  await listens(page);
  await page.getByRole('button', { name: ITEM }).waitFor();
  assert.deepEqual(said.filter((text) => text.includes('.huikan')), []);
});

test('a page that nobody sees gives its connection back and looks again when it is seen', async (t) => {
  const desk = new Desk(t);
  await desk.serve();
  const page = await desk.open(PAGE);
  const hide = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await hide(true);
  desk.edit(ITEM, 'summary: ', 'summary: 背着人改的，');
  await served(desk, PAGE, '背着人改的');
  assert.equal(await loads(page), 1);
  await hide(false);
  await page.waitForSelector('meta[content^="背着人改的"]', { state: 'attached' });
});
