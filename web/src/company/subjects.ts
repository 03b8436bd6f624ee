// Whom or what a budget of an organisation can be of.
import { list, Problem } from '../shared/api';
import type { LogRow } from '../shared/print_log';
import type { BudgetScope, Membership, Named } from '../shared/types';

// What this person may not look at is nothing to choose from.
async function listed<T>(path: string): Promise<T[]> {
  try {
    return await list<T>(path);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return [];
    throw error;
  }
}

export async function subjects_of(organisation: string, scope: BudgetScope): Promise<Named[]> {
  const at = (rest: string) => `/organisations/${organisation}/${rest}`;
  switch (scope) {
    case 'person':
      return (await listed<Membership>(at('members'))).filter((m) => m.state === 'accepted').map((m) => ({ id: m.person.id, name: m.person.name }));
    case 'department':
    case 'cost-centre':
      return (await listed<Named & { in_use: boolean }>(at(`${scope}s`))).filter((division) => division.in_use);
    // Purposes are their people's own: the organisation knows those that it has paid for.
    case 'purpose': {
      const prints = await listed<LogRow>(at('print-log'));
      return [...new Map(prints.flatMap((p) => (p.purpose ? [[p.purpose.id, { id: p.purpose.id, name: `${p.purpose.name} (${p.person?.name ?? ''})` }] as const] : []))).values()];
    }
    default:
      return [];
  }
}
