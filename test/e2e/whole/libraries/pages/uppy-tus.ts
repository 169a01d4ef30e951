import Tus from '@uppy/tus';
import { dashboard } from './uppy.ts';

dashboard().use(Tus, { endpoint: '/tus', chunkSize: 1000, removeFingerprintOnSuccess: true });
