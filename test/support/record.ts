/** Pages of docs/ with figures that a command writes: each between two markers of its own. */
import { readFile, writeFile } from 'node:fs/promises';

/** Replaces what stands in a page between `<!-- name:begin -->` and `<!-- name:end -->`. Rejects where they are missing. */
export async function recordIn(page: string, name: string, markdown: string): Promise<void> {
  await writeFile(page, withRecord(await readFile(page, 'utf8'), name, markdown, page));
}

/** Adds a run to such a part: a line of its own behind those that stand there, and above them how many inputs they tried in all. */
export async function addRunTo(page: string, name: string, run: FuzzRun): Promise<void> {
  const text = await readFile(page, 'utf8');
  await writeFile(page, withRecord(text, name, sumOf([...runsIn(text, name), lineOf(run)]), page));
}

export interface FuzzRun {
  readonly inputs: number;
  readonly failures: number;
  /** The first of those it took. */
  readonly seed: number;
  /** What was made of the inputs; may be empty. */
  readonly summary: string;
}

const many = (count: number): string => count.toLocaleString('en');

function lineOf({ inputs, failures, seed, summary }: FuzzRun): string {
  const day = new Date().toISOString().slice(0, 10);
  const failed = failures === 0 ? 'no failure' : failures === 1 ? '1 failure' : `${failures} failures`;
  return `- ${day}: ${many(inputs)} inputs, ${failed}, from seed ${seed} on${summary === '' ? '' : ` (${summary})`}`;
}

function runsIn(text: string, name: string): string[] {
  const part = text.split(`<!-- ${name}:begin -->`)[1]?.split(`<!-- ${name}:end -->`)[0] ?? '';
  return part.split('\n').filter((line) => line.startsWith('- '));
}

/** The runs under their sum. Exported for its test. */
export function sumOf(runs: readonly string[]): string {
  const all = runs.map((run) => /: ([\d,]+) inputs, (\d*)/.exec(run) ?? []);
  const inputs = all.reduce((sum, [, some = '0']) => sum + Number(some.replaceAll(',', '')), 0);
  const failures = all.reduce((sum, [, , some = '']) => sum + Number(some), 0);
  const texts = runs.reduce((sum, run) => sum + Number(/([\d,]+) texts/.exec(run)?.[1]?.replaceAll(',', '') ?? 0), 0);
  const failed = `${many(failures)} failure${failures === 1 ? '' : 's'}`;
  const read = texts > 0 ? ` (${many(texts)} texts)` : '';
  return `**${many(inputs)} inputs${read}, ${failed}**\n\n${runs.join('\n')}`;
}

/** The text of a page with that part replaced. */
export function withRecord(text: string, name: string, markdown: string, page = 'The page'): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no ${begin} and ${end}.`);
  return `${text.slice(0, from)}${begin}\n\n${markdown.trim()}\n\n${text.slice(to)}`;
}
