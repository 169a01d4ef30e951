// Copies an OOXML package part by part: only what can be reached from the main part by relationships of known kinds comes
// along, each part under a new name, with relationships and content types made afresh. What no rule knows stays behind.

import type { OpcPackage, Relationship } from '../../inspect/readers/ooxml/package.ts';
import { wordTable } from '../../inspect/word-table.ts';
import { type ChangeId, type Ledger, type RefusalId, Refused } from '../remedy.ts';
import { APP_TYPE, isOpenLink } from './kinds.ts';
import { escapeAttribute, readTree, XML_HEAD, type XmlElement } from './xml.ts';
import { type MemberSource, ZipWriter } from './zip-writer.ts';

export interface PartKind {
  /** Where such parts go: `xl/charts/chart` gives `xl/charts/chart1.xml`. */
  stem: string;
  /** There is only one: it gets no number. */
  single?: true;
  type: string;
  /** The relationship's type where it is not one of the office document's own. */
  relation?: string;
  /** Relationship kind → kind of part: what may come along from here. */
  children?: Readonly<Record<string, string>>;
  /** Relationships that count although nothing in the part names their id. */
  implicit?: readonly string[];
  /** Takes out of the tree what must not stay. May throw Refused. */
  clean?(tree: XmlElement, part: PartAtWork): void | Promise<void>;
  /** Makes the part by itself, in place of reading a tree. */
  make?(part: PartAtWork): Promise<MemberSource>;
  /** The ending, where the bytes decide it: pictures. */
  picture?: true;
}

/** A part that is being copied. */
export interface PartAtWork {
  copy: PackageCopy;
  /** In the original. */
  source: string;
  relationships: readonly Relationship[];
  /** Keeps a relationship under its id: the part that it leads to comes along. For kinds with a `make`. */
  keep(relationship: Relationship): Promise<void>;
  /** Makes a new relationship of a known kind to a part of the original. @returns its id. */
  link(kind: string, target: string): string;
}

const PACKAGE_RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const TRANSITIONAL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships';

interface Line {
  id: string;
  type: string;
  target: string;
  external: boolean;
}

export interface CopyOptions {
  pack: OpcPackage;
  kinds: Readonly<Record<string, PartKind>>;
  strict: boolean;
  ledger: Ledger;
  /** Cleans a picture. @returns its bytes and the ending that fits them. */
  picture(bytes: Blob, ledger: Ledger): Promise<{ bytes: Blob; ending: string; type: string }>;
}

export class PackageCopy {
  readonly pack: OpcPackage;
  readonly ledger: Ledger;
  /** Whether the file's namespaces are the strict ones. */
  get strict(): boolean {
    return this.options.strict;
  }
  private readonly options: CopyOptions;
  private readonly zip = new ZipWriter();
  private readonly names = new Map<string, string>();
  private readonly numbers = new Map<string, number>();
  private readonly overrides: string[] = [];
  private readonly defaults = new Map<string, string>();

  constructor(options: CopyOptions) {
    this.options = options;
    this.pack = options.pack;
    this.ledger = options.ledger;
  }

  /** Brings a part along, once. @returns its new name. */
  async part(source: string, kindName: string): Promise<string> {
    const key = `${kindName}\n${source.toLowerCase()}`;
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const kind = this.options.kinds[kindName];
    if (!kind) throw new Error(`There is no kind of part "${kindName}".`);
    if (this.pack.doubles(source).length > 0) throw new Refused('unread');
    if (kind.picture) {
      const made = await this.copyPicture(source, kind);
      this.names.set(key, made);
      return made;
    }
    // Named before it is copied: parts may lead back to where they are led to from (a slide's layout and its master).
    const name = this.newName(kind, 'xml');
    this.names.set(key, name);
    await this.copyPart(source, kind, name);
    return name;
  }

  private async copyPart(source: string, kind: PartKind, name: string): Promise<void> {
    const lines: Line[] = [];
    const relationships = [...(await this.pack.relationships(source))];
    const keep = async (relationship: Relationship) => {
      if (lines.some((line) => line.id === relationship.id)) return;
      const line = await this.line(relationship, kind, name);
      if (line) lines.push(line);
    };
    const link = (relation: string, target: string) => {
      const known = relationships.find(
        (one) => one.kind === relation && one.target === target && !one.external,
      );
      if (known) return known.id;
      const ids = new Set(relationships.map((one) => one.id));
      let number = relationships.length + 1;
      while (ids.has(`rId${number}`)) number++;
      const id = `rId${number}`;
      relationships.push({ id, kind: relation, target, external: false });
      return id;
    };
    const part: PartAtWork = { copy: this, source, relationships, keep, link };
    let bytes: MemberSource;
    if (kind.make) bytes = await kind.make(part);
    else {
      const tree = await readTree(this.pack.source(source).inflated());
      await kind.clean?.(tree, part);
      const used = this.settleReferences(tree, relationships, kind);
      for (const relationship of relationships)
        if (used.has(relationship.id) || kind.implicit?.includes(relationship.kind)) await keep(relationship);
      bytes = XML_HEAD + tree.toString();
    }
    await this.zip.add(name, bytes);
    if (lines.length > 0) await this.zip.add(relationsName(name), relationsXml(lines));
    this.overrides.push(
      `<Override PartName="/${escapeAttribute(name)}" ContentType="${escapeAttribute(kind.type)}"/>`,
    );
  }

