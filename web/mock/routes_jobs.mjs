// Routes of jobs and of what is unconfirmed of the mock.
import { charges, favourites, jobs, printers, purposes } from './data.mjs';
import { offer } from './prices.mjs';
import { add_job, release, settle, start_printing, tell } from './printing.mjs';
import { created, list, must, Problem, route } from './routes.mjs';
import { administers, show_charge, show_job, show_printer } from './shapes.mjs';
import { providers, sites } from './data.mjs';

const waiting = ['purpose-needed', 'held'];
const open = [...waiting, 'awaiting-approval', 'releasing', 'printing'];
const own_job = (person, id) => must(jobs.find((j) => j.id === id && j.person === person.id));
export const visible = (person) => (printer) =>
  !printer.owner_only || administers(person, providers.find((p) => p.id === sites.find((s) => s.id === printer.site).provider));

function count_pages(bytes) {
  const text = bytes.toString('latin1');
  return text.startsWith('%PDF-') ? Math.max(1, (text.match(/\/Type\s*\/Page\b/g) ?? []).length) : null;
}
route('GET /purpose-suggestions', () => ({ items: [], next: null }));
route('GET /delegated-purposes', () => ({ items: [], next: null }));
route('GET /delegated-jobs', () => ({ items: [], next: null }));
route('GET /delegations', () => ({ items: [], next: null }));
route('POST /jobs', ({ person, query, raw }) => {
  const purpose = purposes.find((p) => p.id === query.get('purpose') && p.person === person.id);
  if (!purpose) throw new Problem(422, 'purpose-needed', 'Choose a purpose.');
  const chosen = { ...purpose.defaults, ...JSON.parse(query.get('settings') ?? '{}') };
  const pages = count_pages(raw);
  const job = add_job(person.id, purpose, query.get('name') ?? 'document.pdf', chosen, raw.length, pages);
  if (pages !== null) {
    Object.assign(job, { document: 'counting', pages: null });
    setTimeout(() => (Object.assign(job, { document: 'ready', pages }), tell('job', person.id, { subject: job.id, state: job.state })), 300);
  }
  return created(show_job(job));
});
route('GET /jobs', ({ person, query }) => {
  const state = query.get('state');
  const wanted = (job) => !state || open.includes(job.state) === (state === 'open');
  return list(jobs.filter((j) => j.person === person.id && wanted(j)).map(show_job));
});
route('GET /jobs/{id}', ({ person, ids }) => show_job(own_job(person, ids[0])));
route('PATCH /jobs/{id}', ({ person, ids, json }) => {
  const job = own_job(person, ids[0]);
  if (!waiting.includes(job.state)) throw new Problem(409, 'job-not-waiting', 'The job does not wait any more.');
  if (json.purpose) {
    job.purpose = must(purposes.find((p) => p.id === json.purpose && p.person === person.id)).id;
    job.state = 'held';
  }
  if (json.settings) job.settings = { ...job.settings, ...json.settings };
  if (json.name) job.name = json.name;
  tell('job', person.id, { subject: job.id, state: job.state });
  return show_job(job);
});
route('DELETE /jobs/{id}', ({ person, ids }) => {
  const job = own_job(person, ids[0]);
  if (!open.includes(job.state)) throw new Problem(409, 'job-ended', 'The job has ended.');
  if (job.attempt) settle(job, printers.find((p) => p.id === job.attempt.printer), 'cancelled');
  else Object.assign(job, { state: 'cancelled', document: 'destroyed' });
  tell('job', person.id, { subject: job.id, state: job.state });
  return show_job(job);
});
// Every third page has colour; the pictures are no more than a number on white.
const page_of = (number) => ({ number, width_hmm: 21000, height_hmm: 29700, color: number % 3 === 0 });
const readable_job = (person, id) => {
  const job = own_job(person, id);
  if (job.document !== 'ready') throw new Problem(409, 'document-not-ready', 'The pages are still being counted.');
  return job;
};
route('GET /jobs/{id}/pages', ({ person, ids, query }) => {
  const all = Array.from({ length: readable_job(person, ids[0]).pages }, (_, at) => page_of(at + 1));
  const from = Number(query.get('cursor') ?? 0);
  const items = all.slice(from, from + Number(query.get('limit') ?? 50));
  const last = from + items.length;
  return { count: all.length, color_count: all.filter((page) => page.color).length, items, next: last < all.length ? String(last) : null };
});
route('GET /jobs/{id}/pages/{page}/preview', ({ person, ids }) => {
  const number = Number(ids[1]);
  if (!(number >= 1 && number <= readable_job(person, ids[0]).pages)) throw new Problem(404, 'page-not-found', 'The document has no such page.');
  const ink = page_of(number).color ? '#c0392b' : '#333';
  return { picture: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"><text x="105" y="160" font-size="60" text-anchor="middle" fill="${ink}">${number}</text></svg>` };
});
const as_wished = (job, query) => ({ ...job, settings: { ...job.settings, ...JSON.parse(query.get('settings') ?? '{}') } });
route('GET /jobs/{id}/offers', ({ person, ids, query }) => {
  const job = as_wished(own_job(person, ids[0]), query);
  const compared = printers.filter(visible(person)).map((p) => offer(job, p, show_printer));
  const only = (query.get('only') ?? '').split(',');
  const price = (o) => o.quote?.total.amount_minor ?? Infinity;
  const kept = compared.filter((o) => (!only.includes('permitted') || o.decision.outcome === 'permit') && (!only.includes('ready') || o.ready));
  if (query.get('sort') === 'favourites') return list(kept.sort((a, b) => Number(b.favourite) - Number(a.favourite) || price(a) - price(b)));
  return list(query.get('sort') ? kept.sort((a, b) => price(a) - price(b)) : kept);
});
route('GET /jobs/{id}/offers/{printer}', ({ person, ids, query }) => offer(as_wished(own_job(person, ids[0]), query), must(printers.find((p) => p.id === ids[1])), show_printer));
route('PUT /favourites/{printer}', ({ ids }) => void favourites.add(ids[0]));
route('DELETE /favourites/{printer}', ({ ids }) => void favourites.delete(ids[0]));
route('POST /jobs/{id}/release', ({ person, ids, json, pace_ms }) => {
  const job = own_job(person, ids[0]);
  if (job.state !== 'held') throw new Problem(409, 'job-not-waiting', 'The job does not wait any more.');
  const printer = must(printers.find((p) => p.id === json.printer));
  const { decision: { reasons }, overflow } = offer(job, printer, show_printer);
  if (reasons.length && !(overflow && json.accept_overflow)) throw new Problem(409, reasons[0].code, reasons[0].detail, { reasons });
  release(job, printer, reasons.length > 0);
  if (printer.state !== 'stopped') start_printing(job, printer, pace_ms);
  return created(show_job(job));
});
// Putting right is the real server's: here nothing was, and nothing waits but what nobody confirmed.
route('GET /jobs/{id}/amendments', ({ person, ids }) => {
  own_job(person, ids[0]);
  return { reassignments: [], refunds: [], disputes: [], left: null, reassign_request: null, refund_request: null };
});
route('GET /organisations/{id}/notices', () => list([]));
route('GET /work-list', () => ({ unconfirmed: charges.filter((c) => c.state === 'unconfirmed').map((c) => show_charge(c, false)), refunds: [], disputes: [] }));
route('GET /unconfirmed', () => list(charges.filter((c) => c.state === 'unconfirmed').map((c) => show_charge(c, false))));
route('POST /jobs/{id}/settle', ({ ids, json }) => {
  const job = must(jobs.find((j) => j.id === ids[0]));
  job.attempt.sheets = json.sheets;
  settle(job, printers.find((p) => p.id === job.attempt.printer), 'completed', json.monochrome_impressions + json.color_impressions);
  return show_charge(charges.find((c) => c.job === job.id), false);
});
