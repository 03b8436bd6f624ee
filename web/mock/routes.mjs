// Routing of the mock, and the routes of people, organisations and purposes.
import { randomBytes } from 'node:crypto';
import { api_tokens, app_passwords, at, charges, jobs, jpy, memberships, new_id, organisations, people, purposes, queue_tokens, settings } from './data.mjs';
import { show_me, show_membership, show_organisation, show_purpose } from './shapes.mjs';

export class Problem extends Error {
  constructor(status, code, detail, more = {}) {
    super(detail);
    Object.assign(this, { status, code, detail, more });
  }
}
const routes = [];
export function route(pattern, handle) {
  const [method, path] = pattern.split(' ');
  routes.push({ method, matcher: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`), handle });
}
export function find_route(method, path) {
  for (const r of routes) {
    const match = r.method === method && r.matcher.exec(path);
    if (match) return { handle: r.handle, ids: match.slice(1).map(decodeURIComponent) };
  }
  return null;
}
export const list = (items) => ({ items, next: null });
export const created = (body) => ({ reply: { status: 201, body } });
export function must(row) {
  if (!row) throw new Problem(404, 'not-found', 'There is nothing here.');
  return row;
}
const remove = (rows, row) => rows.splice(rows.indexOf(row), 1);

function sign_in(person, sessions) {
  const token = randomBytes(24).toString('hex');
  sessions.set(token, person.id);
  return { reply: { body: show_me(person), headers: { 'Set-Cookie': `tsuke_session=${token}; HttpOnly; SameSite=Strict; Path=/` } } };
}
route('POST /session', ({ json, sessions }) => {
  const person = people.find((p) => p.login === json.login && p.password === json.password);
  if (!person) throw new Problem(401, 'wrong-login-or-password', 'That login and password do not match.');
  return sign_in(person, sessions);
});
route('POST /session/link', ({ json, sessions }) => {
  const person = people.find((p) => `link-${p.login}` === json.token);
  if (!person) throw new Problem(401, 'code-used-or-expired', 'This link was used already or has expired.');
  return sign_in(person, sessions);
});
route('DELETE /session', ({ sessions, person }) => {
  for (const [token, id] of sessions) if (id === person?.id) sessions.delete(token);
});
route('GET /document-formats', () => ({ items: [{ media_type: 'application/pdf', extensions: ['.pdf'] }, { media_type: 'image/jpeg', extensions: ['.jpg', '.jpeg'] }] }));
route('GET /me', ({ person }) => show_me(person));
route('PATCH /me', ({ person, json }) => (Object.assign(person, json), show_me(person)));
route('PUT /me/password', ({ person, json }) => {
  if (person.password !== json.old) throw new Problem(409, 'wrong-password', 'The old password is not right.');
  if (json.new.length < 8) throw new Problem(422, 'weak-password', 'Use at least 8 characters.');
});

function secrets(path, rows, secret) {
  route(`GET ${path}`, ({ person }) => list(rows.filter((r) => r.person === person.id)));
  route(`POST ${path}`, ({ person, json }) => {
    const row = { id: new_id(), person: person.id, label: json.label, created_at: at(0), used_at: null };
    rows.push(row);
    return created({ ...row, ...secret(person) });
  });
  route(`DELETE ${path}/{id}`, ({ ids }) => void remove(rows, must(rows.find((r) => r.id === ids[0]))));
}
secrets('/app-passwords', app_passwords, (person) => ({ user: person.login, password: randomBytes(12).toString('hex') }));
secrets('/api-tokens', api_tokens, () => ({ token: `tsuke_api_${randomBytes(20).toString('hex')}` }));

const organisation = (id) => must(organisations.find((o) => o.id === id));
route('GET /organisations', ({ query, person }) => {
  const text = (query.get('query') ?? '').toLowerCase();
  const mine = memberships.filter((m) => m.person === person.id).map((m) => m.organisation);
  return list(organisations.filter((o) => (text ? o.name.toLowerCase().includes(text) : mine.includes(o.id))).map(({ id, name }) => ({ id, name })));
});
route('POST /organisations', ({ json, person }) => {
  const row = { id: new_id(), name: json.name, slug: json.name.toLowerCase().replaceAll(' ', '-'), time_zone: json.time_zone ?? 'Asia/Tokyo', currency: 'JPY', blocked_as_payer: false, budget: null, kinds: [] };
  organisations.push(row);
  memberships.push({ id: new_id(), person: person.id, organisation: row.id, role: 'admin', state: 'accepted' });
  return created(show_organisation(row));
});
route('GET /organisations/{id}/members', ({ ids }) => list(memberships.filter((m) => m.organisation === ids[0] && m.state !== 'ended').map(show_membership)));
route('POST /organisations/{id}/invitations', ({ ids, json }) => {
  const person = people.find((p) => p.login === json.login);
  if (!person) throw new Problem(404, 'person-not-found', 'Nobody here has that login.');
  const row = { id: new_id(), person: person.id, organisation: ids[0], role: json.role, state: 'invited' };
  memberships.push(row);
  return created(show_membership(row));
});
route('POST /organisations/{id}/requests', ({ ids, person }) => {
  const row = { id: new_id(), person: person.id, organisation: organisation(ids[0]).id, role: 'member', state: 'requested' };
  memberships.push(row);
  return created(show_membership(row));
});
route('POST /memberships/{id}/accept', ({ ids }) => {
  const row = must(memberships.find((m) => m.id === ids[0]));
  row.state = 'accepted';
  return show_membership(row);
});
route('DELETE /memberships/{id}', ({ ids }) => void (must(memberships.find((m) => m.id === ids[0])).state = 'ended'));
function budget(o) {
  const own = charges.filter((c) => c.payer === o.id);
  const used = own.reduce((sum, c) => sum + c.captured.amount_minor, 0);
  const reserved = own.filter((c) => c.state === 'reserved').reduce((sum, c) => sum + c.authorised.amount_minor, 0);
  return {
    organisation: o.id, monthly: o.budget === null ? null : jpy(o.budget), month: at(0).slice(0, 7), used: jpy(used), reserved: jpy(reserved),
    room: o.budget === null ? null : jpy(o.budget - used - reserved),
  };
}
route('GET /organisations/{id}/budget', ({ ids }) => budget(organisation(ids[0])));
route('PUT /organisations/{id}/budget', ({ ids, json }) => {
  const o = organisation(ids[0]);
  o.budget = json.monthly?.amount_minor ?? null;
  return budget(o);
});
const policies = new Map();
route('GET /organisations/{id}/policy', ({ ids }) => ({ in_force: policies.get(ids[0]) ?? null }));
route('POST /organisations/{id}/policies', ({ ids, json }) => {
  policies.set(ids[0], { id: new_id(), effective_from: at(0), published_at: at(0), published_by: null, rules: json.rules });
  return list([policies.get(ids[0])]);
});
for (const kind of ['departments', 'cost-centres']) route(`GET /organisations/{id}/${kind}`, () => list([]));
route('GET /organisations/{id}/approvals', () => list([]));
route('GET /jobs/{id}/approval', () => ({ approval: null }));
route('PUT /organisations/{id}/blocked', ({ ids, json }) => {
  const o = organisation(ids[0]);
  o.blocked_as_payer = json.blocked;
  return show_organisation(o);
});

const own_purpose = (person, id) => must(purposes.find((p) => p.id === id && p.person === person.id));
function change_purpose(row, person, json) {
  if (json.name && purposes.some((p) => p !== row && p.person === person.id && p.name === json.name))
    throw new Problem(409, 'purpose-name-taken', 'You have a purpose of that name already.');
  const { payer, defaults, ...rest } = json;
  Object.assign(row, rest);
  if (defaults) row.defaults = { ...row.defaults, ...defaults };
  if (!payer) return;
  row.payer = payer.kind === 'private' ? null : payer.organisation;
  const known = memberships.some((m) => m.person === person.id && m.organisation === row.payer && m.state !== 'ended');
  if (row.payer && !known) memberships.push({ id: new_id(), person: person.id, organisation: row.payer, role: 'member', state: 'requested' });
}
route('GET /purposes', ({ person }) => list(purposes.filter((p) => p.person === person.id).map(show_purpose)));
route('POST /purposes', ({ person, json }) => {
  const row = { id: new_id(), person: person.id, name: '', slug: json.name, payer: null, defaults: settings(1, 'one-sided', 'monochrome'), hold_hours: 24, switched_on: true, at_once: null, show_titles: false, overflow: false, cost_centre: null };
  change_purpose(row, person, json);
  purposes.push(row);
  return created(show_purpose(row));
});
route('GET /purposes/{id}', ({ person, ids }) => show_purpose(own_purpose(person, ids[0])));
route('PATCH /purposes/{id}', ({ person, ids, json }) => {
  const row = own_purpose(person, ids[0]);
  change_purpose(row, person, json);
  return show_purpose(row);
});
route('DELETE /purposes/{id}', ({ person, ids }) => {
  const row = own_purpose(person, ids[0]);
  if (jobs.some((j) => j.purpose === row.id && j.state === 'held')) throw new Problem(409, 'purpose-in-use', 'Jobs are held under it.');
  row.person = 'nobody';
});
// No code that a camera could read, but one that looks like it.
const mock_code = (size) => Array.from({ length: size }, () => Array.from(randomBytes(size), (byte) => byte & 1).join(''));
route('GET /purposes/{id}/queue-tokens', ({ ids }) => list(queue_tokens.filter((t) => t.purpose === ids[0]).map(({ uri, setup, ...t }) => t)));
route('POST /purposes/{id}/queue-tokens', ({ person, ids, json }) => {
  const path = `ipp/p/${randomBytes(24).toString('hex')}`;
  const web_address = `http://localhost:8631/${path}`;
  const files = `http://localhost:8631/setup/${randomBytes(24).toString('hex')}`;
  const setup = {
    host: 'localhost', port: 8631, path, web_address,
    lpadmin: `lpadmin -p ${own_purpose(person, ids[0]).slug} -E -v 'ipp://localhost:8631/${path}' -m everywhere`,
    powershell: `Add-Printer -IppURL '${web_address}'`,
    profile: `${files}/tsuke.mobileconfig`, profile_signed: false, profile_code: mock_code(33), chrome_printers: `${files}/chromeos-printers.json`, files_until: at(15),
  };
  const row = { id: new_id(), purpose: ids[0], label: json.label, device: json.device ?? null, created_at: at(0), used_at: null, uri: `ipp://localhost:8631/${path}`, setup };
  queue_tokens.push(row);
  return created(row);
});
route('DELETE /purposes/{id}/queue-tokens/{token}', ({ ids }) => void remove(queue_tokens, must(queue_tokens.find((t) => t.id === ids[1]))));

const mail_addresses = new Map();
const mail_address = (id) => ({ available: true, address: null, made_at: null, ...mail_addresses.get(id) });
route('GET /purposes/{id}/mail-address', ({ person, ids }) => mail_address(own_purpose(person, ids[0]).id));
route('POST /purposes/{id}/mail-address', ({ person, ids }) => {
  const { id } = own_purpose(person, ids[0]);
  mail_addresses.set(id, { address: `purpose-${randomBytes(8).toString('hex')}@print.example`, made_at: at(0) });
  return created(mail_address(id));
});
route('DELETE /purposes/{id}/mail-address', ({ person, ids }) => void mail_addresses.delete(own_purpose(person, ids[0]).id));
route('GET /trusted-senders', () => list([{ address: 'mika@example.com', is_login: true, since: null }]));
