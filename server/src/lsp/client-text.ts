/** Texts that only the client can read. Loaded with the first. */
import type { Connection } from 'vscode-languageserver';
import { read } from '../protocol/message.ts';
import { TEXT } from '../protocol/text.ts';

/** The text of a project file; `null` where there is none. Never rejects. */
export async function clientText(connection: Connection, uri: string, most: number): Promise<string | null> {
  try {
    return read(TEXT, TEXT.result, await connection.sendRequest(TEXT.method, { textDocument: { uri }, most }));
  } catch {
    return null;
  }
}
