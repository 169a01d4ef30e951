// What the corpus (CORDON_CORPUS) says is in each file, against what Cordon finds: recall and false findings by label.
// `npm run corpus -- docx,pptx` reads those types, `npm run corpus` all of them; `-v` names every file that differs.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { hiddenDetector } from '../../utils/inspect/detectors/hidden.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import type { Inspection } from '../../utils/inspect/report.ts';
import type { RuleId } from '../../utils/inspect/rules.ts';

/** Labels that are exact, and the rule that has to be found for them. */
const RULE_OF: Readonly<Record<string, RuleId>> = {
  'hidden-sheet': 'hidden-sheet',
  'veryhidden-sheet': 'hidden-sheet',
  'hidden-rows': 'hidden-rows',
  'filtered-rows': 'filtered-rows',
  'hidden-cols': 'hidden-columns',
  'pivot-cache-records': 'pivot-cache',
  'external-link-cache': 'external-link-cache',
  'data-model': 'data-model',
  connections: 'connections',
  'query-table': 'connections',
  comments: 'comments',
  'threaded-comments': 'comments',
  'custom-xml': 'custom-xml',
  vba: 'macros',
  'xlm-macrosheet': 'macros',
  macro: 'macros',
  encrypted: 'encrypted',
  'embedded-ole': 'embedded-file',
  'embedded-office': 'embedded-file',
  'embedded-workbook': 'embedded-file',
  'chart-embedded-xlsx': 'embedded-file',
  'xl-shared-revision-log': 'earlier-version',
  'saved-by-history': 'earlier-version',
  'attached-template': 'metadata',
  'doc-variables': 'metadata',
  'docprops-author': 'metadata',
  'docprops-lastmodby': 'metadata',
  'docprops-company': 'metadata',
  'docprops-manager': 'metadata',
  'docprops-custom': 'metadata',
  'printer-settings': 'metadata',
  'writeaccess-username': 'metadata',
  'tracked-ins': 'tracked-changes',
  'tracked-del': 'tracked-changes',
  'tracked-fmt': 'tracked-changes',
  'vanish-text': 'hidden-text',
  'tiny-text': 'hidden-text',
  'hidden-field': 'hidden-text',
  'orphan-shared-strings': 'hidden-text',
  'orphan-shared-strings-few': 'hidden-text',
  'chart-cache': 'chart-cache',
  'hidden-slide': 'hidden-slide',
  notes: 'speaker-notes',
  'off-slide-shape': 'off-slide',
  'cropped-image': 'cropped-image',
  'mailmerge-settings': 'connections',
  gps: 'image-location',
  'pdf-attachments': 'pdf-attachment',
  'pdf-layers-off': 'pdf-layer-off',
  'pdf-comments': 'pdf-comments',
  'pdf-cropped-page': 'pdf-cropped',
  'pdf-incremental': 'earlier-version',
};

/** Labels that only name candidates: a finding there is not false, its absence is no miss. */
const CANDIDATES: Readonly<Record<string, readonly RuleId[]>> = {
  'white-text': ['hidden-text'],
  'white-text-maybe': ['hidden-text'],
  'hidden-shape': ['hidden-text'],
  'hidden-cols-empty': ['hidden-columns'],
  'default-rows-hidden': ['hidden-rows'],
  glossary: ['hidden-text'],
  activex: ['embedded-file'],
  'ole-object-ref': ['embedded-file'],
  'external-field': ['connections'],
  thumbnail: ['image-thumbnail'],
};

/** Labels that hold although nothing is to be said, by the end of the file's name: why. */
const EXPLAINED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '017097.docx': { 'vanish-text': 'only the marks of empty paragraphs are hidden' },
  'testInstrLink.docx': { 'vanish-text': 'only the marks of empty paragraphs are hidden' },
  'AcademicLetter_TP10067035.dotx': {
    'vanish-text': 'only the mark and the control around a visible prompt',
  },
  'testRTFListOverride.rtf': { 'vanish-text': 'only styles, which no text uses' },
  'testWORD_missing_text.docx': { 'tiny-text': 'only the marks of empty paragraphs are tiny' },
  'RTF-Spec-1.7.rtf': {
    'vanish-text': 'text that is about RTF: the control words are quoted',
    comments: 'text that is about RTF: the control words are quoted',
    'embedded-ole': 'text that is about RTF: the control words are quoted',
  },
  'testRTFEmbeddedLink.rtf': { 'embedded-ole': 'a link without a file' },
  'comments_stress_test.ods': { 'docprops-author': 'the element is there, and blank' },
  'number_rows_repeated.ods': { 'docprops-author': 'the element is there, and blank' },
  'issue.2507.ods': { 'hidden-rows': 'the hidden rows are blank' },
  'any_sheets.ods': { 'hidden-sheet': 'the hidden sheet is blank' },
  'testFODS_embeddedChart.fods': { macro: 'a library without a module' },
  'aascu.org_workarea_downloadasset.aspx_id=5864.pptx': { 'off-slide-shape': 'a text box without text' },
  'testMasterFooter.odp': { notes: 'the notes page is blank' },
  'testODPMacro.fodp': { notes: 'the notes page is blank' },
  'testODPMacro.odp': { notes: 'the notes page is blank' },
  'testODP_NPE.odp': { notes: 'the notes pages are blank' },
  'LibreOfficeImpress_odp_1.3.odp': { notes: 'the notes pages are blank' },
  'SlideTest1.odp': { notes: 'the notes page is blank' },
  'SlideTest2.odp': { notes: 'the notes page is blank' },
  'presentationWithEmbedDoc.odp': { notes: 'the notes pages are blank' },
};

