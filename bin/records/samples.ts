// What the model of records would be asked about files and made runs: the features of each table and text.

import { chunksOf } from '../../test/accuracy/feed.ts';
import type { Detector } from '../../utils/inspect/detector.ts';
import { featuresOf } from '../../utils/inspect/detectors/people/records/features.ts';
import { Records } from '../../utils/inspect/detectors/people/records/runs.ts';
import { groupPlace } from '../../utils/inspect/detectors/people/text.ts';
import { inspect } from '../../utils/inspect/inspect.ts';
import type { Place } from '../../utils/inspect/part.ts';
import { loadAsset } from '../assets.ts';
import { decodePicture } from '../node-decode-picture.ts';
import type { MadeRun } from './made.ts';

export interface Sample {
  features: Float64Array;
  named: number;
  key: string;
  /** The likeliest of its table, text or stack. */
  isFirst: boolean;
  texts: string[];
}

/** The runs of some records as the model sees them, the likeliest first. */
function samplesOf(records: Records, place: Place, head: string): Sample[] {
  const seen = new Set<unknown>();
  return records.runs().map((found) => {
    const { run, of } = found;
    const isFirst = !seen.has(of);
    seen.add(of);
    const features = featuresOf(found, [...place, head]);
    const some = run.named.filter((candidate) => candidate !== undefined);
    return {
      features,
      named: some.length,
      key: run.key,
      isFirst,
      texts: some.slice(0, 5).map(({ text }) => text),
    };
  });
}

export function ofMade({ rows, lines, place }: MadeRun): Sample[] {
  const records = new Records(rows !== undefined);
  if (rows) for (const chunk of chunksOf(rows)) records.chunk(chunk);
  else for (const [at, line] of (lines ?? []).entries()) records.line(line.trim(), at);
  return samplesOf(records, place, (lines ?? []).join('\n').slice(0, 300));
}

/** Every table and text of a file. */
export async function ofFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Sample[][]> {
  const out: Sample[][] = [];
  const texts = new Map<string, { records: Records; place: Place; head: string; row: number }>();
  const listener: Detector = {
    id: 'samples',
    start: () => ({
      table: (part) => {
        const records = new Records(true);
        return {
          chunk: (chunk) => records.chunk(chunk),
          end: () => {
            out.push(samplesOf(records, part.place, ''));
          },
        };
      },
      text: (part) => {
        const key = JSON.stringify([groupPlace(part.place), part.hidden]);
        const group = texts.get(key) ?? {
          records: new Records(false),
          place: groupPlace(part.place),
          head: '',
          row: 0,
        };
        texts.set(key, group);
        if (group.head.length < 300) group.head += `${part.text.slice(0, 300)}\n`;
        for (const line of part.text.split(/\r\n|[\n\r\u2028]/)) {
          const row = group.row++;
          group.records.line(line.trim(), row);
        }
      },
      end: () => {
        for (const { records, place, head } of texts.values()) {
          out.push(samplesOf(records, place, head.slice(0, 300)));
        }
        return [];
      },
    }),
  };
  await inspect(new Blob([bytes]), name, {
    asset: loadAsset,
    decodePicture,
    detectors: [listener],
    limits: { seconds: 60 },
  });
  return out;
}
