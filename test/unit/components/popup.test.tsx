// What the popup says of the settings in force.
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { PopupView } from '../../../components/popup/PopupView.tsx';
import type { PageState } from '../../../utils/messages/protocol.ts';
import { reachOf } from '../../../utils/policy/site.ts';
import { validatePolicy } from '../../../utils/policy/validate.ts';
import { english, welsh } from '../wording/words.ts';

/** The popup under a policy as it arrived, as a reader hears it: without tags. */
function popup(given: object, words = english): string {
  const { policy, invalidKeys } = validatePolicy(given);
  const none = { checked: 0, warned: 0, stopped: 0, cleaned: 0, sentAnyway: 0, unheld: 0 };
  const page: PageState = {
    site: { kind: 'other', host: 'www.force.example', guarded: policy.everywhere },
    today: { here: none, everywhere: none },
    policy: {
      managed: true,
      mode: policy.mode,
      reach: reachOf(policy),
      invalidKeys,
      contact: policy.contact,
    },
  };
  return renderToString(<PopupView state={{ is: 'page', page }} words={words} onCheck={() => undefined} />)
    .replaceAll('&quot;', '"')
    .replaceAll(/<[^>]+>/g, '\n');
}

describe('the popup', () => {
  it('says that only the list of Cordon is guarded, or that and what the force names', () => {
    const sites = [{ match: ['https://www.force.example/*'], kind: 'publication' }];
    const own = 'Only the sites on Cordon’s own list are checked.';
    const named = 'Only the sites that your force names and those on Cordon’s own list are checked.';
    expect(popup({})).not.toContain('own list');
    expect(popup({ sites })).not.toContain('own list');
    expect(popup({ everywhere: false })).toContain(own);
    expect(popup({ everywhere: false, sites: [{ ...sites[0], kind: 'trusted' }] })).toContain(own);
    expect(popup({ everywhere: false, sites })).toContain(named);
    expect(popup({ everywhere: false }, welsh)).toContain('Dim ond y safleoedd ar restr Cordon ei hun');
    expect(popup({ everywhere: false, sites }, welsh)).toContain('Dim ond y safleoedd y mae eich heddlu');
  });

  it('names a key that did not arrive, and says nothing of a list that no longer holds', () => {
    const text = popup({ everywhere: false, expectKeys: ['everywhere', 'sites'] });
    expect(text).toContain('not valid or did not arrive, so the strict ones are used: sites\n');
    expect(text).not.toContain('own list');
    expect(text).toContain('Cordon checks what you send from this page');
    expect(popup({ expectKeys: ['sites'] }, welsh)).toContain('ni wnaethant gyrraedd');
  });
});
