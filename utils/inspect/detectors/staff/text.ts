// Running text against the force's list: names of two words, surnames with an initial or a number, addresses. Only what looks like a
// name is asked for, so that the many words that are none do not water down the share of those on the list.
import { foldMail, foldName, foldNumber, foldWord, nameInMail } from '../../fingerprints/fold.ts';
import type { StaffList } from '../../fingerprints/staff-list.ts';
import { nameScore } from '../../lexicon/names/index.ts';
import { RANK_TOKENS_SURE } from '../../lexicon/ranks.ts';
import { foldedHash, mix } from '../../lexicon/text.ts';
import type { Place } from '../../part.ts';
import { chanceOf, isEnough, type Sort, Tally } from './tally.ts';

/** A text names more people than a table before it is a list of them: fewer stand in any letter. */
const LEAST = 5;
/** From these scores on a word is asked for as a name: where a forename and a surname meet, and a surname alone with a number. */
const LIKELY = { forename: 0.3, surname: 0.1, sure: 0.6, alone: 0.3 };

const TOKEN = /[\p{L}\d][\p{L}\p{M}\d'’.-]*/gu;
const MAIL = /[\w.'+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g;

export interface TextMatched {
  people: number;
  weight: number;
  sorts: Sort[];
  first: Place;
  last: Place;
}

export class StaffText {
  private list: StaffList;
  private tallies: Record<Sort, Tally> = {
    names: new Tally(),
    initials: new Tally(),
    numbers: new Tally(),
    numbered: new Tally(),
    mails: new Tally(),
  };
  private first: Place | undefined;
  private last: Place | undefined;

  constructor(list: StaffList) {
    this.list = list;
  }

  add(text: string, place: Place): void {
    const { list } = this;
    for (const [address] of text.matchAll(MAIL)) {
      if (foldMail(address) === '') continue;
      const name = nameInMail(address);
      const hit = list.hasMail(address) || (name !== '' && list.hasName(foldName(name)));
      this.note('mails', foldedHash(address), hit, chanceOf('names', list.chance, 3), place);
    }
    const tokens = (text.match(TOKEN) ?? []) as string[];
    for (let at = 0; at < tokens.length; at++) this.at(tokens, at, place);
  }

  end(): TextMatched | undefined {
    const all = Object.entries(this.tallies) as [Sort, Tally][];
    const good = all.filter(([, tally]) => isEnough(tally, all.length, LEAST));
    if (good.length === 0 || !this.first || !this.last) return undefined;
    return {
      people: Math.max(...good.map(([, tally]) => Math.round(tally.people))),
      weight: Math.max(...good.map(([, tally]) => tally.weight)),
      sorts: good.map(([sort]) => sort),
      first: this.first,
      last: this.last,
    };
  }

  /** What begins, or is numbered, at one token. */
  private at(tokens: readonly string[], at: number, place: Place): void {
    const { list } = this;
    const token = tokens[at] as string;
    if (!isWritten(token)) return;
    const word = foldWord(token);
    if (word.length < 2) return;
    const score = nameScore(bare(token));
    const beforeNumber = at > 1 && /\d/.test(tokens[at - 1] as string) ? at - 2 : at - 1;
    const ranked = beforeNumber >= 0 && isRank(tokens[beforeNumber] as string);
    let next = at + 1;
    let letter = '';
    while (next < tokens.length && isLetter(tokens[next] as string))
      letter ||= (tokens[next++] as string).charAt(0);
    const other = tokens[next];
    if (other !== undefined && isWritten(other) && !isRank(other)) {
      const second = foldWord(other);
      const theirs = nameScore(bare(other));
      const likely =
        (score.forename >= LIKELY.forename && theirs.surname >= LIKELY.surname) ||
        (score.surname >= LIKELY.surname && theirs.forename >= LIKELY.forename) ||
        Math.max(score.surname, theirs.surname) >= LIKELY.sure;
      if (second.length > 1 && !isRank(token) && likely) {
        const hit = list.hasPair(list.word(word), list.word(second));
        const id = mix(
          Math.min(foldedHash(word), foldedHash(second)),
          Math.max(foldedHash(word), foldedHash(second)),
        );
        this.note('names', id, hit, chanceOf('names', list.chance), place);
      }
    }
    if (isRank(token) || !(ranked || score.surname >= LIKELY.alone)) return;
    const before =
      at > 0 && isLetter(tokens[at - 1] as string) ? (tokens[at - 1] as string).charAt(0) : letter;
    if (before !== '') {
      const hit = list.hasInitial(list.word(word), before.toLowerCase());
      const id = mix(foldedHash(word), foldedHash(before));
      this.note('initials', id, hit, chanceOf('initials', list.chance), place);
    }
    for (let near = Math.max(0, at - 2); near <= Math.min(tokens.length - 1, at + 2); near++) {
      const number = foldNumber(tokens[near] as string);
      if (number === '' || list.chanceOfNumber(number) === undefined) continue;
      const hit = list.hasNumbered(list.word(word), list.number(number));
      this.note(
        'numbered',
        mix(foldedHash(word), foldedHash(number)),
        hit,
        chanceOf('numbered', list.chance),
        place,
      );
    }
  }

  private note(sort: Sort, id: number, hit: boolean, chance: number, place: Place): void {
    if (this.tallies[sort].isNew(id)) this.tallies[sort].add(id, hit, chance);
    if (!hit) return;
    this.first ??= place;
    this.last = place;
  }
}

const bare = (token: string): string => token.replace(/(?<![^\p{L}'’-])[^\p{L}'’-]{1,60}$/u, '');
/** Written with a capital letter and no digit. */
const isWritten = (token: string): boolean => /^\p{Lu}/u.test(token) && !/\d/.test(token);
const isLetter = (token: string): boolean => /^(?:\p{Lu}\.?){1,3}$/u.test(token) && !isRank(token);
const isRank = (token: string): boolean => RANK_TOKENS_SURE.has(token.toLowerCase().replace(/[^a-z]/g, ''));
