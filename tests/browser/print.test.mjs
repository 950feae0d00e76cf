// An article on paper: what Chromium prints, read back by Poppler.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { Desk, closeBrowser, newWindow } from './desk.mjs';
import { Site } from './site.mjs';

const ITEM = 'content/news/2019/10/experience-exchange.md';
const ARTICLE = 'news/2019/10/experience-exchange.html';
const FIGURES = 7;

after(closeBrowser);

/** The sample, with pictures, a link and a wide table behind the text of one article; its pages as they are printed. */
async function printed(t) {
  const desk = new Desk(t);
  const picture = desk.read(ITEM).match(/!\[[^\]]*\]\([^)]*\)|cover:.*\n(?: .*\n)*/)[0];
  const image = `![示意图](${picture.match(/[\w./-]+\.(?:png|jpg|svg)/)[0]})`;
  const words = '一段不长的正文，占一点地方。'.repeat(9);
  const columns = [...'一二三四五六七八九十'].map((n) => `第${n}列的名目`);
  const table = [columns, columns.map(() => '---'), columns.map(() => '一二三四五六')].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const text = Array.from({ length: FIGURES }, (_, n) => `## 第${n + 1}段\n\n${words}\n\n${image}\n`).join('\n');
  desk.put(ITEM, `${desk.read(ITEM)}\n\n法规见[国家法律法规数据库](https://flk.npc.gov.cn/)。\n\n${table}\n\n${text}`);
  const site = new Site(['--base-url', 'https://example.org/bulletin/'], { from: desk.dir });
  // A dark system, and 长者版 chosen: paper takes no notice.
  const context = await newWindow({ viewport: { width: 658, height: 1000 }, colorScheme: 'dark' });
  t.after(async () => { await context.close(); site.close(); });
  const page = await context.newPage();
  await page.goto(site.disk(ARTICLE));
  await page.locator('#elder').check();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  return { site, page };
}

async function paper(site, page) {
  const file = `${site.dir}/article.pdf`;
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true, format: 'A4' }));
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  const images = execFileSync('pdfimages', ['-list', file], { encoding: 'utf8' }).split('\n').slice(2).filter((line) => line.split(/\s+/).includes('image'));
  return { text, images, sheets: text.split('\f').length - 1 };
}

test('an article is printed as a clean page, with the addresses that its links lead to', async (t) => {
  const { site, page } = await printed(t);
  const { text } = await paper(site, page);
  const flat = text.replace(/\s+/g, '');
  for (const word of ['“四好”商会建设现场经验交流会在梧州召开', '来源：本刊', '国家法律法规数据库（https://flk.npc.gov.cn/）', '第十列的名目', `本页地址：https://example.org/bulletin/${ARTICLE}`]) {
    assert.ok(flat.includes(word), `${word} is missing: ${text}`);
  }
  for (const word of ['跳到正文', '长者版', '搜索', '首页', '往期稿件', '活动日历', '订阅', '上一篇', '下一篇', '相关阅读', '相关商会', '目录']) {
    assert.ok(!flat.includes(word), `${word} is on paper: ${text}`);
  }
  assert.equal(await page.evaluate(() => [...document.querySelectorAll('nav, form, button, input, details')].filter((element) => element.checkVisibility()).length), 0);
});

test('figures are whole, and a heading is never the last on its sheet', async (t) => {
  const { site, page } = await printed(t);
  const { text, images, sheets } = await paper(site, page);
  assert.ok(sheets >= 3, `${sheets} sheets`);
  // A picture that is cut stands on two sheets: it would be counted twice. The cover and the journal's sign come first.
  const shown = await page.evaluate(() => [...document.images].filter((image) => image.checkVisibility() && !image.src.endsWith('.svg')).length);
  assert.ok(shown > FIGURES);
  assert.equal(images.length, shown, images.join('\n'));
  for (const sheet of text.split('\f')) assert.doesNotMatch(sheet.trim().split('\n').at(-1), /^\s*第\d段$/);
});

test('paper is black on white and wide enough, whatever the screen shows', async (t) => {
  const { page } = await printed(t);
  const colours = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color, getComputedStyle(document.documentElement).colorScheme]);
  assert.deepEqual(colours, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)', 'light']);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 658);
});
