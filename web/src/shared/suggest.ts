// Purposes with those that are usual here and now in front: a hint with its reason, never a choice.
import type { PurposeSuggestion } from './types';

export function usual_first<T extends { id: string }>(purposes: T[], usual: PurposeSuggestion[]): T[] {
  const place = (purpose: T) => {
    const found = usual.findIndex((one) => one.purpose === purpose.id);
    return found < 0 ? usual.length : found;
  };
  return [...purposes].sort((a, b) => place(a) - place(b));
}
export const usual_of = (usual: PurposeSuggestion[], id: string) => usual.find((one) => one.purpose === id) ?? null;

// "?printer=7&time_zone=Asia%2FTokyo"
export function usual_query(printer: string | null, time_zone: string): string {
  const query = new URLSearchParams({ time_zone });
  if (printer) query.set('printer', printer);
  return `?${query}`;
}
