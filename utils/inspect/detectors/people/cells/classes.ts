// What a value can be: one list of classes, and the way in which the classes of one string are packed into two words.
// Strings with the same classes share one small number, their kind, so that a table is counted with typed arrays.

export const CLASSES = [
  'nobody',
  'number',
  'decimal',
  'date',
  'time',
  'money',
  'percent',
  'word',
  'words',
  'prose',
  'initials',
  'rank',
  'rank-short',
  'grade',
  'role',
  'unit',
  'place',
  'code',
  'person-email',
  'office-email',
  'police-email',
  'phone',
  'vetting',
  'contract',
  'gender',
  'nino',
  'nhs',
  'licence',
  'postcode',
  'address',
  'offence',
  'person-role',
  'ethnicity',
  'religion',
  'orientation',
  'health',
  'honorific',
  'org',
  'total',
  'month',
  'weekday',
  'yes-no',
  'shift',
  'union',
  'common',
  'bank',
  'deep',
  'ranked',
  'numbered',
  'ambiguous',
  'heading',
  'capitals',
  'comma',
  'sport',
  'several',
] as const;
export type Class = (typeof CLASSES)[number];

/** Index of every class by name. */
export const CLASS = Object.fromEntries(CLASSES.map((name, index) => [name, index])) as Record<Class, number>;

/** How sure the name model is, in eight steps; the value is the middle of the step. */
const STEPS = [0.02, 0.08, 0.2, 0.4, 0.6, 0.8, 0.92, 0.98];
const NAME_SHIFT = 23;

/** A set of classes and three name scores under construction. */
export interface Draft {
  low: number;
  high: number;
}

export function mark(draft: Draft, name: Class): void {
  const index = CLASS[name];
  if (index < 32) draft.low |= 1 << index;
  else draft.high |= 1 << (index - 32);
}

function step(score: number): number {
  let at = 0;
  while (at < 7 && score > ((STEPS[at] as number) + (STEPS[at + 1] as number)) / 2) at++;
  return at;
}

export function scores(draft: Draft, surname: number, forename: number, person: number): void {
  draft.high |= (step(surname) | (step(forename) << 3) | (step(person) << 6)) << NAME_SHIFT;
}

/** What the kinds stand for, by kind. Kind 0 is "not looked at yet". */
export const KIND_LOW = new Int32Array(65_536);
export const KIND_HIGH = new Int32Array(65_536);
let kindCount = 1;
/** What is asked of every cell of a table, as bits by kind: quicker to get at than the classes. */
export const KIND_TRAITS = new Uint8Array(65_536);
export const TRAIT = { text: 1, several: 2, heading: 4, figure: 8, total: 16 } as const;
const byKey = new Map<number, Map<number, number>>();
/** Kinds of late, by a hash of their classes. */
const RECENT = 512;
const recent = new Uint16Array(RECENT);

/** The kind of a finished draft. There are some hundreds of them; the list is shared by all inspections of a worker. */
export function kindOf(draft: Draft): number {
  const { low, high } = draft;
  const slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 23;
  const before = recent[slot] as number;
  if (before !== 0 && KIND_LOW[before] === low && KIND_HIGH[before] === high) return before;
  const kind = findKind(draft);
  recent[slot] = kind;
  return kind;
}

function findKind(draft: Draft): number {
  let second = byKey.get(draft.low);
  if (!second) {
    second = new Map();
    byKey.set(draft.low, second);
  }
  let kind = second.get(draft.high);
  if (kind === undefined) {
    if (kindCount === 65_535) return 1;
    kind = kindCount++;
    KIND_LOW[kind] = draft.low;
    KIND_HIGH[kind] = draft.high;
    KIND_TRAITS[kind] =
      (has(kind, 'word') || has(kind, 'words') ? TRAIT.text : 0) |
      (has(kind, 'several') ? TRAIT.several : 0) |
      (has(kind, 'heading') ? TRAIT.heading : 0) |
      (has(kind, 'number') || has(kind, 'decimal') || has(kind, 'date') ? TRAIT.figure : 0) |
      (has(kind, 'total') ? TRAIT.total : 0);
    second.set(draft.high, kind);
  }
  return kind;
}

export function has(kind: number, name: Class): boolean {
  const index = CLASS[name];
  return index < 32
    ? ((KIND_LOW[kind] as number) >>> index) % 2 === 1
    : ((KIND_HIGH[kind] as number) >>> (index - 32)) % 2 === 1;
}

export const surnameOf = (kind: number): number =>
  STEPS[((KIND_HIGH[kind] as number) >>> NAME_SHIFT) & 7] as number;
export const forenameOf = (kind: number): number =>
  STEPS[((KIND_HIGH[kind] as number) >>> (NAME_SHIFT + 3)) & 7] as number;
export const personOf = (kind: number): number =>
  STEPS[((KIND_HIGH[kind] as number) >>> (NAME_SHIFT + 6)) & 7] as number;
