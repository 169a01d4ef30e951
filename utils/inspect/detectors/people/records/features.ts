// What the model of records is asked about a run of them: shares, means and words, each with a name. Nothing here decides; the
// weights do (lexicon/records/data.ts, made by `npm run train:records`).
import { type Heading, headingOf } from '../../../lexicon/headers.ts';
import { RANK_TOKENS_SURE } from '../../../lexicon/ranks.ts';
import { contextOf } from '../context.ts';
import { type Candidate, type Evidence, KINDS } from './tokens.ts';

/** Records that follow one another, with the place in them where somebody is named. */
export interface Run {
  key: string;
  records: readonly Evidence[];
  first: number;
  last: number;
  /** The likeliest candidate in the place, by record; nothing where there is none. */
  named: readonly (Candidate | undefined)[];
}

/** What stands around a run. */
export interface Surroundings {
  isTable: boolean;
  isStack?: boolean;
  /** Place and name of the file, and the first words of the text. */
  place: readonly string[];
  /** Records before the run, the nearest last, as texts by column. */
  before: readonly (readonly { col: number; text: string }[])[];
}

const OWN = [
  'table',
  'records',
  'cover',
  'cover-of-all',
  'strong',
  'score',
  'surname',
  'forename',
  'whole',
  'initial',
  'capitals',
  'ambiguous',
  'ranked',
  'titled',
  'numbered',
  'thing',
  'post',
  'login',
  'distinct',
  'other-forename',
  'other-surname',
  'other-names',
  'number',
  'number-length',
  'number-first',
  'running',
  'lower',
  'tokens',
  'cells',
  'vocabulary',
  'at-line-start',
  'by-label',
  'context-staff',
  'context-office',
  'context-other',
  'context-bodies',
  'context-minutes',
  'context-police',
  'head-name',
  'head-weak',
  'head-staff',
  'head-other',
  'head-against',
  'head-none',
  'heads-staff',
  'heads-private',
  'heads-against',
  'heads-bodies',
  'heads-office',
  'heads-known',
  'heads-frequency',
  'spacing',
  'evenly',
  'stack',
  'headed',
] as const;

export const FEATURES: readonly string[] = [...OWN, ...KINDS.map((kind) => `has-${kind}`)];

const STAFF_HEADS = new Set([
  'rank',
  'staff-number',
  'vetting',
  'grade',
  'role',
  'unit',
  'contract',
  'call-sign',
  'shift',
  'manager',
  'start-date',
  'salary',
]);
const PRIVATE_HEADS = new Set([
  'date-of-birth',
  'address',
  'postcode',
  'offence',
  'person-role',
  'health',
  'ethnicity',
  'religion',
  'nhs-number',
  'phone',
  'age',
  'bank-account',
  'passport',
  'driving-licence',
  'national-insurance',
]);
const AGAINST_HEADS = new Set(['count', 'money', 'area', 'thing', 'event', 'sport']);
const NAME_HEADS = new Set(['name', 'surname', 'forename', 'initials']);
/** Labels of records are read as headings where they come in this share of the records. */
const LABEL = 0.15;

export function featuresOf(
  found: { run: Run } & Omit<Surroundings, 'place'>,
  place: readonly string[],
): Float64Array {
  const { run } = found;
  const around: Surroundings = { ...found, place };
  const f: Partial<Record<(typeof OWN)[number], number>> = {};
  const { records, named, key } = run;
  const n = records.length;
  const some = named.filter((candidate) => candidate !== undefined);
  const c = Math.max(1, some.length);
  const mean = (of: (candidate: Candidate) => number): number =>
    some.reduce((sum, one) => sum + of(one), 0) / c;
  const share = (is: (candidate: Candidate) => boolean): number => mean((one) => (is(one) ? 1 : 0));
  f.table = around.isTable ? 1 : 0;
  f.stack = around.isStack ? 1 : 0;
  f.records = Math.log2(Math.min(256, some.length) + 1);
  const places = applicable(run);
  f.cover = some.length / Math.max(1, places);
  f['cover-of-all'] = some.length / n;
  f.strong = share(({ score }) => score >= 0.5);
  f.score = mean(({ score }) => score);
  f.surname = mean(({ surname }) => surname);
  f.forename = mean(({ forename }) => forename);
  f.whole = share(({ words }) => words > 1);
  f.initial = share(({ initial }) => initial);
  f.capitals = share(({ capitals }) => capitals);
  f.ambiguous = share(({ ambiguous }) => ambiguous);
  f.ranked = share(({ ranked }) => ranked);
  f.titled = share(({ titled }) => titled);
  f.numbered = share(({ numbered }) => numbered);
  f.thing = share(({ thing }) => thing);
  f.post = share(({ post }) => post);
  f.login = share(({ login }) => login);
  f.distinct = new Set(some.map(({ text }) => text.toLowerCase())).size / c;
  Object.assign(f, others(run), numbers(run));
  f.lower = Math.min(20, records.reduce((sum, { lower }) => sum + lower, 0) / n);
  f.tokens = Math.min(40, records.reduce((sum, { tokens }) => sum + tokens, 0) / n);
  f['by-label'] = key.startsWith('k') ? 1 : 0;
  f['at-line-start'] = key === 'l^' || key === 'o0' || key === 'c0' ? 1 : 0;
  heads(run, around, f);
  Object.assign(f, spacing(run));
  const context = contextOf([
    ...around.place,
    ...around.before.flatMap((row) => row.map(({ text }) => text.slice(0, 200))),
  ]);
  f['context-staff'] = context.staff ? 1 : 0;
  f['context-office'] = context.publicOffice ? 1 : 0;
  f['context-other'] = context.other ? 1 : 0;
  f['context-bodies'] = context.bodies ? 1 : 0;
  f['context-minutes'] = context.minutes ? 1 : 0;
  const said = [...around.place, ...around.before.flatMap((row) => row.map(({ text }) => text))]
    .join(' ')
    .slice(0, 2000);
  f['context-police'] = isOfPolice(said) ? 1 : 0;
  const out = new Float64Array(FEATURES.length);
  for (const [at, name] of OWN.entries()) out[at] = f[name] ?? 0;
  for (let bit = 0; bit < KINDS.length; bit++) {
    let has = 0;
    for (const { kinds } of records) if ((kinds & (1 << bit)) !== 0) has++;
    out[OWN.length + bit] = has / n;
  }
  return out;
}

