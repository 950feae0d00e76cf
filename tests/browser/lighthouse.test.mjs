// Lighthouse as a phone sees the site, and what an article weighs. Performance is Lighthouse's own simulation of a slow
// phone from one load on this machine; because the machine may be busy, the best of up to three loads counts.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import { QUIET, chromiumPath, closeBrowser, newWindow } from './desk.mjs';
import { Site } from './site.mjs';

const TRIES = 3;
const LEAST = 99;
const profile = mkdtempSync(join(tmpdir(), 'huikan-lighthouse-'));
let site;
let chromium;
let port;

before(async () => {
  site = await Site.hosted('/bulletin/');
  chromium = spawn(chromiumPath, [...QUIET, '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  for await (const line of createInterface({ input: chromium.stderr })) {
    port = Number(line.match(/DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//)?.[1]);
    if (port) break;
  }
  chromium.stderr.resume();
  // A browser that has just been started is busy with itself.
  await lighthouse(`${site.url}about.html`, { port, logLevel: 'silent', onlyCategories: ['performance'] });
});

after(async () => {
  if (chromium) {
    const ended = new Promise((ended) => { chromium.once('exit', ended); });
    chromium.kill();
    await ended;
  }
  await closeBrowser();
  site?.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** The four categories, and what costs points. */
async function judge(path, onlyCategories) {
  const { lhr } = await lighthouse(site.url + path, { port, logLevel: 'silent', onlyCategories });
  assert.equal(lhr.runtimeError, undefined);
  const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  const faults = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.99)
    .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? lhr.audits[id].title}`);
  return { scores, faults };
}

const low = (scores) => Object.keys(scores).filter((id) => !(scores[id] >= LEAST));

for (const [name, path] of [
  ['home', ''],
  ['a list', 'columns/news/'],
  ['an article', 'news/2019/10/experience-exchange.html'],
  ['a chamber', 'chambers/decoration.html'],
]) {
  test(`Lighthouse gives ${name} at least ${LEAST} in all four`, async (t) => {
    let { scores, faults } = await judge(path);
    assert.deepEqual(Object.keys(scores).sort(), ['accessibility', 'best-practices', 'performance', 'seo']);
    for (let n = 1; n < TRIES && low(scores).join() === 'performance'; n += 1) {
      const again = await judge(path, ['performance']);
      ({ scores, faults } = { scores: { ...scores, ...again.scores }, faults: again.faults });
    }
    t.diagnostic(JSON.stringify(scores));
    assert.deepEqual(low(scores), [], `${JSON.stringify(scores)} ${faults.join('; ')}`);
  });
}

/** A page without a picture, and every request that it makes, as bytes on the wire. */
async function weigh(path) {
  const context = await newWindow({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const requests = [];
  page.on('requestfinished', (request) => requests.push(request));
  await page.goto(site.url + path, { waitUntil: 'networkidle' });
  const seen = [];
  for (const request of requests) {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    seen.push({ url: request.url(), type: request.resourceType(), bytes: responseBodySize + responseHeadersSize });
  }
  const blocking = await page.evaluate(() => performance.getEntriesByType('resource').filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking').map(({ name }) => name));
  await context.close();
  return { seen, blocking };
}

test('an article without pictures weighs less than 30 KB in all, blocks on no script and asks no other host', async (t) => {
  const path = site.pages().find((file) => file.startsWith('news/') && !/<main[^]*<img[^]*<\/main>/.test(site.read(file)) && site.read(file).includes('class="prose"'));
  const { seen, blocking } = await weigh(path);
  const weight = seen.reduce((sum, { bytes }) => sum + bytes, 0);
  t.diagnostic(`${path}: ${weight} bytes`);
  assert.ok(weight < 30_000, `${weight}: ${JSON.stringify(seen)}`);
  assert.ok(seen.length >= 4, 'the page, two stylesheets and a script');
  assert.deepEqual(seen.filter(({ url }) => !url.startsWith(site.url)), []);
  assert.deepEqual(blocking.filter((url) => !url.endsWith('.css')), []);
});
