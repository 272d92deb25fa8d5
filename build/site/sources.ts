/** Where facts are from, with links to what is on the web. */
import type { Source } from '../../server/src/knowledge/schema.ts';
import { code, list } from './page.ts';

/** Owner and name of a repository, then the file or folder in it. */
const IN_REPOSITORY = /^([\w-]+\/[\w.-]+):(.+)$/;
const ISSUE = /^([\w-]+\/[\w.-]+)#(\d+)$/;
/** Names that data/ has for repositories: sources of diffusers are given from its package on, its documentation from its root. */
const DIFFUSERS = /^diffusers:(docs\/|src\/)?(.+)$/;
const FAL = /^fal:([\w./-]+)$/;
/** A path that can be asked for as it is: not "a and b", "{a,b}.py" or "docs (Model)". */
const PLAIN_PATH = /^[\w.@-]+( [\w.-]+)*(\/[\w.@-]+( [\w.-]+)*)*\/?$/;

/** Sources as a list that the page folds. */
export function sourceList(sources: readonly Source[], heading = '## Sources'): string {
  return `${heading}\n\n${list(sources.map(({ at, figure }) => `${linked(at)}: ${escaped(figure)}`))}`;
}

/** `at` as a link, where it is an address of something on the web. */
export function linked(at: string): string {
  const address = addressOf(at);
  const text = at.includes(':') || address !== null ? code(at) : escaped(at);
  return address === null ? text : `[${text}](${encodeURI(address)})`;
}

/** Where a source can be read; `null` for what is in words, such as "our estimate". */
export function addressOf(at: string): string | null {
  const [, issueOf, issue] = ISSUE.exec(at) ?? [];
  if (issueOf !== undefined) return `https://github.com/${issueOf}/issues/${issue}`;
  const [, model] = FAL.exec(at) ?? [];
  if (model !== undefined) return `https://fal.ai/models/${model}`;
  const [, folder, rest] = DIFFUSERS.exec(at) ?? [];
  if (rest !== undefined) return inRepository('huggingface/diffusers', `${folder ?? 'src/diffusers/'}${rest}`);
  const [, repository, path] = IN_REPOSITORY.exec(at) ?? [];
  return repository === undefined ? null : inRepository(repository, path);
}

function inRepository(repository: string, path: string): string {
  const root = `https://github.com/${repository}`;
  if (!PLAIN_PATH.test(path) || / and /.test(path)) return root;
  return `${root}/${/\.\w+$/.test(path) ? 'blob' : 'tree'}/HEAD/${path}`;
}

/** Words of ours are no markup. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|]/g, '\\$&');
}
