// One's own purposes: every screen of a person shows them, so they are kept in one place.
import { list } from './api';
import { hues_of } from './hues';
import { Loaded } from './loaded.svelte';
import type { Purpose } from './types';

export const purposes = new Loaded<Purpose[]>(() => list<Purpose>('/purposes'));
const by_id = $derived(hues_of(purposes.value ?? []));
export const hues = () => by_id;
const icons = $derived(new Map((purposes.value ?? []).map((purpose) => [purpose.id, purpose.icon])));
export const icon_of = (id: string) => icons.get(id) ?? null;
// Those at hand come first; within each, the person's order.
export const by_hand = (all: Purpose[]) => [...all.filter((purpose) => purpose.favourite), ...all.filter((purpose) => !purpose.favourite)];
