// Who shares what: by the id of a purpose or a job.
export const splits = new Map();
export const split_of = (job) => splits.get(job.id) ?? splits.get(job.purpose) ?? null;
const tax_of = ({ kind }, amount) => amount && { rate: { numerator: 10, denominator: 100 }, amount: { ...amount, amount_minor: Math.floor(kind === 'private' ? amount.amount_minor / 11 : amount.amount_minor / 10) }, included: kind === 'private' };
// The whole by weights, the largest first; what is left goes on to the others.
export function shares_of(split, total) {
  if (!split) return [];
  let left = total?.amount_minor ?? 0, weights = split.parts.reduce((sum, part) => sum + part.weight, 0);
  const amounts = new Map();
  for (const part of [...split.parts].sort((a, b) => b.weight - a.weight)) {
    const amount = Math.floor((2 * left * part.weight + weights) / (2 * weights));
    amounts.set(part, amount);
    left -= amount;
    weights -= part.weight;
  }
  return split.parts.map((part) => ({ ...part, amount: total && { ...total, amount_minor: amounts.get(part) }, expected_tax: tax_of(part.payer, total && { ...total, amount_minor: amounts.get(part) }), permitted: true, reasons: [] }));
}
