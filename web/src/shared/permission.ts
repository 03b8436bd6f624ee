// What a decision lets happen.
import type { Offer } from './types';

// Nothing but a word is missing, and that can be given with the release.
export const wants_comment_only = (offer: Offer): boolean => offer.decision.reasons.length === 1 && offer.decision.reasons[0]?.code === 'comment-needed';
export const permitted = (offer: Offer): boolean => offer.decision.outcome === 'permit' || offer.decision.outcome === 'permit-with-changes';
