// The price matrix of a printer: colour × paper, as texts in fields, to and from tariff lines.
import { milli_text, parse_milli } from '../shared/money';
import type { Finishing, FinishingPrice, PricedColor, TariffLine, TariffVersion } from '../shared/types';

export type Row = { color_mode: PricedColor | null; media: string | null; two_sided: boolean | null; per_impression: string; per_sheet: string };

export function rows_of(tariff: TariffVersion | null, currency: string): Row[] {
  if (!tariff?.lines.length) return [new_row('monochrome'), new_row('color')];
  return tariff.lines.map(({ per_impression_milli, per_sheet_milli, ...rest }) => ({
    ...rest,
    per_impression: milli_text(per_impression_milli, currency),
    per_sheet: milli_text(per_sheet_milli, currency),
  }));
}
export function new_row(color_mode: PricedColor | null = null): Row {
  return { color_mode, media: null, two_sided: null, per_impression: '', per_sheet: '0' };
}
// None when a price cannot be read.
export function lines_of(rows: Row[], currency: string): TariffLine[] | null {
  const lines: TariffLine[] = [];
  for (const { per_impression, per_sheet, ...rest } of rows) {
    const impression = parse_milli(per_impression, currency);
    const sheet = parse_milli(per_sheet, currency);
    if (impression === null || sheet === null) return null;
    lines.push({ ...rest, per_impression_milli: impression, per_sheet_milli: sheet });
  }
  return lines.length ? lines : null;
}

// What each finished copy costs besides, one finishing a row.
export type FinishingRow = { finishing: Finishing; per_copy: string };

export function finishing_rows_of(tariff: TariffVersion | null, currency: string): FinishingRow[] {
  return (tariff?.finishings ?? []).map(({ finishing, per_copy_milli }) => ({ finishing, per_copy: milli_text(per_copy_milli, currency) }));
}
// None when a price cannot be read, or a finishing is priced twice.
export function finishing_prices_of(rows: FinishingRow[], currency: string): FinishingPrice[] | null {
  const prices: FinishingPrice[] = [];
  for (const { finishing, per_copy } of rows) {
    const milli = parse_milli(per_copy, currency);
    if (milli === null || prices.some((price) => price.finishing === finishing)) return null;
    prices.push({ finishing, per_copy_milli: milli });
  }
  return prices;
}
