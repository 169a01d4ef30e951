// A roster spread thinly: a sheet for each station, or a file in an archive for each team, with a few people on each. By themselves
// they are a handful; together they are the list. Only tables that are rosters beyond doubt but for the number of people count.
import type { Place } from '../../part.ts';
import type { Field, Finding } from '../../report.ts';
import type { RuleId } from '../../rules.ts';
import type { Column } from './columns/columns.ts';
import { columnsOf, type Found, isAlike } from './tables/region.ts';
import { groupPlace } from './text.ts';
import { toldOf } from './verdict/message.ts';

/** Places and distinct people that a spread list has at least; how sure each table has to be; people of a table that is small; lists kept. */
const SPREAD = { places: 5, people: 5, sure: 0.75, small: 5, lists: 64 };

/** What only an employer lists of somebody; one of these beside a name and its heading is no signature. */
const STAFF: readonly Field[] = ['staff-number', 'call-sign', 'vetting'];
/** What stands beside a rank on a roster, and how many of these there have to be where there is no number. */
const POSTS: readonly Field[] = [
  'unit',
  'location',
  'grade',
  'role',
  'contract',
  'gender',
  'start-date',
  'shift',
  'date-of-birth',
];
const POSTS_LEAST = 3;
/**
 * Tables that only say rank and name, three or four people each: people on each at least, and over all; share of these that must be
 * different; how sure each has to be. One or two may have signed, and the same few may have met again and again.
 */
const TEAMS = { each: 3, people: 20, different: 0.8, sure: 0.5 };
/** What stands beside those who can be asked, or who were at a meeting. */
const ASKED: ReadonlySet<string> = new Set([
  'phone',
  'e-mail',
  'remark',
  'event',
  'person-role',
  'other-person',
]);
/** What is private of others than staff. */
const PRIVATE: readonly Field[] = [
  'date-of-birth',
  'national-insurance',
  'nhs-number',
  'driving-licence',
  'passport',
  'bank-account',
  'offence',
  'health',
];

/** A table with a few people, as one place of a list that may go on elsewhere. */
export interface Small {
  found: Found;
  place: Place;
  hidden: readonly RuleId[];
  /** It says no more of its people than rank and name. */
  isTeam: boolean;
  /** What was said of it by itself, if anything. */
  finding?: Finding | undefined;
}

/** Whether a table says by its headings whose data it holds, however few people are in it. */
export function isSmallRoster({ judgement, people, region }: Found): boolean {
  const { fields, confidence, rule } = judgement;
  if (people === 0 || people >= SPREAD.small || confidence < SPREAD.sure) return false;
  if (judgement.publicOffice || !judgement.evidence || region.headings.size < 3) return false;
  const headed = new Set([...region.headings.values()].map(({ what }) => what as string));
  const told = fields.filter((field) => headed.has(field));
  // The few surnames of one place may be none that is known: rank and number say whose list it is.
  if (!judgement.names)
    return rule === 'staff-roster' && told.includes('rank') && told.includes('staff-number');
  if (rule === 'personal-data') return PRIVATE.some((field) => told.includes(field));
  if (rule !== 'staff-roster') return false;
  if (STAFF.some((field) => told.includes(field))) return true;
  return told.includes('rank') && POSTS.filter((field) => told.includes(field)).length >= POSTS_LEAST;
}

/** Whether a table names three or four people by rank, as a team's list does, with headings or without. */
export function isTeam({ judgement, people, region }: Found): boolean {
  const { fields, confidence, rule } = judgement;
  if (people < TEAMS.each || people >= SPREAD.small || confidence < TEAMS.sure) return false;
  if (rule !== 'staff-roster' || judgement.publicOffice || !judgement.names) return false;
  if (!fields.includes('rank') || fields.some((field) => ASKED.has(field))) return false;
  return ![...region.headings.values()].some(({ what }) => ASKED.has(what));
}

/** Whether two tables are parts of one list: by the same headings, or alike in what they tell. */
function isOneList(a: Found, b: Found): boolean {
  if (a.judgement.rule !== b.judgement.rule) return false;
  // Few values without a heading look now like initials and now like grades: all that has none is one list.
  return headingsOf(a) === headingsOf(b) || isAlike(a, b);
}
const headingsOf = ({ region }: Found): string =>
  [...region.headings.values()]
    .map(({ what }) => what)
    .sort()
    .join();

/** A table within a document or a message may be its form of signature: it is put together with others of its own document only. */
function documentOf(place: Place): string | undefined {
  return /^table \d+$/.test(place.at(-1) ?? '') ? JSON.stringify(groupPlace(place.slice(0, -1))) : undefined;
}

interface List {
  found: Found;
  /** The one document that it is in, if it has to be one. */
  document: string | undefined;
  /** Those of the surest table. */
  columns: readonly Column[];
  places: Set<string>;
  common: string[];
  /** Ways in which it is hidden; nothing once a part of it stands in plain sight. */
  hidden: Set<RuleId> | undefined;
  findings: Set<Finding>;
  isTeam: boolean;
}

/** Gathers small tables over all sheets and members of a file. */
export class Spread {
  private lists: List[] = [];

  add({ found, place, hidden, finding, isTeam: team }: Small): void {
    const document = documentOf(place);
    const list = this.lists.find(
      (other) => other.isTeam === team && other.document === document && isOneList(other.found, found),
    );
    if (!list) {
      if (this.lists.length >= SPREAD.lists) return;
      this.lists.push({
        found,
        document,
        columns: columnsOf(found.region),
        places: new Set([JSON.stringify(place)]),
        common: [...place],
        hidden: hidden.length > 0 ? new Set(hidden) : undefined,
        findings: new Set(finding ? [finding] : []),
        isTeam: team,
      });
      return;
    }
    const { judgement } = list.found;
    const fields = [...new Set([...judgement.fields, ...found.judgement.fields])];
    const isSurer = found.judgement.score > judgement.score;
    if (isSurer) list.columns = columnsOf(found.region);
    list.found.judgement = { ...(isSurer ? found.judgement : judgement), fields };
    list.found.rows += found.rows;
    list.found.region.tally.merge(found.region.tally);
    list.places.add(JSON.stringify(place));
    const shared = list.common.findIndex((step, at) => step !== place[at]);
    if (shared >= 0) list.common.length = shared;
    if (hidden.length === 0) list.hidden = undefined;
    else for (const rule of hidden) list.hidden?.add(rule);
    if (finding) list.findings.add(finding);
  }

  /** The findings of a file, with one in place of those that are parts of a spread list. */
  together(findings: readonly Finding[]): Finding[] {
    let rest = [...findings];
    for (const { found, columns, places, common, hidden, findings: parts, isTeam: team } of this.lists) {
      const people = found.region.tally.people(columns);
      if (places.size < SPREAD.places || people < SPREAD.people) continue;
      if (team && (people < TEAMS.people || people < TEAMS.different * found.rows)) continue;
      rest = rest.filter((finding) => !parts.has(finding));
      const what = `table spread over ${places.size} places`;
      const finding = toldOf(found.judgement, people, found.rows, common, [...(hidden ?? [])], what);
      rest.push({ ...finding, counts: { ...finding.counts, places: places.size } });
    }
    return rest;
  }
}
