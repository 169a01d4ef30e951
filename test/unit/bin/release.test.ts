import { createHash, createPublicKey, verify } from 'node:crypto';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crx3, extensionId, newKey, updateManifest } from '../../../bin/release/crx.ts';
import { noticesOf } from '../../../bin/release/notices.ts';
import { pack } from '../../../bin/release/pack.ts';
import { noting, packageOf } from '../../../bin/release/packages.ts';
import { makeSbom } from '../../../bin/release/sbom.ts';
import { sizeTable } from '../../../bin/release/sizes.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const FILES: [string, Uint8Array][] = [
  ['manifest.json', utf8('{"version":"1.2.3"}')],
  ['assets/worker.js', utf8('export {};\n'.repeat(500))],
  ['_locales/cy/messages.json', utf8('{"a":{"message":"Dŵr"}}')],
  ['inspect/pdfium.wasm', new Uint8Array(5000).map((_, at) => (at * 31) % 256)],
];

describe('pack', () => {
  it('keeps every byte', () => {
    const unpacked = unzipSync(pack(new Map(FILES)));
    expect(Object.keys(unpacked).sort()).toEqual(FILES.map(([name]) => name).sort());
    for (const [name, bytes] of FILES) expect(Buffer.compare(unpacked[name] ?? utf8(''), bytes)).toBe(0);
  });

  it('gives the same bytes whatever the order, the day and the time zone', () => {
    const first = pack(new Map(FILES));
    const zone = process.env.TZ;
    process.env.TZ = 'Pacific/Auckland';
    const second = pack(new Map([...FILES].reverse()));
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(Buffer.compare(first, second)).toBe(0);
  });
});

/** The fields of one protobuf message, all length-delimited. */
function fieldsOf(bytes: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    expect(tag % 8).toBe(2);
    const length = varint();
    fields.set(Math.floor(tag / 8), bytes.subarray(at, at + length));
    at += length;
  }
  return fields;
}

describe('crx3', () => {
  const key = newKey();
  const archive = pack(new Map(FILES));
  const crx = Buffer.from(crx3(archive, key));

  it('is a signed header before the archive, whose id is that of the key', () => {
    expect(crx.subarray(0, 4).toString()).toBe('Cr24');
    expect(crx.readUInt32LE(4)).toBe(3);
    const end = 12 + crx.readUInt32LE(8);
    expect(Buffer.compare(crx.subarray(end), archive)).toBe(0);
    const header = fieldsOf(crx.subarray(12, end));
    const proof = fieldsOf(header.get(2) ?? Buffer.of());
    const signedData = header.get(10_000) ?? Buffer.of();
    const publicKey = proof.get(1) ?? Buffer.of();
    const length = Buffer.alloc(4);
    length.writeUInt32LE(signedData.length);
    const signed = Buffer.concat([Buffer.from('CRX3 SignedData\0'), length, signedData, archive]);
    const signer = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
    expect(verify('sha256', signed, signer, proof.get(2) ?? Buffer.of())).toBe(true);
    const id = createHash('sha256').update(publicKey).digest().subarray(0, 16);
    expect(Buffer.compare(fieldsOf(signedData).get(1) ?? Buffer.of(), id)).toBe(0);
    expect(extensionId(key)).toMatch(/^[a-p]{32}$/);
  });

  it('is the same every time', () => {
    expect(Buffer.compare(crx, crx3(archive, key))).toBe(0);
  });

  it('refuses what is no RSA key', () => {
    expect(() => crx3(archive, 'no key')).toThrow();
  });
});

describe('updateManifest', () => {
  it('names the version and where it is', () => {
    const xml = updateManifest('a'.repeat(32), '1.2.3', 'https://cordon.force.example/cordon-1.2.3.crx');
    expect(xml).toContain(`appid="${'a'.repeat(32)}"`);
    expect(xml).toContain('codebase="https://cordon.force.example/cordon-1.2.3.crx" version="1.2.3"');
  });
});

const CODE = ['node_modules/preact', 'node_modules/saxes', 'node_modules/xmlchars', 'node_modules/wxt'];

