// Kinds of part that workbooks, documents and decks have in common, and what is taken out of each.

import type { OpcPackage } from '../../inspect/readers/ooxml/package.ts';
import { readXml } from '../../inspect/readers/ooxml/xml.ts';
import { wordTable } from '../../inspect/word-table.ts';
import { type ChangeId, type Ledger, Refused } from '../remedy.ts';
import type { PartKind } from './copy.ts';
import { escapeAttribute, XML_HEAD, type XmlElement } from './xml.ts';

export const APP_TYPE = 'application/vnd.openxmlformats-officedocument.extended-properties+xml';

const DRAWINGML = 'application/vnd.openxmlformats-officedocument.drawingml';
const MICROSOFT_DRAWING = 'http://schemas.microsoft.com/office/2007/relationships/diagramDrawing';

/** May a link lead there? To addresses that anybody may see: a path on a drive or a share names people. */
export const isOpenLink = (target: string): boolean => /^(https?:\/\/|mailto:)/i.test(target);

/** Takes alt texts and names off a drawing's shapes: they are written by hand and by programs, and nobody sees them. */
export function namelessShapes(tree: XmlElement): void {
  for (const element of tree.all()) {
    if (!/(^|:)(cNvPr|docPr)$/.test(element.raw)) continue;
    element.set('descr', undefined);
    element.set('title', undefined);
    if (element.get('name')) element.set('name', `Shape ${element.get('id') ?? ''}`.trim());
    for (const link of element.elements()) link.set('tooltip', undefined);
    element.prune((child) => child.name === 'a:extLst');
  }
  // What programs remember of a shape beside that, such as the cells that a picture was taken from.
  for (const element of tree.all())
    if (/(^|:)(cNv\w*Pr|nvPr)$/.test(element.raw)) element.prune((child) => /(^|:)extLst$/.test(child.raw));
}

/** Pictures stay as they are shown: no second versions (SVG, the original before effects) beside them. */
export function plainPictures(tree: XmlElement): void {
  for (const blip of tree.all('a:blip')) blip.prune((child) => child.name === 'a:extLst');
}

/** Is part of a picture cut away? @returns whether any side of `srcRect` is. */
export function isCropped(tree: XmlElement): boolean {
  for (const rect of tree.all('a:srcRect'))
    if (['l', 't', 'r', 'b'].some((side) => Number(rect.get(side) ?? 0) > 0)) return true;
  return false;
}

/** What somebody may have given a name of their own to. */
const NAMED_BY_HAND = /^a:(theme|clrScheme|fontScheme|fmtScheme)$/;

/** The same of a picture of the old kind (`v:imagedata`). */
export const isCroppedVml = (data: XmlElement): boolean =>
  ['cropleft', 'croptop', 'cropright', 'cropbottom'].some((side) => !/^-?0?f?$/.test(data.get(side) ?? '0'));

const diagram = (stem: string, type: string, relation?: string): PartKind => ({
  stem,
  type,
  ...(relation ? { relation } : {}),
  children: { image: 'image' },
  clean: (tree) => {
    namelessShapes(tree);
    plainPictures(tree);
  },
});

/** SmartArt, pictures, themes. @param folder `xl`, `word` or `ppt`. */
export function sharedKinds(folder: string): Record<string, PartKind> {
  return {
    image: { stem: `${folder}/media/image`, type: '', picture: true },
    theme: {
      stem: `${folder}/theme/theme`,
      type: 'application/vnd.openxmlformats-officedocument.theme+xml',
      children: { image: 'image' },
      clean(tree) {
        tree.prune((element) => element.name === 'a:extLst' || element.name === 'a:custClrLst');
        for (const element of tree.all()) if (NAMED_BY_HAND.test(element.name)) element.set('name', 'Theme');
      },
    },
    themeOverride: {
      stem: `${folder}/theme/themeOverride`,
      type: 'application/vnd.openxmlformats-officedocument.themeOverride+xml',
      children: { image: 'image' },
    },
    diagramData: diagram(`${folder}/diagrams/data`, `${DRAWINGML}.diagramData+xml`),
    diagramLayout: diagram(`${folder}/diagrams/layout`, `${DRAWINGML}.diagramLayout+xml`),
    diagramQuickStyle: diagram(`${folder}/diagrams/quickStyle`, `${DRAWINGML}.diagramStyle+xml`),
    diagramColors: diagram(`${folder}/diagrams/colors`, `${DRAWINGML}.diagramColors+xml`),
    diagramDrawing: diagram(
      `${folder}/diagrams/drawing`,
      'application/vnd.ms-office.drawingml.diagramDrawing+xml',
      MICROSOFT_DRAWING,
    ),
  };
}

