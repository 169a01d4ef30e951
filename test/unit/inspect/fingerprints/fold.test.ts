import { describe, expect, it } from 'vitest';
import {
  foldInitials,
  foldMail,
  foldName,
  foldNamePart,
  foldNumber,
  nameInMail,
} from '../../../../utils/inspect/fingerprints/fold.ts';

/** The pair that stands for a name, in the order of the alphabet. */
const pair = (text: string) => [...(foldName(text).pairs[0] ?? [])].sort().join(' ');

describe('names', () => {
  it('are the same however they are written', () => {
    for (const [one, ...others] of [
      [
        'Siobhán O’Neill',
        "O'NEILL, Siobhan",
        'PC 1234 Siobhan ONeill',
        "Dr Siobhan A. O'Neill",
        'Siobhan A O’Neill MBE',
      ],
      ['Ewan MacDonald', 'McDonald, Ewan', 'EWAN MC DONALD', 'Sgt Ewan Macdonald'],
      ['Jan de Vries', 'DE VRIES, Jan', 'Devries Jan'],
      ['Agnieszka Wiśniewska', 'WISNIEWSKA Agnieszka', 'Wiśniewska, Agnieszka (4521)'],
      ['Ben Ainscow', 'Ainscow, Ben'],
      ['Anne Smith-Jones', 'Smith Jones, Anne', 'SMITH-JONES Anne'],
    ] as const)
      for (const other of others) expect([other, pair(other)]).toEqual([other, pair(one)]);
  });

  it('read double surnames without a comma in each way that they could be meant', () => {
    const readings = foldName('Anne Smith Jones').pairs.map((words) => [...words].sort().join(' '));
    expect(readings).toContain('anne smithjones');
    expect(readings).toContain('anne jones');
  });

  it('know a surname with initials', () => {
    for (const text of [
      'Ainscow, J',
      'Ainscow J.A.',
      'J. A. Ainscow',
      'PS 4521 Ainscow JA',
      'J.A. AINSCOW',
      'AINSCOW, J A',
    ])
      expect([text, foldName(text).initials[0]]).toEqual([text, ['ainscow', 'j']]);
    expect(['J', 'J.A.', 'JA', 'j', 'Jane', '4'].map(foldInitials)).toEqual(['j', 'j', 'j', 'j', '', '']);
  });

  it('are no sentence, no address and no single word', () => {
    for (const text of [
      'Ainscow',
      'PC 1234',
      '',
      'a@b.police.uk',
      'x'.repeat(99),
      'The file was sent to all of the officers who asked',
    ])
      expect([text, foldName(text).pairs]).toEqual([text, []]);
  });

  it('come apart into cells as well', () => {
    expect(['McAllister', 'MacAllister', "O'Neill", 'Saint', '4521', 'Nguyễn'].map(foldNamePart)).toEqual([
      'mcallister',
      'mcallister',
      'oneill',
      'st',
      '',
      'nguyen',
    ]);
  });
});

describe('numbers and addresses', () => {
  it('lose zeros, blanks and marks', () => {
    expect(
      ['0012345', 'c 4521', 'NX-0042', '4521/', '12.5%', '2024-01-02', '1', 'ABCDE1', '£400'].map(foldNumber),
    ).toEqual(['12345', 'C4521', 'NX42', '4521', '', '20240102', '', '', '']);
  });

  it('are told by what stands before the @', () => {
    expect(foldMail('Jane.Smith2@force.police.uk')).toBe('janesmith2');
    expect(nameInMail('jane.smith2@force.police.uk')).toBe('jane smith');
    expect(nameInMail('enquiries@force.police.uk')).toBe('');
  });
});
