// Goes from part to part by relationships, each part once, and keeps going where one of them is damaged. What is
// done with a part is in PLACES (places/index.ts), by the kind of the relationship that leads to it.
import type { ZipEntry } from '../../container/zip.ts';
import { ReadError } from '../../errors.ts';
import type { Place } from '../../part.ts';
import type { ReadContext } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { TEXT_PIECE, Teller } from '../teller.ts';
import type { Workbook } from '../xlsx/workbook.ts';
import type { OpcPackage, Relationship } from './package.ts';
import { readXml } from './xml.ts';

/** What a place does with a part that a relationship leads to. `place` is that of the part from which it leads. */
export type PlaceReader = (walk: Walk, relationship: Relationship, place: Place) => Promise<void>;

export class Walk extends Teller {
  readonly pack: OpcPackage;
  workbook: Workbook | undefined;
  private readonly places: Readonly<Record<string, PlaceReader>>;
  private readonly fallback: PlaceReader;
  private readonly visited = new Set<string>();
  private readonly seen = new Set<ZipEntry>();

  constructor(
    pack: OpcPackage,
    context: ReadContext,
    places: Readonly<Record<string, PlaceReader>>,
    fallback: PlaceReader,
  ) {
    super(context);
    this.pack = pack;
    this.places = places;
    this.fallback = fallback;
  }

  /** Marks a part as seen. @returns whether it was new. */
  visit(part: string): boolean {
    const key = part.toLowerCase();
    if (this.visited.has(key)) return false;
    this.visited.add(key);
    const entry = this.pack.entry(part);
    if (entry) this.seen.add(entry);
    return true;
  }

  /** Reads what `part` is related to, except parts seen before. */
  async follow(part: string, place: Place): Promise<void> {
    const relationships = await this.guard(place, () => this.pack.relationships(part));
    for (const relationship of relationships ?? []) {
      this.context.signal.throwIfAborted();
      if (relationship.external) {
        this.external(relationship, place);
        continue;
      }
      if (!this.pack.has(relationship.target) || !this.visit(relationship.target)) continue;
      const read = Object.hasOwn(this.places, relationship.kind)
        ? this.places[relationship.kind]!
        : this.fallback;
      for (const target of [relationship.target, ...this.pack.doubles(relationship.target)]) {
        if (target !== relationship.target && !this.visit(target)) continue;
        await this.guard(place, () => read(this, { ...relationship, target }, place));
      }
    }
  }

  /** An address outside the file can name a person (a mail address, a folder). Plain links are in plain sight. */
  private external(relationship: Relationship, place: Place): void {
    let text = relationship.target;
    try {
      text = decodeURIComponent(text);
    } catch {
      // Not percent-encoded as it should be: as it stands.
    }
    if (text !== '') this.text(place, [], text);
  }

  /** Runs one step with another context: what is on a hidden sheet is hidden with it. */
  async within<T>(context: ReadContext, step: () => Promise<T>): Promise<T> {
    const outer = this.context;
    this.context = context;
    try {
      return await step();
    } finally {
      this.context = outer;
    }
  }

  /** Runs one step; damage in it is a finding, and the rest of the file is read on. */
  async guard<T>(place: Place, step: () => Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof ReadError) || error.rule === 'over-limit' || error.rule === 'timed-out')
        throw error;
      this.problem(error, place);
      return undefined;
    }
  }

  /** Says what could not be read. */
  problem(error: ReadError, place: Place): void {
    this.damaged++;
    this.context.sink.finding({
      rule: error.rule,
      severity: 'medium',
      where: [...place],
      hidden: [...this.context.hidden],
      message: error.message,
    });
  }

  /**
   * Hands on the text between the tags of an XML part, one line an element, and the attributes named.
   * @returns how many such texts there are.
   */
  async xmlText(
    part: string,
    place: Place,
    hidden: readonly RuleId[],
    attributes: readonly string[] = [],
  ): Promise<number> {
    let lines = '';
    let element = '';
    let count = 0;
    const endElement = () => {
      const text = element.trim();
      element = '';
      if (text === '') return;
      count++;
      lines += `${text}\n`;
      if (lines.length > TEXT_PIECE) {
        this.text(place, hidden, lines);
        lines = '';
      }
    };
    await readXml(this.pack.source(part).inflated(), {
      open: (_, values) => {
        endElement();
        for (const name of attributes) {
          const value = values[name];
          if (value === undefined) continue;
          element = value;
          endElement();
        }
      },
      text: (text) => {
        if (element.length < TEXT_PIECE) element += text;
      },
      close: endElement,
    });
    this.text(place, hidden, lines);
    return count;
  }

  /** Hands on a file inside the file, to be inspected in its turn, and says that it is there. */
  async embedded(part: string, place: Place): Promise<void> {
    const name = part.slice(part.lastIndexOf('/') + 1);
    const here = [...place, `embedded "${name}"`];
    const bytes = await this.pack.blob(part);
    if (bytes.size === 0) return;
    this.found('embedded-file', here, 'There is a file inside the file.', { bytes: bytes.size });
    await this.context.sink.file({
      place: here,
      hidden: [...this.context.hidden, 'embedded-file'],
      name,
      bytes,
    });
  }

  /** Whether no relationship has led to this entry of the archive. */
  isUnseen(entry: ZipEntry): boolean {
    return !this.seen.has(entry);
  }
}
