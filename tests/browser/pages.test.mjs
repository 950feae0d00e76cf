// What a reader meets: one page of every kind of the sample bulletin, as it is built, in narrow, middling and
// wide windows, light and dark.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { closeBrowser, newWindow, program, root } from './desk.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const out = mkdtempSync(join(tmpdir(), 'huikan-pages-'));
/** A page of each kind, by the class of its body; each list of all records of a kind is one of its own. */
const pages = new Map();

before(() => {
  // From a folder on a disk: no server is needed.
  execFileSync(program, ['--root', root, 'build', '--portable', '--out', join(out, 'public')], { stdio: 'ignore' });
  for (const file of readdirSync(join(out, 'public'), { recursive: true }).sort()) {
    if (!file.endsWith('.html')) continue;
    const kind = readFileSync(join(out, 'public', file), 'utf8').match(/<body class="([^"]*)"/)?.[1];
    const key = ['index', 'directory'].includes(kind) ? file : kind;
    if (key && !pages.has(key)) pages.set(key, file);
  }
});

after(async () => {
  await closeBrowser();
  rmSync(out, { recursive: true, force: true });
});

test('every kind of page is there', () => {
  assert.ok(pages.size >= 30, [...pages.keys()].join(', '));
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 768, 1280]) {
    test(`nobody is shut out: ${width} px, ${colorScheme}`, async () => {
      const context = await newWindow({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      const wrong = [];
      for (const file of pages.values()) {
        await page.goto(pathToFileURL(join(out, 'public', file)).href);
        await page.evaluate(axe);
        const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values } }), RULES);
        for (const { id, nodes } of violations) wrong.push(`${file}: ${id}: ${nodes.map((node) => node.target).join(', ')}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (over > 0) wrong.push(`${file}: ${over} px too wide`);
      }
      await context.close();
      assert.deepEqual(wrong, []);
    });
  }
}
