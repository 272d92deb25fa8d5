/** The progress of a command, where the editor shows any. */
import type { Connection } from 'vscode-languageserver';

export interface CommandProgress {
  /** `share`: 0 to 1; `null` where nobody can tell. */
  report(share: number | null, message: string): void;
  /** The person has pressed Cancel. */
  onCancel(cancel: () => void): void;
  done(): void;
}

/** By the client's own token, else by one that it is asked for; none where it can show none, or refuses. */
export async function openProgress(
  { window }: Connection,
  title: string,
  token: string | number | undefined,
  canShow: boolean,
): Promise<CommandProgress> {
  const own = token === undefined && canShow ? await window.createWorkDoneProgress().catch(() => null) : null;
  // Without a token it hears and shows nothing.
  const progress = own ?? window.attachWorkDoneProgress(token);
  progress.begin(title, 0, undefined, own !== null);
  return {
    report: (share, message) =>
      share === null ? progress.report(message) : progress.report(Math.round(100 * share), message),
    onCancel: (cancel) => void own?.token.onCancellationRequested(cancel),
    done: () => progress.done(),
  };
}
