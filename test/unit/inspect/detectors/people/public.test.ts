// Public tables that look near: addresses of America, codes in small letters, mailboxes of bodies, players and members of parliament.
// Everybody is invented, from a seed.
import { describe, expect, it } from 'vitest';
import { people } from '../../../../../utils/inspect/detectors/people/index.ts';
import { headingOf } from '../../../../../utils/inspect/lexicon/headers.ts';
import { detect } from '../../../../accuracy/feed.ts';
import { makePeople, type Person, RANKS, Random } from '../../../../fixtures/people.ts';
import type { Table } from '../../../../fixtures/rosters.ts';

const random = new Random(20_270_407);
const found = (table: Table, name = 'data.csv') =>
  detect(people, { name, tables: [{ name: 'Sheet1', table }] });
const rows = (n: number, row: (p: Person, at: number) => Table[number]): Table =>
  makePeople(random, n).map(row);

describe('streets of America', () => {
  for (const n of [5, 40])
    it(`are no people: ${n} incidents`, async () => {
      const all = rows(n, (p, at) => [
        20_150_000_000 + at * 7919,
        random.pick(['BURGLARY OF VEHICLE', 'AUTO THEFT', 'Theft']),
        random.pick([
          `${100 + at * 7} BLOCK N ${p.surname.toUpperCase()} BLVD`,
          `00${10 + at}XX ${p.surname} AV N`,
          `${1200 + at} ${p.forename} ${p.surname} DR`,
          `${47 + at}XX ${p.surname.toUpperCase()} AVE`,
        ]),
        'N',
        random.pick(['A', 'B', 'D', 'E']),
      ]);
      expect(
        await found([['key', 'highest_offense', 'go_location', 'cleared', 'go_district'], ...all]),
      ).toEqual([]);
    });
});

describe('codes in small letters', () => {
  it('are no initials and surnames', async () => {
    const codes = ['ep', 'cg', 'lp', 'ev'];
    const all = Array.from({ length: 24 }, (_, at) => {
      const short = codes[at % 4] as string;
      return [`Category ${at + 1}`, at + 1, short, `${short}-${random.pick(['fb', 'ie', 'or', 'gr', 'mk'])}`];
    });
    expect(await found([['System category', 'id', 'fsc-short', 'fsc'], ...all])).toEqual([]);
  });

  it('leave names in small letters what they are', async () => {
    const all = rows(30, (p) => [p.surname.toLowerCase(), p.forename.toLowerCase(), p.number]);
    expect(await found([['last_name', 'first_name', 'badge_no'], ...all])).toMatchObject([{ people: 30 }]);
  });
});

describe('mailboxes beside the names of bodies', () => {
  const bodies = [
    'Agency for Energy',
    'Federal Court',
    'Office of Statistics',
    'Institute of Hygiene',
    'Board of Ports',
  ];
  const mail = (p: Person) =>
    `${p.forename}.${p.surname}`
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z.]/g, '');
  it('are theirs', async () => {
    const all = rows(40, (p, at) => [
      `xx/${at}`,
      `${bodies[at % 5]} ${at}`,
      `${mail(p)}@body${at}.example`,
      `Avenue ${at}`,
    ]);
    expect(await found([['id', 'name', 'email', 'address'], ...all], 'bodies.csv')).toEqual([]);
  });
  it('are people’s in a force', async () => {
    const all = rows(40, (p) => [`${mail(p)}@fenland.police.uk`, p.unit]);
    expect(await found([['email', 'unit'], ...all])).toMatchObject([{ rule: 'staff-roster' }]);
  });
});

describe('players of a sport', () => {
  const headings = [
    'tournament_name',
    'match_id',
    'home_team',
    'family_name',
    'given_name',
    'birth_date',
    'goals',
  ];
  it('are no roster', async () => {
    const all = rows(60, (p, at) => [
      'Cup of 1998',
      `M-${at}`,
      'Northland',
      p.surname,
      p.forename,
      p.born,
      at % 5,
    ]);
    expect(await found([headings, ...all])).toEqual([]);
  });
  it('are officers where they have ranks', async () => {
    const all = rows(30, (p) => [
      'Police cup',
      p.surname,
      p.forename,
      RANKS[p.rank]?.[1] as string,
      p.number,
      2,
    ]);
    const force = ['Tournament', 'Surname', 'Forename', 'Rank', 'Collar number', 'Goals'];
    expect(await found([force, ...all])).toMatchObject([{ rule: 'staff-roster', people: 30 }]);
  });
});

describe('members of parliament', () => {
  it('are in public office, whatever numbers they have', async () => {
    const all = rows(60, (p, at) => [
      9000 + at,
      p.forename,
      p.surname,
      'Purple',
      `Seat ${at}`,
      61 + (at % 9),
    ]);
    const headings = ['personid', 'firstname', 'lastname', 'partynow', 'constituency', 'turnout17'];
    expect(await found([headings, ...all])).toMatchObject([{ severity: 'low' }]);
  });
});

describe('a stray word in a long table', () => {
  it('makes no names of its column', async () => {
    const all = Array.from({ length: 300 }, (_, at): Table[number] => [
      `id${at % 40}x01`,
      1950 + (at % 60),
      'LF',
      at,
    ]);
    expect(await found([['playerID', 'yearID', 'POS', 'G', 'PB'], ...all])).toEqual([]);
  });
});

describe('headings of duty and HR systems', () => {
  const all: Record<string, string> = {
    'Coll. no.': 'staff-number',
    'Shldr No': 'staff-number',
    'W/No': 'staff-number',
    'GRS ID': 'staff-number',
    'Pay Ref': 'staff-number',
    'Name (Last)': 'surname',
    'Name (First)': 'forename',
    'S/Name': 'surname',
    Resource: 'name',
    'Allocated officer': 'name',
    'Vet Level': 'vetting',
    SMTP: 'e-mail',
    DDI: 'phone',
  };
  for (const [text, what] of Object.entries(all))
    it(`are known: ${text}`, () => {
      expect(headingOf(text)?.what).toBe(what);
    });
});
