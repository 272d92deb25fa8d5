/** Runs named tests one after the other inside the extension host and tells the process outside how they went. */
import { writeFile } from 'node:fs/promises';
import type { TestResult } from '../../support/results.ts';

/** Tests by name, in the order in which they run. A test fails by rejecting. */
export type Tests = Readonly<Record<string, () => Promise<void>>>;

/** The longest that one test may take, in milliseconds. */
const limit = 30_000;

/**
 * Runs all tests, each followed by `tidy`, and writes their results, as JSON, to `file`. Resolves with the number of
 * those that failed.
 */
export async function runTests(tests: Tests, tidy: () => Promise<void>, file: string): Promise<number> {
  const results: TestResult[] = [];
  for (const [name, test] of Object.entries(tests)) {
    results.push(await runOne(name, test));
    await tidy();
    // Written after each test, so that a crash of the extension host leaves what was found out.
    await writeFile(file, JSON.stringify(results, null, 2));
  }
  return results.filter(({ passed }) => !passed).length;
}

async function runOne(name: string, test: () => Promise<void>): Promise<TestResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing happened within ${limit / 1000} s`)), limit);
  });
  try {
    await Promise.race([test(), late]);
    return { name, passed: true };
  } catch (error) {
    return { name, passed: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
