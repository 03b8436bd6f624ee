// Quote and permission of one job at one printer, as the real rules do it, in small.
import { charges, favourites, fee_plans, jpy, memberships, organisations, purposes, sites } from './data.mjs';
import { shares_of, split_of } from './splits.mjs';

// Every third page of the mock's documents has colour.
const has_color = (page) => page % 3 === 0;
function chosen_pages(count, ranges) {
  const all = Array.from({ length: count }, (_, i) => i + 1);
  return ranges.length ? all.filter((page) => ranges.some(([first, last]) => page >= first && page <= last)) : all;
}
// The sides of one copy, true where one is in colour.
export function sides_of(count, settings) {
  const pages = chosen_pages(count, settings['page-ranges']);
  const mode = settings['print-color-mode'];
  const sides = [];
  for (let at = 0; at < pages.length; at += settings['number-up'])
    sides.push(mode === 'color' || (mode === 'auto' && pages.slice(at, at + settings['number-up']).some(has_color)));
  return sides;
}
const sheets_of = (sides, settings) => (settings.sides === 'one-sided' ? sides : Math.ceil(sides / 2)) * settings.copies;
export const settings_at = (settings, printer) =>
  settings['print-color-mode'] === 'auto' && !printer.capabilities.color ? { ...settings, 'print-color-mode': 'monochrome' } : settings;
const round = (milli) => Math.floor((milli + 500) / 1000);

export function in_force(printer) {
  const now = new Date().toISOString();
  return printer.tariffs.filter((t) => t.effective_from <= now).sort((a, b) => (a.effective_from < b.effective_from ? 1 : -1))[0] ?? null;
}

// Lines and fees of a number of impressions with these settings at this printer.
export function rate(monochrome, color, sheets, copies, settings, printer) {
  const tariff = in_force(printer);
  const price = (mode) => tariff.lines.find((l) => !l.color_mode || l.color_mode === mode) ?? tariff.lines[0];
  const per_sheet = Math.max(monochrome ? price('monochrome').per_sheet_milli : 0, color ? price('color').per_sheet_milli : 0);
  const per_copy = tariff.finishings.filter((f) => settings.finishings.includes(f.finishing)).reduce((sum, f) => sum + f.per_copy_milli, 0);
  const line = (what, quantity, unit) => ({ what, quantity, unit_price_milli: unit, amount: jpy(round(quantity * unit)) });
  const device_lines = [];
  if (color) device_lines.push(line('color-impression', color, price('color').per_impression_milli));
  if (monochrome) device_lines.push(line('monochrome-impression', monochrome, price('monochrome').per_impression_milli));
  if (per_sheet) device_lines.push(line('sheet', sheets, per_sheet));
  if (per_copy && copies) device_lines.push(line('finishing', copies, per_copy));
  const device = device_lines.reduce((sum, l) => sum + l.amount.amount_minor, 0);
  const plan = fee_plans[fee_plans.length - 1];
  const service = Math.floor((device * plan.percentage.numerator * 2 + plan.percentage.denominator) / (plan.percentage.denominator * 2));
  const service_lines = [{ what: 'service-percentage', quantity: 1, unit_price_milli: 0, amount: jpy(service) }];
  return { impressions: monochrome + color, monochrome_impressions: monochrome, color_impressions: color, sheets, device_lines, service_lines, device_fee: jpy(device), service_fee: jpy(service), total: jpy(device + service) };
}

export function purpose_state(purpose) {
  if (!purpose.switched_on) return 'inactive';
  if (!purpose.payer) return 'active';
  const accepted = memberships.some((m) => m.person === purpose.person && m.organisation === purpose.payer && m.state === 'accepted');
  return accepted ? 'active' : 'pending';
}

