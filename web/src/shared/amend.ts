// What was put right, as the server writes it.
import type { Charge, Money, Named, Payer } from './types';

export const reassign_categories = ['wrong-purpose', 'not-for-this-payer', 'agreed', 'other'] as const;
export type ReassignCategory = (typeof reassign_categories)[number];
export const refund_causes = ['device-fault', 'bad-quality', 'other'] as const;
export type RefundCause = (typeof refund_causes)[number];
export type Quantity = { monochrome_impressions: number; color_impressions: number; sheets: number };
export const quantity_names = ['monochrome_impressions', 'color_impressions', 'sheets'] as const;
export type PrintPlace = { printer_name: string; site_name: string; released_at: string };
type Side = { payer: Payer; purpose: Named };
export type Reassignment = {
  id: string;
  from: Side;
  to: Side;
  amount: Money;
  category: ReassignCategory;
  reason: string;
  asked_by: Named;
  decided_by: Named | null;
  at: string;
};
export type ReassignRequest = {
  id: string;
  job: string;
  payer: Payer;
  purpose: Named;
  amount: Money;
  category: ReassignCategory;
  reason: string;
  asked_by: Named;
  asked_at: string;
  expires_at: string;
  state: 'open' | 'accepted' | 'refused' | 'withdrawn' | 'expired';
  note: string;
  print: PrintPlace;
};
export type ReassignPolicy = { hours: number; needs_approval: boolean };
export type Refund = { id: string; cause: RefundCause; quantity: Quantity; amount: Money; in_hand: boolean; by_rule: boolean; at: string };
export type RefundRequest = {
  id: string;
  job: string;
  cause: RefundCause;
  words: string;
  has_photo: boolean;
  quantity: Quantity;
  amount: Money;
  state: 'open' | 'escalated' | 'granted' | 'refused' | 'withdrawn';
  asked_at: string;
  expires_at: string;
  decided_at: string | null;
  by_rule: boolean;
  note: string;
  print: PrintPlace;
};
export type Dispute = {
  id: string;
  job: string;
  opened_by: Named;
  words: string;
  opened_at: string;
  state: 'open' | 'stands' | 'refunded' | 'reassigned' | 'withdrawn';
  decided_at: string | null;
  note: string;
};
export type Amendments = {
  reassignments: Reassignment[];
  refunds: Refund[];
  disputes: Dispute[];
  left: Quantity | null;
  reassign_request: ReassignRequest | null;
  refund_request: RefundRequest | null;
};
export type Notice = { id: string; kind: string; job: string; amount: Money; category: string; at: string; print: PrintPlace };
export type WorkList = { unconfirmed: Charge[]; refunds: RefundRequest[]; disputes: (Dispute & { charge: Charge })[] };
type Nearby = { released_at: string; result: string | null; expected_impressions: number; counts: Quantity };
export type Evidence = {
  job: string;
  attempts: {
    number: number;
    state: string;
    result: string | null;
    device_reasons: string;
    fetched: boolean;
    expected_impressions: number;
    expected_sheets: number;
    released_at: string;
    ended_at: string | null;
  }[];
  said: { by: 'device' | 'person'; received_at: string; counts: Quantity; state: string }[];
  before: Nearby[];
  after: Nearby[];
  heard_before: string | null;
  heard_after: string | null;
  agent_was_alive: boolean;
  printer_state: string;
  printer_reasons: string[];
  printer_seen_at: string | null;
};
export type Audited = { seq: number; at: string; actor: Named | null; act: string; subject: string; was: unknown; became: unknown };

export const no_quantity = (): Quantity => ({ monochrome_impressions: 0, color_impressions: 0, sheets: 0 });
