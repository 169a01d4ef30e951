// Words that are said of a force's own people, and words that are said of those whom the police have to do with: wherever they stand in
// a file, in its name, in titles, headings, values or the letter around a table. What each weighs is its log-odds, roughly.
import { wordTable } from '../word-table.ts';

/** How much a word speaks for staff, by how few it could be said of instead. */
const STAFF: readonly (readonly [weight: number, words: string])[] = [
  [
    2,
    'officer staff employee colleague personnel workforce roster rota probationer constable sergeant inspector superintendent ' +
      'constabulary pcso collar warranted epaulette secondment posting postholder reviewee appraisal pdr payroll overtime federation ' +
      'unison deployment relief toil swyddog staffing establishment learner line-manager rest-day annual-leave mutual-aid ' +
      'pay-number long-service',
  ],
  [
    1,
    'shift duty duties crew crewed squad section team department dept hq nick cid armed traffic ' +
      'leave sickness absence promotion ' +
      'board course training trained refresher qualified competency elearning ' +
      'module locker kit uniform boot hat stab vest radio airwave callsign handset laptop canteen mess barbecue xmas christmas party ' +
      'retirement retiring leaving medal commendation award mentor tutor supervisor supervisory skipper manager hr vetting posted ' +
      'briefing parade handover tasking deployed minibus mileage expenses claim fleet login username logon account domain mailbox ' +
      'hotel accommodation sponsored quiz sweepstake tea fund whip collection birthday raffle flu jab ' +
      'car-park parking permit car-share carpool desk extension ext oic payee grade fte contract wte band dinner social club',
  ],
];

/** How much a word speaks for others. */
const OTHER: readonly (readonly [weight: number, words: string])[] = [
  [
    2,
    'victim suspect offender complainant defendant detainee arrestee accused patient tenant pupil inmate deceased casualty ' +
      'householder nominal informant burglary assault theft robbery harassment stalking trespass shoplifting drugs ' +
      'cannabis caution bail charged convicted conviction sentence probation safeguarding s136 nhs diagnosis impairment injury ' +
      'dob born neighbour landlord eviction banned missing dioddefwr tyst',
  ],
  [
    1,
    'witness prisoner customer client resident visitor donor caller applicant claimant claimed complaint dispute noise nuisance threat injured ' +
      'household hospital ward clinic refugee asylum homeless vulnerable risk offence crime arrest arrested nfa stolen weapon fraud ' +
      'certificate shotgun licensee keeper owner public parent child children guardian carer family ' +
      'student school shop store exclusion nok kin requester appellant compensation lives address home mobile mother father ' +
      'ethnicity religion outcome allegation grounds searched stopped',
  ],
];

const weights: Record<string, number> = {};
for (const [list, sign] of [
  [STAFF, 1],
  [OTHER, -1],
] as const)
  for (const [weight, words] of list) for (const word of words.split(' ')) weights[word] = sign * weight;

const WEIGHTS = wordTable<number>(weights);

const WORD = /\p{L}[\p{L}'’]*\d{0,3}/gu;
/** Texts longer than this are read so far. */
const READ = 400;

/** The words of a text that say whose people it is of, each once, with what they weigh: for staff above 0, for others below. */
export function whoseWords(text: string, into = new Map<string, number>()): Map<string, number> {
  let before = '';
  for (const [found] of text.slice(0, READ).replace(/[_-]/g, ' ').matchAll(WORD)) {
    const word = found.toLowerCase();
    const single = WEIGHTS[word] === undefined ? word.replace(/(?:['’]s|s['’]?)$/, '') : word;
    for (const one of [single, `${before}-${single}`]) {
      const weight = WEIGHTS[one];
      if (weight !== undefined) into.set(one, weight);
    }
    before = single;
  }
  return into;
}
