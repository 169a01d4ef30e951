// The force's own truth: people of its staff list (the policy's `staffFingerprints`) in tables and in running text. Nothing is done
// where the policy has none.
import type { DetectContext, Detector, DetectorRun } from '../../detector.ts';
import type { StaffList } from '../../fingerprints/staff-list.ts';
import type { TablePart, TableSink, TextPart } from '../../part.ts';
import type { Field, Finding } from '../../report.ts';
import { contextOf } from '../people/context.ts';
import { between, groupPlace } from '../people/text.ts';
import { findingOf, range } from '../people/verdict/message.ts';
import type { Judgement } from '../people/verdict/score.ts';
import { StaffTable } from './table.ts';
import { type Sort, sureness } from './tally.ts';
import { StaffText } from './text.ts';

export const staff: Detector = {
  id: 'staff',
  start({ staffList }: DetectContext): DetectorRun {
    return staffList ? new StaffRun(staffList) : { end: () => [] };
  },
};

/** By which fields somebody was known. */
const FIELDS_OF: Record<Sort, readonly Field[]> = {
  names: ['name'],
  initials: ['surname', 'initials'],
  numbers: ['staff-number'],
  numbered: ['surname', 'staff-number'],
  mails: ['e-mail'],
};

function judgementOf(sorts: readonly Sort[], weight: number, isPublic: boolean): Judgement {
  const fields = [...new Set(sorts.flatMap((sort) => FIELDS_OF[sort]))];
  return {
    rule: 'staff-match',
    score: weight,
    confidence: sureness(weight),
    fields,
    reasons: fields,
    // Who is told by a staff number is told by what only the employer knows.
    publicOffice: isPublic && !fields.includes('staff-number'),
    staff: 1,
    other: 0,
    open: 0,
    names: true,
    headed: false,
    evidence: true,
  };
}

class StaffRun implements DetectorRun {
  private list: StaffList;
  private findings: Finding[] = [];
  private texts = new Map<string, { part: TextPart; head: string; matched: StaffText }>();

  constructor(list: StaffList) {
    this.list = list;
  }

  table(part: TablePart): TableSink {
    const table = new StaffTable(this.list);
    return {
      chunk: (chunk) => table.chunk(chunk),
      end: (info) => {
        const found = table.end(info);
        if (!found) return;
        const { firstRow, lastRow, firstCol, lastCol } = found;
        const { publicOffice } = contextOf([...part.place, ...table.titles]);
        this.findings.push(
          findingOf(
            judgementOf(found.sorts, found.weight, publicOffice),
            found.people,
            lastRow - firstRow + 1,
            [...part.place, range(part.addressing, firstRow, lastRow, firstCol, lastCol)],
            [...new Set([...part.hidden, ...found.hidden])],
          ),
        );
      },
    };
  }

  text(part: TextPart): void {
    const key = JSON.stringify([groupPlace(part.place), part.hidden]);
    let gathered = this.texts.get(key);
    if (!gathered) {
      gathered = { part, head: '', matched: new StaffText(this.list) };
      this.texts.set(key, gathered);
    }
    if (gathered.head.length < HEAD) gathered.head += `${part.text.slice(0, HEAD)}\n`;
    gathered.matched.add(part.text, part.place);
  }

  end(): Finding[] {
    for (const { part, head, matched } of this.texts.values()) {
      const found = matched.end();
      if (!found) continue;
      const { publicOffice, minutes } = contextOf([...groupPlace(part.place), head]);
      this.findings.push(
        findingOf(
          judgementOf(found.sorts, found.weight, publicOffice),
          found.people,
          found.people,
          between(found.first, found.last),
          [...part.hidden],
          'text',
          minutes,
        ),
      );
    }
    return this.findings;
  }
}

/** How much of a text is looked at for what kind of text it is. */
const HEAD = 2000;
