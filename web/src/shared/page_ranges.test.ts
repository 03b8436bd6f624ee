import { expect, test } from 'vitest';
import { parse_ranges, ranges_text } from './page_ranges';

test('page ranges are read as people write them', () => {
  expect(parse_ranges('1-3, 5')).toEqual([[1, 3], [5, 5]]);
  expect(parse_ranges(' 7 ')).toEqual([[7, 7]]);
  expect(parse_ranges('１－３、５')).toEqual([[1, 3], [5, 5]]);
  expect(parse_ranges('2 – 4;9')).toEqual([[2, 4], [9, 9]]);
  expect(parse_ranges('')).toEqual([]);
  expect(parse_ranges(' , ')).toEqual([]);
});

test('the order is put right and what touches becomes one', () => {
  expect(parse_ranges('5, 1-3')).toEqual([[1, 3], [5, 5]]);
  expect(parse_ranges('1-4, 3-6')).toEqual([[1, 6]]);
  expect(parse_ranges('1, 2, 3')).toEqual([[1, 3]]);
  expect(parse_ranges('1-9, 2')).toEqual([[1, 9]]);
});

test('what is no range is refused', () => {
  for (const text of ['0', '3-1', '-2', '2-', '1-2-3', 'all', '1.5', '99999999999']) expect(parse_ranges(text), text).toBeNull();
  expect(parse_ranges(Array.from({ length: 101 }, (_, n) => n * 2 + 1).join(','))).toBeNull();
});

test('ranges are written back', () => {
  expect(ranges_text([[1, 3], [5, 5]])).toBe('1-3, 5');
  expect(ranges_text([])).toBe('');
});
