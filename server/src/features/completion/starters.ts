/** New configs of the common formats, with the figures of their models filled in. */
import { t } from '@vscode/l10n';
import { fill, type Knowledge } from '../../knowledge/knowledge.ts';

export interface Starter {
  readonly id: string;
  readonly name: string;
  readonly says: string;
  readonly language: 'json' | 'yaml';
  /** With tab stops, as `TextDocument` snippets have them. */
  readonly snippet: string;
  /** Without. */
  readonly plain: string;
}

/** The starters of a language, or of all. */
export function startersFor(language: 'json' | 'yaml' | null, knowledge: Knowledge): Starter[] {
  const { writing, models } = knowledge.data;
  return writing.starters
    .filter((starter) => language === null || starter.language === language)
    .map(({ id, name, says, language, model, body }) => {
      const known = models.find((each) => each.id === model);
      const [width, height] = known?.size?.native[0] ?? [];
      const figures = {
        steps: known?.steps.default,
        guidance: known?.guidance?.default,
        width,
        height,
        frames: known?.frames?.default,
      };
      const values = Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined);
      const snippet = fill(body, Object.fromEntries(values)).trimEnd();
      const plain = snippet.replace(/\$\{\d+:([^{}]*)\}/g, '$1');
      return { id, name: t(name), says: t(says), language, snippet, plain };
    });
}
