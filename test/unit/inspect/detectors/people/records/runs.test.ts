// Where somebody is named: whatever divides the fields, whatever stands around, on one line or over several.
import { expect, it } from 'vitest';
import { FEATURES, featuresOf } from '../../../../../../utils/inspect/detectors/people/records/features.ts';
import { Records } from '../../../../../../utils/inspect/detectors/people/records/runs.ts';
import { chunksOf } from '../../../../../accuracy/feed.ts';
import { crew } from '../../../../../fixtures/fifth/people.ts';
import { Random } from '../../../../../fixtures/people.ts';

const PEOPLE = crew(new Random(5), 16).filter(({ surname }) => /^\p{Lu}\p{Ll}+$/u.test(surname));
const name = (at: number) => `${PEOPLE[at]?.forename} ${PEOPLE[at]?.surname}`;

function linesOf(lines: readonly string[]): Records {
  const records = new Records(false);
  for (const [at, line] of lines.entries()) records.line(line, at);
  return records;
}
/** Whom the runs name, each run by itself. */
const named = (records: Records) =>
  records.runs().map(({ run }) => run.named.flatMap((candidate) => candidate?.text ?? []));
/** The share of the people that the run names in full that names most of them, as nobody else. */
const found = (runs: string[][]) =>
  Math.max(
    ...runs.map((all) =>
      all.length > PEOPLE.length + 1 ? 0 : everybody.filter((one) => all.includes(one)).length,
    ),
  ) / PEOPLE.length;
const everybody = PEOPLE.map((_, at) => name(at));

it.each([
  ['signs', (at: number) => `${100 + at} >> ${name(at)} :: ${3 * at}`],
  ['a label in a log', (at: number) => `evt=${at} n="${name(at)}" a=open`],
  ['brackets', (at: number) => `(${name(at)}) took car ${at}`],
  [
    'words that change',
    (at: number) => `${name(at)} ${['wants', 'gave', 'lost'][at % 3]} a ${['key', 'badge'][at % 2]}`,
  ],
])('finds who stands between %s', (_what, line) => {
  expect(found(named(linesOf(['Please note:', ...PEOPLE.map((_, at) => line(at))])))).toBeGreaterThan(0.9);
});

it.each([
  ['a blank line', (at: number) => [name(at), 'Desk', `ext ${at}`, '']],
  ['a label that comes again', (at: number) => [`who: ${name(at)}`, `room: ${at}`, 'key: yes']],
  ['nothing but their number', (at: number) => [name(at), 'at the desk', `${at} of them`]],
])('puts records together that go over several lines and are divided by %s', (_what, lines) => {
  const stacks = linesOf(PEOPLE.flatMap((_, at) => lines(at)))
    .runs()
    .filter(({ isStack }) => isStack);
  const who = stacks.map(({ run }) => run.named.flatMap((candidate) => candidate?.text ?? []));
  expect(found(who)).toBeGreaterThan(0.9);
});

it('reads an initial that nothing divides from the surname', () => {
  const records = linesOf(
    PEOPLE.map(({ forename, surname }, at) => `drawer ${at} by ${forename[0]}.${surname} ok`),
  );
  const whole = PEOPLE.map(({ forename, surname }) => `${forename[0]}. ${surname}`);
  const most = Math.max(
    ...named(records).map((all) => whole.filter((one) => all.some((text) => text.startsWith(one))).length),
  );
  expect(most).toBeGreaterThan(0.8 * PEOPLE.length);
});

it('takes a long line apart at its signs', () => {
  const line = PEOPLE.map((_, at) => `o${at}_name=${name(at).replace(' ', '+')}&o${at}_no=${at}`).join('&');
  expect(found(named(linesOf([line])))).toBeGreaterThan(0.9);
});

it('leaves the row of headings to what stands before the run', () => {
  const records = new Records(true);
  for (const chunk of chunksOf([
    ['Rank', 'Driver', 'Station'],
    ...PEOPLE.map((_, at) => ['PC', name(at), 'Ely']),
  ]))
    records.chunk(chunk);
  const [best] = records.runs();
  expect(best?.run.first).toBe(1);
  expect(best?.before.at(-1)?.map(({ text }) => text)).toEqual(['Rank', 'Driver', 'Station']);
});

it('counts each of them once, and goes on behind what was looked at', () => {
  const many = crew(new Random(6), 400);
  const records = new Records(true);
  for (const chunk of chunksOf(
    many.map((one) => [`${one.forename} ${one.surname} ${one.initials}`, one.number]),
  ))
    records.chunk(chunk);
  const [best] = records.runs();
  expect(best).toBeDefined();
  const { count, first, last } = records.count(best as NonNullable<typeof best>);
  expect(Math.abs(count - 400)).toBeLessThan(20);
  expect([first, last]).toEqual([0, 399]);
});

it('asks as many questions as the names of its features say, whatever it is given', () => {
  for (const lines of [
    [],
    ['', ''],
    PEOPLE.map((_, at) => name(at)),
    Array.from({ length: 50 }, () => '| , ; ='),
  ])
    for (const run of linesOf(lines).runs()) {
      const row = featuresOf(run, ['a.txt']);
      expect(row).toHaveLength(FEATURES.length);
      expect([...row].every(Number.isFinite)).toBe(true);
    }
});
