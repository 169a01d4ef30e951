// The parts that stand for a sheet of a workbook: one as a rule, none where it is missing, several where parts of the
// archive bear one name. The same for workbooks of XML and of records.
import { Damaged } from '../../errors.ts';
import type { Place } from '../../part.ts';
import type { Walk } from '../ooxml/walk.ts';
import type { SheetEntry } from './workbook.ts';

/** A sheet by one of its parts. */
export type SheetPart = SheetEntry & { part: string };

/**
 * Reads a sheet, by every part that bears its name; says where there is none.
 * @param which what tells this reading of the sheet from another one, behind its name.
 */
export async function readSheetParts(
  walk: Walk,
  sheet: SheetEntry,
  read: (sheet: SheetPart, place: Place) => Promise<void>,
  which = '',
): Promise<void> {
  const { context } = walk;
  const here = [...context.place, `sheet "${sheet.name}"${which}`];
  if (sheet.part === undefined) {
    if (which === '') walk.problem(new Damaged(`The sheet "${sheet.name}" is missing from the file.`), here);
    return;
  }
  for (const [index, part] of [sheet.part, ...walk.pack.doubles(sheet.part)].entries()) {
    context.signal.throwIfAborted();
    walk.visit(part);
    const place = index === 0 ? here : [...here, `part ${index + 1} of that name`];
    await walk.guard(place, () => read({ ...sheet, part }, place));
  }
  if (/macrosheet/i.test(sheet.kind))
    walk.found('macros', here, 'There are macros of the old kind on a sheet.');
}
