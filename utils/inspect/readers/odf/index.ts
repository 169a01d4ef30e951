// Reads OpenDocument packages: texts, sheets, slides and drawings, with the objects, pictures and macros in them.
import { entryBlob, openEntry, readZipDirectory, type ZipEntry } from '../../container/zip.ts';
import { Damaged, Encrypted, ReadError } from '../../errors.ts';
import { identify } from '../../identify.ts';
import type { Place } from '../../part.ts';
import type { ReadContext, Reader } from '../../reader.ts';
import { readXml, type XmlHandlers } from '../../xml/reader.ts';
import { OdfContent, type OdfTarget } from './content.ts';
import { metadataHandlers, type OdfMetadata } from './metadata.ts';
import { newTally, reportMetadata, reportTally, targetFor } from './report.ts';
import { OdfStyles } from './styles.ts';
import { WindowSettings } from './window.ts';

/** Entries with nothing but the package's own housekeeping, or looks. */
const HOUSEKEEPING =
  /^(mimetype|META-INF\/(manifest|documentsignatures|macrosignatures)\.xml|manifest\.rdf|layout-cache|Configurations2\/.*|.*\/layout-cache|ObjectReplacements\/.*|Thumbnails\/.*|.*script-l[bc]\.xml|Dialogs\/dialog-l[bc]\.xml)$/;

/** Parts that every document, also one inside another, is made of. */
const PARTS = ['styles.xml', 'content.xml', 'meta.xml', 'settings.xml'];

export const odfReader: Reader = {
  formats: ['odt', 'ott', 'ods', 'ots', 'odp', 'otp', 'odg', 'odf', 'odc', 'odb', 'sxw', 'sxc', 'sxi'],
  async read(file, _format, context) {
    const reading = new OdfReading(file, context);
    return reading.read();
  },
};

class OdfReading {
  private readonly file: Blob;
  private readonly context: ReadContext;
  private readonly target: OdfTarget;
  private readonly entries = new Map<string, ZipEntry>();
  private readonly tally = newTally();
  private readonly done = new Set<ZipEntry>();
  private damaged = 0;

  constructor(file: Blob, context: ReadContext) {
    this.file = file;
    this.context = context;
    this.target = targetFor(context);
  }

  async read(): Promise<'full' | 'partial'> {
    const { context, target } = this;
    const { place } = context;
    const directory = await readZipDirectory(this.file);
    if (directory.damaged !== undefined) this.problem(new Damaged(directory.damaged), place);
    for (const entry of directory.entries) if (!entry.isFolder) this.entries.set(entry.name, entry);
    await this.refuseEncrypted();
    if (!this.entries.has('content.xml')) throw new Damaged('The document has no content.');
    await this.readDocument('', place, target);
    const folders = [...this.entries.keys()]
      .filter((name) => name.endsWith('/content.xml'))
      .map((name) => name.slice(0, -'content.xml'.length));
    for (const folder of folders) {
      const name = folder.slice(0, -1);
      const here = [...place, `embedded "${name}"`];
      // Formulas are documents of their own as well, with nothing in them but signs.
      const inner = targetFor(context, [...context.hidden, 'embedded-file']);
      target.found('embedded-file', here, 'There is a document inside the document.');
      await this.readDocument(folder, here, inner);
    }
    for (const entry of directory.entries) {
      if (entry.isFolder || this.done.has(entry)) continue;
      context.signal.throwIfAborted();
      await this.guard(place, () => this.readOther(entry));
    }
    reportTally(target, place, this.tally);
    return this.damaged > 0 ? 'partial' : 'full';
  }

  /** The manifest says which entries are encrypted; their bytes do not tell. */
  private async refuseEncrypted(): Promise<void> {
    const entry = this.entries.get('META-INF/manifest.xml');
    if (!entry) return;
    let path = '';
    const encrypted = new Set<string>();
    await this.guard(this.context.place, () =>
      readXml(openEntry(this.file, entry, this.context.budget), {
        doctype: () => {},
        open(name, attributes) {
          if (name.endsWith(':file-entry')) {
            path = attributes.get('manifest:full-path') ?? attributes.get('full-path') ?? '';
          } else if (name.endsWith(':encryption-data')) encrypted.add(path);
        },
      }),
    );
    if (encrypted.has('content.xml') || encrypted.has('encrypted-package')) throw new Encrypted();
    for (const name of encrypted) {
      const locked = this.entries.get(name);
      if (!locked) continue;
      this.done.add(locked);
      this.problem(new Encrypted('A part of the file is protected with a password.'), this.context.place);
    }
  }

