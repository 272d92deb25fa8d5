/**
 * `tsx build/readme.ts`: dist/README.md, the README as it lies in a VSIX that is handed on. VS Code's page of an extension shows
 * pictures of https addresses only, none that lie beside the README in the package, and none that are in its text (its sanitizer
 * takes `data:` out, though its policy would let it). So what can't be seen there is left out, and links to files stay as words.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const PICTURE = /^!\[[^\]]*\]\((?!https:)[^)\s]+\)\n\n?/gm;
const LINK = /(?<!!)\[([^\]]*)\]\((?![a-z]+:|#)[^)\s]+\)/g;

/** A text without pictures and links that lead to files beside it. */
export function packedReadme(text: string): string {
  return text.replace(PICTURE, '').replace(LINK, '$1');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  await writeFile('dist/README.md', packedReadme(await readFile('README.md', 'utf8')));
