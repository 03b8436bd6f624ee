// In-memory demo data for the mock API: Mika works for two companies and prints at four kinds of place.
export const jpy = (amount_minor) => ({ amount_minor, currency: 'JPY' });
const now = Date.now();
export const at = (minutes) => new Date(now + minutes * 60_000).toISOString();

let last = 100;
export const new_id = () => String(++last);

export const people = [
  { id: '1', name: 'Mika Tanaka', login: 'mika', password: 'demo', language: 'en', is_operator: false, has_password: true },
  { id: '2', name: 'Aki Sato', login: 'aki', password: 'demo', language: 'en', is_operator: false, has_password: true },
  { id: '3', name: 'Kenji Mori', login: 'kenji', password: 'demo', language: 'en', is_operator: false, has_password: true },
  { id: '4', name: 'Olga Operator', login: 'ops', password: 'demo', language: 'en', is_operator: true, has_password: true },
  { id: '5', name: 'New Person', login: 'nina', password: 'demo', language: 'en', is_operator: false, has_password: true },
];

export const organisations = [
  { id: '11', name: 'Company A', slug: 'company-a', time_zone: 'Asia/Tokyo', currency: 'JPY', blocked_as_payer: false, budget: 5000, kinds: ['office', 'shared_office', 'home'] },
  { id: '12', name: 'Company B', slug: 'company-b', time_zone: 'Asia/Tokyo', currency: 'JPY', blocked_as_payer: false, budget: null, kinds: [] },
  { id: '13', name: 'Shibuya Cowork', slug: 'shibuya-cowork', time_zone: 'Asia/Tokyo', currency: 'JPY', blocked_as_payer: false, budget: null, kinds: [] },
  { id: '14', name: 'Corner Store', slug: 'corner-store', time_zone: 'Asia/Tokyo', currency: 'JPY', blocked_as_payer: false, budget: null, kinds: [] },
  { id: '15', name: 'Design Studio Ginza', slug: 'design-studio-ginza', time_zone: 'Asia/Tokyo', currency: 'JPY', blocked_as_payer: false, budget: null, kinds: [] },
];

export const departments = [
  { id: '61', code: 'SALES', name: 'Sales', in_use: true },
  { id: '62', code: 'WORKS', name: 'Works', in_use: true },
];

export const memberships = [
  { id: '21', person: '1', organisation: '11', role: 'member', state: 'accepted' },
  { id: '22', person: '1', organisation: '12', role: 'member', state: 'accepted' },
  { id: '23', person: '1', organisation: '15', role: 'member', state: 'invited' },
  { id: '24', person: '2', organisation: '11', role: 'admin', state: 'accepted' },
  { id: '25', person: '3', organisation: '13', role: 'admin', state: 'accepted' },
  { id: '26', person: '3', organisation: '11', role: 'member', state: 'requested' },
];

const A4 = 'iso_a4_210x297mm';
export const settings = (copies, sides, color, media = A4) => ({
  copies, sides, 'print-color-mode': color, media, 'page-ranges': [], 'number-up': 1, orientation: 'auto', 'print-scaling': 'auto', 'print-quality': 'normal',
  finishings: [], collate: true,
});

export const purposes = [
  { id: '31', person: '1', name: 'Company A', slug: 'company-a', payer: '11', defaults: settings(1, 'two-sided-long-edge', 'monochrome'), hold_hours: 24, switched_on: true, at_once: null, show_titles: false, overflow: false, cost_centre: null },
  { id: '32', person: '1', name: 'Company B', slug: 'company-b', payer: '12', defaults: settings(1, 'one-sided', 'color'), hold_hours: 48, switched_on: true, at_once: null, show_titles: false, overflow: false, cost_centre: null },
  { id: '33', person: '1', name: 'Private', slug: 'private', payer: null, defaults: settings(1, 'one-sided', 'monochrome'), hold_hours: 24, switched_on: true, at_once: null, show_titles: false, overflow: false, cost_centre: null },
  { id: '34', person: '1', name: 'Ginza side project', slug: 'ginza', payer: '15', defaults: settings(1, 'one-sided', 'color'), hold_hours: 24, switched_on: true, at_once: null, show_titles: false, overflow: false, cost_centre: null },
  { id: '35', person: '2', name: 'Private', slug: 'private', payer: null, defaults: settings(1, 'one-sided', 'monochrome'), hold_hours: 24, switched_on: true, at_once: null, show_titles: false, overflow: false, cost_centre: null },
];

export const providers = [
  { id: '41', name: 'Company A offices', organisation: '11', person: null },
  { id: '42', name: 'Shibuya Cowork', organisation: '13', person: null },
  { id: '43', name: 'Mika at home', organisation: null, person: '1' },
  { id: '44', name: 'Corner Store', organisation: '14', person: null },
];
export const sites = [
  { id: '51', provider: '41', name: 'Tokyo head office', slug: 'tokyo', kind: 'office', position: null },
  { id: '52', provider: '42', name: 'Shibuya lounge', slug: 'shibuya', kind: 'shared_office', position: null },
  { id: '53', provider: '43', name: 'Home', slug: 'home', kind: 'home', position: null },
  { id: '54', provider: '44', name: 'Ebisu station store', slug: 'ebisu', kind: 'store', position: null },
];
const all_media = [A4, 'iso_a3_297x420mm', 'jis_b5_182x257mm', 'jpn_hagaki_100x148mm'];
const printer = (id, site, name, state, color, two_sided, mono, colour, more = {}) => ({
  id, site, name, uuid: `urn:uuid:00000000-0000-4000-8000-0000000000${id}`, switched_on: true, owner_only: false, enrolled: true, state,
  state_reasons: [], seen_at: at(-1), capabilities: { media: all_media, color, two_sided, formats: ['application/pdf'], finishings: two_sided ? ['staple', 'staple-top-left', 'punch'] : [] },
  tariffs: [tariff(id, at(-60 * 24 * 90), mono, colour)], ...more,
});
export function tariff(printer_id, effective_from, mono, colour) {
  const line = (color_mode, milli) => ({ color_mode, media: null, two_sided: null, per_impression_milli: milli, per_sheet_milli: 1000 });
  return { id: new_id(), printer: printer_id, effective_from, currency: 'JPY', minimum: jpy(0), lines: [line('monochrome', mono), line('color', colour)], finishings: [{ finishing: 'staple', per_copy_milli: 5000 }] };
}
export const printers = [
  printer('61', '51', '3F copy corner', 'idle', true, true, 3000, 12000),
  printer('62', '52', 'Lounge colour', 'idle', true, true, 8000, 28000),
  printer('63', '52', 'Phone booth mono', 'stopped', false, true, 6000, 0, { state_reasons: ['media-empty'] }),
  printer('64', '53', 'Home laser', 'idle', false, false, 0, 0, { owner_only: true }),
  printer('65', '54', 'Store multifunction', 'idle', true, true, 10000, 50000),
  printer('66', '54', 'Photo corner', 'unknown', true, false, 10000, 60000, { enrolled: false, seen_at: null }),
];

export const fee_plans = [
  { id: '71', effective_from: at(-60 * 24 * 90), per_job: jpy(0), per_impression_milli: 0, percentage: { numerator: 35, denominator: 1000 }, percentage_rounding: 'half-up', commission: { numerator: 8, denominator: 100 }, commission_rounding: 'floor' },
];

export const jobs = [];
export const charges = [];
export const favourites = new Set();
export const queue_tokens = [];
export const app_passwords = [{ id: '81', person: '1', label: 'ThinkPad', created_at: at(-60 * 24 * 20), used_at: at(-300) }];
export const api_tokens = [];
