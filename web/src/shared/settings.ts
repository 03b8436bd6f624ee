// Print settings of a job in the making: a purpose's defaults, changed for this job alone.
import type { Finishing, Purpose, Settings } from './types';

export const first_settings: Settings = {
  copies: 1,
  sides: 'one-sided',
  'print-color-mode': 'monochrome',
  media: 'iso_a4_210x297mm',
  'page-ranges': [],
  'number-up': 1,
  orientation: 'auto',
  'print-scaling': 'auto',
  'print-quality': 'normal',
  finishings: [],
  collate: true,
};
export const setting_names = Object.keys(first_settings) as (keyof Settings)[];

// A copy that shares nothing with the original.
export function copy_of(settings: Settings): Settings {
  return { ...settings, 'page-ranges': settings['page-ranges'].map(([first, last]) => [first, last]), finishings: [...settings.finishings] };
}

// What a job starts with when this purpose is chosen: always a fresh copy, so that changing it never touches the stored defaults,
// and choosing A, then B, then A shows A's defaults again.
export const settings_for = (purpose: Pick<Purpose, 'defaults'>): Settings => copy_of(purpose.defaults);

// Only what differs from the purpose's defaults goes with the job.
export function changes(chosen: Settings, defaults: Settings): Partial<Settings> {
  const differing = setting_names.filter((name) => JSON.stringify(chosen[name]) !== JSON.stringify(defaults[name]));
  return Object.fromEntries(differing.map((name) => [name, chosen[name]]));
}

// Three choices that exclude one another within themselves: a job may be stapled and punched, but is stapled in one way.
export const finishing_kinds = {
  staple: ['staple', 'staple-top-left', 'staple-bottom-left', 'staple-top-right', 'staple-bottom-right', 'staple-dual-left', 'staple-dual-top'],
  punch: ['punch', 'punch-dual-left', 'punch-dual-top'],
  fold: ['fold', 'booklet-maker'],
} as const satisfies Record<string, Finishing[]>;
export type FinishingKind = keyof typeof finishing_kinds;

const is_of = (kind: FinishingKind, finishing: Finishing) => (finishing_kinds[kind] as readonly Finishing[]).includes(finishing);
export function finishing_of(settings: Settings, kind: FinishingKind): Finishing | '' {
  return settings.finishings.find((finishing) => is_of(kind, finishing)) ?? '';
}
export function with_finishing(settings: Settings, kind: FinishingKind, chosen: Finishing | ''): Finishing[] {
  const others = settings.finishings.filter((finishing) => !is_of(kind, finishing));
  return chosen ? [...others, chosen] : others;
}

// How many pages one sheet of paper takes.
export const pages_per_sheet = (settings: Settings) => settings['number-up'] * (settings.sides === 'one-sided' ? 1 : 2);

// No silent default: a purpose is preselected only when the person made it their default, or when it is the only one; and only when it can be used.
export function preselected(purposes: Purpose[]): string | null {
  const chosen = purposes.find((purpose) => purpose.is_default && purpose.state === 'active');
  if (chosen) return chosen.id;
  return purposes.length === 1 && purposes[0]?.state === 'active' ? purposes[0].id : null;
}
