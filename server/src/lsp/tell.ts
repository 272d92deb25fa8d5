/** Messages to the client. */
import type { Connection } from 'vscode-languageserver';

/** Resolves when the message is on its way. A client that is gone hears nothing. */
export async function tell(connection: Connection, method: string, params: unknown): Promise<void> {
  try {
    await connection.sendNotification(method, params);
  } catch {
    // What runs goes to its end all the same: a job on a server is to be ended, too.
  }
}
