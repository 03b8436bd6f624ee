// One's own purposes: every screen of a person shows them, so they are kept in one place.
import { list } from './api';
import { hues_of } from './hues';
import { Loaded } from './loaded.svelte';
import type { Purpose } from './types';

export const purposes = new Loaded<Purpose[]>(() => list<Purpose>('/purposes'));
const by_id = $derived(hues_of(purposes.value ?? []));
export const hues = () => by_id;
