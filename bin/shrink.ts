// Makes the gate's scripts smaller than the bundler does: they are weighed by the byte (test/unit/gate/size.test.ts).
import { gzipSync } from 'node:zlib';
import { minify } from 'terser';

/**
 * Members of our own objects that no object of a browser has, and that stay within one script: no message, no key of a table
 * and nothing that two scripts meet on.
 */
const OWN =
  /^(addFiles|addSent|addText|attempts|blobs|cancelAll|chosen|emptied|forgetEntries|given|guardInput|hasBytes|hasFile|hasText|held|inOrder|inputHolds|isReplay|judge|judged|keepDrop|known|longest|multipart|numbers|parts|poll|prepare|rearm|released|replay|settle|silence|silences|tellUnread|texts|trouble|writer)$/;

/** What is smaller depends on the script. */
const WAYS = [
  { hoist_funs: true, inline: 3 },
  { hoist_funs: false, inline: 1 },
];

/** Compressed, in bytes. */
export const weightOf = (code: string): number => gzipSync(code, { level: 9 }).length;

/** @param code a script that stands by itself, as the bundler wrote it. */
export async function shrink(code: string): Promise<string> {
  const made = await Promise.all(
    WAYS.map((way) =>
      minify(code, {
        ecma: 2020,
        // Whoever brings the script is handed what its last expression gives (`expression`).
        compress: {
          passes: 4,
          keep_fargs: false,
          unsafe_arrows: true,
          unsafe_methods: true,
          expression: true,
          negate_iife: false,
          sequences: false,
          ...way,
        },
        mangle: { properties: { regex: OWN } },
        format: { comments: false },
      }),
    ),
  );
  const [smallest] = made.map((one) => one.code ?? '').sort((a, b) => weightOf(a) - weightOf(b));
  if (!smallest) throw new Error('Nothing came of the gate’s script.');
  return `${smallest}\n`;
}
