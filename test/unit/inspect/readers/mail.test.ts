import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { createBudget, DEFAULT_LIMITS } from '../../../../utils/inspect/budget.ts';
import { joinBytes } from '../../../../utils/inspect/container/join-bytes.ts';
import { decodeWords, parseMime, parseValue } from '../../../../utils/inspect/readers/mail/mime.ts';
import { decompressRtf, htmlInRtf } from '../../../../utils/inspect/readers/mail/rtf-compressed.ts';
import { seen } from '../../../fixtures/inspected.ts';
import { writeMail, writeOutlook } from '../../../fixtures/mail.ts';
import { writeZip } from '../../../fixtures/zip.ts';

const CSV = 'Station,Shift\nNorth,Early\nSouth,Late\nWest,Night\n';
const CELLS = ['Station', 'Shift', 'North', 'Early', 'South', 'Late', 'West', 'Night'];

const attachment = { type: 'text/csv', name: 'staff.csv', body: CSV, encoding: 'base64' } as const;

describe('eml', () => {
  it('hands on headers, bodies and attachments', async () => {
    const { texts, tables, inspection } = await seen(
      writeMail({
        type: 'multipart/mixed',
        headers: { Cc: '=?utf-8?B?Wm/DqyBCcm9udMOr?= <z@force.example>,\r\n\tSgt <s@force.example>' },
        body: [
          { type: 'text/plain; charset=utf-8', body: 'Dear Zoë,', encoding: 'quoted-printable' },
          attachment,
        ],
      }),
      'a.eml',
    );
    expect(inspection.format).toBe('eml');
    expect(texts.map((t) => [t.where, t.text])).toEqual([
      [
        'a.eml > headers',
        'From: Quentin Example <q@force.example>\nTo: Request <r@site.example>\nSubject: Your request\n' +
          'Cc: Zoë Brontë <z@force.example>, Sgt <s@force.example>',
      ],
      ['a.eml > around the parts', 'This part is for nobody.'],
      ['a.eml > text', 'Dear Zoë,'],
    ]);
    expect(tables.map((t) => [t.where, t.cells])).toEqual([['a.eml > staff.csv', CELLS]]);
  });

  it('follows a csv in a zip in a mail attached to a mail, and names each step', async () => {
    const zip = writeZip([{ name: 'lists/staff.csv', data: CSV }]);
    const inner = writeMail({
      type: 'multipart/mixed',
      body: [{ type: 'application/zip', name: 'x.zip', body: zip, encoding: 'base64' }],
    });
    const { tables, findings, inspection } = await seen(
      writeMail({
        type: 'multipart/mixed',
        body: [
          { type: 'text/plain', body: 'See below.' },
          { type: 'message/rfc822', name: 'forwarded.eml', body: inner },
        ],
      }),
      'outer.eml',
    );
    expect(tables.map((t) => [t.where, t.cells])).toEqual([
      ['outer.eml > forwarded.eml > x.zip > lists/staff.csv', CELLS],
    ]);
    expect([findings, inspection.inspected]).toEqual([[], 'full']);
  });

  it.each([
    ['S/MIME', { type: 'application/pkcs7-mime; smime-type=enveloped-data', name: 'smime.p7m', body: 'xx' }],
    [
      'PGP/MIME',
      {
        type: 'multipart/encrypted; protocol="application/pgp-encrypted"',
        body: [{ type: 'a/b', body: 'x' }],
      },
    ],
    [
      'PGP inline',
      { type: 'text/plain', body: '-----BEGIN PGP MESSAGE-----\r\nxx\r\n-----END PGP MESSAGE-----' },
    ],
  ])('says that %s is encrypted', async (_, part) => {
    const { inspection } = await seen(writeMail(part), 'a.eml');
    expect(inspection.findings.map((f) => f.rule)).toEqual(['encrypted']);
    expect(inspection.inspected).not.toBe('full');
  });

  it('reads the mail inside a signed S/MIME message', async () => {
    const inner = Buffer.from('Content-Type: text/plain\r\nSubject: Inner\r\n\r\nSigned words.');
    const tlv = (tag: number, ...pieces: Uint8Array[]) => {
      const body = Buffer.concat(pieces);
      return Buffer.concat([Buffer.from([tag, 0x82, body.length >> 8, body.length & 255]), body]);
    };
    const oid = (last: number) => Buffer.from([6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, last]);
    const content = tlv(
      0x30,
      oid(1),
      tlv(0xa0, tlv(0x24, tlv(4, inner.subarray(0, 20)), tlv(4, inner.subarray(20)))),
    );
    const cms = tlv(0x30, oid(2), tlv(0xa0, tlv(0x30, Buffer.from([2, 1, 1, 0x31, 0]), content)));
    const { texts, inspection } = await seen(
      writeMail({ type: 'application/pkcs7-mime', name: 'smime.p7m', body: cms, encoding: 'base64' }),
      'a.eml',
    );
    expect(texts.at(-1)).toMatchObject({ where: 'a.eml > signed.eml > text', text: 'Signed words.' });
    expect(inspection.findings).toEqual([]);
  });

  it('unpacks uuencoded files in a body', async () => {
    // "Cat" and its length, as in every description of uuencode.
    const { texts } = await seen(
      writeMail({ type: 'text/plain', body: 'Hello\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n' }),
      'a.eml',
    );
    expect(texts.at(-1)).toMatchObject({ where: 'a.eml > cat.txt', text: 'Cat' });
  });

  it('reads a body of uuencode beginnings without an end within the time that others take', async () => {
    const body = `${'begin 644 x\r\n'.repeat(60_000)}begin 644 cat.txt\r\n#0V%T\r\n\`\r\nend\r\n`;
    const { texts, inspection } = await seen(writeMail({ type: 'text/plain', body }), 'a.eml', {
      limits: { seconds: 10 },
    });
    expect(inspection.inspected).toBe('full');
    expect(texts.at(-1)).toMatchObject({ where: 'a.eml > cat.txt', text: 'Cat' });
  });

  it('finds the same parts as postal-mime', async () => {
    const bytes = writeMail({
      type: 'multipart/mixed',
      body: [
        {
          type: 'multipart/alternative',
          body: [
            {
              type: 'text/plain; charset=iso-8859-1',
              body: Buffer.from('Café', 'latin1'),
              encoding: 'base64',
            },
            { type: 'text/html', body: '<p>Café</p>', encoding: 'quoted-printable' },
          ],
        },
        attachment,
        {
          type: 'application/pdf',
          name: 'b c.pdf',
          body: Uint8Array.from({ length: 999 }, (_, i) => i & 255),
          encoding: 'base64',
        },
      ],
    });
    const theirs = await PostalMime.parse(bytes);
    const ours = parseMime(bytes);
    const [alternative, ...attachments] = ours.parts;
    expect(new TextDecoder('latin1').decode(alternative!.parts[0]!.content)).toBe(theirs.text?.trim());
    expect(attachments.map((p) => [p.name, p.type, Buffer.from(p.content).toString('hex')])).toEqual(
      theirs.attachments.map((a) => [
        a.filename,
        a.mimeType,
        Buffer.from(a.content as ArrayBuffer).toString('hex'),
      ]),
    );
    expect(ours.headers.find((h) => h.name === 'subject')?.value).toBe(theirs.subject);
  });

  it.each([
    ['=?utf-8?q?Caf=C3=A9_au_lait?=', 'Café au lait'],
    ['=?utf-8?B?Q2Fmw?= =?utf-8?B?6k=?=', 'Café'],
    ['=?iso-8859-1?Q?a?= =?iso-8859-1?Q?b?= c', 'ab c'],
    ['plain', 'plain'],
  ])('decodes %s', (words, text) => {
    expect(decodeWords(words)).toBe(text);
  });

  it('joins parameters in pieces', () => {
    const { value, parameters } = parseValue(
      'attachment; filename*0*=utf-8\'\'st%C3%A5; filename*1=ff.csv; x="a;b"',
    );
    expect([value, parameters.get('filename'), parameters.get('x')]).toEqual([
      'attachment',
      'ståff.csv',
      'a;b',
    ]);
  });
});

