// A reviewer signs a file off on the check page: the code is made, and the record says so.
import type { SignOffRequest } from '../messages/protocol.ts';
import type { PolicyReader } from '../policy/managed.ts';
import { siteOf } from '../policy/site.ts';
import type { Recorder } from '../record/record.ts';
import { type ReleaseDesk, reviewReasons, type SignedOff } from '../release/desk.ts';
import { decide } from '../verdict/decide.ts';

/** Makes the code, and records that it was made. */
export async function signOff(
  { hash, inspection, site: typed, reason }: SignOffRequest,
  { policyReader, recorder, desk }: { policyReader: PolicyReader; recorder: Recorder; desk: ReleaseDesk },
): Promise<SignedOff> {
  const { policy } = await policyReader.current();
  if (!reviewReasons(policy).includes(reason)) throw new Error('Policy knows no such reason.');
  const signed = await desk.signOff(hash, typed);
  if (signed.outcome === 'refused') return signed;
  // Who types a site says no scheme: the sender's record has the kind that policy gives it under either.
  const places = ['https', 'http'].map((scheme) => siteOf(`${scheme}://${signed.host}/`, policy));
  const { kind, host } =
    places.find((place) => place.kind !== 'other') ?? (places[0] as (typeof places)[number]);
  const report = decide(inspection, policy, { kind, host, guarded: true });
  await recorder.record({
    outcome: 'signed-off',
    verdict: report.verdict,
    site: { kind, host },
    reports: [report],
    files: 1,
    reason,
    releases: [signed.reference],
    fileNames: [inspection.file],
  });
  return signed;
}
