// Defined names: most name a range. Some hold content of their own (a text, a list), and some are hidden.
import type { Place } from '../../../part.ts';
import type { DefinedName } from '../../xlsx/workbook.ts';
import type { Walk } from '../walk.ts';

/** Names that Excel and its add-ins make for themselves. */
const BUILT_IN = /^(_xlnm\.|_xlfn|_xleta|_xlpm|_xlws|solver_|_?xlcn\.|_FilterDatabase$|Z_[0-9A-F_]{30,})/i;

/** Whether a name holds content instead of a reference: a text or a list written out. */
function holdsContent(value: string): boolean {
  return /^\s*(?:=\s*)?(?:"\s*[^"\s]|\{)/.test(value);
}

export function readDefinedNames(
  walk: Pick<Walk, 'text' | 'found'>,
  names: readonly DefinedName[],
  place: Place,
): void {
  const here = [...place, 'defined names'];
  const telling = names.filter(
    ({ name, value, hidden }) =>
      !BUILT_IN.test(name) && value.trim() !== '' && (hidden || holdsContent(value)),
  );
  if (telling.length === 0) return;
  walk.text(
    here,
    ['defined-names'],
    telling.map(({ name, value }) => `${name}: ${contentOf(value)}`).join('\n'),
  );
  walk.found(
    'defined-names',
    here,
    'Defined names in the workbook are hidden or hold content of their own.',
    {
      names: telling.length,
    },
  );
}

/** `"a"` → `a`; `{"a","b";1,2}` → one line a row. */
function contentOf(value: string): string {
  if (!holdsContent(value)) return value;
  return value
    .replace(/^\s*=?\s*\{?|\}\s*$/g, '')
    .replaceAll(';', '\n')
    .replaceAll('"', '');
}
