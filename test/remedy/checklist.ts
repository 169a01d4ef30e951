// Known causes of "this file needs to be repaired" in OOXML packages, as a checklist over the bytes. Written against the
// standard (ECMA-376 part 2 and part 1, 18) and apart from the code that writes packages, so that it can catch it.
import { SaxesParser } from 'saxes';
import { createBudget, DEFAULT_LIMITS } from '../../utils/inspect/budget.ts';
import { readEntry, readZipDirectory } from '../../utils/inspect/container/zip.ts';

interface Tag {
  name: string;
  attributes: Record<string, string>;
  depth: number;
  parent: string;
}

/** Every part as text, by name; binary parts as latin-1. */
export async function partsOf(file: Blob): Promise<Map<string, string>> {
  const budget = createBudget(DEFAULT_LIMITS);
  const { entries } = await readZipDirectory(file);
  const parts = new Map<string, string>();
  for (const entry of entries) {
    if (entry.isFolder) continue;
    const bytes = await readEntry(file, entry, budget, 1 << 30);
    const text = /\.(xml|rels|vml)$/i.test(entry.name)
      ? new TextDecoder().decode(bytes)
      : Buffer.from(bytes).toString('latin1');
    parts.set(entry.name, text);
  }
  return parts;
}

function tagsOf(xml: string): Tag[] {
  const tags: Tag[] = [];
  const stack: string[] = [];
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const attributes: Record<string, string> = {};
    for (const [name, attribute] of Object.entries(tag.attributes))
      attributes[
        name.startsWith('xmlns')
          ? name
          : attribute.uri.endsWith('relationships')
            ? `r:${attribute.local}`
            : name
      ] = attribute.value;
    tags.push({ name: tag.local, attributes, depth: stack.length, parent: stack.at(-1) ?? '' });
    stack.push(tag.local);
  });
  parser.on('closetag', () => void stack.pop());
  parser.write(xml).close();
  return tags;
}

const resolve = (from: string, target: string): string => {
  if (target.startsWith('/')) return target.slice(1);
  const steps = from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
};

const columnOf = (ref: string): number => {
  let n = 0;
  for (const letter of ref.replace(/[^A-Z]/g, '')) n = n * 26 + letter.charCodeAt(0) - 64;
  return n;
};

/** The order of a worksheet's children (ECMA-376 part 1, 18.3.1.99). */
const SHEET_ORDER =
  'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst'.split(
    ' ',
  );

