// Budgets of the mock: a company's with how they stand, what was told, and who asks for more.
import { at, departments, jpy, new_id, organisations, people, purposes } from './data.mjs';
import { created, list, must, Problem, route } from './routes.mjs';

const month = at(0).slice(0, 7);
const named = (rows, id) => {
  const row = rows.find((r) => r.id === id);
  return row ? { id, name: row.name } : null;
};
const row = (organisation, scope, subject, period, limit, more = {}) => ({ id: new_id(), organisation, scope, subject, period, limit, hard: true, thresholds: [50, 80, 100], used: 0, reserved: 0, ...more });
const budgets = [
  row('11', 'cap', null, 'month', 8000, { used: 2310, reserved: 120 }),
  row('11', 'organisation', null, 'month', 5000, { used: 2310, reserved: 120 }),
  row('11', 'organisation', null, 'year', 48000, { used: 31240, reserved: 120 }),
  row('11', 'department', '61', 'month', 3000, { used: 2110, reserved: 120 }),
  row('11', 'person', '1', 'month', 1500, { used: 1220, reserved: 120, raised: 500 }),
  row('11', 'purpose', '31', 'month', 900, { hard: false, used: 960, reserved: 120 }),
];
const requests = [];

function show(b) {
  const granted = b.limit + (b.raised ?? 0);
  const subjects = { person: people, purpose: purposes, department: departments };
  return {
    id: b.id, organisation: b.organisation, scope: b.scope, subject: b.subject && named(subjects[b.scope] ?? [], b.subject), period: b.period,
    limit: jpy(b.limit), hard: b.hard, thresholds: b.thresholds, current: b.period === 'year' ? month.slice(0, 4) : month,
    granted: jpy(granted), used: jpy(b.used), reserved: jpy(b.reserved), room: jpy(granted - b.used - b.reserved),
  };
}
function show_request(r, answers) {
  const budget = show(budgets.find((b) => b.id === r.budget));
  return {
    ...r, organisation: named(organisations, r.organisation), person: named(people, r.person), purpose: named(purposes, r.purpose),
    scope: budget.scope, current: budget.current, budget: answers ? budget : null,
  };
}
const of = (id) => budgets.filter((b) => b.organisation === id);

route('GET /organisations/{id}/departments', ({ ids }) => list(ids[0] === '11' ? departments : []));
route('GET /organisations/{id}/cost-centres', () => list([]));
route('GET /organisations/{id}/budgets', ({ ids }) => list(of(ids[0]).map(show)));
route('PUT /organisations/{id}/budgets', ({ ids, json }) => {
  const known = of(ids[0]).find((b) => b.scope === json.scope && b.subject === (json.subject ?? null) && b.period === json.period);
  const outer = of(ids[0]).find((b) => b.scope === 'organisation' && b.period === json.period);
  if (json.limit && json.scope !== 'organisation' && outer && json.limit.amount_minor > outer.limit)
    throw new Problem(409, 'budget-above-organisation', 'That is more than the budget around it.');
  if (!json.limit) return void (known && budgets.splice(budgets.indexOf(known), 1));
  const made = known ?? row(ids[0], json.scope, json.subject ?? null, json.period, 0);
  if (!known) budgets.push(made);
  Object.assign(made, { limit: json.limit.amount_minor, raised: 0, hard: json.hard, thresholds: json.thresholds });
  return show(made);
});
route('GET /organisations/{id}/budget-cap', ({ ids }) => ({ budget: of(ids[0]).filter((b) => b.scope === 'cap').map(show)[0] ?? null }));
route('PUT /organisations/{id}/budget-cap', ({ ids, json }) => {
  const known = of(ids[0]).find((b) => b.scope === 'cap');
  if (known) budgets.splice(budgets.indexOf(known), 1);
  if (!json.monthly) return { budget: null };
  const made = row(ids[0], 'cap', null, 'month', json.monthly.amount_minor, { used: known?.used ?? 0 });
  budgets.push(made);
  return { budget: show(made) };
});
route('GET /organisations/{id}/budget-alerts', ({ ids }) =>
  list(of(ids[0]).flatMap((b) => b.thresholds.filter((t) => b.used * 100 >= b.limit * t).map((threshold) => ({ budget: show(b), current: show(b).current, threshold, used: jpy(b.used), granted: jpy(b.limit), told_at: at(-60 * threshold) })))));
route('GET /organisations/{id}/budget-requests', ({ ids }) => list(requests.filter((r) => r.organisation === ids[0]).map((r) => show_request(r, true))));
route('GET /purposes/{id}/budgets', ({ ids }) => {
  const purpose = must(purposes.find((p) => p.id === ids[0]));
  const applies = (b) => ['cap', 'organisation'].includes(b.scope) || b.scope === 'department' || b.subject === purpose.person || b.subject === purpose.id;
  return list(of(purpose.payer).filter(applies).map((b) => {
    const shown = show(b), own = b.scope === 'person' || b.scope === 'purpose';
    return { scope: b.scope, current: shown.current, hard: b.hard, has_room: shown.room.amount_minor > 0, granted: own ? shown.granted : null, room: own ? shown.room : null };
  }));
});
route('POST /purposes/{id}/budget-requests', ({ ids, json, person }) => {
  const purpose = must(purposes.find((p) => p.id === ids[0]));
  const budget = of(purpose.payer).find((b) => b.scope === 'person' && b.subject === person.id) ?? of(purpose.payer).find((b) => b.scope === 'organisation');
  if (!budget) throw new Problem(409, 'no-budget', 'No budget bounds this purpose.');
  const open = requests.find((r) => r.state === 'open' && r.budget === budget.id && r.person === person.id);
  const asked = open ?? { id: new_id(), budget: budget.id, organisation: purpose.payer, person: person.id, state: 'open', granted: null, lasts: null, answer: '', asked_at: at(0), answered_at: null };
  Object.assign(asked, { purpose: purpose.id, amount: json.amount, reason: json.reason });
  if (!open) requests.unshift(asked);
  return created(show_request(asked, false));
});
route('GET /budget-requests', ({ person }) => list(requests.filter((r) => r.person === person.id).map((r) => show_request(r, false))));
route('DELETE /budget-requests/{id}', ({ ids }) => void (must(requests.find((r) => r.id === ids[0])).state = 'withdrawn'));
route('POST /budget-requests/{id}/answer', ({ ids, json }) => {
  const asked = must(requests.find((r) => r.id === ids[0]));
  if (json.grant) budgets.find((b) => b.id === asked.budget).raised = json.amount.amount_minor;
  Object.assign(asked, json.grant ? { state: 'granted', granted: json.amount, lasts: json.lasts } : { state: 'refused', answer: json.sentence }, { answered_at: at(0) });
  return show_request(asked, true);
});
