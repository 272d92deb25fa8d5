/** Vim with ALE, which speaks to language servers by itself. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../../../build/process.ts';
import type { Found } from '../found.ts';
import { type Editor, recipe } from './editor.ts';

export const ale: Editor = {
  name: 'Vim with ALE',
  program: 'vim',
  async findings(file, env) {
    const folder = dirname(file);
    const [setup, found] = [join(folder, 'ale.vim'), join(folder, 'ale.json')];
    await writeFile(
      setup,
      `set nocompatible
packadd ale
${await recipe('Vim', 'vim')}
function! Told() abort
  let l:all = ale#engine#GetLoclist(bufnr(''))
  if empty(l:all) | return | endif
  call writefile([json_encode(map(copy(l:all), {_, each -> [each.code, each.lnum, each.col]}))], ${JSON.stringify(found)})
  qall!
endfunction
autocmd User ALELintPost call Told()
filetype plugin on
`,
    );
    // A screen that nobody looks at: in silent mode ALE starts no server.
    const args = ['-qec', `vim -N -u ${setup} -i NONE -n ${file}`, '/dev/null'];
    await run('script', args, { cwd: folder, env: { ...env, TERM: 'xterm' }, shell: false });
    const { readFile } = await import('node:fs/promises');
    return JSON.parse(await readFile(found, 'utf8')) as Found[];
  },
};
