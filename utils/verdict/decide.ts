// What happens to a file: a pure function of what was found, what the force wants, and where it is going.
import type { Finding, Inspection, Report, VerdictKind } from '../inspect/report.ts';
import { byGravity, isUninspected, VERDICTS } from '../inspect/report.ts';
import { familyOf, isHiddenCells } from '../inspect/rules.ts';
import type { Policy, SiteKind } from '../policy/policy.ts';
import type { Site } from '../policy/site.ts';

function worse(a: VerdictKind, b: VerdictKind): VerdictKind {
  return VERDICTS.indexOf(a) >= VERDICTS.indexOf(b) ? a : b;
}

function milder(a: VerdictKind, b: VerdictKind): VerdictKind {
  return worse(a, b) === a ? b : a;
}

/** What becomes of files that are known to be no documents: audio, video, fonts, maps, drawings, programs. */
const NO_DOCUMENT: Readonly<Record<SiteKind, VerdictKind>> = {
  publication: 'warn',
  supplier: 'allow',
  webmail: 'allow',
  other: 'allow',
  trusted: 'allow',
};

/**
 * One portrait on a publication site, with neither name nor number in its file's name, is what press offices publish: low
 * at most there, whatever it is elsewhere.
 */
function graded(finding: Finding, site: Site): Finding {
  const isPressPhoto = finding.rule === 'staff-photo' && finding.people === 1 && finding.fields.length === 1;
  return isPressPhoto && site.kind === 'publication' ? { ...finding, severity: 'low' } : finding;
}

/** What one Finding leads to, before the policy's mode is applied. */
function decideFinding(finding: Finding, policy: Policy, site: Site): VerdictKind {
  if (site.kind === 'trusted') return 'allow';
  const family = familyOf(finding.rule);
  if (isUninspected(finding)) {
    // Low is the Readers' word for "known to be no document" (a video, a font): nobody is nagged for one, but what is
    // published is looked at twice. A policy that lets everything through lets these through as well.
    return finding.severity === 'low'
      ? milder(policy.onUninspectable, NO_DOCUMENT[site.kind])
      : policy.onUninspectable;
  }
  // On a publication site hidden cells at all are worth a warning, however harmless: nobody meant to publish them.
  // A hidden sheet without any is no such thing.
  const isLeftover =
    site.kind === 'publication' &&
    finding.severity === 'low' &&
    (isHiddenCells(finding.rule) || (finding.counts?.covered ?? 0) > 0) &&
    finding.counts?.cells !== 0;
  let verdict = policy.verdicts[site.kind][isLeftover ? 'medium' : finding.severity];
  // Low is the detectors' word for "not worth a dialog" (people in public office, a team photo): numbers do not raise it.
  if (family === 'people' && finding.severity !== 'low') {
    if (finding.people >= policy.peopleBlock) verdict = worse(verdict, 'block');
    else if (finding.people >= policy.peopleWarn) verdict = worse(verdict, 'warn');
  }
  return verdict;
}

/**
 * The Verdict on a file: the worst that any of its Findings leads to, as the policy's mode allows.
 * @returns the Report: the Inspection with its verdict, Findings worst first.
 */
export function decide(inspection: Inspection, policy: Policy, site: Site): Report {
  let verdict: VerdictKind = 'allow';
  const findings = inspection.findings.map((finding) => graded(finding, site)).sort(byGravity);
  for (const finding of findings) verdict = worse(verdict, decideFinding(finding, policy, site));
  if (inspection.inspected !== 'full' && site.kind !== 'trusted') {
    const explained = findings.some(isUninspected);
    if (!explained) verdict = worse(verdict, policy.onUninspectable);
  }
  if (policy.mode === 'observe') verdict = 'allow';
  else if (policy.mode === 'warn' && verdict === 'block') verdict = 'warn';
  const { schema, file, bytes, format, inspected, ms } = inspection;
  return { schema, file, bytes, format, verdict, inspected, findings, ms };
}
