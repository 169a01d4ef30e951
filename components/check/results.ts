// Results in the order in which a user should look at them, under the policy and for the place they will go to.
import { byGravity, type Report, VERDICTS } from '../../utils/inspect/report.ts';
import type { Policy, SiteKind } from '../../utils/policy/policy.ts';
import { decide } from '../../utils/verdict/decide.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import type { Checked } from './run.ts';

export type Standing = Report['verdict'] | 'failed';

export interface Result {
  path: string;
  standing: Standing;
  /** Missing where `standing` is `failed`. */
  report?: Report;
}

/** Worst first; a file that was not checked stands with those that must not go. */
const ORDER: readonly Standing[] = ['failed', ...[...VERDICTS].reverse()];

/** Verdicts on all that was checked, worst first, then by path. */
export function judge(checked: readonly Checked[], policy: Policy, kind: SiteKind): Result[] {
  return checked
    .map(({ path, inspection }): Result => {
      if (!inspection) return { path, standing: 'failed' };
      const report = decide(inspection, policy, { kind, host: '', guarded: true });
      return { path, standing: report.verdict, report };
    })
    .sort((a, b) => {
      const [first] = a.report?.findings ?? [];
      const [second] = b.report?.findings ?? [];
      return (
        ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) ||
        (first && second ? byGravity(first, second) : 0) ||
        a.path.localeCompare(b.path)
      );
    });
}

/** "2 must not go, 3 clear" */
export function sayCounts(results: readonly Result[], words: Translator): string {
  const counts = count(results);
  return ORDER.filter((standing) => counts[standing] > 0)
    .map((standing) => words.plural(`check_count_${standing}`, counts[standing]))
    .join(words.t('list_separator'));
}

/** How many results there are of each standing. */
export function count(results: readonly Result[]): Record<Standing, number> {
  const counts: Record<Standing, number> = { failed: 0, block: 0, warn: 0, allow: 0 };
  for (const { standing } of results) counts[standing]++;
  return counts;
}
