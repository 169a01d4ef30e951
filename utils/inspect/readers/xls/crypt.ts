import { Encrypted } from '../../errors.ts';
import type { Decrypt, Segments } from './records.ts';
export function decryptorFor(_source: Segments, _biff: number, _length: number): Decrypt {
  throw new Encrypted();
}
