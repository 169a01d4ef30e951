import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FORMATS, uriOf } from '../../../bin/check/output.ts';
import type { Report } from '../../../utils/inspect/report.ts';

const NAMES = [
  'reply #12?.csv',
  'a:b.csv',
  '100%.csv',
  'Dŵr & co.csv',
  'a\\b.csv',
  '../up/log [1].csv',
  'x=1;y@z.csv',
  'a\u2028b\u0085.csv',
];

describe('uriOf', () => {
  it.each(NAMES)('%j comes back as the path it was, with neither query nor fragment', (name) => {
    const uri = new URL(uriOf(name), 'file:///srv/log/in/');
    expect([uri.protocol, uri.search, uri.hash]).toEqual(['file:', '', '']);
    expect(fileURLToPath(uri)).toBe(path.resolve('/srv/log/in', name));
    expect(fileURLToPath(uriOf(path.resolve('/srv', name)))).toBe(path.resolve('/srv', name));
  });

  it('takes a name that is no sound text', () => {
    expect(uriOf('a\ud800.csv')).toBe('a%EF%BF%BD.csv');
  });
});

it('prints one line a Report, by any reader of lines', () => {
  let text = '';
  const report: Report = {
    schema: 'cordon.report/1',
    file: NAMES.at(-1) ?? '',
    bytes: 1,
    format: 'csv',
    verdict: 'allow',
    inspected: 'full',
    findings: [],
    ms: 1,
  };
  FORMATS.json((piece) => {
    text += piece;
  }).report(report);
  expect(text.split(/[\n\u0085\u2028\u2029]/)).toHaveLength(2);
  expect(JSON.parse(text)).toEqual(report);
});
