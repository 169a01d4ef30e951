// A force's fingerprints as one text for its policy: base64 of a header (JSON), the filter's slots, and a checksum, so that a text
// that was cut or mistyped is known for one.
import { crc32 } from '../container/crc32.ts';
import { type Filter, sizeOf } from './filter.ts';

/** Names the folding, the keys and the filter: one of these changes, and so must this. */
const FORMAT = 'cordon.fingerprints/1';

/** The longest text that policies carry (the limit of a text in the Windows templates), in characters. */
export const LONGEST_FINGERPRINTS = 1_048_576;

/** What is known of a list beside its filter: sizes, and how often strangers match by chance. No name, no number. */
export interface Header {
  format: typeof FORMAT;
  /** When it was made: `2026-11-24`. */
  made: string;
  people: number;
  /** The filter's key, 16 bytes in hex. It belongs to this file only. */
  key: string;
  /** How many keys of each sort the filter holds. */
  keys: { names: number; initials: number; numbers: number; numbered: number; mails: number };
  /** Share of the list's own people who have somebody else's name there: what strangers of the same origin match by chance. */
  chance: { names: number; initials: number };
  /** How numbers look (`AA99999`), and what share of all numbers that look so is in the list. */
  shapes: Record<string, number>;
  filter: Omit<Filter, 'slots'>;
}

export interface Fingerprints {
  header: Header;
  filter: Filter;
}

/** @returns the text for `staffFingerprints` */
export function encode(header: Omit<Header, 'format' | 'filter'>, filter: Filter): string {
  const { slots, ...rest } = filter;
  const json = new TextEncoder().encode(JSON.stringify({ format: FORMAT, ...header, filter: rest }));
  const bytes = new Uint8Array(4 + json.length + slots.length + 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, json.length);
  bytes.set(json, 4);
  bytes.set(slots, 4 + json.length);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, bytes.length - 4)) >>> 0);
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}

/** @returns nothing where the text is not one that `encode` made */
export function decode(text: string): Fingerprints | undefined {
  if (text.length > LONGEST_FINGERPRINTS) return undefined;
  try {
    const binary = atob(text);
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    const sum = view.getUint32(bytes.length - 4);
    if (sum !== crc32(bytes.subarray(0, bytes.length - 4)) >>> 0) return undefined;
    const length = view.getUint32(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
    const slots = bytes.subarray(4 + length, bytes.length - 4);
    if (header.format !== FORMAT || slots.length !== sizeOf(header.filter)) return undefined;
    return { header, filter: { ...header.filter, slots } };
  } catch {
    return undefined;
  }
}

/** Whether a policy's value is sound: nothing, or fingerprints. */
export const isFingerprints = (text: string): boolean => text === '' || decode(text) !== undefined;
