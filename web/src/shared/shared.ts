// Documents that other apps shared with Tsuke: sw.js takes them and keeps them here until they are picked up.
const box = 'shared-documents';

// Service workers exist in secure contexts only; without one nobody can share, and all else works.
export function take_shares() {
  if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js').catch(() => {});
}

// The oldest one, which is then no longer kept; null when there is none.
export async function next_shared(): Promise<File | null> {
  if (!('caches' in globalThis)) return null;
  const cache = await caches.open(box);
  const [oldest] = (await cache.keys()).toSorted((a, b) => a.url.localeCompare(b.url));
  const kept = oldest && (await cache.match(oldest));
  if (!kept) return null;
  await cache.delete(oldest);
  const type = kept.headers.get('Content-Type') ?? '';
  return new File([await kept.blob()], decodeURIComponent(kept.headers.get('X-Name') ?? 'shared'), { type });
}

// Nobody finds on this device what somebody else shared.
export async function forget_shared() {
  if ('caches' in globalThis) await caches.delete(box);
}
