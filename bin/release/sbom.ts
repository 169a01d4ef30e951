// The bill of materials: npm's own CycloneDX document of what goes into the package, without what differs between two
// runs (time, random serial number, the folder's name).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

interface Component {
  'bom-ref': string;
  name: string;
  version?: string;
  scope?: string;
  licenses?: ({ license: { id?: string; name?: string } } | { expression: string })[];
}

/** Packages of development of which something goes into the package: what `bin/build-models.ts` takes the weights from. */
const BUILT_IN = ['@mediapipe/face_detection'];

/** Licences that a package names by a file of its own, in SPDX's words; see docs/third-party.md. */
const LICENCES: Record<string, string> = { '7z-wasm': 'LGPL-2.1-or-later AND LicenseRef-unRAR' };

interface Sbom {
  serialNumber?: string;
  metadata: { timestamp?: string; component: Component & { type: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

type Lock = {
  packages: Record<
    string,
    { version?: string; dependencies?: object; optionalDependencies?: object } | undefined
  >;
};

const nameOf = (ref: string) => ref.slice(0, ref.lastIndexOf('@'));

/** Names of what each package brings with it. What it asks to stand beside it (a peer) is a tool, or in our own list. */
function broughtBy(lock: Lock): Map<string, Set<string>> {
  return new Map(
    Object.entries(lock.packages).map(([place, entry]) => [
      `${place.slice(place.lastIndexOf('node_modules/') + 13)}@${entry?.version}`,
      new Set(Object.keys({ ...entry?.dependencies, ...entry?.optionalDependencies })),
    ]),
  );
}

/** References of everything that `roots` bring, themselves included. */
function closure(sbom: Sbom, roots: readonly string[], lock: Lock): Set<string> {
  const brought = broughtBy(lock);
  const needs = new Map(
    sbom.dependencies.map(({ ref, dependsOn }) => [
      ref,
      dependsOn.filter((need) => brought.get(ref)?.has(nameOf(need))),
    ]),
  );
  const found = new Set<string>();
  const look = [...roots];
  for (let ref = look.pop(); ref !== undefined; ref = look.pop()) {
    if (found.has(ref)) continue;
    found.add(ref);
    look.push(...(needs.get(ref) ?? []));
  }
  return found;
}

/**
 * CycloneDX 1.5 as JSON: the dependencies of package.json with all that they bring, and what models were taken from. (npm's own `--omit dev` leaves out
 * what a development tool asks for as well, Preact for one.)
 * @throws Error when npm cannot make it.
 */
export function makeSbom(): string {
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
  const wanted = [...Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies), ...BUILT_IN];
  const direct = sbom.dependencies.find(({ ref }) => ref === root)?.dependsOn ?? [];
  const roots = direct.filter((ref) => wanted.includes(nameOf(ref)));
  const kept = closure(sbom, roots, JSON.parse(readFileSync('package-lock.json', 'utf8')));
  sbom.components = sbom.components.filter((component) => kept.has(component['bom-ref']));
  for (const component of sbom.components) {
    const expression = LICENCES[component.name];
    if (expression) component.licenses = [{ expression }];
    // For npm, what only a tool asks for is optional: here it is in the package.
    if (BUILT_IN.includes(component.name)) component.scope = 'required';
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
