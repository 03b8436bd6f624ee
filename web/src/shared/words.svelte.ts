// The words of both languages, loaded one language at a time. Keys are checked by the compiler (WordKey) and by scripts/check_words.mjs.
import type en from '../../words/en.json';
import { format_milli, format_money } from './money';
import type { Language, Money } from './types';

export type WordKey = keyof typeof en;
type Params = Record<string, string | number>;

const loaders = {
  en: () => import('../../words/en.json'),
  ja: () => import('../../words/ja.json'),
};
const state = $state<{ language: Language; words: Record<string, string> }>({ language: 'en', words: {} });
const remembered = 'tsuke.language';

export const language = () => state.language;
export const locale = () => (state.language === 'ja' ? 'ja-JP' : 'en-GB');
const money_locale = () => (state.language === 'ja' ? 'ja-JP' : 'en');

export async function speak(wanted: Language) {
  const words = (await loaders[wanted]()).default as Record<string, string>;
  Object.assign(state, { language: wanted, words });
  document.documentElement.lang = wanted;
  localStorage.setItem(remembered, wanted);
}

// Before anybody has signed in: what this browser was told last, else what it prefers.
export function first_language(): Language {
  const kept = localStorage.getItem(remembered);
  if (kept === 'en' || kept === 'ja') return kept;
  return navigator.languages.find((tag) => /^(en|ja)\b/.test(tag))?.startsWith('ja') ? 'ja' : 'en';
}

// "{n, plural, one {# page} other {# pages}}" and "{name}" are all the grammar there is.
const plural = /\{(\w+), plural, one \{([^{}]*)\} other \{([^{}]*)\}\}/g;
function fill(text: string, params: Params): string {
  const number = (value: string | number | undefined) => (typeof value === 'number' ? value.toLocaleString(locale()) : (value ?? ''));
  return text
    .replace(plural, (_, name: string, one: string, other: string) => {
      const count = Number(params[name]);
      const form = new Intl.PluralRules(state.language).select(count) === 'one' ? one : other;
      return form.replace('#', number(count));
    })
    .replace(/\{(\w+)\}/g, (_, name: string) => number(params[name]));
}

export const t = (key: WordKey, params: Params = {}) => fill(state.words[key] ?? key, params);
// For codes that a newer server may know and this page does not.
export const t_or = (key: string, otherwise: string) => state.words[key] ?? otherwise;

export const money = (amount: Money) => format_money(amount, money_locale());
export const unit_price = (milli: number, currency: string) => format_milli(milli, currency, money_locale());
export const count = (value: number) => value.toLocaleString(locale());
