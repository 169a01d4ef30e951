// Cleaned copies of all that was found in a hold, to go in place of the originals.
import type { Report } from '../../inspect/report.ts';
import type { CopiesView, HeldItem, Replacement } from '../../messages/protocol.ts';
import { inspectionSettings, type Policy } from '../../policy/policy.ts';
import type { Site } from '../../policy/site.ts';
import { judgeCopy } from '../../remedy/judge.ts';
import { copyOf } from '../../remedy/offer.ts';
import type { CopyKind } from '../../remedy/remedy.ts';
import type { Inspector } from '../inspector.ts';
import type { Asked } from './asked.ts';
import type { HeldFiles } from './kept.ts';

/** Makes a copy of each file in which something was found. All of them may go, and are put to `files`, or none is. */
export async function makeCopies(
  inspector: Inspector,
  policy: Policy,
  { view, items }: Asked,
  files: HeldFiles,
  wanted: CopyKind,
): Promise<CopiesView> {
  const site: Site = { ...view.site, guarded: true };
  const copies: Replacement[] = [];
  const shown: Extract<CopiesView, { outcome: 'ready' }>['copies'] = [];
  const left: Report[] = [];
  for (const [at, report] of view.reports.entries()) {
    const index = items[at] as number;
    const { name, bytes } = files.items[index] as HeldItem;
    const kind = copyOf(report, wanted) ?? 'clean';
    const job = crypto.randomUUID();
    const copy = await inspector.remedy({ job, name, bytes, kind, ...inspectionSettings(policy) });
    if (copy.outcome === 'refused') return { outcome: 'refused', name, reason: copy.reason };
    const again = judgeCopy(copy.inspection, policy, site);
    if (again.verdict !== 'allow') left.push(again);
    const type = copy.file.type || (bytes.type && copy.name.endsWith(endingOf(name)) ? bytes.type : '');
    copies.push({ index, file: new File([copy.file], copy.name, { type }) });
    shown.push({ original: name, name: copy.name, changes: copy.changes });
  }
  if (left.length > 0) return { outcome: 'not-enough', reports: left };
  files.copies = copies;
  return { outcome: 'ready', copies: shown };
}

/** `.xlsx` of `a.xlsx`; '' without one. */
function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}
