// The force's own patterns of staff numbers, as its policy gives them: a value is one if a pattern fits all of it.

/** Staff numbers are short: nothing longer is tried, so that no pattern can take long over a value. */
const LONGEST = 16;

/**
 * Compiles the patterns. One that is no regular expression is left out (the policy's reader tells the administrator of it).
 * @returns nothing where there is no pattern to try
 */
export function ownNumbers(patterns: readonly string[]): ((text: string) => boolean) | undefined {
  const compiled = patterns.flatMap((pattern) => {
    try {
      return [new RegExp(`^(?:${pattern})$`, 'iu')];
    } catch (error) {
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  });
  if (compiled.length === 0) return undefined;
  return (text) => {
    const value = text.trim();
    return value.length <= LONGEST && compiled.some((pattern) => pattern.test(value));
  };
}
