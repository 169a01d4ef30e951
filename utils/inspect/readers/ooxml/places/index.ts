// Which part is read how, by the kind of relationship that leads to it. A new hidden place is a line in this table.
import { identify } from '../../../identify.ts';
import type { Place } from '../../../part.ts';
import type { RuleId } from '../../../rules.ts';
import { wordTable } from '../../../word-table.ts';
import { projectTexts } from '../../ole/macros.ts';
import type { PlaceReader, Walk } from '../walk.ts';
import { readChart } from './chart.ts';
import { readComments, readPersons } from './comments.ts';
import { readDataModel } from './data-model.ts';
import { readDrawing, readVmlDrawing } from './drawing.ts';
import { readExternalLink } from './external-link.ts';
import { readPivotCache } from './pivot-cache.ts';
import { readPrinterSettings, readProperties, textRuns } from './properties.ts';

/** Formats by their bytes that are pictures. */
const PICTURES = new Set([
  'png',
  'jpeg',
  'gif',
  'webp',
  'bmp',
  'tiff',
  'heic',
  'avif',
  'emf',
  'wmf',
  'svg',
  'ico',
]);

/** Attributes that carry texts in parts that have no reader of their own. */
const TELLING = [
  'v',
  'val',
  'name',
  'caption',
  'displayName',
  'description',
  'userName',
  'command',
  'connection',
  'sourceFile',
  'url',
];

/** A reader for parts whose presence is itself the finding; their text and telling attributes are handed on. */
function says(rule: RuleId, step: string, message: string, medium = false): PlaceReader {
  return async (walk, relationship, place) => {
    const here = [...place, step];
    if (isXml(relationship.target)) await walk.xmlText(relationship.target, here, [rule], TELLING);
    walk.found(rule, here, message, undefined, medium);
    await walk.follow(relationship.target, here);
  };
}

/** A reader for parts in plain sight, or with nothing of their own: their text is handed on. */
const plain: PlaceReader = async (walk, relationship, place) => {
  if (isXml(relationship.target)) await walk.xmlText(relationship.target, place, []);
  await walk.follow(relationship.target, place);
};

/** Read elsewhere, or holding nothing but looks. */
const nothing: PlaceReader = async (walk, relationship, place) => {
  await walk.follow(relationship.target, place);
};

function isXml(part: string): boolean {
  return /\.(xml|rels)$/i.test(part);
}

function fileName(part: string): string {
  return part.slice(part.lastIndexOf('/') + 1);
}

const readImage: PlaceReader = async (walk, { target }, place) => {
  const bytes = await walk.pack.blob(target);
  const { format } = await identify(bytes);
  const name = fileName(target);
  const { sink, hidden } = walk.context;
  if (PICTURES.has(format)) {
    await sink.image({ place: [...place, `image "${name}"`], hidden, name, format, bytes });
  } else await readUnknown(walk, bytes, target, place);
};

const readEmbedded: PlaceReader = async (walk, { target }, place) => {
  await walk.embedded(target, place);
  await walk.follow(target, place);
};

/** What is known of a part only by its bytes: a picture, a text, a file; runs of text where it is none of these. */
async function readUnknown(walk: Walk, bytes: Blob, name: string, place: Place): Promise<void> {
  const { format } = await identify(bytes);
  const { sink } = walk.context;
  const hidden = [...walk.context.hidden, 'embedded-file' as const];
  const here = [...place, `part "${name}"`];
  if (format === 'empty') return;
  if (PICTURES.has(format)) await sink.image({ place: here, hidden, name: fileName(name), format, bytes });
  else if (format === 'unknown' || format === 'xml' || format === 'txt' || format === 'ole') {
    const head = new Uint8Array(await bytes.slice(0, 1 << 22).arrayBuffer());
    walk.text(here, ['hidden-text'], textRuns(head).join('\n'));
  } else await sink.file({ place: here, hidden, name: fileName(name), bytes });
}

