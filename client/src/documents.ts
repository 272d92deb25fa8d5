/** Which documents Sweetspot looks at. */

const LANGUAGES = ['json', 'jsonc', 'yaml'];

// An allow-list: VS Code also shows JSON that is nobody's config (user settings, git history, output, notebooks).
const SCHEMES = ['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-test-web'];

/** Config files a person edits: JSON and YAML, on disk, unsaved, remote or virtual. */
export const CONFIG_FILES: readonly { readonly language: string; readonly scheme: string }[] = LANGUAGES.flatMap(
  (language) => SCHEMES.map((scheme) => ({ language, scheme })),
);
