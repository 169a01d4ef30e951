// Whose people they are, the force's own or others: decided here, once for each finding, from all that the file says. The columns of a
// table have their say, then the words around it and in it, and where that is near even the model of records.
import { whoseWords } from '../../lexicon/whose.ts';
import type { Place } from '../../part.ts';
import type { Finding } from '../../report.ts';
import { contextOf } from './context.ts';
import type { Records } from './records/runs.ts';
import { CASE, type Case, retold, type Told } from './verdict/message.ts';
import { PRIVATE, STRANGERS } from './verdict/score.ts';

/** Log-odds for staff by each voice, and the most that a voice may say. */
const VOICES = {
  bias: 0.4,
  /** What the columns say (verdict/score.ts): for staff, for others, and for such as staff are as well (`Applicant`, `Passenger`). */
  staff: { weight: 1, most: 6 },
  other: { weight: -1.1, most: 6 },
  open: { weight: -0.4, most: 6 },
  /** Names of the file and its sheets, and lines above the table. */
  title: { weight: 0.5, most: 4 },
  heads: { weight: 0.25, most: 4 },
  values: { weight: 0.12, most: 5 },
  /** Titles of the other tables and texts of the file. */
  around: { weight: 0.2, most: 3 },
  model: { weight: 0.4, most: 3 },
  /** Next to nothing in the columns speaks for staff, and something for others. */
  strangers: -1.3,
} as const;
interface Voice {
  weight: number;
  most: number;
}
/** Log-odds without the model within which it is asked. */
const EVEN = 2;

/** What the words of a table or a text say, by where they stand: above 0 for staff, below for others. */
interface Said {
  /** The words that are spoken for in titles, with their weights. */
  titles: ReadonlyMap<string, number>;
  heads: number;
  values: number;
  /** They are politicians: most rows name a party, or titles speak of public office. */
  isOffice: boolean;
}
const NOTHING: Said = { titles: new Map(), heads: 0, values: 0, isOffice: false };

/** What has to speak for staff beside a list of people in public office, for a table not to be one as well. */
const EMPLOYED = 1.5;

/** Rows that may be titles or headings, rows that are looked at, and cells of a row of headings at least. */
const ROWS = { top: 6, lines: 2, most: 60, wide: 3 };

/** Where headings stand in a table, or in a text, whose lines are rows of one cell, and where titles end. */
function layoutOf({ kept }: Records): { titles: string[]; heads: number; first: number } {
  const wide = Math.max(2, Math.min(ROWS.wide, kept[ROWS.top]?.cells.length ?? 0));
  const heads = kept.slice(0, ROWS.top).findIndex(({ cells }) => cells.length >= wide);
  const first = heads < 0 ? ROWS.lines : heads;
  return { titles: textsOf(kept.slice(0, first)), heads, first };
}

function saidBy(titles: Map<string, number>, records: Records): Said {
  const { kept } = records;
  const layout = layoutOf(records);
  const rest = kept.slice(layout.first, ROWS.most);
  const parties = rest.flatMap(({ cells }) =>
    cells.length > 1 ? (cells.find(({ text }) => PARTY.test(text))?.text ?? []) : [],
  );
  const arePoliticians =
    parties.length >= PARTIES.share * Math.max(1, rest.length) && new Set(parties).size >= PARTIES.different;
  return {
    titles,
    isOffice: arePoliticians || contextOf(layout.titles).publicOffice,
    heads: layout.heads < 0 ? 0 : weightOf(wordsOf(textsOf(kept.slice(layout.heads, layout.heads + 1)))),
    values: weightOf(wordsOf(textsOf(layout.heads < 0 ? rest : rest.slice(1)))),
  };
}

const textsOf = (rows: Records['kept']): string[] =>
  rows.flatMap(({ cells }) => cells.map(({ text }) => text));