  private async readDocument(folder: string, place: Place, target: OdfTarget): Promise<void> {
    const styles = new OdfStyles();
    const metadata: OdfMetadata = { lines: [], named: new Set() };
    const settings = folder === '' ? this.entries.get('settings.xml') : undefined;
    if (settings && !this.done.has(settings)) {
      const window = new WindowSettings();
      // What is wrong with the part is said where it is read for all that it holds.
      await this.readPart(settings, window).catch((error: unknown) => {
        if (!(error instanceof Damaged)) throw error;
      });
      styles.onlySheet = window.onlySheet;
    }
    for (const part of PARTS) {
      const entry = this.entries.get(folder + part);
      if (!entry || this.done.has(entry)) continue;
      this.done.add(entry);
      const isContent = part === 'content.xml' || part === 'styles.xml';
      await this.guard(place, async () => {
        if (!isContent) return this.readPart(entry, metadataHandlers(metadata));
        const content = new OdfContent(target, place, styles, this.tally);
        try {
          await this.readPart(entry, content);
        } finally {
          content.end();
        }
      });
    }
    reportMetadata(target, place, metadata);
  }

  private async readPart(entry: ZipEntry, handlers: XmlHandlers): Promise<void> {
    const { open, close, text } = handlers;
    await readXml(openEntry(this.file, entry, this.context.budget), {
      ...(open ? { open: open.bind(handlers) } : {}),
      ...(close ? { close: close.bind(handlers) } : {}),
      ...(text ? { text: text.bind(handlers) } : {}),
      // OpenOffice 1 wrote one. Nothing is expanded.
      doctype: () => {},
    });
  }

  /** An entry that is no part of a document: a picture, an object, a macro, or something that nobody knows of. */
  private async readOther(entry: ZipEntry): Promise<void> {
    const { context, target } = this;
    const { place, sink, hidden } = context;
    const { name } = entry;
    if (HOUSEKEEPING.test(name) && !/^Thumbnails\//.test(name)) return;
    if (/^(Basic|Scripts|Dialogs)\//.test(name)) {
      this.tally.macros++;
      const text = await (await entryBlob(this.file, entry, context.budget)).slice(0, 1 << 22).text();
      target.text([...place, 'macros'], ['macros'], text);
      return;
    }
    const bytes = await entryBlob(this.file, entry, context.budget);
    const { format } = await identify(bytes);
    if (format === 'empty') return;
    const base = name.slice(name.lastIndexOf('/') + 1);
    if (/^(Pictures|media|Thumbnails)\//.test(name) || PICTURES.has(format)) {
      await sink.image({ place: [...place, `image "${base}"`], hidden, name: base, format, bytes });
      return;
    }
    if (/\.rdf$|^Versions\/?|\.xml$/i.test(name) && !/^Versions\//.test(name)) {
      await sink.file({ place: [...place, `part "${base}"`], hidden, name: base, bytes });
      return;
    }
    const rule = /^Versions\//.test(name) ? 'earlier-version' : 'embedded-file';
    const here = [...place, `embedded "${base}"`];
    const message =
      rule === 'embedded-file'
        ? 'There is a file inside the file.'
        : 'The file keeps an earlier version of itself.';
    target.found(rule, here, message, { bytes: bytes.size });
    await sink.file({ place: here, hidden: [...hidden, rule], name: base, bytes });
  }

  private async guard(place: Place, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof ReadError) || error.rule === 'over-limit' || error.rule === 'timed-out')
        throw error;
      this.problem(error, place);
    }
  }

  private problem(error: ReadError, place: Place): void {
    this.damaged++;
    const { sink, hidden } = this.context;
    sink.finding({
      rule: error.rule,
      severity: 'medium',
      where: [...place],
      hidden: [...hidden],
      message: error.message,
    });
  }
}

const PICTURES = new Set(['png', 'jpeg', 'gif', 'webp', 'bmp', 'tiff', 'svg', 'emf', 'wmf']);
