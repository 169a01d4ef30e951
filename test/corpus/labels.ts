// What the corpus (CORDON_CORPUS) says is in each file, and what Cordon has to say of it.
import type { RuleId } from '../../utils/inspect/rules.ts';

/** Labels that are exact, and the rule that has to be found for them. */
export const RULE_OF: Readonly<Record<string, RuleId>> = {
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
  'encrypted-ooxml': 'encrypted',
  'zip-encrypted': 'encrypted',
  'pdf-user-password': 'encrypted',
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
  'pdf-portfolio': 'pdf-attachment',
  'pdf-js': 'macros',
  'pdf-redact-unapplied': 'covered-text',
  'pdf-text-under-black-rect': 'covered-text',
  'pdf-layers-off': 'pdf-layer-off',
  'pdf-comments': 'pdf-comments',
  'pdf-cropped-page': 'pdf-cropped',
  'pdf-incremental': 'earlier-version',
};

/** Labels that allow a rule without asking for it: they name candidates, or say a part of what the rule is about. */
export const ALLOWED: Readonly<Record<string, readonly RuleId[]>> = {
  'white-text': ['hidden-text'],
  'white-text-maybe': ['hidden-text'],
  'hidden-shape': ['hidden-text'],
  'hidden-cols-empty': ['hidden-columns'],
  'default-rows-hidden': ['hidden-rows'],
  'hidden-filterdb-name': ['filtered-rows'],
  glossary: ['hidden-text'],
  activex: ['embedded-file'],
  'ole-object-ref': ['embedded-file'],
  'external-field': ['connections'],
  thumbnail: ['image-thumbnail'],
  'zip-aes': ['encrypted'],
  // What is in those that open for everybody.
  'encrypted-ooxml': ['metadata', 'macros'],
  'gps-maybe': ['image-location'],
  xmp: ['metadata', 'image-location'],
  exif: ['metadata'],
  iptc: ['metadata'],
  'exif-artist': ['metadata'],
  'exif-copyright': ['metadata'],
  'fast-saved': ['metadata'],
  'pdf-user-password': ['pdf-attachment'],
  corrupt: ['encrypted', 'metadata', 'pdf-attachment'],
};

const ARCHIVES = ['zip', 'zipx', '7z', 'rar', 'tar', 'gz', 'tgz', 'bz2', 'tbz', 'xz', 'txz', 'zst'];
const LEGACY = ['xls', 'xlt', 'doc', 'dot', 'ppt', 'pps'];
const MAIL = ['eml', 'mbox', 'msg'];
const ODF = ['ods', 'ots', 'fods', 'odt', 'ott', 'fodt', 'odp', 'fodp'];

/**
 * What the labels do not say in files of a type: a finding there is neither right nor wrong by them. Archives and mail
 * have labels of their own, and none of what is in their members.
 */
export const UNLABELLED: Readonly<Partial<Record<RuleId, readonly string[]>>> = {
  'chart-cache': [...LEGACY, ...ODF, 'xlsb'],
  comments: ['ppt', 'pps', ...MAIL, ...ARCHIVES],
  'cropped-image': ODF,
  'earlier-version': ARCHIVES,
  'embedded-file': ARCHIVES,
  encrypted: ['7z', 'rar', 'ppt'],
  'hidden-text': LEGACY,
  macros: ['ppt', 'pps', ...ARCHIVES],
  metadata: [...LEGACY, ...MAIL, ...ARCHIVES, 'heic', 'jpg', 'tiff', 'png'],
};

/** Findings that are right although no label is there, by the file's name: why. */
export const UNMARKED: Readonly<Record<string, Readonly<Partial<Record<RuleId, string>>>>> = {
  'wtf_path.xlsb': {
    comments: 'parts under names of their own',
    'hidden-rows': 'parts under names of their own',
    'hidden-columns': 'parts under names of their own',
    'hidden-sheet': 'parts under names of their own',
  },
  'testWORD_protected_drm.doc': { encrypted: 'encrypted by rights management' },
  'test-issue-1669.xlsx': { 'filtered-rows': 'filtered by a table of the sheet' },
  'testFODS_embeddedChart.fods': { metadata: "the printer's name" },
  'styled-all-bold-large-gap.ods': { metadata: "the printer's name" },
  'issues.xlsb': { 'hidden-text': 'two cells in white letters on no fill' },
  'rectangles_yes_2.pdf': { 'covered-text': "a word under a bar, as the file's name says" },
};

interface Explanation {
  label: string;
  /** Types of files. */
  types?: readonly string[];
  /** Names of files. */
  files?: readonly string[];
  why: string;
}

