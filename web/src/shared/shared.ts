// Documents that other apps shared with Tsuke: sw.js takes them and keeps them here until they are picked up.
const box = 'shared-documents';

// Service workers exist in secure contexts only; without one nobody can share, and all else works.
export function take_shares() {
  if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js').catch(() => {});
}

// A shared document and how to let go of it. It stays in the box until then: whoever leaves the page half-way finds it again.
export type Shared = { file: File; let_go: () => Promise<unknown> };

// The oldest one; null when there is none.
export async function next_shared(): Promise<Shared | null> {
  if (!('caches' in globalThis)) return null;
  const cache = await caches.open(box);
  const [oldest] = (await cache.keys()).toSorted((a, b) => a.url.localeCompare(b.url));
  const kept = oldest && (await cache.match(oldest));
  if (!kept) return null;
  const type = kept.headers.get('Content-Type') ?? '';
  const name = decodeURIComponent(kept.headers.get('X-Name') ?? 'shared');
  return { file: new File([await kept.blob()], name, { type }), let_go: () => cache.delete(oldest) };
}

// Nobody finds on this device what somebody else shared.
export async function forget_shared() {
  if ('caches' in globalThis) await caches.delete(box);
}
