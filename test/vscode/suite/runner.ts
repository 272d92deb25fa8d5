/** Runs named tests one after the other inside the extension host and tells the process outside how they went. */
import type { TestResult } from '../../support/results.ts';

/** Tests by name, in the order in which they run. A test fails by rejecting. */
export type Tests = Readonly<Record<string, () => Promise<void>>>;

/** The longest that one test may take, in milliseconds. */
const limit = 30_000;

/**
 * Runs all tests, each followed by `tidy`, and hands on the results so far after each, so that a crash of the extension host leaves
 * what was found out. Rejects when a test failed.
 */
export async function runTests(
  tests: Tests,
  tidy: () => Promise<void>,
  report: (results: readonly TestResult[]) => Promise<void>,
): Promise<void> {
  const results: TestResult[] = [];
  for (const [name, test] of Object.entries(tests)) {
    results.push(await runOne(name, test));
    await tidy();
    await report(results);
  }
  const failed = results.filter(({ passed }) => !passed).length;
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

async function runOne(name: string, test: () => Promise<void>): Promise<TestResult> {
  let timer: ReturnType<typeof setTimeout> | undefined;
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
