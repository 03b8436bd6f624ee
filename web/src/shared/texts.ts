// Sentences about things: settings in a few words, who pays, what went wrong.
import type { Problem } from './api';
import { ranges_text } from './page_ranges';
import { signed_in } from './session.svelte';
import { month } from './time';
import type { Money, Payer, Quote, ScopedBudget, Settings, Split } from './types';
import { money, t, t_or, type WordKey } from './words.svelte';

const dot = '\u00a0· '; // a line never begins with the dot

export function media_name(media: string): string {
  return t_or(`media.${media}`, media);
}
export function settings_text(settings: Settings): string {
  const words = [
    t(`color.${settings['print-color-mode']}`),
    t(settings.sides === 'one-sided' ? 'sides.short.one' : 'sides.short.two'),
    media_name(settings.media),
  ];
  if (settings.copies > 1) words.push(t('settings.copies_n', { count: settings.copies }));
  const more = more_settings_text(settings);
  return [...words, ...(more ? [more] : [])].join(dot);
}
// Those that are not as usual; empty when all are.
export function more_settings_text(settings: Settings): string {
  const words: string[] = [];
  if (settings['page-ranges'].length) words.push(t('settings.only_pages', { pages: ranges_text(settings['page-ranges']) }));
  if (settings['number-up'] > 1) words.push(t('settings.n_up', { count: settings['number-up'] }));
  if (settings.orientation !== 'auto') words.push(t(`orientation.${settings.orientation}`));
  if (settings['print-scaling'] !== 'auto') words.push(t(`scaling.${settings['print-scaling']}`));
  if (settings['print-quality'] !== 'normal') words.push(t(`quality.${settings['print-quality']}`));
  for (const finishing of settings.finishings) words.push(t(`finishing.${finishing}`));
  if (!settings.collate) words.push(t('settings.uncollated'));
  return words.join(dot);
}
// What comes out, in a few words: "5 sides, 2 in colour, on 3 sheets".
export function counts_text(quote: Pick<Quote, 'impressions' | 'color_impressions' | 'sheets'>): string {
  const { impressions, color_impressions: color, sheets } = quote;
  const sides = color > 0 && color < impressions ? t('counts.some_color', { impressions, color }) : t('counts.sides', { impressions });
  return t('counts.on_sheets', { sides, sheets });
}
// A private payer is oneself, except on an operator's screens.
const is_me = (payer: Payer) => payer.kind === 'private' && (!payer.person || payer.person === signed_in()?.id);
export function payer_text(payer: Payer | null): string {
  if (!payer) return t('payer.nobody');
  if (is_me(payer)) return t('payer.private');
  return payer.name ?? t('payer.organisation');
}
export function pays_text(payer: Payer): string {
  return is_me(payer) ? t('payer.pays_private') : t('payer.pays', { payer: payer_text(payer) });
}
// Of a purpose: its payer, or that it has several.
export const payers_text = (payer: Payer, split?: object | null): string => (split ? t('split.several') : payer_text(payer));
// Whoever paid a part of it once, and does no more since its person left: until they are replaced nothing is printed.
export const lost_payers = (split: Split | null | undefined): string => (split?.parts ?? []).filter((part) => part.membership_ended).map((part) => payer_text(part.payer)).join(t('split.and'));
// "Company A ¥70, you ¥30".
export const shares_text = (shares: { payer: Payer; total: Money }[]): string =>
  shares.map(({ payer, total }) => t('split.part', { payer: is_me(payer) ? t('split.you') : payer_text(payer), amount: money(total) })).join(t('split.and'));
// "2026-11" or "2026", as a person says it.
export const period_text = (period: string): string => (period.includes('-') ? month(period) : t('period.year', { year: period }));
export function budget_name(budget: ScopedBudget): string {
  return budget.subject?.name || t(`budget.scope.${budget.scope}`);
}
// What kind it is, beside its name: "Person · each month".
export function budget_kind(budget: ScopedBudget): string {
  const words = budget.subject?.name ? [t(`budget.scope.${budget.scope}`)] : [];
  words.push(t(`budget.each.${budget.period}`));
  if (!budget.hard) words.push(t('budget.only_warns'));
  return words.join(dot);
}
// "¥300 left", or how much it is overdrawn.
export function room_text(room: Money): string {
  if (room.amount_minor >= 0) return t('budget.left', { room: money(room) });
  return t('budget.over', { amount: money({ ...room, amount_minor: -room.amount_minor }) });
}
export function reason_text(code: string, detail = ''): string {
  return t_or(`reason.${code}`, detail || code);
}
export function remedy_text(code: string): string {
  return t_or(`remedy.${code}`, code);
}
export function problem_text(problem: Problem): string {
  const known: WordKey = 'problem.internal';
  return t_or(`problem.${problem.code}`, t_or(`reason.${problem.code}`, problem.message || t(known)));
}
export function pages_text(pages: number | null): string {
  return pages === null ? t('job.pages_unknown') : t('job.pages', { count: pages });
}
