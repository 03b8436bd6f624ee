// The mock API: /api/v1 of the contract over in-memory data, and the built app (dist/) with the strict policy of the real server.
// node mock/server.mjs [port] [pace of printing, ms per impression]; prints one `ready` JSON line.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { people } from './data.mjs';
import { listen, seed } from './printing.mjs';
import { find_route, Problem } from './routes.mjs';
import './routes_budgets.mjs';
import './routes_jobs.mjs';
import './routes_log.mjs';
import './routes_places.mjs';
import './routes_splits.mjs';

const dist = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'dist');
const pace_ms = Number(process.argv[3] ?? 400);
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.webmanifest': 'application/manifest+json' };
const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const sessions = new Map();

const read_body = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
};
const person_of = (request) => {
  const token = /tsuke_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  return people.find((p) => p.id === sessions.get(token));
};
function reply(response, status, body, headers = {}) {
  const problem = status >= 400;
  response.writeHead(status, { 'Content-Type': problem ? 'application/problem+json' : 'application/json', 'Cache-Control': 'no-store', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function api(request, response, url) {
  const path = url.pathname.slice('/api/v1'.length);
  const person = person_of(request);
  const open = path === '/session' || path === '/session/link';
  if (!person && !open) throw new Problem(401, 'not-authenticated', 'Sign in first.');
  if (request.method !== 'GET' && request.headers['x-tsuke'] !== '1') throw new Problem(403, 'csrf', 'Send the header X-Tsuke: 1.');
  if (path === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    return listen(response, person.id);
  }
  const route = find_route(request.method, path);
  if (!route) throw new Problem(404, 'not-found', 'There is nothing here.');
  const raw = await read_body(request);
  const json = (request.headers['content-type'] ?? '').startsWith('application/json') && raw.length ? JSON.parse(raw.toString()) : {};
  const result = await route.handle({ ids: route.ids, query: url.searchParams, raw, json, person, sessions, pace_ms });
  if (result?.picture) {
    response.writeHead(200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'private, max-age=300' });
    return response.end(result.picture);
  }
  const { status = 200, body, headers } = result?.reply ?? { body: result };
  reply(response, body === undefined && status === 200 ? 204 : status, body, headers);
}

async function file(response, pathname) {
  const safe = normalize(pathname).replace(/^(\.\.[/\\])+/, '');
  const headers = { 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };
  const send = async (name) => {
    const bytes = await readFile(join(dist, name));
    response.writeHead(200, { ...headers, 'Content-Type': types[extname(name)] ?? 'application/octet-stream' });
    response.end(bytes);
  };
  if (!extname(safe)) return send('index.html');
  await send(safe).catch(() => reply(response, 404));
}

seed();
const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const work = url.pathname.startsWith('/api/v1/') ? api(request, response, url) : file(response, url.pathname);
  work.catch((error) => {
    const known = error instanceof Problem;
    if (!known) console.error(error);
    const { status, code, detail, more } = known ? error : { status: 500, code: 'internal', detail: String(error), more: {} };
    reply(response, status, { type: `urn:tsuke:problem:${code}`, title: code, status, detail, code, ...more });
  });
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const web = `http://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ ready: true, web, people: people.map(({ login, password }) => ({ login, password })) }));
});
