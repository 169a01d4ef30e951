// Inflate and scan in one module. An instance reads one part of one package: the host feeds compressed bytes, calls
// run() until it is done, and takes cells and texts out of the memory in between. One call inflates 64 kB at the most,
// so that the host can count, and so that optimised code replaces the first compilation early.
import { arenaInit, arenaOverflow } from './arena';
import { chunkFull } from './cells';
import { crcInit, crcUpdate } from './crc32';
import { cellsFast, fastInit, stringsFast } from './fast';
import {
  copyThrough,
  CORRUPT as INFLATE_CORRUPT,
  DONE as INFLATE_DONE,
  INPUT_WANTED as INFLATE_WANTS,
  inflate,
  inflateInit,
  OUT_SLACK,
  slide,
  widen,
  windowRoom,
  windowStart,
  written,
} from './inflate';
import {
  BROKEN,
  CHUNK_FULL,
  complete,
  DATA,
  DATA_BEGINS,
  DATA_ENDS,
  EMPTY_DATA,
  fastAllowed,
  HEAD,
  kind,
  marked,
  OK,
  phase,
  position,
  prefixLength,
  SHEET,
  STRINGS,
  scanInit,
  setBounds,
  skipAll,
  skipTo,
  TAIL,
  token,
} from './scan';

export { arenaBytes, arenaStart, textCount } from './arena';
export {
  cellContext,
  cellCount,
  chunkReset,
  colsAt,
  columnsAt,
  flagsAt,
  rowsAt,
  serialCount,
  serialsAt,
  stylesAt,
  usedAt,
  valuesAt,
} from './cells';
export { crcBlock, crcValue } from './crc32';
// Exported so that the optimiser leaves them functions of their own: a loop is replaced by its optimised code only
// when its function is called again.
export { decodeFast, inputAdded, inputRoom, inputSpace, windowStart, written } from './inflate';
export { setLowRows } from './scan';
export function cellsPlain(pos: usize, end: usize): void {
  cellsFast<u8>(pos, end);
}
export function cellsPrefixed(pos: usize, end: usize): void {
  cellsFast<u16>(pos, end);
}
export { stringsFast } from './fast';

/** What run() came to; the same numbers are in scan-wasm/module.ts. */
const AGAIN: i32 = 0;
const INPUT: i32 = 1;
const CHUNK: i32 = 2;
const FRAME: i32 = 3;
const FRAME_THEN_DATA: i32 = 4;
const STARTED: i32 = 5;
const FINISHED: i32 = 6;
const BAD_STREAM: i32 = -1;
const BAD_XML: i32 = -2;
const TEXT_TOO_LONG: i32 = -3;
const TAG_TOO_LONG: i32 = -4;

const LONGEST_STEP: usize = 64 * 1024;
const WINDOW: usize = 192 * 1024;
const INPUT_SIZE: usize = 128 * 1024;
const ARENA: usize = 640 * 1024;
const LONGEST_TAG: usize = 16 << 20;
/** The host sees as much of the part's beginning before anything is scanned: byte order mark, XML declaration. */
const PREVIEW: usize = 1024;

let step: usize = LONGEST_STEP;
let stored: bool = false;
let started: bool = false;
/** No more bytes will be inflated. */
let ended: bool = false;
let corrupt: bool = false;
let total: u64 = 0;
/** The window from here to written() has not been scanned. */
let scanned: usize = 0;
/** What is for the host's frame, and where the frame's next bytes begin. */
let frameFrom: usize = 0;
let frameTo: usize = 0;
let frameNext: usize = 0;
let fast: bool = false;
/** More bytes are wanted before the scan goes on. */
let hungry: bool = true;
let result: i32 = INFLATE_WANTS;

/**
 * `what`: 0 a worksheet, 1 shared strings, 2 plain bytes (all of them are frame). `isStored`: not compressed.
 * `bytes`: inflate so many in a turn, 0 for the most.
 */
