// A print log: its rows, and what it is asked for: filters as a person writes them, and as the server reads them.
import { minor_digits, parse_decimal } from './money';
import type { Money, Named, Payer, Sides, WouldBe } from './types';

export const log_results = ['printing', 'printed', 'partly-printed', 'failed', 'cancelled', 'unconfirmed'] as const;
export type LogResult = (typeof log_results)[number];
export type LogCounts = { monochrome_impressions: number; color_impressions: number; sheets: number };
// What is hidden from the reader is null.
export type LogRow = {
  job: string;
  released_at: string;
  settled_at: string | null;
  title: string | null;
  comment: string | null;
  person: Named | null;
  released_by: Named | null; // for them, by a delegate
  submitted_by: Named | null;
  at_once: boolean;
  purpose: Named | null;
  payer: Payer | null;
  provider: Named | null;
  site: Named | null;
  printer: Named;
  attempt: number;
  asked: LogCounts;
  printed: LogCounts;
  media: string;
  sides: Sides;
  result: LogResult;
  device_fee: Money;
  service_fee: Money | null;
  total: Money | null;
  commission: Money | null;
  refunded: { device_fee: Money; service_fee: Money | null; total: Money | null; commission: Money | null; borne: Money | null }; // what was given back since
  net: Money | null; // what remains of the total
  provider_net: Money | null; // and of what the provider earned
  reassigned: boolean;
  paid: boolean;
  would_be: WouldBe | null; // of a print in a trial: nothing of it is charged
  share: string | null; // a payer's line of a print that several share: "70 %"
  shares: { payer: Payer; share: string; total: Money; refunded: Money; net: Money; paid: boolean }[]; // who they are, for the person and the operator
};

export type LogEyes = 'person' | 'payer' | 'provider' | 'operator';
export type LogFilter = {
  from: string; // days, "2026-11-26", both included
  to: string;
  result: string;
  color: string;
  purpose: string;
  person: string;
  payer: string;
  provider: string;
  site: string;
  printer: string;
  least: string; // amounts in major units, as written
  most: string;
};
export const no_filter: LogFilter = { from: '', to: '', result: '', color: '', purpose: '', person: '', payer: '', provider: '', site: '', printer: '', least: '', most: '' };

// Midnight here of a day, or of the day after.
function midnight(day: string, later: number): string {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return at.toISOString();
}

export const is_bad_amount = (text: string, currency: string) => text.trim() !== '' && parse_decimal(text, minor_digits(currency)) === null;

// "result=failed&printer=7"; empty without a filter.
export function log_query(filter: LogFilter, currency: string): string {
  const query = new URLSearchParams();
  if (filter.from) query.set('from', midnight(filter.from, 0));
  if (filter.to) query.set('to', midnight(filter.to, 1));
  for (const name of ['result', 'color', 'purpose', 'person', 'payer', 'provider', 'site', 'printer'] as const) if (filter[name]) query.set(name, filter[name]);
  const amount = (text: string) => parse_decimal(text, minor_digits(currency));
  const least = amount(filter.least), most = amount(filter.most);
  if (least !== null) query.set('amount_min', String(least));
  if (most !== null) query.set('amount_max', String(most));
  return query.toString();
}
