import { expect, test } from 'vitest';
import { usual_first, usual_of, usual_query } from './suggest';
import type { PurposeSuggestion } from './types';

const usual: PurposeSuggestion[] = [
  { purpose: 'c', reason: 'same-printer', times: 3, of: 4 },
  { purpose: 'b', reason: 'same-hour', times: 2, of: 2 },
];

test('what is usual stands in front, in its order; the others keep theirs', () => {
  const ids = (list: { id: string }[]) => list.map(({ id }) => id).join('');
  expect(ids(usual_first([{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }], usual))).toBe('cbad');
  expect(ids(usual_first([{ id: 'a' }, { id: 'b' }], []))).toBe('ab');
});

test('each hint is found by its purpose', () => {
  expect(usual_of(usual, 'b')?.reason).toBe('same-hour');
  expect(usual_of(usual, 'a')).toBeNull();
});

test('the place is said only where it is known', () => {
  expect(usual_query(null, 'Asia/Tokyo')).toBe('?time_zone=Asia%2FTokyo');
  expect(usual_query('7', 'UTC')).toBe('?time_zone=UTC&printer=7');
});
