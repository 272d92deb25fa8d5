/** Actions that lead somewhere: the command is the editor's own, or the server's in editors that have none. */
import type { Command, Range } from 'vscode-languageserver-types';

/** The command that shows a place of a file. */
export function goTo(title: string, uri: string, range: Range): Command {
  return { title, command: 'sweetspot.goTo', arguments: [{ uri, range }] };
}
