// Where a Finding is, in words: `["reply.xlsx", "sheet \"Data 2\"", "A2:I10800"]`, hidden → `worksheet “Data 2”,
// which is hidden, columns A to I, rows 2 to 10,800`.
import type { Finding } from '../inspect/report.ts';
import type { RuleId } from '../inspect/rules.ts';
import { baseName, showName } from './names.ts';
import { NAMED_PARTS, type NamedPart } from './parts.ts';
import { type MessageKey, snake, type Translator } from './translator.ts';

type Say = (words: Translator, match: string[]) => string;

const one =
  (key: MessageKey): Say =>
  ({ t }, [, n]) =>
    t(key, Number(n));
const span =
  (oneKey: MessageKey, manyKey: MessageKey): Say =>
  ({ t }, [, from, to]) =>
    from === to ? t(oneKey, Number(from)) : t(manyKey, Number(from), Number(to));

/** How a step of `where` is written by Readers and Detectors, and how it is said. The first match counts. */
const STEPS: { pattern: RegExp; say: Say }[] = [
  { pattern: /^sheet "(.*)"$/s, say: ({ t }, [, name]) => t('place_sheet', showName(name ?? '')) },
  { pattern: /^([A-Z]{1,3}\d{1,7})(?::\1)?$/, say: ({ t }, [, cell]) => t('place_cell', cell ?? '') },
  {
    pattern: /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/,
    say: ({ t }, [, left = '', top, right = '', bottom]) =>
      [
        left === right ? t('place_column', left) : t('place_columns', left, right),
        top === bottom ? t('place_row', Number(top)) : t('place_rows', Number(top), Number(bottom)),
      ].join(t('list_separator')),
  },
  { pattern: /^rows (\d+) to (\d+)$/, say: span('place_row', 'place_rows') },
  { pattern: /^row (\d+)$/, say: one('place_row') },
  { pattern: /^pages (\d+) to (\d+)$/, say: span('place_page', 'place_pages') },
  { pattern: /^page (\d+)$/, say: one('place_page') },
  { pattern: /^paragraphs (\d+) to (\d+)$/, say: span('place_paragraph', 'place_paragraphs') },
  { pattern: /^paragraph (\d+)$/, say: one('place_paragraph') },
  { pattern: /^lines (\d+) to (\d+)$/, say: span('place_line', 'place_lines') },
  { pattern: /^line (\d+)$/, say: one('place_line') },
  { pattern: /^slide (\d+)$/, say: one('place_slide') },
  { pattern: /^slide (\d+) notes$/, say: one('place_notes') },
  {
    pattern: /^embedded "(.*)"$/s,
    say: ({ t }, [, name]) => t('place_embedded', showName(baseName(name ?? ''))),
  },
  { pattern: /^image "(.*)"$/s, say: ({ t }, [, name]) => t('place_image', showName(baseName(name ?? ''))) },
  // One of two texts of the same sheet: the user sees one sheet.
  {
    pattern: /^sheet "(.*)" \(other texts\)$/s,
    say: ({ t }, [, name]) => t('place_sheet', showName(name ?? '')),
  },
];

/** `pivot cache 2`, `module "Rota"`, `comments`: which of the parts that have words of their own it is. */
function partOf(step: string): { part: NamedPart; number?: number } | undefined {
  const [, word = '', number] =
    /^([A-Za-z][A-Za-z ]*?)(?: (\d+)(?: of that name)?| ".*")?$/s.exec(step) ?? [];
  const part = NAMED_PARTS[word];
  return part && { part, ...(number === undefined ? {} : { number: Number(number) }) };
}

/** Things that are counted on a page or a sheet; of others the number is of no use to anybody. */
const COUNTED = /^place_at_(chart|table|text_box|comment|section|picture|event)$/;

/** A step of `where` that stands for a worksheet, so that "which is hidden" goes right behind it. */
const isSheet = (step: string) => /^sheet "/.test(step);

const isPlace = (step: string): boolean =>
  STEPS.some(({ pattern }) => pattern.test(step)) || partOf(step) !== undefined;

/** `page 1 to page 3`, `slide 2, text box 1 to slide 4`: the two ends of what goes on over several parts of a file. */
function endsOf(step: string): [string[], string[]] | undefined {
  const pieces = step.split(' to ');
  for (let at = 1; at < Math.min(pieces.length, 8); at++) {
    const first = pieces.slice(0, at).join(' to ').split(', ');
    const last = pieces.slice(at).join(' to ').split(', ');
    // A file may be called so as well.
    if (first.every(isPlace) && last.every(isPlace)) return [first, last];
  }
  return undefined;
}

