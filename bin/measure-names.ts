// `npm run measure:names`: how well the lexicon of names does on names and columns that it has not seen. Trains a
// model without a third of all names and places, and measures that one; the shipped model is trained on all.
// Prints the tables of docs/models.md.

import {
  foldWord,
  forenameScore,
  type NamesKind,
  nameScore,
  namesShare,
  personNameScore,
  surnameScore,
} from '../utils/inspect/lexicon/names/index.ts';
import { type NamesData, useNames } from '../utils/inspect/lexicon/names/model.ts';
import { otherColumns } from './names/columns.ts';
import { seeded, train } from './names/learn.ts';
import { type NameEntry, readHeldOut, readNames, readTowns, readWords } from './names/sources.ts';

/** Names that must be known without being listed, and so are never trained on here. */
const NEVER_SEEN = new Set([
  'ainscow',
  'chakraborty',
  'chakrabarti',
  'donaill',
  'nguyen',
  'wisniewska',
  'wisniewski',
  'okonkwo',
  'llewellyn',
  'mcilveen',
]);

/** A third of all words, by their letters. */
function withheld(word: string): boolean {
  const folded = foldWord(word);
  let hash = 7;
  for (let at = 0; at < folded.length; at++) hash = Math.imul(hash ^ folded.charCodeAt(at), 0x5bd1e995);
  return NEVER_SEEN.has(folded) || ((hash ^ (hash >>> 13)) >>> 0) % 3 === 0;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const print = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
const shareOf = <T>(all: readonly T[], test: (one: T) => boolean): number =>
  all.filter(test).length / Math.max(1, all.length);

const names = readNames();
const words = readWords();
const seen: NamesData = train(
  names.filter(({ name }) => !withheld(name)),
  words.filter(({ word, kind }) => kind === 'word' || !withheld(word)),
);

/** Unseen names by origin, each once. */
function unseen(kind: NameEntry['kind']): Map<string, string[]> {
  const byOrigin = new Map<string, Map<string, string>>();
  for (const entry of names) {
    if (entry.kind !== kind || !withheld(entry.name)) continue;
    const list = byOrigin.get(entry.origin) ?? new Map<string, string>();
    list.set(foldWord(entry.name), entry.name);
    byOrigin.set(entry.origin, list);
  }
  return new Map([...byOrigin].map(([origin, list]) => [origin, [...list.values()]]));
}

function byOrigin(): void {
  console.log('\nNames that were not trained on, by origin: share with a score of at least 0.5\n');
  print([
    'origin',
    'surnames',
    'known as surname',
    'as either',
    'forenames',
    'known as forename',
    'as either',
  ]);
  print(['---', '---:', '---:', '---:', '---:', '---:', '---:']);
  const surnames = unseen('surname');
  const forenames = unseen('forename');
  for (const origin of [...new Set([...surnames.keys(), ...forenames.keys()])].sort()) {
    const family = surnames.get(origin) ?? [];
    const given = forenames.get(origin) ?? [];
    if (family.length + given.length < 20) continue;
    const either = (word: string): boolean => Math.max(surnameScore(word), forenameScore(word)) >= 0.5;
    print([
      origin,
      family.length,
      percent(shareOf(family, (word) => surnameScore(word) >= 0.5)),
      percent(shareOf(family, either)),
      given.length,
      percent(shareOf(given, (word) => forenameScore(word) >= 0.5)),
      percent(shareOf(given, either)),
    ]);
  }
}

function falseAlarms(columns: ReadonlyMap<string, readonly string[]>): void {
  console.log('\nOther values: share with a score of at least 0.5\n');
  print(['values', 'count', 'as a surname', 'as a forename', 'as a whole name', 'ambiguous']);
  print(['---', '---:', '---:', '---:', '---:', '---:']);
  for (const [kind, values] of columns)
    print([
      kind,
      values.length,
      percent(shareOf(values, (value) => surnameScore(value) >= 0.5)),
      percent(shareOf(values, (value) => forenameScore(value) >= 0.5)),
      percent(shareOf(values, (value) => personNameScore(value).score >= 0.5)),
      percent(shareOf(values, (value) => nameScore(value).ambiguous)),
    ]);
}

const random = seeded(4711);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** Draws by weight, as names are met among people. */
function drawer(entries: readonly NameEntry[]): () => string {
  const sums: number[] = [];
  let total = 0;
  for (const { weight } of entries) {
    total += weight;
    sums.push(total);
  }
  return () => {
    const aim = random() * total;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < aim) low = middle + 1;
      else high = middle;
    }
    return entries[low]!.name;
  };
}

