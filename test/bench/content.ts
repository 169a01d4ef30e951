// What a file holds, counted: so that a bench can show beside each time that the same was read.
import type { Detector } from '../../utils/inspect/detector.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import type { LoadAsset } from '../../utils/inspect/reader.ts';

/** Reads a file to its end, with all that is nested in it and no detector but a counter. */
export async function contentOf(file: Blob, asset: LoadAsset): Promise<string> {
  let cells = 0;
  let letters = 0;
  const counter: Detector = {
    id: 'counter',
    start: () => ({
      table: () => ({
        chunk: (chunk) => {
          cells += chunk.count;
          for (let i = 0; i < chunk.count; i++) letters += chunk.strings[chunk.values[i]!]!.length;
        },
        end: () => undefined,
      }),
      text: ({ text }) => {
        letters += text.length;
      },
      end: () => [],
    }),
  };
  const { inspected } = await inspect(file, 'bench', { asset, detectors: [counter] });
  return `${inspected}, ${counted(cells, letters)}`;
}

/** @param cells of tables. @param letters of cells and text together, without what divides them. */
export function counted(cells: number, letters: number): string {
  return `${cells} cells, ${(letters / 1e6).toFixed(2)} million characters`;
}
