// Scans: pictures of pages become text and tables again, and go to the same detectors as any other. Every picture is asked
// whether it is a page of text; of those that are, a few lines are read; only where these look like people on a roster is
// the whole page read. One run sees all pictures of a file, so that a long scan gets shorter looks as it goes on.
import type { ImagePart, PartSink, Place } from '../part.ts';
import type { Pictures } from '../pixels/pictures.ts';
import type { Raster } from '../pixels/raster.ts';
import type { LoadAsset } from '../reader.ts';
import { textOf } from '../readers/pdf/layout.ts';
import { TableStream } from '../readers/pdf/table-stream.ts';
import type { Table } from '../readers/pdf/tables.ts';
import type { Word } from '../readers/pdf/words.ts';
import type { Severity } from '../report.ts';
import type { RuleId } from '../rules.ts';
import { GATE_SIDE, gateAt } from './gate.ts';
import { greyOf, halfTurned, quarterTurned } from './grey.ts';
import type { Line } from './lines.ts';
import { pageOf } from './page.ts';
import { lookAt } from './person-line.ts';
import { isLong, Reading } from './reading.ts';
import { withoutSheetFrame } from './screenshot.ts';
import { stacked } from './stacks.ts';
import { cleanTables } from './tables.ts';
import { type Recogniser, recogniser } from './tesseract.ts';

export interface ScansOptions {
  asset: LoadAsset;
  pictures: Pictures;
  sink: PartSink;
  /** Whether the detectors have anything to say about what is put into the sink, and nothing else. Leaves no trace. */
  trial: (feed: (sink: PartSink) => void) => Promise<boolean>;
  /** Called between lines. @throws TimedOut and the like. */
  check: () => void;
  /** How much of the time that the inspection may take is over, 0 to 1. */
  elapsed: () => number;
  /** Told which page is being read. */
  progress: (place: Place) => void;
}

export interface Scans {
  /** Looks at a picture, and reads it where it is worth reading. */
  look(part: ImagePart): Promise<void>;
  /** Ends the tables that may have gone on from page to page. */
  end(): void;
}

/** Smaller pictures (pixels a side) hold no page that anybody could read. */
const LEAST_SIDE = 160;
/** Letters should be so high (pixels) when they are read; the page is decoded at the size for it, within bounds. */
const LETTER = 14;
const LEAST_READ_SIDE = 1400;
const MOST_READ_SIDE = 3600;
/** Lines that are read for the probe: of the first pages, of later ones. */
const PROBE = [8, 8, 8, 6, 6, 5, 4];
const LATER_PROBE = 3;
/** Lines that look like people: so many make the page worth reading. */
const LEAST_PEOPLE = 2;
const LEAST_NAMES = 3;
/** Lines of a letter that say that it is one. */
const ENOUGH_PROSE = 3;
/** So many lines, evenly over the page, go to the detectors before the rest is read. */
const TRIAL_LINES = 20;
/** Letters read with less confidence than this may be upside down. */
const DOUBTFUL = 62;
/**
 * Reading whole pages ends after so much time (milliseconds), where people have been found: what is on further pages
 * makes the find larger, not graver.
 */
const READING_MS = 9000;
const ENOUGH_ROWS = 60;
/**
 * When so much of the inspection's time is over, no further page is begun that runs on as a letter does; later, none at
 * all. What is left is for the readers to come to the end of the file. On a slow machine forty scanned letters need it.
 */
const LAST_PROSE = 0.55;
const LAST_TABLE = 0.8;

