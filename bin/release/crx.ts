// CRX3, the package that Chromium installs from outside a store: a header with a signature, then the zip archive.
// The format is components/crx_file/crx3.proto; RSA with PKCS#1 v1.5 signs alike every time.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

/** A key to sign with: RSA, 2048 bits, PEM (PKCS#8). Whoever has it can make updates that browsers take. */
export function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return privateKey;
}

function publicKeyOf(key: string): Buffer {
  const privateKey = createPrivateKey(key);
  if (privateKey.asymmetricKeyType !== 'rsa') throw new Error('The signing key has to be an RSA key.');
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
}

const idBytes = (publicKey: Buffer) => createHash('sha256').update(publicKey).digest().subarray(0, 16);

/** The extension id that belongs to a key: the first 128 bits of its public half's SHA-256, in letters a to p. */
export function extensionId(key: string): string {
  const hex = idBytes(publicKeyOf(key)).toString('hex');
  return hex.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** One length-delimited protobuf field. */
function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The CRX3 of a zip archive. @throws Error where `key` is not an RSA key in PEM. */
export function crx3(archive: Uint8Array, key: string): Uint8Array {
  const publicKey = publicKeyOf(key);
  const signedData = field(1, idBytes(publicKey));
  const signed = Buffer.concat([
    Buffer.from('CRX3 SignedData\0'),
    uint32(signedData.length),
    signedData,
    archive,
  ]);
  const proof = Buffer.concat([field(1, publicKey), field(2, sign('sha256', signed, key))]);
  const header = Buffer.concat([field(2, proof), field(10_000, signedData)]);
  return Buffer.concat([Buffer.from('Cr24'), uint32(3), uint32(header.length), header, archive]);
}

/** The update manifest that Chromium asks for: which version there is, and where. */
export function updateManifest(id: string, version: string, codebase: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}">
    <updatecheck codebase="${codebase}" version="${version}" />
  </app>
</gupdate>
`;
}
