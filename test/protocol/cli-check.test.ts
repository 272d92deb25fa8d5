/** `sweetspot check` as a linter of repositories: which files, in which form, with which exit code, and what it mends. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mustRun } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const CLI = join(process.cwd(), 'dist/cli.cjs');
const SCHEMA = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

const WASTE = 'prompt: a lake\nsteps: 80\nwidth: 64\nheight: 64\n';
const FILES: Readonly<Record<string, string>> = {
  'a.yaml': WASTE,
  'b/c.json': '{"prompt": "a",\n\t"steps": 80}\n',
  'b/fine.jsonc': '{"prompt": "a", "steps": 25} // so',
  'b/few.yml': 'prompt: a\nsteps: 5\n',
  'b/note.md': WASTE,
  'node_modules/x/d.yaml': WASTE,
  '.hidden/e.yaml': WASTE,
  'out/f.yaml': WASTE,
  'out/kept.yaml': WASTE,
  'b/local.yaml': WASTE,
  '.gitignore': 'out/*\n!kept.yaml\n',
  'b/.gitignore': 'local.yaml\n',
};

let temporary: TemporaryFolder;
const path = (name: string): string => join(temporary.path, name);
beforeAll(async () => {
  temporary = await temporaryFolder();
  await put(FILES);
});
afterAll(() => temporary.remove());

async function put(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(path(name)), { recursive: true });
    await writeFile(path(name), content);
  }
}

async function check(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}) {
  const child = execFile(process.execPath, [CLI, 'check', ...args], {
    cwd: temporary.path,
    maxBuffer: 1e8,
    env: {
      ...process.env,
      HOME: temporary.path,
      XDG_CONFIG_HOME: undefined,
      FORCE_COLOR: undefined,
      NO_COLOR: undefined,
      ...env,
    },
  });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin?.end(input);
  const [code] = await once(child, 'close');
  return { code, out, err };
}

/** The files that a JSON report is about. */
async function checked(...args: string[]): Promise<string[]> {
  const { out } = await check(['--format', 'json', ...args]);
  return JSON.parse(out).files.map(({ file }: { file: string }) => file);
}

describe('which files', () => {
  test('a folder: all of our languages, hidden ones too, without what git ignores and what others installed', async () =>
    expect(await checked('.')).toEqual([
      '.hidden/e.yaml',
      'a.yaml',
      'b/c.json',
      'b/few.yml',
      'b/fine.jsonc',
      'out/kept.yaml',
    ]));
  test('a folder below the repository heeds what stands above', async () => {
    await mkdir(path('.git/info'), { recursive: true });
    await writeFile(path('.git/info/exclude'), 'few.yml\n');
    expect(await checked('out', 'b')).toEqual(['out/kept.yaml', 'b/c.json', 'b/fine.jsonc']);
    await writeFile(path('.git/info/exclude'), '');
  });
  test('a glob, and what is named twice once', async () =>
    expect(await checked('b/**/*.{json,jsonc}', 'b')).toEqual(['b/c.json', 'b/fine.jsonc', 'b/few.yml']));
  test('a file that is named is checked even if git ignores it; one of another language is not', async () => {
    const { out, err, code } = await check(['out/f.yaml', 'b/note.md']);
    expect(out).toMatch(/^out\/f\.yaml:2:8: warning: .*\n.*\n1 finding: 1 warning\. --fix mends 1\.\n$/);
    expect(err).toBe('sweetspot: 1 file of other languages passed over\n');
    expect(code).toBe(1);
  });
  test('a file by two names once', async () => expect(await checked('./a.yaml', 'a.yaml')).toEqual(['./a.yaml']));
  test('without what a pattern leaves out', async () =>
    expect(await checked('.', '!b', 'b/few.yml', '!**/e.yaml')).toEqual(['a.yaml', 'out/kept.yaml']));
  test('what means no file is told, a folder too', async () => {
    await mkdir(path('empty'));
    expect(await check(['b/*.toml', 'empty'])).toEqual({
      code: 2,
      out: '',
      err: 'sweetspot: no file matches b/*.toml\nsweetspot: no JSON or YAML file is in empty\n',
    });
    expect(await check(['b/note.md'])).toMatchObject({ code: 0, out: 'No file was checked.\n' });
  });
  test('standard input under a name', async () =>
    expect((await check(['--stdin', '--stdin-filename', 'x/y.yaml'], WASTE)).out).toMatch(/^x\/y\.yaml:2:8: /));
  test('hundreds in threads, in the order of their names, and what can not be read beside them', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `many/${String(index).padStart(3, '0')}.yaml`);
    await put(Object.fromEntries(names.map((name, index) => [name, WASTE.replace('80', String(80 + index))])));
    const { out, err, code } = await check(['many/000.yaml', 'none.yaml', 'many']);
    const places = out.split('\n').filter((line) => line.includes('steps-wasteful'));
    expect(places.map((line) => line.split(':')[0])).toEqual(names);
    expect(places[150]).toContain('230 costs');
    expect(err).toBe("sweetspot: can't read none.yaml: there is no such file\n");
    expect(code).toBe(2);
  });
});