export function createScans(options: ScansOptions): Scans {
  const { asset, pictures, sink, trial, check, elapsed, progress } = options;
  let probed = 0;
  let spent = 0;
  let rowsOfPeople = 0;
  let last: { place: Place; number: number; stream: TableStream } | undefined;
  let left: Left | undefined;
  let outOfTime: (Left & { tables: boolean }) | undefined;

  /** Pages of one document follow one another, so that a table may go on: the place but for its last step. */
  function streamFor(place: Place, hidden: readonly RuleId[]): { stream: TableStream; number: number } {
    const document = JSON.stringify([place.slice(0, -1), hidden]);
    if (last && JSON.stringify([last.place.slice(0, -1), hidden]) === document) {
      last = { ...last, place, number: last.number + 1 };
    } else {
      last?.stream.end();
      last = { place, number: 1, stream: new TableStream({ sink }, hidden) };
    }
    return last;
  }

  async function page(
    raster: Raster,
    read: (side: number) => Promise<Raster | undefined>,
    place: Place,
    hidden: readonly RuleId[],
  ) {
    const gate = gateAt(raster);
    if (!gate) return;
    if (spent > READING_MS && rowsOfPeople >= ENOUGH_ROWS) {
      left ??= { place, hidden, pages: 0 };
      left.pages++;
      return;
    }
    if (elapsed() > (gate.tabular ? LAST_TABLE : LAST_PROSE)) {
      outOfTime ??= { place, hidden, pages: 0, tables: false };
      outOfTime.pages++;
      outOfTime.tables ||= gate.tabular;
      return;
    }
    const side = Math.min(MOST_READ_SIDE, Math.max(LEAST_READ_SIDE, LETTER / gate.letter));
    const large = await read(Math.round(side));
    if (!large) return;
    progress(place);
    const started = performance.now();
    const grey = greyOf(large);
    const prepared = pageOf(gate.sideways ? quarterTurned(grey) : grey);
    if (!prepared || prepared.lines.length < 3) return;
    const engine = await recogniser(asset);
    const count = PROBE[probed++] ?? LATER_PROBE;
    let reading = new Reading(prepared, engine);
    let lines = alternately(reading.sample(count));
    if (confidenceOf(reading, lines.slice(0, 3), check) < DOUBTFUL) {
      const other = upsideDown(reading, engine);
      if (other) {
        const others = alternately(other.sample(count));
        if (
          confidenceOf(other, others.slice(0, 3), check) > confidenceOf(reading, lines.slice(0, 3), check)
        ) {
          reading = other;
          lines = others;
        }
      }
    }
    const worth = probe(reading, lines, check);
    if (worth === 'sure' || (worth === 'perhaps' && (await holdsPeople(reading, place, hidden)))) {
      for (const line of reading.page.lines) {
        check();
        reading.line(line);
      }
      await put(reading, place, hidden);
    }
    spent += performance.now() - started;
  }

  /** A third look, with the eyes of the detectors: two dozen lines show them any roster. */
  async function holdsPeople(reading: Reading, place: Place, hidden: readonly RuleId[]): Promise<boolean> {
    if (reading.page.lines.length <= TRIAL_LINES * 1.3) return true;
    for (const line of reading.sample(TRIAL_LINES)) {
      check();
      reading.line(line);
    }
    const lines = withoutSheetFrame(reading.words());
    const { tables, dirt } = cleanTables(lines, undefined);
    return (
      (await says(lines, tables, dirt, place, hidden)) ||
      // Of cards too few lines stand together here to say whose they are.
      stacked(tables) !== undefined
    );
  }

  /** Whether the detectors have anything to say about a page that was read so. */
  function says(
    lines: readonly (readonly Word[])[],
    tables: readonly Table[],
    dirt: ReadonlySet<Word>,
    place: Place,
    hidden: readonly RuleId[],
  ): Promise<boolean> {
    return trial((into) => {
      const stream = new TableStream({ sink: into }, hidden);
      stream.put([...tables], 1, place);
      stream.end();
      into.text({ place, hidden, text: textBeside(lines.flat(), tables, dirt) });
    });
  }

  async function put(reading: Reading, place: Place, hidden: readonly RuleId[]): Promise<void> {
    const lines = withoutSheetFrame(reading.words());
    const { stream, number } = streamFor(place, hidden);
    const { tables: found, dirt } = cleanTables(lines, stream.before(number));
    const asCards = stacked(found);
    const isCards = asCards && !(await says(lines, found, dirt, place, hidden));
    const tables = isCards ? asCards : found;
    stream.put(tables, number, place);
    for (const table of tables) rowsOfPeople += table.rows.length;
    const text = textBeside(lines.flat(), tables, dirt);
    if (text !== '') sink.text({ place, hidden, text });
  }

  function sayUnread({ place, hidden, pages }: Left, severity: Severity, message: string): void {
    const where = { where: [...place], hidden: [...hidden] };
    sink.finding({ rule: 'over-limit', severity, ...where, message, counts: { pages } });
  }

  return {
    async look(part) {
      const picture = await pictures.open(part);
      if (!picture || Math.max(picture.width, picture.height) < LEAST_SIDE) return;
      for (let at = 0; at < picture.pages; at++) {
        check();
        const small = await picture.page(at, GATE_SIDE);
        const place = picture.pages > 1 ? [...part.place, `page ${at + 1}`] : part.place;
        if (small) await page(small, (side) => picture.page(at, side), place, part.hidden);
      }
    },
    end() {
      last?.stream.end();
      last = undefined;
      if (left) {
        sayUnread(
          left,
          'low',
          `People were found on the scanned pages before this one; from here on ${pagesWere(left.pages)} not read, because the answer cannot change.`,
        );
      }
      if (outOfTime) {
        // Letters that were not read are no reason to hold a file: the pages before them said nothing. Tables are.
        const { tables, pages } = outOfTime;
        sayUnread(
          outOfTime,
          tables ? 'medium' : 'low',
          `From this page on ${pagesWere(pages)} not read, because there was no time left${tables ? '; some look like tables' : ''}.`,
        );
      }
      left = undefined;
      outOfTime = undefined;
    },
  };
}

