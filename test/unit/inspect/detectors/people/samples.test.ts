// The demo's own files, whole: what must be found in them, and what must not.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { inspect } from '../../../../../utils/inspect/inspect.ts';
import { makeSamples, PSNI_ROWS, type SampleId } from '../../../../fixtures/samples.ts';

const samples = makeSamples();

async function findingsIn(id: SampleId) {
  const sample = samples[id];
  const report = await inspect(new Blob([sample.bytes]), sample.name, {
    asset: async () => new Uint8Array(0),
    detectors: [people],
  });
  return report.findings;
}

describe('people in the sample files', () => {
  it('finds the whole roster on the hidden sheet, once', async () => {
    const [finding, ...more] = await findingsIn('psni');
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'staff-roster',
      severity: 'high',
      people: PSNI_ROWS,
      hidden: ['hidden-sheet'],
    });
    expect(finding?.where.at(-1)).toBe(`A1:I${PSNI_ROWS + 1}`);
    expect(new Set(finding?.fields)).toEqual(
      new Set([
        'surname',
        'initials',
        'role',
        'rank',
        'unit',
        'location',
        'contract',
        'gender',
        'staff-number',
      ]),
    );
  });

  it('leaves counts, spending and incidents alone', async () => {
    for (const id of ['psniVisibleOnly', 'spending', 'incidents'] as const)
      expect(await findingsIn(id), id).toEqual([]);
  });

  it('finds a short list of a team', async () => {
    const findings = await findingsIn('teamList');
    expect(findings.map((finding) => [finding.rule, finding.severity, finding.people])).toEqual([
      ['staff-roster', 'high', 40],
    ]);
  });
});
