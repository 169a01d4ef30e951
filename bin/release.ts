// `npm run release`: everything that a force or a store needs, the same bytes whenever it is made from the same sources.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { validatePolicy } from '../utils/policy/validate.ts';
import { buildExtension } from './demo/extension.ts';
import { deployFiles } from './deploy/files.ts';
import { naming, SAMPLE } from './deploy/rollout.ts';
import { parseJson } from './json.ts';
import { crx3, extensionId, newKey, updateManifest } from './release/crx.ts';
import { clearFolder, SUMS, strangersIn } from './release/folder.ts';
import { pack, readFolder } from './release/pack.ts';
import { packagesOf } from './release/packages.ts';
import { makeSbom } from './release/sbom.ts';
import { sizeTable } from './release/sizes.ts';

const USAGE = `Usage: npm run release -- [options]

Builds Cordon and writes packages, update manifest, checksums, bill of materials and the files to roll it out with.

  --key FILE       RSA key (PEM) that signs the CRX; also CORDON_SIGNING_KEY, which holds the key itself
  --url URL        where CRX, XPI and update.xml will be served (https://cordon.force.example)
  --policy FILE    the force's settings for deploy/, as JSON (the sample's)
  --out FOLDER     where to write (release): a folder that is new or empty, or holds an earlier release and nothing else
  --help           this text

Without a key one is made, once, in .cache/test-key.pem: good for trying out, not for a force.`;

const CHROMIUM = '.output/chrome-mv3';
const FIREFOX = '.output/firefox-mv3';
const TEST_KEY = path.resolve('.cache/test-key.pem');

class UsageError extends Error {}

async function signingKey(file: string | undefined): Promise<string> {
  if (file) return readFile(file, 'utf8').catch(() => usage(`The key ${file} cannot be read.`));
  if (process.env.CORDON_SIGNING_KEY) return process.env.CORDON_SIGNING_KEY;
  if (!existsSync(TEST_KEY)) {
    await mkdir(path.dirname(TEST_KEY), { recursive: true });
    await writeFile(TEST_KEY, newKey(), { mode: 0o600 });
  }
  console.log(
    `Signed with ${path.relative('.', TEST_KEY)}, a key made for trying out: give --key for a real one.`,
  );
  return readFile(TEST_KEY, 'utf8');
}

function usage(message: string): never {
  throw new UsageError(message);
}

async function settingsFrom(file: string | undefined): Promise<typeof SAMPLE.settings> {
  if (!file) return SAMPLE.settings;
  const text = await readFile(file, 'utf8').catch(() => usage(`The policy ${file} cannot be read.`));
  let settings: typeof SAMPLE.settings;
  try {
    settings = parseJson(text) as typeof SAMPLE.settings;
  } catch {
    return usage(`The policy ${file} is not JSON.`);
  }
  const { invalidKeys } = validatePolicy(settings);
  if (invalidKeys.length > 0)
    usage(
      `In ${file} these keys are wrong or missing: ${invalidKeys.join(', ')}. \`npm run policy -- check\` says more.`,
    );
  return naming(settings);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      key: { type: 'string' },
      url: { type: 'string', default: 'https://cordon.force.example' },
      policy: { type: 'string' },
      out: { type: 'string', default: 'release' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  if (!URL.canParse(values.url)) usage(`${values.url} is no address.`);
  const base = values.url.replace(/\/$/, '');
  const settings = await settingsFrom(values.policy);
  const strangers = await strangersIn(values.out).catch(() =>
    usage(`${values.out} is no folder that can be read.`),
  );
  if (strangers.length > 0)
    usage(
      `${values.out} holds what no release put there, or what was changed since (${strangers.slice(0, 3).join(', ')}): nothing was touched. Name a new folder with --out.`,
    );
  const key = await signingKey(values.key);
  const chromiumId = extensionId(key);

  buildExtension('chromium');
  buildExtension('firefox');
  const chromium = await readFolder(CHROMIUM);
  const firefox = await readFolder(FIREFOX);
  const { version } = JSON.parse(Buffer.from(chromium.get('manifest.json') ?? []).toString());
  const archive = pack(chromium);
  const crxName = `cordon-${version}.crx`;
  const xpiName = `cordon-${version}.xpi`;
  const rollout = { chromiumId, updateUrl: `${base}/update.xml`, xpiUrl: `${base}/${xpiName}`, settings };

  const files = new Map<string, string | Uint8Array>([
    // The stores take the same archive; each has its own checks, so each has its own file.
    [`cordon-${version}-chrome.zip`, archive],
    [`cordon-${version}-edge.zip`, archive],
    [crxName, crx3(archive, key)],
    ['update.xml', updateManifest(chromiumId, version, `${base}/${crxName}`)],
    [xpiName, pack(firefox)],
    ['sbom.cdx.json', makeSbom([CHROMIUM, FIREFOX].flatMap(packagesOf))],
    [
      'SIZES.md',
      `# Package size by part\n\nChrome and Edge:\n\n${sizeTable(chromium)}\nFirefox:\n\n${sizeTable(firefox)}`,
    ],
    ...deployFiles(rollout).map(({ file, text }): [string, string] => [`deploy/${file}`, text]),
  ]);
  const sums = [...files].map(
    ([name, data]) => `${createHash('sha256').update(data).digest('hex')}  ${name}`,
  );
  // Written first: by it the next release knows what is its own.
  const release = new Map([[SUMS, `${sums.join('\n')}\n`], ...files]);

  await clearFolder(values.out);
  for (const [name, data] of release) {
    const file = path.join(values.out, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, data);
    console.log(`${String(data.length).padStart(9)}  ${file}`);
  }
  console.log(`\nCordon ${version}, id in Chrome and Edge ${chromiumId}\n\n${sizeTable(chromium)}`);
  console.log(
    'The XPI is not signed: Firefox takes it from outside only when Mozilla has signed it (docs/admin.md).',
  );
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
