// All that one hold holds, inspected and judged by policy.
import type { Report } from '../../inspect/report.ts';
import type { HeldItem, HoldRequest } from '../../messages/protocol.ts';
import { inspectionSettings, type Policy } from '../../policy/policy.ts';
import type { Site } from '../../policy/site.ts';
import { decide } from '../../verdict/decide.ts';
import type { Inspector } from '../inspector.ts';

/** One held thing with its verdict. */
export interface Judged {
  report: Report;
  kind: HeldItem['kind'];
  /** By index into what is held. */
  at: number;
}

export interface Inspected {
  judged: Judged[];
  /** Names of what the inspection came to no end with. */
  failed: string[];
}

/** The same after a restart of the background, so that what is under way then goes on. */
export const jobsOf = ({ id, items }: HoldRequest): string[] => items.map((_, at) => `${id} ${at}`);

/** Inspects everything that is held, under the jobs of `jobsOf`. Never rejects for a single thing. */
export async function inspectAll(
  inspector: Inspector,
  request: HoldRequest,
  policy: Policy,
  site: Site,
): Promise<Inspected> {
  const jobs = jobsOf(request);
  const results = await Promise.allSettled(
    request.items.map(async ({ name, bytes }, at) => {
      const job = jobs[at] as string;
      return decide(
        await inspector.inspect({ job, name, bytes, ...inspectionSettings(policy) }),
        policy,
        site,
      );
    }),
  );
  const inspected: Inspected = { judged: [], failed: [] };
  for (const [at, result] of results.entries()) {
    const { kind, name } = request.items[at] as HeldItem;
    if (result.status === 'fulfilled') inspected.judged.push({ report: result.value, kind, at });
    else inspected.failed.push(name);
  }
  return inspected;
}