describe('makeSbom', () => {
  it('lists what went into the package, the same every time', () => {
    const sbom = makeSbom(CODE);
    expect(makeSbom([...CODE].reverse())).toBe(sbom);
    const { bomFormat, specVersion, metadata, components } = JSON.parse(sbom);
    expect([bomFormat, specVersion, metadata.component.name]).toEqual(['CycloneDX', '1.5', 'cordon']);
    const names = components.map(({ name }: { name: string }) => name);
    // The code that was named, and whose data the package holds: WebAssembly, models, and the weights for faces.
    expect(names.sort()).toEqual(
      [
        ...['preact', 'saxes', 'xmlchars', 'wxt'],
        ...['7z-wasm', '@embedpdf/pdfium', 'libheif-js', 'tesseract.js-core', '@tesseract.js-data/eng'],
        '@mediapipe/face_detection',
      ].sort(),
    );
    for (const { name, scope, licenses = [] } of components) {
      expect(scope, name).toBe('required');
      expect(licenses.length, name).toBeGreaterThan(0);
      for (const { license, expression } of licenses)
        expect(expression ?? license.id, name).toMatch(/^[A-Za-z0-9.() +-]+$/);
    }
    const refs = components.map((component: { 'bom-ref': string }) => component['bom-ref']);
    const graph: { ref: string; dependsOn: string[] }[] = JSON.parse(sbom).dependencies;
    for (const { dependsOn } of graph) expect(refs).toEqual(expect.arrayContaining(dependsOn));
    expect(graph.find(({ ref }) => ref.startsWith('saxes@'))?.dependsOn).toEqual([
      expect.stringMatching(/^xmlchars@/),
    ]);
    expect(sbom).not.toMatch(/https?:\/\/(?!cyclonedx\.org)[^"]*registry/);
  }, 60_000);

  it('refuses what the lock file does not know', () => {
    expect(() => makeSbom(['node_modules/no-such-package'])).toThrow('not in the lock file');
  }, 60_000);
});

describe('noticesOf', () => {
  it('has the terms of each package, the same every time, and says where a package brings none', () => {
    const notices = noticesOf(CODE);
    expect(noticesOf([...CODE].reverse())).toBe(notices);
    const parts = notices.split(`\n\n${'-'.repeat(80)}\n\n`).slice(1);
    expect(parts.length).toBe(CODE.length + 6);
    const partOf = (name: string) => parts.find((part) => part.startsWith(`${name} `)) ?? '';
    expect(partOf('preact')).toMatch(
      /Copyright \(c\) 2015-present Jason Miller\n.*WITHOUT WARRANTY OF ANY KIND/s,
    );
    expect(partOf('7z-wasm')).toMatch(/GNU LGPL.*unRAR/s);
    expect(partOf('tesseract.js-core')).toContain('Apache License');
    expect(partOf('@embedpdf/pdfium')).toContain('PDFium');
    // Where a package brings none, the text of its licence stands with another.
    for (const part of parts.filter((each) => each.includes('brings no text'))) {
      const licence = /Licence: (.*)/.exec(part)?.[1] ?? '';
      expect(['MIT', 'ISC', 'Apache-2.0']).toContain(licence);
    }
  });
});

describe('packageOf', () => {
  it.each([
    ['/x/node_modules/preact/dist/preact.mjs', 'node_modules/preact'],
    ['node_modules/@noble/hashes/sha2.js', 'node_modules/@noble/hashes'],
    [
      '/x/node_modules/htmlparser2/node_modules/entities/decode.js',
      'node_modules/htmlparser2/node_modules/entities',
    ],
    ['C:\\x\\node_modules\\idb\\build\\index.js?commonjs', 'node_modules/idb'],
    ['/x/utils/gate/hold.ts', undefined],
    ['\0vite/preload-helper.js', undefined],
    ['virtual:wxt-background-entrypoint?/x/entrypoints/background.ts', undefined],
  ])('%s: %s', (file, expected) => {
    expect(packageOf(file)).toBe(expected);
  });
});

describe('noting', () => {
  it('takes the packages of which something is left in a chunk', () => {
    const places = new Set<string>();
    noting(places).generateBundle(undefined, {
      'a.js': {
        type: 'chunk',
        modules: {
          '/x/node_modules/saxes/saxes.js': { renderedLength: 9 },
          '/x/node_modules/domutils/lib/index.js': { renderedLength: 0 },
          '/x/utils/a.ts': { renderedLength: 5 },
        },
      },
      'a.css': { type: 'asset' },
    });
    expect([...places]).toEqual(['node_modules/saxes']);
  });
});

describe('sizeTable', () => {
  it('puts every file into one part', () => {
    const rows = sizeTable(new Map(FILES))
      .split('\n')
      .slice(2)
      .filter(Boolean)
      .map((row) => row.split('|').map((cell) => cell.trim()));
    const [all, ...parts] = rows.reverse();
    expect(all?.slice(1, 4)).toEqual([
      'all',
      '4',
      String(FILES.reduce((sum, [, { length }]) => sum + length, 0)),
    ]);
    expect(parts.reduce((sum, [, , files]) => sum + Number(files), 0)).toBe(4);
  });
});