  private async copyPicture(source: string, kind: PartKind): Promise<string> {
    const { bytes, ending, type } = await this.options.picture(await this.pack.blob(source), this.ledger);
    const name = this.newName(kind, ending);
    this.defaults.set(ending, type);
    await this.zip.add(name, bytes, true);
    return name;
  }

  /** May this relationship come along? */
  private isKept(relationship: Relationship, kind: PartKind): boolean {
    if (relationship.external) {
      return relationship.kind === 'hyperlink' && isOpenLink(relationship.target);
    }
    return kind.children?.[relationship.kind] !== undefined && this.pack.has(relationship.target);
  }

  private async line(relationship: Relationship, kind: PartKind, from: string): Promise<Line | undefined> {
    if (!this.isKept(relationship, kind)) return undefined;
    const { id, external } = relationship;
    const base = this.strict ? STRICT : TRANSITIONAL;
    if (external) return { id, type: `${base}/hyperlink`, target: relationship.target, external };
    const childKind = kind.children?.[relationship.kind] as string;
    const type = this.options.kinds[childKind]?.relation ?? `${base}/${relationship.kind}`;
    const target = relativeTo(from, await this.part(relationship.target, childKind));
    return { id, type, target, external };
  }

  /**
   * Looks at everything in a tree that names a relationship: what leads to something that stays behind goes, and what shows
   * something stays.
   * @returns the ids that are still named.
   * @throws Refused where something that is shown would be lost.
   */
  private settleReferences(
    tree: XmlElement,
    relationships: readonly Relationship[],
    kind: PartKind,
  ): Set<string> {
    const byId = new Map(relationships.map((relationship) => [relationship.id, relationship]));
    const stays = (id: string): boolean => {
      const relationship = byId.get(id);
      return relationship !== undefined && this.isKept(relationship, kind);
    };
    chooseWays(tree, (element) => this.isLost(element, byId, stays));
    const used = new Set<string>();
    const dangling = (element: XmlElement): boolean => {
      const references = referencesOf(element);
      const kept = references.filter(({ value }) => stays(value));
      for (const { value } of kept) used.add(value);
      if (kept.length === references.length) return false;
      const gone = references.filter((reference) => !kept.includes(reference));
      const targets = gone.map(({ value }) => byId.get(value));
      if (this.isLost(element, byId, stays)) throw new Refused(this.lossOf(targets));
      this.say(element, targets);
      const remains =
        kept.length > 0 ||
        STANDS_ALONE.has(element.name) ||
        (!isLink(element) && element.elements().length > 0);
      if (remains) for (const { raw } of gone) element.attributes.delete(raw);
      return !remains;
    };
    if (dangling(tree)) throw new Refused('unread');
    tree.prune(dangling);
    for (const element of tree.all()) {
      // SmartArt names its drawing without a namespace.
      const drawing = element.name.endsWith('dataModelExt') ? element.get('relId') : undefined;
      if (drawing !== undefined) used.add(drawing);
    }
    return used;
  }

  /** Would something that is seen go with the references of this element that do not stay? */
  private isLost(
    element: XmlElement,
    byId: ReadonlyMap<string, Relationship>,
    stays: (id: string) => boolean,
  ): boolean {
    const references = referencesOf(element);
    const gone = references.filter(({ value }) => !stays(value));
    if (gone.length === 0) return false;
    // The parts of SmartArt are drawn together.
    if (element.name === 'dgm:relIds') return true;
    if (isLink(element) || UNSEEN[element.name] !== undefined) return false;
    // A picture may be linked and stored: the stored one is shown.
    if (gone.length < references.length) return false;
    // What leads to no part that there is shows nothing: writers leave such references behind.
    return gone.some(({ value }) => {
      const target = byId.get(value);
      if (!target || UNSEEN_KINDS[target.kind] !== undefined || target.kind === 'hyperlink') return false;
      return target.external || this.pack.has(target.target);
    });
  }

  private lossOf(targets: readonly (Relationship | undefined)[]): RefusalId {
    if (targets.some((target) => /^(video|audio|media)$/.test(target?.kind ?? ''))) return 'media';
    const isThere = (target: Relationship | undefined) =>
      target !== undefined && (target.external || this.pack.has(target.target));
    return targets.some(isThere) ? 'foreign-content' : 'unread';
  }

