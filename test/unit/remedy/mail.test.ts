// Cleaned copies of mails: what every program shows stays, the way they took and what hides in them goes.
import PostalMime from 'postal-mime';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadAsset } from '../../../bin/assets.ts';
import { remedy } from '../../../utils/remedy/index.ts';
import { writeMail, writeOutlook } from '../../fixtures/mail.ts';
import { show, writePdf } from '../../fixtures/pdf.ts';
import { innards } from '../../remedy/pdf.ts';

const clean = (bytes: Uint8Array<ArrayBuffer>, name: string) =>
  remedy(new Blob([bytes]), name, { kind: 'clean', asset: loadAsset });

async function cleaned(bytes: Uint8Array<ArrayBuffer>, name = 'reply.eml') {
  const made = await clean(bytes, name);
  if (made.outcome !== 'cleaned') throw new Error(made.reason);
  const text = await made.file.text();
  const counts = Object.fromEntries(made.changes.map(({ what, count }) => [what, count]));
  return { ...made, text, counts, mail: await PostalMime.parse(text) };
}

/** The mail with everything that is packed in it unpacked. */
const unpacked = (text: string) =>
  `${text}\n${[...text.matchAll(/\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n/g)].map(([, data]) => Buffer.from(data!, 'base64').toString('latin1')).join('\n')}`;

const pdf = (options = {}) => writePdf({ pages: [{ content: show('In plain sight', 60, 700) }], ...options });

