/** Other people's editors without a screen, set up by the recipes that docs/editors.md gives. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from '../../../../build/process.ts';
import type { Found } from '../found.ts';

/** What a person meets in an editor. */
export interface Met {
  /** At `JOB`'s step count. */
  readonly hover: string;
  /** Labels, at the value of `JOB`'s sampler. */
  readonly completions: readonly string[];
  /** The line of the step count after the first quick fix. */
  readonly fixed: string;
  /** What the editor was told of a preview. */
  readonly preview: string;
}

export interface Editor {
  readonly name: string;
  /** What is run. */
  readonly program: string;
  /** What it shows of a file: columns are those of UTF-16, as the server says them. */
  findings(file: string, env: NodeJS.ProcessEnv): Promise<readonly Found[]>;
  /** Hover, completion, fix and preview in a file with `JOB`. */
  meet?(file: string, env: NodeJS.ProcessEnv): Promise<Met>;
}

/** Of a model for four steps; counts from 0. */
export const JOB =
  'model: black-forest-labs/FLUX.1-schnell\nprompt: a lake\nsteps: 28\nsampler_name: \nwidth: 64\nheight: 64\n';
export const STEPS = { line: 2, character: 8 };
export const SAMPLER = { line: 3, character: 14 };

/** Whether a program can be run here. */
export async function isInstalled(program: string, ...args: string[]): Promise<boolean> {
  return (await run(program, args.length > 0 ? args : ['--version']).catch(() => ({ code: 1 }))).code === 0;
}

/** An environment in which `sweetspot` is the command line of dist/, and editors keep what they write in `folder`. */
export async function programsIn(folder: string): Promise<NodeJS.ProcessEnv> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const cli = join(process.cwd(), 'dist/cli.cjs');
  await writeFile(join(bin, 'sweetspot'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  await chmod(join(bin, 'sweetspot'), 0o755);
  return { ...process.env, HOME: folder, XDG_STATE_HOME: folder, PATH: `${bin}${delimiter}${process.env.PATH}` };
}

/** The code of a recipe: the first in a language below a heading. */
export async function recipe(heading: string, language: string): Promise<string> {
  const page = await readFile('docs/editors.md', 'utf8');
  const section = page.slice(page.indexOf(`\n## ${heading}\n`));
  const [, code] = new RegExp(`\`\`\`${language}\\n([^\`]+)\`\`\``).exec(section) ?? [];
  if (code === undefined) throw new Error(`docs/editors.md has no recipe in ${language} for ${heading}`);
  return code;
}
