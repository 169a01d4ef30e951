// The terms of everything of others that is in the package, as one text beside it: their licences ask for that.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packagesWithData } from './packages.ts';

interface Manifest {
  name: string;
  version: string;
  license?: string;
  author?: string | { name: string };
}

/** LICENSE, LICENCE.md, UNLICENSE, NOTICE, COPYING.lib, unRarLicense.txt … */
const TERMS = /^(?:un(?:rar)?)?(?:licen[cs]e|notice|copying)/i;

function noticeOf(place: string): string {
  const manifest: Manifest = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  const { name, version, license = 'see its terms', author } = manifest;
  const texts = readdirSync(place)
    .filter((file) => TERMS.test(file))
    .sort()
    .map((file) => readFileSync(path.join(place, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const by = typeof author === 'string' ? author : author?.name;
  // The same licence's text then stands with another package.
  const without = `The package brings no text of its licence (${license}).${by ? ` Copyright ${by}.` : ''}`;
  return [`${name} ${version}`, `Licence: ${license}`, ...(texts.length > 0 ? texts : [without])].join(
    '\n\n',
  );
}

/** @param places the packages of which code went in, by their folders. */
export function noticesOf(places: Iterable<string>): string {
  const all = [...packagesWithData(places)].sort().map(noticeOf);
  const head =
    'Cordon contains work of others, under these terms. What each is for, and where the source of the LGPL ones is, says docs/third-party.md in the project.';
  return `${[head, ...all].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
