import { expect, test } from 'vitest';
import { decimal_text, format_milli, format_money, milli_text, parse_decimal, parse_milli, parse_percent, percent_text } from './money';

test('decimal text is exact for every safe integer', () => {
  expect(decimal_text(0, 2)).toBe('0.00');
  expect(decimal_text(-5, 2)).toBe('-0.05');
  expect(decimal_text(611, 0)).toBe('611');
  expect(decimal_text(Number.MAX_SAFE_INTEGER, 2)).toBe('90071992547409.91');
  expect(() => decimal_text(0.1, 2)).toThrow(RangeError);
  expect(() => decimal_text(2 ** 53, 2)).toThrow(RangeError);
});

test('money has the digits of its currency and the dress of the language', () => {
  expect(format_money({ amount_minor: 12611, currency: 'JPY' }, 'en')).toBe('¥12,611');
  expect(format_money({ amount_minor: 12611, currency: 'JPY' }, 'ja')).toMatch(/^[\u00a5\uffe5]12,611$/);
  expect(format_money({ amount_minor: 1234567, currency: 'EUR' }, 'en')).toBe('€12,345.67');
  expect(format_money({ amount_minor: 9007199254740991, currency: 'USD' }, 'en')).toBe('$90,071,992,547,409.91');
  expect(format_money({ amount_minor: -50, currency: 'USD' }, 'en')).toBe('-$0.50');
});

test('unit prices in thousandths keep their fraction and no needless zeros', () => {
  expect(format_milli(10000, 'JPY', 'en')).toBe('¥10');
  expect(format_milli(10500, 'JPY', 'en')).toBe('¥10.5');
  expect(format_milli(1, 'JPY', 'en')).toBe('¥0.001');
  expect(format_milli(12500, 'USD', 'en')).toBe('$0.125');
});

test('prices typed in are read digit by digit', () => {
  expect(parse_milli('10.5', 'JPY')).toBe(10500);
  expect(parse_milli('0.125', 'USD')).toBe(12500);
  expect(parse_milli('¥１,200', 'JPY')).toBe(1200000);
  expect(parse_milli('0,125', 'USD')).toBeNull();
  expect(parse_milli('10', 'JPY')).toBe(10000);
  expect(parse_milli('', 'JPY')).toBeNull();
  expect(parse_milli('-1', 'JPY')).toBeNull();
  expect(parse_milli('1.2345', 'JPY')).toBeNull();
  expect(parse_decimal('1e3', 0)).toBeNull();
  expect(parse_decimal('9999999999999', 3)).toBeNull();
  for (const milli of [0, 1, 999, 1000, 10500, 123456]) expect(parse_milli(milli_text(milli, 'JPY'), 'JPY')).toBe(milli);
});

test('percentages are exact fractions', () => {
  expect(percent_text({ numerator: 35, denominator: 1000 })).toBe('3.5');
  expect(percent_text({ numerator: 0, denominator: 1 })).toBe('0');
  expect(percent_text(parse_percent('7.25')!)).toBe('7.25');
  expect(percent_text(parse_percent('10')!)).toBe('10');
  expect(parse_percent('x')).toBeNull();
});
