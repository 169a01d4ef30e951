// What a remedy is and what comes of it: data only.
import type { RuleId } from '../inspect/rules.ts';

/**
 * Which copy is made.
 * - `clean`: what is hidden goes, what is seen stays.
 * - `csv`: the visible sheets of a workbook as text tables, as the regulator recommends.
 * - `mask`: as `clean`, and the columns that name people are emptied (of other tables than .xlsx, as `csv`).
 * - `faces`: a picture in which every face is one flat colour.
 */
export const REMEDIES = ['clean', 'csv', 'mask', 'faces'] as const;
export type RemedyKind = (typeof REMEDIES)[number];

/** Copies as they are offered of all that is held: each file by this remedy where it fits, else by the one that mends it. */
export const COPY_KINDS = ['clean', 'csv', 'mask', 'faces'] as const;
export type CopyKind = (typeof COPY_KINDS)[number];

/** What was taken out or changed, beside what has a rule of its own. */
export const CHANGES = [
  'formulas-to-values',
  'pivot-to-values',
  'chart-to-values',
  'format-rules',
  'input-rules',
  'links',
  'printer-settings',
  'fonts',
  'masked-columns',
  'formats',
  'bookmarks',
  'form-fields',
  'pages-to-pictures',
  'attachments-out',
  'members-out',
  'plain-text',
  'faces',
  'other-parts',
] as const;
export type ChangeId = RuleId | (typeof CHANGES)[number];

export interface Change {
  what: ChangeId;
  /** Sheets, rows, comments…; 1 where they are not counted. */
  count: number;
  /** Which, where that is known: the first few of them. */
  named?: Named[];
}

/** Something that was taken out, by a name that the user knows: a worksheet, a file in a zip. Never what stood in it. */
export interface Named {
  name: string;
  /** Rows of cells that went with a worksheet. */
  rows?: number;
  /** Why a file could not be cleaned. */
  reason?: RefusalId;
}

/** Why no copy is made. Closed list: each has a sentence for the user in every language. */
export const REFUSALS = {
  format: 'Cordon cannot make a cleaned copy of this kind of file safely.',
  password: 'The file needs a password, so Cordon cannot see what would have to be taken out.',
  'dynamic-form':
    'The file is a form that only makes its pages when it is opened, so it cannot be cleaned safely.',
  outlook:
    'This is a mail in Outlook’s own format, which cannot be cleaned safely. Save what is attached to it and send that.',
  unread: 'Cordon could not read all of this file, so it cannot clean it safely.',
  'no-visible-sheet': 'Nothing would be left: every sheet or slide of the file is hidden.',
  'macro-sheet': 'The workbook has a visible macro or dialog sheet, which cannot be cleaned safely.',
  controls: 'The file has buttons, slicers or other controls, which cannot be cleaned safely.',
  'rich-cells': 'The workbook has pictures or linked data inside cells, which cannot be cleaned safely.',
  'no-stored-values':
    'A formula or a chart refers to what would be taken out, and the file does not say what it shows. Open the file in Excel or LibreOffice, save it there, and choose it again.',
  'new-chart': 'The file has a chart of a kind that cannot be cleaned safely.',
  'visible-comments':
    'Comments are shown on the page all the time, so taking them out would change what is seen.',
  'foreign-content': 'The file shows content of another file in its text, which cannot be cleaned safely.',
  cropped: 'A picture in the file is cropped, and the part that was cut away cannot be taken out here.',
  'no-people-columns': 'Cordon cannot tell which columns name people, so it cannot take them out safely.',
  'no-faces': 'Cordon cannot tell where the faces are, so it cannot cover them.',
  'too-large': 'The file is too large for a cleaned copy.',
  animated:
    'Something that is hidden or stands beside a slide is part of an animation, so it cannot be taken out safely.',
  media: 'The file plays sound or video, which cannot be cleaned safely.',
  'plain-sight': 'People are named in plain sight in it, so a cleaned copy would name them as well.',
  'nothing-left': 'Nothing would be left: no file in it can be cleaned.',
  unfinished: 'Making the copy did not come to an end.',
} as const;
export type RefusalId = keyof typeof REFUSALS;

/** What came of it. The original is never touched. */
export type Remedied =
  | { outcome: 'cleaned'; file: Blob; name: string; changes: Change[] }
  | { outcome: 'refused'; reason: RefusalId };

/** Thrown inside a remedy where the copy would not be safe, or would not look the same. */
export class Refused extends Error {
  readonly reason: RefusalId;
  constructor(reason: RefusalId) {
    super(REFUSALS[reason]);
    this.name = 'Refused';
    this.reason = reason;
  }
}

/** Counts what is taken out. */
export class Ledger {
  private readonly changes = new Map<ChangeId, { count: number; named: Named[] }>();

  add(what: ChangeId, count = 1, named: readonly Named[] = []): void {
    if (count <= 0) return;
    const before = this.changes.get(what) ?? { count: 0, named: [] };
    const all = [...before.named, ...named].slice(0, MOST_NAMED);
    this.changes.set(what, { count: before.count + count, named: all });
  }

  list(): Change[] {
    return [...this.changes].map(([what, { count, named }]) => ({
      what,
      count,
      ...(named.length > 0 ? { named } : {}),
    }));
  }

  include(changes: readonly Change[]): void {
    for (const { what, count, named } of changes) this.add(what, count, named);
  }
}

/** So many are named; a workbook can have thousands of sheets. */
const MOST_NAMED = 12;

/** `reply.xlsx` → `reply-cleaned.xlsx`; the ending is the copy's own. */
export function cleanedName(name: string, ending?: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const dot = base.lastIndexOf('.');
  const stem = dot > 0 ? base.slice(0, dot) : base;
  const own = dot > 0 ? base.slice(dot + 1) : '';
  const last = ending ?? own;
  return `${stem}-cleaned${last ? `.${last}` : ''}`;
}
