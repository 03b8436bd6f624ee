// Print settings of a job in the making: a purpose's defaults, changed for this job alone.
import type { Purpose, Settings } from './types';

export const setting_names = ['copies', 'sides', 'print-color-mode', 'media'] as const;

// What a job starts with when this purpose is chosen: always a fresh copy, so that changing it never touches the stored defaults,
// and choosing A, then B, then A shows A's defaults again.
export function settings_for(purpose: Purpose): Settings {
  return { ...purpose.defaults };
}

// Only what differs from the purpose's defaults goes with the job.
export function changes(chosen: Settings, defaults: Settings): Partial<Settings> {
  const differing = setting_names.filter((name) => chosen[name] !== defaults[name]);
  return Object.fromEntries(differing.map((name) => [name, chosen[name]]));
}

// No silent default: a purpose is preselected only when it is the only one that can be used.
export function preselected(purposes: Purpose[]): string | null {
  return purposes.length === 1 && purposes[0]?.state === 'active' ? purposes[0].id : null;
}

export const first_settings: Settings = { copies: 1, sides: 'one-sided', 'print-color-mode': 'monochrome', media: 'iso_a4_210x297mm' };
