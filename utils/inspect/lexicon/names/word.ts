// Scores of one name part as it stands in a cell: a word, or words joined by hyphens and particles.
import { stripMarks } from './fold.ts';
import { scoreFolded, type WordScore, wordScore } from './model.ts';
import { isParticle } from './parts.ts';

/**
 * Both scores of a surname or forename as it stands in a cell: one word, hyphened (`Llewellyn-Jones`), with an
 * apostrophe (`O’Neill`) or with particles (`van der Berg`, `Ó Dónaill`, `ap Rhys`). Anything with a digit is no name.
 */
export function nameScore(text: string): WordScore {
  if (SINGLE.test(text)) return wordScore(text);
  return compoundScore(text);
}

/** 0 to 1: how likely this is a surname, where surnames, forenames, words and places are equally to be expected. */
export function surnameScore(text: string): number {
  return nameScore(text).surname;
}

/** 0 to 1: how likely this is a forename, on the same terms. */
export function forenameScore(text: string): number {
  return nameScore(text).forename;
}

const SINGLE = /^[\p{L}'’ʼ`]+$/u;
const COMPOUND = /^[\p{L}\p{M}'’ʼ` -]+$/u;
const NOBODY: WordScore = Object.freeze({ surname: 0, forename: 0, ambiguous: false });

function compoundScore(text: string): WordScore {
  if (!COMPOUND.test(text)) return NOBODY;
  const parts = stripMarks(text)
    .split(/[ -]+/)
    .map((part) => part.replace(/[^a-z]/g, ''))
    .filter((part) => part !== '');
  const names = parts.filter((part) => !isParticle(part));
  const particles = parts.length - names.length;
  if (names.length === 0 || names.length > 3) return NOBODY;
  let surname = particles > 0 ? PARTICLE_EVIDENCE : 0;
  let forename = 0;
  let ambiguous = true;
  for (const name of names) {
    const score = scoreFolded(name);
    surname += logit(score.surname) / names.length;
    forename += logit(score.forename) / names.length;
    ambiguous &&= score.ambiguous;
  }
  return { surname: sigmoid(surname), forename: sigmoid(forename), ambiguous };
}

/** Log-odds that a particle before a word adds: `van`, `Ó` and `ap` stand before surnames, seldom before places. */
const PARTICLE_EVIDENCE = 1;
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const logit = (score: number): number => Math.max(-5, Math.min(5, Math.log(score / (1 - score))));
