// The package around an OOXML file (workbook, document, deck): parts, their content types, and the relationships by
// which one part finds another. Part names are the writer's choice (`wtf/` for `xl/`): nothing here or above goes by
// a fixed name where a relationship says it.
import { checkSwelling } from '../../budget.ts';
import {
  entryBlob,
  openEntry,
  packedBytes,
  readZipDirectory,
  type ZipDirectory,
  type ZipEntry,
} from '../../container/zip.ts';
import { Damaged, Encrypted, type ReadError } from '../../errors.ts';
import type { Budget } from '../../reader.ts';
import type { PartSource } from '../xlsx/scan.ts';
import { readXml, type XmlHandlers } from './xml.ts';

const MISSING = 'The file refers to a part that is not in it.';

export interface Relationship {
  id: string;
  /** The last step of the type's address: `worksheet`, `sharedStrings`, `vbaProject`… the same in strict files. */
  kind: string;
  /** The part's name (without a leading slash), or the address outside the file. */
  target: string;
  external: boolean;
}

export class OpcPackage {
  readonly directory: ZipDirectory;
  /** Names of all parts as they stand in the archive. */
  readonly names: readonly string[];
  /** What was wrong with the relationships and content types; what could be read of them is used. */
  readonly problems: ReadError[] = [];
  private readonly file: Blob;
  private readonly budget: Budget;
  private readonly entries = new Map<string, ZipEntry>();
  private readonly doubled = new Map<string, string[]>();
  private readonly relations = new Map<string, Promise<Relationship[]>>();
  private types: Promise<ContentTypes> | undefined;

  private constructor(file: Blob, directory: ZipDirectory, budget: Budget) {
    this.file = file;
    this.directory = directory;
    this.budget = budget;
    const names: string[] = [];
    for (const entry of directory.entries) {
      if (entry.isFolder) continue;
      // The local name is a second way in: some writers give the true name only there.
      for (const name of [entry.name, entry.localName]) {
        if (name === undefined) continue;
        this.add(partKey(name), entry);
      }
      names.push(entry.name);
    }
    this.names = names;
  }

  private add(key: string, entry: ZipEntry): void {
    const first = this.entries.get(key);
    if (first === entry) return;
    if (!first) {
      this.entries.set(key, entry);
      return;
    }
    const doubles = this.doubled.get(key) ?? [];
    this.doubled.set(key, doubles);
    // No target of a relationship has a `#` in it, so that nothing else goes by this name.
    const alias = `${key}#${doubles.length + 2}`;
    doubles.push(alias);
    this.entries.set(alias, entry);
  }

  /**
   * Further parts that bear the same name as `part` in one of the archive's directories: which one is shown depends on
   * the program. Names by which `source`, `entry` and `blob` know them.
   */
  doubles(part: string): readonly string[] {
    return this.doubled.get(partKey(part)) ?? [];
  }

  /** How many names stand for parts whose bytes differ. */
  get ambiguous(): number {
    let count = 0;
    for (const [key, doubles] of this.doubled) {
      const first = this.entries.get(key)!;
      const differs = doubles.some((double) => {
        const other = this.entries.get(double)!;
        return other.crc !== first.crc || other.size !== first.size;
      });
      if (differs) count++;
    }
    return count;
  }

  /** @throws Damaged where the bytes are no zip archive. */
  static async open(file: Blob, budget: Budget): Promise<OpcPackage> {
    return new OpcPackage(file, await readZipDirectory(file), budget);
  }

  has(name: string): boolean {
    return this.entries.has(partKey(name));
  }

  entry(name: string): ZipEntry | undefined {
    return this.entries.get(partKey(name));
  }

  /** A part's bytes, to be inspected as a file. @throws Damaged where there is no such part. */
  async blob(name: string): Promise<Blob> {
    const entry = this.entry(name);
    if (!entry) throw new Damaged(MISSING);
    return this.blobOf(entry);
  }

  /** An entry's bytes, for entries that are no parts, or doubles of a part. */
  blobOf(entry: ZipEntry): Promise<Blob> {
    return entryBlob(this.file, entry, this.budget);
  }

  /** @throws Damaged where there is no such part. */
  source(name: string): PartSource {
    const entry = this.entry(name);
    if (!entry) throw new Damaged(MISSING);
    const { file, budget } = this;
    let inflated = 0;
    return {
      inflated: () => openEntry(file, entry, budget, 'table'),
      packed: async () => {
        if (entry.encrypted) throw new Encrypted();
        return {
          bytes: packedBytes(file, entry),
          method: entry.method,
          crc: entry.measured ? entry.crc : undefined,
          size: entry.size,
        };
      },
      spend: (bytes) => {
        budget.spend(bytes);
        inflated += bytes;
        checkSwelling(inflated, entry.packedSize, 'table');
      },
    };
  }