/** Files with two end marks and a first page that stands in front. */
const LINEARISED = [
  'testPDFPackage.pdf',
  'testPDF_Version.11.x.PDFA-1b.pdf',
  'testPDF_protected.pdf',
  'testPassword4Spaces.pdf',
  'ISO-IEC-29500-2.pdf',
  'ISO-IEC-29500-3.pdf',
  'empty-info.pdf',
  'no-info.pdf',
  'enc-R2,V1,U=view,O=master.pdf',
  'enc-R2,V1,U=view,O=view.pdf',
  'enc-R2,V1.pdf',
  'enc-R3,V2,O=master.pdf',
  'enc-R3,V2,U=view,O=master.pdf',
  'enc-R3,V2,U=view,O=view.pdf',
  'enc-R3,V2.pdf',
  'enc-XI-R6,V5,U=view,O=master.pdf',
  'enc-XI-attachments-base.pdf',
  'leading-junk.pdf',
  'nontrivial-crypt-filter.pdf',
];

/** Labels that hold although nothing is to be said, and why. */
export const EXPLAINED: readonly Explanation[] = [
  {
    label: 'vanish-text',
    files: ['017097.docx', 'testInstrLink.docx'],
    why: 'only the marks of empty paragraphs are hidden',
  },
  {
    label: 'vanish-text',
    files: ['AcademicLetter_TP10067035.dotx'],
    why: 'only the mark and the control around a visible prompt',
  },
  { label: 'vanish-text', files: ['testRTFListOverride.rtf'], why: 'only styles, which no text uses' },
  {
    label: 'tiny-text',
    files: ['testWORD_missing_text.docx'],
    why: 'only the marks of empty paragraphs are tiny',
  },
  {
    label: 'vanish-text',
    files: ['RTF-Spec-1.7.rtf'],
    why: 'text that is about RTF: the control words are quoted',
  },
  {
    label: 'comments',
    files: ['RTF-Spec-1.7.rtf'],
    why: 'text that is about RTF: the control words are quoted',
  },
  {
    label: 'embedded-ole',
    files: ['RTF-Spec-1.7.rtf'],
    why: 'text that is about RTF: the control words are quoted',
  },
  { label: 'embedded-ole', files: ['testRTFEmbeddedLink.rtf'], why: 'a link without a file' },
  {
    label: 'docprops-author',
    files: ['comments_stress_test.ods', 'number_rows_repeated.ods'],
    why: 'the element is there, and blank',
  },
  { label: 'hidden-rows', files: ['issue.2507.ods'], why: 'the hidden rows are blank' },
  { label: 'hidden-sheet', files: ['any_sheets.ods'], why: 'the hidden sheet is blank' },
  { label: 'macro', files: ['testFODS_embeddedChart.fods'], why: 'a library without a module' },
  {
    label: 'off-slide-shape',
    files: ['aascu.org_workarea_downloadasset.aspx_id=5864.pptx'],
    why: 'a text box without text',
  },
  {
    label: 'notes',
    files: [
      'testMasterFooter.odp',
      'testODPMacro.fodp',
      'testODPMacro.odp',
      'testODP_NPE.odp',
      'LibreOfficeImpress_odp_1.3.odp',
      'SlideTest1.odp',
      'SlideTest2.odp',
      'presentationWithEmbedDoc.odp',
    ],
    why: 'the notes page is blank',
  },
  { label: 'notes', types: ['ppt', 'pps'], why: 'only a candidate there: the notes pages are blank' },
  { label: 'tracked-del', types: ['doc'], why: 'only a candidate there: nothing is marked as deleted' },
  {
    label: 'embedded-ole',
    files: ['testPPT.ppt'],
    why: 'an object that was deleted, with nothing left in it',
  },
  { label: 'gps', files: ['jfif-iguana.jpg'], why: 'the camera left the coordinates out' },
  {
    label: 'orphan-shared-strings-few',
    files: ['invalid-xml.xlsx'],
    why: 'all of the texts are shown: the sheet is not well-formed, and was not counted',
  },
  {
    label: 'pivot-cache-records',
    files: ['PivotCacheWithoutSourceData-output.xlsx'],
    why: 'the records were not saved: the part is empty',
  },
  {
    label: 'printer-settings',
    files: ['tdf112106.xlsx', 'TimeSheetBi_TP10196200.xltx'],
    why: 'the settings are those of a page, and name no printer',
  },
  {
    label: 'writeaccess-username',
    files: ['clusterfuzz-testcase-minimized-POIHSSFFuzzer-6483562584932352.xls'],
    why: 'made by a fuzzer: there is no name in the record',
  },
  ...['custom-xml', 'docprops-author', 'docprops-lastmodby'].map((label) => ({
    label,
    files: ['testWORD_protected_drm.doc'],
    why: 'the document is encrypted by rights management, and so not read',
  })),
  {
    label: 'pdf-incremental',
    files: LINEARISED,
    why: 'laid out for the web: the second end mark belongs to the same save, nothing is kept from before',
  },
  {
    label: 'pdf-incremental',
    files: ['testJournalParser.pdf', 'recover-xref-stream.pdf'],
    why: 'a second table for the same objects, as Word writes it: nothing is kept from before',
  },
];
