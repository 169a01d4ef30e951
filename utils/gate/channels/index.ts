// Every channel that is held in the isolated world. A new one is a file here and a line in this list.
import type { GateChannel } from '../channel.ts';
import { drop } from './drop.ts';
import { input } from './input.ts';
import { paste } from './paste.ts';
import { submit } from './submit.ts';

export const CHANNELS: GateChannel = { ...input, ...drop, ...paste, ...submit };
