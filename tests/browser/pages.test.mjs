// What a reader meets: one page of every kind of the sample bulletin, as it is built, in narrow, middling and
// wide windows, light and dark, and in 长者版.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { closeBrowser, newWindow } from './desk.mjs';
import { PHOTOGRAPHED, Site, WITH_PHOTOGRAPH, chooseElder } from './site.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// From a folder on a disk: no server is needed.
const site = new Site(['--portable'], WITH_PHOTOGRAPH);
const pages = site.kinds();

after(async () => {
  await closeBrowser();
  site.close();
});

test('every kind of page is there', () => {
  assert.ok(pages.size >= 30, [...pages.keys()].join(', '));
});

/** What is wrong in a window of this width, on any page. */
async function faults(width, colorScheme, prepare) {
  const context = await newWindow({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const wrong = [];
  for (const file of pages.values()) {
    await page.goto(site.disk(file));
    await prepare?.(page);
    await page.evaluate(axe);
    const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), RULES);
    for (const { id, nodes } of violations) wrong.push(`${file}: ${id}: ${nodes.map((node) => node.target).join(', ')}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) wrong.push(`${file}: ${over} px too wide`);
  }
  await context.close();
  return wrong;
}

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 768, 1280]) {
    test(`nobody is shut out: ${width} px, ${colorScheme}`, async () => {
      assert.deepEqual(await faults(width, colorScheme), []);
    });
  }
}

for (const [width, colorScheme] of [[320, 'light'], [1280, 'dark']]) {
  test(`nobody is shut out of 长者版: ${width} px, ${colorScheme}`, async () => {
    assert.deepEqual(await faults(width, colorScheme, chooseElder), []);
  });
}

/** The mean distance of two pictures, in numbers of a colour; each is drawn at its own size. */
const distance = async ([one, other]) => {
  const pixels = async (address) => {
    const image = await createImageBitmap(await (await fetch(address)).blob());
    const { width, height } = image;
    const canvas = new OffscreenCanvas(width, height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    return { width, height, data: canvas.getImageData(0, 0, width, height).data };
  };
  const [a, b] = [await pixels(one), await pixels(other)];
  const sum = a.data.reduce((sum, number, n) => sum + Math.abs(number - (b.data[n] ?? 0)), 0);
  return { size: [a.width, a.height], alike: a.width === b.width && a.height === b.height, mean: sum / a.data.length };
};

test('a browser takes the AVIF of a photograph, and sees what others see', async () => {
  await site.host();
  const context = await newWindow({ viewport: { width: 390, height: 900 }, deviceScaleFactor: 3 });
  const page = await context.newPage();
  await page.goto(site.url + PHOTOGRAPHED);
  const shown = page.locator('picture img');
  await shown.scrollIntoViewIfNeeded();
  await shown.evaluate((image) => image.decode());
  const { currentSrc, src } = await shown.evaluate(({ currentSrc, src }) => ({ currentSrc, src }));
  assert.match(currentSrc, /speaker\.[0-9a-f]{8}-480\.avif$/);
  assert.match(src, /speaker\.[0-9a-f]{8}-480\.webp$/);
  const { size, alike, mean } = await page.evaluate(distance, [currentSrc, src]);
  assert.deepEqual([size, alike], [[480, 320], true]);
  assert.ok(mean < 4, `${mean}`);
  // The test would see another picture.
  const other = await page.locator('.gallery img').first().evaluate((image) => image.src);
  assert.ok((await page.evaluate(distance, [currentSrc, other])).mean > 20);
  await context.close();
});
