/** What every kind of test run comes down to, so that `npm test` can add them up. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

const TestResultSchema = v.object({
  name: v.string(),
  passed: v.boolean(),
  /** Why it failed. */
  message: v.optional(v.string()),
});
export type TestResult = v.InferOutput<typeof TestResultSchema>;

/** Reads the results that a test run wrote as a JSON array. Rejects when the file is missing or says something else. */
export async function readResults(file: string): Promise<TestResult[]> {
  return v.parse(v.array(TestResultSchema), JSON.parse(await readFile(file, 'utf8')));
}

const VitestReport = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.optional(v.string(), ''),
      assertionResults: v.array(
        v.object({
          fullName: v.string(),
          status: v.string(),
          failureMessages: v.nullish(v.array(v.string())),
        }),
      ),
    }),
  ),
});

/**
 * Reads the report of vitest's JSON reporter. A file that could not be loaded is a failed test, and so is a test that
 * was skipped: a test that did not run has shown nothing.
 */
export async function readVitestReport(file: string): Promise<TestResult[]> {
  const report = v.parse(VitestReport, JSON.parse(await readFile(file, 'utf8')));
  return report.testResults.flatMap(({ name, status, message, assertionResults }): TestResult[] => {
    if (assertionResults.length === 0 && status !== 'passed') return [{ name, passed: false, message }];
    return assertionResults.map((test) => ({
      name: test.fullName,
      passed: test.status === 'passed',
      // A test that didn't run says nothing itself; its file does, when a hook of the file failed.
      message: (test.failureMessages ?? []).join('\n') || `${test.status}: ${message}`,
    }));
  });
}

/** Shows the results in a file, test by test; the process is to end with 1 where one has failed, or none was run. */
export async function showResults(file: string): Promise<void> {
  const results = await readResults(file);
  for (const { name, passed, message } of results) console.log(passed ? `  ✓ ${name}` : `  ✗ ${name}\n${message}`);
  process.exitCode = results.length > 0 && results.every(({ passed }) => passed) ? 0 : 1;
}
