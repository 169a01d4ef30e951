// Before the unit tests: the WebAssembly modules are those of the sources.
import { buildWasm } from '../../bin/build-wasm.ts';

export default buildWasm;
