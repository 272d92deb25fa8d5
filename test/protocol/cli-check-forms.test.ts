/** In which form `sweetspot check` says what it found: to people, to programs, to servers of CI. */
import { readFile } from 'node:fs/promises';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { check, put, WASTE } from './checking.ts';

const SCHEMA = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

test('SARIF holds to the schema of 2.1.0', async () => {
  await put({ 'odd name#.yaml': WASTE });
  const { out } = await check(['--format', 'sarif', 'odd name#.yaml', 'b', 'none.yaml']);
  const log = JSON.parse(out);
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
  addFormats.default(ajv);
  const isValid = ajv.compile(JSON.parse(await readFile(SCHEMA, 'utf8')));
  isValid(log);
  expect(isValid.errors).toBe(null);
  const [{ results, tool, invocations }] = log.runs;
  expect(results[0]).toMatchObject({
    ruleId: 'steps-wasteful',
    level: 'warning',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'odd%20name%23.yaml' },
          region: { startLine: 2, startColumn: 8, endColumn: 10 },
        },
      },
    ],
    fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: '25' } }] }] }],
  });
  expect(tool.driver.rules[results[0].ruleIndex]).toMatchObject({
    id: 'steps-wasteful',
    help: { markdown: expect.stringContaining('## What it means') },
  });
  expect(invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ message: { text: "can't read none.yaml: there is no such file" } }],
  });
});
test('JUnit is XML, whatever a file is called', async () => {
  await put({ 'a&"<b.yaml': WASTE });
  const { out } = await check(['--format', 'junit', 'a&"<b.yaml', 'b/fine.jsonc']);
  expect(XMLValidator.validate(out)).toBe(true);
  expect(out).toContain('<testsuite name="a&amp;&quot;&lt;b.yaml" tests="1" failures="1" errors="0">');
  expect(out).toContain('<testsuite name="b/fine.jsonc" tests="1" failures="0" errors="0">');
});
test('annotations of GitHub', async () => {
  await put({ 'x,y:z.yaml': WASTE });
  expect((await check(['--format', 'github', 'x,y:z.yaml'])).out).toMatch(
    /^::warning file=x%2Cy%3Az\.yaml,line=2,endLine=2,col=8,endColumn=10,title=sweetspot steps-wasteful::.* 80 costs .*\n$/,
  );
});
test('a frame shows the line, and of a long one the part that it is about', async () => {
  const long = `{"prompt": "${'a'.repeat(5000)}", "steps": 80, "rest": "${'b'.repeat(5000)}"}`;
  await put({ 'long.json': long });
  const { out } = await check(['--format', 'frame', 'a.yaml', 'long.json']);
  expect(out).toContain(' 2 | steps: 80\n   |        ^^\n    Set to 25 (safe default)\n');
  const lines = out.split('\n');
  const shown = lines.findIndex((line) => line.startsWith(' 1 | '));
  expect(lines[shown].length).toBeLessThan(150);
  const [from, to] = [lines[shown + 1].indexOf('^'), lines[shown + 1].lastIndexOf('^')];
  expect(lines[shown].slice(from, to + 1)).toBe('80');
});
test('colours only where they are wanted', async () => {
  const wanted = await check(['a.yaml'], '', { FORCE_COLOR: '1' });
  expect(wanted.out).toContain('\u001b[33mwarning\u001b[39m');
  const unwanted: readonly NodeJS.ProcessEnv[] = [
    {},
    { CI: 'true' },
    { FORCE_COLOR: '0' },
    { FORCE_COLOR: '1', NO_COLOR: '1' },
  ];
  for (const env of unwanted)
    expect((await check(['a.yaml'], '', env)).out, JSON.stringify(env)).not.toContain('\u001b');
});
