// 长者版, the elder-friendly view of the default theme: with script and without, under a strict policy, from a disk.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, newWindow, root } from './desk.mjs';
import { Site } from './site.mjs';

const ARTICLE = 'news/2019/10/experience-exchange.html';
const site = new Site(['--portable']);

before(() => site.host());
after(async () => {
  await closeBrowser();
  site.close();
});

const size = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
const box = (page) => page.getByRole('checkbox', { name: '长者版' });

async function open(t, path = ARTICLE, options = {}) {
  const context = await newWindow({ viewport: { width: 390, height: 844 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(path.includes(':') ? path : site.url + path);
  return page;
}

/** Relative luminance and contrast as WCAG defines them, of a text and its ground. */
function contrast(page, selector) {
  return page.evaluate((selector) => {
    const light = (colour) => {
      const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [one, other] = [getComputedStyle(document.querySelector(selector)).color, getComputedStyle(document.body).backgroundColor].map(light);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }, selector);
}

test('without script the switch turns its page large and clear, from the keyboard', async (t) => {
  const page = await open(t, ARTICLE, { javaScriptEnabled: false });
  assert.equal(await size(page), 17);
  // The skip link and the name of the journal come first.
  for (const _ of [1, 2, 3]) await page.keyboard.press('Tab');
  assert.ok(await box(page).evaluate((box) => box.matches(':focus-visible')));
  await page.keyboard.press('Space');
  assert.equal(await size(page), 22);
  assert.equal(await page.locator('label[for=elder]').innerText(), '退出长者版');
  await page.keyboard.press('Space');
  assert.equal(await size(page), 17);
  assert.equal(await page.locator('label[for=elder]').innerText(), '长者版');
});

for (const colorScheme of ['light', 'dark']) {
  test(`text has a contrast of seven to one: ${colorScheme}`, async (t) => {
    const page = await open(t, ARTICLE, { colorScheme });
    const plain = await contrast(page, '.byline');
    await box(page).check();
    for (const selector of ['.prose p', '.byline', '.kicker a', '.foot p', '.masthead [aria-current]']) assert.ok(await contrast(page, selector) >= 7, selector);
    assert.ok(await contrast(page, '.byline') > plain);
  });
}

test('no text is small, on any kind of page', async (t) => {
  const page = await open(t);
  await box(page).check();
  const small = [];
  for (const path of site.kinds().values()) {
    await page.goto(site.url + path);
    const found = await page.evaluate(() => [...document.querySelectorAll('body *')]
      .filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
      .filter((element) => !element.closest('svg') && parseFloat(getComputedStyle(element).fontSize) < 18)
      .map((element) => `${element.localName}.${element.className} in .${element.parentElement.className}: ${element.textContent}`));
    small.push(...found.map((what) => `${path}: ${what}`));
  }
  assert.deepEqual(small, []);
});

test('with script the choice goes along, before anything is painted, and back', async (t) => {
  const page = await open(t);
  await box(page).check();
  // Held back, the deferred script shows that the first paint needs it not.
  await page.route('**/elder.*.js', () => {});
  await page.goto(`${site.url}index.html`, { waitUntil: 'commit' });
  await page.waitForSelector('footer');
  assert.equal(await size(page), 22);
  await page.unroute('**/elder.*.js');
  await page.reload();
  assert.ok(await box(page).isChecked());
  const other = await page.context().newPage();
  await other.goto(site.url + ARTICLE);
  assert.equal(await size(other), 22);
  await box(page).uncheck();
  // Another window follows at once.
  await other.waitForFunction(() => !document.getElementById('elder').checked);
  assert.equal(await size(other), 17);
  await page.goto(site.url + ARTICLE);
  assert.equal(await size(page), 17);
  assert.ok(!await box(page).isChecked());
});

test('going back shows what was chosen since', async (t) => {
  const page = await open(t);
  await page.goto(`${site.url}about.html`);
  await box(page).check();
  await page.goBack();
  await page.waitForFunction(() => document.documentElement.classList.contains('elder'));
  assert.equal(await size(page), 22);
});

test('a browser that keeps nothing still has the switch', async (t) => {
  const page = await open(t, 'about:blank');
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }));
  await page.goto(site.url + ARTICLE);
  await box(page).check();
  assert.equal(await size(page), 22);
  assert.deepEqual(wrong, []);
});

test('under a strict policy the choice is kept, by the script of its own file', async (t) => {
  const page = await open(t, 'about:blank');
  await page.route('**/*.html', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "default-src 'self'" } });
  });
  await page.goto(site.url + ARTICLE);
  await box(page).check();
  await page.goto(`${site.url}about.html`);
  assert.ok(await box(page).isChecked());
  assert.equal(await size(page), 22);
});

test('the policy that the manual names lets the small script of the head run', () => {
  const script = site.read(ARTICLE).match(/<script>(.*?)<\/script>/s)[1];
  const digest = createHash('sha256').update(script).digest('base64');
  assert.ok(readFileSync(join(root, 'docs/THEMES.md'), 'utf8').includes(`'sha256-${digest}'`), digest);
});

test('from a folder on a disk the choice is kept as well', async (t) => {
  const page = await open(t, site.disk(ARTICLE));
  await box(page).check();
  await page.goto(site.disk('index.html'));
  assert.equal(await size(page), 22);
});

test('print takes no notice', async (t) => {
  const page = await open(t);
  await page.emulateMedia({ media: 'print' });
  const look = () => page.evaluate(() => [...document.querySelectorAll('html, body, .prose, .prose p, h1, .byline, .foot')]
    .map((element) => { const { fontSize, lineHeight, color, display, width } = getComputedStyle(element); return [fontSize, lineHeight, color, display, width]; }));
  const plain = await look();
  await page.emulateMedia({ media: 'screen' });
  await box(page).check();
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await look(), plain);
  assert.ok(!await page.locator('.tools').isVisible());
});
