// What is said of files that are encrypted and open for everybody all the same: they are read, and whoever sends one should
// not take it for locked.
import type { ReaderFinding } from '../part.ts';
import type { RuleId } from '../rules.ts';

const opened = (where: string[], hidden: RuleId[], message: string): ReaderFinding => ({
  rule: 'encrypted',
  severity: 'low',
  where,
  hidden,
  message,
});

/** Encrypted with the password that Office itself tries. */
export function openedByDefault(where: string[], hidden: RuleId[]): ReaderFinding {
  return opened(
    where,
    hidden,
    'The file is encrypted, but with the password that Excel itself tries: anyone can open it, and Cordon has read it.',
  );
}

/** A PDF with a password for its owner and none for its readers. */
export function openedByOwner(where: string[], hidden: RuleId[]): ReaderFinding {
  return opened(
    where,
    hidden,
    'The PDF is encrypted, but opens without a password, which is only needed to change it: anyone can open it, and Cordon has read it.',
  );
}
