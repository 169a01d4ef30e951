// Formats that are nothing but an encrypted wrapper around another file.
import { Encrypted } from '../errors.ts';
import type { Reader } from '../reader.ts';

export const encryptedReader: Reader = {
  formats: ['ooxml-encrypted'],
  async read() {
    throw new Encrypted();
  },
};
