// Copies an OOXML package part by part: only what can be reached from the main part by relationships of known kinds comes
// along, each part under a new name, with relationships and content types made afresh. What no rule knows stays behind.

import type { OpcPackage, Relationship } from '../../inspect/readers/ooxml/package.ts';
import { type Ledger, Refused } from '../remedy.ts';
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
   * Looks at everything in a tree that names a relationship: what leads to something that stays behind goes.
   * @returns the ids that are still named.
   */
  private settleReferences(
    tree: XmlElement,
    relationships: readonly Relationship[],
    kind: PartKind,
  ): Set<string> {
    const byId = new Map(relationships.map((relationship) => [relationship.id, relationship]));
    const used = new Set<string>();
    const dangling = (element: XmlElement): boolean => {
      for (const { raw, name, value } of [...element.canonicalAttributes()]) {
        const refers = name.startsWith('r:') || name === 'o:relid';
        if (!refers) continue;
        const relationship = byId.get(value);
        // An empty id on a link is a link to a place inside; the place itself is in another attribute.
        if (value === '' && element.name.startsWith('a:hlink')) continue;
        if (relationship && this.isKept(relationship, kind)) {
          used.add(value);
          continue;
        }
        // A picture may be linked and embedded: the embedded one is shown.
        if (element.name === 'a:blip' && name === 'r:link') {
          element.attributes.delete(raw);
          continue;
        }
        if (element.name === 'w:hyperlink') {
          element.attributes.delete(raw);
          this.ledger.add('links');
          continue;
        }
        this.ledger.add(relationship?.kind === 'hyperlink' ? 'links' : 'other-parts');
        return true;
      }
      return false;
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