const POLICE =
  /\b(?:police|constab\w*|pcs?|dcs|officers?|sergeants?|inspectors?|detective|cid|custody|response|neighbourhood|firearms|nick|force|station duty|warrant|collar|specials?|pcsos?|shoulder|tutors?|probationers?|shift|rota)\b/i;
const isOfPolice = (text: string): boolean =>
  POLICE.test(text) ||
  (text.match(/[A-Za-z]+/g) ?? []).some(
    (word) => word.length > 2 && RANK_TOKENS_SURE.has(word.toLowerCase()),
  );

/** Records that could have somebody in the place: for a label those that have it. */
function applicable({ key, records }: Run): number {
  if (!key.startsWith('k')) return records.length;
  const label = key.slice(1);
  return records.filter(({ labels }) => labels.some((one) => one.split(/[ _-]/).at(-1) === label)).length;
}

/** How many records go from one name to the next, mostly, and how often it is that many: records over several lines. */
function spacing({ named }: Run): Partial<Record<(typeof OWN)[number], number>> {
  const gaps = new Map<number, number>();
  let before = -1;
  let all = 0;
  for (const [at, candidate] of named.entries()) {
    if (!candidate || candidate.score < 0.3) continue;
    if (before >= 0) {
      gaps.set(at - before, (gaps.get(at - before) ?? 0) + 1);
      all++;
    }
    before = at;
  }
  if (all === 0) return {};
  const [gap, times] = [...gaps].reduce((a, b) => (b[1] > a[1] ? b : a));
  return { spacing: Math.min(8, gap), evenly: times / all };
}

/** Names in other places of the records, and how many places have some. */
function others({ key, records, named }: Run): Partial<Record<(typeof OWN)[number], number>> {
  const sums = new Map<string, { n: number; surname: number; forename: number; score: number }>();
  for (const [at, { candidates }] of records.entries())
    for (const candidate of candidates) {
      if (candidate === named[at]) continue;
      const own = candidate.keys.find((one) => /^(?:c\d+\.|o)/.test(one));
      if (own === undefined || own === key) continue;
      const sum = sums.get(own) ?? { n: 0, surname: 0, forename: 0, score: 0 };
      sum.n++;
      sum.surname += candidate.surname;
      sum.forename += candidate.forename;
      sum.score += candidate.score;
      sums.set(own, sum);
    }
  const many = [...sums.values()].filter(({ n }) => n >= 0.5 * records.length);
  return {
    'other-forename': Math.max(0, ...many.map(({ n, forename }) => forename / n)),
    'other-surname': Math.max(0, ...many.map(({ n, surname }) => surname / n)),
    'other-names': Math.min(6, many.filter(({ n, score }) => score >= 0.45 * n).length),
  };
}

