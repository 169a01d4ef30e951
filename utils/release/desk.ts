// A second person's release: codes are made on the reviewer's workstation and taken on the sender's. No server stands
// between them; what each browser remembers of its own part is what keeps a code from being used twice, guessed, or made
// by the sender.
import { BUILT_IN_REASONS, type Policy } from '../policy/policy.ts';
import { newSalt, readCode, writeCode } from './code.ts';
import { codeFor, dayOf, hostIn, isCodeFor, type Released } from './seal.ts';

/** Wrong codes that are taken for one file, and in one browser, in a day. A slip that the check character shows is none. */
export const MOST_TRIES = { file: 5, browser: 20 } as const;

/** Why a code is not taken. */
export type ReleaseProblem =
  /** Not a code at all: a slip of the keyboard. */
  | 'unreadable'
  /** A code, but not for this file, this site and this day. */
  | 'wrong'
  /** Made in this browser. */
  | 'own'
  | 'used'
  /** Too many wrong codes today. */
  | 'locked';

/** What this browser remembers, for the day only. Digests and counts: no file names, no codes. */
interface DayNotes {
  day: string;
  /** References of codes that were made here, and of those that were used here. */
  made: string[];
  used: string[];
  /** Digests of files that were held here. */
  held: string[];
  /** Digests of files for which a wrong code was given, once each time. */
  wrong: string[];
}

/** Where the notes are kept. */
export interface NoteStore {
  read(): Promise<unknown>;
  write(notes: unknown): Promise<void>;
}

export type SignedOff =
  | { outcome: 'signed'; code: string; reference: string; host: string }
  /** off: policy has no second person. site: no site can be told. own: this file was held in this browser today. */
  | { outcome: 'refused'; problem: 'off' | 'site' | 'own' };

export type Taken =
  | { outcome: 'taken'; references: string[] }
  /** `at`: which of the codes, by index. `left`: wrong codes that are still taken for that file. */
  | { outcome: 'refused'; problem: ReleaseProblem; at: number; left: number };

export interface ReleaseDesk {
  /** Makes a code for a file that goes to a site. @param typedHost the site, as the reviewer typed it. */
  signOff(hash: string, typedHost: string): Promise<SignedOff>;
  /** Takes one code for each file: all of them, or none. Those that are taken are used up. */
  take(hashes: readonly string[], host: string, codes: readonly string[]): Promise<Taken>;
  /** A file was held here: this browser's user is its sender. */
  noteHeld(hashes: readonly string[]): Promise<void>;
}

/** Does policy let a second person release what is blocked? */
export function hasSecondPerson({ secondPerson, releaseKey }: Policy): boolean {
  return secondPerson && releaseKey !== '';
}

/** Reasons that a reviewer can choose: the policy's, or Cordon's own where policy takes sending anyway away. */
export const reviewReasons = ({ reasons }: Pick<Policy, 'reasons'>): readonly string[] =>
  reasons.length > 0 ? reasons : BUILT_IN_REASONS;

/** The same on both sides, so that their records can be laid side by side, and no way back to the code. */
async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

/** @see ReleaseDesk */
export function createReleaseDesk(
  policy: () => Promise<Policy>,
  store: NoteStore,
  now: () => number = Date.now,
): ReleaseDesk {
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: the same code in two warnings at once is used once. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  /** Of yesterday nothing is needed: its codes have lapsed. */
  async function notesOf(day: string): Promise<DayNotes> {
    const kept = ((await store.read()) ?? {}) as Partial<Record<keyof DayNotes, unknown>>;
    const same = kept.day === day;
    const list = (name: 'made' | 'used' | 'held' | 'wrong') => (same ? strings(kept[name]) : []);
    return { day, made: list('made'), used: list('used'), held: list('held'), wrong: list('wrong') };
  }

  async function problemOf(
    key: string,
    typed: string,
    released: Released,
    notes: DayNotes,
  ): Promise<{ problem: ReleaseProblem } | { reference: string }> {
    const file = await digest(released.hash);
    const tries = notes.wrong.filter((entry) => entry === file).length;
    if (tries >= MOST_TRIES.file || notes.wrong.length >= MOST_TRIES.browser) return { problem: 'locked' };
    const code = readCode(typed);
    if (!code) return { problem: 'unreadable' };
    const reference = await digest(`${writeCode(code)} ${released.hash}`);
    if (notes.made.includes(reference)) return { problem: 'own' };
    if (notes.used.includes(reference)) return { problem: 'used' };
    if (await isCodeFor(code, key, released)) return { reference };
    notes.wrong.push(file);
    await store.write(notes);
    return { problem: 'wrong' };
  }

  return {
    signOff: (hash, typedHost) =>
      inTurn(async () => {
        const current = await policy();
        if (!hasSecondPerson(current)) return { outcome: 'refused', problem: 'off' };
        const host = hostIn(typedHost);
        if (!host) return { outcome: 'refused', problem: 'site' };
        const day = dayOf(now());
        const notes = await notesOf(day);
        if (notes.held.includes(await digest(hash))) return { outcome: 'refused', problem: 'own' };
        const code = writeCode(await codeFor(current.releaseKey, { hash, host, day }, newSalt()));
        const reference = await digest(`${code} ${hash}`);
        await store.write({ ...notes, made: [...notes.made, reference] });
        return { outcome: 'signed', code, reference, host };
      }),

    take: (hashes, host, codes) =>
      inTurn(async () => {
        const current = await policy();
        const day = dayOf(now());
        const notes = await notesOf(day);
        const references: string[] = [];
        for (const [at, hash] of hashes.entries()) {
          const found = hasSecondPerson(current)
            ? await problemOf(current.releaseKey, codes[at] ?? '', { hash, host, day }, notes)
            : { problem: 'wrong' as const };
          if ('problem' in found) {
            const file = await digest(hash);
            const left = MOST_TRIES.file - notes.wrong.filter((entry) => entry === file).length;
            return { outcome: 'refused', problem: found.problem, at, left };
          }
          references.push(found.reference);
        }
        await store.write({ ...notes, used: [...notes.used, ...references] });
        return { outcome: 'taken', references };
      }),

    noteHeld: (hashes) =>
      inTurn(async () => {
        const notes = await notesOf(dayOf(now()));
        const held = new Set(notes.held);
        for (const hash of hashes) held.add(await digest(hash));
        await store.write({ ...notes, held: [...held] });
      }),
  };
}
