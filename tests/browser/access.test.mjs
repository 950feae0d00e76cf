// What no checker of markup sees: the keyboard, enlarged text, a thumb, motion, a system's own colours, and how a page
// is read aloud. On one page of every kind of the sample bulletin.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, newWindow } from './desk.mjs';
import { Site, WITH_PHOTOGRAPH } from './site.mjs';

const site = new Site(['--portable'], WITH_PHOTOGRAPH);
const kinds = [...site.kinds().values()];

after(async () => {
  await closeBrowser();
  site.close();
});

/** Visits pages in a window of its own and gives what `look` finds wrong on them. */
async function faults(options, files, look) {
  const context = await newWindow({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  for (const file of files) {
    await page.goto(site.disk(file));
    for (const fault of await look(page)) wrong.push(`${file}: ${fault}`);
  }
  await context.close();
  return wrong;
}

/** Puts the keyboard where it is on a page that was just opened; the search page goes to its box by itself. */
const fromTheTop = (page) => page.evaluate(() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
});

/** Presses Tab from the top of the page to its end: everything is reached in order, and shows that it is. */
async function walk(page) {
  await fromTheTop(page);
  const all = await page.evaluate(() => {
    const name = (element) => `${element.localName} ${(element.getAttribute('aria-label') || element.innerText || element.id).trim().slice(0, 20)}`;
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }));
    window.seen = [];
    document.addEventListener('focusin', ({ target }) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(target);
      const { width, height } = target.getBoundingClientRect();
      const shown = outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2 && !/, 0\)|transparent/.test(outlineColor) && width > 0 && height > 0;
      window.seen.push([all.indexOf(target), shown, name(target)]);
    });
    return all.map(name);
  });
  for (let n = 0; n < all.length; n += 1) await page.keyboard.press('Tab');
  const seen = await page.evaluate(() => window.seen);
  const wrong = all.flatMap((name, n) => (seen[n]?.[0] === n ? [] : [`${name} is not number ${n}, but ${seen[n]?.[2]}`])).slice(0, 1);
  for (const [, shown, name] of seen) if (!shown) wrong.push(`${name}: no focus is seen`);
  // Beyond the last one the keyboard is free.
  const last = await page.evaluate(() => document.activeElement);
  await page.keyboard.press('Tab');
  if (await page.evaluate((n) => window.seen[n]?.[0] === n - 1, all.length)) wrong.push(`${last} is a trap`);
  return wrong;
}

for (const width of [390, 1280]) {
  test(`the keyboard reaches everything in order and one sees where it is: ${width} px`, async () => {
    assert.deepEqual(await faults({ viewport: { width, height: 900 }, reducedMotion: 'reduce' }, kinds, walk), []);
  });
}

test('the first key leads past the menu into the text', async () => {
  const look = async (page) => {
    await fromTheTop(page);
    await page.keyboard.press('Tab');
    const skip = await page.evaluate(() => [document.activeElement.innerText, document.activeElement.getBoundingClientRect().top >= 0]);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => !document.querySelector('main a[href], main [tabindex], main summary')?.checkVisibility() || Boolean(document.activeElement.closest('main')));
    return [...(skip[0] === '跳到正文' && skip[1] ? [] : [`first comes ${skip}`]), ...(inside ? [] : ['the text was not reached'])];
  };
  assert.deepEqual(await faults({ reducedMotion: 'reduce' }, kinds, look), []);
});

/** What runs out of the window or is cut off. Summaries in lists are shortened by design: their article has them whole. */
const clipped = (page) => page.evaluate(() => {
  const wrong = [];
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) wrong.push(`${over} px too wide`);
  const cut = (element) => {
    const { overflowX, overflowY, webkitLineClamp, display } = getComputedStyle(element);
    if (webkitLineClamp !== 'none' && display !== 'block') return false;
    const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
    return (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) || (hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
  };
  for (const element of document.querySelectorAll('body *')) {
    if (element.checkVisibility() && !element.closest('svg') && cut(element)) wrong.push(`${element.localName}.${element.className} is cut: ${element.innerText.slice(0, 20)}`);
  }
  return wrong;
});

test('at 200 % zoom nothing is lost', async () => {
  // A window of 1280 px at twice the size has room for 640.
  assert.deepEqual(await faults({ viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }, kinds, clipped), []);
});

test('with text alone at 200 % nothing is lost', async () => {
  assert.deepEqual(await faults({}, kinds, async (page) => {
    await page.addStyleTag({ content: 'html { font-size: 212.5% !important }' });
    return clipped(page);
  }), []);
});

for (const width of [390, 1280]) {
  test(`with the text spacing of WCAG 1.4.12 nothing is lost: ${width} px`, async () => {
    assert.deepEqual(await faults({ viewport: { width, height: 900 } }, kinds, async (page) => {
      await page.addStyleTag({ content: '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }' });
      return clipped(page);
    }), []);
  });
}

/** Whatever moves. */
const motion = (page) => page.evaluate(() => [...document.querySelectorAll('*')].flatMap((element) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
  const moves = animationName !== 'none' || scrollBehavior !== 'auto' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
  return moves ? [element.localName] : [];
}));

test('who wants no motion gets none', async () => {
  assert.deepEqual(await faults({ reducedMotion: 'reduce' }, kinds, motion), []);
  assert.deepEqual(await faults({ reducedMotion: 'no-preference' }, kinds.slice(0, 1), motion), [`${kinds[0]}: html`], 'the test would see it');
});

