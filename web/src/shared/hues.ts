// A purpose's colour and initials: stable, so that a person learns them.
import { purpose_colors, type Named, type PurposeColor } from './types';

const hue_count = 8;
const wish = (id: string) => Array.from(id).reduce((sum, digit) => (sum * 31 + digit.charCodeAt(0)) % 9973, 7) % hue_count;

type Coloured = Named & { color?: PurposeColor | null };
export const hue_of_color = (color: PurposeColor) => purpose_colors.indexOf(color);

// Colours of one's own purposes: those that the person chose; the others take, in the order of their making, the colour that they wish or the next free one.
export function hues_of(purposes: Coloured[]): Map<string, number> {
  const hues = new Map<string, number>();
  for (const { id, color } of purposes) if (color) hues.set(id, hue_of_color(color));
  const taken = new Set(hues.values());
  const oldest_first = [...purposes].sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
  for (const { id } of oldest_first) {
    if (hues.has(id)) continue;
    let hue = wish(id);
    for (let step = 0; taken.has(hue) && step < hue_count; step++) hue = (hue + 1) % hue_count;
    taken.add(hue);
    hues.set(id, hue);
  }
  return hues;
}
export const hue_of = (id: string) => wish(id);

// "Company A" is "CA", "Private" is "P", "仕事" is "仕".
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = Array.from(words[0] ?? '?')[0] ?? '?';
  const second = words.length > 1 && /^[\p{Script=Latin}\d]/u.test(first) ? (Array.from(words[words.length - 1] ?? '')[0] ?? '') : '';
  return (first + second).toUpperCase();
}