describe('a project file', () => {
  test('ignores files, also those that are named, sets severities, and is checked itself', async () => {
    await put({
      'p/.sweetspot.yaml': 'rules: {steps-wasteful: error}\nignore: [{files: old/**}]\nmystery: 1\n',
      'p/a.yaml': WASTE,
      'p/old/b.yaml': WASTE,
    });
    const { out } = await check(['--format', 'json', 'p', 'p/old/b.yaml']);
    const files: { file: string; findings: { code: string; severity: string }[] }[] = JSON.parse(out).files;
    expect(
      files.map(({ file, findings }) => [file, findings.map(({ code, severity }) => `${severity} ${code}`)]),
    ).toEqual([
      ['p/.sweetspot.yaml', ['warning project-file']],
      ['p/a.yaml', ['error steps-wasteful']],
    ]);
  });
  test('is outvoted by the command line', async () =>
    expect((await check(['--rule', 'steps-wasteful=off', 'p/a.yaml'])).code).toBe(0));
});

describe('in which form', () => {
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
  test('what wasteful counts cost, by file and in all', async () => {
    const { out } = await check(['--cost', '--seconds-per-call', '0.5', '--price-per-call', '0.01', 'a.yaml', 'b']);
    expect(out).toContain(
      'a.yaml: 1 wasteful step count makes 55 model calls too many (69 % of theirs): 28 s, $0.55.\n',
    );
    expect(out).toContain(
      'In all: 2 wasteful step counts make 110 model calls too many (69 % of theirs): 55 s, $1.10.\n',
    );
    const json = JSON.parse((await check(['--cost', '--format', 'json', 'a.yaml', 'b'])).out);
    expect(json.cost).toEqual({
      ...{ counts: 2, calls: 110, share: 110 / 160, seconds: null, timed: 0, measuredOn: [], price: null },
    });
  });
  describe('with what renders took here', () => {
    const on = 'a1111 http://127.0.0.1:7860/';
    const speed = { backend: on, model: '', width: 64, height: 64, sampler: '', guided: true };
    const samples = [{ perEvaluation: 0.5, overhead: 2, at: '2026-01-02T03:04:05.678Z' }];
    const kept = JSON.stringify({
      ...{ version: 1, clearedAt: '', sweetSpots: [] },
      speeds: [
        { ...speed, samples },
        { ...speed, backend: 'builtin', width: 32, samples },
      ],
    });
    const STORED = '.config/Code/User/globalStorage/sweetspot.sweetspot/measurements.json';

    test('as VS Code keeps it, or a file that is named; some counts are timed and some are not', async () => {
      await put({
        [STORED]: kept,
        'named.json': kept,
        'jobs/wide.yaml': WASTE.replace('64', '32'),
        'jobs/x.yaml': WASTE,
      });
      for (const args of [['--cost'], ['--measurements', 'named.json']]) {
        const { cost } = JSON.parse((await check([...args, '--format', 'json', 'jobs'])).out);
        expect(cost).toMatchObject({ calls: 110, timed: 55, seconds: 27.5, measuredOn: [on] });
      }
      const { out } = await check(['--cost', '--price-per-second', '0.1', 'jobs']);
      expect(out).toContain(
        `In all: 2 wasteful step counts make 110 model calls too many (69 % of theirs): 28 s for 55 of them as measured on ${on}, $2.75.`,
      );
      // What somebody says goes before what was measured.
      const { cost } = JSON.parse((await check(['--seconds-per-call', '1', '--format', 'json', 'jobs'])).out);
      expect(cost).toMatchObject({ seconds: 110, timed: 110, measuredOn: [] });
    });
    test('in threads, too', async () => {
      const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`many-timed/${index}.yaml`, WASTE]));
      await put({ 'named.json': kept, ...many });
      const { out } = await check(['--measurements', 'named.json', '--format', 'json', 'many-timed']);
      expect(JSON.parse(out).cost).toMatchObject({ calls: 60 * 55, seconds: 60 * 27.5 });
    });
    test.each([
      ['none.json', "can't read none.json: there is no such file"],
      ['a.yaml', 'a.yaml holds no measurements of renders'],
    ])('%s: says that it is none', async (name, why) => {
      expect((await check(['--measurements', name, 'a.yaml'])).err).toContain(why);
    });
  });
});

