// One trial of `npm run faults`, made from its seed and number alone: what goes out by which door, what fails, and when.
import { random, sentence } from './random.ts';

export const CHANNELS = ['input', 'drop', 'paste', 'submit', 'fetch', 'xhr', 'beacon', 'socket'] as const;
export type FaultChannel = (typeof CHANNELS)[number];

/** What the user tries to send. `slow` is clean too, and takes longer to read. */
export const CONTENTS = ['clean', 'slow', 'roster'] as const;
export type Content = (typeof CONTENTS)[number];

/** What happens. Those after `pageGone` take the page or the extension with it. */
export const FAULTS = [
  'stop the service worker',
  'stop the service worker thrice',
  'close the offscreen document',
  'end a scan worker',
  'fill the database quota',
  'fill session storage',
  'make storage throw',
  'set the clock',
  'freeze the browser',
  'crash the extension',
  'crash the tab',
  'close the tab',
  'kill the browser',
  'reload the extension',
  'update the extension',
  'disable the extension',
] as const;
export type Fault = (typeof FAULTS)[number];

/** After these the gate that held is gone, or can ask nobody any more. */
const GATE_GONE = new Set<Fault>([
  'crash the extension',
  'crash the tab',
  'close the tab',
  'kill the browser',
  'reload the extension',
  'update the extension',
  'disable the extension',
]);
export const takesTheGate = (fault: Fault): boolean => GATE_GONE.has(fault);

export interface Plan {
  number: number;
  channel: FaultChannel;
  content: Content;
  fault: Fault;
  /** Milliseconds from the user's deed to the fault. */
  moment: number;
  /** What the user answers to a warning. */
  answer: 'remove' | 'send';
  /** How far the clock jumps, in days. */
  days: number;
  /** What is sent, and a clean text to be sent afterwards. */
  text: string;
  after: string;
}

const SURNAMES =
  'Ainscow Chakraborty Okafor Harding Novak Pritchard Sallis Tranter Uddin Varley Whitlock Yarwood Ashby Brandreth'.split(
    ' ',
  );

function contentOf(content: Content, channel: FaultChannel, number: number, next: () => number): string {
  const isFile = channel === 'input' || channel === 'drop' || channel === 'paste';
  if (content === 'roster') {
    const rows = SURNAMES.map((name, at) => [name, 'J', 'PC', 700_000 + number * 100 + at, 'Bethel Street']);
    if (isFile)
      return `Surname,Initials,Rank,Collar number,Station\n${rows.map((row) => row.join(',')).join('\n')}\n`;
    return [...rows, ...rows, ...rows]
      .map(([name, , rank], at) => `${rank} ${1000 + number + at} ${name}, Custody`)
      .join('\n');
  }
  // A beacon takes 64 kB at most.
  const lines = content === 'slow' ? (isFile ? 60_000 : channel === 'beacon' ? 700 : 4_000) : 30;
  if (!isFile) return Array.from({ length: lines }, () => sentence(next)).join('\n');
  const rows = Array.from({ length: lines }, (_, row) => `Month ${row % 12},${Math.floor(next() * 1e6)}`);
  return `month,calls ${number}\n${rows.join('\n')}\n`;
}

/** @param only of which faults to choose. */
export function planOf(seed: number, number: number, only: readonly Fault[] = FAULTS): Plan {
  const next = random(seed * 1_000_003 + number);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  // In turn, so that every pair of door and fault comes soon.
  const channel = CHANNELS[number % CHANNELS.length] as FaultChannel;
  const fault = only[Math.floor(number / CHANNELS.length + number) % only.length] as Fault;
  const content = pick(CONTENTS);
  return {
    number,
    channel,
    content,
    fault,
    // Most holds of small files are over in half a second, but for what the user does.
    moment: Math.floor(next() ** 2 * (content === 'clean' ? 700 : 2_200)),
    answer: pick(['remove', 'remove', 'send']),
    days: pick([-4000, -400, -1, 1, 500, 4000]),
    text: contentOf(content, channel, number, next),
    after: contentOf('clean', 'input', number + 1_000_000, next),
  };
}
