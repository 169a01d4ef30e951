import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../utils/policy/catalogue.ts';
import { isMatchPattern, matches } from '../../../utils/policy/match-pattern.ts';
import { STRICT_POLICY } from '../../../utils/policy/policy.ts';
import { siteOf } from '../../../utils/policy/site.ts';

const PATTERNS = CATALOGUE.flatMap(({ name, match }) => match.map((pattern) => ({ name, pattern })));

/** An address that a pattern is meant for. */
function addressOf(pattern: string): URL {
  return new URL(pattern.replace('*://', 'https://').replace('*.', 'force.').replace('/*', '/upload?id=1'));
}

/** Two labels, or three where the registry sells the third: a pattern must never cover a public suffix. */
const PUBLIC_SUFFIXES = [
  'uk',
  'co.uk',
  'gov.uk',
  'police.uk',
  'mod.uk',
  'service.gov.uk',
  'com',
  'org',
  'me',
  'wales',
  'gov.wales',
  'scot',
  'gov.scot',
  'microsoft',
];

describe('the catalogue', () => {
  it.each(PATTERNS)('$name: $pattern is sound and no wider than its service', ({ pattern }) => {
    expect(isMatchPattern(pattern)).toBe(true);
    expect(pattern).toMatch(/^\*:\/\/(\*\.)?[a-z0-9.-]+\/\*$/);
    const covered = /^\*:\/\/(?:\*\.)?([^/]+)/.exec(pattern)?.[1] ?? '';
    expect(PUBLIC_SUFFIXES).not.toContain(covered);
    expect(matches(pattern, addressOf(pattern))).toBe(true);
    expect(matches(pattern, new URL(`https://${covered}.attacker.example/`))).toBe(false);
    expect(matches(pattern, new URL(`https://not${covered}/`))).toBe(false);
  });

  it('names a public page for each entry, and no pattern twice', () => {
    for (const { source } of CATALOGUE) expect(new URL(source).protocol).toBe('https:');
    const patterns = PATTERNS.map(({ pattern }) => pattern);
    expect(new Set(patterns).size).toBe(patterns.length);
  });

  it('gives every pattern the kind of its entry', () => {
    for (const { kind, match } of CATALOGUE) {
      for (const pattern of match) {
        expect(siteOf(addressOf(pattern).href, STRICT_POLICY)).toMatchObject({ kind, guarded: true });
      }
    }
  });

  it.each([
    ['https://www.whatdotheyknow.com/request/staff_numbers/upload', 'publication'],
    ['https://www.psni.police.uk/foi-disclosure-log', 'publication'],
    ['https://uk.eu-supply.com/app/rfq/rwlentrance_s.asp', 'supplier'],
    ['https://homeoffice.app.jaggaer.com/web/login.html', 'supplier'],
    ['https://procontract.due-north.com/Advert', 'supplier'],
    ['https://bluelight.eu-supply.com/login.asp', 'supplier'],
    ['https://police.bravosolution.co.uk/web/login.shtml', 'supplier'],
    ['https://www.delta-esourcing.com/delta/', 'supplier'],
    ['https://in-tendhost.co.uk/force/aspx/Home', 'supplier'],
    ['https://www.proactisplaza.com/SupplierPortal/?CID=force', 'supplier'],
    ['https://atamis-1928.my.site.com/s/Welcome', 'supplier'],
    ['https://atamis-1928.my.salesforce-sites.com/?searchtype=Projects', 'supplier'],
    ['https://atamis-1928.lightning.force.com/lightning/page/home', 'supplier'],
    ['https://suppliers.multiquote.com/', 'supplier'],
    ['https://force.coupahost.com/quotes', 'supplier'],
    ['https://s1-eu.ariba.com/Buyer/Main', 'supplier'],
    ['https://fa-xxxx-saasfaprod1.fa.ocs.oraclecloud.com/fscmUI/faces/FuseWelcome', 'supplier'],
    ['https://www.sell2wales.gov.wales/', 'supplier'],
    ['https://www.publictendersscotland.publiccontractsscotland.gov.uk/', 'supplier'],
    ['https://etendersni.gov.uk/epps/home.do', 'supplier'],
    ['https://nsv.mod.uk/', 'supplier'],
    ['https://intranet.mod.uk/', 'other'],
    ['https://www.cjsm.net/', 'webmail'],
    ['https://secure.objectiveconnect.co.uk/', 'webmail'],
    ['https://webmail-uk.mimecast.com/m/portal/', 'webmail'],
    ['https://wetransfer.com/', 'webmail'],
    ['https://force.app.box.com/folder/0', 'webmail'],
    ['https://www.dropbox.com/transfer', 'webmail'],
    ['https://onedrive.live.com/', 'webmail'],
    ['https://drive.google.com/drive/my-drive', 'webmail'],
    ['https://outlook.office365.com/mail/', 'webmail'],
    ['https://outlook.cloud.microsoft/mail/', 'webmail'],
    ['https://outlook.live.com/mail/0/', 'webmail'],
    ['https://mail.google.com/mail/u/0/', 'webmail'],
    ['https://uk.mail.yahoo.com/d/compose/', 'webmail'],
    ['https://mail.proton.me/u/0/inbox', 'webmail'],
    ['https://switch.egress.com/ui/', 'webmail'],
    ['https://outlook.office.com/mail/', 'webmail'],
    ['https://intranet.norfolk.police.uk/', 'other'],
    ['https://force.sharepoint.com/sites/hr', 'other'],
  ])('%s is %s', (address, kind) => {
    expect(siteOf(address, STRICT_POLICY).kind).toBe(kind);
  });

  it('yields to the policy, which adds, changes and removes', () => {
    const policy = {
      ...STRICT_POLICY,
      everywhere: false,
      sites: [
        { match: ['https://switch.egress.com/*'], kind: 'trusted' as const },
        { match: ['https://foi.force.example/*'], kind: 'publication' as const },
        { match: ['*://*.box.com/*'], kind: 'supplier' as const },
      ],
    };
    expect(siteOf('https://switch.egress.com/ui/', policy)).toMatchObject({
      kind: 'trusted',
      guarded: false,
    });
    expect(siteOf('https://foi.force.example/x', policy)).toMatchObject({
      kind: 'publication',
      guarded: true,
    });
    expect(siteOf('https://app.box.com/x', policy)).toMatchObject({ kind: 'supplier', guarded: true });
    expect(siteOf('https://mail.proton.me/', policy)).toMatchObject({ kind: 'webmail', guarded: true });
    expect(siteOf('https://elsewhere.example/', policy)).toMatchObject({ kind: 'other', guarded: false });
  });
});
