#!/usr/bin/env node
// The installed command: `cordon check`, `cordon policy`, `cordon fingerprint`. Plain JavaScript, for the Node that begins
// it may be too old for TypeScript; the one that Cordon brings along then does the work.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const COMMANDS = ['check', 'policy', 'fingerprint'];
const USAGE = `Usage: cordon ${COMMANDS.join('|')} [options]

\`cordon COMMAND --help\` says more.`;

/** The Node to run TypeScript with. */
function node() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const brought = [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]
    .map((folder) => fileURLToPath(new URL(`../node_modules/${folder}/bin/${name}`, import.meta.url)))
    .find((file) => existsSync(file));
  return brought ?? process.execPath;
}

const [command = '', ...args] = process.argv.slice(2);
if (!COMMANDS.includes(command)) {
  const asked = command === '--help';
  (asked ? console.log : console.error)(USAGE);
  process.exit(asked ? 0 : 2);
}
const file = fileURLToPath(new URL(`./${command}.ts`, import.meta.url));
const child = spawn(node(), [file, ...args], {
  stdio: 'inherit',
  // Paths are meant from where the user stands, whatever npm said of an outer command.
  env: { ...process.env, INIT_CWD: process.cwd() },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(error.message);
  process.exit(3);
});
child.on('exit', (status, signal) => {
  if (signal === null) process.exit(status ?? 3);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