const readVbaProject: PlaceReader = async (walk, { target }, place) => {
  const here = [...place, 'macros'];
  walk.found('macros', here, 'There are macros in the file.');
  await walk.guard(here, async () => {
    const texts = await projectTexts(await walk.pack.blob(target), (n) => walk.context.budget.spend(n));
    for (const { step, text } of texts) walk.text([...here, step], ['macros'], text);
  });
  await walk.follow(target, here);
};

const readCustomXml = says(
  'custom-xml',
  'custom XML',
  'Programs have stored XML data of their own in the file.',
);

export const PLACES = wordTable<PlaceReader>({
  comments: readComments,
  threadedComment: readComments,
  person: readPersons,
  pivotCacheDefinition: readPivotCache,
  externalLink: readExternalLink,
  chart: readChart,
  chartEx: plain,
  drawing: readDrawing,
  chartUserShapes: readDrawing,
  vmlDrawing: readVmlDrawing,
  legacyDrawing: readVmlDrawing,
  diagramData: readDrawing,
  diagramDrawing: nothing,
  'core-properties': readProperties,
  'extended-properties': readProperties,
  'custom-properties': readProperties,
  printerSettings: readPrinterSettings,
  image: readImage,
  thumbnail: readImage,
  package: readEmbedded,
  oleObject: readEmbedded,
  media: readEmbedded,
  video: readEmbedded,
  audio: readEmbedded,
  vbaProject: readVbaProject,
  wordVbaData: nothing,
  // Ink that is drawn on the page hangs on the same kind of relationship.
  customXml: async (walk, relationship, place) => {
    if (/inkml/.test(await walk.pack.contentType(relationship.target))) return;
    await readCustomXml(walk, relationship, place);
  },
  customXmlProps: nothing,
  connections: says(
    'connections',
    'connections',
    'The workbook is connected to data elsewhere, and says where.',
  ),
  queryTable: says('connections', 'query table', 'A table is filled by a query, and says from where.'),
  powerPivotData: readDataModel,
  revisionHeaders: says('earlier-version', 'revisions', 'The workbook keeps a history of who changed what.'),
  revisionLog: says('earlier-version', 'revisions', 'The workbook keeps a history of who changed what.'),
  usernames: plain,
  theme: nothing,
  themeOverride: nothing,
  styles: nothing,
  sharedStrings: nothing,
  calcChain: nothing,
  pivotTable: nothing,
  pivotCacheRecords: nothing,
  table: nothing,
  chartStyle: nothing,
  chartColorStyle: nothing,
  worksheet: nothing,
  chartsheet: nothing,
  dialogsheet: nothing,
  officeDocument: nothing,
});

export const readOther: PlaceReader = async (walk, relationship, place) => {
  const { target } = relationship;
  if (isXml(target)) await walk.xmlText(target, place, [], TELLING);
  else await readUnknown(walk, await walk.pack.blob(target), target, place);
  await walk.follow(target, place);
};

/**
 * Entries of the archive to which no relationship leads, doubles of a part among them: no program shows them. And says
 * where parts of one name differ.
 */
export async function readUnseen(walk: Walk, place: Place): Promise<void> {
  reportDoubles(walk, place);
  for (const entry of walk.pack.directory.entries) {
    if (entry.isFolder || !walk.isUnseen(entry)) continue;
    if (/(^|\/)\[Content_Types\]\.xml$|\.rels$|(^|\/)(\.DS_Store|__MACOSX\/)/i.test(entry.name)) continue;
    await walk.guard(place, async () => readUnknown(walk, await walk.pack.blobOf(entry), entry.name, place));
  }
}

/** Says that parts of one name differ: the file says two things at once. All of them have been read. */
function reportDoubles(walk: Walk, place: Place): void {
  const parts = walk.pack.ambiguous;
  if (parts === 0) return;
  walk.found(
    'earlier-version',
    place,
    'Parts of the file stand in it twice with different contents, so that it depends on the program which of them is shown.',
    { parts },
    true,
  );
}
