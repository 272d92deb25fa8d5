/** Messages to the client. */
import type { GenericSchema } from 'valibot';
import type { Connection } from 'vscode-languageserver';
import type { Notification, Sent } from '../protocol/message.ts';

/** Resolves when the message is on its way. A client that is gone hears nothing. */
export async function notify<Params extends GenericSchema>(
  connection: Connection,
  { method }: Notification<Params>,
  params: Sent<Params>,
): Promise<void> {
  try {
    await connection.sendNotification(method, params);
  } catch {
    // What runs goes to its end all the same: a job on a server is to be ended, too.
  }
}
