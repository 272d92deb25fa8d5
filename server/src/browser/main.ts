/** The server in a browser: a Web Worker of the extension, which speaks the protocol in messages. */
import * as v from 'valibot';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { holdingParams } from '../lsp/params.ts';
import { startServer } from '../lsp/server.ts';
import { createBrowserHost, StartSchema } from './host.ts';

self.addEventListener(
  'message',
  ({ data }: MessageEvent<unknown>) => {
    const host = createBrowserHost(v.parse(StartSchema, data));
    const [reader, writer] = [new BrowserMessageReader(self), new BrowserMessageWriter(self)];
    startServer(createConnection(ProposedFeatures.all, reader, writer, holdingParams(writer)), host);
  },
  { once: true },
);
