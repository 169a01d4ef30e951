// The bill of materials: npm's own CycloneDX document of what goes into the package, without what differs between two
// runs (time, random serial number, the folder's name).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

interface Component {
  'bom-ref': string;
  name: string;
}

interface Sbom {
  serialNumber?: string;
  metadata: { timestamp?: string; component: Component & { type: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** References of everything that `roots` need, themselves included. */
function closure(sbom: Sbom, roots: readonly string[]): Set<string> {
  const needs = new Map(sbom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
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
 * CycloneDX 1.5 as JSON: the dependencies of package.json with all that they need. (npm's own `--omit dev` leaves out
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
  const wanted = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies);
  const direct = sbom.dependencies.find(({ ref }) => ref === root)?.dependsOn ?? [];
  const roots = direct.filter((ref) => wanted.some((name) => ref.startsWith(`${name}@`)));
  const kept = closure(sbom, roots);
  sbom.components = sbom.components.filter((component) => kept.has(component['bom-ref']));
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
