// A cleaned copy was saved on the check page: a remedy, so the record says so.
import type { SavedCopyNote } from '../messages/protocol.ts';
import type { PolicyReader } from '../policy/managed.ts';
import type { Recorder } from '../record/record.ts';
import { decide } from '../verdict/decide.ts';

/** Records it with what was found in the original, and for which kind of site it was looked at. */
export async function recordSavedCopy(
  { inspection, kind }: SavedCopyNote,
  { policyReader, recorder }: { policyReader: PolicyReader; recorder: Recorder },
): Promise<void> {
  const { policy } = await policyReader.current();
  const site = { kind, host: '' };
  const report = decide(inspection, policy, { ...site, guarded: true });
  await recorder.record({
    outcome: 'copy-saved',
    verdict: report.verdict,
    site,
    reports: [report],
    files: 1,
    fileNames: [inspection.file],
  });
}
