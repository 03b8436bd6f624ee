// Whom or what a budget of an organisation can be of.
import { list, Problem } from '../shared/api';
import type { BudgetScope, Charge, Membership, Named } from '../shared/types';

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
      return listed<Named>(at('departments'));
    case 'cost-centre':
      return listed<Named>(at('cost-centres'));
    // Purposes are their people's own: the organisation knows those that it has paid for.
    case 'purpose': {
      const charges = await listed<Charge>(at('charges'));
      return [...new Map(charges.map((c) => [c.purpose.id, { id: c.purpose.id, name: `${c.purpose.name} (${c.person.name})` }])).values()];
    }
    default:
      return [];
  }
}
