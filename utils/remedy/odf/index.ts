// A cleaned copy of an OpenDocument file (texts, sheets, slides and their templates): content and styles are cleaned as
// trees, pictures and drawn objects come along by what refers to them, and everything else is made afresh or stays behind.
import { entryBlob, openEntry, readZipDirectory, type ZipEntry } from '../../inspect/container/zip.ts';
import type { Budget } from '../../inspect/reader.ts';
import { OdfStyles } from '../../inspect/readers/odf/styles.ts';
import { WindowSettings } from '../../inspect/readers/odf/window.ts';
import { escapeAttribute, readTree, XML_HEAD, type XmlElement } from '../package/xml.ts';
import { ZipWriter } from '../package/zip-writer.ts';
import { Ledger, Refused } from '../remedy.ts';
import { cleanContent, type Drawn, refuseCropped, settleLinks } from './content.ts';
import { cleanChartDocument, isFormula } from './objects.ts';
import { blankPale } from './pale.ts';
import { cleanSettings, generatorOf } from './settings.ts';
import { cleanSheets, visibleSheets } from './sheets.ts';
import { cleanSlides, dropMasters } from './slides.ts';

export type OdfKind = 'text' | 'spreadsheet' | 'presentation';

export interface OdfOptions {
  budget: Budget;
  kind: OdfKind;
  /** Cleans a picture. @returns its bytes and the ending that fits them. */
  picture(bytes: Blob, ledger: Ledger): Promise<{ bytes: Blob; ending: string; type: string }>;
}

const TYPE = 'application/vnd.oasis.opendocument.';

/** @throws Refused; Damaged, OverLimit and others of errors.ts where the original cannot be read. */
export async function cleanOdf(
  file: Blob,
  { budget, kind, picture }: OdfOptions,
): Promise<{ file: Blob; ledger: Ledger }> {
  const copy = new OdfCopy(file, await entriesOf(file), budget, picture);
  const { ledger } = copy;
  const content = await copy.tree('content.xml');
  const styles = await copy.tree('styles.xml');
  if (!content) throw new Refused('unread');
  copy.version = versionOf([await copy.tree('META-INF/manifest.xml'), content, styles]);
  const looks = new OdfStyles();
  for (const tree of [styles, content]) if (tree) feed(looks, tree);
  looks.onlySheet = onlySheetOf(await copy.tree('settings.xml'));
  const body = content.first('office:body')?.first(`office:${kind}`);
  if (!body) throw new Refused('unread');
  // Hidden slides and sheets first: what hangs on them is not looked at any more.
  if (kind === 'presentation') {
    cleanSlides(body, looks, ledger);
    if (styles) dropMasters(styles, body);
  }
  if (kind === 'spreadsheet') cleanSheets(body, looks, ledger);
  for (const tree of [content, styles]) {
    if (!tree) continue;
    refuseCropped(tree, looks);
    cleanContent(tree, looks, ledger);
  }
  if (kind === 'text') ledger.add('hidden-text', blankPale(body, looks));
  const drawn = copy.drawn(kind === 'spreadsheet' ? visibleSheets(body) : undefined);
  for (const tree of [content, styles]) if (tree) await settleLinks(tree, drawn, ledger);
  await copy.add('content.xml', content);
  if (styles) await copy.add('styles.xml', styles);
  const settings = await copy.tree('settings.xml');
  if (settings) await copy.add('settings.xml', cleanSettings(settings));
  await copy.addMeta();
  copy.noteLeftBehind();
  return { file: await copy.end(`${TYPE}${kind}`), ledger };
}

/** @throws Refused where two entries bear one name, or the directory is damaged: which one is shown depends on the program. */
async function entriesOf(file: Blob): Promise<Map<string, ZipEntry>> {
  const directory = await readZipDirectory(file);
  if (directory.damaged !== undefined) throw new Refused('unread');
  const entries = new Map<string, ZipEntry>();
  for (const entry of directory.entries) {
    if (entry.isFolder) continue;
    if (entries.has(entry.name) || entry.encrypted || entry.known !== 'both') throw new Refused('unread');
    entries.set(entry.name, entry);
  }
  return entries;
}

/** The version that every package has that says one; earlier ones do not. */
const USUAL_VERSION = '1.2';

/**
 * The latest version that the parts say they are of. Programs refuse a package whose parts are newer than it says (LibreOffice
 * since 7.4, which itself saves 1.3).
 */
function versionOf(trees: readonly (XmlElement | undefined)[]): string {
  const said = trees.map((tree) => tree?.ns('manifest:version') ?? tree?.ns('office:version') ?? '');
  return said.reduce((latest, one) => (/^1\.[2-9]$/.test(one) && one > latest ? one : latest), USUAL_VERSION);
}

function onlySheetOf(settings: XmlElement | undefined): string | undefined {
  const window = new WindowSettings();
  for (const item of settings?.all('config:config-item') ?? []) {
    window.open(item.name, { get: (name) => item.ns(name) });
    window.text(item.text());
    window.close(item.name);
  }
  return window.onlySheet;
}

/** Tells the reader's styles of a tree. */
function feed(styles: OdfStyles, element: XmlElement): void {
  const attributes = { get: (name: string) => element.ns(name), entries: () => [] };
  styles.open(element.name, attributes);
  for (const child of element.elements()) feed(styles, child);
  styles.close(element.name);
}

/** Parts that the copy makes itself, or does without and need not say so. */
const HOUSEKEEPING =
  /^(mimetype|META-INF\/.*|manifest\.rdf|layout-cache|meta\.xml|settings\.xml|styles\.xml|content\.xml|Thumbnails\/.*|ObjectReplacements\/.*|Configurations2\/.*|Pictures\/.*|Fonts\/.*)$/;

