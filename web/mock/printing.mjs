// A stand-in for printers: fetches a released job, counts impressions, ends it, charges what came out.
import { at, charges, jobs, jpy, new_id, printers, purposes, settings } from './data.mjs';
import { offer, rate, settings_at, sheets_of, sides_of } from './prices.mjs';
import { show_printer } from './shapes.mjs';

const listeners = new Set();
let sequence = 0;

export function tell(event, person, data) {
  const text = `id: ${++sequence}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  for (const listener of listeners) if (!person || listener.person === person) listener.response.write(text);
}
export function listen(response, person) {
  const listener = { response, person };
  response.write(': hello\n\n');
  const beat = setInterval(() => response.write(': still here\n\n'), 20_000);
  listeners.add(listener);
  response.on('close', () => (clearInterval(beat), listeners.delete(listener)));
}
const job_changed = (job) => tell('job', job.person, { subject: job.id, state: job.state });

export function add_job(person, purpose, name, chosen, size_bytes, pages, minutes_ago = 0) {
  const hours = purpose?.hold_hours ?? 24;
  const job = {
    id: new_id(), person, number: jobs.length + 1, name, state: purpose ? 'held' : 'purpose-needed', state_reasons: ['job-hold-until-specified'], purpose: purpose?.id ?? null,
    settings: chosen, size_bytes, pages, document: pages === null ? 'unreadable' : 'ready', submitted_at: at(-minutes_ago),
    expires_at: new Date(Date.now() + hours * 3_600_000 - minutes_ago * 60_000).toISOString(), channel: 'web', mail: null, has_password: false, attempt: null,
  };
  jobs.unshift(job);
  return job;
}

export function release(job, printer, privately = false) {
  const quote = offer(job, printer, show_printer).quote;
  job.state = 'releasing';
  job.attempt = {
    id: new_id(), number: 1, printer: printer.id, state: 'fetchable', result: null, released_at: new Date().toISOString(),
    settings: settings_at(job.settings, printer), impressions: 0, sheets: 0, expected_impressions: quote.impressions, expected_sheets: quote.sheets,
  };
  const purpose = purposes.find((p) => p.id === job.purpose);
  charges.unshift({
    job: job.id, purpose: purpose.id, payer: privately ? null : purpose.payer, person: job.person, printer: printer.id, state: 'reserved', authorised: quote.total,
    device_fee: jpy(0), service_fee: jpy(0), captured: jpy(0), refunded: jpy(0), reassigned: false, commission: jpy(0), impressions: 0, monochrome_impressions: 0, color_impressions: 0, sheets: 0, lines: [],
    released_at: job.attempt.released_at, settled_at: null, paid: false,
  });
  job_changed(job);
}
export function start_printing(job, printer, pace_ms) {
  const step = () => {
    const attempt = job.attempt;
    if (attempt.state === 'ended') return;
    if (attempt.state === 'fetchable') {
      attempt.state = 'printing';
      job.state = 'printing';
    } else {
      attempt.impressions += 1;
      attempt.sheets = sheets_of(attempt.impressions, { ...job.settings, copies: 1 });
      if (attempt.impressions >= attempt.expected_impressions) return settle(job, printer, 'completed');
    }
    job_changed(job);
    setTimeout(step, pace_ms);
  };
  setTimeout(step, pace_ms * 2);
}
function color_among(impressions, job, settings) {
  const sides = sides_of(job.pages, settings);
  return Array.from({ length: impressions }, (_, i) => sides[i % sides.length]).filter(Boolean).length;
}
export function settle(job, printer, result, impressions = job.attempt.impressions) {
  const attempt = job.attempt;
  Object.assign(attempt, { state: 'ended', result });
  const charge = charges.find((c) => c.job === job.id);
  charge.settled_at = new Date().toISOString();
  if (impressions === 0) charge.state = 'voided';
  else {
    const color = color_among(impressions, job, attempt.settings);
    const whole = Math.floor(impressions / Math.max(1, attempt.expected_impressions / attempt.settings.copies));
    const priced = rate(impressions - color, color, attempt.sheets, whole, attempt.settings, printer);
    const lines = [...priced.device_lines.map((l) => ({ ...l, part: 'device' })), ...priced.service_lines.map((l) => ({ ...l, part: 'service' }))];
    Object.assign(charge, {
      state: 'captured', lines, device_fee: priced.device_fee, service_fee: priced.service_fee, captured: priced.total, impressions,
      monochrome_impressions: impressions - color, color_impressions: color,
      sheets: attempt.sheets, commission: jpy(Math.floor((priced.device_fee.amount_minor * 8) / 100)),
    });
  }
  job.state = result === 'completed' ? 'printed' : impressions ? 'partly-printed' : result === 'cancelled' ? 'cancelled' : 'failed';
  job.document = 'destroyed';
  job_changed(job);
  tell('charge', job.person, { subject: job.id, state: charge.state });
}

function past(purpose_id, printer_id, name, pages, days, printed, result, chosen) {
  const purpose = purposes.find((p) => p.id === purpose_id);
  const printer = printers.find((p) => p.id === printer_id);
  const job = add_job(purpose.person, purpose, name, chosen ?? purpose.defaults, pages * 42_000, pages, days * 1440);
  release(job, printer);
  job.attempt.released_at = at(-days * 1440 + 9);
  Object.assign(charges[0], { released_at: job.attempt.released_at });
  job.attempt.impressions = printed;
  job.attempt.sheets = sheets_of(printed, job.settings);
  if (result === 'lost') Object.assign(job, { state: 'unconfirmed' }), Object.assign(job.attempt, { state: 'ended', result }), (charges[0].state = 'unconfirmed');
  else settle(job, printer, result);
  charges[0].settled_at = result === 'lost' ? null : at(-days * 1440 + 10);
  charges[0].paid = days > 10;
  return job;
}

export function seed() {
  past('31', '61', 'Minutes 2026-10.pdf', 4, 24, 4, 'completed');
  past('32', '62', 'Pitch deck v3.pdf', 12, 12, 12, 'completed');
  past('33', '65', 'Concert tickets.pdf', 2, 6, 2, 'completed');
  past('31', '64', 'Expense form.pdf', 1, 5, 0, 'lost', settings(1, 'one-sided', 'monochrome'));
  past('32', '62', 'Brochure proof.pdf', 5, 2, 2, 'aborted');
  past('31', '61', 'Contract draft.pdf', 9, 1, 9, 'completed');
  const [a, b, c] = purposes;
  const ginza = purposes.find((p) => p.id === '34');
  add_job('1', null, 'Scan from phone.pdf', settings(1, 'one-sided', 'monochrome'), 912_000, 3, 200).channel = 'ipp';
  add_job('1', ginza, 'Poster ideas.pdf', ginza.defaults, 2_400_000, 2, 90);
  add_job('1', c, 'Apartment lease.pdf', c.defaults, 310_000, 6, 45);
  add_job('1', b, 'Quarterly report Q3 – final version with appendices.pdf', b.defaults, 1_830_000, 5, 12);
  add_job('1', a, 'Meeting agenda.pdf', a.defaults, 120_000, 3, 3);
}
