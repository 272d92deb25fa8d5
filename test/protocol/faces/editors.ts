/** Real editors without a screen, set up by the recipes that docs/editors.md gives. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { mustRun, run } from '../../support/process.ts';

/** An environment in which `sweetspot` is the command line of dist/, and editors keep what they write in `folder`. */
export async function programsIn(folder: string): Promise<NodeJS.ProcessEnv> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const cli = join(process.cwd(), 'dist/cli.cjs');
  await writeFile(join(bin, 'sweetspot'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  await chmod(join(bin, 'sweetspot'), 0o755);
  return { ...process.env, HOME: folder, XDG_STATE_HOME: folder, PATH: `${bin}${delimiter}${process.env.PATH}` };
}

/** The code of a recipe. */
async function recipe(language: string): Promise<string> {
  const page = await readFile('docs/editors.md', 'utf8');
  const [, code] = new RegExp(`\`\`\`${language}\\n([^\`]+)\`\`\``).exec(page) ?? [];
  if (code === undefined) throw new Error(`docs/editors.md has no recipe in ${language}`);
  return code;
}

/** What Neovim shows: rule, line and column from 1. Columns are those of UTF-16, as the server says them. */
export async function nvimFindings(file: string, env: NodeJS.ProcessEnv): Promise<[string, number, number][]> {
  const setup = join(dirname(file), 'nvim.lua');
  await writeFile(
    setup,
    `${await recipe('lua')}
vim.api.nvim_create_autocmd('DiagnosticChanged', { callback = function()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    local from = each.user_data.lsp
    local _, utf16 = vim.str_utfindex(vim.fn.getline(each.lnum + 1), each.col)
    table.insert(found, { from.code, each.lnum + 1, utf16 + 1 })
  end
  if #found == 0 then return end
  io.stdout:write(vim.fn.json_encode(found))
  vim.cmd('qall!')
end })
vim.cmd('filetype on')
`,
  );
  const { output } = await run('nvim', ['--headless', '--clean', '-u', setup, file], { cwd: dirname(file), env });
  return JSON.parse(output);
}

/** What Emacs shows: rule, line and column from 1. Columns are those of UTF-16, as the server says them. */
export async function emacsFindings(file: string, env: NodeJS.ProcessEnv): Promise<[string, number, number][]> {
  const setup = join(dirname(file), 'emacs.el');
  await writeFile(
    setup,
    `(package-initialize)
(require 'yaml-mode)
${await recipe('elisp')}
(setq eglot-sync-connect t)
(find-file ${JSON.stringify(file)})
; Without a screen nobody gives the command after which eglot connects.
(run-hooks 'post-command-hook)
(while (null (flymake-diagnostics)) (accept-process-output nil 0.05))
(princ "\\n")
(princ (json-encode (mapcar (lambda (each)
  (let* ((said (cdr (assq 'eglot-lsp-diag (flymake-diagnostic-data each))))
         (from (plist-get (plist-get said :range) :start)))
    (vector (plist-get said :code) (1+ (plist-get from :line)) (1+ (plist-get from :character)))))
  (flymake-diagnostics))))
`,
  );
  // What it says of itself goes before.
  const output = await mustRun('emacs', ['--batch', '-l', setup], { cwd: dirname(file), env });
  return JSON.parse(output.slice(output.lastIndexOf('\n') + 1));
}
