// Reads every PDF of the corpus (CORDON_CORPUS) and compares what is found with the labels of the corpus. Skipped where
// there is no corpus.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../../../../utils/inspect/report.ts';
import { seen } from '../../../../fixtures/inspected.ts';

const corpus = process.env.CORDON_CORPUS ?? '';
const manifest = join(corpus, 'manifest.tsv');
const present = corpus !== '' && existsSync(manifest);
if (!present) console.log('CORDON_CORPUS is not set: the corpus of PDFs is not read.');

const files = present
  ? readFileSync(manifest, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t') as [file: string, bytes: string, type: string, features: string])
      .filter(([, , type]) => type === 'pdf')
      .map(([file, , , features]) => ({ file, features: new Set(features.split(',')) }))
  : [];
const nameOf = (file: string) => file.slice(file.lastIndexOf('/') + 1);

/** Labels that are exact → the rule that has to be found for them, and for nothing else. */
const RULE_OF: Readonly<Record<string, string>> = {
  'pdf-attachments': 'pdf-attachment',
  encrypted: 'encrypted',
  'pdf-user-password': 'encrypted',
  'pdf-comments': 'pdf-comments',
  'pdf-layers-off': 'pdf-layer-off',
  'pdf-cropped-page': 'pdf-cropped',
  'pdf-redact-unapplied': 'covered-text',
  'pdf-text-under-black-rect': 'covered-text',
  'docprops-author': 'metadata',
  'pdf-js': 'macros',
  'pdf-text-mode3': 'invisible-text',
};

/** Where a label does not say what is in the file, and why. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'pdf-attachment testPDFFileEmbInAnnotation_noContents.pdf': 'labelled corrupt; its attachment can be read',
  'pdf-attachment nontrivial-crypt-filter.pdf':
    'only its attachments are encrypted, so that they are there is plain',
  'encrypted bad-encryption-length.pdf': 'its encryption names a key length that there is not',
  'covered-text rectangles_yes_2.pdf': 'dark on dark; half a word stands under a box',
  'metadata testPDFPackage.pdf': 'a company in the properties',
  'metadata testPDFFileEmbInAnnotation_noContents.pdf': 'labelled corrupt; its author can be read',
  'metadata empty-info.pdf': 'the author stands in XMP',
  'metadata no-info.pdf': 'the author stands in XMP',
  'metadata veraPDF test suite 6-2-10-4-1-t01-pass-a.pdf': 'the author stands in XMP',
  'metadata veraPDF test suite 6-3-3-t01-fail-b.pdf': 'the author stands in XMP',
  'invisible-text testPDF_childAttachments.pdf': 'printer marks beside the page',
  'invisible-text testPDF_angles.pdf': 'text beside the page',
  'invisible-text issue14297.pdf': 'text beside the page',
  'invisible-text testPDF_bad_page_303226.pdf': 'white on white',
};

describe.skipIf(!present)('PDFs of the corpus', () => {
  const inspections = new Map<string, Promise<Inspection>>();
  const inspectionOf = (file: string) => {
    let inspection = inspections.get(file);
    if (!inspection) {
      const bytes = new Uint8Array(readFileSync(join(corpus, 'files', file)));
      inspection = seen(bytes, nameOf(file)).then((result) => result.inspection);
      inspections.set(file, inspection);
    }
    return inspection;
  };

  it('give what their labels say, and nothing else', { timeout: 300_000 }, async () => {
    const missed: string[] = [];
    const invented: string[] = [];
    for (const { file, features } of files) {
      const rules = new Set<string>((await inspectionOf(file)).findings.map(({ rule }) => rule));
      for (const [label, rule] of Object.entries(RULE_OF)) {
        if (features.has(label) && !rules.has(rule)) missed.push(`${label} ${nameOf(file)}`);
      }
      for (const rule of new Set(Object.values(RULE_OF))) {
        const labelled = Object.entries(RULE_OF).some(([label, of]) => of === rule && features.has(label));
        if (rules.has(rule) && !labelled && !(`${rule} ${nameOf(file)}` in EXPLAINED)) {
          invented.push(`${rule} ${nameOf(file)}`);
        }
      }
    }
    expect({ missed, invented }).toEqual({ missed: [], invented: [] });
  });

  it('are read to their end where only the owner has a password', { timeout: 300_000 }, async () => {
    const unread: string[] = [];
    for (const { file, features } of files) {
      if (!features.has('pdf-owner-password-only')) continue;
      if ((await inspectionOf(file)).inspected !== 'full') unread.push(nameOf(file));
    }
    expect(unread).toEqual(['bad-encryption-length.pdf']);
  });
});
