// The people detector: staff rosters, other people's data and identifiers, in tables and in running text.
import type { DetectContext, Detector, DetectorRun } from '../../detector.ts';
import type { TablePart, TableSink } from '../../part.ts';
import type { Finding } from '../../report.ts';
import { Regions } from './regions.ts';

export const people: Detector = {
  id: 'people',
  start(_context: DetectContext): DetectorRun {
    const findings: Finding[] = [];
    return {
      table(part: TablePart): TableSink {
        const regions = new Regions(part);
        return {
          chunk: (chunk) => regions.chunk(chunk),
          end: (info) => {
            findings.push(...regions.end(info));
          },
        };
      },
      end: () => findings,
    };
  },
};
