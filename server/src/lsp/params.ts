/**
 * What requests have to carry, held in one place before anybody is asked: the library believes every client, and a handler that misses
 * what it was promised would be told as a fault of the server. Those that `Inbox` takes are read there.
 */
import * as v from 'valibot';
import {
  type ConnectionOptions,
  ErrorCodes,
  Message,
  type MessageWriter,
  type ResponseMessage,
} from 'vscode-languageserver';
import { own } from '../knowledge/own.ts';
import { wrongWith } from '../protocol/message.ts';
import { AtPosition, InDocument, RangeSchema } from '../protocol/place.ts';
import { RECOGNISED } from '../protocol/recognised.ts';

const InRange = { ...InDocument, range: RangeSchema };

/**
 * By the method, what a handler takes out of its parameters; what else they have may be as odd as it likes.
 */
const PARAMS: Readonly<Record<string, v.ObjectEntries>> = {
  initialize: { capabilities: v.object({}) },
  'textDocument/hover': AtPosition,
  'textDocument/completion': { ...AtPosition, context: v.nullish(v.object({})) },
  'textDocument/codeAction': {
    ...InRange,
    context: v.object({
      diagnostics: v.array(v.object({ range: v.object({ start: v.object({}) }) })),
      only: v.nullish(v.array(v.string())),
    }),
  },
  'textDocument/documentSymbol': InDocument,
  'textDocument/codeLens': InDocument,
  'textDocument/inlayHint': InRange,
  'textDocument/diagnostic': InDocument,
  [RECOGNISED.method]: InDocument,
};

/** Answers requests that are none with what is wrong with them, and lets the others through. For the connection that writes there. */
export function holdingParams(writer: MessageWriter): ConnectionOptions {
  return {
    messageStrategy: {
      handleMessage(message, next) {
        const wrong = wrongIn(message);
        return wrong ? writer.write(wrong) : next(message);
      },
    },
  };
}

/** The answer to a request whose parameters are none; `null` for all else. */
function wrongIn(message: Message): ResponseMessage | null {
  if (!Message.isRequest(message)) return null;
  const { jsonrpc, id, method, params } = message;
  const entries = own(PARAMS, method);
  if (!entries) return null;
  const result = v.safeParse(v.object(entries), params);
  if (result.success) return null;
  return { jsonrpc, id, error: { code: ErrorCodes.InvalidParams, message: wrongWith(method, result.issues) } };
}
