/** What every face is asked about, and what it has to find: as the command line says it. */
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../../build/process.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** Code, line and column, from 1. */
export type Found = readonly [code: string, line: number, column: number];

const CLI = join(process.cwd(), 'dist/cli.cjs');

export const placed = ({ code, line, column }: { code: string; line: number; column: number }): Found => [
  code,
  line,
  column,
];

/** Two at one place may be listed in any order. */
export const inOrder = (found: readonly Found[]): readonly Found[] =>
  [...found].sort((one, other) => one[1] - other[1] || one[2] - other[2] || (one[0] < other[0] ? -1 : 1));

/** A config that is wrong in many ways, in a folder of its own, with the findings of `sweetspot check` in it. */
export async function startFaces() {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'wrong.yaml');
  await copyFile(new URL('wrong.yaml', import.meta.url), file);
  const checked = async (format: string) =>
    JSON.parse((await run(process.execPath, [CLI, 'check', '--format', format, file])).output);
  const { files } = await checked('json');
  const expected: readonly Found[] = inOrder(files[0].findings.map(placed));
  return {
    folder: folder.path,
    file,
    text: await readFile(file, 'utf8'),
    expected,
    checked,
    stop: () => folder.remove(),
  };
}
