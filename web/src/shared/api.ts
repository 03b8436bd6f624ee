// The REST client: one function per kind of call, problems (RFC 9457) as thrown Problem values.
// Every change carries an Idempotency-Key, so that a retry after a network fault has the effect of one.
import type { Page, Reason } from './types';

const base = '/api/v1';
const tries_max = 3;

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly reasons: Reason[];
  constructor(status: number, code: string, detail: string, reasons: Reason[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.reasons = reasons;
  }
}

export function problem_of(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, 'internal', String(error));
}

let on_signed_out = () => {};
// Called whenever the server says that nobody is signed in (any more).
export function when_signed_out(handler: () => void) {
  on_signed_out = handler;
}

// crypto.randomUUID exists in secure contexts only; a printer's own network may be plain HTTP.
export function new_key(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function problem_from(status: number, text: string): Problem {
  if (status === 401) on_signed_out();
  try {
    const body = JSON.parse(text);
    return new Problem(status, body.code ?? 'internal', body.detail ?? body.title ?? '', body.reasons ?? []);
  } catch {
    return new Problem(status, 'internal', text.slice(0, 200));
  }
}

async function attempt(method: string, path: string, headers: Record<string, string>, body: string | undefined): Promise<Response> {
  for (let count = 1; ; count++) {
    try {
      return await fetch(base + path, { method, headers, body, credentials: 'same-origin' });
    } catch {
      if (count === tries_max) throw new Problem(0, 'offline', '');
      await new Promise((resolve) => setTimeout(resolve, 300 * count));
    }
  }
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') Object.assign(headers, { 'X-Tsuke': '1', 'Idempotency-Key': new_key() });
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const response = await attempt(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
  const text = await response.text();
  if (!response.ok) throw problem_from(response.status, text);
  return (text ? JSON.parse(text) : undefined) as T;
}

export const get = <T>(path: string) => call<T>('GET', path);
export const post = <T>(path: string, body: unknown = {}) => call<T>('POST', path, body);
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, body);
export const patch = <T>(path: string, body: unknown) => call<T>('PATCH', path, body);
export const remove = <T>(path: string) => call<T>('DELETE', path);

const pages_max = 20;
// All items of a list, at most 20 pages of 200.
export async function list<T>(path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pages_max; page++) {
    const query: string = `${path.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
    const answer: Page<T> = await get<Page<T>>(path + query);
    items.push(...answer.items);
    cursor = answer.next;
    if (!cursor) break;
  }
  return items;
}

// The newest `limit` items only.
export const newest = async <T>(path: string, limit: number) =>
  (await get<Page<T>>(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}`)).items;

// A small file as the whole body.
export async function put_file(path: string, file: Blob): Promise<void> {
  const response = await fetch(base + path, { method: 'PUT', headers: { 'Content-Type': file.type, 'X-Tsuke': '1', 'Idempotency-Key': new_key() }, body: file, credentials: 'same-origin' });
  if (!response.ok) throw problem_from(response.status, await response.text());
}

// Sends a document with progress (0..1). fetch() cannot tell how much was sent, so this is the one XMLHttpRequest.
export function upload<T>(path: string, file: Blob, media_type: string, progress: (part: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', base + path);
    request.setRequestHeader('Content-Type', media_type);
    request.setRequestHeader('X-Tsuke', '1');
    request.setRequestHeader('Idempotency-Key', new_key());
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => reject(new Problem(0, 'offline', ''));
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else reject(problem_from(request.status, request.responseText));
    };
    request.send(file);
  });
}
