// How readings of lines take them apart.

/** Words, figures, times and addresses as they hold together (`O'Neill`, `Jones-Smith`, `09:20`, `j.doe@x.org`, `T/DS`); else a sign each. */
export const wordPattern = (): RegExp =>
  /[\p{L}\d](?:[\p{L}\p{M}\d]|['’.@\\_/-](?=[\p{L}\d])|(?<=\d)[:,](?=\d))*|[^\s\p{L}\p{M}\d]/gu;
