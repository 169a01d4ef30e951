// The lexicon of names: is this word a surname or a forename, is this string a person, do these words name people?
// By a gazetteer of words that mislead and a model of what a name looks like (docs/models.md has the figures). Pure and synchronous.
export { type NamesKind, namesShare } from './column.ts';
export { foldWord } from './fold.ts';
export { personNameScore } from './person.ts';
export { forenameScore, nameScore, surnameScore } from './word.ts';
