// Quote and permission of one job at one printer, as the real rules do it, in small.
import { fee_plans, jpy, memberships, organisations, purposes, sites } from './data.mjs';

const sheets_of = (pages, settings) => (settings.sides === 'one-sided' ? pages : Math.ceil(pages / 2)) * settings.copies;
const round = (milli) => Math.floor((milli + 500) / 1000);

export function in_force(printer) {
  const now = new Date().toISOString();
  return printer.tariffs.filter((t) => t.effective_from <= now).sort((a, b) => (a.effective_from < b.effective_from ? 1 : -1))[0] ?? null;
}

// Lines and fees of a number of impressions with these settings at this printer.
export function rate(impressions, sheets, settings, printer) {
  const tariff = in_force(printer);
  const color = settings['print-color-mode'];
  const price = tariff.lines.find((l) => l.color_mode === color) ?? tariff.lines[0];
  const line = (what, quantity, unit) => ({ what, quantity, unit_price_milli: unit, amount: jpy(round(quantity * unit)) });
  const device_lines = [line(`${color === 'color' ? 'color' : 'monochrome'}-impression`, impressions, price.per_impression_milli)];
  if (price.per_sheet_milli) device_lines.push(line('sheet', sheets, price.per_sheet_milli));
  const device = device_lines.reduce((sum, l) => sum + l.amount.amount_minor, 0);
  const plan = fee_plans[fee_plans.length - 1];
  const service = Math.floor((device * plan.percentage.numerator * 2 + plan.percentage.denominator) / (plan.percentage.denominator * 2));
  const service_lines = [{ what: 'service-percentage', quantity: 1, unit_price_milli: 0, amount: jpy(service) }];
  return { impressions, sheets, device_lines, service_lines, device_fee: jpy(device), service_fee: jpy(service), total: jpy(device + service) };
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
  if (!printer.switched_on) add('printer-off', 'choose-other-printer');
  if (!printer.enrolled) add('printer-not-enrolled', 'choose-other-printer', 'ask-provider');
  const organisation = organisations.find((o) => o.id === purpose?.payer);
  const kind = sites.find((s) => s.id === printer.site).kind;
  if (organisation?.kinds.length && !organisation.kinds.includes(kind)) add('printer-not-allowed', 'choose-other-printer', 'choose-other-purpose');
  if (!printer.capabilities.color && job.settings['print-color-mode'] === 'color') add('printer-not-able', 'print-monochrome', 'choose-other-printer');
  if (!printer.capabilities.two_sided && job.settings.sides !== 'one-sided') add('printer-not-able', 'print-one-sided', 'choose-other-printer');
  if (!in_force(printer)) add('no-tariff', 'ask-provider');
  return reasons;
}

export function offer(job, printer, show_printer) {
  const purpose = purposes.find((p) => p.id === job.purpose);
  const reasons = reasons_for(job, printer, purpose);
  const impressions = (job.pages ?? 0) * job.settings.copies;
  const quote = job.pages && in_force(printer) ? rate(impressions, sheets_of(job.pages, job.settings), job.settings, printer) : null;
  return { printer: show_printer(printer), decision: { outcome: reasons.length ? 'refuse' : 'permit', reasons }, quote };
}

export { sheets_of };
