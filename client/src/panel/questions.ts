/** What a server has to ask a person before it renders. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RenderParams, RenderQuestion } from '../../../server/src/protocol/render.ts';
import type { Backends } from '../backends/backends.ts';
import { plain } from '../backends/choice.ts';
import { agrees } from '../notices.ts';
import type { RememberedModels } from './remembered-models.ts';

type Question<Kind> = Extract<RenderQuestion, { question: Kind }>;

/** What answers to questions are sent with. */
export type Answers = Pick<RenderParams, 'models' | 'paidNodesAllowed' | 'uploadsAllowed'>;

/** Sends a request for a plan, with the answers there are. */
export type Ask<Plan> = (answers: Answers, token: vscode.CancellationToken) => Promise<Plan | RenderQuestion>;

export interface Asking {
  /** Where it is rendered. */
  readonly backends: Pick<Backends, 'chosen' | 'arrived'>;
  /** Called before each question. */
  readonly onQuestion: () => void;
  /** Ends the asking: the render was cancelled, or another took its place. */
  readonly token: vscode.CancellationToken;
}

/**
 * Asks for a plan until nothing is left that a person must answer first. `null` when somebody would rather not
 * render. Rejects with the server's message when it refuses.
 */
export async function requestPlan<Plan extends object>(
  ask: Ask<Plan>,
  remembered: RememberedModels,
  { backends, onQuestion, token }: Asking,
): Promise<Plan | null> {
  await backends.arrived();
  const { address } = backends.chosen;
  let answers: Answers = { models: address === null ? {} : remembered.of(address) };
  for (;;) {
    const answer = await ask(answers, token);
    if (!('question' in answer)) return answer;
    onQuestion();
    if (answer.question === 'model') {
      const chosen = await askForModel(answer, token);
      if (chosen === null) return null;
      if (address !== null) await remembered.remember(address, answer.wanted, chosen);
      answers = { ...answers, models: { ...answers.models, [answer.wanted]: chosen } };
    } else if (answer.question === 'upload') {
      if (!(await askForUpload(answer, address))) return null;
      answers = { ...answers, uploadsAllowed: true };
    } else {
      const question = t('This workflow runs nodes that cost credits. Render it?');
      if (!(await agrees(question, t('Run and Pay'), answer.nodes.join('\n')))) return null;
      answers = { ...answers, paidNodesAllowed: true };
    }
    if (token.isCancellationRequested) return null;
  }
}

async function askForModel(
  { wanted, models }: Question<'model'>,
  token: vscode.CancellationToken,
): Promise<string | null> {
  if (models.length === 0) throw new Error(t('The server has no model to render this with. Install one there first.'));
  const items = models.map((name, index) => ({
    name,
    label: plain(name),
    ...(index === 0 && { description: t('the closest name') }),
  }));
  const options: vscode.QuickPickOptions = {
    title: wanted === '' ? t('The File Names No Model') : t('The server has no model called "{0}"', plain(wanted)),
    placeHolder:
      wanted === ''
        ? t('The model to render with; it is remembered')
        : t('The model to render with instead; it is remembered'),
    ignoreFocusOut: true,
  };
  const picked = await vscode.window.showQuickPick(items, options, token);
  return picked?.name ?? null;
}

function askForUpload({ files }: Question<'upload'>, address: string | null): Promise<boolean> {
  const isOne = files.length === 1;
  const names = files.map(plain).join(', ');
  const place = address ?? '';
  return agrees(
    isOne
      ? t('The server has no {0}. Upload the one beside this file?', names)
      : t('The server has no {0}. Upload those beside this file?', names),
    t('Upload'),
    isOne ? t('The input folder of {0} keeps it.', place) : t('The input folder of {0} keeps them.', place),
  );
}
