// Every page of the sample, and of the bulletin that tests/browser.rs makes, before the Nu HTML checker.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PHOTOGRAPHED, Site, WITH_PHOTOGRAPH } from './site.mjs';

const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
const ADDRESS = ['--base-url', 'https://example.org/bulletin/'];
const sites = [];

after(() => sites.forEach((site) => site.close()));

function build(words, options) {
  const site = new Site(words, options);
  sites.push(site);
  return site;
}

/** What the checker says of all pages under a folder, one line for each mistake. */
function mistakes(folder) {
  const { status, stderr, error } = spawnSync('java', ['-Xss4m', '-jar', jar, '--skip-non-html', '--format', 'json', folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw error;
  const { messages } = JSON.parse(stderr);
  const wrong = messages.map(({ type, url, lastLine, message }) => `${type}: ${url}:${lastLine}: ${message}`);
  assert.equal(status === 0, messages.every(({ type }) => type === 'info'));
  return wrong;
}

test('every page of the sample is valid', () => {
  const site = build(ADDRESS, WITH_PHOTOGRAPH);
  assert.ok(site.pages().length > 100);
  assert.ok(site.read(PHOTOGRAPHED).includes('<picture>'));
  assert.deepEqual(mistakes(site.out), []);
});

test('every page of a bulletin of three hundred articles is valid', () => {
  const site = build(ADDRESS, { from: process.env.HUIKAN_CORPUS });
  assert.ok(site.pages().length > 500);
  assert.deepEqual(mistakes(site.out), []);
});

test('the checker is awake', () => {
  const folder = join(sites[0].dir, 'wrong');
  mkdirSync(join(folder, 'a'), { recursive: true });
  writeFileSync(join(folder, 'a/b.html'), '<!doctype html><html lang="zh"><title>x</title><p><div></p><img src="a b">');
  assert.match(mistakes(folder).join('\n'), /a\/b\.html:1: .*(img|p)/);
});
