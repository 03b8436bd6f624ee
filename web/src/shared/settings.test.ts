import { expect, test } from 'vitest';
import { changes, first_settings, preselected, settings_for } from './settings';
import type { Purpose } from './types';

const purpose = (id: string, more: Partial<Purpose> = {}): Purpose => ({
  id, name: id, slug: id, payer: { kind: 'private' }, defaults: first_settings, hold_hours: 24, switched_on: true, at_once: null, state: 'active', held_jobs: 0, ...more,
});

test('choosing A, then B, then A shows the defaults of A again, whatever was changed meanwhile', () => {
  const a = purpose('a', { defaults: { ...first_settings, sides: 'two-sided-long-edge' } });
  const b = purpose('b', { defaults: { ...first_settings, 'print-color-mode': 'color' } });
  let chosen = settings_for(a);
  chosen.copies = 9;
  chosen.sides = 'one-sided';
  chosen = settings_for(b);
  expect(chosen).toEqual(b.defaults);
  chosen.copies = 5;
  chosen = settings_for(a);
  expect(chosen).toEqual({ ...first_settings, sides: 'two-sided-long-edge' });
  expect(a.defaults.copies).toBe(1);
});

test('only differences go with the job', () => {
  expect(changes(first_settings, first_settings)).toEqual({});
  expect(changes({ ...first_settings, copies: 2, media: 'jis_b5_182x257mm' }, first_settings)).toEqual({ copies: 2, media: 'jis_b5_182x257mm' });
});

test('no silent default: one usable purpose is preselected, several are not', () => {
  expect(preselected([purpose('a')])).toBe('a');
  expect(preselected([purpose('a'), purpose('b')])).toBeNull();
  expect(preselected([purpose('a', { state: 'pending' })])).toBeNull();
  expect(preselected([])).toBeNull();
});
