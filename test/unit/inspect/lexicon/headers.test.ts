import { describe, expect, it } from 'vitest';
import { headingOf } from '../../../../utils/inspect/lexicon/headers.ts';

const what = (text: string) => headingOf(text)?.what;

describe('headings', () => {
  it.each([
    ['Surname', 'surname'],
    ['LAST_NAME', 'surname'],
    ['LastName', 'surname'],
    ['Surnmae', 'surname'],
    ['Cyfenw', 'surname'],
    ['Forename(s)', 'forename'],
    ['Inits.', 'initials'],
    ['Officer Name', 'name'],
    ['Name of Officer', 'name'],
    ['Pers.No.', 'staff-number'],
    ['Collar #', 'staff-number'],
    ['Rhif coler', 'staff-number'],
    ["Officer's Warrant Number", 'staff-number'],
    ['Substantive Rank', 'rank'],
    ['Rank Description', 'rank'],
    ['Dept', 'unit'],
    ['Station Name', 'location'],
    ['NPPV Level', 'vetting'],
    ['D.O.B.', 'date-of-birth'],
    ['EmailAddress', 'e-mail'],
  ])('%s says %s', (text, field) => {
    expect(what(text)).toBe(field);
  });

  it('leaves names of things, places and companies to others', () => {
    for (const text of ['Supplier Name', 'Ward Name', 'Dog Name', 'Product Name', 'School Name'])
      expect(['name', 'surname'], text).not.toContain(what(text));
  });

  it('says whose a name is', () => {
    expect(headingOf('Victim Surname')).toMatchObject({ what: 'surname', owner: 'other-person' });
    expect(headingOf('Name')).toMatchObject({ what: 'name', weak: true });
  });
});