/** What stands beside the tables: rows are told once, as the table that they are. */
function textBeside(words: readonly Word[], tables: readonly Table[], dirt: ReadonlySet<Word>): string {
  const told = new Set(tables.flatMap((table) => table.words.flat()));
  return textOf(
    words.filter((word) => !told.has(word) && !dirt.has(word)),
    [],
  );
}

function upsideDown(reading: Reading, engine: Recogniser): Reading | undefined {
  const page = pageOf(halfTurned(reading.page.grey));
  return page && new Reading(page, engine);
}

function confidenceOf(reading: Reading, lines: readonly Line[], check: () => void): number {
  let sum = 0;
  for (const line of lines) {
    check();
    sum += reading.glance(line).confidence;
  }
  return lines.length === 0 ? 0 : sum / lines.length;
}

/** Every second line first, so that the whole height of the page has been seen early. */
function alternately(lines: readonly Line[]): Line[] {
  return [...lines.filter((_, i) => i % 2 === 0), ...lines.filter((_, i) => i % 2 === 1)];
}

/** What a few lines say of the page: as few as will do. */
function probe(reading: Reading, lines: readonly Line[], check: () => void): 'none' | 'perhaps' | 'sure' {
  let [people, names, sure, prose] = [0, 0, 0, 0];
  for (const line of lines) {
    // Sentences over the whole height of the page, and nobody in them; what is shorter may be a table below a letter.
    const isLetter = prose >= Math.max(ENOUGH_PROSE, lines.length / 2) && people + names === 0;
    if (isLetter && isLong(line)) continue;
    check();
    const { cells, share } = reading.glance(line);
    const look = lookAt(cells, share);
    if (look.person) people++;
    names += look.names;
    if (look.sure) sure++;
    if (look.prose) prose++;
    if (sure >= LEAST_PEOPLE && sure >= lines.length / 2) return 'sure';
  }
  return people >= LEAST_PEOPLE || names >= LEAST_NAMES ? 'perhaps' : 'none';
}

/** Pages that were not read, and the first of them. */
interface Left {
  place: Place;
  hidden: readonly RuleId[];
  pages: number;
}

const pagesWere = (pages: number) => `${pages} scanned ${pages === 1 ? 'page was' : 'pages were'}`;
