/** Questions that a render raises, put to people by the protocol's own means. */
import { t } from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { visible } from '../../common/printable.ts';
import type { RenderParams, RenderQuestion } from '../../protocol/render.ts';

/** Of the server's models: more fit into no message. */
const MOST_CHOICES = 6;

export type Given = Pick<RenderParams, 'models' | 'paidNodesAllowed' | 'uploadsAllowed'>;

/** What was answered before, with the answer to this; `null` where people say no, or nothing. */
export async function ask(connection: Connection, asked: RenderQuestion, given: Given): Promise<Given | null> {
  const choose = async (message: string, ...titles: string[]): Promise<string | null> => {
    const chosen = await connection.window.showWarningMessage(visible(message), ...titles.map((title) => ({ title })));
    return chosen?.title ?? null;
  };
  const agrees = async (message: string, yes: string): Promise<boolean> =>
    (await choose(message, yes, t`Cancel`)) === yes;
  switch (asked.question) {
    case 'model': {
      const { wanted, models } = asked;
      const message =
        wanted === '' ? t`Which model is to render?` : t`The server has no model "${wanted}". Render with which?`;
      const model = await choose(message, ...models.slice(0, MOST_CHOICES));
      return model === null ? null : { ...given, models: { ...given.models, [wanted]: model } };
    }
    case 'paid-nodes': {
      const yes = await agrees(t`These nodes cost credits: ${asked.nodes.join(', ')}.`, t`Run Them`);
      return yes ? { ...given, paidNodesAllowed: true } : null;
    }
    case 'upload': {
      const message = t`The server lacks ${asked.files.join(', ')}, which lie beside the file. They stay there once uploaded.`;
      return (await agrees(message, t`Upload`)) ? { ...given, uploadsAllowed: true } : null;
    }
  }
}
