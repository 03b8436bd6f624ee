// Routes of providers, sites, printers, prices and of the operator of the mock.
import { at, charges, fee_plans, jpy, new_id, organisations, people, printers, providers, sites } from './data.mjs';
import { tell } from './printing.mjs';
import { created, list, must, route } from './routes.mjs';
import { visible } from './routes_jobs.mjs';
import { administers, show_charge, show_payer, show_printer } from './shapes.mjs';

const one = (rows, id) => must(rows.find((row) => row.id === id));
const sum = (rows, value) => rows.reduce((total, row) => total + value(row), 0);

route('GET /printers', ({ person }) => list(printers.filter((p) => person.is_operator || visible(person)(p)).map(show_printer)));
route('GET /printers/{id}', ({ ids }) => show_printer(one(printers, ids[0])));
route('POST /providers', ({ json, person }) => {
  const row = { id: new_id(), name: json.name, organisation: json.organisation ?? null, person: json.organisation ? null : person.id };
  providers.push(row);
  return created(row);
});
route('GET /providers', ({ person }) => list(providers.filter((p) => person.is_operator || administers(person, p))));
route('POST /sites', ({ json }) => {
  const row = { id: new_id(), provider: json.provider, name: json.name, slug: json.name.toLowerCase(), kind: json.kind, position: null };
  sites.push(row);
  return created(row);
});
route('GET /sites', ({ query }) => list(sites.filter((s) => s.provider === query.get('provider'))));
route('PATCH /sites/{site}', ({ ids, json }) => Object.assign(one(sites, ids[0]), { position: json.position }));
route('POST /printers', ({ json }) => {
  const row = {
    id: new_id(), site: one(sites, json.site).id, name: json.name, uuid: 'urn:uuid:00000000-0000-4000-8000-000000000099', switched_on: true, owner_only: json.owner_only ?? false,
    enrolled: false, state: 'unknown', state_reasons: [], seen_at: null, capabilities: { media: [], color: false, two_sided: false, formats: [], finishings: [] }, tariffs: [],
  };
  printers.push(row);
  return created(show_printer(row));
});
route('PATCH /printers/{id}', ({ ids, json }) => {
  const row = Object.assign(one(printers, ids[0]), json);
  tell('printer', null, { subject: row.id, state: row.state });
  return show_printer(row);
});
route('POST /printers/{id}/enrolment-codes', () => created({ code: 'TSUKE-7K4P-92MX', expires_at: at(60) }));
const show_direct = (row) => ({ available: true, uri: row.direct ?? null, set_at: row.direct ? at(-60) : null, problem: null });
route('GET /printers/{id}/direct', ({ ids }) => show_direct(one(printers, ids[0])));
route('PUT /printers/{id}/direct', ({ ids, json }) => {
  const row = Object.assign(one(printers, ids[0]), { direct: json.uri, enrolled: true });
  tell('printer', null, { subject: row.id, state: row.state });
  return show_direct(row);
});
route('DELETE /printers/{id}/direct', ({ ids }) => void delete one(printers, ids[0]).direct);
route('GET /printers/{id}/supplies', ({ ids }) => ({
  items: one(printers, ids[0]).enrolled
    ? [
        { name: 'Black cartridge', kind: 'toner', color: '#000000', percent: 64, low: false },
        { name: 'Cyan cartridge', kind: 'toner', color: '#00ffff', percent: 7, low: true },
        { name: '', kind: 'waste-toner', color: '', percent: null, low: false },
      ]
    : [],
  told_at: one(printers, ids[0]).enrolled ? at(-60) : null,
}));
route('GET /printers/{id}/tariffs', ({ ids }) => list([...one(printers, ids[0]).tariffs].reverse()));
route('POST /printers/{id}/tariffs', ({ ids, json }) => {
  const row = { id: new_id(), printer: ids[0], effective_from: at(0), currency: 'JPY', minimum: jpy(0), ...json };
  one(printers, ids[0]).tariffs.push(row);
  return created(row);
});
route('GET /providers/{id}/earnings', ({ ids }) => {
  const provider = one(providers, ids[0]);
  const own = charges.filter((c) => sites.find((s) => s.id === printers.find((p) => p.id === c.printer).site).provider === provider.id);
  const earned = (rows) => jpy(sum(rows, (c) => c.device_fee.amount_minor - c.commission.amount_minor));
  return { provider: { id: provider.id, name: provider.name }, accrued: earned(own), payable: earned(own.filter((c) => c.paid)) };
});

route('GET /people', () => list(people.map(({ password, ...p }) => p)));
route('POST /people', ({ json }) => {
  const row = { id: new_id(), language: 'en', is_operator: false, ...json };
  people.push(row);
  return created(row);
});
const unpaid = () => charges.filter((c) => c.state === 'captured' && !c.paid);
route('GET /unpaid', () => {
  const payers = new Map();
  for (const c of unpaid()) {
    const key = c.payer ?? `person:${c.person}`;
    const payer = c.payer ? show_payer(c.payer) : { kind: 'private', person: c.person, name: one(people, c.person).name };
    const row = payers.get(key) ?? { payer, unbilled: jpy(0), credit: jpy(0), due: jpy(0), charges: 0 };
    const unbilled = jpy(row.unbilled.amount_minor + c.captured.amount_minor);
    payers.set(key, { ...row, unbilled, due: unbilled, charges: row.charges + 1 });
  }
  return list([...payers.values()]);
});
route('POST /payments', ({ json }) => {
  const rows = unpaid().filter((c) => (json.payer.kind === 'private' ? !c.payer && c.person === json.payer.person : c.payer === json.payer.organisation));
  const shares = new Map();
  for (const c of rows) {
    const name = show_charge(c, false).provider;
    const share = c.device_fee.amount_minor - c.commission.amount_minor;
    shares.set(name.id, { provider: name, amount: jpy((shares.get(name.id)?.amount.amount_minor ?? 0) + share) });
    c.paid = true;
  }
  const operator = jpy(sum(rows, (c) => c.service_fee.amount_minor + c.commission.amount_minor));
  const amount = jpy(sum(rows, (c) => c.captured.amount_minor));
  return created({ id: new_id(), payer: json.payer, amount, credit_used: jpy(0), charges: rows.length, distributed: [...shares.values()], operator });
});
route('GET /fee-plans', () => list([...fee_plans].reverse()));
route('POST /fee-plans', ({ json }) => {
  const row = { ...fee_plans.at(-1), id: new_id(), effective_from: at(0), ...json };
  fee_plans.push(row);
  return created(row);
});
route('GET /ledger/accounts', () => {
  const captured = sum(charges, (c) => c.captured.amount_minor);
  const pending = sum(charges.filter((c) => c.state === 'reserved'), (c) => c.authorised.amount_minor);
  const account = (name, debits_posted, credits_posted, debits_pending = 0, credits_pending = 0) => ({ name, unit: 'JPY', debits_posted, credits_posted, debits_pending, credits_pending });
  const own = organisations.slice(0, 2).map((o) => {
    const used = sum(charges.filter((c) => c.payer === o.id), (c) => c.captured.amount_minor);
    return account(`payer:organisation:${o.id}:unbilled`, used, 0);
  });
  return list([...own, account('clearing:usage', captured, captured, pending, pending), account('operator:service-fees', 0, sum(charges, (c) => c.service_fee.amount_minor))]);
});
route('POST /ledger/verify', () => ({ ok: true, faults: [], transfers: charges.length * 5 }));
