// The people detector: staff rosters, other people's data and identifiers, in tables and in running text.
import type { DetectContext, Detector, DetectorRun } from '../../detector.ts';
import type { TablePart, TableSink, TextPart } from '../../part.ts';
import type { Finding } from '../../report.ts';
import { ownNumbers } from './cells/own-numbers.ts';
import { HALVES, type Half, joined } from './halves.ts';
import { Spread } from './spread.ts';
import { Regions } from './tables/regions.ts';
import { Tabs } from './tabs.ts';
import { groupPlace, Texts, textOf } from './text.ts';

export const people: Detector = {
  id: 'people',
  start(context: DetectContext): DetectorRun {
    const findings: Finding[] = [];
    const isOwnNumber = ownNumbers(context.staffNumberPatterns);
    const texts = new Map<string, Texts>();
    const halves: Half[] = [];
    const spread = new Spread();
    const tabs = new Tabs();
    return {
      table(part: TablePart): TableSink {
        tabs.add(part);
        const regions = new Regions(part, { isOwnNumber });
        return {
          chunk: (chunk) => regions.chunk(chunk),
          end: (info) => {
            const found = regions.end(info);
            // A letter that was written into a sheet, line by line, is read as one.
            const lines = found.length === 0 ? regions.lines() : undefined;
            findings.push(...found, ...(lines ? textOf(part, lines, isOwnNumber) : []));
            for (const small of regions.small) spread.add(small);
            if (halves.length < HALVES.most) halves.push(...regions.halves);
          },
        };
      },
      text(part: TextPart): void {
        const key = JSON.stringify([groupPlace(part.place), part.hidden]);
        let gathered = texts.get(key);
        if (!gathered) {
          gathered = new Texts(part, isOwnNumber);
          texts.set(key, gathered);
        }
        gathered.add(part);
      },
      end: () => [
        ...tabs.end(),
        ...spread.together(findings),
        ...joined(halves),
        ...[...texts.values()].flatMap((gathered) => gathered.end()),
      ],
    };
  },
};
