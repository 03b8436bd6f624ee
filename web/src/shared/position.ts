// Where somebody is, in millionths of a degree; and how far that is, in words.
import { decimal_text, parse_decimal } from './money';
import type { Position } from './types';
import { locale } from './words.svelte';

const places = 6;

// "35.681236", "-70.5"; null when it is no such number or beyond the limit.
export function parse_degrees(text: string, most: number): number | null {
  const plain = text.normalize('NFKC').trim().replace('−', '-');
  const negative = plain.startsWith('-');
  const value = parse_decimal(negative ? plain.slice(1) : plain, places);
  if (value === null || value > most * 10 ** places) return null;
  return negative && value ? -value : value;
}
export const degrees_text = (degrees_e6: number) => decimal_text(degrees_e6, places);

// Asks the browser, which asks the person. Fails when they would rather not say.
export function where_i_am(): Promise<Position> {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error('no geolocation'));
    const found = ({ coords }: GeolocationPosition) =>
      resolve({ latitude_e6: Math.round(coords.latitude * 10 ** places), longitude_e6: Math.round(coords.longitude * 10 ** places) });
    navigator.geolocation.getCurrentPosition(found, reject, { timeout: 10_000, maximumAge: 60_000 });
  });
}

// "350 m", "2.4 km", "310 km"
export function distance_text(metres: number): string {
  const far = metres >= 1000;
  const dress = new Intl.NumberFormat(locale(), { style: 'unit', unit: far ? 'kilometer' : 'meter', maximumFractionDigits: far && metres < 100_000 ? 1 : 0 });
  return dress.format(far ? metres / 1000 : Math.round(metres / 10) * 10);
}
