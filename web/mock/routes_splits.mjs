// Sharing among payers of the mock: parts are shown before printing; what is charged is the real server's.
import { jobs, purposes } from './data.mjs';
import { must, Problem, route } from './routes.mjs';
import { show_job, show_payer, show_purpose } from './shapes.mjs';
import { splits } from './splits.mjs';

const own = (rows, person, id) => must(rows.find((row) => row.id === id && row.person === person.id));
function take(person, json) {
  const parts = (json.parts ?? []).map(({ purpose, weight }) => ({ purpose: own(purposes, person, purpose), weight }));
  const sum = parts.reduce((all, part) => all + part.weight, 0);
  const payers = new Set(parts.map((part) => part.purpose.payer));
  if (parts.length < 2 || payers.size < parts.length || (json.by === 'percent' && sum !== 100)) throw new Problem(400, 'bad-split', 'Name 2 to 5 purposes, each with another payer.');
  return { by: json.by, parts: parts.map(({ purpose, weight }) => ({ purpose: { id: purpose.id, name: purpose.name }, payer: show_payer(purpose.payer, person.id), weight, share: json.by === 'percent' ? `${weight} %` : `${weight}/${sum}`, membership_ended: false })) };
}
for (const [path, rows, show] of [['/purposes', purposes, show_purpose], ['/jobs', jobs, show_job]]) {
  route(`PUT ${path}/{id}/split`, ({ person, ids, json }) => {
    const row = own(rows, person, ids[0]);
    splits.set(row.id, take(person, json));
    return show(row);
  });
  route(`DELETE ${path}/{id}/split`, ({ person, ids }) => {
    const row = own(rows, person, ids[0]);
    splits.delete(row.id);
    return show(row);
  });
}
