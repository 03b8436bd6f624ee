// What a decision lets happen.
import type { Offer } from './types';

export const permitted = (offer: Offer): boolean => offer.decision.outcome === 'permit' || offer.decision.outcome === 'permit-with-changes';
