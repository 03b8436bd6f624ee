// The first screen stays small: everything that index.html loads, the home screen and the larger of the two languages, gzipped.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const limit = 100_000;
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const size = (path) => gzipSync(readFileSync(join(dist, path))).length;
const html = readFileSync(join(dist, 'index.html'), 'utf8');
if (/<style|<script(?![^>]*\bsrc=)|\sstyle=|https?:\/\//.test(html)) throw new Error('index.html has inline code or style, or an address elsewhere');
const linked = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1]);
const words = readdirSync(join(dist, 'assets')).filter((name) => /^(en|ja)-.*\.js$/.test(name)).map((name) => size(join('assets', name)));
const total = size('index.html') + linked.reduce((sum, path) => sum + size(path), 0) + Math.max(0, ...words);
console.log(`first screen: ${total} bytes gzipped (limit ${limit})`);
if (total > limit) process.exit(1);
