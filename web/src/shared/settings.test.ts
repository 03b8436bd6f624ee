import { expect, test } from 'vitest';
import { changes, finishing_of, first_settings, pages_per_sheet, preselected, settings_for, with_finishing } from './settings';
import type { Purpose } from './types';

const purpose = (id: string, more: Partial<Purpose> = {}): Purpose => ({
  id, name: id, slug: id, payer: { kind: 'private' }, cost_centre: null, defaults: first_settings, hold_hours: 24, switched_on: true, at_once: null, show_titles: false, color: null, icon: null, favourite: false, is_default: false, comment_needed: false, overflow: false, split: null, state: 'active', membership_ended: false, held_jobs: 0, ...more,
});

test('choosing A, then B, then A shows the defaults of A again, whatever was changed meanwhile', () => {
  const a = purpose('a', { defaults: { ...first_settings, sides: 'two-sided-long-edge' } });
  const b = purpose('b', { defaults: { ...first_settings, 'print-color-mode': 'color' } });
  let chosen = settings_for(a);
  chosen.copies = 9;
  chosen.sides = 'one-sided';
  chosen['page-ranges'].push([2, 3]);
  chosen.finishings.push('staple');
  chosen = settings_for(b);
  expect(chosen).toEqual(b.defaults);
  chosen.copies = 5;
  chosen = settings_for(a);
  expect(chosen).toEqual({ ...first_settings, sides: 'two-sided-long-edge' });
  expect(a.defaults.copies).toBe(1);
  expect(a.defaults.finishings).toEqual([]);
});

test('only differences go with the job', () => {
  expect(changes(first_settings, first_settings)).toEqual({});
  expect(changes({ ...first_settings, copies: 2, media: 'jis_b5_182x257mm' }, first_settings)).toEqual({ copies: 2, media: 'jis_b5_182x257mm' });
  expect(changes({ ...first_settings, 'page-ranges': [[1, 2]] }, { ...first_settings, 'page-ranges': [[1, 2]] })).toEqual({});
  expect(changes({ ...first_settings, 'page-ranges': [] }, { ...first_settings, 'page-ranges': [[1, 2]] })).toEqual({ 'page-ranges': [] });
});

test('a job is stapled in one way, and may be punched besides', () => {
  const stapled = { ...first_settings, finishings: with_finishing(first_settings, 'staple', 'staple-top-left') };
  expect(stapled.finishings).toEqual(['staple-top-left']);
  const both = { ...stapled, finishings: with_finishing(stapled, 'punch', 'punch') };
  expect(with_finishing(both, 'staple', 'staple-dual-left')).toEqual(['punch', 'staple-dual-left']);
  expect(finishing_of(both, 'staple')).toBe('staple-top-left');
  expect(finishing_of(both, 'fold')).toBe('');
  expect(with_finishing(both, 'staple', '')).toEqual(['punch']);
});

test('a sheet takes the pages of both its sides', () => {
  expect(pages_per_sheet(first_settings)).toBe(1);
  expect(pages_per_sheet({ ...first_settings, sides: 'two-sided-long-edge', 'number-up': 4 })).toBe(8);
});

test('no silent default: one usable purpose is preselected, several are not', () => {
  expect(preselected([purpose('a')])).toBe('a');
  expect(preselected([purpose('a'), purpose('b')])).toBeNull();
  expect(preselected([purpose('a', { state: 'pending' })])).toBeNull();
  expect(preselected([])).toBeNull();
});

test('the default is what the person made it, as long as it can be used', () => {
  expect(preselected([purpose('a'), purpose('b', { is_default: true })])).toBe('b');
  expect(preselected([purpose('a'), purpose('b', { is_default: true, state: 'pending' })])).toBeNull();
  expect(preselected([purpose('a'), purpose('b', { favourite: true })])).toBeNull();
});
