import { expect, it } from 'vitest';
import * as TO_GATE from '../../../utils/gate/to-gate.ts';
import * as TO_PAGE from '../../../utils/gate/to-page.ts';

it('gives every message a type of its own, since both sides listen on the same element', () => {
  const types = [...Object.values(TO_GATE), ...Object.values(TO_PAGE)];
  expect(types).toHaveLength(new Set(types).size);
});
