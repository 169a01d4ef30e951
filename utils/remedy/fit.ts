// A copy that may go, for whoever asks: made, judged by policy, and where members of an archive would keep it here, made once
// more without them.
import type { Finding, Report } from '../inspect/report.ts';
import type { Policy } from '../policy/policy.ts';
import type { Site } from '../policy/site.ts';
import { decide } from '../verdict/decide.ts';
import type { CheckedCopy } from './checked.ts';
import { isHiddenText, judgeCopy } from './judge.ts';
import type { RefusalId } from './remedy.ts';

export type FitCopy =
  | { outcome: 'cleaned'; copy: Extract<CheckedCopy, { outcome: 'cleaned' }>; report: Report }
  | { outcome: 'refused'; reason: RefusalId };

/** Members that are left out at most before it is given up: each try takes as long as the first. */
const TRIES = 3;

/**
 * @param make makes and inspects a copy, without these members of the archive.
 * @returns the last copy with its Report, which says whether it may go.
 */
export async function makeFitCopy(
  policy: Policy,
  site: Site,
  make: (without: string[]) => Promise<CheckedCopy>,
): Promise<FitCopy> {
  const without: string[] = [];
  for (let left = TRIES; ; left--) {
    const copy = await make([...without]);
    if (copy.outcome === 'refused') return copy;
    const report = judgeCopy(copy.inspection, policy, site);
    const keeping = left > 1 && report.verdict !== 'allow' ? keepingMembers(report, policy, site) : [];
    if (keeping.length === 0) return { outcome: 'cleaned', copy, report };
    without.push(...keeping);
  }
}

/** The members that keep an archive from going; [] where it is no archive, or not for one of them alone. */
function keepingMembers(report: Report, policy: Policy, site: Site): string[] {
  if (report.format !== 'zip') return [];
  const alone = (finding: Finding) =>
    decide({ ...report, inspected: 'full', findings: [finding] }, policy, site);
  const keeping = report.findings.filter(
    (finding) => isHiddenText(finding) || alone(finding).verdict !== 'allow',
  );
  // Of what was added up over several members it is not known which are too many.
  if (!keeping.every(({ where }) => where.length > 1)) return [];
  return [...new Set(keeping.map(({ where }) => where[1] as string))];
}