/** What is wrong with a package: a sentence for each known cause that is there. */
export async function repairCauses(file: Blob): Promise<string[]> {
  const wrong: string[] = [];
  const parts = await partsOf(file);
  const names = [...parts.keys()];
  if (new Set(names.map((name) => name.toLowerCase())).size !== names.length)
    wrong.push('two parts of one name');
  const tags = new Map<string, Tag[]>();
  for (const [name, text] of parts) {
    if (!/\.(xml|rels)$/i.test(name)) continue;
    try {
      tags.set(name, tagsOf(text));
    } catch (error) {
      wrong.push(`${name} is not well-formed: ${String(error).slice(0, 80)}`);
    }
  }
  const types = tags.get('[Content_Types].xml') ?? [];
  const defaults = new Set(
    types.filter((t) => t.name === 'Default').map((t) => (t.attributes.Extension ?? '').toLowerCase()),
  );
  const overrides = types
    .filter((t) => t.name === 'Override')
    .map((t) => (t.attributes.PartName ?? '').slice(1));
  for (const name of overrides)
    if (!parts.has(name)) wrong.push(`a content type for ${name}, which is missing`);
  if (new Set(overrides).size !== overrides.length) wrong.push('a part with two content types');
  for (const name of names) {
    if (name === '[Content_Types].xml') continue;
    const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
    if (!overrides.includes(name) && (!defaults.has(ending) || (ending === 'xml' && !name.endsWith('.rels'))))
      wrong.push(`${name} has no content type of its own`);
  }
  const relations = new Map<string, Map<string, { type: string; target: string }>>();
  const reached = new Set<string>();
  for (const [name, list] of tags) {
    if (!name.endsWith('.rels')) continue;
    const source = name.replace(/(^|\/)_rels\//, '$1').replace(/\.rels$/, '');
    if (source !== '' && !parts.has(source)) wrong.push(`relationships of ${source}, which is missing`);
    const byId = new Map<string, { type: string; target: string }>();
    for (const { name: tag, attributes } of list) {
      if (tag !== 'Relationship') continue;
      const id = attributes.Id ?? '';
      if (byId.has(id)) wrong.push(`${name} has ${id} twice`);
      const external = attributes.TargetMode === 'External';
      const target = external ? (attributes.Target ?? '') : resolve(source, attributes.Target ?? '');
      byId.set(id, { type: attributes.Type ?? '', target });
      if (!external && !parts.has(target)) wrong.push(`${name} leads to ${target}, which is missing`);
      if (!external) reached.add(target);
    }
    relations.set(source, byId);
  }
  for (const name of names)
    if (!name.endsWith('.rels') && name !== '[Content_Types].xml' && !reached.has(name))
      wrong.push(`nothing leads to ${name}`);
  for (const [name, list] of tags) {
    if (name.endsWith('.rels') || name === '[Content_Types].xml') continue;
    for (const { name: tag, attributes } of list) {
      for (const [attribute, value] of Object.entries(attributes))
        if (attribute.startsWith('r:') && value !== '' && !relations.get(name)?.has(value))
          wrong.push(`${name}: <${tag} ${attribute}="${value}"> leads nowhere`);
    }
  }
  const workbook = names.find((name) => /workbook\d*\.xml$/.test(name) && name.startsWith('xl/'));
  if (workbook) checkWorkbook(workbook, parts, tags, relations, wrong);
  const deck = [...tags].find(([, list]) => list[0]?.name === 'presentation')?.[0];
  if (deck !== undefined) checkDeck(deck, tags, relations, wrong);
  return wrong;
}

/** The order of the main part's children (ECMA-376 part 1, 19.2.1.26). */
const DECK_ORDER =
  'sldMasterIdLst notesMasterIdLst handoutMasterIdLst sldIdLst sldSz notesSz smartTags embeddedFontLst custShowLst photoAlbum custDataLst kinsoku defaultTextStyle modifyVerifier extLst'.split(
    ' ',
  );
/** Of a slide, a layout and a master (19.3.1). */
const SLIDE_ORDER =
  'cSld clrMap clrMapOvr sldLayoutIdLst AlternateContent transition timing hf txStyles extLst'.split(' ');

function checkDeck(
  deck: string,
  tags: Map<string, Tag[]>,
  relations: Map<string, Map<string, { type: string; target: string }>>,
  wrong: string[],
): void {
  const main = tags.get(deck) ?? [];
  const inOrder = (list: readonly Tag[], order: readonly string[], name: string) => {
    const at = list.filter((t) => t.depth === 1).map((t) => order.indexOf(t.name));
    if (at.some((place, i) => place < 0 || (i > 0 && place < (at[i - 1] as number))))
      wrong.push(`${name}: children out of order`);
  };
  const related = (name: string, kind: string) =>
    [...(relations.get(name)?.values() ?? [])].filter(({ type }) => type.endsWith(`/${kind}`));
  inOrder(main, DECK_ORDER, deck);
  if (!main.some((t) => t.name === 'notesSz')) wrong.push('no notesSz');
  const slides = main.filter((t) => t.name === 'sldId');
  if (slides.length === 0) wrong.push('no slides');
  const ids = slides.map((t) => Number(t.attributes.id));
  if (new Set(ids).size !== ids.length || ids.some((id) => !(id >= 256 && id < 2 ** 31)))
    wrong.push('numbers of slides twice or out of range');
  const masters = main.filter((t) => t.name === 'sldMasterId').map((t) => t.attributes);
  if (masters.length !== related(deck, 'slideMaster').length) wrong.push('a master that is not listed');
  const numbers: (string | undefined)[] = masters.map((master) => master.id);
  for (const [name, list] of tags) {
    const kind = list[0]?.name;
    if (name.endsWith('.rels') || (kind !== 'sld' && kind !== 'sldLayout' && kind !== 'sldMaster')) continue;
    inOrder(list, SLIDE_ORDER, name);
    const up = kind === 'sld' ? 'slideLayout' : kind === 'sldLayout' ? 'slideMaster' : 'theme';
    if (related(name, up).length !== 1) wrong.push(`${name}: ${related(name, up).length} parts of ${up}`);
    const layouts = list.filter((t) => t.name === 'sldLayoutId');
    numbers.push(...layouts.map((t) => t.attributes.id));
    if (kind === 'sldMaster' && layouts.length !== related(name, 'slideLayout').length)
      wrong.push(`${name}: a layout that is not listed`);
    const shapes = new Set(list.filter((t) => t.name === 'cNvPr').map((t) => t.attributes.id));
    for (const { name: tag, attributes } of list) {
      const moved = tag === 'spTgt' || tag.startsWith('bld') ? attributes.spid : undefined;
      if (moved !== undefined && !shapes.has(moved))
        wrong.push(`${name}: an animation of shape ${moved}, which is gone`);
      if ((tag === 'stCxn' || tag === 'endCxn') && !shapes.has(attributes.id))
        wrong.push(`${name}: a line tied to shape ${attributes.id}, which is gone`);
    }
    for (const container of ['custDataLst', 'controls', 'bldLst', 'sndAc', 'extLst', 'sldLayoutIdLst'])
      list.forEach((t, i) => {
        if (t.name === container && (list[i + 1]?.depth ?? 0) <= t.depth)
          wrong.push(`${name}: an empty ${container}`);
      });
  }
  const given = numbers.filter((id) => id !== undefined);
  if (new Set(given).size !== given.length || given.some((id) => Number(id) < 2 ** 31))
    wrong.push('numbers of masters and layouts twice or out of range');
}

function checkWorkbook(
  workbook: string,
  parts: Map<string, string>,
  tags: Map<string, Tag[]>,
  relations: Map<string, Map<string, { type: string; target: string }>>,
  wrong: string[],
): void {
  const list = tags.get(workbook) ?? [];
  const sheets = list.filter((t) => t.name === 'sheet');
  if (sheets.length === 0) wrong.push('no sheets');
  for (const key of ['name', 'sheetId', 'r:id'])
    if (new Set(sheets.map((t) => t.attributes[key]?.toLowerCase())).size !== sheets.length)
      wrong.push(`two sheets with one ${key}`);
  const definedNames = list.filter((t) => t.name === 'definedName');
  const seen = new Set<string>();
  for (const { attributes } of definedNames) {
    const local = attributes.localSheetId;
    if (local !== undefined && Number(local) >= sheets.length)
      wrong.push(`localSheetId ${local} is out of range`);
    const key = `${attributes.name?.toLowerCase()} ${local}`;
    if (seen.has(key)) wrong.push(`the name ${key} twice`);
    seen.add(key);
  }
  if (/<(\w+:)?definedName[^>]*>[^<]*#REF!/.test(parts.get(workbook) ?? '')) wrong.push('a name with #REF!');
  for (const container of ['definedNames', 'bookViews', 'pivotCaches', 'externalReferences'])
    if (new RegExp(`<(\\w+:)?${container}\\s*/>`).test(parts.get(workbook) ?? ''))
      wrong.push(`an empty ${container}`);
  for (const { attributes } of list.filter((t) => t.name === 'workbookView'))
    if (Number(attributes.activeTab ?? 0) >= sheets.length) wrong.push('activeTab is out of range');
  const styles = [...tags].find(([name]) => name.endsWith('styles.xml'))?.[1] ?? [];
  const cellXfs = styles.filter((t) => t.name === 'xf' && t.parent === 'cellXfs').length;
  const dxfs = styles.filter((t) => t.name === 'dxf' && t.parent === 'dxfs').length;
  const strings = [...tags].find(([name]) => name.endsWith('sharedStrings.xml'))?.[1] ?? [];
  const items = strings.filter((t) => t.name === 'si').length;
  const sst = strings.find((t) => t.name === 'sst');
  let references = 0;
  if ([...parts.keys()].some((name) => /calcChain/i.test(name))) wrong.push('a calcChain');
  for (const [name, sheetTags] of tags) {
    if (sheetTags[0]?.name !== 'worksheet') continue;
    const order = sheetTags.filter((t) => t.depth === 1).map((t) => SHEET_ORDER.indexOf(t.name));
    if (order.some((at, i) => at < 0 || (i > 0 && at < (order[i - 1] as number))))
      wrong.push(`${name}: children out of order`);
    for (const container of [
      'cols',
      'mergeCells',
      'hyperlinks',
      'tableParts',
      'dataValidations',
      'conditionalFormatting',
    ])
      if (new RegExp(`<(\\w+:)?${container}(\\s[^>]*)?/>`).test(parts.get(name) ?? ''))
        wrong.push(`${name}: an empty ${container}`);
    let row = 0;
    let col = 0;
    for (const { name: tag, attributes, parent } of sheetTags) {
      if (tag === 'row' && parent === 'sheetData') {
        const r = Number(attributes.r);
        if (r <= row) wrong.push(`${name}: row ${r} behind row ${row}`);
        row = r;
        col = 0;
      } else if (tag === 'c' && parent === 'row') {
        const c = columnOf(attributes.r ?? '');
        if (c <= col) wrong.push(`${name}: ${attributes.r} out of order`);
        if (Number((attributes.r ?? '').replace(/\D/g, '')) !== row)
          wrong.push(`${name}: ${attributes.r} in row ${row}`);
        col = c;
        if (Number(attributes.s ?? 0) >= Math.max(1, cellXfs))
          wrong.push(`${name}: a style beyond the styles`);
        if (attributes.t === 's') references++;
      } else if (tag === 'cfRule' && attributes.dxfId !== undefined && Number(attributes.dxfId) >= dxfs)
        wrong.push(`${name}: a dxf beyond the dxfs`);
      else if (tag === 'pivotSelection') wrong.push(`${name}: a pivotSelection`);
    }
    for (const match of (parts.get(name) ?? '').matchAll(
      /<(?:\w+:)?c [^>]*t="s"[^>]*>(?:(?!<\/(?:\w+:)?c>).)*?<(?:\w+:)?v>(\d+)</gs,
    ))
      if (Number(match[1]) >= items) wrong.push(`${name}: a shared string beyond the strings`);
    for (const relation of relations.get(name)?.values() ?? []) {
      if (!relation.type.endsWith('/table')) continue;
      checkTable(relation.target, tags.get(relation.target) ?? [], parts.get(name) ?? '', parts, wrong);
    }
  }
  if (sst?.attributes.uniqueCount !== undefined && Number(sst.attributes.uniqueCount) !== items)
    wrong.push('uniqueCount is not the number of strings');
  if (sst?.attributes.count !== undefined && Number(sst.attributes.count) !== references)
    wrong.push(`count ${sst.attributes.count} is not the ${references} references`);
}

function checkTable(
  name: string,
  list: Tag[],
  sheet: string,
  parts: Map<string, string>,
  wrong: string[],
): void {
  const table = list[0]?.attributes ?? {};
  const [from = '', to = from] = (table.ref ?? '').split(':');
  const columns = list.filter((t) => t.name === 'tableColumn').map((t) => t.attributes.name ?? '');
  if (columns.length !== columnOf(to) - columnOf(from) + 1)
    wrong.push(`${name}: as many columns as its range is wide`);
  if (new Set(columns.map((column) => column.toLowerCase())).size !== columns.length)
    wrong.push(`${name}: a column twice`);
  if (table.headerRowCount === '0') {
    if (list.some((t) => t.name === 'autoFilter')) wrong.push(`${name}: a filter on a table without headers`);
    return;
  }
  const strings = [
    ...(parts.get([...parts.keys()].find((part) => part.endsWith('sharedStrings.xml')) ?? '') ?? '').matchAll(
      /<(?:\w+:)?si>(.*?)<\/(?:\w+:)?si>/gs,
    ),
  ].map((m) => textIn(m[1] as string));
  const row = from.replace(/\D/g, '');
  columns.forEach((column, i) => {
    const letters = lettersOf(columnOf(from) + i);
    const cell = new RegExp(`<(?:\\w+:)?c r="${letters}${row}"([^>]*?)(?:/>|>(.*?)</(?:\\w+:)?c>)`, 's').exec(
      sheet,
    );
    const inner = cell?.[2] ?? '';
    const text = /t="s"/.test(cell?.[1] ?? '')
      ? (strings[Number(/<(?:\w+:)?v>(\d+)/.exec(inner)?.[1] ?? -1)] ?? '')
      : textIn(inner);
    const plain = (value: string) => value.replaceAll(/_x000[aAdD]_|\s+/g, ' ').trim();
    if (plain(text) !== plain(column))
      wrong.push(`${name}: column ${i + 1} is not called as its header cell`);
  });
}

const textIn = (xml: string) =>
  [...xml.matchAll(/<(?:\w+:)?[tv](?:\s[^>]*)?>([^<]*)</g)]
    .map((m) => m[1])
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&');

function lettersOf(index: number): string {
  let out = '';
  for (let n = index; n > 0; n = Math.floor((n - 1) / 26))
    out = String.fromCharCode(65 + ((n - 1) % 26)) + out;
  return out;
}
