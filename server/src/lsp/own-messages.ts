/**
 * Sweetspot's own requests and notifications, and its commands. What answers them, and the shapes they are checked by, is loaded with the first of
 * them: `initialize` needs none of it.
 */
import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { inBackground } from '../background.ts';

export interface Answers {
  /** Resolves with the answer to a request. Rejects where there is none. */
  answer(method: string, said: unknown, token: CancellationToken): Promise<unknown>;
  /** Takes a notification. */
  hear(method: string, said: unknown): void;
  /** Ends what was begun; resolves when it has ended. Nothing begins any more. */
  close(): Promise<void>;
}

/** Messages are taken in the order in which they come, the first ones too. */
export function serveOwnMessages(connection: Connection, load: () => Promise<Answers>): Pick<Answers, 'close'> {
  let loading: Promise<Answers> | null = null;
  let isClosed = false;
  const answers = (): Promise<Answers> => {
    loading ??= isClosed ? Promise.resolve(CLOSED) : load();
    return loading;
  };
  connection.onRequest(async (method, said, token) => {
    if (!isOwn(method)) throw new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`);
    return (await answers()).answer(method, said, token);
  });
  connection.onNotification((method, said) => {
    if (isOwn(method)) inBackground(async () => (await answers()).hear(method, said));
  });
  return {
    close: async () => {
      isClosed = true;
      await loading?.then(
        ({ close }) => close(),
        () => {}, // What was never there has begun nothing.
      );
    },
  };
}

const CLOSED: Answers = {
  answer: () => Promise.reject(new ResponseError(ErrorCodes.InvalidRequest, 'The server is shutting down.')),
  hear: () => {},
  close: async () => {},
};

function isOwn(method: string): boolean {
  return method.startsWith('sweetspot/') || method === 'workspace/executeCommand';
}
