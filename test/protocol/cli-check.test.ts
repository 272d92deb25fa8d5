/** `sweetspot check` as a linter of repositories: which files it looks at, by what they are judged, with which exit code it ends. */
import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { check, path, put, WASTE } from './checking.ts';

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
  test('no pipe is waited for in a folder, and no device that a link leads to is read', async () => {
    await put({ 'odd/a.yaml': WASTE });
    execFileSync('mkfifo', [path('odd/pipe.yaml')]);
    await symlink('/dev/zero', path('odd/zeros.yaml'));
    await symlink('/dev/zero', path('odd/.gitignore'));
    expect(await checked('odd')).toEqual(['odd/a.yaml']);
    await rm(path('odd'), { recursive: true });
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