/** The numbers that are likest to staff numbers: of one length, all different, not counting up. */
function numbers({ records }: Run): Partial<Record<(typeof OWN)[number], number>> {
  const byKey = new Map<string, string[]>();
  for (const { figures } of records)
    for (const { key, text } of figures) {
      const list = byKey.get(key);
      if (list) list.push(text);
      else byKey.set(key, [text]);
    }
  let best = { number: 0, length: 0, first: 0, running: 0 };
  for (const [key, texts] of byKey) {
    if (texts.length < 0.4 * records.length) continue;
    const lengths = new Map<number, number>();
    for (const { length } of texts) lengths.set(length, (lengths.get(length) ?? 0) + 1);
    const [length, times] = [...lengths].reduce((a, b) => (b[1] > a[1] ? b : a));
    if (length < 3) continue;
    const distinct = new Set(texts).size / texts.length;
    let running = 0;
    for (let at = 1; at < texts.length; at++)
      if (Math.abs(Number(texts[at]) - Number(texts[at - 1])) <= 1) running++;
    const worth = (texts.length / records.length) * (times / texts.length) * distinct;
    if (worth > best.number)
      best = {
        number: Math.min(1, worth),
        length,
        first: /^(?:n0|c0\.0)$/.test(key) ? 1 : 0,
        running: running / texts.length,
      };
  }
  return {
    number: best.number,
    'number-length': best.length,
    'number-first': best.first,
    running: best.running,
  };
}

/** Whether the heading over the place says that something else than people stands there; or that surnames are counted. */
export function isElse({ run, before, isTable }: { run: Run } & Omit<Surroundings, 'place'>): boolean {
  const f: Partial<Record<(typeof OWN)[number], number>> = {};
  const own = heads(run, { before, isTable, place: [] }, f);
  if (before.some((row) => row.filter(({ text }) => headingOf(text)?.sporting).length > 1)) return true;
  if ((f['heads-frequency'] ?? 0) > 0 && (f['heads-staff'] ?? 0) < 2) return true;
  if (!own || own.weak || own.owner === 'staff' || own.owner === 'other-person') return false;
  return !NAME_HEADS.has(own.what) && own.what !== 'manager' && own.what !== 'person-role';
}

/** What headings over the run, or labels in its records, say. Gives the one of the place itself. */
function heads(
  run: Run,
  { before, isTable }: Surroundings,
  f: Partial<Record<(typeof OWN)[number], number>>,
): Heading | undefined {
  const { key, records } = run;
  const known: Heading[] = [];
  let own: Heading | undefined;
  let isHeaded = 0;
  if (isTable) {
    const col = Number(/^c(\d+)/.exec(key)?.[1] ?? -1);
    for (const row of before.slice(-3).reverse()) {
      if (row.length < 2 && col !== row[0]?.col) continue;
      const found = row.map((cell) => headingOf(cell.text));
      if (found.filter(Boolean).length < 0.4 * row.length) continue;
      known.push(...found.filter((heading) => heading !== undefined));
      const at = row.findIndex((cell) => cell.col === col);
      if (at >= 0) {
        isHeaded = 1;
        own = found[at];
      }
      break;
    }
  }
  const counts = new Map<string, number>();
  for (const { labels } of records)
    for (const label of new Set(labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  for (const [label, times] of counts) {
    if (times < LABEL * records.length) continue;
    const heading = headingOf(label);
    if (heading && !heading.loose) known.push(heading);
    if (key.startsWith('k') && label.split(/[ _-]/).at(-1) === key.slice(1)) {
      isHeaded = 1;
      own ??= heading;
    }
  }
  f.headed = isHeaded;
  const owner = own?.owner;
  f['head-name'] = own && (NAME_HEADS.has(own.what) || own.what === 'manager') && !own.weak ? 1 : 0;
  f['head-weak'] = own?.weak ? 1 : 0;
  f['head-staff'] = owner === 'staff' ? 1 : 0;
  f['head-other'] = owner === 'other-person' ? 1 : 0;
  f['head-against'] =
    (owner !== undefined && owner !== 'staff' && owner !== 'other-person') ||
    (own !== undefined && (AGAINST_HEADS.has(own.what) || own.what === 'organisation'))
      ? 1
      : 0;
  f['head-none'] = isHeaded && own === undefined ? 1 : 0;
  const count = (is: (heading: Heading) => boolean): number => Math.min(4, known.filter(is).length);
  f['heads-staff'] = count(({ what, owner: whose }) => STAFF_HEADS.has(what) || whose === 'staff');
  f['heads-private'] = count(({ what, owner: whose }) => PRIVATE_HEADS.has(what) || whose === 'other-person');
  f['heads-against'] = count(({ what }) => AGAINST_HEADS.has(what));
  f['heads-bodies'] = count(
    ({ what, owner: whose }) => what === 'organisation' || whose === 'organisation' || whose === 'author',
  );
  f['heads-office'] = count(
    ({ what, owner: whose, elected }) =>
      what === 'public-office' || whose === 'public-office' || elected === true,
  );
  f['heads-frequency'] = count(({ frequency }) => frequency === true);
  f['heads-known'] = known.length / Math.max(1, isTable ? (before.at(-1)?.length ?? 1) : counts.size);
  return own;
}