class OdfCopy {
  readonly ledger = new Ledger();
  /** Of OpenDocument, as the copy says it: see `versionOf`. */
  version = USUAL_VERSION;
  private readonly file: Blob;
  private readonly entries: ReadonlyMap<string, ZipEntry>;
  private readonly budget: Budget;
  private readonly picture: OdfOptions['picture'];
  /** Added behind `mimetype`, which has to be first. */
  private readonly members: { name: string; type: string; bytes: string | Blob }[] = [];
  private readonly pictures = new Map<string, string>();
  private readonly objects = new Map<string, string>();
  private readonly taken = new Set<string>();

  constructor(
    file: Blob,
    entries: ReadonlyMap<string, ZipEntry>,
    budget: Budget,
    picture: OdfOptions['picture'],
  ) {
    this.file = file;
    this.entries = entries;
    this.budget = budget;
    this.picture = picture;
  }

  async tree(name: string): Promise<XmlElement | undefined> {
    const entry = this.entries.get(name);
    return entry && readTree(openEntry(this.file, entry, this.budget));
  }

  async add(name: string, tree: XmlElement): Promise<void> {
    this.members.push({ name, type: 'text/xml', bytes: XML_HEAD + tree.toString() });
  }

  /** What stands behind the links of pictures and objects. @param sheets names of the sheets that stay. */
  drawn(sheets: ReadonlySet<string> | undefined): Drawn {
    return {
      picture: (path) => this.copyPicture(path),
      object: (path) => this.copyObject(path, sheets),
    };
  }

  private async copyPicture(path: string): Promise<string | undefined> {
    const known = this.pictures.get(path);
    if (known !== undefined) return known;
    const entry = this.entries.get(path);
    if (!entry) return undefined;
    this.taken.add(path);
    const { bytes, ending, type } = await this.picture(
      await entryBlob(this.file, entry, this.budget),
      this.ledger,
    );
    const name = `Pictures/image${this.pictures.size + 1}.${ending}`;
    this.pictures.set(path, name);
    this.members.push({ name, type, bytes });
    return name;
  }

  /** Formulas and charts come along; of others only the picture does. @returns the new folder, or undefined for these. */
  private async copyObject(
    path: string,
    sheets: ReadonlySet<string> | undefined,
  ): Promise<string | undefined> {
    const known = this.objects.get(path);
    if (known !== undefined) return known;
    const content = await this.tree(`${path}/content.xml`);
    if (!content) return undefined;
    const formula = isFormula(content);
    const chart = content.first('office:body')?.first('office:chart');
    if (!formula && !chart) return undefined;
    const name = `Object ${this.objects.size + 1}`;
    this.objects.set(path, name);
    for (const part of this.entries.keys()) if (part.startsWith(`${path}/`)) this.taken.add(part);
    if (chart) {
      cleanChartDocument(content, sheets);
      const styles = await this.tree(`${path}/styles.xml`);
      const looks = new OdfStyles();
      const inner: Drawn = {
        picture: async (inside) => {
          const made = await this.copyPicture(`${path}/${inside}`);
          return made && `../${made}`;
        },
        object: async () => undefined,
      };
      for (const tree of [content, styles]) {
        if (!tree) continue;
        cleanContent(tree, looks, this.ledger);
        await settleLinks(tree, inner, this.ledger);
      }
      if (styles) await this.add(`${name}/styles.xml`, styles);
    }
    await this.add(`${name}/content.xml`, content);
    this.members.push({
      name: `${name}/`,
      type: `${TYPE}${formula ? 'formula' : 'chart'}`,
      bytes: '',
    });
    return name;
  }

  /** Which program wrote the file stays: others lay pages out by it. */
  async addMeta(): Promise<void> {
    const meta = await this.tree('meta.xml');
    if (!meta) return;
    const named = meta.first('office:meta')?.elements() ?? [];
    if (named.some(({ name }) => name !== 'meta:generator')) this.ledger.add('metadata');
    const generator = generatorOf(meta);
    this.members.push({
      name: 'meta.xml',
      type: 'text/xml',
      bytes: `${XML_HEAD}<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="${this.version}"><office:meta>${generator === undefined ? '' : `<meta:generator>${escapeAttribute(generator)}</meta:generator>`}</office:meta></office:document-meta>`,
    });
  }

  /** Says what of the package stays behind. */
  noteLeftBehind(): void {
    const folders = new Set<string>();
    for (const name of this.entries.keys()) {
      if (this.taken.has(name) || HOUSEKEEPING.test(name)) continue;
      folders.add(name.split('/')[0] ?? name);
    }
    for (const folder of folders) {
      if (/^(Basic|Scripts|Dialogs)$/.test(folder)) this.ledger.add('macros');
      else if (/^Version/.test(folder)) this.ledger.add('earlier-version');
      else if (/^Object /.test(folder)) this.ledger.add('embedded-file');
      else this.ledger.add('other-parts');
    }
  }

  /** The package: its type first, as it is, so that it can be read at a fixed place (ODF 1.2 part 3, 3.3). */
  async end(type: string): Promise<Blob> {
    const zip = new ZipWriter();
    await zip.add('mimetype', type, true);
    const lines = [
      `<manifest:file-entry manifest:full-path="/" manifest:version="${this.version}" manifest:media-type="${type}"/>`,
    ];
    for (const member of this.members) {
      lines.push(
        `<manifest:file-entry manifest:full-path="${escapeAttribute(member.name)}" manifest:media-type="${member.type}"/>`,
      );
      if (!member.name.endsWith('/')) await zip.add(member.name, member.bytes, member.bytes instanceof Blob);
    }
    await zip.add(
      'META-INF/manifest.xml',
      `${XML_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="${this.version}">${lines.join('')}</manifest:manifest>`,
    );
    return zip.end(type);
  }
}