describe('a mail', () => {
  it('keeps who wrote to whom, when and about what, and no other header', async () => {
    const { mail, text, counts } = await cleaned(
      writeMail({
        type: 'text/plain; charset=utf-8',
        body: 'Dear colleague,\r\nsee below.\r\n',
        headers: {
          Subject: '=?utf-8?B?WW91ciByZXF1ZXN0IOKAkyByZXBseQ==?=',
          Date: 'Tue, 24 Nov 2026 10:00:00 +0000',
          Cc: 'One <one@site.example>,\r\n Two <two@site.example>',
          Bcc: 'needle-blind@force.example',
          Received: 'from needle-host (needle-address [10.0.0.1])',
          'X-Originating-IP': '[needle-ip]',
          'X-Mailer': 'needle-mailer',
          'Message-ID': '<needle@force.example>',
          'Reply-To': 'needle-reply@force.example',
        },
      }),
    );
    expect(unpacked(text)).not.toContain('needle');
    expect(mail.subject).toBe('Your request – reply');
    expect(mail.from).toMatchObject({ name: 'Quentin Example', address: 'q@force.example' });
    expect(mail.to).toMatchObject([{ name: 'Request', address: 'r@site.example' }]);
    expect(mail.cc?.map(({ address }) => address)).toEqual(['one@site.example', 'two@site.example']);
    expect(mail.date).toBe('2026-11-24T10:00:00.000Z');
    expect(mail.text?.trim()).toBe('Dear colleague,\r\nsee below.');
    expect(counts).toEqual({ metadata: 1 });
  });

  it('shows the words of a page, without what the page hides', async () => {
    const html =
      '<html><head><meta name="author" content="needle-author"><script>needle()</script></head><body><!-- needle remark of a colleague here -->' +
      '<p>Dear colleague, na\u00efvely</p><p style="display:none">needle-hidden</p><p style="color:#fff">needle-white</p>' +
      '<table><tr><td>Year</td><td>Total</td></tr><tr><td>2025</td><td>12</td></tr></table><p>Kind regards</p></body></html>';
    const { mail, text } = await cleaned(
      writeMail({
        type: 'multipart/alternative',
        body: [
          { type: 'text/plain', body: 'needle-other-words' },
          { type: 'text/html; charset=utf-8', body: Buffer.from(html), encoding: 'base64' },
        ],
      }),
    );
    expect(unpacked(text)).not.toContain('needle');
    expect(mail.text?.trim()).toBe('Dear colleague, na\u00efvely\r\nYear\tTotal\r\n2025\t12\r\nKind regards');
  });

  it('has its attachments cleaned, and those that cannot be taken out', async () => {
    const { mail, counts } = await cleaned(
      writeMail({
        type: 'multipart/mixed',
        body: [
          { type: 'text/plain', body: 'See attached.' },
          {
            type: 'application/pdf',
            name: 'reply.pdf',
            encoding: 'base64',
            body: pdf({ info: { Author: 'needle-author' } }),
          },
          {
            type: 'application/pdf',
            name: 'locked.pdf',
            encoding: 'base64',
            body: pdf({ password: { owner: 'owner', user: 'user' } }),
          },
          { type: 'text/csv', name: 'totals.csv', encoding: 'base64', body: 'Year,Total\r\n2025,12\r\n' },
          { type: 'application/ms-tnef', name: 'winmail.dat', encoding: 'base64', body: 'needle' },
        ],
      }),
    );
    // Their kinds stay: programs show previews by them.
    expect(
      mail.attachments.map(({ filename, mimeType, disposition }) => [filename, mimeType, disposition]),
    ).toEqual([
      ['reply.pdf', 'application/pdf', 'attachment'],
      ['totals.csv', 'text/csv', 'attachment'],
    ]);
    const [first, second] = mail.attachments.map(({ content }) => new Blob([content as ArrayBuffer]));
    expect(await innards(first!)).not.toContain('needle');
    expect(await second!.text()).toBe('Year,Total\r\n2025,12\r\n');
    expect(counts).toEqual({ metadata: 1, 'attachments-out': 2, 'hidden-text': 1 });
  });

  it('shows the pictures of its text below it, and not as files that are attached', async () => {
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#c33' } })
      .png({ compressionLevel: 9 })
      .withExif({ IFD0: { Artist: 'needle-artist' } })
      .toBuffer();
    const inText = `<p>Kind regards</p><img src="cid:logo@needle-host"><img src="data:image/png;base64,${png.toString('base64')}">`;
    const { mail, text } = await cleaned(
      writeMail({
        type: 'multipart/related',
        body: [
          { type: 'text/html', body: inText },
          {
            type: 'image/png',
            encoding: 'base64',
            body: png,
            headers: { 'Content-ID': '<logo@needle-host>' },
          },
          { type: 'image/png', name: 'named.png', disposition: 'inline', encoding: 'base64', body: png },
          { type: 'image/png', name: 'attached.png', encoding: 'base64', body: png },
        ],
      }),
    );
    expect(unpacked(text)).not.toContain('needle');
    expect(
      mail.attachments.map(({ filename, mimeType, disposition }) => [filename, mimeType, disposition]),
    ).toEqual([
      ['image 1.png', 'image/png', 'inline'],
      ['picture.png', 'image/png', 'inline'],
      ['named.png', 'image/png', 'inline'],
      ['attached.png', 'image/png', 'attachment'],
    ]);
    for (const { content } of mail.attachments)
      expect(await sharp(Buffer.from(content as ArrayBuffer)).metadata()).toMatchObject({
        width: 9,
        height: 9,
      });
  });

  it('is cleaned within a mail', async () => {
    const inner = writeMail({
      type: 'text/plain',
      body: 'Further down',
      headers: { Bcc: 'needle@force.example' },
    });
    const { mail } = await cleaned(
      writeMail({
        type: 'multipart/mixed',
        body: [
          { type: 'text/plain', body: 'Above' },
          { type: 'message/rfc822', body: inner },
        ],
      }),
    );
    const [attached] = mail.attachments;
    const text = new TextDecoder().decode(attached?.content as ArrayBuffer);
    expect(unpacked(text)).not.toContain('needle');
    expect((await PostalMime.parse(text)).text?.trim()).toBe('Further down');
  });

  it('is cleaned in a mailbox, without who sent it on the way', async () => {
    const one = (body: string) =>
      `From needle@force.example Tue Nov 24 10:00:00 2026\r\n${Buffer.from(writeMail({ type: 'text/plain', body })).toString('latin1')}\r\n\r\n`;
    const made = await clean(new TextEncoder().encode(one('First') + one('Second')), 'box.mbox');
    if (made.outcome !== 'cleaned') throw new Error(made.reason);
    const text = await made.file.text();
    expect(text).not.toContain('needle');
    const mails = text.split(/^From - .*\r\n/m).slice(1);
    const bodies = await Promise.all(mails.map(async (mail) => (await PostalMime.parse(mail)).text?.trim()));
    expect(bodies).toEqual(['First', 'Second']);
  });

  it.each([
    [
      'password',
      'reply.eml',
      writeMail({ type: 'multipart/encrypted', body: [{ type: 'text/plain', body: 'x' }] }),
    ],
    [
      'foreign-content',
      'reply.eml',
      writeMail({ type: 'text/plain', body: 'begin 644 a.txt\n#0V%T\n`\nend\n' }),
    ],
    ['outlook', 'reply.msg', writeOutlook({ texts: { '0037': 'Subject' } })],
  ])('is refused: %s', async (reason, name, bytes) => {
    expect(await clean(bytes as Uint8Array<ArrayBuffer>, name)).toEqual({ outcome: 'refused', reason });
  });
});