test('in the colours of the system marks, borders and the focus stay', async () => {
  const look = async (page) => {
    const wrong = await page.evaluate(() => {
      const style = (selector, pseudo) => { const element = document.querySelector(selector); return element && getComputedStyle(element, pseudo); };
      const wrong = [];
      const [here, there] = [style('.masthead li [aria-current]'), style('.masthead li a:not([aria-current])')];
      if (here && here.borderBottomColor === there.borderBottomColor) wrong.push('the menu does not show where one is');
      for (const selector of ['#elder + label', '.pager a', '.chips a', '.find input']) {
        const border = style(selector);
        if (border && (border.borderTopStyle === 'none' || parseFloat(border.borderTopWidth) < 1)) wrong.push(`${selector} has no border`);
      }
      const ground = style('body').backgroundColor;
      for (const selector of ['.chart-bar', '.chart-line', '.chart text']) {
        const drawn = style(selector);
        const ink = drawn && (drawn.fill === 'none' ? drawn.stroke : drawn.fill);
        if (drawn && ink !== style('body').color) wrong.push(`${selector} is ${ink} on ${ground}`);
      }
      return wrong;
    });
    return [...wrong, ...await walk(page)];
  };
  const some = ['index.html', 'news/2019/10/experience-exchange.html', 'chambers/index.html', 'figures/index.html', 'recognitions/index.html'];
  assert.deepEqual(await faults({ forcedColors: 'active', reducedMotion: 'reduce' }, some, look), []);
});

/** Targets that a thumb may miss. Links that stand in a sentence are as large as its line (WCAG 2.5.8). */
const narrow = (page) => page.evaluate(() => {
  const MIN = 44;
  const sentence = (element) => {
    if (getComputedStyle(element).display !== 'inline') return false;
    const block = element.closest('p, li, td, th, dd, dt, figcaption, caption') ?? element.parentElement;
    return Boolean(element.closest('.prose')) || [...block.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 1);
  };
  const reach = (element, x, y, dx, dy) => {
    let n = 0;
    for (; n < 60; n += 1) {
      const hit = document.elementFromPoint(x + dx * (n + 1), y + dy * (n + 1));
      if (!hit || !(element.contains(hit) || hit.control === element || hit.closest('label')?.control === element)) break;
    }
    return n;
  };
  return [...document.querySelectorAll('main, header, footer')].flatMap((part) => [...part.querySelectorAll('a[href], button, input, select, textarea, summary')])
    .filter((element) => element.checkVisibility() && !sentence(element))
    .flatMap((element) => {
      const box = element.getClientRects()[0];
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const width = reach(element, x, y, -1, 0) + reach(element, x, y, 1, 0) + 1;
      const height = reach(element, x, y, 0, -1) + reach(element, x, y, 0, 1) + 1;
      return width < MIN || height < MIN ? [`${element.localName} ${element.innerText.trim().slice(0, 16)} in ${element.parentElement.localName}.${element.closest('[class]')?.className}: ${width} × ${height}`] : [];
    });
});

test('every target is large enough for a thumb', async () => {
  // So tall that the whole page is in view.
  const phone = { viewport: { width: 390, height: 16_000 }, hasTouch: true, isMobile: true };
  assert.deepEqual((await faults(phone, kinds, narrow)).join("\n"), "");
});

test('read aloud, every page has its landmarks, its headings in order, and links that say where they lead', async () => {
  const look = (page) => page.evaluate(() => {
    const wrong = [];
    const count = (selector, n) => { const all = document.querySelectorAll(selector).length; if (all !== n) wrong.push(`${all} ${selector}`); };
    count('main', 1);
    count('body > header', 1);
    count('body > footer', 1);
    count('h1', 1);
    if (!document.title.includes(document.querySelector('h1').innerText.replace(/\s/g, '').slice(0, 6))) wrong.push(`the title is ${document.title}`);
    let level = 0;
    for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
      const next = Number(heading.localName[1]);
      if (next > level + 1) wrong.push(`${heading.localName} ${heading.innerText} follows h${level}`);
      if (!heading.innerText.trim()) wrong.push(`an empty ${heading.localName}`);
      level = next;
    }
    const names = [...document.querySelectorAll('nav')].map((nav) => nav.getAttribute('aria-label'));
    if (names.includes(null) || new Set(names).size < names.length) wrong.push(`menus are called ${names}`);
    const said = new Map();
    for (const link of document.querySelectorAll('a[href]')) {
      if (!link.checkVisibility()) continue;
      const images = [...link.querySelectorAll('img')].map((image) => image.alt).join('');
      const name = (link.getAttribute('aria-label') ?? (images + link.innerText)).replace(/\s+/g, ' ').trim();
      if (!name || /^(更多|详情|查看|点击|点击这里|这里|阅读全文|全文|链接)$/.test(name)) wrong.push(`a link says only “${name}”`);
      // Columns of a table and rows of a list say by their heads and dates what is what, and contents of a page by their label.
      if (link.closest('table, .list, .footnotes, .prose') || link.getAttribute('href').startsWith('#')) continue;
      const [first] = said.get(name) ?? [link.href];
      if (first !== link.href) wrong.push(`“${name}” leads to ${first} and to ${link.href}`);
      said.set(name, [first]);
    }
    return wrong;
  });
  assert.deepEqual(await faults({}, site.pages().filter((file) => site.read(file).includes('<main')), look), []);
});
