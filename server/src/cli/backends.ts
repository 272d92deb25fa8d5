/** `sweetspot backends`: which servers run on this machine, at the ports they usually have. */
import type { FoundBackend } from '../protocol/backends.ts';
import { DEFAULT_LIMITS } from '../render/plan/bounds.ts';
import { print, printJson } from './output.ts';
import { atMost, type Command, oneOf, parseArguments } from './usage.ts';

export const backends: Command = async (args, createHost) => {
  const { values, positionals } = parseArguments(args, { format: { type: 'string', default: 'text' } });
  atMost(0, positionals, 'backends');
  const format = oneOf(values.format, ['text', 'json'], 'format');
  const { knowledge, backends: load } = createHost();
  const { BACKEND_KINDS, describe, detect } = await load();
  const services = { knowledge, limits: DEFAULT_LIMITS, log: () => {} };
  const found = (await detect(BACKEND_KINDS, services, new AbortController().signal)).map(describe);
  if (format === 'json') {
    printJson({ version: 1, backends: found }, 'page');
  } else if (found.length === 0) {
    print('No server answers at the usual ports of this machine. The built-in model needs none.');
  } else {
    print(...found.map(lineOf));
  }
  return 0;
};

function lineOf({ kind, address, name, version, models, locked }: FoundBackend): string {
  const about = locked
    ? 'asks for credentials: set SWEETSPOT_TOKEN, or SWEETSPOT_USER and SWEETSPOT_PASSWORD'
    : models !== null && `${models} ${models === 1 ? 'model' : 'models'}`;
  const product = [name, version].filter(Boolean).join(' ');
  return [address, kind, product, about].filter(Boolean).join('  ');
}
