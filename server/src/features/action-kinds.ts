/** What kinds of code actions there are, as the server announces them. */
import { CodeActionKind } from 'vscode-languageserver-types';

/** All fixes that are safe, at once. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.sweetspot`;

/** Changes that a person may want where nothing is wrong. */
export const REWRITE = `${CodeActionKind.RefactorRewrite}.sweetspot`;
