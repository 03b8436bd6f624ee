import { expect, test } from 'vitest';
import { degrees_text, distance_text, parse_degrees } from './position';

test('degrees are read and written digit by digit', () => {
  expect(parse_degrees('35.681236', 90)).toBe(35681236);
  expect(parse_degrees(' −70.5 ', 90)).toBe(-70500000);
  expect(parse_degrees('１３９.７', 180)).toBe(139700000);
  expect(parse_degrees('90', 90)).toBe(90000000);
  expect(degrees_text(-70500000)).toBe('-70.500000');
  for (const wrong of ['', '-', '90.000001', '1.2345678', 'north', '1e3']) expect(parse_degrees(wrong, 90), wrong).toBeNull();
});

test('distances are as exact as they are useful', () => {
  expect(distance_text(347)).toBe('350 m');
  expect(distance_text(2449)).toBe('2.4 km');
  expect(distance_text(310499)).toBe('310 km');
});
