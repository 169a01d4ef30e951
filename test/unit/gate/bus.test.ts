import { expect, it } from 'vitest';
import { TO_GATE, TO_PAGE } from '../../../utils/gate/bus.ts';

it('gives every message a type of its own, since both sides listen on the same element', () => {
  const types = [...Object.values(TO_GATE), ...Object.values(TO_PAGE)];
  expect(types).toHaveLength(new Set(types).size);
});
