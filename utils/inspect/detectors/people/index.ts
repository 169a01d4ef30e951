// The people detector: staff rosters, other people's data and identifiers, in tables and in running text.
import type { DetectContext, Detector, DetectorRun } from '../../detector.ts';
import type { TablePart, TableSink, TextPart } from '../../part.ts';
import type { Finding } from '../../report.ts';
import { ownNumbers } from './cells/own-numbers.ts';
import { HALVES, type Half, joined } from './halves.ts';
import { findingIn, staffIn } from './records/index.ts';
import { Records } from './records/runs.ts';
import { Spread } from './spread.ts';
import { Regions } from './tables/regions.ts';
import { Tabs } from './tabs.ts';
import { groupPlace, Texts, textOf } from './text.ts';
import { range } from './verdict/message.ts';
import { Whose } from './whose.ts';

/** Tables and texts of a file that the model of records is asked about. */
const LOOKS = 60;

export const people: Detector = {
  id: 'people',
  start(context: DetectContext): DetectorRun {
    const findings: Finding[] = [];
    const isOwnNumber = ownNumbers(context.staffNumberPatterns);
    const texts = new Map<string, Texts>();
    const halves: Half[] = [];
    const spread = new Spread();
    const tabs = new Tabs();
    /** What only the model of records sees: told where nothing else in the file is more than low. */
    const seen: Finding[] = [];
    let looks = 0;
    const whose = new Whose();
    return {
      table(part: TablePart): TableSink {
        tabs.add(part);
        const regions = new Regions(part, { isOwnNumber });
        const records = new Records(true);
        return {
          chunk: (chunk) => {
            regions.chunk(chunk);
            records.chunk(chunk);
          },
          end: (info) => {
            const found = regions.end(info);
            // A letter that was written into a sheet, line by line, is read as one.
            const lines = found.length === 0 ? regions.lines() : undefined;
            const told = [...found, ...(lines ? textOf(part, lines, isOwnNumber) : [])];
            findings.push(...told);
            whose.add(told, part.place, records, () => staffIn(records, part.place, ''));
            for (const small of regions.small) spread.add(small);
            if (halves.length < HALVES.most) halves.push(...regions.halves);
            if (findings.some(isGrave) || looks++ >= LOOKS) return;
            const more = findingIn(records, {
              place: part.place,
              head: '',
              hidden: part.hidden,
              locate: (first, last) => [
                ...part.place,
                range(part.addressing, first, last, ...records.columns()),
              ],
            });
            if (!more) return;
            seen.push(more);
            whose.add([more], part.place, records);
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
      end: () => {
        const listed = [...tabs.end(), ...spread.together(findings), ...joined(halves)];
        for (const gathered of texts.values()) {
          const told = gathered.end();
          listed.push(...told);
          gathered.tell(whose, told);
        }
        const settled = (some: readonly Finding[]): Finding[] => some.map((finding) => whose.settle(finding));
        const all = settled(listed);
        if (all.some(isGrave) || all.some(({ fields }) => fields.includes('public-office'))) return all;
        for (const gathered of texts.values()) {
          if (looks++ >= LOOKS) break;
          const more = gathered.seen();
          seen.push(...more);
          gathered.tell(whose, more);
        }
        // What is no more than low is told by the rules, or by nobody.
        const best = seen
          .filter(isGrave)
          .sort((a, b) => b.people * b.confidence - a.people * a.confidence)[0];
        return best ? [...all, ...settled([best])] : all;
      },
    };
  },
};

const isGrave = ({ severity }: Finding): boolean => severity !== 'low';
