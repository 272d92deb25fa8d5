/**
 * What `sweetspot check` takes for 10,000 files, beside yamllint and ESLint's JSON plugin on the same files in one run, and beside
 * analysing them twice in a process that is warm and does nothing else. Seconds of processor, which a busy machine changes little, and of the clock; the most memory that was held.
 *
 *     npm run build && npm run bench:check
 *
 * yamllint wants Python 3 with `venv` on the PATH; without it the bench ends with an error.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { mustRun } from '../../build/process.ts';
import { installPeers } from './peers/install.ts';
import { bundle } from './servers.ts';

const FILES = 10_000;
const YAMLLINT = '1.38.0';

/** Files of the kinds that people have: real ones of others where they lie beside this checkout, and our cases. */
const SOURCES = ['../shared/corpus/dev', 'test/cases'].filter(existsSync);

/** Copies over and over, each its own text, in a folder for each language: peers read one only. */
async function writeFiles(source: string, folder: string): Promise<void> {
  const names = (await readdir(source, { recursive: true })).filter((name) => /\.(json|ya?ml)$/.test(name)).sort();
  const texts = await Promise.all(
    names.map(async (name) => ({ end: extname(name), text: await readFile(join(source, name), 'utf8') })),
  );
  for (let index = 0; index < FILES; index += 1) {
    const { end, text } = texts[index % texts.length];
    const sub = join(folder, end === '.json' ? 'json' : 'yaml', String(index % 100));
    await mkdir(sub, { recursive: true });
    await writeFile(join(sub, `${index}${end}`), end === '.json' ? `${text}\n` : `# ${index}\n${text}`);
  }
}

interface Taken {
  readonly clock: number;
  readonly processor: number;
  /** MB, the most at one time. */
  readonly memory: number;
}

/** Bash says what a program and its children took; what it holds is read while it runs. */
async function measure(cwd: string, command: string, args: readonly string[]): Promise<Taken> {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>/dev/null';
  const child = spawn('bash', ['-c', script, 'bash', command, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  let memory = 0;
  const watching = setInterval(() => {
    memory = Math.max(memory, heldBy(child.pid ?? 0));
  }, 50);
  await once(child, 'close');
  clearInterval(watching);
  const [clock, user, system] = (said.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { clock, processor: user + system, memory };
}

/** MB that the children of a process hold; 0 where the system does not say. */
function heldBy(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const held = children.map((child) => /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1]);
    return held.reduce((sum, kilobytes) => sum + Number(kilobytes ?? 0) / 1000, 0);
  } catch {
    return 0;
  }
}

async function main(): Promise<void> {
  const peer = await installPeers(console.log);
  const python = join(peer('..'), 'python');
  if (!existsSync(join(python, 'bin/yamllint'))) {
    await mustRun('python3', ['-m', 'venv', python]);
    await mustRun(join(python, 'bin/pip'), ['install', '--quiet', `yamllint==${YAMLLINT}`]);
  }
  const eslint = [join(peer('eslint'), 'bin/eslint.js'), '--no-config-lookup', '--config', 'eslint.config.mjs', '.'];
  const json = await import(join(peer('@eslint/json'), 'package.json'), { with: { type: 'json' } });
  for (const source of SOURCES) {
    const folder = await mkdtemp(join(tmpdir(), 'sweetspot-bench-'));
    const program = await mkdtemp(join(tmpdir(), 'sweetspot-bench-'));
    try {
      await writeFiles(source, folder);
      const analysing = join(program, 'analysing.cjs');
      await bundle('analysing.ts', analysing);
      // A build meanwhile changes nothing.
      await cp('dist', join(program, 'dist'), { recursive: true });
      const ours = [join(program, 'dist/cli.cjs'), 'check', '--fail-on', 'never', '.'];
      const config = `import json from ${JSON.stringify(join(peer('@eslint/json'), json.default.main ?? 'dist/esm/index.js'))};
export default [{ files: ['**/*.json'], plugins: { json }, language: 'json/json', ...json.configs.recommended }];\n`;
      await writeFile(join(folder, 'json/eslint.config.mjs'), config);
      console.log(`\n${source}: ${FILES} files\n\n| | processor, s | clock, s | memory, MB |\n|---|---|---|---|`);
      const row = async (name: string, cwd: string, command: string, args: readonly string[]): Promise<Taken> => {
        const taken = await measure(join(folder, cwd), command, args);
        const { processor, clock, memory } = taken;
        console.log(`| ${name} | ${processor.toFixed(1)} | ${clock.toFixed(1)} | ${memory.toFixed(0)} |`);
        return taken;
      };
      const all = await row('`sweetspot check`, all', '.', process.execPath, ours);
      const once = Number(await mustRun(process.execPath, [analysing, join(program, 'dist'), folder]));
      console.log(`| analysing all once, warm, in one process | ${once.toFixed(1)} | | |`);
      const ourYaml = await row('`sweetspot check`, YAML', 'yaml', process.execPath, ours);
      const yamllint = await row('yamllint, YAML', 'yaml', join(python, 'bin/yamllint'), ['-d', 'relaxed', '.']);
      const ourJson = await row('`sweetspot check`, JSON', 'json', process.execPath, ours);
      const theirs = await row('ESLint with @eslint/json, JSON', 'json', process.execPath, eslint);
      const ratio = (one: Taken, other: Taken): string => (other.processor / one.processor).toFixed(1);
      console.log(
        `\nProcessor: yamllint takes ${ratio(ourYaml, yamllint)} times ours, ESLint ${ratio(ourJson, theirs)} times; ` +
          `we take ${(all.processor / once / 2).toFixed(2)} times what analysing twice takes.`,
      );
    } finally {
      await Promise.all([folder, program].map((each) => rm(each, { recursive: true })));
    }
  }
}

await main();
