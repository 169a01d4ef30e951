// Before the unit tests: the WebAssembly modules and networks are those of the sources.
import { buildAssets } from '../../bin/build-assets.ts';

export default buildAssets;
