/** `sweetspot backends`: which servers run on this machine, at the ports they usually have. */
import type { Found } from '../render/backends/shared/detect.ts';
import { DEFAULT_LIMITS } from '../render/plan/bounds.ts';
import { print, printJson } from './output.ts';
import { type Command, oneOf, parseArguments } from './usage.ts';

export const backends: Command = async (args, createHost) => {
  const { values } = parseArguments(args, { format: { type: 'string', default: 'text' } });
  const format = oneOf(values.format, ['text', 'json'], 'format');
  const { knowledge, backends: load } = createHost();
  const { BACKEND_KINDS, detect } = await load();
  const services = { knowledge, limits: DEFAULT_LIMITS, log: () => {} };
  const found = await detect(BACKEND_KINDS, services, new AbortController().signal);
  if (format === 'json') {
    const listed = found.map(({ kind, address, info, models }) => ({
      kind: kind.kind,
      address: address.href,
      name: info?.name ?? kind.name,
      version: info?.version ?? null,
      models,
      locked: info === null,
    }));
    printJson({ version: 1, backends: listed }, 'page');
  } else if (found.length === 0) {
    print('No server answers at the usual ports of this machine. The built-in model needs none.');
  } else {
    print(...found.map(lineOf));
  }
  return 0;
};

function lineOf({ kind, address, info, models }: Found): string {
  const about =
    info === null
      ? 'asks for credentials: set SWEETSPOT_TOKEN, or SWEETSPOT_USER and SWEETSPOT_PASSWORD'
      : models === null
        ? ''
        : `${models} ${models === 1 ? 'model' : 'models'}`;
  const name = [info?.name ?? kind.name, info?.version].filter((part) => part).join(' ');
  return [address.href, kind.kind, name, about].filter((part) => part !== '').join('  ');
}