/** Names of parties, as tables have them, the share of rows that one has to stand in, and how many different ones (`Green` is a state as well). */
const PARTY =
  /^(?:(?:scottish |welsh )?(?:lab(?:our)?(?:[ /&-]+co-?op(?:erative)?)?|con(?:servative)?)(?: (?:party|and unionist))?|l(?:ib(?:eral)?)?[ -]?d(?:em(?:ocrat)?s?)?|green(?: party)?|ukip|reform(?: uk)?|snp|scottish national(?: party)?|plaid(?: cymru)?|dup|uup|sdlp|sinn f[eé]in|alliance|change uk|brexit(?: party)?)$/i;
const PARTIES = { share: 0.5, different: 2 };

function wordsOf(texts: readonly string[], into = new Map<string, number>()): Map<string, number> {
  for (const text of texts) whoseWords(text, into);
  return into;
}
const weightOf = (words: ReadonlyMap<string, number>): number =>
  [...words.values()].reduce((sum, weight) => sum + weight, 0);

const within = (value: number, most: number): number => Math.max(-most, Math.min(most, value));
const voice = ({ weight, most }: Voice, value: number): number => weight * within(value, most);

/** Log-odds that they are staff; `around` is what the titles of other tables and texts say. */
function leaning({ judgement, model, isByModel }: Case, said: Said, around = 0): number {
  const { names, staff, other, open } = judgement;
  const columns = voice(VOICES.staff, staff) + voice(VOICES.other, other - open) + voice(VOICES.open, open);
  const words =
    voice(VOICES.title, weightOf(said.titles)) +
    voice(VOICES.heads, said.heads) +
    voice(VOICES.values, said.values) +
    voice(VOICES.around, around);
  const isOfStrangers = names && staff < STRANGERS.staff && other - open >= STRANGERS.other;
  // Whoever applies or travels is one of the public where no word says otherwise, whatever the model thinks.
  const third = open > 0 && words <= 0 ? 0 : voice(VOICES.model, model ?? 0);
  const sum = VOICES.bias + columns + words + third + (isOfStrangers ? VOICES.strangers : 0);
  // Whom the rules found the model alone takes for no others.
  return isByModel || other >= STRANGERS.other || words < 0 ? sum : Math.max(0, sum);
}

/** Findings of a file on their way to being told, each with what was said where it stands. */
export class Whose {
  private said = new Map<Finding, Said>();
  /** The words of all titles of the file. */
  private titles = new Map<string, number>();
  /** A table of the file is of people in public office. */
  private isOffice = false;

  /**
   * Takes in what a table or a text says, with its findings.
   * @param model gives the model's log-odds that its people are staff
   */
  add(findings: readonly Told[], place: Place, records: Records, model?: () => number | undefined): void {
    const words = wordsOf([...place, ...layoutOf(records).titles]);
    for (const [word, weight] of words) this.titles.set(word, weight);
    if (findings.length === 0) return;
    const said = saidBy(words, records);
    let asked: { staff: number | undefined } | undefined;
    for (const finding of findings) {
      this.said.set(finding, said);
      if (finding.fields.includes('public-office')) this.isOffice = true;
      const known = finding[CASE];
      if (!model || !known || known.model !== undefined || Math.abs(leaning(known, said)) >= EVEN) continue;
      asked ??= { staff: model() };
      if (asked.staff !== undefined) known.model = asked.staff;
    }
  }

  /** Whose people a finding is of, now that all of the file is known. */
  settle(finding: Told): Finding {
    const { [CASE]: known, ...plain } = finding;
    if (!known || (plain.rule !== 'staff-roster' && plain.rule !== 'personal-data')) return plain;
    const said = this.said.get(finding) ?? NOTHING;
    const isOfOffice = said.isOffice || (this.isOffice && known.judgement.staff < EMPLOYED);
    if (
      isOfOffice &&
      !plain.fields.some((field) => PRIVATE.includes(field)) &&
      !plain.fields.includes('public-office')
    )
      return retold(
        { ...plain, severity: 'low', fields: [...plain.fields, 'public-office'] },
        known,
        plain.rule,
      );
    const around = weightOf(this.titles) - weightOf(said.titles);
    const isStaff = leaning(known, said, around) >= 0;
    const rule = isStaff ? 'staff-roster' : 'personal-data';
    return rule === plain.rule ? plain : retold(plain, known, rule);
  }
}