  private say(element: XmlElement, targets: readonly (Relationship | undefined)[]): void {
    for (const target of targets) {
      if (!target) continue;
      if (isLink(element) || target.external) this.ledger.add('links');
      else if (this.pack.has(target.target))
        this.ledger.add(UNSEEN[element.name] ?? UNSEEN_KINDS[target.kind] ?? 'other-parts');
    }
  }

  private newName(kind: PartKind, ending: string): string {
    const number = (this.numbers.get(kind.stem) ?? 0) + 1;
    this.numbers.set(kind.stem, number);
    return kind.single ? `${kind.stem}.${ending}` : `${kind.stem}${number}.${ending}`;
  }

  /** Adds a part that is made, not copied. */
  async make(name: string, type: string, bytes: MemberSource): Promise<void> {
    await this.zip.add(name, bytes);
    this.overrides.push(`<Override PartName="/${name}" ContentType="${type}"/>`);
  }

  /** Finishes the package. @param application the value of Application and AppVersion: rows are drawn by it. */
  async end(main: string, properties: string | undefined, type: string): Promise<Blob> {
    const base = this.strict ? STRICT : TRANSITIONAL;
    const lines: Line[] = [{ id: 'rId1', type: `${base}/officeDocument`, target: main, external: false }];
    if (properties !== undefined) {
      await this.make('docProps/app.xml', APP_TYPE, properties);
      const kind = this.strict ? 'extendedProperties' : 'extended-properties';
      lines.push({ id: 'rId2', type: `${base}/${kind}`, target: 'docProps/app.xml', external: false });
    }
    await this.zip.add('_rels/.rels', relationsXml(lines));
    const defaults = [...this.defaults].map(
      ([ending, picture]) => `<Default Extension="${ending}" ContentType="${picture}"/>`,
    );
    await this.zip.add(
      '[Content_Types].xml',
      `${XML_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${defaults.join('')}${this.overrides.join('')}</Types>`,
    );
    return this.zip.end(type);
  }
}

/** Elements that stay without what they refer to: their words, their settings and their own looks are seen. */
const STANDS_ALONE = new Set(['w:hyperlink', 'x:pageSetup', 'v:fill', 'v:stroke', 'dgm:shape', 'dsp:shape']);

/** Elements that show nothing of the part that they name, and what is said of it. */
const UNSEEN = wordTable<ChangeId>({
  'w:embedRegular': 'fonts',
  'w:embedBold': 'fonts',
  'w:embedItalic': 'fonts',
  'w:embedBoldItalic': 'fonts',
  'w:printerSettings': 'printer-settings',
  'x:pageSetup': 'printer-settings',
  'w:objectEmbed': 'embedded-file',
  'w:objectLink': 'links',
  'c:externalData': 'embedded-file',
  'p:tags': 'custom-xml',
  'p:custData': 'custom-xml',
});

/** The same by the kind of relationship, whatever names it. */
const UNSEEN_KINDS = wordTable<ChangeId>({
  font: 'fonts',
  printerSettings: 'printer-settings',
  package: 'embedded-file',
  oleObject: 'embedded-file',
  customXml: 'custom-xml',
  tags: 'custom-xml',
  comments: 'comments',
});

const isLink = (element: XmlElement): boolean =>
  element.name === 'w:hyperlink' || element.name.startsWith('a:hlink');

/** What of an element names relationships. An empty id names none: a link to a place inside has one. */
const referencesOf = (element: XmlElement): { raw: string; value: string }[] =>
  [...element.canonicalAttributes()].filter(
    ({ name, value }) => value !== '' && (name.startsWith('r:') || name === 'o:relid'),
  );

/**
 * Where a part offers several ways to show something, those that would lose something go if another one is left: of a model
 * in three dimensions its picture, say.
 */
function chooseWays(tree: XmlElement, isLost: (element: XmlElement) => boolean): void {
  tree.map((element) => {
    if (element.name !== 'mc:AlternateContent') return element;
    const ways = element.elements();
    const whole = ways.filter((way) => ![...way.all()].some(isLost));
    if (whole.length === ways.length || !whole.some((way) => way.elements().length > 0)) return element;
    if (!whole.some(({ name }) => name === 'mc:Choice')) return whole.flatMap((way) => way.children);
    element.children = whole;
    return element;
  });
}

function relationsName(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

function relationsXml(lines: readonly Line[]): string {
  const items = lines.map(
    ({ id, type, target, external }) =>
      `<Relationship Id="${escapeAttribute(id)}" Type="${type}" Target="${escapeAttribute(target)}"${external ? ' TargetMode="External"' : ''}/>`,
  );
  return `${XML_HEAD}<Relationships xmlns="${PACKAGE_RELATIONS}">${items.join('')}</Relationships>`;
}

/** `xl/worksheets/sheet1.xml`, `xl/drawings/drawing1.xml` → `../drawings/drawing1.xml` */
function relativeTo(from: string, to: string): string {
  const a = from.split('/').slice(0, -1);
  const b = to.split('/');
  let same = 0;
  while (same < a.length && same < b.length - 1 && a[same] === b[same]) same++;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
}
