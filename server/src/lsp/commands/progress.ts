/** The progress of a command, where the editor shows any. */
import { type Connection, ProgressType, type WorkDoneProgressReporter } from 'vscode-languageserver';
import { inBackground } from '../../background.ts';

export interface CommandProgress {
  /** `share`: 0 to 1; `null` where nobody can tell. */
  report(share: number | null, message: string): void;
  /** The person has pressed Cancel. */
  onCancel(cancel: () => void): void;
  done(): void;
}

const type = new ProgressType<object>();

/** By the client's own token, else by one that it is asked for; none where it can show none. */
export async function openProgress(
  connection: Connection,
  title: string,
  token: string | number | undefined,
  canShow: boolean,
): Promise<CommandProgress> {
  const begin = { kind: 'begin', title, cancellable: token === undefined, percentage: 0 };
  if (token !== undefined) {
    const send = (value: object): void => inBackground(() => connection.sendProgress(type, token, value));
    send(begin);
    return {
      report: (share, message) => send({ kind: 'report', message, ...percentage(share) }),
      onCancel: () => {},
      done: () => send({ kind: 'end' }),
    };
  }
  if (!canShow) return { report: () => {}, onCancel: () => {}, done: () => {} };
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin(title, 0, undefined, true);
  return {
    report: (share, message) => reportTo(progress, share, message),
    onCancel: (cancel) => void progress.token.onCancellationRequested(cancel),
    done: () => progress.done(),
  };
}

function reportTo(progress: WorkDoneProgressReporter, share: number | null, message: string): void {
  if (share === null) progress.report(message);
  else progress.report(Math.round(100 * share), message);
}

const percentage = (share: number | null): object => (share === null ? {} : { percentage: Math.round(100 * share) });