function reasons_for(job, printer, purpose) {
  const reasons = [];
  const add = (code, ...remedies) => reasons.push({ code, remedies, detail: `${code}: ${remedies.join(', ')}` });
  if (!purpose) add('purpose-needed', 'choose-purpose');
  else if (purpose_state(purpose) === 'inactive') add('purpose-inactive', 'switch-purpose-on', 'choose-other-purpose');
  else if (purpose_state(purpose) === 'pending') add('purpose-pending', 'ask-membership', 'choose-other-purpose');
  if (job.document === 'counting') add('document-not-ready', 'wait');
  if (job.document === 'unreadable') add('document-unreadable', 'submit-again');
  if (job.pages && !sides_of(job.pages, job.settings).length) add('no-pages-chosen', 'choose-other-pages');
  if (!printer.switched_on) add('printer-off', 'choose-other-printer');
  if (!printer.enrolled) add('printer-not-enrolled', 'choose-other-printer', 'ask-provider');
  const organisation = organisations.find((o) => o.id === purpose?.payer);
  const kind = sites.find((s) => s.id === printer.site).kind;
  if (organisation?.kinds.length && !organisation.kinds.includes(kind)) add('printer-not-allowed', 'choose-other-printer', 'choose-other-purpose');
  if (!printer.capabilities.color && job.settings['print-color-mode'] === 'color') add('printer-not-able', 'print-monochrome', 'choose-other-printer');
  if (!printer.capabilities.two_sided && job.settings.sides !== 'one-sided') add('printer-not-able', 'print-one-sided', 'choose-other-printer');
  if (job.settings.finishings.some((f) => !printer.capabilities.finishings.includes(f))) add('printer-not-able', 'print-unfinished', 'choose-other-printer');
  if (!in_force(printer)) add('no-tariff', 'ask-provider');
  return reasons;
}

const expected_tax = (total, included) => ({ rate: { numerator: 10, denominator: 100 }, amount: jpy(Math.floor((total.amount_minor * 10) / (included ? 110 : 100))), included });
// What the payer's monthly budget still has; null without one.
function budget_left(purpose) {
  const organisation = organisations.find((o) => o.id === purpose?.payer);
  if (!organisation || organisation.budget === null) return null;
  return organisation.budget - charges.filter((c) => c.payer === organisation.id).reduce((sum, c) => sum + c.captured.amount_minor, 0);
}

export function offer(job, printer, show_printer) {
  const purpose = purposes.find((p) => p.id === job.purpose);
  const reasons = reasons_for(job, printer, purpose);
  const settings = settings_at(job.settings, printer);
  const sides = sides_of(job.pages ?? 0, settings);
  const color = sides.filter(Boolean).length * settings.copies;
  const monochrome = sides.length * settings.copies - color;
  const quote = job.pages && in_force(printer) ? rate(monochrome, color, sheets_of(sides.length, settings), settings.copies, settings, printer) : null;
  if (quote) Object.assign(quote, { token: 'mock', valid_until: new Date(Date.now() + 900_000).toISOString(), expected_tax: expected_tax(quote.total, !purpose?.payer) });
  const ready = printer.switched_on && printer.enrolled && (printer.state === 'idle' || printer.state === 'processing');
  const left = budget_left(purpose);
  const budgets = left === null ? [] : [{ scope: 'organisation', current: new Date().toISOString().slice(0, 7), hard: true, has_room: !quote || quote.total.amount_minor <= left, granted: null, room: null }];
  const remedies = ['choose-other-printer', 'choose-other-purpose', 'ask-budget', ...(purpose?.overflow ? ['pay-privately'] : [])];
  const overflow = budgets[0]?.has_room === false && purpose.overflow && !reasons.length ? quote.total : null;
  if (budgets[0]?.has_room === false) reasons.push({ code: 'budget-exceeded', remedies, detail: 'budget-exceeded' });
  return { printer: show_printer(printer), settings, decision: { outcome: reasons.length ? 'refuse' : 'permit', acting: 'owner', reasons, changes: [] }, quote, quote_as_wished: null, ready, favourite: favourites.has(printer.id), distance_m: null, budgets, overflow, shares: shares_of(split_of(job), quote?.total) };
}

export { sheets_of };
