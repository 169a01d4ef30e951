// A list in two halves: surnames on one sheet, ranks on another, row by row. Neither says enough by itself; so many rows of both, of
// which each has its name and its rank, do.
import type { Place } from '../../part.ts';
import type { Finding } from '../../report.ts';
import type { RuleId } from '../../rules.ts';
import { type Column, share } from './columns/columns.ts';
import { toldOf } from './verdict/message.ts';
import { type Judgement, lessSure } from './verdict/score.ts';

/** Halves that are kept; rows that one must have; how many rows one may have more than the other (a line of headings). */
export const HALVES = { most: 64, rows: 5, apart: 1, different: 0.8, score: -2.5, more: 3.4 };

/** A table that may be half of a list. */
export interface Half {
  kind: 'names' | 'ranks';
  /** Rows with a name, or a rank, in them. */
  lines: number;
  judgement: Judgement;
  people: number;
  rows: number;
  where: string[];
  place: Place;
  hidden: readonly RuleId[];
}

/** Which half of a list the columns of a table are, if any. */
export function halfOf(columns: readonly Column[]): Pick<Half, 'kind' | 'lines'> | undefined {
  const names = columns.filter((column) => column.names && column.what !== 'forename');
  if (names.length === 1) return halfAs('names', names[0]?.stats.n ?? 0);
  // Ranks that each stand there once are a list of ranks.
  const rank = columns.find(
    ({ what, values, stats }) =>
      what === 'rank' &&
      values >= 0.8 &&
      share(stats, 'rank', 'rank-short') >= 0.8 &&
      stats.distinct < HALVES.different * stats.n,
  );
  return names.length === 0 && rank ? halfAs('ranks', rank.stats.n) : undefined;
}

const halfAs = (kind: Half['kind'], lines: number): Pick<Half, 'kind' | 'lines'> | undefined =>
  lines >= HALVES.rows ? { kind, lines } : undefined;

/** The lists that the halves make, each half once. */
export function joined(halves: readonly Half[]): Finding[] {
  const used = new Set<Half>();
  const findings: Finding[] = [];
  for (const names of halves) {
    if (names.kind !== 'names' || names.judgement.score < HALVES.score) continue;
    const ranks = halves.find(
      (other) =>
        other.kind === 'ranks' &&
        !used.has(other) &&
        Math.abs(other.lines - names.lines) <= HALVES.apart &&
        // Another sheet of the same file.
        other.place.length === names.place.length &&
        other.place.slice(0, -1).every((step, at) => step === names.place[at]) &&
        other.place.at(-1) !== names.place.at(-1),
    );
    if (!ranks) continue;
    used.add(ranks);
    const sure = lessSure(names.judgement, -HALVES.more);
    const judgement: Judgement = {
      ...sure,
      rule: 'staff-roster',
      fields: [...new Set([...sure.fields, 'rank' as const])],
      reasons: [...new Set([...sure.reasons, 'rank' as const])],
      publicOffice: false,
      staff: sure.staff + 3,
      evidence: true,
    };
    if (judgement.confidence < 0.5) continue;
    const hidden = [...new Set([...names.hidden, ...ranks.hidden])];
    findings.push(toldOf(judgement, names.people, names.rows, names.where, hidden));
  }
  return findings;
}