describe('exit codes', () => {
  test.each([
    [['a.yaml'], 1],
    [['a.yaml', '--max-warnings', '1'], 0],
    [['a.yaml', 'b', '--max-warnings', '1'], 1],
    [['a.yaml', '--rule', 'steps-wasteful=off'], 0],
    [['a.yaml', '--rule', 'steps-wasteful=error', '--max-warnings', '9'], 1],
    [['b/few.yml'], 0],
    [['b/few.yml', '--fail-on', 'information'], 1],
    [['a.yaml', '--rule', 'steps-waste=off'], 2],
    [['a.yaml', '--rule', 'steps-wasteful'], 2],
    [['a.yaml', '--max-warnings', 'few'], 2],
    [['a.yaml', '--dry-run'], 2],
    [['a.yaml', '--stdin'], 2],
  ])('%j: %i', async (args, code) => expect((await check(args)).code).toBe(code));
  test('quiet tells what fails, no more', async () => {
    const { out } = await check(['--quiet', 'a.yaml', 'b/few.yml']);
    expect(out).toMatch(/^a\.yaml:2:8: warning: .*\n.*\n1 finding in 2 files: 1 warning\. --fix mends 1\.\n$/);
  });
  test.each([
    [['--formt', 'json', 'a.yaml'], 'there is no option --formt. Did you mean --format? (sweetspot help)'],
    [['--rule', 'steps-wastful=off', 'a.yaml'], '--rule knows no "steps-wastful". Did you mean steps-wasteful?'],
    [['--max-warnings', 'a.yaml'], '--max-warnings is a whole number, 0 or more, not "a.yaml"'],
  ])('%j: says the way out', async (args, why) => expect((await check(args)).err).toBe(`sweetspot: ${why}\n`));
});

describe('fixes', () => {
  test('are written in the encoding of the file, and change nothing else', async () => {
    const crlf = '\ufeff{"prompt": "größe",\r\n\t"steps": 80}\r\n';
    await put({
      'fix/utf8.json': crlf,
      'fix/utf16.json': Buffer.from(crlf, 'utf16le'),
      'fix/fine.yaml': 'steps: 25\n',
    });
    const { out, code } = await check(['--fix', 'fix']);
    expect(out).toBe('2 values fixed.\nNothing to report in 3 files.\n');
    expect(code).toBe(0);
    const after = crlf.replace('80', '25');
    expect(await readFile(path('fix/utf8.json'), 'utf8')).toBe(after);
    expect(await readFile(path('fix/utf16.json'), 'utf16le')).toBe(after);
  });
  test('are not written into what is no text of an encoding', async () => {
    const bytes = Buffer.concat([Buffer.from('# \xff\n', 'latin1'), Buffer.from(WASTE)]);
    await put({ 'latin.yaml': bytes });
    const { err, code } = await check(['--fix', 'latin.yaml']);
    expect(err).toBe("sweetspot: can't fix latin.yaml: it is no valid UTF-8\n");
    expect(code).toBe(2);
    expect(await readFile(path('latin.yaml'))).toEqual(bytes);
  });
  test('are shown as a diff that a program can apply, and nothing is written', async () => {
    const { out, code } = await check(['--fix', '--dry-run', 'b/c.json']);
    expect(out).toContain(
      '--- a/b/c.json\n+++ b/b/c.json\n@@ -1,2 +1,2 @@\n {"prompt": "a",\n-\t"steps": 80}\n+\t"steps": 25}\n',
    );
    expect(code).toBe(1);
    expect(await readFile(path('b/c.json'), 'utf8')).toBe(FILES['b/c.json']);
  });
  test.each([
    ['breaks of Windows', 'prompt: a\r\nsteps: 80\r\nseed: 1\r\n'],
    ['empty lines at the end', 'prompt: a\nsteps: 80\n\n\n'],
    ['no break at the end', 'prompt: a\nsteps: 80'],
    ['a value on the last line of Windows', 'prompt: a\r\nsteps: 80\r\n'],
  ])('are shown as a diff that git applies: %s', async (_, text) => {
    await put({ 'applied/a.yaml': text });
    const { out } = await check(['--fix', '--dry-run', 'applied/a.yaml']);
    await put({ 'applied/mend.diff': out });
    // Nothing of a repository around.
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(path('applied')) };
    await mustRun('git', ['apply', '-p2', 'mend.diff'], { cwd: path('applied'), env, shell: false });
    expect(await readFile(path('applied/a.yaml'), 'utf8')).toBe(text.replace('80', '25'));
  });
  test('of standard input go to standard output', async () =>
    expect(await check(['--stdin', '--fix'], WASTE)).toEqual({ code: 0, out: WASTE.replace('80', '25'), err: '' }));
});
