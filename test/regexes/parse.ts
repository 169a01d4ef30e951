// Parses regular expressions, as far as their backtracking goes: what a class of characters means is left to the engine.

export type Node =
  /** One character of a set, as source text (`[a-z]`, `\d`, `.`, `x`). */
  | { kind: 'set'; source: string }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; options: Node[] }
  /** `most` is Infinity for `*` and `+`. */
  | { kind: 'repeat'; body: Node; least: number; most: number }
  | { kind: 'assert'; what: 'start' | 'end' | 'boundary' | 'no-boundary' }
  /** Lookahead and lookbehind, of both signs. */
  | { kind: 'look'; body: Node }
  /** A back reference: any text at all. */
  | { kind: 'reference' };

/** @param source a RegExp's `source`, which the engine has accepted. */
export function parseRegExp(source: string): Node {
  let at = 0;
  const eat = (text: string) => {
    if (!source.startsWith(text, at)) return false;
    at += text.length;
    return true;
  };

  function choice(): Node {
    const options = [sequence()];
    while (eat('|')) options.push(sequence());
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  function sequence(): Node {
    const parts: Node[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(quantified(atom()));
    return { kind: 'sequence', parts };
  }

  function quantified(body: Node): Node {
    const [text, least, , most] = /^\{(\d+)(,(\d*))?\}/.exec(source.slice(at)) ?? [];
    let range: [number, number] | undefined;
    if (text !== undefined) {
      at += text.length;
      range = [Number(least), most === undefined ? Number(least) : most === '' ? Infinity : Number(most)];
    } else if (eat('*')) range = [0, Infinity];
    else if (eat('+')) range = [1, Infinity];
    else if (eat('?')) range = [0, 1];
    if (!range) return body;
    eat('?');
    return { kind: 'repeat', body, least: range[0], most: range[1] };
  }

  function group(): Node {
    const isLook = /^\(\?(?:[=!]|<[=!])/.test(source.slice(at, at + 4));
    const [open] = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/.exec(source.slice(at))!;
    at += open.length;
    const body = choice();
    at++;
    return isLook ? { kind: 'look', body } : body;
  }

  function setOf(pattern: RegExp): Node {
    const [text] = pattern.exec(source.slice(at))!;
    at += text.length;
    return { kind: 'set', source: text };
  }

  function atom(): Node {
    const c = source[at]!;
    if (c === '(') return group();
    if (c === '[') return setOf(/^\[(?:[^\\\]]|\\.)*\]/s);
    if (eat('^')) return { kind: 'assert', what: 'start' };
    if (eat('$')) return { kind: 'assert', what: 'end' };
    if (eat('\\b')) return { kind: 'assert', what: 'boundary' };
    if (eat('\\B')) return { kind: 'assert', what: 'no-boundary' };
    const [reference] = /^\\(?:[1-9]\d*|k<[^>]*>)/.exec(source.slice(at)) ?? [];
    if (reference !== undefined) {
      at += reference.length;
      return { kind: 'reference' };
    }
    if (c === '\\')
      return setOf(/^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|.)/s);
    return setOf(/^[\ud800-\udbff][\udc00-\udfff]|^./s);
  }

  return choice();
}
