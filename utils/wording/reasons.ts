// Why something has to go all the same, in words.
import type { BUILT_IN_REASONS } from '../policy/policy.ts';
import type { MessageKey, Translator } from './translator.ts';

/** Cordon's own reasons, and their words. */
const OWN_REASONS: Record<(typeof BUILT_IN_REASONS)[number], MessageKey> = {
  published: 'reason_published',
  agreed: 'reason_agreed',
  required: 'reason_required',
  'not-personal': 'reason_not_personal',
};

/** A reason in words: Cordon's own are known by their ids, the force's stand as they are. */
export function sayReason(reason: string, { t }: Translator): string {
  const own = Object.entries(OWN_REASONS).find(([id]) => id === reason);
  return own ? t(own[1]) : reason;
}
