// What stands in the warning, case by case, in both languages.
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { EMPTY, type Tried, type WarningState } from '../../../../components/warning/machine.ts';
import { WarningDialog } from '../../../../components/warning/WarningDialog.tsx';
import type { Report } from '../../../../utils/inspect/report.ts';
import type { Mend, WarningView } from '../../../../utils/messages/protocol.ts';
import type { ReleaseProblem } from '../../../../utils/release/desk.ts';
import { CHANGES, type Change, REFUSALS, type RefusalId } from '../../../../utils/remedy/remedy.ts';
import { VIEWS } from '../../../fixtures/views.ts';
import { english, welsh } from '../../wording/words.ts';

const html = (view: WarningView, change: Partial<WarningState> = {}, words = english) =>
  renderToString(<WarningDialog view={view} state={{ ...EMPTY, ...change }} words={words} />);
const title = (text: string) => />([^<]*)<\/h1>/.exec(text)?.[1];
const buttons = (text: string) => [...text.matchAll(/data-action="(\w+)"/g)].map(([, action]) => action);

describe('the warning', () => {
  it.each([
    ['blocked', 'This file names 9,483 officers and staff', ['falseAlarm', 'remove']],
    ['nobodyToAsk', 'This file names 9,483 officers and staff', ['falseAlarm', 'remove']],
    ['mayOverride', 'This file names 24 officers and staff', ['falseAlarm', 'remove', 'override']],
    ['several', '“FOI 2023-01234 reply.xlsx” names 9,483 officers and staff', ['falseAlarm', 'remove']],
    ['text', 'This text names 14 officers and staff', ['falseAlarm', 'remove']],
    ['mayClean', 'This file names 9,483 officers and staff', ['falseAlarm', 'remove', 'clean']],
    ['mayTable', 'This file names 9,483 officers and staff', ['falseAlarm', 'remove', 'clean', 'table']],
    ['mayMask', 'This file names 9,483 officers and staff', ['falseAlarm', 'remove', 'mask']],
    ['mayCover', 'This file names 9,483 officers and staff', ['falseAlarm', 'remove', 'cover']],
    ['mayRelease', 'This file names 9,483 officers and staff', ['falseAlarm', 'remove', 'release']],
    ['mayChoose', 'This file names 9,483 officers and staff', ['falseAlarm', 'remove', 'another']],
    [
      'unreadable',
      'This file has a password, so Cordon cannot see what is in it',
      ['falseAlarm', 'remove', 'another'],
    ],
    [
      'everything',
      'This file names 9,483 officers and staff',
      ['look', 'falseAlarm', 'remove', 'another', 'clean', 'release'],
    ],
    ['failed', 'Cordon could not check this file', ['retry', 'remove']],
  ] as const)('%s says first: %s', (view, first, actions) => {
    const text = html(VIEWS[view]);
    expect(title(text)).toBe(first);
    expect(buttons(text)).toEqual(actions);
  });
  it.each([
    ['mayClean', 'clean'],
    ['everything', 'clean'],
    ['unreadable', 'another'],
    ['mayChoose', 'remove'],
    ['mayOverride', 'remove'],
    ['failed', 'retry'],
  ] as const)('%s has one main button: %s', (view, action) => {
    const main = [...html(VIEWS[view]).matchAll(/class="button main" data-action="(\w+)"/g)];
    expect(main.map(([, one]) => one)).toEqual([action]);
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
  it('tells of every file where, what it shows and what to do, and folds the rest of many away', () => {
    const text = html(VIEWS.several);
    expect(text.match(/<dt>Where</g)).toHaveLength(3);
    expect(text.match(/<dt>What to do</g)).toHaveLength(3);
    expect(text.match(/<dt>Who could see it</g)).toHaveLength(1);
    const [, second] = VIEWS.several.reports;
    const many = Array.from({ length: 20 }, (_, at) => ({ ...second!, file: `List ${at}.csv` }));
    const folded = html({ ...VIEWS.several, reports: many });
    const fold = folded.indexOf('<summary>16 more files</summary>');
    expect(fold).toBeGreaterThan(folded.indexOf('List 3.csv'));
    expect(fold).toBeLessThan(folded.indexOf('List 4.csv'));
    expect(folded).toContain('List 19.csv');
  });
  it('takes a false alarm once, and says so', () => {
    const button = (text: string) => /<button[^>]*data-action="falseAlarm"[^>]*>/.exec(text)?.[0];
    expect(button(html(VIEWS.blocked))).not.toContain('aria-disabled');
    const text = html(VIEWS.blocked, { reported: true });
    expect(button(text)).toContain('aria-disabled="true"');
    expect(text).toContain('It has still not been sent.');
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

describe('the force’s own words', () => {
  const messages = {
    en: { warning_override: 'Disclose it all the same…', warning_remove_one: 'Put it back', nonsense: 'x' },
    'en-GB': { warning_remove_one: 'Take it back' },
    cy: { headline_staff_roster_other: '$2: $1 o bobl', languageTag: 'xx' },
  };
  it('stand in place of Cordon’s in their language, and all others stay', () => {
    const text = html({ ...VIEWS.mayOverride, messages });
    expect(text).toContain('Disclose it all the same…');
    expect(text).toContain('Take it back');
    expect(title(text)).toBe('This file names 24 officers and staff');
  });
  it('have Cordon’s values put in', () => {
    const text = html({ ...VIEWS.blocked, messages }, {}, welsh);
    expect(title(text)).toBe('Mae’r ffeil hon: 9,483 o bobl');
    expect(text).not.toContain('Take it back');
    expect(welsh.withOwn(messages).language).toBe('cy');
  });
  it('are text, whatever stands in them', () => {
    const own = { en: { warning_override: '<b>Send</b>' } };
    expect(html({ ...VIEWS.mayOverride, messages: own })).toContain('&lt;b>Send');
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

describe('a second person’s release', () => {
  const release = (change: Partial<WarningState> = {}, words = english) =>
    html(VIEWS.mayRelease, { step: 'release', ...change }, words);
  const refused = (problem: ReleaseProblem, left = 5): Partial<WarningState> => ({
    release: { outcome: 'refused', problem, at: 0, left },
  });
  it('says what to ask for, and for which site', () => {
    const text = release();
    expect(title(text)).toBe('A second person has to release this');
    expect(text).toContain('www.whatdotheyknow.com');
    expect(text).toContain('Code for FOI 2023-01234 reply.xlsx');
    expect(buttons(text)).toEqual(['remove', 'back', 'sendReleased']);
  });
  it('has a field for the code of each file', () => {
    const view = { ...VIEWS.several, mayRelease: true };
    expect(html(view, { step: 'release' }).match(/name="code"/g)).toHaveLength(3);
  });
  it('says beside the field why a code is not taken, in both languages', () => {
    for (const problem of ['unreadable', 'wrong', 'own', 'used', 'locked'] as const) {
      const [english_, welsh_] = [release(refused(problem)), release(refused(problem), welsh)];
      expect(english_).toMatch(/aria-invalid="true"/);
      expect(/role="alert"[^>]*>([^<]+)</.exec(english_)?.[1]).not.toBe(
        /role="alert"[^>]*>([^<]+)</.exec(welsh_)?.[1],
      );
    }
    expect(release(refused('wrong', 1))).toContain('You can try 1 more time.');
    expect(release(refused('wrong', 0))).toContain('no more are taken');
  });
  it('shows a name with markup as text', () => {
    const [report] = VIEWS.mayRelease.reports;
    const view = { ...VIEWS.mayRelease, reports: [{ ...report!, file: '<img src=x>.xlsx' }] };
    expect(html(view, { step: 'release' })).toContain('&lt;img src=x');
  });
});

describe('a cleaned copy in the warning', () => {
  const copies = (mends: Mend[], words = english, view: WarningView = VIEWS.mayClean) =>
    html(
      view,
      { step: 'copies', kind: 'clean', copies: { 'view clean': { outcome: 'tried', mends } } },
      words,
    );
  const asked = (view: WarningView, mends: Mend[] | 'failed', words = english) =>
    html(view, { copies: { 'view clean': mends === 'failed' ? mends : { outcome: 'tried', mends } } }, words);
  const copyOf = (name: string, changes: Change[] = []): Mend => ({ outcome: 'copy', name, changes });
  const refused = (reason: RefusalId): Mend => ({ outcome: 'refused', reason });
  const left: Mend = { outcome: 'left', report: VIEWS.blocked.reports[0] as Report };

  it('says what is taken out before it is sent, by name', () => {
    const text = copies([
      copyOf('reply-cleaned.xlsx', [
        { what: 'hidden-sheet', count: 14, named: [{ name: 'Data 2', rows: 10_799 }, { name: 'Empty' }] },
        { what: 'comments', count: 1 },
      ]),
    ]);
    expect(title(text)).toBe('This copy would be sent instead');
    expect(text).toContain('reply-cleaned.xlsx');
    expect(text).toContain('<li>A hidden worksheet (14)<ul>');
    expect(text).toContain('“Data 2” (10,799 rows)');
    expect(text).toContain('and 12 more');
    expect(text).toContain('<li>Comments</li>');
    expect(buttons(text)).toEqual(['sendCopies', 'remove', 'back']);
  });
  it('says of a zip what is left out of the copy, and why', () => {
    const named = [{ name: 'Briefing.pptx', reason: 'cropped' as const }, { name: 'Team.csv' }];
    const text = copies([copyOf('answer-cleaned.zip', [{ what: 'members-out', count: 2, named }])]);
    expect(text).toMatch(/Files left out of the copy.*Briefing\.pptx.*cropped.*Team\.csv/s);
  });
  it('is not offered while it is being made, and said to be', () => {
    const text = html(VIEWS.mayClean);
    expect(text).toMatch(/data-action="clean"[^>]*aria-disabled="true"/);
    expect(text).toContain('Making a cleaned copy…');
    const made = asked(VIEWS.mayClean, [copyOf('a')]);
    expect(made).not.toMatch(/data-action="clean"[^>]*aria-disabled/);
    expect(made).toContain('is ready and has been checked');
  });
  it.each([
    ['refused', [refused('cropped')], 'A picture in the file is cropped'],
    ['still holds something', [left], 'something is still in it'],
    ['came to no end', 'failed', 'did not come to an end'],
  ] as const)('is not offered where it is %s, and why is said', (_, mends, why) => {
    for (const words of [english, welsh]) {
      const text = asked(VIEWS.mayClean, mends as Mend[] | 'failed', words);
      expect(buttons(text)).not.toContain('clean');
      expect(text).toMatch(/<button[^>]*class="button main" data-action="remove"|data-action="remove"/);
      if (words === english) expect(text).toContain(why);
    }
  });
  it('is said of each of several files, by name, and what nothing was found in stays', () => {
    const mends = [copyOf('reply-cleaned.xlsx'), refused('plain-sight'), refused('password')];
    const text = asked(VIEWS.severalClean, mends);
    const fates = [...text.matchAll(/class="fate">([^<]*)</g)].map(([, fate]) => fate);
    expect(fates).toEqual([
      'A cleaned copy of this file can be sent.',
      'A cleaned copy would not be safe. It names people in plain sight, so a cleaned copy would name them too.',
      'A cleaned copy would not be safe. The file needs a password, so Cordon cannot see what would have to be taken out.',
    ]);
    expect(text).toContain('Nothing that must be held was found in 2 other files. They stay as they are.');
    const shown = copies(mends, english, VIEWS.severalClean);
    expect(title(shown)).toBe('This copy would be sent instead');
    expect(shown).toContain('Cordon has checked the copy again');
    expect(shown).toMatch(
      /2 files cannot be cleaned and are taken out: .*reply-cleaned.*These 2 files cannot be cleaned.*Team list\.csv.*Annex\.zip/s,
    );
    expect(buttons(shown)).toEqual(['sendCopies', 'remove', 'back']);
    const both = [copyOf('a'), copyOf('b'), refused('password')];
    expect(copies(both, english, VIEWS.severalClean)).toContain('Cordon has checked the copies again');
    expect(copies(both, welsh, VIEWS.severalClean)).toContain('Mae Cordon wedi gwirio’r copïau eto');
    expect(buttons(copies(mends, english, VIEWS.severalMayOverride))).toEqual([
      'sendCopies',
      'remove',
      'back',
      'keep',
    ]);
  });
  it('has a line for each of several files before it is known, so that no button moves when it is', () => {
    const lines = (text: string) => text.split('class="fate"').length - 1;
    expect(lines(html(VIEWS.severalClean))).toBe(3);
    expect(lines(asked(VIEWS.severalClean, [copyOf('a'), copyOf('b'), copyOf('c')]))).toBe(3);
    // One file alone has no such line, where there is a copy: the button says it.
    expect(lines(html(VIEWS.mayClean))).toBe(0);
    expect(lines(asked(VIEWS.mayClean, [copyOf('a')]))).toBe(0);
  });
  it('is not promised where people stand in plain sight and only another copy goes', () => {
    const view = { ...VIEWS.severalClean, mayMask: true };
    const masked = copyOf('team-cleaned.csv', [{ what: 'masked-columns', count: 2 }]);
    const clean: Tried = {
      outcome: 'tried',
      mends: [copyOf('a'), refused('plain-sight'), refused('password')],
    };
    const mask: Tried = { outcome: 'tried', mends: [copyOf('a'), masked, refused('password')] };
    const text = html(view, { copies: { [`${view.id} clean`]: clean, [`${view.id} mask`]: mask } });
    const fates = [...text.matchAll(/class="fate">([^<]*)</g)].map(([, fate]) => fate);
    expect(fates.slice(0, 2)).toEqual([
      'A cleaned copy of this file can be sent.',
      'A copy of this file without the columns that name people can be sent.',
    ]);
    const todos = [...text.matchAll(/<dt>What to do<\/dt><dd>([^<]*)/g)].map(([, todo]) => todo);
    expect(todos[0]).toBe('Send the cleaned copy, or take the file out.');
    expect(todos[1]).toMatch(/^Take the file out\./);
    // It counts what the button with the colour would send, not the most of any kind.
    expect(text).toMatch(/class="button main" data-action="clean">Send a cleaned copy…/);
    expect(text).toContain('The cleaned copy is ready and has been checked.');
  });
  it('has the colour where it mends all, else the copy that does', () => {
    const view = { ...VIEWS.severalClean, mayMask: true };
    const all: Tried = { outcome: 'tried', mends: [copyOf('a'), copyOf('b'), copyOf('c')] };
    const some: Tried = { outcome: 'tried', mends: [copyOf('a'), refused('plain-sight'), copyOf('c')] };
    const main = (state: Partial<WarningState>) =>
      /class="button main" data-action="(\w+)"/.exec(html(view, state))?.[1];
    expect(main({ copies: { 'view clean': all, 'view mask': all } })).toBe('clean');
    expect(main({ copies: { 'view clean': some, 'view mask': all } })).toBe('mask');
    expect(main({ copies: { 'view clean': some, 'view mask': some } })).toBe('clean');
  });
  it('has a sentence for every refusal and every change, in both languages', () => {
    for (const words of [english, welsh]) {
      for (const reason of Object.keys(REFUSALS) as RefusalId[])
        expect(asked(VIEWS.mayClean, [refused(reason)], words)).not.toMatch(
          /undefined|class="fate">[^ ]* *</,
        );
      const changes = CHANGES.map((what) => ({ what, count: 1 }));
      const text = copies([copyOf('b', changes)], words);
      expect(text).not.toMatch(/undefined|<li><\/li>/);
    }
  });
});
