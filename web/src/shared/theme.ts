// Light, dark, or as the system: kept in this browser, applied by color-scheme alone.
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
const remembered = 'tsuke.theme';

export function theme(): Theme {
  const kept = localStorage.getItem(remembered);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
export function apply_theme(wanted: Theme) {
  localStorage.setItem(remembered, wanted);
  document.documentElement.style.colorScheme = wanted === 'system' ? '' : wanted;
}
