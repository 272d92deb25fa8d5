/** A process that renders: what a server does to it is seen from outside. One render at a time, told by its parent. */
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { ABORT_GRACE } from '../../../server/src/render/backends/job.ts';
import { BACKEND_KINDS } from '../../../server/src/render/backends/kinds.ts';
import { redact, redacting } from '../../../server/src/render/redact.ts';
import { services } from '../../backends/support.ts';

export interface Order {
  readonly kind: string;
  readonly address: string;
  readonly token: string;
  readonly request: RenderRequest;
  /** Milliseconds until it is cancelled. */
  readonly patience: number;
}

export interface Outcome {
  /** Events, pictures left out. */
  readonly events: readonly RenderEvent[];
  readonly log: readonly string[];
  /** Milliseconds from the cancel to the end; `null` where there was none. */
  readonly cancelled: number | null;
  /** Milliseconds of the processor. */
  readonly work: number;
  /** MB at the most, of all its life. */
  readonly memory: number;
}

// It has loaded, and listens.
process.send?.(null);
process.on('message', async (order: Order) => process.send?.(await render(order)));

async function render({ kind: id, address, token, request, patience }: Order): Promise<Outcome> {
  const kind = BACKEND_KINDS.find((candidate) => candidate.kind === id);
  if (!kind) throw new Error(`There is no backend ${id}.`);
  const credentials = { kind: 'bearer', token } as const;
  const log: string[] = [];
  const made = kind.create({ address: new URL(address), credentials }, services(log));
  const backend = redacting(made, credentials);
  const controller = new AbortController();
  let aborted: number | null = null;
  const timer = setTimeout(() => {
    aborted = performance.now();
    controller.abort();
  }, patience);
  const before = process.cpuUsage();
  const events: RenderEvent[] = [];
  for await (const event of backend.render(request, controller.signal)) events.push(withoutPicture(event));
  clearTimeout(timer);
  const { user, system } = process.cpuUsage(before);
  backend.dispose();
  return {
    events,
    log: log.map((line) => redact(line, credentials)),
    cancelled: aborted === null ? null : performance.now() - aborted - ABORT_GRACE,
    work: (user + system) / 1000,
    memory: process.resourceUsage().maxRSS / 1024,
  };
}

function withoutPicture(event: RenderEvent): RenderEvent {
  return 'picture' in event ? { ...event, picture: { ...event.picture, bytes: new Uint8Array() } } : event;
}
