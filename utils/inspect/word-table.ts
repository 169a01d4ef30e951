/**
 * A table that is asked by words that come out of files. It has no prototype, so that `constructor` and `__proto__` are
 * words like any other in it: in a plain object they would be found.
 */
export function wordTable<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), entries);
}
