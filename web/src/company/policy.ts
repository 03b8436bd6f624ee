// A payer's rules as sentences: composed of their fields, in the reader's language.
import type { Division, Named, PolicyRule } from '../shared/types';
import { media_name } from '../shared/texts';
import { count, money, t } from '../shared/words.svelte';

// What ids stand for; what is not known (any more) is not named.
export type Known = { people: Named[]; departments: Division[]; cost_centres: Division[]; printers: Named[]; sites: Named[] };

export const empty_rule = (): PolicyRule => ({
  who: { roles: [], departments: [], cost_centres: [], people: [] },
  where: { elsewhere: false, kinds: [], providers: [], sites: [], printers: [] },
  when: { outside: false, weekdays: [], from: '00:00', to: '24:00' },
  what: { color: false, one_sided: false, finished: false, media: [], impressions_over: null, sheets_over: null, sheets_of_day_over: null, price_over: null },
  then: 'refuse',
});

const any_of = (texts: string[]) => texts.join(t('policy.or'));
const names = (ids: string[], known: Named[]) => ids.map((id) => known.find((one) => one.id === id)?.name ?? t('policy.unknown'));

function who_text({ who }: PolicyRule, known: Known): string[] {
  const texts: string[] = [];
  if (who.roles.length) texts.push(any_of(who.roles.map((role) => t(`role.${role}`))));
  if (who.departments.length) texts.push(any_of(names(who.departments, known.departments)));
  if (who.cost_centres.length) texts.push(t('policy.cost_centre', { name: any_of(names(who.cost_centres, known.cost_centres)) }));
  if (who.people.length) texts.push(any_of(names(who.people, known.people)));
  return texts;
}
function what_text({ what }: PolicyRule): string[] {
  const texts: string[] = [];
  if (what.color) texts.push(t('policy.color'));
  if (what.one_sided) texts.push(t('policy.one_sided'));
  if (what.finished) texts.push(t('policy.finished'));
  if (what.media.length) texts.push(any_of(what.media.map(media_name)));
  if (what.impressions_over !== null) texts.push(t('policy.impressions_over', { count: count(what.impressions_over) }));
  if (what.sheets_over !== null) texts.push(t('policy.sheets_over', { count: count(what.sheets_over) }));
  if (what.sheets_of_day_over !== null) texts.push(t('policy.sheets_of_day_over', { count: count(what.sheets_of_day_over) }));
  if (what.price_over) texts.push(t('policy.price_over', { price: money(what.price_over) }));
  return texts;
}
function where_text({ where }: PolicyRule, known: Known): string[] {
  const places = [
    ...where.kinds.map((kind) => t(`site.${kind}`)),
    ...names(where.sites, known.sites),
    ...names(where.printers, known.printers),
    ...where.providers.map(() => t('policy.unknown')),
  ];
  return places.length ? [t(where.elsewhere ? 'policy.elsewhere' : 'policy.at', { places: any_of(places) })] : [];
}
const is_all_day = ({ when }: PolicyRule) => when.from === '00:00' && when.to === '24:00';
function when_text(rule: PolicyRule): string[] {
  const { when } = rule;
  if (!when.weekdays.length && is_all_day(rule)) return [];
  const days = when.weekdays.length ? when.weekdays.map((day) => t(`weekday.${day as 1}`)).join(t('policy.list')) : '';
  const hours = is_all_day(rule) ? '' : t('policy.hours', { from: when.from, to: when.to });
  return [t(when.outside ? 'policy.outside' : 'policy.within', { time: [days, hours].filter(Boolean).join(' ') })];
}

export function sentence(rule: PolicyRule, known: Known): string {
  const conditions = [...who_text(rule, known), ...what_text(rule), ...where_text(rule, known), ...when_text(rule)];
  return t('policy.sentence', { conditions: conditions.length ? conditions.join(t('policy.list')) : t('policy.everything'), then: t(`policy.then.${rule.then}`) });
}
