// What stands in the warning, case by case, in both languages.
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { EMPTY, type WarningState } from '../../../../components/warning/machine.ts';
import { WarningDialog } from '../../../../components/warning/WarningDialog.tsx';
import type { WarningView } from '../../../../utils/messages/protocol.ts';
import { VIEWS } from '../../../fixtures/views.ts';
import { english, welsh } from '../../wording/words.ts';

const html = (view: WarningView, change: Partial<WarningState> = {}, words = english) =>
  renderToString(<WarningDialog view={view} state={{ ...EMPTY, ...change }} words={words} />);
const title = (text: string) => />([^<]*)<\/h1>/.exec(text)?.[1];
const buttons = (text: string) => [...text.matchAll(/data-action="(\w+)"/g)].map(([, action]) => action);

describe('the warning', () => {
  it.each([
    ['blocked', 'This file names 9,483 officers and staff', ['remove']],
    ['nobodyToAsk', 'This file names 9,483 officers and staff', ['remove']],
    ['mayOverride', 'This file names 24 officers and staff', ['remove', 'override']],
    ['several', '“FOI 2023-01234 reply.xlsx” names 9,483 officers and staff', ['remove']],
    ['text', 'This text names 14 officers and staff', ['remove']],
    ['failed', 'Cordon could not check this file', ['retry', 'remove']],
  ] as const)('%s says first: %s', (view, first, actions) => {
    const text = html(VIEWS[view]);
    expect(title(text)).toBe(first);
    expect(buttons(text)).toEqual(actions);
  });
  it.each(Object.keys(VIEWS) as (keyof typeof VIEWS)[])('%s leaves no gap in either language', (view) => {
    for (const words of [english, welsh]) {
      const text = html(VIEWS[view], {}, words);
      expect(text).not.toMatch(/undefined|NaN|\$\d|<dd><\/dd>|<h1[^>]*><\/h1>/);
    }
    expect(html(VIEWS[view], {}, welsh)).not.toBe(html(VIEWS[view]));
  });
  it('names every file, the worst in full', () => {
    const text = html(VIEWS.several);
    for (const name of ['FOI 2023-01234 reply.xlsx', 'Team list.csv', 'Annex.zip'])
      expect(text).toContain(name);
    expect(text.indexOf('Data 2')).toBeLessThan(text.indexOf('Annex.zip'));
  });
  it('says whom to ask where it may not be sent, and only there', () => {
    expect(html(VIEWS.blocked)).toContain('01632 960 001');
    expect(html(VIEWS.nobodyToAsk)).toContain('ask your information management team');
    expect(html(VIEWS.mayOverride)).not.toContain('01632 960 001');
  });
  it('makes no link of what is not one', () => {
    const text = html({ ...VIEWS.blocked, contact: { link: 'javascript:alert(1)' } });
    expect(text).not.toContain('href="javascript');
  });
  it('shows a name with markup and direction marks as text', () => {
    const [report] = VIEWS.blocked.reports;
    const text = html({ ...VIEWS.blocked, reports: [{ ...report!, file: '<img src=x>\u202Excod.exe' }] });
    expect(text).toContain('&lt;img src=x');
    expect(text).not.toContain('\u202E');
  });
});

describe('the reason', () => {
  it('is asked for with the built-in words in the language, and the force’s own as they are', () => {
    const view = { ...VIEWS.mayOverride, reasons: ['agreed', 'Approved by Gold command'] };
    expect(html(view, { step: 'reason' }, welsh)).toContain('Mae’r bobl ynddi wedi cytuno');
    expect(html(view, { step: 'reason' }, welsh)).toContain('Approved by Gold command');
  });
  it('and the tick make the button live', () => {
    const disabled = (change: Partial<WarningState>) =>
      /data-action="send"[^>]*aria-disabled="true"/.test(
        html(VIEWS.mayOverride, { step: 'reason', ...change }),
      );
    expect(disabled({})).toBe(true);
    expect(disabled({ reason: 0 })).toBe(true);
    expect(disabled({ confirmed: true })).toBe(true);
    expect(disabled({ reason: 0, confirmed: true })).toBe(false);
  });
});
