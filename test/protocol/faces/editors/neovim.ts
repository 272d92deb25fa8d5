/** Neovim, of any version. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../../../build/process.ts';
import { type Editor, recipe, SAMPLER, STEPS } from './editor.ts';

const FINDINGS = `
vim.api.nvim_create_autocmd('DiagnosticChanged', { callback = function()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    local from = each.user_data.lsp
    local _, utf16 = vim.str_utfindex(vim.fn.getline(each.lnum + 1), each.col)
    table.insert(found, { from.code, each.lnum + 1, utf16 + 1 })
  end
  if #found > 0 then done(found) end
end })
`;

/** As a person would: places the cursor, asks, takes the first fix, and says \`:Sweetspot preview\`. */
const MEETING = `
local isMet = false
vim.api.nvim_create_autocmd('DiagnosticChanged', { callback = function()
  if isMet or #vim.diagnostic.get(0) == 0 then return end
  isMet = true
  vim.schedule(function()
    local went, problem = pcall(meet)
    if not went then done({ hover = problem, completions = {}, fixed = '', preview = '' }) end
  end)
end })
function meet()
  local function asked(method, at, more)
    local params = vim.tbl_extend('force', { textDocument = vim.lsp.util.make_text_document_params(0), position = at }, more or {})
    for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 60000)) do return answer.result end
  end
  local steps = { line = ${STEPS.line}, character = ${STEPS.character} }
  local met = { hover = asked('textDocument/hover', steps).contents.value, completions = {} }
  local offered = asked('textDocument/completion', { line = ${SAMPLER.line}, character = ${SAMPLER.character} })
  for _, item in ipairs(offered.items or offered) do table.insert(met.completions, item.label) end
  local actions = asked('textDocument/codeAction', steps, { range = { start = steps, ['end'] = steps }, context = { diagnostics = {} } })
  vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
  met.fixed = vim.fn.getline(${STEPS.line + 1})
  vim.api.nvim_win_set_cursor(0, { ${STEPS.line + 1}, ${STEPS.character} })
  local show = print
  print = function(message)
    met.preview = message
    print = show
    done(met)
  end
  vim.cmd('Sweetspot preview')
end
`;

/** \`program\`: one of the Neovims that are installed. */
export function neovim(name: string, program: string): Editor {
  const drive = async (file: string, env: NodeJS.ProcessEnv, script: string) => {
    const setup = join(dirname(file), 'nvim.lua');
    const done = "function done(what)\n  io.stdout:write('\\n' .. vim.fn.json_encode(what))\n  vim.cmd('qall!')\nend\n";
    await writeFile(setup, `${await recipe('Neovim', 'lua')}\n${done}${script}vim.cmd('filetype on')\n`);
    const args = ['--headless', '--clean', '-u', setup, file];
    const { output } = await run(program, args, { cwd: dirname(file), env });
    // What it says of itself goes before.
    return JSON.parse(output.slice(output.lastIndexOf('\n') + 1));
  };
  return {
    name,
    program,
    findings: (file, env) => drive(file, env, FINDINGS),
    meet: (file, env) => drive(file, env, MEETING),
  };
}
