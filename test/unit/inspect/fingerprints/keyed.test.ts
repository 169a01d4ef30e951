import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyed } from '../../../../utils/inspect/fingerprints/keyed.ts';

it('is HMAC-SHA-256, by an independent program', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.stringMatching(/^[ -~]{0,55}$/),
      (secret, atom) => {
        const { high, low } = keyed(secret)(atom);
        const mac = hmac(sha256, secret, new TextEncoder().encode(atom));
        const view = new DataView(mac.buffer, mac.byteOffset);
        expect([high, low]).toEqual([view.getUint32(0), view.getUint32(4)]);
      },
    ),
  );
});
