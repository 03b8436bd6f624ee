// What can be done about a refusal, as far as this page can do it: a change of settings, or a question to ask.
import type { Settings } from '../shared/types';

// What a person is asked for, on the job's own page.
export type Ask = 'purpose' | 'settings' | 'comment' | 'split';
export type Remedy = { settings: Partial<Settings> } | { ask: Ask } | { go: 'home' | 'purpose' | 'job' };

const remedies: Record<string, Remedy> = {
  'give-comment': { ask: 'comment' },
  'choose-purpose': { ask: 'purpose' },
  'choose-other-purpose': { ask: 'purpose' },
  'switch-purpose-on': { go: 'purpose' },
  'ask-membership': { go: 'purpose' },
  'print-monochrome': { settings: { 'print-color-mode': 'monochrome' } },
  'print-one-sided': { settings: { sides: 'one-sided' } },
  'print-two-sided': { settings: { sides: 'two-sided-long-edge' } },
  'choose-other-paper': { ask: 'settings' },
  'print-unfinished': { settings: { finishings: [] } },
  'choose-other-pages': { ask: 'settings' },
  'fewer-copies': { ask: 'settings' },
  'change-split': { ask: 'split' },
  'confirm-sender': { go: 'job' },
  'submit-again': { go: 'home' },
};
// None: a sentence is all there is, such as "wait" or "ask the provider".
export const remedy_of = (code: string): Remedy | null => remedies[code] ?? null;
