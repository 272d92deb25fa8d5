/**
 * `npm run audit`: asks the registry for known holes in the locked versions. Ends with 1 when a package has one that is bundled (the
 * notices in dist/ say which are); holes of tools are listed only. Where no registry answers such questions it says so, and ends with 0.
 */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { namesIn } from './notices.ts';
import { run, toItsEnd } from './process.ts';

const AuditSchema = v.object({
  vulnerabilities: v.record(
    v.string(),
    v.object({
      severity: v.string(),
      range: v.string(),
      via: v.array(v.union([v.string(), v.object({ title: v.string(), url: v.string() })])),
    }),
  ),
});

const RefusalSchema = v.object({ message: v.string() });

export interface Verdict {
  readonly lines: readonly string[];
  /** A bundled package has a hole. */
  readonly isBad: boolean;
}

/** What is to be said of npm's report, a JSON text. Throws where it is no report at all. */
export function verdictOf(report: unknown, bundled: ReadonlySet<string>): Verdict {
  const refusal = v.safeParse(RefusalSchema, report);
  if (refusal.success)
    return {
      lines: [`No registry answers here, so nothing is known of holes: ${refusal.output.message}`],
      isBad: false,
    };
  const found = Object.entries(v.parse(AuditSchema, report).vulnerabilities);
  if (found.length === 0) return { lines: ['No holes are known in the locked versions.'], isBad: false };
  const lines = found.map(([name, { severity, range, via }]) => {
    const why = via.map((each) => (typeof each === 'string' ? `by ${each}` : `${each.title} (${each.url})`)).join('; ');
    return `${bundled.has(name) ? 'BUNDLED' : 'tool'} ${name} ${range}, ${severity}: ${why}`;
  });
  return { lines, isBad: found.some(([name]) => bundled.has(name)) };
}

async function main(): Promise<void> {
  const bundled = new Set(namesIn(await readFile('dist/THIRD-PARTY-NOTICES.txt', 'utf8')));
  const { output } = await run('npm', ['audit', '--json', '--package-lock-only', '--loglevel=silent']);
  const { lines, isBad } = verdictOf(JSON.parse(output), bundled);
  console.log(lines.join('\n'));
  if (isBad) process.exitCode = 1;
}

if (process.argv[1]?.endsWith('audit.ts')) {
  await toItsEnd(main());
}
