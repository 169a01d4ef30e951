// A cleaned copy is only worth something once it has been inspected in its turn: both together, for whoever asks.
import { type InspectOptions, inspect } from '../inspect/inspect.ts';
import type { Inspection } from '../inspect/report.ts';
import { remedy } from './index.ts';
import { maskedCells } from './masked.ts';
import type { Remedied, RemedyKind } from './remedy.ts';

/** A cleaned copy with what is still found in it, or why there is none. */
export type CheckedCopy =
  | (Extract<Remedied, { outcome: 'cleaned' }> & { inspection: Inspection })
  | Extract<Remedied, { outcome: 'refused' }>;

/** Makes the copy, `without` these members of an archive, and inspects it. @throws what the signal was aborted with. */
export async function makeCheckedCopy(
  file: Blob,
  name: string,
  kind: RemedyKind,
  options: InspectOptions,
  without: readonly string[] = [],
): Promise<CheckedCopy> {
  // Which columns name people is found, not said by whoever asks.
  const masked = kind === 'mask' ? maskedCells(await inspect(file, name, options)) : [];
  const made = await remedy(file, name, { ...options, kind, masked, without });
  if (made.outcome === 'refused') return made;
  return { ...made, inspection: await inspect(made.file, made.name, options) };
}