  /** The relationships of a part (`''` is the package itself), [] where it has none. */
  relationships(part: string): Promise<Relationship[]> {
    const known = this.relations.get(part);
    if (known) return known;
    const read = this.readRelationships(part);
    this.relations.set(part, read);
    return read;
  }

  /** The parts that `part` is related to by one of `kinds`, in the order of the relationships, if they are there. */
  async related(part: string, ...kinds: readonly string[]): Promise<Relationship[]> {
    const all = await this.relationships(part);
    return all.filter((r) => kinds.includes(r.kind) && !r.external && this.has(r.target));
  }

  /** Whether `part` has a relationship of that kind to a part that is not in the file. */
  async lacks(part: string, kind: string): Promise<boolean> {
    const all = await this.relationships(part);
    return all.some((r) => r.kind === kind && !r.external && !this.has(r.target));
  }

  /** The content type of a part, in lower case, or '' where none is given. */
  async contentType(part: string): Promise<string> {
    this.types ??= this.readTypes();
    const { defaults, overrides } = await this.types;
    const key = partKey(part);
    return overrides.get(key) ?? defaults.get(key.slice(key.lastIndexOf('.') + 1)) ?? '';
  }

  /** Parts whose content type passes `test`, as the content types name them. */
  async partsOfType(test: (type: string) => boolean): Promise<string[]> {
    this.types ??= this.readTypes();
    const { overrides } = await this.types;
    return [...overrides].filter(([part, type]) => test(type) && this.has(part)).map(([part]) => part);
  }

  /** The main part: what the package's `officeDocument` relationship names, else the one that has a main content type. */
  async main(): Promise<string | undefined> {
    const [related] = await this.related('', 'officeDocument');
    if (related) return related.target;
    const [typed] = await this.partsOfType((type) => /\.main(\+xml)?$/.test(type));
    if (typed) return typed;
    return ['xl/workbook.xml', 'xl/workbook.bin', 'word/document.xml', 'ppt/presentation.xml'].find((name) =>
      this.has(name),
    );
  }

  private async readRelationships(part: string): Promise<Relationship[]> {
    const slash = part.lastIndexOf('/') + 1;
    const name = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
    if (!this.has(name)) return [];
    const list: Relationship[] = [];
    await this.readLeniently(name, {
      open: (tag, attributes) => {
        if (tag !== 'Relationship') return;
        const type = attributes.Type ?? '';
        const target = attributes.Target ?? '';
        const external = attributes.TargetMode?.toLowerCase() === 'external';
        list.push({
          id: attributes.Id ?? '',
          kind: type.slice(type.lastIndexOf('/') + 1),
          target: external ? target : this.resolve(part, target),
          external,
        });
      },
    });
    return list;
  }

  /** Reads what every part of that name says. */
  private async readLeniently(name: string, handlers: XmlHandlers): Promise<void> {
    for (const part of [name, ...this.doubles(name)]) {
      try {
        await readXml(this.source(part).inflated(), handlers);
      } catch (error) {
        if (!(error instanceof Damaged || error instanceof Encrypted)) throw error;
        this.problems.push(error);
      }
    }
  }

  /** A target's part name: relative to the source part, or (some writers forget the slash) to the root. */
  private resolve(part: string, target: string): string {
    const path = target.replaceAll('\\', '/').split('#')[0]!;
    const resolved = resolvePath(part, path);
    if (!this.has(resolved) && this.has(path)) return path;
    return resolved;
  }

  private async readTypes(): Promise<ContentTypes> {
    const defaults = new Map<string, string>();
    const overrides = new Map<string, string>();
    if (this.has('[Content_Types].xml')) {
      await this.readLeniently('[Content_Types].xml', {
        open: (tag, attributes) => {
          const type = (attributes.ContentType ?? '').toLowerCase();
          if (tag === 'Default') defaults.set((attributes.Extension ?? '').toLowerCase(), type);
          else if (tag === 'Override') overrides.set(partKey(attributes.PartName ?? ''), type);
        },
      });
    }
    return { defaults, overrides };
  }
}

interface ContentTypes {
  defaults: Map<string, string>;
  overrides: Map<string, string>;
}

/** Part names compare without case, without a leading slash, percent-decoded. */
function partKey(name: string): string {
  let path = name.replaceAll('\\', '/').replace(/^\/+/, '');
  if (path.includes('%')) {
    try {
      path = decodeURIComponent(path);
    } catch {
      // A stray percent sign belongs to the name.
    }
  }
  return path.toLowerCase();
}

/** `../media/a.png` as seen from `xl/worksheets/sheet1.xml` → `xl/media/a.png` */
function resolvePath(part: string, target: string): string {
  const steps = target.startsWith('/') ? [] : part.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}
