// What the bytes are, whatever the name says.

export interface Identified {
  /** `xlsx`, `csv`, `pdf`, …, or `unknown`. */
  format: string;
}

/** Looks at the first bytes, and inside a zip at what it says of itself. */
export async function identify(_file: Blob): Promise<Identified> {
  return { format: 'unknown' };
}
