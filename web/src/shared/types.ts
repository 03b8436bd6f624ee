// The shapes of the REST contract (/api/v1), as the server writes them.
export * from './types_of_payers';
import type { DeviceKind } from './device';
import type { OwnBudget, WouldBe } from './types_of_payers';

export type Money = { amount_minor: number; currency: string };
export type Sides = 'one-sided' | 'two-sided-long-edge' | 'two-sided-short-edge';
export type ColorMode = 'monochrome' | 'color' | 'auto';
export type PricedColor = Exclude<ColorMode, 'auto'>;
export const medias = [
  'iso_a4_210x297mm',
  'iso_a3_297x420mm',
  'iso_a5_148x210mm',
  'jis_b4_257x364mm',
  'jis_b5_182x257mm',
  'jpn_hagaki_100x148mm',
  'na_letter_8.5x11in',
  'na_legal_8.5x14in',
] as const;
export type Media = (typeof medias)[number];
export type PageRange = [first: number, last: number];
export const number_ups = [1, 2, 4, 6, 9, 16] as const;
export const orientations = ['auto', 'portrait', 'landscape', 'reverse-landscape', 'reverse-portrait'] as const;
export const scalings = ['auto', 'auto-fit', 'fit', 'fill', 'none'] as const;
export const finishings = [
  'staple',
  'staple-top-left',
  'staple-bottom-left',
  'staple-top-right',
  'staple-bottom-right',
  'staple-dual-left',
  'staple-dual-top',
  'punch',
  'punch-dual-left',
  'punch-dual-top',
  'fold',
  'booklet-maker',
] as const;
export type Finishing = (typeof finishings)[number];
export type Settings = {
  copies: number;
  sides: Sides;
  'print-color-mode': ColorMode;
  media: Media;
  'page-ranges': PageRange[];
  'number-up': (typeof number_ups)[number];
  orientation: (typeof orientations)[number];
  'print-scaling': (typeof scalings)[number];
  'print-quality': 'draft' | 'normal' | 'high';
  finishings: Finishing[];
  collate: boolean;
};
export type Payer = { kind: 'private' | 'organisation'; organisation?: string; person?: string; name?: string };
export type Role = 'member' | 'approver' | 'accountant' | 'admin';
export type MembershipState = 'invited' | 'requested' | 'accepted' | 'ended';
export type Named = { id: string; name: string };
export type Person = Named & { login: string; language?: Language; is_operator?: boolean };
export type Membership = { id: string; person: Person; organisation: Named; role: Role; state: MembershipState; department: string | null };
// What a link opens, for whoever holds it.
export type Invitation = { organisation: Named; role: Role; department: string | null; expires_at: string; waits: boolean; membership: MembershipState | null };
// `token` is in the answer that made it, and nowhere else.
export type InvitationLink = { id: string; label: string; role: Role; department: Named | null; made_by: Named; made_at: string; expires_at: string; uses: number; uses_max: number; state: 'open' | 'used-up' | 'expired' | 'withdrawn'; token?: string };
export type MailDomain = { organisation: Named; domain: string | null; confirmed: boolean; waits: boolean };
export type PayerTrust = { only_trusted: boolean; serves_private: boolean; trusted: Named[] };
// A department or a cost centre.
export type Division = Named & { code: string; in_use: boolean };
export type Provider = Named & { organisation: string | null; person: string | null };
export type Language = 'en' | 'ja';
export type DocumentFormat = { media_type: string; extensions: string[] };
export type Me = Person & { language: Language; is_operator: boolean; has_password: boolean; memberships: Membership[]; providers: Provider[]; currency: string };
export type Organisation = Named & { slug: string; time_zone: string; currency: string; blocked_as_payer: boolean };
export type AtOnceWish = { printer: string; jobs_per_day: number | null; amount_per_day: Money | null };
export type AtOnce = Omit<AtOnceWish, 'printer'> & { printer: Named & { site_name: string } };
export const purpose_colors = ['indigo', 'rust', 'green', 'plum', 'teal', 'ochre', 'rose', 'slate'] as const;
export type PurposeColor = (typeof purpose_colors)[number];
export const purpose_icons = ['person', 'home', 'office', 'store', 'briefcase', 'book', 'cap', 'chart', 'cup', 'flask', 'brush', 'heart', 'plane', 'leaf', 'tool', 'speech', 'scales', 'camera'] as const;
export type PurposeIcon = (typeof purpose_icons)[number];
// Who shares a print: purposes of one's own, each with a part.
export type SplitUnit = 'percent' | 'copies';
export type SplitPart = { purpose: Named; payer: Payer; weight: number; share: string; membership_ended: boolean };
export type Split = { by: SplitUnit; parts: SplitPart[] };
export type ExpectedTax = { rate: Fraction; amount: Money; included: boolean };
export type OfferShare = Omit<SplitPart, 'membership_ended'> & { amount: Money | null; expected_tax: ExpectedTax | null; permitted: boolean; reasons: Reason[] };
export type ChargeShare = { purpose: Named; payer: Payer; share: string; authorised: Money; captured: Money; refunded: Money; paid: boolean };
export type PurposeState = 'active' | 'pending' | 'inactive';
export type Purpose = Named & {
  slug: string;
  payer: Payer;
  cost_centre: string | null;
  defaults: Settings;
  hold_hours: number;
  switched_on: boolean;
  at_once: AtOnce | null;
  show_titles: boolean;
  color: PurposeColor | null;
  icon: PurposeIcon | null;
  favourite: boolean;
  is_default: boolean;
  comment_needed: boolean;
  overflow: boolean;
  split: Split | null; // none: one payer pays all
  state: PurposeState;
  membership_ended: boolean;
  held_jobs: number;
};
// What a purpose is as far as choosing one goes: one's own, or another's for whom one may submit.
export type Choosable = Pick<Purpose, 'id' | 'name' | 'payer' | 'defaults' | 'state' | 'comment_needed'>;
export type DelegatedPurpose = Choosable & { owner: Named };
export type PurposeSuggestion = { purpose: string; reason: 'same-printer' | 'same-site' | 'same-hour'; times: number; of: number };
export type Delegation = {
  id: string;
  owner: Named;
  login: string; // to whom it was offered
  delegate: Named | null; // null: nobody has accepted
  purpose: Named | null; // null: all with this payer
  payer: Payer;
  may_submit: boolean;
  may_release: boolean;
  state: 'offered' | 'accepted' | 'declined' | 'ended';
  made_at: string;
  ends_at: string;
  ended_at: string | null;
};
// What each kind of device needs; the files' addresses last a quarter of an hour.
export type Setup = {
  host: string;
  port: number;
  path: string;
  lpadmin: string;
  web_address: string;
  powershell: string;
  profile: string;
  profile_signed: boolean;
  profile_code: string[];
  chrome_printers: string;
  files_until: string;
};
// `uri` and `setup` are in the answer that made it, and nowhere else.
export type QueueToken = { id: string; label: string; device: DeviceKind | null; created_at: string; used_at: string | null; uri?: string; setup?: Setup };
export type MailAddress = { available: boolean; address: string | null; made_at: string | null };
export type TrustedSender = { address: string; is_login: boolean; since: string | null };
export type Mailed = { from: string; authenticated: boolean; confirmed: boolean; left_out: string[] };
export type Secret = { id: string; label: string; created_at: string; used_at: string | null; user?: string; password?: string; token?: string };
export type JobState =
  | 'purpose-needed'
  | 'held'
  | 'awaiting-approval'
  | 'releasing'
  | 'printing'
  | 'printed'
  | 'partly-printed'
  | 'failed'
  | 'unconfirmed'
  | 'cancelled'
  | 'expired';