function columnsOfNames(columns: ReadonlyMap<string, readonly string[]>): void {
  const surnameEntries = names.filter(({ kind }) => kind === 'surname');
  const forenameEntries = names.filter(({ kind }) => kind === 'forename');
  const common = { surname: drawer(surnameEntries), forename: drawer(forenameEntries) };
  const rare = {
    surname: drawer(surnameEntries.filter(({ name }) => withheld(name))),
    forename: drawer(forenameEntries.filter(({ name }) => withheld(name))),
  };
  const people = new Map<string, { kind: 'surname' | 'forename' | 'person'; draw: () => string }>();
  for (const [label, { surname, forename }] of [
    ['people', common],
    ['people with unseen names', rare],
  ] as const) {
    people.set(`surnames of ${label}`, { kind: 'surname', draw: surname });
    people.set(`forenames of ${label}`, { kind: 'forename', draw: forename });
    people.set(`Surname, First of ${label}`, { kind: 'person', draw: () => `${surname()}, ${forename()}` });
    people.set(`SURNAME First of ${label}`, {
      kind: 'person',
      draw: () => `${surname().toUpperCase()} ${forename()}`,
    });
    people.set(`First Last of ${label}`, { kind: 'person', draw: () => `${forename()} ${surname()}` });
    people.set(`F Last of ${label}`, { kind: 'person', draw: () => `${forename()[0]} ${surname()}` });
    people.set(`Surname F of ${label}`, { kind: 'person', draw: () => `${surname()} ${forename()[0]}` });
  }
  const sizes = [8, 15, 25, 100];
  const runs = 400;
  const sample = (draw: () => string, size: number): string[] => {
    const values = new Set<string>();
    for (let tries = 0; values.size < size && tries < size * 50; tries++) values.add(draw());
    return [...values];
  };
  const table = (
    title: string,
    rows: Iterable<[string, () => string, readonly (NamesKind | 'any')[]]>,
  ): void => {
    console.log(`\n${title}\n`);
    print(['column', 'as', ...sizes.map((size) => `${size} values`), 'confidence 0.9 or more']);
    print(['---', '---', ...sizes.map(() => '---:'), '---:']);
    for (const [label, draw, kinds] of rows)
      for (const kind of kinds) {
        let confident = 0;
        const shares = sizes.map((size) => {
          let found = 0;
          for (let run = 0; run < runs; run++) {
            const share = namesShare(sample(draw, size));
            if (kind === 'any' ? share.columnOf !== undefined : share.columnOf === kind) found++;
            confident +=
              Number(share.confidence >= 0.9 && share.columnOf !== undefined) / runs / sizes.length;
          }
          return percent(found / runs);
        });
        print([label, kind, ...shares, percent(confident)]);
      }
  };
  table(
    'Columns of people: share that is found',
    [...people].map(([label, { kind, draw }]) => [label, draw, kind === 'person' ? [kind] : [kind, 'any']]),
  );
  table(
    'Other columns: share that is taken for people',
    [...columns].map(([label, values]) => [label, () => pick(values), ['any']]),
  );
}

const columns = otherColumns(readTowns().filter(withheld));
useNames(seen);
console.log('Model without a third of the names and places');
byOrigin();
falseAlarms(columns);
columnsOfNames(columns);

console.log('\nNames that must be known without being listed\n');
for (const name of [
  'Ainscow',
  'Chakraborty',
  'Ó Dónaill',
  'Nguyen',
  'Wiśniewska',
  'Okonkwo',
  'Llewellyn-Jones',
  'McIlveen',
])
  print([name, surnameScore(name).toFixed(2)]);

useNames();
const listed = new Set(names.map(({ name }) => foldWord(name)));
const strangers = readHeldOut().filter((name) => !listed.has(foldWord(name)) && !name.includes('-'));
console.log(
  `\nShipped model on ${strangers.length} names of a source that it has not seen (humannames), none of them trained on: ` +
    `${percent(shareOf(strangers, (name) => Math.max(surnameScore(name), forenameScore(name)) >= 0.5))} known as a name`,
);
falseAlarms(otherColumns(readTowns()));
