// The lexicon of names: whole strings in the forms of real files, and what must not be taken for people.
import { describe, expect, it } from 'vitest';
import { nameScore, namesShare, personNameScore } from '../../../../../utils/inspect/lexicon/names/index.ts';

describe('personNameScore', () => {
  it.each([
    ['Ainscow, Peter', 'ainscow', 'peter', 'p'],
    ['AINSCOW Peter J', 'ainscow', 'peter', 'pj'],
    ['Peter AINSCOW', 'ainscow', 'peter', 'p'],
    ['P.Borriello', 'borriello', '', 'p'],
    ["Dr Jane O'Neill", 'oneill', 'jane', 'j'],
    ['O’NEILL, Jane', 'oneill', 'jane', 'j'],
    ['Smith J A', 'smith', '', 'ja'],
    ['SMITH, Mr John', 'smith', 'john', 'j'],
    ['Wiśniewska Agnieszka Mrs.', 'wisniewska', 'agnieszka', 'a'],
    ['Llewellyn-Jones, Rhys', 'llewellynjones', 'rhys', 'r'],
    ['Seán Ó Dónaill', 'odonaill', 'sean', 's'],
    ['T/DC 4432 Priya Chakraborty', 'chakraborty', 'priya', 'p'],
    ['John Smith (012345)', 'smith', 'john', 'j'],
    ['PC 1234 Smith', 'smith', '', ''],
    ['King, Jane', 'king', 'jane', 'j'],
  ])('%s', (text, surname, forename, initials) => {
    const person = personNameScore(text);
    expect(person).toMatchObject({ surname, forename, initials });
    expect(person.score).toBeGreaterThan(0.7);
  });

  it.each([
    'Church Street',
    'Park Road',
    'North West',
    'Data Analyst',
    'Detective Constable',
    'Tesco Stores Ltd',
    'Grand Total',
    'Kingston upon Hull',
    'Serious Crime',
    'N/D',
    'Vacant',
    '[REDACTED]',
    '',
    '12345',
    '2023-05-01',
  ])('takes no person from "%s"', (text) => {
    expect(personNameScore(text).score).toBeLessThan(0.2);
  });
});

it('reads a name whose surname is a word as a name, if not a certain one', () => {
  expect(personNameScore('Kate West')).toMatchObject({ surname: 'west', forename: 'kate' });
});

describe('single words', () => {
  it('marks what is a name and a word or a place', () => {
    for (const word of ['White', 'Bolton', 'Black', 'King'])
      expect(nameScore(word).ambiguous, word).toBe(true);
    for (const word of ['Smith', 'Hussain', 'Serious']) expect(nameScore(word).ambiguous, word).toBe(false);
  });
});

describe('namesShare', () => {
  it('tells surnames from words and places', () => {
    const people = namesShare([
      'Ainscow',
      'Chakraborty',
      'Ó Dónaill',
      'Nguyen',
      'Wiśniewska',
      'Okonkwo',
      'McIlveen',
      'Smith',
    ]);
    const places = namesShare([
      'North',
      'White',
      'May',
      'Serious',
      'Bolton',
      'Doncaster',
      'Wetherby',
      'Basingstoke',
    ]);
    expect(people.surname).toBeGreaterThan(0.6);
    expect(places.surname).toBeLessThan(0.35);
  });
});