describe('mbox', () => {
  const mail = (subject: string, body: string) => `From: a@b.example\nSubject: ${subject}\n\n${body}\n`;

  it('divides messages, but not at a line that begins with From', async () => {
    const box = [
      `From a@b.example Mon Jan  5 10:00:00 2026\n${mail('One', 'From here on.\n\nFrom 2025 on, nothing.')}`,
      `From - Tue Jan  6 10:00:00 2026\n${mail('Two', CSV)}`,
    ].join('\n');
    const { texts, inspection } = await seen(box, 'box');
    expect(inspection.format).toBe('mbox');
    expect(texts.map((t) => t.where)).toEqual([
      'box > message 1 > headers',
      'box > message 1 > text',
      'box > message 2 > headers',
      'box > message 2 > text',
    ]);
  });

  it('finds messages wherever a window ends', async () => {
    const one = `From a@b.example Mon Jan  5 10:00:00 2026\n${mail('S', 'x'.repeat(997))}\n`;
    const { texts } = await seen(one.repeat(3000), 'box');
    expect(texts.filter((t) => t.where.endsWith('headers')).length).toBe(3000);
  });
});

describe('msg', () => {
  it('reads properties, recipients, attachments and messages within', async () => {
    const { texts, tables, inspection, findings } = await seen(
      writeOutlook({
        texts: { '0037': 'Rota', '0C1A': 'Quentin Example', '1000': 'See the list.' },
        recipients: [{ name: 'Zoë Brontë', address: 'z@force.example' }],
        attachments: [
          { name: 'staff.csv', data: CSV },
          {
            name: 'Forwarded',
            message: {
              texts: { '0037': 'Inner', '1000': 'Inner words.' },
              attachments: [{ name: 'inner.zip', data: writeZip([{ name: 'b.csv', data: CSV }]) }],
            },
          },
        ],
      }),
      'a.msg',
    );
    expect([inspection.format, inspection.inspected, findings]).toEqual(['msg', 'full', []]);
    expect(texts.map((t) => [t.where, t.text])).toEqual([
      ['a.msg > headers', 'From: Quentin Example\nRecipient: Zoë Brontë z@force.example\nSubject: Rota'],
      ['a.msg > text', 'See the list.'],
      ['a.msg > Forwarded > headers', 'Subject: Inner'],
      ['a.msg > Forwarded > text', 'Inner words.'],
    ]);
    expect(tables.map((t) => [t.where, t.cells])).toEqual([
      ['a.msg > staff.csv', CELLS],
      ['a.msg > Forwarded > inner.zip > b.csv', CELLS],
    ]);
  });

  it('unpacks compressed RTF (the example of the specification)', () => {
    const packed = Uint8Array.from(
      Buffer.from(
        '2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232' +
          '0af32068656c0900206277' +
          '05b06c647d0a800fa0',
        'hex',
      ),
    );
    const rtf = new TextDecoder().decode(decompressRtf(packed, createBudget(DEFAULT_LIMITS)));
    expect(rtf).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
  });

  it('takes the HTML out of RTF', () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1252\fromhtml1 {\fonttbl{\f0 Arial;}}
{\*\htmltag64 <p>}\htmlrtf {\f0 \htmlrtf0 Zo\'eb \{x\} \u8364?{\*\htmltag84 &nbsp;}\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}{\*\mhtmltag8 no}}`;
    expect(htmlInRtf(new TextEncoder().encode(rtf), 'windows-1252')).toBe('<p>Zoë {x} €&nbsp;</p>');
    expect(htmlInRtf(new TextEncoder().encode('{\\rtf1 x}'), 'windows-1252')).toBeUndefined();
  });
});

