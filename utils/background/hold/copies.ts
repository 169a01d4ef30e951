// Cleaned copies of what was found in a hold, to go in place of the originals. Each file is tried for itself: one that
// cannot be mended keeps no other from being.
import type { Report } from '../../inspect/report.ts';
import type { HeldItem, Mend } from '../../messages/protocol.ts';
import { inspectionSettings, type Policy } from '../../policy/policy.ts';
import type { Site } from '../../policy/site.ts';
import { makeFitCopy } from '../../remedy/fit.ts';
import { copyOf, whyNone } from '../../remedy/offer.ts';
import type { CopyKind } from '../../remedy/remedy.ts';
import type { Inspector } from '../inspector.ts';
import type { Asked } from './asked.ts';
import type { Copies, HeldFiles } from './kept.ts';

/** What the copies are made with. */
export interface Workshop {
  inspector: Inspector;
  policy: Policy;
  site: Site;
  stop: AbortSignal;
}

/** Tries a copy of each file in which something was found. @throws what `files.stop` was aborted with. */
export async function makeCopies(
  inspector: Inspector,
  policy: Policy,
  { view, items }: Asked,
  files: HeldFiles,
  wanted: CopyKind,
): Promise<Copies> {
  const workshop = { inspector, policy, site: { ...view.site, guarded: true }, stop: files.stop.signal };
  const copies: Copies = { mends: [], replacements: [], without: [] };
  for (const [at, report] of view.reports.entries()) {
    const index = items[at] as number;
    const { file, mend } = await mendOne(workshop, files.items[index] as HeldItem, report, wanted);
    copies.mends.push(mend);
    if (file) copies.replacements.push({ index, file });
    else copies.without.push(index);
  }
  return copies;
}

async function mendOne(
  { inspector, policy, site, stop }: Workshop,
  { name, bytes }: HeldItem,
  report: Report,
  wanted: CopyKind,
): Promise<{ mend: Mend; file?: File }> {
  const kind = copyOf(report, wanted);
  if (!kind) return { mend: { outcome: 'refused', reason: whyNone(report) } };
  const made = await makeFitCopy(policy, site, async (without) => {
    stop.throwIfAborted();
    const job = crypto.randomUUID();
    const cancel = () => void inspector.cancel(job).catch(() => undefined);
    stop.addEventListener('abort', cancel);
    try {
      return await inspector.remedy({ job, name, bytes, kind, without, ...inspectionSettings(policy) });
    } catch {
      stop.throwIfAborted();
      return { outcome: 'refused', reason: 'unfinished' };
    } finally {
      stop.removeEventListener('abort', cancel);
    }
  });
  if (made.outcome === 'refused') return { mend: made };
  if (made.report.verdict !== 'allow') return { mend: { outcome: 'left', report: made.report } };
  const { copy } = made;
  const type = copy.file.type || (bytes.type && copy.name.endsWith(endingOf(name)) ? bytes.type : '');
  const file = new File([copy.file], copy.name, { type });
  return { mend: { outcome: 'copy', name: copy.name, changes: copy.changes }, file };
}

/** `.xlsx` of `a.xlsx`; '' without one. */
function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}
