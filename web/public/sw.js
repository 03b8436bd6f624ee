// Takes what other apps share with Tsuke (the manifest's share_target) and keeps it until the page asks for it. Everything else
// goes to the server as if this were not here: nothing works offline.
const box = 'shared-documents';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

async function keep(file) {
  const cache = await caches.open(box);
  const headers = { 'Content-Type': file.type || 'application/octet-stream', 'X-Name': encodeURIComponent(file.name || 'shared') };
  const number = `${Date.now()}-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  await cache.put(`/shared/${number}`, new Response(file, { headers }));
}

// Text that comes without a file (a link, a note) becomes one.
function text_of(form) {
  const lines = ['title', 'text', 'url'].map((name) => form.get(name)).filter(Boolean);
  return lines.length ? [new File([`${lines.join('\n')}\n`], 'shared.txt', { type: 'text/plain' })] : [];
}

async function take(request) {
  const form = await request.formData();
  const files = form.getAll('document').filter((value) => value instanceof File && value.size > 0);
  for (const file of files.length ? files : text_of(form)) await keep(file);
  return Response.redirect('/', 303);
}

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'POST' && new URL(url).pathname === '/share') event.respondWith(take(event.request));
});
