// A reviewer's record says of a site what the sender's says.
import { expect, it } from 'vitest';
import { signOff } from '../../../utils/background/sign-off.ts';
import type { Inspection } from '../../../utils/inspect/report.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { createReleaseDesk, reviewReasons } from '../../../utils/release/desk.ts';

const inspection: Inspection = {
  schema: 'cordon.report/1',
  file: 'reply.csv',
  bytes: 10,
  format: 'csv',
  inspected: 'full',
  findings: [],
  ms: 1,
};

it.each([
  ['https://www.example.org/*', 'www.example.org', 'publication'],
  ['http://intranet.example/*', 'intranet.example', 'publication'],
  ['http://intranet.example/*', 'http://intranet.example/upload', 'publication'],
  ['https://www.example.org/*', 'elsewhere.example', 'other'],
])('a site that policy names as %s, typed as %s, is recorded as %s', async (match, site, kind) => {
  const policy = {
    ...STRICT_POLICY,
    secondPerson: true,
    releaseKey: 'a key of thirty-two characters or more',
    sites: [{ match: [match], kind: 'publication' as const }],
  };
  const recorded: { site?: { kind: string } }[] = [];
  let notes: unknown;
  const desk = createReleaseDesk(async () => policy, {
    read: async () => notes,
    write: async (written) => {
      notes = written;
    },
  });
  const signed = await signOff(
    { hash: 'ab'.repeat(32), inspection, site, reason: reviewReasons(policy)[0] as string },
    {
      policyReader: { current: async () => ({ policy }) as never, onRead: () => undefined },
      recorder: { record: async (event: (typeof recorded)[number]) => void recorded.push(event) } as never,
      desk,
    },
  );
  expect(signed.outcome).toBe('signed');
  expect(recorded.map((event) => event.site?.kind)).toEqual([kind]);
});
