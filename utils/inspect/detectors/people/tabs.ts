// A workbook with a sheet for each person: who they are stands on the tabs alone.
import type { Place, TablePart } from '../../part.ts';
import type { Finding } from '../../report.ts';
import type { RuleId } from '../../rules.ts';
import { personsWithin } from './cells/within.ts';
import { contextOf } from './context.ts';
import { findingsOf, type Mentioned } from './readings/mentioned.ts';
import { Regions } from './tables/regions.ts';

/** Sheets that name somebody at least, and the share of all sheets; workbooks and sheets that are kept. */
const TABS = { people: 6, share: 0.5, workbooks: 200, sheets: 2000 };
const SHEET = /^sheet "(.*)"$/;

export class Tabs {
  private workbooks = new Map<string, { place: Place; hidden: readonly RuleId[]; names: Set<string> }>();

  add({ place, hidden }: TablePart): void {
    const [, name] = SHEET.exec(place.at(-1) ?? '') ?? [];
    if (name === undefined) return;
    const file = place.slice(0, -1);
    const key = JSON.stringify(file);
    let workbook = this.workbooks.get(key);
    if (!workbook) {
      if (this.workbooks.size >= TABS.workbooks) return;
      workbook = { place: file, hidden, names: new Set() };
      this.workbooks.set(key, workbook);
    }
    if (workbook.names.size < TABS.sheets) workbook.names.add(name);
  }

  end(): Finding[] {
    return [...this.workbooks.values()].flatMap(({ place, hidden, names }) => {
      const people = [...names].flatMap((text, row): Mentioned[] => {
        const [person] = personsWithin(text);
        return person?.isSure && person.from === 0 && person.to === text.length
          ? [{ row, name: person.name, number: person.number, flags: 0, isSure: true }]
          : [];
      });
      if (people.length < TABS.people || people.length < TABS.share * names.size) return [];
      return findingsOf(
        people,
        () =>
          new Regions(
            { place, hidden, addressing: 'rows' },
            { nested: true, what: 'list', context: () => contextOf(place), locate: () => [...place] },
          ),
      );
    });
  }
}
