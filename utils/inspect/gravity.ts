// Severity of hidden content follows what is in it: a hidden sheet with people in it is as grave as the people.
import { type Finding, SEVERITIES } from './report.ts';
import { familyOf } from './rules.ts';

/** Is `place` at or inside `outer`? The last step may be a range of its own: the same sheet is enough. */
function isWithin(place: readonly string[], outer: readonly string[]): boolean {
  const steps = Math.max(1, outer.length - 1);
  return outer.slice(0, steps).every((step, at) => place[at] === step);
}

/**
 * Rosters whose people are on the force's own staff list are no longer in doubt: as sure and as grave as the match. What was sure
 * before stays so, and people in public office or at a meeting are told as that in both.
 */
export function raiseRosters(findings: readonly Finding[]): Finding[] {
  const matches = findings.filter(({ rule, severity }) => rule === 'staff-match' && severity !== 'low');
  return findings.map((finding) => {
    if (finding.rule !== 'staff-roster' || finding.fields.includes('public-office')) return finding;
    const match = matches.find(
      ({ where, people }) => isBeside(where, finding.where) && people >= OF_THE_LIST * finding.people,
    );
    if (!match) return finding;
    const confidence = Math.max(finding.confidence, match.confidence);
    const severity = finding.severity === 'medium' ? match.severity : finding.severity;
    return { ...finding, confidence, severity };
  });
}

/** So large a share of a roster's people must be on the list for all of it to be sure. */
const OF_THE_LIST = 0.3;

/** Are two places on the same sheet, or in the same text? The last step is a range of its own. */
function isBeside(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && isWithin(a, b);
}

/** Portraits in one file with a roster are the roster's faces: as grave as it is. Beside it in an archive counts as well. */
export function raisePhotos(findings: readonly Finding[]): Finding[] {
  const rosters = findings.filter(({ rule, severity }) => rule === 'staff-roster' && severity !== 'low');
  return findings.map((finding) => {
    const beside = rosters.some(({ where }) => where[0] === finding.where[0]);
    return finding.rule === 'staff-photo' && beside ? { ...finding, severity: 'high' } : finding;
  });
}

/** Findings of hidden content, each at least as grave as the people that were found hidden in that way, there. */
export function raiseHidden(findings: readonly Finding[]): Finding[] {
  const people = findings.filter(({ rule, hidden }) => familyOf(rule) === 'people' && hidden.length > 0);
  return findings.map((finding) => {
    if (familyOf(finding.rule) === 'people' || familyOf(finding.rule) === 'uninspected') return finding;
    // A hidden sheet without cells has nobody on it, whoever is on the others.
    if (finding.counts?.cells === 0) return finding;
    const inside = people.filter(
      ({ hidden, where }) => hidden.includes(finding.rule) && isWithin(where, finding.where),
    );
    const severity = [finding, ...inside]
      .map((one) => one.severity)
      .reduce((a, b) => (SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b));
    return severity === finding.severity ? finding : { ...finding, severity };
  });
}
