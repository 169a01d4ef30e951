// `npm run fleet`: what a fleet of workstations sends to the force's collector, by simulation: events a day, the busiest
// second, bytes on the wire and what comes back after the collector was away. The numbers go into docs/fleet.md.
import { parseArgs } from 'node:util';
import { ASSUMPTIONS, simulate } from './fleet/simulate.ts';

const { values } = parseArgs({
  options: {
    workstations: { type: 'string', default: String(ASSUMPTIONS.workstations) },
    seed: { type: 'string', default: '1' },
    away: { type: 'string', default: '60' },
    asks: { type: 'boolean', default: false },
  },
});
const assumptions = {
  ...ASSUMPTIONS,
  workstations: Number(values.workstations),
  awayMinutes: Number(values.away),
  asks: values.asks,
};
const result = simulate(assumptions, Number(values.seed));
console.log(JSON.stringify({ assumptions, result }, null, 2));
