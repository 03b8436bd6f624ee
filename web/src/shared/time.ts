// Instants on screen, in the person's own time zone.
import { language, locale, t } from './words.svelte';

const minute_ms = 60_000;

export function moment(instant: string): string {
  const options: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' };
  if (new Date(instant).getFullYear() !== new Date().getFullYear()) options.year = 'numeric';
  return new Intl.DateTimeFormat(locale(), options).format(new Date(instant));
}
export const time_of_day = (instant: string) => new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
export function day(instant: string): string {
  return new Intl.DateTimeFormat(locale(), { year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(instant));
}
// "2026-11" is "November 2026".
export function month(text: string): string {
  return new Intl.DateTimeFormat(locale(), { year: 'numeric', month: 'long' }).format(new Date(`${text}-15T00:00:00Z`));
}
export const this_month = () => new Intl.DateTimeFormat(locale(), { month: 'long' }).format(new Date());

const parts = (value: number, unit: 'minute' | 'hour' | 'day') =>
  new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(value);
function span(minutes: number): string {
  if (minutes < 60) return parts(Math.max(1, minutes), 'minute');
  if (minutes < 48 * 60) return parts(Math.floor(minutes / 60), 'hour');
  return parts(Math.floor(minutes / 1440), 'day');
}
export const hours_text = (hours: number) => (hours >= 48 && hours % 24 === 0 ? parts(hours / 24, 'day') : parts(hours, 'hour'));

export function left_until(instant: string, now: number): string {
  const minutes = Math.ceil((Date.parse(instant) - now) / minute_ms);
  return minutes <= 0 ? t('time.expired') : t('time.left', { span: span(minutes) });
}
export function since(instant: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(instant)) / minute_ms);
  return minutes < 1 ? t('time.now') : t('time.ago', { span: span(minutes) });
}
