// The same site at the root of a host, in a sub-path, and in a folder on a disk: every page is opened in Chromium, and
// every link, anchor and file that it names is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { closeBrowser, newWindow } from './desk.mjs';
import { Site } from './site.mjs';

const sites = [];
const keep = (site) => { sites.push(site); return site; };

after(async () => {
  await closeBrowser();
  sites.forEach((site) => site.close());
});

/** Everything that a page leads to or shows, as absolute addresses, and its anchors. An old address only leads on. */
const named = (page) => page.evaluate(() => {
  const of = (selector, name) => [...document.querySelectorAll(selector)].map((element) => element[name]);
  const several = [...document.querySelectorAll('[srcset]')].flatMap((element) => element.srcset.split(/,\s+/).map((one) => new URL(one.trim().split(/\s/)[0], document.baseURI).href));
  return {
    links: [...of('a[href], link[href]', 'href'), ...of('img[src], script[src], source[src], video[src], audio[src]', 'src'), ...of('form[action]', 'action'), ...several],
    ids: of('[id]', 'id'),
    styled: [...document.styleSheets].length > 0 && getComputedStyle(document.body).maxWidth !== 'none',
  };
});

/** Opens these pages of a site whose root is at `root`, and tells what is wrong with them. */
async function crawl(site, root, files) {
  const context = await newWindow({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const wrong = [];
  const ids = new Map();
  const links = [];
  let here;
  page.on('requestfailed', (request) => {
    // Who goes on to the next page at once gives up what is still on its way.
    if (request.failure().errorText !== 'net::ERR_ABORTED') wrong.push(`${here}: ${request.url()} failed`);
  });
  page.on('response', (response) => { if (response.status() >= 400) wrong.push(`${here}: ${response.url()} is ${response.status()}`); });
  page.on('request', (request) => { if (!request.url().startsWith(root) && !request.url().startsWith('data:')) wrong.push(`${here}: asks for ${request.url()}`); });
  page.on('pageerror', (error) => wrong.push(`${here}: ${error}`));
  for (here of files) {
    const onward = site.read(here).match(/http-equiv="refresh" content="0; *url=([^"]*)"/i)?.[1];
    if (onward) {
      links.push([here, new URL(onward, root + here).href]);
      continue;
    }
    await page.goto(root + here);
    const found = await named(page);
    if (!found.styled) wrong.push(`${here}: no style`);
    ids.set(here, new Set(found.ids));
    // A calendar that is subscribed to is the same file.
    links.push(...found.links.map((link) => [here, link.replace(/^webcal:/, 'http:')]));
  }
  await context.close();
  for (const [from, link] of links) {
    if (!link.startsWith(root)) {
      if (!/^(https?|mailto|tel):/.test(link)) wrong.push(`${from}: ${link} leads out of the site`);
      continue;
    }
    const [path, anchor] = link.slice(root.length).split('#');
    const file = present(site, decodeURIComponent(path.split('?')[0]), root.startsWith('file:'));
    if (!file) wrong.push(`${from}: ${link} is not there`);
    else if (anchor && ids.has(file) && !ids.get(file).has(decodeURIComponent(anchor))) wrong.push(`${from}: ${link} has no such place`);
  }
  return { wrong: [...new Set(wrong)], links: links.length };
}

/** The file that a host would answer with; a disk has no host that looks for index.html. */
function present(site, path, disk) {
  const file = join(site.out, path);
  if (!existsSync(file)) return undefined;
  if (!statSync(file).isDirectory()) return path;
  return !disk && (path === '' || path.endsWith('/')) && existsSync(join(file, 'index.html')) ? `${path}index.html` : undefined;
}

/** Whole addresses of this site in files for programs: feeds, sitemap, calendars, robots.txt. */
function dead(site) {
  return site.files().filter((file) => /\.(xml|json|txt|ics|webmanifest)$/.test(file)).flatMap((file) => {
    const found = readFileSync(join(site.out, file), 'utf8').replace(/\r?\n /g, '').match(new RegExp(`${site.url}[^\\s"'<>\\\\&)]*`, 'g')) ?? [];
    return found.filter((url) => !present(site, decodeURIComponent(url.slice(site.url.length).split(/[#?]/)[0]), false)).map((url) => `${file}: ${url}`);
  });
}

for (const [where, under] of [['at the root of a host', '/'], ['in a sub-path', '/bulletin/']]) {
  test(`${where} nothing is dead`, async () => {
    const site = keep(await Site.hosted(under));
    const { wrong, links } = await crawl(site, site.url, site.pages());
    assert.deepEqual(wrong, []);
    assert.ok(links > 3000, `${links} links`);
    assert.deepEqual(dead(site), []);
  });
}

test('a wrong address, however deep, shows the way home', async () => {
  const site = sites.find((site) => site.url?.endsWith('/bulletin/'));
  const context = await newWindow();
  const page = await context.newPage();
  const answer = await page.goto(`${site.url}news/1999/no/such/page.html`);
  assert.equal(answer.status(), 404);
  const { styled, links } = await named(page);
  assert.ok(styled);
  const inside = links.filter((link) => link.startsWith(site.url) && !link.startsWith(`${page.url()}#`));
  assert.ok(inside.length > 20);
  assert.deepEqual(inside.filter((link) => !present(site, link.slice(site.url.length).split('#')[0], false)), []);
  await page.getByRole('link', { name: '回到首页' }).click();
  assert.equal(page.url(), site.url);
  await context.close();
});

test('in a folder on a disk nothing is dead, and a dead link would be seen', async () => {
  const site = keep(new Site(['--portable']));
  const { wrong, links } = await crawl(site, site.disk('').replace(/\/?$/, '/'), site.pages());
  assert.deepEqual(wrong, []);
  assert.ok(links > 3000, `${links} links`);
  rmSync(join(site.out, 'about.html'));
  rmSync(join(site.out, 'favicon.svg'), { force: true });
  const { wrong: seen } = await crawl(site, site.disk('').replace(/\/?$/, '/'), ['index.html']);
  assert.match(seen.join('\n'), /^index\.html: .*about\.html is not there$/);
});
