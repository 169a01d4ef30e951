// Content straight into a Detector, without a file around it: tables in chunks with shared strings, texts as one part each.
import type { Detector } from '../../utils/inspect/detector.ts';
import type { StaffList } from '../../utils/inspect/fingerprints/staff-list.ts';
import type { TableChunk } from '../../utils/inspect/part.ts';
import type { Finding } from '../../utils/inspect/report.ts';
import type { Content, Table } from '../fixtures/rosters.ts';

/** Cells in a chunk: small enough that tables of a few hundred rows come in several. */
const CHUNK = 2000;

/** A table as a Reader would give it: chunks over one array of distinct strings. */
export function chunksOf(table: Table, size = CHUNK): TableChunk[] {
  const index = new Map<string, number>();
  const strings: string[] = [];
  const cells: { row: number; col: number; value: number; flag: number }[] = [];
  for (const [row, line] of table.entries()) {
    for (const [col, cell] of line.entries()) {
      if (cell === null || cell === '') continue;
      const text = String(cell);
      let value = index.get(text);
      if (value === undefined) {
        value = strings.length;
        index.set(text, value);
        strings.push(text);
      }
      cells.push({ row, col, value, flag: typeof cell === 'number' ? 16 : 0 });
    }
  }
  const chunks: TableChunk[] = [];
  for (let at = 0; at < cells.length; at += size) {
    const part = cells.slice(at, at + size);
    chunks.push({
      count: part.length,
      rows: Uint32Array.from(part, (cell) => cell.row),
      cols: Uint32Array.from(part, (cell) => cell.col),
      values: Uint32Array.from(part, (cell) => cell.value),
      flags: Uint8Array.from(part, (cell) => cell.flag),
      strings,
    });
  }
  return chunks;
}

/** What a Detector finds in some content. */
export async function detect(
  detector: Detector,
  content: Content,
  staffNumberPatterns: readonly string[] = [],
  staffList?: StaffList,
): Promise<Finding[]> {
  const run = detector.start({
    asset: async () => new Uint8Array(0),
    signal: new AbortController().signal,
    pictures: { open: async () => undefined },
    staffNumberPatterns,
    staffList,
  });
  for (const { name, table } of content.tables ?? []) {
    const sink = run.table?.({ place: [content.name, `sheet "${name}"`], hidden: [], addressing: 'a1' });
    if (!sink) continue;
    for (const chunk of chunksOf(table)) sink.chunk(chunk);
    sink.end();
  }
  for (const text of content.texts ?? []) run.text?.({ place: [content.name], hidden: [], text });
  return run.end();
}
