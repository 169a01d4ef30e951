// What every Detector is: one file each, registered once in detectors/index.ts. One run sees all Parts of one file
// and of every file nested in it (each Part's place tells which), so that a zip of a thousand portraits is one find.
import type { StaffList } from './fingerprints/staff-list.ts';
import type { ImagePart, TablePart, TableSink, TextPart } from './part.ts';
import type { Pictures } from './pixels/pictures.ts';
import type { LoadAsset } from './reader.ts';
import type { Finding } from './report.ts';

export interface DetectContext {
  asset: LoadAsset;
  signal: AbortSignal;
  /** Where an ImagePart becomes pixels. */
  pictures: Pictures;
  /** Patterns (regular expressions, anchored by Cordon) of the force's own staff numbers. */
  staffNumberPatterns: readonly string[];
  /** The force's own staff list, where its policy has one. */
  staffList?: StaffList | undefined;
}

/** One Detector at work on one file with all that is in it. Every method is optional: a Detector listens to what it needs. */
export interface DetectorRun {
  table?(part: TablePart): TableSink;
  text?(part: TextPart): void;
  image?(part: ImagePart): Promise<void>;
  /** Called once, when the file has been read as far as it could be. */
  end(): Finding[] | Promise<Finding[]>;
}

export interface Detector {
  id: string;
  start(context: DetectContext): DetectorRun;
}
