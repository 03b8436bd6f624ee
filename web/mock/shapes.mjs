// How the mock's rows look on the wire.
import { charges, jobs, memberships, organisations, people, printers, providers, purposes, sites } from './data.mjs';
import { in_force, purpose_state } from './prices.mjs';
import { shares_of, split_of, splits } from './splits.mjs';

const by_id = (list, id) => list.find((row) => row.id === id);
const pick = (row, ...keys) => Object.fromEntries(keys.map((key) => [key, row[key]]));

export const show_organisation = ({ budget, kinds, ...rest }) => rest;
export const show_membership = (m) => ({
  ...m, person: pick(by_id(people, m.person), 'id', 'name', 'login'), organisation: pick(by_id(organisations, m.organisation), 'id', 'name'),
});
export const administers = (person, provider) =>
  provider.person === person.id ||
  memberships.some((m) => m.person === person.id && m.organisation === provider.organisation && m.role === 'admin' && m.state === 'accepted');
export const show_me = (person) => ({
  ...pick(person, 'id', 'name', 'login', 'language', 'is_operator'), currency: 'JPY',
  memberships: memberships.filter((m) => m.person === person.id).map(show_membership),
  providers: providers.filter((p) => administers(person, p)),
});
export function show_payer(organisation_id, person_id) {
  if (!organisation_id) return { kind: 'private', person: person_id, name: by_id(people, person_id)?.name };
  return { kind: 'organisation', organisation: organisation_id, name: by_id(organisations, organisation_id).name };
}
export const show_purpose = ({ person, ...p }) => ({
  color: null, icon: null, favourite: false, is_default: false, comment_needed: false, membership_ended: false,
  ...p, payer: show_payer(p.payer, person), state: purpose_state({ person, ...p }), split: splits.get(p.id) ?? null,
  held_jobs: jobs.filter((j) => j.purpose === p.id && j.state === 'held').length,
});
export function show_printer(printer) {
  const { tariffs, ...rest } = printer;
  const site = by_id(sites, printer.site);
  return {
    ...rest, site: pick(site, 'id', 'name', 'slug', 'kind'), provider: pick(by_id(providers, site.provider), 'id', 'name'),
    device_uri: `ipp://localhost:8631/ipp/device/${printer.id}`, tariff: in_force(printer),
  };
}
const printer_place = (id) => {
  const printer = by_id(printers, id);
  return { id, name: printer.name, site_name: by_id(sites, printer.site).name };
};
export function show_charge(c, owner) {
  const site = by_id(sites, by_id(printers, c.printer).site);
  const shown = {
    ...c, printer: printer_place(c.printer), provider: pick(by_id(providers, site.provider), 'id', 'name'),
    person: pick(by_id(people, c.person), 'id', 'name'), payer: show_payer(c.payer, c.person), purpose: pick(by_id(purposes, c.purpose), 'id', 'name'),
  };
  shown.shares = shares_of(split_of({ id: c.job, purpose: c.purpose }), c.captured).map(({ payer, purpose, share, amount }) => ({ payer, purpose, share, authorised: amount, captured: amount, refunded: { ...amount, amount_minor: 0 }, paid: false }));
  if (owner) shown.job_name = by_id(jobs, c.job)?.name ?? 'document.pdf';
  return shown;
}
export function show_job(job) {
  const purpose = by_id(purposes, job.purpose);
  const charge = charges.find((c) => c.job === job.id);
  const { person, ...rest } = job;
  return {
    comment: null, submitted_by: null, released_by: null, person: pick(by_id(people, person), 'id', 'name'), purpose_lost: null,
    ...rest, purpose: purpose ? pick(purpose, 'id', 'name') : null, payer: purpose ? show_payer(purpose.payer, purpose.person) : null,
    split: split_of(job),
    attempt: job.attempt ? { ...job.attempt, printer: printer_place(job.attempt.printer) } : null,
    charge: charge ? show_charge(charge, true) : null,
  };
}
