// An editor's desk: a copy of the sample bulletin, a server that serves it, a browser that shows it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const program = process.env.HUIKAN ?? join(root, 'target/debug/huikan');

/** Nothing takes so long on any machine. */
export const PATIENCE = 30_000;

/** Debian's browser, or another that understands the same driver. */
export const chromiumPath = process.env.CHROMIUM ?? ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`).find(existsSync);

/** It looks for nothing but what it is told to load. */
export const QUIET = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

let browser;

/** The one browser of all tests. */
async function theBrowser() {
  browser ??= await chromium.launch({
    executablePath: chromiumPath,
    args: QUIET,
  });
  return browser;
}

/** A window of its own. */
export async function newWindow(options) {
  return (await theBrowser()).newContext(options);
}

export async function closeBrowser() {
  await browser?.close();
}

/** A folder with a bulletin in it; gone when the test ends. */
export class Desk {
  constructor(t) {
    this.t = t;
    this.dir = mkdtempSync(join(tmpdir(), 'huikan-browser-'));
    for (const folder of ['content', 'themes']) cpSync(join(root, folder), join(this.dir, folder), { recursive: true });
    t.after(async () => {
      await this.context?.close();
      this.stop();
      rmSync(this.dir, { recursive: true, force: true });
    });
  }

  at(path) { return join(this.dir, path); }

  read(path) { return readFileSync(this.at(path), 'utf8'); }

  put(path, text) {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), text);
  }

  /** Replaces `old` in a file, as a text editor that writes the file in place. */
  edit(path, old, text) {
    const before = this.read(path);
    if (!before.includes(old)) throw new Error(`${path} has no ${old}`);
    this.put(path, before.replace(old, text));
  }

  /** The same through a new file that takes the place of the old one. */
  replace(path, old, text) {
    const before = this.read(path);
    if (!before.includes(old)) throw new Error(`${path} has no ${old}`);
    writeFileSync(this.at(`${path}.tmp-1`), before.replace(old, text));
    renameSync(this.at(`${path}.tmp-1`), this.at(path));
  }

  /** Starts the server and waits for its address. */
  async serve(...words) {
    const args = ['--root', this.dir, '--format', 'json', 'serve', '--port', String(this.port ?? 0), ...words];
    this.server = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: this.server.stdout })) {
      const event = JSON.parse(line);
      if (event.event !== 'serving') continue;
      this.url = event.url.replace(/\/$/, '');
      this.port = event.port;
      this.server.stdout.resume();
      return;
    }
    throw new Error('the server ended');
  }

  stop() {
    this.server?.kill('SIGKILL');
    this.server = undefined;
  }

  async stopped() {
    const { server } = this;
    const ended = once(server, 'exit');
    this.stop();
    await ended;
  }

  /** Opens a page in a window of its own and waits until it listens. */
  async open(path, options = {}) {
    const { width = 1280, height = 800, ...more } = options;
    this.context ??= await newWindow({ viewport: { width, height }, ...more });
    const page = await this.context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.loads = 0;
    page.on('load', () => { page.loads += 1; });
    page.wrong = [];
    page.on('pageerror', (error) => page.wrong.push(String(error)));
    await page.goto(this.url + path);
    await listens(page);
    return page;
  }
}

/** Waits until the page has heard of the newest state. */
export async function listens(page) {
  await page.waitForSelector('html[data-huikan=live]', { timeout: PATIENCE });
}

/** How often the page was loaded; a load that has begun is waited for, for text is there before its end. */
export async function loads(page) {
  await page.waitForLoadState('load', { timeout: PATIENCE });
  return page.loads;
}

/** Waits until the page shows `text`. */
export async function shows(page, text) {
  await page.waitForFunction((text) => document.body?.innerText.includes(text), text, { timeout: PATIENCE });
}

/** Waits until the server's answer at `path` holds `text`, whatever a browser shows. */
export async function served(desk, path, text) {
  const end = Date.now() + PATIENCE;
  while (!(await (await fetch(desk.url + path)).text()).includes(text)) {
    if (Date.now() > end) throw new Error(`${path} never had ${text}`);
  }
}
