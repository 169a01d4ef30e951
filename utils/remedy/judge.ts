// May a copy go? As any file may that has been inspected, and besides: a finding of low severity stands in nobody's way in a
// file as it came, but a copy that is called clean has nothing left of what was to be taken out.
import type { Finding, Inspection, Report } from '../inspect/report.ts';
import type { RuleId } from '../inspect/rules.ts';
import type { Policy } from '../policy/policy.ts';
import type { Site } from '../policy/site.ts';
import { decide } from '../verdict/decide.ts';

/** Ways of hiding text of which every copy is rid. */
const GONE: readonly RuleId[] = ['hidden-text', 'invisible-text', 'covered-text'];

/** Does it speak of text that is there and not seen? */
export const isHiddenText = ({ rule, hidden }: Finding): boolean =>
  GONE.some((gone) => rule === gone || hidden.includes(gone));

/** The Report on a copy: `warn` at least where text is still hidden in it, however little. */
export function judgeCopy(inspection: Inspection, policy: Policy, site: Site): Report {
  const report = decide(inspection, policy, site);
  return report.verdict === 'allow' && report.findings.some(isHiddenText)
    ? { ...report, verdict: 'warn' }
    : report;
}
