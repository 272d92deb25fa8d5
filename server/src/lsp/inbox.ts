/** Messages by their name, read by their shape before anybody believes them. */

import type { GenericSchema } from 'valibot';
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { Malformed, type Notification, type Read, type Request, read, type Sent } from '../protocol/message.ts';
import type { Answers } from './own-messages.ts';

export interface Inbox extends Pick<Answers, 'hear'> {
  /** Resolves with the answer to a request. Rejects where there is none. */
  answer(method: string, said: unknown, signal: AbortSignal): Promise<unknown>;
  onRequest<Params extends GenericSchema, Result extends GenericSchema>(
    request: Request<Params, Result>,
    answer: (params: Read<Params>, signal: AbortSignal) => Promise<Sent<Result>>,
  ): void;
  onNotification<Params extends GenericSchema>(
    notification: Notification<Params>,
    hear: (params: Read<Params>) => void,
  ): void;
}

/** A malformed request is refused; a malformed notification is left out of account, and the log says so. */
export function createInbox(log: (line: string) => void): Inbox {
  const requests = new Map<string, Inbox['answer']>();
  const notifications = new Map<string, (said: unknown) => void>();
  return {
    onRequest: (request, answer) =>
      requests.set(request.method, async (_, said, signal) => answer(read(request, request.params, said), signal)),
    onNotification: (notification, hear) =>
      notifications.set(notification.method, (said) => hear(read(notification, notification.params, said))),
    async answer(method, said, signal) {
      const answer = requests.get(method);
      if (!answer) throw new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`);
      try {
        return await answer(method, said, signal);
      } catch (error) {
        throw error instanceof Malformed ? new ResponseError(ErrorCodes.InvalidParams, error.message) : error;
      }
    },
    hear(method, said) {
      try {
        notifications.get(method)?.(said);
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        log(`${error.message} It is left out of account.`);
      }
    },
  };
}