interface Entry {
  file: string;
  type: string;
  features: Set<string>;
}

interface Score {
  found: number;
  missed: string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', short: 'v' } },
});
const corpus = process.env.CORDON_CORPUS;
if (!corpus) {
  console.error('CORDON_CORPUS is not set: there is no corpus to read.');
  process.exit(2);
}

const wanted = new Set(positionals.flatMap((types) => types.split(',')));
const entries: Entry[] = readFileSync(path.join(corpus, 'manifest.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([file = '', , type = '', features = '']) => ({
    file,
    type,
    features: new Set(features.split(',').filter(Boolean)),
  }))
  .filter(({ type }) => wanted.size === 0 || wanted.has(type));

/** Reads one file with the detector of hidden cells alone: what is about people is judged elsewhere. */
function read(entry: Entry): Promise<Inspection> {
  const bytes = readFileSync(path.join(corpus!, 'files', entry.file));
  return inspect(new Blob([bytes]), path.basename(entry.file), {
    asset: async (name) => new Uint8Array(readFileSync(path.join(import.meta.dirname, '../../public', name))),
    detectors: [hiddenDetector],
  });
}

const scores = new Map<string, Score>();
const falsely = new Map<string, string[]>();
const inspected = new Map<string, number>();
const uninspected: string[] = [];
const explained: string[] = [];
let findings = 0;
let slowest = { ms: 0, file: '' };

for (const entry of entries) {
  const report = await read(entry);
  if (report.ms > slowest.ms) slowest = { ms: report.ms, file: entry.file };
  inspected.set(report.inspected, (inspected.get(report.inspected) ?? 0) + 1);
  const found = new Set<RuleId>(report.findings.map((finding) => finding.rule));
  const expected = new Set<RuleId>();
  for (const feature of entry.features) {
    for (const rule of CANDIDATES[feature] ?? []) expected.add(rule);
    const rule = RULE_OF[feature];
    if (!rule) continue;
    expected.add(rule);
    const why = EXPLAINED[path.basename(entry.file)]?.[feature];
    if (why !== undefined && !found.has(rule)) {
      explained.push(`${feature} in ${entry.file}: ${why}`);
      continue;
    }
    const score = scores.get(feature) ?? { found: 0, missed: [] };
    scores.set(feature, score);
    if (found.has(rule)) score.found++;
    else score.missed.push(entry.file);
  }
  const judged = new Set(Object.values(RULE_OF));
  // The labels are those of the file itself: what is in a file within it has none.
  for (const rule of new Set(report.findings.filter((f) => !isNested(f.where)).map((f) => f.rule))) {
    if (!judged.has(rule)) continue;
    findings++;
    if (expected.has(rule)) continue;
    falsely.set(rule, [...(falsely.get(rule) ?? []), entry.file]);
  }
  if (report.inspected !== 'full' && !entry.features.has('encrypted') && !entry.features.has('corrupt')) {
    const why = report.findings
      .filter((f) => ['damaged', 'unknown-format', 'over-limit', 'timed-out', 'encrypted'].includes(f.rule))
      .map((f) => `${f.rule} at ${f.where.slice(1).join(' > ') || 'the file'}`);
    uninspected.push(`${entry.file} (${report.format}): ${[...new Set(why)].join(', ')}`);
  }
}

function isNested(where: readonly string[]): boolean {
  const at = where.findIndex((step) => step.startsWith('embedded "'));
  return at >= 0 && at < where.length - 1;
}

const share = (part: number, all: number) => (all === 0 ? '-' : (part / all).toFixed(3));
console.log(
  `${entries.length} files; inspected ${[...inspected].map(([how, n]) => `${how} ${n}`).join(', ')}`,
);
console.log(`slowest: ${slowest.ms} ms ${slowest.file}\n`);
console.log('label                      rule                 files  recall');
for (const [feature, { found, missed }] of [...scores].sort(([a], [b]) => a.localeCompare(b))) {
  const all = found + missed.length;
  console.log(
    `${feature.padEnd(26)} ${RULE_OF[feature]!.padEnd(20)} ${String(all).padStart(5)}  ${share(found, all)}`,
  );
  if (values.verbose) for (const file of missed) console.log(`    missed: ${file}`);
}
console.log('\nrule                 findings without a label');
for (const [rule, files] of [...falsely].sort(([a], [b]) => a.localeCompare(b))) {
  console.log(`${rule.padEnd(20)} ${files.length}`);
  if (values.verbose) for (const file of files) console.log(`    ${file}`);
}
const wrong = [...falsely.values()].reduce((sum, files) => sum + files.length, 0);
console.log(`${wrong} of ${findings} findings (${share(wrong, findings)})`);
if (uninspected.length > 0) {
  console.log(`\nnot read to the end, though nothing is said of encryption or damage: ${uninspected.length}`);
  if (values.verbose) for (const line of uninspected) console.log(`    ${line}`);
}
if (explained.length > 0) {
  console.log(`\nlabels that hold although there is nothing to be said: ${explained.length}`);
  if (values.verbose) for (const line of explained) console.log(`    ${line}`);
}
