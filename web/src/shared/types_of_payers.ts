// What a payer has said: policies, approvals and budgets.
import type { DecisionOutcome, Money, Named, Role, Settings, SiteKind } from './types';

export const policy_effects = ['refuse', 'ask-approval', 'force-monochrome', 'force-two-sided'] as const;
export type PolicyEffect = (typeof policy_effects)[number];
export type PolicyRule = {
  who: { roles: Role[]; departments: string[]; cost_centres: string[]; people: string[] };
  where: { elsewhere: boolean; kinds: SiteKind[]; providers: string[]; sites: string[]; printers: string[] };
  when: { outside: boolean; weekdays: number[]; from: string; to: string };
  what: {
    color: boolean;
    one_sided: boolean;
    finished: boolean;
    media: string[];
    impressions_over: number | null;
    sheets_over: number | null;
    sheets_of_day_over: number | null;
    price_over: Money | null;
  };
  then: PolicyEffect;
};
export type PolicyVersion = { id: string; effective_from: string; published_at: string; published_by: string | null; rules: PolicyRule[] };
export type PolicyTrial = {
  from: string;
  to: string;
  prints: number;
  charged: Money;
  refused: number;
  to_approve: number;
  changed: number;
  saved: Money;
  complete: boolean;
  hits: {
    job: string;
    released_at: string;
    person: Named;
    printer: string;
    site: string;
    outcome: Exclude<DecisionOutcome, 'permit'>;
    rules: number[];
    codes: string[];
    charged: Money;
    saved: Money;
  }[];
};
export type Approval = {
  id: string;
  job: string;
  state: 'open' | 'questioned' | 'approved' | 'refused' | 'withdrawn' | 'expired';
  person: Named;
  asked_by: Named | null; // for them, as their delegate
  department: string | null;
  purpose: Named;
  printer: Named & { site_name: string };
  settings: Settings;
  impressions: number;
  color_impressions: number;
  sheets: number;
  price: Money;
  note: string;
  answer: string;
  asked_at: string;
  expires_at: string;
  answered_at: string | null;
};
export const budget_scopes = ['cap', 'organisation', 'department', 'cost-centre', 'person', 'purpose'] as const;
export type BudgetScope = (typeof budget_scopes)[number];
export type ScopedBudget = {
  id: string;
  organisation: string;
  scope: BudgetScope;
  subject: Named | null;
  period: 'month' | 'year';
  limit: Money | null;
  hard: boolean;
  thresholds: number[];
  current: string; // "2026-11" or "2026"
  granted: Money;
  used: Money;
  reserved: Money;
  room: Money;
};
// As whoever prints sees it: amounts of what is shared with others are not shown.
export type OwnBudget = { scope: BudgetScope; current: string; hard: boolean; has_room: boolean; granted: Money | null; room: Money | null };
export type BudgetAlert = { budget: ScopedBudget; current: string; threshold: number; used: Money; granted: Money; told_at: string };
export type Lasts = 'this-period' | 'from-now-on';
export type BudgetRequest = {
  id: string;
  organisation: Named;
  person: Named;
  purpose: Named;
  scope: BudgetScope;
  current: string;
  amount: Money;
  reason: string;
  state: 'open' | 'granted' | 'refused' | 'withdrawn';
  granted: Money | null;
  lasts: Lasts | null;
  answer: string;
  asked_at: string;
  answered_at: string | null;
  budget: ScopedBudget | null;
};
// The organisation's own for each month.
export type Budget = { organisation: string; monthly: Money | null; month: string; used: Money; reserved: Money; room: Money | null };

// What a print in a trial would have cost; what is hidden from the reader is null.
export type WouldBe = { device_fee: Money; service_fee: Money | null; total: Money | null; commission: Money | null };
export type TrialEyes = 'provider' | 'payer' | 'operator';
type TrialWord = 'nothing' | 'yes' | 'no';
export type Trial = {
  id: string;
  provider: Named;
  organisation: Named | null; // null: everybody's prints
  begins: string;
  ends: string;
  state: 'waiting' | 'coming' | 'running' | 'over' | 'refused' | 'ended';
  asked_at: string;
  provider_said: TrialWord;
  operator_said: TrialWord;
  ended_at: string | null;
  may_answer: boolean;
  may_end: boolean;
};
export type TrialSums = { prints: number; impressions: number; sheets: number; device_fee: Money; service_fee: Money | null; total: Money | null; commission: Money | null; earned: Money | null };
export type TrialPart = { of: Named | null; sums: TrialSums };
export type TrialSummary = { trial: Trial; sums: TrialSums[]; by_printer: TrialPart[]; by_department: TrialPart[]; by_cost_centre: TrialPart[] };
