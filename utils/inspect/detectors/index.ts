// The list of Detectors. A new one is a file beside this one and a line here.
import type { Detector } from '../detector.ts';
import { hiddenDetector } from './hidden.ts';
import { people } from './people/index.ts';
import { photo } from './photo/index.ts';
import { staff } from './staff/index.ts';

export const DETECTORS: readonly Detector[] = [hiddenDetector, people, photo, staff];