export const DIAGRAM_PARTS = {
  diagramData: 'diagramData',
  diagramLayout: 'diagramLayout',
  diagramQuickStyle: 'diagramQuickStyle',
  diagramColors: 'diagramColors',
  diagramDrawing: 'diagramDrawing',
} as const;

/**
 * The properties that stay: which program wrote the file, since others draw rows by it.
 * @returns the text of `docProps/app.xml`, or undefined where the file does not say.
 */
export async function applicationOf(pack: OpcPackage, strict: boolean): Promise<string | undefined> {
  const [found] = await pack.related('', 'extended-properties', 'extendedProperties');
  if (!found) return undefined;
  const kept: Record<string, string> = {};
  let at = '';
  await readXml(pack.source(found.target).inflated(), {
    open: (name) => {
      at = name;
    },
    close: () => {
      at = '';
    },
    text: (text) => {
      if (at === 'Application' || at === 'AppVersion') kept[at] = (kept[at] ?? '') + text;
    },
  });
  // Anything else than a program's name may stand there, put there by hand.
  const application = /^(Microsoft[\w .]*|LibreOffice[\w/.:$()_ -]*|OpenOffice[\w/.:$()_ -]*)$/.test(
    kept.Application ?? '',
  )
    ? kept.Application
    : undefined;
  const version = /^\d+\.\d+$/.test(kept.AppVersion ?? '') ? kept.AppVersion : undefined;
  if (application === undefined) return undefined;
  const space = strict
    ? 'http://purl.oclc.org/ooxml/officeDocument/extendedProperties'
    : 'http://schemas.openxmlformats.org/officeDocument/2006/extended-properties';
  return `${XML_HEAD}<Properties xmlns="${space}"><Application>${escapeAttribute(application)}</Application>${version ? `<AppVersion>${version}</AppVersion>` : ''}</Properties>`;
}

/** Kinds of relationship that mean something is shown that cannot be cleaned. */
const BARRED = wordTable<'controls' | 'new-chart' | 'foreign-content'>({
  control: 'controls',
  ctrlProp: 'controls',
  activeXControl: 'controls',
  slicer: 'controls',
  timeline: 'controls',
  chartEx: 'new-chart',
  aFChunk: 'foreign-content',
  subDocument: 'foreign-content',
});

/** @throws Refused where a part shows something that cannot be cleaned. */
export function refuseBarred(relationships: readonly { kind: string }[]): void {
  for (const { kind } of relationships) {
    const reason = BARRED[kind];
    if (reason) throw new Refused(reason);
  }
}

/** Kinds of relationship whose parts stay behind, and what is said of it. */
const LEFT_BEHIND = wordTable<ChangeId>({
  comments: 'comments',
  externalLink: 'external-link-cache',
  pivotCacheDefinition: 'pivot-cache',
  connections: 'connections',
  powerPivotData: 'data-model',
  vbaProject: 'macros',
  customXml: 'custom-xml',
  revisionHeaders: 'earlier-version',
  changesInfo: 'earlier-version',
  package: 'embedded-file',
  oleObject: 'embedded-file',
  printerSettings: 'printer-settings',
  tags: 'custom-xml',
  notesSlide: 'speaker-notes',
  'core-properties': 'metadata',
  coreProperties: 'metadata',
  'custom-properties': 'metadata',
  customProperties: 'metadata',
});

/** Says what of some parts stays behind. @param parts `''` is the package itself. */
export async function noteLeftBehind(
  pack: OpcPackage,
  parts: readonly string[],
  ledger: Ledger,
): Promise<void> {
  for (const part of parts) {
    for (const { kind } of await pack.relationships(part)) {
      const what = LEFT_BEHIND[kind];
      if (what !== undefined) ledger.add(what);
    }
  }
}

/** Does a file use the strict namespaces? Seen at the root of any of its parts. */
export const isStrict = (root: XmlElement): boolean =>
  [...root.scope.values()].some((uri) => uri.startsWith('http://purl.oclc.org/ooxml/'));
