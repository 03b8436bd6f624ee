// The print log of the mock: charges as rows, each reader's part of them, filters and pages.
import { charges, jobs, organisations, people, printers, providers, purposes, sites } from './data.mjs';
import { Problem, route } from './routes.mjs';
import { show_charge } from './shapes.mjs';

const page_rows = 50;
const named = (rows, id) => {
  const found = rows.find((row) => row.id === id);
  return found ? { id: found.id, name: found.name } : null;
};
const site_of = (charge) => sites.find((s) => s.id === printers.find((p) => p.id === charge.printer).site);

function result_of(charge, attempt) {
  if (charge.state === 'reserved') return 'printing';
  if (charge.state === 'unconfirmed') return 'unconfirmed';
  if (charge.state === 'captured') return charge.impressions >= (attempt?.expected_impressions ?? 0) ? 'printed' : 'partly-printed';
  return attempt?.result === 'cancelled' || attempt?.result === 'withdrawn' ? 'cancelled' : 'failed';
}
const zero = (amount) => ({ ...amount, amount_minor: 0 });
const less = (amount, part) => ({ ...amount, amount_minor: amount.amount_minor - part.amount_minor });
function back_of(charge) {
  const none = zero(charge.captured);
  const back = { device_fee: charge.refunded, service_fee: none, total: charge.refunded, commission: none, borne: none };
  const share = less(charge.device_fee, charge.commission);
  return { refunded: back, net: less(charge.captured, back.total), provider_net: less(share, back.device_fee), reassigned: charge.reassigned };
}
function row_of(charge) {
  const job = jobs.find((j) => j.id === charge.job);
  const attempt = job?.attempt ?? null;
  const site = site_of(charge);
  const counts = (impressions, color, sheets) => ({ monochrome_impressions: impressions - color, color_impressions: color, sheets });
  return {
    job: charge.job, released_at: charge.released_at, settled_at: charge.settled_at, title: job?.name ?? 'document.pdf', person: named(people, charge.person), at_once: false,
    purpose: named(purposes, charge.purpose), payer: show_charge(charge, false).payer, provider: named(providers, site.provider), site: named(sites, site.id), printer: named(printers, charge.printer),
    attempt: attempt?.number ?? 1, asked: counts(attempt?.expected_impressions ?? 0, 0, attempt?.expected_sheets ?? 0), printed: counts(charge.impressions, charge.color_impressions, charge.sheets),
    media: job?.settings.media ?? 'iso_a4_210x297mm', sides: job?.settings.sides ?? 'one-sided', result: result_of(charge, attempt),
    device_fee: charge.device_fee, service_fee: charge.service_fee, total: charge.captured, commission: charge.commission, ...back_of(charge), paid: charge.paid, share: null,
    shares: show_charge(charge, false).shares.map(({ payer, share, captured }) => ({ payer, share, total: captured, refunded: zero(captured), net: captured, paid: false })),
  };
}
const hidden = {
  person: ['commission', 'provider_net'],
  payer: ['commission', 'provider_net', 'title'],
  provider: ['title', 'person', 'purpose', 'payer', 'service_fee', 'total', 'net'],
  operator: ['title', 'purpose'],
};
function chosen(row, query) {
  const is = (name) => !query.get(name) || row[name]?.id === query.get(name);
  const total = (row.total ?? row.device_fee).amount_minor;
  return (
    ['person', 'purpose', 'provider', 'site', 'printer'].every(is) &&
    (!query.get('result') || row.result === query.get('result')) &&
    (!query.get('color') || (query.get('color') === 'color') === row.printed.color_impressions > 0) &&
    (!query.get('from') || row.released_at >= query.get('from')) &&
    (!query.get('to') || row.released_at < query.get('to')) &&
    total >= Number(query.get('amount_min') ?? total) &&
    total <= Number(query.get('amount_max') ?? total)
  );
}
function add_log(path, eyes, own) {
  const rows = (call) =>
    charges
      .filter((charge) => own(charge, call))
      .map(row_of)
      .filter((row) => chosen(row, call.query))
      .map((row) => ({ ...row, ...Object.fromEntries(hidden[eyes].map((name) => [name, null])) }));
  route(`GET ${path}`, (call) => {
    const all = rows(call);
    const from = Number(call.query.get('cursor') ?? 0);
    const next = from + page_rows;
    return { items: all.slice(from, next), next: next < all.length ? String(next) : null };
  });
}
add_log('/print-log', 'person', (charge, { person }) => charge.person === person.id);
add_log('/organisations/{id}/print-log', 'payer', (charge, { ids }) => {
  if (!organisations.some((o) => o.id === ids[0])) throw new Problem(404, 'no-such-organisation', 'There is no such organisation.');
  return charge.payer === ids[0];
});
add_log('/providers/{id}/print-log', 'provider', (charge, { ids }) => site_of(charge).provider === ids[0]);
add_log('/operator/print-log', 'operator', () => true);
