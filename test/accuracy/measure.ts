// Runs the people detector over the seeded rosters and answers, and keeps what it said beside what was right.
import { loadAsset } from '../../bin/assets.ts';
import { decodePicture } from '../../bin/node-decode-picture.ts';
import { people } from '../../utils/inspect/detectors/people/index.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import type { Finding } from '../../utils/inspect/report.ts';
import { RULES } from '../../utils/inspect/rules.ts';
import { makeAnswers } from '../fixtures/answers.ts';
import { makeEighthAnswers } from '../fixtures/eighth/answers.ts';
import { makeEighth } from '../fixtures/eighth/rosters.ts';
import { makeNear } from '../fixtures/elsewhere/answers.ts';
import { makeElsewhere } from '../fixtures/elsewhere/rosters.ts';
import { makeFifthAnswers } from '../fixtures/fifth/answers.ts';
import { makeFifth } from '../fixtures/fifth/rosters.ts';
import { makeFourthAnswers } from '../fixtures/fourth/answers.ts';
import { makeFourth } from '../fixtures/fourth/rosters.ts';
import { makeRosters } from '../fixtures/rosters.ts';
import type { Answer, Roster } from '../fixtures/sets.ts';
import { makeSeventhAnswers } from '../fixtures/seventh/answers.ts';
import { makeSeventh } from '../fixtures/seventh/rosters.ts';
import { makeSixthAnswers } from '../fixtures/sixth/answers.ts';
import { makeSixth } from '../fixtures/sixth/rosters.ts';
import { makeThirdAnswers } from '../fixtures/third/answers.ts';
import type { Made } from '../fixtures/third/files.ts';
import { makeThird } from '../fixtures/third/rosters.ts';
import { detect } from './feed.ts';

export interface Outcome {
  id: string;
  /** Shape of a roster, or kind of an answer. */
  kind: string;
  /** People that are there; 0 in an ordinary answer. */
  people: number;
  /** The rule asked for; '' in an ordinary answer. */
  rule: string;
  lowIsFine: boolean;
  /** How far the count may be off, if not by three per cent. */
  tolerance?: number | undefined;
  findings: Finding[];
}

/** The finding that counts: the gravest, then the one with most people. */
export function main(outcome: Outcome): Finding | undefined {
  return outcome.findings
    .filter((finding) => finding.severity !== 'low')
    .sort((a, b) => b.people - a.people)[0];
}

/** Found: the right rule, at a severity that leads to a warning at least. */
export function isHit(outcome: Outcome): boolean {
  return main(outcome)?.rule === outcome.rule;
}

/** Counted within three per cent. */
export function isCounted(outcome: Outcome): boolean {
  const found = main(outcome);
  return (
    found !== undefined &&
    Math.abs(found.people - outcome.people) <= (outcome.tolerance ?? 0.03) * outcome.people
  );
}

/** Runs everything. The same seeds give the same outcomes. */
export async function measure(
  seeds: { rosters: number; answers: number },
  rounds: { rosters: number; answers: number },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const roster of makeRosters(seeds.rosters, rounds.rosters)) {
    outcomes.push({
      id: roster.id,
      kind: roster.shape,
      people: roster.people,
      rule: roster.rule,
      lowIsFine: false,
      findings: await detect(people, roster.content),
    });
  }
  for (const answer of makeAnswers(seeds.answers, rounds.answers)) {
    outcomes.push({
      id: answer.id,
      kind: answer.kind,
      people: 0,
      rule: '',
      lowIsFine: answer.lowIsFine,
      findings: await detect(people, answer.content),
    });
  }
  return outcomes;
}

/** The same with the second set, which was written apart from the first. */
export async function measureElsewhere(
  seeds: { rosters: number; answers: number },
  rounds: { rosters: number; answers: number },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { shape, people: count, rule, content, tolerance } of makeElsewhere(
    seeds.rosters,
    rounds.rosters,
  ))
    outcomes.push({
      id: `${shape}#${outcomes.length}`,
      kind: shape,
      people: count,
      rule,
      lowIsFine: false,
      tolerance,
      findings: await detect(people, content),
    });
  for (const { kind, lowIsFine, content } of makeNear(seeds.answers, rounds.answers))
    outcomes.push({
      id: `${kind}#${outcomes.length}`,
      kind,
      people: 0,
      rule: '',
      lowIsFine,
      findings: await detect(people, content),
    });
  return outcomes;
}

/** What is found about people in a file, read from its bytes. */
async function inspected({ name, bytes }: Made): Promise<Finding[]> {
  const { findings } = await inspect(new Blob([bytes]), name, {
    asset: loadAsset,
    decodePicture,
    detectors: [people],
    // A machine at work on other things is no reason to miss a file here.
    limits: { seconds: 600 },
  });
  return findings.filter(({ rule }) => RULES[rule].family === 'people');
}

/** What is found in sets of whole files, which were written without a look at the detectors. */
async function measureFiles(rosters: readonly Roster[], answers: readonly Answer[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { shape, people: count, rule, file, tolerance } of rosters)
    outcomes.push({
      id: `${shape}#${outcomes.length}`,
      kind: shape,
      people: count,
      rule,
      lowIsFine: false,
      tolerance,
      findings: await inspected(file),
    });
  for (const { kind, lowIsFine, file } of answers)
    outcomes.push({
      id: `${kind}#${outcomes.length}`,
      kind,
      people: 0,
      rule: '',
      lowIsFine,
      findings: await inspected(file),
    });
  return outcomes;
}

interface Numbers {
  rosters: number;
  answers: number;
}

/** The third set. */
export const measureThird = (seeds: Numbers, rounds: Numbers): Promise<Outcome[]> =>
  measureFiles(makeThird(seeds.rosters, rounds.rosters), makeThirdAnswers(seeds.answers, rounds.answers));

/** The fourth, whose tables are put together by dice. */
export const measureFourth = (seeds: Numbers, rounds: Numbers): Promise<Outcome[]> =>
  measureFiles(makeFourth(seeds.rosters, rounds.rosters), makeFourthAnswers(seeds.answers, rounds.answers));

/** The fifth: a shape for each of seventy people of a force or its suppliers. */
export const measureFifth = (seeds: Numbers, rounds: Numbers): Promise<Outcome[]> =>
  measureFiles(makeFifth(seeds.rosters, rounds.rosters), makeFifthAnswers(seeds.answers, rounds.answers));

/** The sixth: what systems, programs and print-outs leave on a disk. */
export const measureSixth = (seeds: Numbers, rounds: Numbers): Promise<Outcome[]> =>
  measureFiles(makeSixth(seeds.rosters, rounds.rosters), makeSixthAnswers(seeds.answers, rounds.answers));

/** The seventh: logs, tickets and forms of an office. */
export const measureSeventh = (seeds: Numbers, rounds: Numbers): Promise<Outcome[]> =>
  measureFiles(makeSeventh(seeds.rosters, rounds.rosters), makeSeventhAnswers(seeds.answers, rounds.answers));

/** The eighth: dumps, chats and notice boards. */
export const measureEighth = (seeds: Numbers, rounds: Numbers): Promise<Outcome[]> =>
  measureFiles(makeEighth(seeds.rosters, rounds.rosters), makeEighthAnswers(seeds.answers, rounds.answers));