export function init(what: u32, isStored: bool, bytes: u32): void {
  if (bytes > 0) step = min(<usize>bytes, LONGEST_STEP);
  crcInit();
  inflateInit(INPUT_SIZE, WINDOW);
  arenaInit(ARENA);
  scanInit(what == 1 ? STRINGS : SHEET);
  if (what == 2) {
    skipAll();
    started = true;
  }
  stored = isStored;
  scanned = frameFrom = frameTo = frameNext = windowStart();
  fast = what == 1;
}

/** Bytes inflated so far. */
export function inflated(): f64 {
  return <f64>total;
}

export function frameStart(): usize {
  return frameFrom;
}

export function frameEnd(): usize {
  return frameTo;
}

/** Whether the part ended before its last element did (a sheet's XML behind `</sheetData>` is not looked at). */
export function cutOff(): bool {
  return phase == DATA && !complete();
}

/** @returns AGAIN, or what keeps it from going on. */
function moreBytes(): i32 {
  if (windowRoom() < step + OUT_SLACK) {
    moved(0 - slide(scanned));
    if (windowRoom() < step + OUT_SLACK) {
      if (written() - scanned > LONGEST_TAG) return TAG_TOO_LONG;
      moved(widen());
    }
  }
  const before = written();
  result = stored ? copyThrough(step) : inflate(step);
  crcUpdate(before, written());
  total += written() - before;
  // What was inflated before the stream breaks is still scanned.
  if (result == INFLATE_CORRUPT) corrupt = true;
  if (result == INFLATE_DONE || corrupt) ended = true;
  return AGAIN;
}

function moved(by: usize): void {
  scanned += by;
  frameFrom += by;
  frameTo += by;
  frameNext += by;
}

/** Goes on until something is for the host to do. */
export function run(): i32 {
  frameFrom = frameNext;
  if (hungry && !ended) {
    const from = written();
    const went = moreBytes();
    if (went != AGAIN) return went;
    if (written() == from && result == INFLATE_WANTS) return INPUT;
  }
  hungry = false;
  if (!started) {
    if (ended || written() - scanned >= PREVIEW) {
      started = true;
      return STARTED;
    }
    return turn(AGAIN);
  }
  if (phase == TAIL) {
    scanned = written();
    return frame(scanned);
  }
  setBounds(scanned, written(), ended);
  const what = scan(written());
  scanned = position();
  if (arenaOverflow()) return TEXT_TOO_LONG;
  if (what == BROKEN) return BAD_XML;
  if (what == CHUNK_FULL) return CHUNK;
  if (what == DATA_BEGINS) {
    fast = fastInit();
    frameTo = marked();
    return FRAME_THEN_DATA;
  }
  if (what == EMPTY_DATA) {
    frameTo = marked();
    frameNext = scanned;
    return FRAME_THEN_DATA;
  }
  if (what == DATA_ENDS) {
    frameNext = scanned;
    return AGAIN;
  }
  if (phase != HEAD) return turn(AGAIN);
  // A tag that is cut off by the part's end is for the frame to judge.
  if (ended) scanned = written();
  return frame(scanned);
}

/** The frame's bytes up to `to`. */
function frame(to: usize): i32 {
  frameTo = frameNext = to;
  return turn(FRAME);
}

/** All that is in the window has been seen. */
function turn(what: i32): i32 {
  if (!ended) {
    hungry = true;
    return what;
  }
  if (what == FRAME && frameTo > frameFrom) return FRAME;
  return corrupt ? BAD_STREAM : FINISHED;
}

function scan(end: usize): i32 {
  while (true) {
    if (fast && fastAllowed()) {
      if (kind == STRINGS) skipTo(stringsFast(position(), end));
      else if (prefixLength() == 0) cellsPlain(position(), end);
      else cellsPrefixed(position(), end);
      if (chunkFull()) return CHUNK_FULL;
    }
    const what = token();
    if (what != OK) return what;
  }
}