export type AttemptState = 'fetchable' | 'fetched' | 'printing' | 'stopping' | 'ended';
export type AttemptResult = 'completed' | 'aborted' | 'cancelled' | 'lost' | 'withdrawn' | 'not-fetched';
export type Attempt = {
  id: string;
  number: number;
  printer: Named & { site_name: string };
  state: AttemptState;
  result: AttemptResult | null;
  device_reasons: string; // job-state-reasons keywords, space-separated
  released_at: string;
  settings: Settings;
  impressions: number;
  sheets: number;
  expected_impressions: number;
  expected_sheets: number;
};
export type DocumentState = 'awaited' | 'counting' | 'ready' | 'unreadable' | 'destroyed';
// Why a job has no purpose any more.
export type PurposeLost = { reason: 'membership-ended'; organisation: Named; purpose_name: string; part_name: string | null; at: string };
export type Job = {
  id: string;
  number: number;
  name: string;
  state: JobState;
  state_reasons: string[];
  purpose: Named | null;
  purpose_lost: PurposeLost | null;
  payer: Payer | null;
  person: Named; // whose it is
  submitted_by: Named | null; // for them, by a delegate
  released_by: Named | null;
  comment: string | null;
  split: Split | null;
  settings: Settings;
  size_bytes: number;
  pages: number | null;
  document: DocumentState;
  submitted_at: string;
  expires_at: string;
  has_password: boolean;
  channel: 'web' | 'ipp' | 'mail';
  mail: Mailed | null;
  attempt: Attempt | null;
  charge: Charge | null;
};
// Hundredths of a millimetre.
export type DocumentPage = { number: number; width_hmm: number; height_hmm: number; color: boolean };
export type DocumentPages = { count: number; color_count: number; items: DocumentPage[]; next: string | null };
export type LineWhat =
  | 'color-impression'
  | 'monochrome-impression'
  | 'sheet'
  | 'finishing'
  | 'minimum'
  | 'service-per-job'
  | 'service-per-impression'
  | 'service-percentage';
