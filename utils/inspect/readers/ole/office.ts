// What the readers of .xls, .doc and .ppt have in common: they say what is there, and keep going where something is
// damaged. The counterpart of the walk over a package of parts.
import type { OleEntry, OleFile } from '../../container/ole.ts';
import { Damaged, ReadError } from '../../errors.ts';
import type { Place } from '../../part.ts';
import type { Inspected } from '../../report.ts';
import { Teller } from '../teller.ts';

/** Says what a Reader found, each thing once. */
export class Voice extends Teller {
  get place(): Place {
    return this.context.place;
  }

  /** Runs one step; damage in it is a finding, and the rest of the file is read on. */
  async guard<T>(place: Place, step: () => Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      if (error instanceof RangeError) this.problem(new Damaged(CUT_OFF), place);
      else if (!(error instanceof ReadError) || error.rule === 'over-limit' || error.rule === 'timed-out')
        throw error;
      else this.problem(error, place);
      return undefined;
    }
  }

  /** Says what could not be read; the same about the same place once. */
  problem(error: ReadError, place: Place): void {
    this.damaged++;
    const key = JSON.stringify([error.rule, place, error.message]);
    if (this.said.has(key)) return;
    this.said.add(key);
    this.context.sink.finding({
      rule: error.rule,
      severity: 'medium',
      where: [...place],
      hidden: [...this.context.hidden],
      message: error.message,
    });
  }

  result(): Inspected {
    return this.damaged > 0 ? 'partial' : 'full';
  }
}

/** For a structure that ends before its own lengths say it does (a DataView then throws a RangeError). */
const CUT_OFF = 'A structure in the file is cut off.';

/** What is known of a compound file's directory before anything is read of it. */
export function reportDirectory(voice: Voice, ole: OleFile): void {
  if (ole.damaged !== undefined) voice.problem(new Damaged(ole.damaged), voice.place);
}

/** A main stream as far as it goes; that it is cut off is said, and what there is of it is read. */
export async function mainStream(voice: Voice, ole: OleFile, entry: OleEntry): Promise<Blob> {
  const { blob, cutOff } = await ole.available(entry);
  if (cutOff) voice.problem(new Damaged('A stream of the compound file is cut off.'), voice.place);
  return blob;
}
