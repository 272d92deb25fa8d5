/** What `sweetspot check --fix` writes, and what it shows of that before. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { mustRun } from '../../build/process.ts';
import { check, FILES, path, put, WASTE } from './checking.ts';

test('fixes are written in the encoding of the file, and change nothing else', async () => {
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
test('fixes are not written into what is no text of an encoding', async () => {
  const bytes = Buffer.concat([Buffer.from('# \xff\n', 'latin1'), Buffer.from(WASTE)]);
  await put({ 'latin.yaml': bytes });
  const { err, code } = await check(['--fix', 'latin.yaml']);
  expect(err).toBe("sweetspot: can't fix latin.yaml: it is no valid UTF-8\n");
  expect(code).toBe(2);
  expect(await readFile(path('latin.yaml'))).toEqual(bytes);
});
test('fixes are shown as a diff that a program can apply, and nothing is written', async () => {
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
])('fixes are shown as a diff that git applies: %s', async (_, text) => {
  await put({ 'applied/a.yaml': text });
  const { out } = await check(['--fix', '--dry-run', 'applied/a.yaml']);
  await put({ 'applied/mend.diff': out });
  // Nothing of a repository around.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(path('applied')) };
  await mustRun('git', ['apply', '-p2', 'mend.diff'], { cwd: path('applied'), env, shell: false });
  expect(await readFile(path('applied/a.yaml'), 'utf8')).toBe(text.replace('80', '25'));
});
test('fixes of standard input go to standard output', async () =>
  expect(await check(['--stdin', '--fix'], WASTE)).toEqual({ code: 0, out: WASTE.replace('80', '25'), err: '' }));
