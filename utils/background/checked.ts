// What somebody did with a file of the check page, for the record: a cleaned copy was saved, or they say it is a false alarm.
import type { CheckedNote } from '../messages/protocol.ts';
import type { PolicyReader } from '../policy/managed.ts';
import type { Recorder } from '../record/record.ts';
import { decide } from '../verdict/decide.ts';

/** Records it with what was found in the file, and for which kind of site it was looked at. */
export async function recordChecked(
  outcome: 'copy-saved' | 'false-alarm',
  { inspection, kind }: CheckedNote,
  { policyReader, recorder }: { policyReader: PolicyReader; recorder: Recorder },
): Promise<void> {
  const { policy } = await policyReader.current();
  const site = { kind, host: '' };
  const report = decide(inspection, policy, { ...site, guarded: true });
  await recorder.record({
    outcome,
    verdict: report.verdict,
    site,
    reports: [report],
    files: 1,
    fileNames: [inspection.file],
  });
}