export type Line = { what: LineWhat; quantity: number; unit_price_milli: number; amount: Money; part?: 'device' | 'service' };
export type Reason = { code: string; remedies: string[]; detail?: string };
export type Quote = {
  impressions: number;
  monochrome_impressions: number;
  color_impressions: number;
  sheets: number;
  device_lines: Line[];
  service_lines: Line[];
  device_fee: Money;
  service_fee: Money;
  total: Money;
  token: string | null; // what to release with, so that the price holds
  valid_until: string | null;
  expected_tax: ExpectedTax | null; // none where several share it: each share has its own
};
export type DecisionOutcome = 'permit' | 'permit-with-changes' | 'needs-approval' | 'refuse';
export type Offer = {
  printer: Printer;
  settings: Settings;
  decision: { outcome: DecisionOutcome; acting: 'owner' | 'delegate'; reasons: Reason[]; changes: ('print-monochrome' | 'print-two-sided')[] };
  quote: Quote | null;
  quote_as_wished: Quote | null; // before the payer's rules changed it
  ready: boolean;
  favourite: boolean;
  distance_m: number | null;
  budgets: OwnBudget[];
  not_charged_until: string | null; // in a trial
  overflow: Money | null; // what would be charged to oneself where the payer's budget has no room
  shares: OfferShare[]; // where several pay
};
export type ChargeState = 'reserved' | 'captured' | 'voided' | 'unconfirmed' | 'metered';
export type Charge = {
  job: string;
  job_name?: string;
  purpose: Named;
  payer: Payer;
  person: Named;
  printer: Named & { site_name: string };
  provider: Named;
  state: ChargeState;
  would_be: WouldBe | null; // in a trial: nothing of it is charged
  authorised: Money;
  device_fee: Money;
  service_fee: Money;
  captured: Money;
  commission: Money;
  impressions: number;
  monochrome_impressions: number;
  color_impressions: number;
  sheets: number;
  lines: Line[];
  released_at: string;
  settled_at: string | null;
  paid: boolean;
  refunded: Money;
  reassigned?: boolean;
  shares?: ChargeShare[]; // where several pay
};
export const site_kinds = ['office', 'shared_office', 'home', 'store'] as const;
export type SiteKind = (typeof site_kinds)[number];
// Millionths of a degree.
export type Position = { latitude_e6: number; longitude_e6: number };
export type Site = { id: string; provider: string; name: string; slug: string; kind: SiteKind; position: Position | null };
export type PrinterState = 'idle' | 'processing' | 'stopped' | 'unknown';
export type Supply = { name: string; kind: string; color: string; percent: number | null; low: boolean };
export type Printer = Named & {
  uuid: string;
  site: Named & { slug: string; kind: SiteKind };
  provider: Named;
  switched_on: boolean;
  owner_only: boolean;
  enrolled: boolean;
  state: PrinterState;
  state_reasons: string[];
  seen_at: string | null;
  capabilities: { media: string[]; color: boolean; two_sided: boolean; formats: string[]; finishings: string[] };
  device_uri: string;
  tariff: TariffVersion | null;
};
export type DirectPrinting = {
  available: boolean;
  uri: string | null;
  set_at: string | null;
  problem: { code: string; detail: string; what: string } | null;
};
export type TariffLine = {
  color_mode: PricedColor | null;
  media: string | null;
  two_sided: boolean | null;
  per_impression_milli: number;
  per_sheet_milli: number;
};
export type FinishingPrice = { finishing: Finishing; per_copy_milli: number };
export type TariffVersion = {
  id: string;
  printer: string;
  effective_from: string;
  currency: string;
  minimum: Money;
  lines: TariffLine[];
  finishings: FinishingPrice[];
};
export type Fraction = { numerator: number; denominator: number };
export type FeePlan = {
  id: string;
  effective_from: string;
  per_job: Money;
  per_impression_milli: number;
  percentage: Fraction;
  percentage_rounding: string;
  commission: Fraction;
  commission_rounding: string;
};
export type ProviderCharge = Pick<Charge, 'job' | 'printer' | 'state' | 'released_at'>;
export type Earnings = { provider: Named; accrued: Money; payable: Money };
export type Unpaid = { payer: Payer; unbilled: Money; credit: Money; due: Money; charges: number };
export type Payment = {
  id: string;
  payer: Payer;
  amount: Money;
  credit_used: Money;
  charges: number;
  distributed: { provider: Named | string; amount: Money }[];
  operator: Money;
};
export type LedgerAccount = {
  name: string;
  unit: string;
  debits_posted: number;
  credits_posted: number;
  debits_pending: number;
  credits_pending: number;
};
export type Verdict = { ok: boolean; faults: { code: string; row: string | number; what: string }[]; transfers: number };
export type Page<T> = { items: T[]; next: string | null };
