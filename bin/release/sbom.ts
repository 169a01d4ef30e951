// The bill of materials: npm's own CycloneDX document, cut down to what the build says went into the package, without what
// differs between two runs (time, random serial number, the folder's name).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { packagesWithData } from './packages.ts';

interface Component {
  'bom-ref': string;
  name: string;
  version?: string;
  scope?: string;
  licenses?: ({ license: { id?: string; name?: string } } | { expression: string })[];
}

/** Licences that a package names by a file of its own, in SPDX's words; see docs/third-party.md. */
const LICENCES: Record<string, string> = { '7z-wasm': 'LGPL-2.1-or-later AND LicenseRef-unRAR' };

interface Sbom {
  serialNumber?: string;
  metadata: { timestamp?: string; component: Component & { type: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

type Lock = { packages: Record<string, { name?: string; version?: string } | undefined> };

/** npm's reference of what stands in a folder, as `name@version`. */
function referenceOf(place: string, lock: Lock): string {
  const entry = lock.packages[place];
  if (!entry) throw new Error(`${place} went into the package and is not in the lock file.`);
  const name = entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return `${name}@${entry.version}`;
}

/**
 * CycloneDX 1.5 as JSON.
 * @param places the packages of which code went in, by their folders (`packagesOf`); data is added here
 * @throws Error when npm cannot make it, or a package is not in the lock file.
 */
export function makeSbom(places: Iterable<string>): string {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'],
    {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) throw new Error(`npm could not make the bill of materials:\n${stderr}`);
  const sbom: Sbom = JSON.parse(stdout);
  const root = sbom.metadata.component['bom-ref'];
  const lock: Lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const kept = new Set([...packagesWithData(places)].map((place) => referenceOf(place, lock)));
  sbom.components = sbom.components.filter((component) => kept.has(component['bom-ref']));
  for (const component of sbom.components) {
    const expression = LICENCES[component.name];
    if (expression) component.licenses = [{ expression }];
    // For npm, what only a tool asks for is optional: here it is in the package.
    component.scope = 'required';
  }
  sbom.dependencies = sbom.dependencies
    .filter(({ ref }) => kept.has(ref) || ref === root)
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((need) => kept.has(need)) }));
  delete sbom.metadata.timestamp;
  delete sbom.serialNumber;
  sbom.metadata.component.name = 'cordon';
  sbom.metadata.component.type = 'application';
  const hex = createHash('sha256').update(JSON.stringify(sbom)).digest('hex');
  sbom.serialNumber = `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return `${JSON.stringify(sbom, null, 2)}\n`;
}
