/**
 * The commands of the server: each asks as an editor's own commands would, follows what comes, and shows what came of it. Loaded with
 * the first of them.
 */

import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import {
  type Connection,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver';
import { deferred } from '../../common/deferred.ts';
import { visible } from '../../common/printable.ts';
import { page, pageAbout } from '../../features/pages.ts';
import { PROBE_BACKEND, USE_BACKEND } from '../../protocol/backends.ts';
import {
  type DoneSchema,
  EXECUTE,
  PlaceSchema,
  SERVER_COMMANDS,
  type ServerCommand,
  TopicSchema,
  WhereSchema,
} from '../../protocol/commands.ts';
import type { SweetSpotResult } from '../../protocol/curve.ts';
import type { Request } from '../../protocol/message.ts';
import type { PageName } from '../../protocol/pages.ts';
import { CANCEL_RENDER, QuestionSchema, RENDER, type RenderMode } from '../../protocol/render.ts';
import { CANCEL_SWEEP, COMPARE, FIND_SWEET_SPOT, type SweepEvent, type SweepVariant } from '../../protocol/sweep.ts';
import type { Client } from '../client.ts';
import type { Host } from '../host.ts';
import type { Inbox } from '../inbox.ts';
import { onAbort } from '../running.ts';
import type { Watcher, Watching } from '../watching.ts';
import { ask, type Given } from './ask.ts';
import { sweepPage } from './page.ts';
import { type Picture, pictureOf } from './picture.ts';
import { type CommandProgress, openProgress } from './progress.ts';
import { createShow, type Show } from './show.ts';

type Done = v.InferOutput<typeof DoneSchema>;
type Where = v.InferOutput<typeof WhereSchema>;

export interface CommandServices {
  readonly connection: Connection;
  readonly host: Pick<Host, 'knowledge' | 'credentials'>;
  readonly inbox: Inbox;
  readonly watching: Watching;
  readonly client: () => Client;
}

/** Where renders go, as the initialization options name it: those are the person's own, never a workspace's. */
const NamedSchema = v.object({ backend: v.object({ address: v.string() }) });

/** Serves `workspace/executeCommand`. `close` removes what was shown. */
export function serveCommands(services: CommandServices): Pick<Show, 'close'> {
  const { connection, host, inbox, watching, client } = services;
  const { knowledge } = host;
  let isUsed = false;
  const show = createShow(connection, () => client().capabilities.window?.showDocument?.support === true);

  inbox.onRequest(EXECUTE, async ({ command: name, arguments: given, workDoneToken }, signal) => {
    if (name === 'sweetspot.openPage')
      return announced(await openPage(v.parse(v.fallback(TopicSchema, 'inference_steps'), given[0])), false);
    if (name === 'sweetspot.goTo') return goTo(name, given[0]);
    const where = v.safeParse(WhereSchema, given[0]);
    if (!where.success) throw failed(`${name} wants [{ uri, position }]: where the settings are.`);
    const showsProgress = client().capabilities.window?.workDoneProgress === true;
    const progress = await openProgress(
      connection,
      `Sweetspot: ${SERVER_COMMANDS[name]}`,
      workDoneToken,
      showsProgress,
    );
    try {
      await useNamed(signal);
      return announced(await run(name, where.output, progress, signal), where.output.tells);
    } catch (error) {
      if (where.output.tells) await say(MessageType.Error, error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      progress.done();
    }
  });

  return { close: show.close };

  async function goTo(name: string, given: unknown): Promise<null> {
    const place = v.safeParse(PlaceSchema, given);
    if (!place.success) throw failed(`${name} wants [{ uri, range }]: what is to be shown.`);
    const { uri, range } = place.output;
    await connection.window.showDocument({ uri, selection: range, takeFocus: true });
    return null;
  }

  /** Where the client does not open what came of it, people are told last where that is. */
  async function announced(done: Done | null, tells: boolean): Promise<Done | null> {
    if (done && tells) await say(MessageType.Info, done.message);
    if (done && !done.shown) await say(MessageType.Info, fileURLToPath(done.files[0]));
    return done;
  }

  function say(type: MessageType, message: string): Promise<void> {
    return connection.sendNotification(ShowMessageNotification.type, { type, message: visible(message) });
  }

  /** Goes to the server that was named, once it has said what it is. */
  async function useNamed(signal: AbortSignal): Promise<void> {
    const named = v.safeParse(NamedSchema, client().settings);
    if (isUsed || !named.success) return;
    const { address } = named.output.backend;
    const reached = { address, credentials: await host.credentials() };
    const { kind } = v.parse(PROBE_BACKEND.result, await inbox.answer(PROBE_BACKEND.method, reached, signal));
    inbox.hear(USE_BACKEND.method, { kind, ...reached });
    isUsed = true;
  }

  function run(command: ServerCommand, where: Where, progress: CommandProgress, signal: AbortSignal) {
    switch (command) {
      case 'sweetspot.compareSteps':
        return sweep(COMPARE, where, { setting: 'inference_steps' }, progress, signal);
      case 'sweetspot.findSweetSpot':
        return sweep(FIND_SWEET_SPOT, where, {}, progress, signal);
      default:
        return render(where, command === 'sweetspot.preview' ? 'draft' : 'configured', progress, signal);
    }
  }

  async function render(where: Where, mode: RenderMode, progress: CommandProgress, signal: AbortSignal) {
    const renderId = randomUUID();
    const cancel = () => inbox.hear(CANCEL_RENDER.method, { renderId });
    progress.onCancel(cancel);
    /** A picture, or why there is none; `null` when it was cancelled. */
    const ended = deferred<Picture | string | null>();
    const end = watching.watch(renderId, follow(ended.resolve, progress));
    try {
      const plan = await planned(RENDER, { renderId, mode }, where, signal);
      if (plan === null || 'question' in plan) return null;
      onAbort(signal, cancel);
      const picture = await ended.promise;
      if (picture === null || signal.aborted) return null;
      if (typeof picture === 'string') throw failed(picture);
      const opened = await show.open(`render.${picture.ending}`, picture.bytes, true);
      return { message: [plan.title, plan.backend.note, ...plan.changes, ...plan.warnings].join('\n'), ...opened };
    } finally {
      end();
    }
  }

  async function sweep(
    request: typeof COMPARE | typeof FIND_SWEET_SPOT,
    where: Where,
    more: object,
    progress: CommandProgress,
    signal: AbortSignal,
  ): Promise<Done | null> {
    const sweepId = randomUUID();
    const cancel = () => inbox.hear(CANCEL_SWEEP.method, { sweepId });
    progress.onCancel(cancel);
    const ended = deferred<Extract<SweepEvent, { kind: 'ended' }>>();
    const pictures = new Map<string, Picture>();
    const variants: SweepVariant[] = [];
    const found: SweetSpotResult[] = [];
    const end = watching.watch(sweepId, {
      render(renderId, event) {
        if (event.kind === 'picture') pictures.set(renderId, pictureOf(event));
        else if (event.kind === 'done') {
          const seconds = event.seconds;
          const picture = pictures.get(renderId);
          if (picture) pictures.set(renderId, { ...picture, seconds });
          progress.report(variants.length > 0 ? pictures.size / variants.length : null, t`${pictures.size} rendered`);
        }
      },
      sweep(event) {
        if (event.kind === 'variants') variants.push(...event.variants);
        else if (event.kind === 'waiting') progress.report(null, event.message);
        else if (event.kind === 'found') found.push(event.result);
        else if (event.kind === 'ended') ended.resolve(event);
      },
    });
    try {
      const plan = await planned(request, { sweepId, ...more }, where, signal);
      if (plan === null || 'question' in plan) return null;
      onAbort(signal, cancel);
      variants.push(...plan.variants);
      const { outcome, message: problem } = await ended.promise;
      if (outcome === 'failed') throw failed(problem ?? t`Nothing was rendered.`);
      if (outcome === 'cancelled' || signal.aborted) return null;
      const inOrder = variants.toSorted((a, b) => a.steps - b.steps);
      const tiles = inOrder.flatMap(({ renderId, value, seed, isCurrent }) => {
        const picture = pictures.get(renderId);
        if (!picture) return [];
        const { seconds, address } = picture;
        const now = isCurrent ? t`, as the file says` : '';
        return { picture: address, title: `${value}${now}`, note: t`${seconds?.toFixed(1) ?? '?'} s, seed ${seed}` };
      });
      const result = found.at(-1) ?? null;
      const lines = [...(result ? [result.sentence] : []), plan.backend.note, ...plan.changes, ...plan.warnings];
      const title = `${plan.label}: ${plan.title}`;
      const opened = await show.open('compare.html', sweepPage({ title, lines, tiles, found: result }), true);
      return { message: lines.join('\n'), ...opened };
    } finally {
      end();
    }
  }

  /** The plan, once nothing is left to be asked of the person; `null` where they said no. */
  async function planned<Result extends v.GenericSchema>(
    { method, result }: Request<v.GenericSchema, Result>,
    params: object,
    { uri, position }: Where,
    signal: AbortSignal,
  ): Promise<v.InferOutput<Result> | null> {
    for (let given: Given | null = {}; given; ) {
      const said = { textDocument: { uri }, position, ...params, ...given };
      const answer = v.parse(result, await inbox.answer(method, said, signal));
      if (!v.is(QuestionSchema, answer)) return answer;
      given = await ask(connection, answer, given);
    }
    return null;
  }

  async function openPage(topic: PageName | string): Promise<Done> {
    const found = typeof topic === 'string' ? pageAbout(topic, knowledge) : page(topic.kind, topic.id, knowledge);
    if (!found) throw failed(t`There is no such page in the guide.`);
    return { message: found.title, ...(await show.open(`${found.id}.md`, found.markdown, false)) };
  }

  function follow(end: (outcome: Picture | string | null) => void, progress: CommandProgress): Watcher {
    let picture: Picture | null = null;
    return {
      render(_, event) {
        switch (event.kind) {
          case 'step':
            return progress.report(event.done / event.total, t`step ${event.done} of ${event.total}`);
          case 'progress':
            return progress.report(event.fraction, '');
          case 'queued':
            return progress.report(null, event.ahead === null ? t`queued` : t`${event.ahead} jobs before this one`);
          case 'loading':
            return progress.report(null, event.what);
          case 'picture':
            picture = pictureOf(event);
            return;
          case 'failed':
            return end(event.message);
          case 'cancelled':
          case 'done':
            return end(event.kind === 'done' ? picture : null);
        }
      },
      sweep: () => {},
    };
  }
}

function failed(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