/** Both of them counted in one and the same unit. */
const SAME_UNIT = /^(page|paragraph|row|line)s? (\d+)(?: to \d+)? to \1s? (?:\d+ to )?(\d+)$/;

function sayStep(step: string, words: Translator): string {
  const [, unit, from, to] = SAME_UNIT.exec(step) ?? [];
  if (unit !== undefined) return sayStep(`${unit}s ${from} to ${to}`, words);
  for (const { pattern, say } of STEPS) {
    const match = pattern.exec(step);
    if (match) return say(words, match);
  }
  const ends = endsOf(step);
  if (ends) {
    const [first = '', last = ''] = ends.map((end) =>
      end.map((one) => sayStep(one, words)).join(words.t('list_separator')),
    );
    return words.t('place_between', first, last);
  }
  const named = partOf(step);
  if (named) {
    const { part, number } = named;
    const said = words.t(part.key);
    return number !== undefined && COUNTED.test(part.key) ? `${said} ${words.number(number)}` : said;
  }
  return words.t('place_file', showName(baseName(step)));
}

/** Ways of hiding that have words of their own; the rest are said as "which is hidden". */
type HiddenKey = Extract<MessageKey, `hidden_in_${string}`>;
const HIDDEN_KEYS: Partial<Record<RuleId, HiddenKey>> = Object.fromEntries(
  (
    [
      'hidden-sheet',
      'hidden-rows',
      'hidden-columns',
      'filtered-rows',
      'remote-cells',
      'pivot-cache',
      'external-link-cache',
      'data-model',
      'defined-names',
      'connections',
      'embedded-file',
      'comments',
      'tracked-changes',
      'hidden-text',
      'custom-xml',
      'chart-cache',
      'hidden-slide',
      'speaker-notes',
      'off-slide',
      'cropped-image',
      'metadata',
      'earlier-version',
      'macros',
      'covered-text',
      'invisible-text',
      'pdf-attachment',
      'pdf-layer-off',
      'pdf-comments',
      'pdf-cropped',
      'image-thumbnail',
    ] as const
  ).map((rule) => [rule, `hidden_in_${snake(rule)}`] as const),
);

function saysRule(step: string): RuleId | undefined {
  if (/^slide \d+ notes$/.test(step)) return 'speaker-notes';
  if (/^embedded "/.test(step)) return 'embedded-file';
  return partOf(step)?.part.says;
}

/** Lines are counted over paragraphs that are not blank: nobody who has just been told of a few paragraphs wants to. */
function isInParagraphs(step: string, before: string | undefined): boolean {
  const [, firstLine, lastLine = firstLine] = /^lines? (\d+)(?: to (\d+))?$/.exec(step) ?? [];
  const [, first, last = first] = /^paragraphs? (\d+)(?: to (\d+))?$/.exec(before ?? '') ?? [];
  if (firstLine === undefined || first === undefined) return false;
  return Number(last) - Number(first) < 2 * (Number(lastLine) - Number(firstLine) + 1);
}

/**
 * The place of a Finding in words, without the file's own name. Never a cell value: sheet and file names are named
 * as the user knows them.
 */
export function sayPlace(finding: Pick<Finding, 'where' | 'hidden'>, words: Translator): string {
  const steps = finding.where.slice(1).filter((step, at, all) => !isInParagraphs(step, all[at - 1]));
  const sheetIsHidden = finding.hidden.includes('hidden-sheet') && steps.some(isSheet);
  const said = steps.flatMap((step) =>
    sheetIsHidden && isSheet(step)
      ? [sayStep(step, words), words.t('hidden_in_hidden_sheet')]
      : [sayStep(step, words)],
  );
  // "comments, in comments" would say it twice.
  const told = new Set(steps.map(saysRule));
  const hidden = finding.hidden
    .filter((rule) => !(sheetIsHidden && rule === 'hidden-sheet') && !told.has(rule))
    .map((rule) => words.t(HIDDEN_KEYS[rule] ?? 'hidden_other'));
  if (steps.length === 0 && hidden.length === 0) said.push(words.t('place_whole'));
  return [...said, ...new Set(hidden)].join(words.t('list_separator'));
}
