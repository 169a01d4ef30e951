// Makes the gate's scripts smaller than the bundler does: they are weighed by the byte (test/unit/gate/size.test.ts).
import { gzipSync } from 'node:zlib';
import { minify } from 'terser';

/**
 * Members of our own objects that no object of a browser has, and that stay within one script, or within two that are
 * shrunk with the same `names`: no message and no key of a table.
 */
const OWN =
  /^(addFiles|addSent|addText|attempts|blobs|cancelAll|chosen|emptied|forgetEntries|given|guardInput|hasFile|hasText|held|inOrder|inputHolds|isReplay|judge|judged|keepDrop|known|longest|multipart|numbers|parts|poll|prepare|rearm|released|replay|settle|silence|silences|strings|texts|trouble|writer)$/;

/** What is smaller depends on the script. */
const WAYS = [
  { hoist_funs: true, inline: 3 },
  { hoist_funs: false, inline: 1 },
];

/** Compressed, in bytes. */
export const weightOf = (code: string): number => gzipSync(code, { level: 9 }).length;

/** Which member has which short name. */
export type Names = Record<string, unknown>;

/**
 * @param code a script that stands by itself, as the bundler wrote it.
 * @param names of a script that this one works with, and filled in for the next.
 */
export async function shrink(code: string, names: Names = {}): Promise<string> {
  const made = await Promise.all(
    WAYS.map(async (way) => {
      const nameCache = { props: structuredClone(names) };
      const { code: small = '' } = await minify(code, {
        nameCache,
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
      });
      return { small, props: nameCache.props };
    }),
  );
  const [best] = made.sort((a, b) => weightOf(a.small) - weightOf(b.small));
  if (!best?.small) throw new Error('Nothing came of the gate’s script.');
  Object.assign(names, best.props);
  return `${best.small}\n`;
}