describe('contacts and calendars', () => {
  it('makes a row of each contact', async () => {
    const vcf = [
      'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Example;Quentin;;;\r\nFN:Quentin Example\r\nTITLE:Sergeant',
      'ORG:Force;North\r\nitem1.EMAIL;TYPE=work:q@for\r\n ce.example\r\nTEL;TYPE="work,voice":0100 1\r\nEND:VCARD',
      'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Bront=C3=AB;Zo=\r\n=C3=AB\r\nEND:VCARD',
    ].join('\r\n');
    const { tables, inspection } = await seen(vcf, 'a.vcf');
    expect([inspection.format, inspection.inspected]).toEqual(['vcf', 'full']);
    expect(tables.map((t) => [t.where, t.cells.slice(11)])).toEqual([
      [
        'a.vcf > contacts',
        [
          'Quentin Example',
          'Example',
          'Quentin',
          'Force, North',
          'Sergeant',
          'q@force.example',
          '0100 1',
          'Brontë',
          'Zoë',
        ],
      ],
    ]);
  });

  it('lists who attends', async () => {
    const ics = [
      'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Briefing\\, north',
      'ORGANIZER;CN="Example, Quentin":mailto:q@force.example',
      'ATTENDEE;ROLE=REQ-PARTICIPANT;CN=Zoë Brontë:MAILTO:z@force.example',
      'DESCRIPTION:Bring\\nkit\r\nEND:VEVENT\r\nEND:VCALENDAR',
    ].join('\r\n');
    const { tables, texts, inspection } = await seen(ics, 'a.ics');
    expect(inspection.format).toBe('ics');
    expect(texts.map((t) => t.text)).toEqual(['Briefing, north\nBring\nkit']);
    expect(tables.map((t) => t.cells)).toEqual([
      [
        ...['Name', 'Email', 'Role', 'Event'],
        ...['Example, Quentin', 'q@force.example', 'organiser', 'Briefing, north'],
        ...['Zoë Brontë', 'z@force.example', 'attendee', 'Briefing, north'],
      ],
    ]);
  });
});

describe('winmail.dat', () => {
  it('hands on its attachments', async () => {
    const attribute = (level: number, id: number, type: number, data: Uint8Array) => {
      const head = Buffer.alloc(9);
      head[0] = level;
      head.writeUInt16LE(id, 1);
      head.writeUInt16LE(type, 3);
      head.writeUInt32LE(data.length, 5);
      return Buffer.concat([head, data, Buffer.alloc(2)]);
    };
    const tnef = joinBytes([
      Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
      attribute(1, 0x800c, 2, Buffer.from('Words of the body\0')),
      attribute(2, 0x9002, 6, Buffer.alloc(14)),
      attribute(2, 0x8010, 1, Buffer.from('staff.csv\0')),
      attribute(2, 0x800f, 6, Buffer.from(CSV)),
    ]);
    const { texts, tables, inspection } = await seen(tnef, 'winmail.dat');
    expect([inspection.format, inspection.inspected]).toEqual(['tnef', 'full']);
    expect(texts.map((t) => t.text)).toEqual(['Words of the body']);
    expect(tables.map((t) => [t.where, t.cells])).toEqual([['winmail.dat > staff.csv', CELLS]]);
  });
});
