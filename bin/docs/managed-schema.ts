// The managed schema for Chrome and Edge, made from the one table of policy keys.
import { toJsonSchema } from '@valibot/to-json-schema';
import { POLICY_KEYS } from '../../utils/policy/schema.ts';

/** Keywords that Chromium's policy schemas know; it drops a schema with others in it. */
const KNOWN = new Set([
  'type',
  'properties',
  'items',
  'enum',
  'description',
  'minimum',
  'additionalProperties',
]);

type Json = { [key: string]: unknown };

function reduced(schema: Json): Json {
  const result: Json = {};
  for (const [key, value] of Object.entries(schema)) {
    if (!KNOWN.has(key) || value === false) continue;
    result[key] = value;
    if (key === 'properties') {
      result[key] = Object.fromEntries(
        Object.entries(value as Json).map(([name, part]) => [name, reduced(part as Json)]),
      );
    } else if (key === 'items' || key === 'additionalProperties') result[key] = reduced(value as Json);
  }
  // Chromium keeps what is not in an enumeration to itself; as plain text it reaches our own validation, which can tell
  // the user and the force of it.
  if (result.enum) {
    result.type = 'string';
    result.description = `One of ${(result.enum as string[]).join(', ')}.`;
    delete result.enum;
  }
  // Its integers end at 2^31, where 4 GB do not fit: a larger one would cost the key its value. Our own validation asks
  // for whole numbers.
  if (result.type === 'integer') {
    result.type = 'number';
    delete result.minimum;
  }
  return result;
}

/** What stands in public/managed-schema.json: an object at top level, without additionalProperties there. */
export function managedSchema(): Json {
  const properties = Object.fromEntries(
    Object.entries(POLICY_KEYS).map(([name, { schema, about }]) => {
      const json = toJsonSchema(schema, {
        errorMode: 'ignore',
        ignoreActions: ['check', 'trim', 'regex', 'url'],
      });
      return [name, { ...reduced(json as Json), description: about }];
    }),
  );
  return { type: 'object', properties };
}
