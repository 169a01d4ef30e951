// Runs the scanners over an invented workbook part of every common shape, so that the browser has its optimised code
// ready before the first file comes.
import type { CellContext, PartSource, ReadSharedStrings, ScanSheet } from '../scan.ts';

const ROWS = 6_000;
/** The optimised code is compiled beside the work, and put in when it is done: that is seen by its speed. */
const LEAST_ROUNDS = 3;
const MOST_ROUNDS = 12;
/** A round that is not quicker than this share of the best one before says that nothing better is to come. */
const QUICKER = 0.85;
/** Milliseconds for the compiler between rounds. */
const PAUSE = 15;

/** Cells as spreadsheet programs write them: shared, inline and formula texts, numbers, dates, some with a style. */
function sheetXml(): string {
  const rows: string[] = [];
  for (let r = 1; r <= ROWS; r++) {
    rows.push(
      `<row r="${r}" spans="1:8"><c r="A${r}" t="s"><v>${r % 900}</v></c><c r="B${r}" s="2" t="s"><v>${(r * 7) % 1000}</v></c><c r="C${r}"><v>${r * 3}</v></c>` +
        `<c r="D${r}" t="s"><v>${(r * 31) % 1000}</v></c><c r="E${r}" t="inlineStr"><is><t>Text ${(r * 13) % 4000}</t></is></c><c r="F${r}" s="1"><v>${40_000 + (r % 3000)}</v></c>` +
        `<c r="G${r}" t="str"><f>A${r}&amp;B${r}</f><v>Text ${r % 50}</v></c><c r="H${r}" t="s"><v>${(r * 17) % 1000}</v></c></row>`,
    );
  }
  return `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`;
}

function stringsXml(): string {
  const items: string[] = [];
  for (let i = 0; i < 4 * ROWS; i++) items.push(`<si><t>Invented text ${(i * 7919) % 10_007}</t></si>`);
  return `<sst>${items.join('')}</sst>`;
}

async function deflated(xml: string): Promise<PartSource> {
  const stream = new Blob([xml]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = await new Response(stream).blob();
  return {
    inflated: () => {
      throw new Error('This part is only packed.');
    },
    packed: async () => ({ bytes, method: 8, crc: undefined, size: xml.length }),
    spend: () => {},
  };
}

/** Takes a few hundred milliseconds of one thread, half of them waiting; ends early when `isWanted` says that there is a file now. */
export async function warmUp(
  scan: { scanSheet: ScanSheet; readSharedStrings: ReadSharedStrings },
  isWanted: () => boolean,
): Promise<void> {
  const [sheet, table] = await Promise.all([deflated(sheetXml()), deflated(stringsXml())]);
  let best = Number.POSITIVE_INFINITY;
  let same = 0;
  for (let round = 0; round < LEAST_ROUNDS || (same < 3 && round < MOST_ROUNDS); round++) {
    if (isWanted()) return;
    const started = performance.now();
    const { strings } = await scan.readSharedStrings(table);
    const context: CellContext = {
      strings,
      sharedCount: strings.length,
      used: new Uint8Array(strings.length),
      styles: Uint8Array.of(0, 8, 0),
      date1904: false,
    };
    const frame = { write: () => {}, hiddenColumns: new Uint8Array(0), lowRows: false };
    await scan.scanSheet(sheet, context, frame, () => {});
    const ms = performance.now() - started;
    same = ms < best * QUICKER ? 0 : same + 1;
    best = Math.min(best, ms);
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}
