// Money on screen, from integers alone: a decimal text is made digit by digit and Intl only dresses it.
import type { Fraction, Money } from './types';

const digits_of = new Map<string, number>();
export function minor_digits(currency: string): number {
  let digits = digits_of.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digits_of.set(currency, digits);
  }
  return digits;
}

// 12345 with 2 digits is "123.45". Works for every safe integer.
export function decimal_text(amount: number, digits: number): string {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a safe integer: ${amount}`);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const sign = amount < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export function format_money(money: Money, language: string): string {
  const { currency } = money;
  const digits = minor_digits(currency);
  const dress = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  return dress.format(decimal_text(money.amount_minor, digits) as Intl.StringNumericLiteral);
}

// A unit price in 1/1000 of a minor unit: 10500 JPY-milli is "¥10.5".
export function format_milli(milli: number, currency: string, language: string): string {
  const digits = minor_digits(currency) + 3;
  const dress = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: minor_digits(currency),
    maximumFractionDigits: digits,
  });
  return dress.format(decimal_text(milli, digits) as Intl.StringNumericLiteral);
}

// "12.5" with 3 digits is 12500, "1,200" is 1200000; null when it is not a plain non-negative number or has too many digits.
export function parse_decimal(text: string, digits: number): number | null {
  const plain = text.normalize('NFKC').replaceAll(/[\s¥]/g, '');
  const ungrouped = /^[1-9]\d{0,2}(,\d{3})+(\.|$)/.test(plain) ? plain.replaceAll(',', '') : plain;
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(ungrouped);
  if (!match) return null;
  const fraction = match[2] ?? '';
  if (fraction.length > digits) return null;
  const value = Number(match[1] + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(value) ? value : null;
}

// What stands in a price field: no currency sign, no trailing zeros.
export function milli_text(milli: number, currency: string): string {
  const text = decimal_text(milli, minor_digits(currency) + 3);
  return text.replace(/\.?0+$/, '') || '0';
}
export const parse_milli = (text: string, currency: string) => parse_decimal(text, minor_digits(currency) + 3);

export function add(amounts: Money[], currency: string): Money {
  return { amount_minor: amounts.reduce((sum, money) => sum + money.amount_minor, 0), currency };
}

// 35/1000 is "3.5" (per cent, exact to three digits).
export function percent_text(fraction: Fraction): string {
  const thousandths = (BigInt(fraction.numerator) * 100_000n) / BigInt(fraction.denominator);
  return decimal_text(Number(thousandths), 3).replace(/\.?0+$/, '');
}
export function parse_percent(text: string): Fraction | null {
  const value = parse_decimal(text, 3);
  return value === null ? null : { numerator: value, denominator: 100_000 };
}
