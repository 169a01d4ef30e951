// Reads the corpus (CORDON_CORPUS) and compares what Cordon says of each file with the file's labels.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAsset } from '../../bin/assets.ts';
import { decodePicture } from '../../bin/node-decode-picture.ts';
import { hiddenDetector } from '../../utils/inspect/detectors/hidden.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import { type Finding, type Inspected, type Inspection, isUninspected } from '../../utils/inspect/report.ts';
import type { RuleId } from '../../utils/inspect/rules.ts';
import { ALLOWED, EXPLAINED, RULE_OF, UNLABELLED, UNMARKED } from './labels.ts';

interface Entry {
  /** Path below the corpus's `files`. */
  file: string;
  type: string;
  features: ReadonlySet<string>;
}

export interface Difference {
  file: string;
  /** What is known of it: why the label says nothing here, or why it is missed. */
  why?: string;
  /** What was found instead, for whoever looks into it. */
  findings?: readonly Finding[];
}

export interface Score {
  label: string;
  rule: RuleId;
  found: number;
  missed: Difference[];
  explained: Difference[];
}

export interface Measured {
  files: number;
  types: ReadonlyMap<string, number>;
  inspected: ReadonlyMap<Inspected, number>;
  slowest: { ms: number; file: string };
  scores: readonly Score[];
  /** Findings that no label is there for, by rule, and of how many findings in all. */
  falsely: ReadonlyMap<RuleId, Difference[]>;
  findings: number;
  /** Not read to the end, though no label says that the file is encrypted or damaged. */
  unread: readonly Difference[];
}

/** The corpus's list of files. @param types of files; all where none is named. */
export function readManifest(corpus: string, types: ReadonlySet<string>): Entry[] {
  return readFileSync(path.join(corpus, 'manifest.tsv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .map(([file = '', , type = '', features = '']) => ({
      file,
      type,
      features: new Set(features.split(',').filter(Boolean)),
    }))
    .filter(({ type }) => types.size === 0 || types.has(type));
}

/** Reads one file with the detector of hidden cells alone: what is about people is judged elsewhere. */
function read(corpus: string, file: string): Promise<Inspection> {
  const bytes = readFileSync(path.join(corpus, 'files', file));
  return inspect(new Blob([bytes]), path.basename(file), {
    asset: loadAsset,
    decodePicture,
    detectors: [hiddenDetector],
  });
}

/** Ways of being hidden that come from standing in a file within the file. */
const NESTS: readonly RuleId[] = ['embedded-file', 'pdf-attachment'];

/** The labels are those of the file itself: what is in a file within it has none. */
function isNested({ rule, hidden }: Finding): boolean {
  const nests = hidden.filter((way) => NESTS.includes(way)).length;
  return nests > (NESTS.includes(rule) ? 1 : 0);
}

/** Inspects every file and compares. */
export async function measure(corpus: string, entries: readonly Entry[]): Promise<Measured> {
  const scores = new Map<string, Score>();
  const falsely = new Map<RuleId, Difference[]>();
  const inspected = new Map<Inspected, number>();
  const types = new Map<string, number>();
  const unread: Difference[] = [];
  let findings = 0;
  let slowest = { ms: 0, file: '' };
  const judged = new Set<RuleId>(Object.values(RULE_OF));

  for (const { file, type, features } of entries) {
    const report = await read(corpus, file);
    types.set(type, (types.get(type) ?? 0) + 1);
    if (report.ms > slowest.ms) slowest = { ms: report.ms, file };
    inspected.set(report.inspected, (inspected.get(report.inspected) ?? 0) + 1);
    const found = new Set<RuleId>(report.findings.map((finding) => finding.rule));
    const expected = new Set<RuleId>();
    const name = path.basename(file);
    for (const feature of features) {
      for (const rule of ALLOWED[feature] ?? []) expected.add(rule);
      const rule = RULE_OF[feature];
      if (!rule) continue;
      expected.add(rule);
      const score = scores.get(feature) ?? { label: feature, rule, found: 0, missed: [], explained: [] };
      scores.set(feature, score);
      const why = EXPLAINED.find(
        ({ label, files, types }) => label === feature && (files?.includes(name) || types?.includes(type)),
      )?.why;
      if (found.has(rule)) score.found++;
      else if (why !== undefined) score.explained.push({ file, why });
      else score.missed.push({ file, findings: report.findings });
    }
    const own = report.findings.filter((finding) => !isNested(finding));
    for (const rule of new Set(own.map((finding) => finding.rule))) {
      if (!judged.has(rule) || UNLABELLED[rule]?.includes(type)) continue;
      findings++;
      if (expected.has(rule) || UNMARKED[name]?.[rule] !== undefined) continue;
      const those = own.filter((finding) => finding.rule === rule);
      falsely.set(rule, [...(falsely.get(rule) ?? []), { file, findings: those }]);
    }
    if (report.inspected !== 'full' && !expected.has('encrypted') && !features.has('corrupt')) {
      const those = report.findings.filter(isUninspected);
      unread.push({ file, findings: those });
    }
  }
  const sorted = [...scores.values()].sort((a, b) => a.label.localeCompare(b.label));
  return { files: entries.length, types, inspected, slowest, scores: sorted, falsely, findings, unread };
}
