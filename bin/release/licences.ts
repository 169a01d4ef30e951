// Which licences our dependencies are under, by the lock file, and which of them may not be there.

export interface Licensed {
  name: string;
  /** SPDX expression, or `none`. */
  licence: string;
}

interface Lock {
  packages: Record<string, { license?: string; version?: string }>;
}

/** Everything that the lock file names, but ourselves. */
export function licencesOf({ packages }: Lock): Licensed[] {
  return Object.entries(packages).flatMap(([place, { license = 'none' }]) =>
    place === '' ? [] : [{ name: place.slice(place.lastIndexOf('node_modules/') + 13), licence: license }],
  );
}

/** One word of an SPDX expression is enough where the sender may choose (`MIT OR GPL-2.0`); all have to be where it says AND. */
const allows = (licence: string): boolean =>
  licence
    .replace(/[()]/g, ' ')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => !/^A?GPL/i.test(one.trim())));

/** Under GPL or AGPL, with no other choice. LGPL is allowed as a file of its own. */
export function unwelcome(licences: readonly Licensed[]): Licensed[] {
  return licences.filter(({ licence }) => !allows(licence));
}
