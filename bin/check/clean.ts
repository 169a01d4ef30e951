// `check --clean`: cleaned copies beside the originals, each inspected before it is written.
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InspectJobOptions } from '../../utils/inspector/pool.ts';
import type { Policy } from '../../utils/policy/policy.ts';
import type { Site } from '../../utils/policy/site.ts';
import { makeFitCopy } from '../../utils/remedy/fit.ts';
import { REFUSALS, type RemedyKind } from '../../utils/remedy/remedy.ts';
import { createNodePool } from '../node-pool.ts';

export interface CleanOptions
  extends Pick<InspectJobOptions, 'limits' | 'staffNumberPatterns' | 'staffFingerprints'> {
  locate: (given: string) => string;
  kind: RemedyKind;
  policy: Policy;
  site: Site;
  say: (line: string) => void;
}

/**
 * Writes `X-cleaned.xlsx` beside each `X.xlsx`. The original is not touched, nor is a copy that is there already.
 * @returns whether every file has a copy that may be sent.
 */
export async function cleanFiles(paths: readonly string[], options: CleanOptions): Promise<boolean> {
  const { locate, kind, policy, site, say, ...jobOptions } = options;
  const pool = createNodePool(1);
  let all = true;
  try {
    for (const given of paths) {
      const make = (without: string[]) => pool.remedy(locate(given), given, kind, jobOptions, without);
      const made = await makeFitCopy(policy, site, make).catch(() => undefined);
      if (made?.outcome !== 'cleaned') {
        all = false;
        say(`NOT CLEANED ${given}\n  ${made ? REFUSALS[made.reason] : 'The cleaning ended unexpectedly.'}`);
        continue;
      }
      const { copy, report } = made;
      const target = path.join(path.dirname(given), copy.name);
      if (await isThere(locate(target))) {
        all = false;
        say(`NOT CLEANED ${given}\n  ${target} is there already: move it away first.`);
        continue;
      }
      await writeFile(locate(target), new Uint8Array(await copy.file.arrayBuffer()), { flag: 'wx' });
      const left = copy.changes.map(({ what, count }) => `${what} ${count}`).join(', ');
      say(`CLEANED ${given} → ${target}\n  taken out or changed: ${left || 'nothing'}`);
      for (const { what, named = [] } of copy.changes)
        for (const { name, reason } of what === 'members-out' ? named : [])
          say(`  left out: ${name}${reason ? ` (${REFUSALS[reason]})` : ''}`);
      if (report.verdict === 'allow') continue;
      all = false;
      say(`  still in it: ${[...new Set(report.findings.map(({ rule }) => rule))].join(', ')}`);
    }
  } finally {
    pool.close();
  }
  return all;
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
