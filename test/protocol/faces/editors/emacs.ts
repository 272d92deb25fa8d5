/** Emacs, with each of its two language clients. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mustRun } from '../../../../build/process.ts';
import { type Editor, recipe, SAMPLER, STEPS } from './editor.ts';

/** Runs a script in an Emacs with a file open, whose last line is JSON. */
async function drive(file: string, env: NodeJS.ProcessEnv, script: string) {
  const setup = join(dirname(file), 'emacs.el');
  await writeFile(setup, `(package-initialize)\n(require 'yaml-mode)\n${script}`);
  // What it says of itself goes before.
  const output = await mustRun('emacs', ['--batch', '-l', setup], { cwd: dirname(file), env });
  return JSON.parse(output.slice(output.lastIndexOf('\n') + 1));
}

/** Opens the file, and waits until something is said of it. */
const opened = (file: string): string => `
(setq eglot-sync-connect t)
(find-file ${JSON.stringify(file)})
; Without a screen nobody gives the command after which eglot connects.
(run-hooks 'post-command-hook)
(while (null (flymake-diagnostics)) (accept-process-output nil 0.05))
`;

const FINDINGS = `
(princ "\\n")
(princ (json-encode (mapcar (lambda (each)
  (let* ((said (cdr (assq 'eglot-lsp-diag (flymake-diagnostic-data each))))
         (from (plist-get (plist-get said :range) :start)))
    (vector (plist-get said :code) (1+ (plist-get from :line)) (1+ (plist-get from :character)))))
  (flymake-diagnostics))))
`;

/** By eglot's own commands: what hover shows, completion at point, the first code action, and the command of the recipe. */
const MEETING = `
(defun at (line column) (goto-char (point-min)) (forward-line line) (forward-char column))
(setq met nil told nil)
(at ${SAMPLER.line} ${SAMPLER.character})
(let ((found (eglot-completion-at-point)))
  (push (cons 'completions (vconcat (mapcar #'substring-no-properties (all-completions "" (nth 2 found))))) met))
(at ${STEPS.line} ${STEPS.character})
(push (cons 'hover (plist-get (plist-get (jsonrpc-request (eglot-current-server) :textDocument/hover
  (eglot--TextDocumentPositionParams)) :contents) :value)) met)
; As by a key, not by the mouse.
(let ((last-nonmenu-event t) (completing-read-function (lambda (_prompt choices &rest _more) (caar choices)))
      (said (car (flymake-diagnostics))))
  (eglot-code-actions (flymake-diagnostic-beg said) (flymake-diagnostic-end said) "quickfix" t))
(at ${STEPS.line} 0)
(push (cons 'fixed (buffer-substring-no-properties (line-beginning-position) (line-end-position))) met)
(at ${STEPS.line} ${STEPS.character})
(advice-add 'message :before (lambda (form &rest given) (when form (push (apply #'format form given) told))))
(setq browse-url-browser-function #'ignore)
(setq told nil)
(sweetspot "preview")
; Emacs opens the picture, too, as far as it can without a screen, and says so.
(defun ours () (seq-find (lambda (each) (string-match-p "FLUX.1 schnell" each)) told))
(while (not (ours)) (accept-process-output nil 0.05))
(push (cons 'preview (ours)) met)
(princ "\\n")
(princ (json-encode met))
`;

export const eglot: Editor = {
  name: 'Emacs with eglot',
  program: 'emacs',
  findings: async (file, env) => drive(file, env, `${await recipe('Emacs', 'elisp')}${opened(file)}${FINDINGS}`),
  meet: async (file, env) => drive(file, env, `${await recipe('Emacs', 'elisp')}${opened(file)}${MEETING}`),
};

export const lspMode: Editor = {
  name: 'Emacs with lsp-mode',
  program: 'emacs',
  findings: async (file, env) =>
    drive(
      file,
      env,
      `(require 'flymake)
(setq lsp-session-file (expand-file-name "session" ${JSON.stringify(dirname(file))})
      lsp-auto-guess-root t lsp-enable-file-watchers nil lsp-diagnostics-provider :flymake
      lsp-enable-suggest-server-download nil lsp-warn-no-matched-clients nil)
${await recipe('Emacs with lsp-mode', 'elisp')}
(setq lsp-yaml-enable nil lsp-disabled-clients '(yamlls))
(find-file ${JSON.stringify(file)})
(lsp-workspace-folders-add ${JSON.stringify(dirname(file))})
(run-hooks 'post-command-hook)
(lsp)
(while (not (gethash ${JSON.stringify(file)} (lsp-diagnostics))) (accept-process-output nil 0.05))
(princ "\\n")
(princ (json-encode (vconcat (mapcar (lambda (said)
  (let ((from (lsp:range-start (lsp:diagnostic-range said))))
    (vector (lsp:diagnostic-code? said) (1+ (lsp:position-line from)) (1+ (lsp:position-character from)))))
  (gethash ${JSON.stringify(file)} (lsp-diagnostics))))))
`,
    ),
};
