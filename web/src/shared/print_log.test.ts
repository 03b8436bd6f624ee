import { expect, test } from 'vitest';
import { is_bad_amount, log_query, no_filter } from './print_log';

test('no filter asks for everything', () => expect(log_query(no_filter, 'JPY')).toBe(''));

test('days are from midnight to midnight here', () => {
  const query = new URLSearchParams(log_query({ ...no_filter, from: '2026-11-01', to: '2026-11-30' }, 'JPY'));
  expect(query.get('from')).toBe(new Date('2026-11-01T00:00').toISOString());
  expect(query.get('to')).toBe(new Date('2026-12-01T00:00').toISOString());
});

test('choices go as they are, and amounts in minor units', () => {
  expect(log_query({ ...no_filter, result: 'failed', payer: 'organisation:7', least: '12.5' }, 'USD')).toBe('result=failed&payer=organisation%3A7&amount_min=1250');
  expect(log_query({ ...no_filter, least: '１００', most: 'many' }, 'JPY')).toBe('amount_min=100');
  expect(is_bad_amount('many', 'JPY')).toBe(true);
  expect(is_bad_amount(' ', 'JPY')).toBe(false);
});
