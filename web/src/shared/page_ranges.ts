// Page ranges as people write them: "1-3, 5", in full-width digits and with Japanese commas too; in any order, overlapping or not.
import type { PageRange } from './types';

const ranges_max = 100;
const page_max = 2 ** 31 - 1;

export function ranges_text(ranges: PageRange[]): string {
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(', ');
}

function parse_range(word: string): PageRange | null {
  const match = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(word);
  if (!match) return null;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first >= 1 && last >= first && last <= page_max ? [first, last] : null;
}

// Ascending and apart, as the server wants them; nothing written is all pages. Null when it cannot be read.
export function parse_ranges(text: string): PageRange[] | null {
  const plain = text.normalize('NFKC').replaceAll(/\s*[-‐‑‒–—―−ー~〜]\s*/g, '-');
  const words = plain.split(/[,、;\s]+/).filter(Boolean);
  const merged: PageRange[] = [];
  const parsed = words.map(parse_range);
  if (parsed.includes(null)) return null;
  for (const [first, last] of (parsed as PageRange[]).sort((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged.length <= ranges_max ? merged : null;
}
