// The page to print: every file in full, in both languages, and nothing that a file says.
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { PrintReport } from '../../../components/check/PrintReport.tsx';
import { judge } from '../../../components/check/results.ts';
import type { Checked } from '../../../components/check/run.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { VIEWS } from '../../fixtures/views.ts';
import { english, welsh } from '../wording/words.ts';

const clear = Array.from({ length: 300 }, (_, at): Checked => {
  const [report] = VIEWS.several.reports;
  return {
    path: `2026/figures ${at}.csv`,
    inspection: { ...report!, file: `figures ${at}.csv`, format: 'csv', findings: [] },
  };
});
const checked: Checked[] = [
  ...clear,
  { path: 'failed.pdf' },
  ...VIEWS.several.reports.map((report) => ({ path: `2026/${report.file}`, inspection: report })),
];
const html = (words = english) =>
  renderToString(
    <PrintReport
      results={judge(checked, STRICT_POLICY, 'publication')}
      words={words}
      kind="publication"
      time={new Date(2026, 10, 30, 14, 5).getTime()}
      version="1.2.3"
      managed={true}
    />,
  );

describe('the page to print', () => {
  it('says when, for where, by which settings, and with what result', () => {
    const text = html();
    expect(text).toContain('30 November 2026, 14:05');
    expect(text).toContain('A site that publishes');
    expect(text).toContain('Cordon 1.2.3. Set by your force.');
    expect(text).toContain('1 could not be checked, 3 must not go, 300 not held');
  });
  it('has every file, the worst first, each with its place and rule, the clear ones as a list', () => {
    const text = html();
    const at = (part: string) => text.indexOf(part);
    expect(at('failed.pdf')).toBeGreaterThan(0);
    expect(at('2026/FOI 2023-01234 reply.xlsx')).toBeGreaterThan(at('failed.pdf'));
    expect(at('columns A to I, rows 2 to 10,800')).toBeGreaterThan(at('2026/FOI 2023-01234 reply.xlsx'));
    expect(at('2026/Team list.csv')).toBeGreaterThan(at('columns A to I, rows 2 to 10,800'));
    expect(text.match(/figures \d+\.csv/g)).toHaveLength(300);
  });
  it('leaves no gap in Welsh', () => {
    const text = html(welsh);
    expect(text).not.toMatch(/undefined|NaN|\$\d|<dd><\/dd>/);
    expect(text).toContain('30 Tachwedd 2026, 14:05');
    expect(text).toContain('lang="cy"');
  });
});
