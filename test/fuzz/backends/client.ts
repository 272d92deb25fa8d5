/** A process that renders: what a server does to it is seen from outside. One render at a time, told by its parent. */
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { BACKEND_KINDS } from '../../../server/src/render/backends/kinds.ts';
import { ABORT_GRACE } from '../../../server/src/render/backends/shared/job.ts';
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
  /** Milliseconds by which the end came later after a cancel than it may, and those of the processor since; `null` without one. */
  readonly late: { readonly time: number; readonly work: number } | null;
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
  let aborted: { readonly at: number; readonly work: number } | null = null;
  const work = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const timer = setTimeout(() => {
    aborted = { at: performance.now(), work: work() };
    controller.abort();
  }, patience);
  const before = work();
  const events: RenderEvent[] = [];
  for await (const event of backend.render(request, controller.signal)) events.push(withoutPicture(event));
  clearTimeout(timer);
  const end = { at: performance.now(), work: work() };
  const left = aborted as typeof end | null;
  backend.dispose();
  return {
    events,
    log: log.map((line) => redact(line, credentials)),
    late: left && { time: end.at - left.at - ABORT_GRACE, work: end.work - left.work },
    work: end.work - before,
    memory: process.resourceUsage().maxRSS / 1024,
  };
}

function withoutPicture(event: RenderEvent): RenderEvent {
  return 'picture' in event ? { ...event, picture: { ...event.picture, bytes: new Uint8Array() } } : event;
}
