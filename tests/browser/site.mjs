// A built site and a host for it: the sample bulletin, or another, as readers get it.
import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { program, root } from './desk.mjs';

/** What GitHub Pages calls the files that huikan makes. */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ics': 'text/calendar; charset=utf-8',
  '.avif': 'image/avif',
  '.jpg': 'image/jpeg',
  '.js': 'application/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.xml': 'application/xml',
};
const PACKED = /^(text\/|image\/svg|application\/(javascript|json|manifest|xml))/;

/** The article of the sample with a photograph among its pictures, where there is one. */
export const PHOTOGRAPHED = 'news/2019/annual-exchange.html';

/** The sample with a photograph, which the sample has none of, and the setting by which such come as AVIF too. */
export const WITH_PHOTOGRAPH = {
  change(content) {
    appendFileSync(join(content, 'site.yaml'), '\nimages: { avif: true }\n');
    copyFileSync(join(root, 'tests/common/pictures/turned.jpg'), join(content, 'news/2019/images/speaker.jpg'));
    const article = join(content, 'news/2019/annual-exchange.md');
    writeFileSync(article, readFileSync(article, 'utf8').replace('images/speaker.png', 'images/speaker.jpg'));
  },
};

/** A site in a folder that is gone after `close`. */
export class Site {
  /**
   * Builds with these words behind `huikan build`; from a copy of the sample that `change` is given the folder of, or
   * from the bulletin at `from`.
   */
  constructor(words = [], { from, change } = {}) {
    this.dir = mkdtempSync(join(tmpdir(), 'huikan-site-'));
    this.out = join(this.dir, 'public');
    try {
      if (!from) {
        for (const folder of ['content', 'themes']) cpSync(join(root, folder), join(this.dir, folder), { recursive: true });
        change?.(join(this.dir, 'content'));
      }
      execFileSync(program, ['--root', from ?? this.dir, 'build', '--out', this.out, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** All files, by their paths in the site. */
  files() {
    return readdirSync(this.out, { recursive: true }).filter((file) => statSync(join(this.out, file)).isFile()).sort();
  }

  pages() {
    return this.files().filter((file) => file.endsWith('.html'));
  }

  read(path) {
    return readFileSync(join(this.out, path), 'utf8');
  }

  /**
   * A page of each kind, by the class of its body; each list of all records of a kind is one of its own, and so is the
   * article with a gallery. Of the Traditional edition, which is drawn alike, only the home page and an article.
   */
  kinds() {
    const kinds = new Map();
    for (const file of this.pages()) {
      const kind = this.read(file).match(/<body class="([^"]*)"/)?.[1];
      const hant = file.startsWith('hant/');
      if (!kind || (hant && !['home', 'news'].includes(kind))) continue;
      const one = ['index', 'directory'].includes(kind) || file === PHOTOGRAPHED;
      const key = (hant ? 'hant ' : '') + (one ? file : kind);
      if (!kinds.has(key)) kinds.set(key, file);
    }
    return kinds;
  }

  /** The address of a file in its folder. */
  disk(path) {
    return pathToFileURL(join(this.out, path)).href;
  }

  /** A host at `under` that shows the site as GitHub Pages does: packed, kept for ten minutes, 404.html for what is not there. */
  async host(under = '/') {
    ({ server: this.server, url: this.url } = await listen(under, (...request) => this.answer(under, ...request)));
    return this.url;
  }

  /** A site that knows the address at which it is shown: canonical addresses, feeds, sitemap. */
  static async hosted(under = '/', options = {}) {
    let site;
    const { server, url } = await listen(under, (...request) => site.answer(under, ...request));
    try {
      site = new Site(['--base-url', url], options);
    } catch (error) {
      // Who listens is never done.
      server.close();
      throw error;
    }
    return Object.assign(site, { server, url });
  }

  answer(under, request, response) {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    let file = path.startsWith(under) ? join(this.out, normalize(path.slice(under.length))) : undefined;
    const known = file && existsSync(file);
    if (known && statSync(file).isDirectory()) {
      if (!path.endsWith('/')) return response.writeHead(301, { location: `${path}/` }).end();
      file = join(file, 'index.html');
    }
    const found = file && existsSync(file);
    if (!found) file = join(this.out, '404.html');
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const packed = PACKED.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const body = packed ? gzipSync(readFileSync(file)) : readFileSync(file);
    const head = { 'content-type': type, 'content-length': body.length, 'cache-control': 'max-age=600' };
    if (packed) Object.assign(head, { 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    return response.writeHead(found ? 200 : 404, head).end(request.method === 'HEAD' ? undefined : body);
  }

  close() {
    this.server?.closeAllConnections();
    this.server?.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

async function listen(under, answer) {
  const server = createServer(answer);
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  return { server, url: `http://127.0.0.1:${server.address().port}${under}` };
}

/** Turns 长者版 on, as a reader does. */
export async function chooseElder(page) {
  await page.locator('#elder').check();
}
