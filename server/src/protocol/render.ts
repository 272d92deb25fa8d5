/** Renders: asked for, planned, watched, cancelled. */
import * as v from 'valibot';
import { objectOf } from '../common/records.ts';
import type { Read, Sent } from './message.ts';
import { ENDINGS, type Mime } from './mime.ts';
import { AtPosition, RangeSchema } from './place.ts';

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Decimal: seeds go to 2^64. */
export const SeedSchema = v.pipe(text, v.regex(/^\d+$/));

export const RenderModeSchema = v.picklist(['draft', 'configured']);
/** `draft`: the model's draft step count. `configured`: the file's own. */
export type RenderMode = Read<typeof RenderModeSchema>;

/** Entries of a request that a person may have been asked about before. */
export const Answers = {
  /** The name in the file to the server's name. Kept by the client, a machine. */
  models: v.exactOptional(objectOf(text)),
  /** The person has agreed to run nodes that cost credits. */
  paidNodesAllowed: v.exactOptional(v.boolean()),
};

export const QuestionSchema = v.variant('question', [
  /** The server has no model of this name. Nothing else is rendered quietly: `models` of the next request says which. */
  v.object({
    question: v.literal('model'),
    /** `''`: the file names no model, and this server needs one. The answer is kept under this name. */
    wanted: text,
    /** The server's names, closest first. */
    models: v.array(text),
  }),
  /** Nodes that cost credits (class names): `paidNodesAllowed` of the next request says yes. */
  v.object({ question: v.literal('paid-nodes'), nodes: v.array(text) }),
  /** The server's input folder lacks these files, which lie beside the document: `uploadsAllowed` of the next request says to upload them. */
  v.object({ question: v.literal('upload'), files: v.array(text) }),
]);
/** What a person must answer first; then the request is sent again. */
export type RenderQuestion = Read<typeof QuestionSchema>;

/** The program of a plan. */
export const PlannedBackendSchema = v.object({
  kind: text,
  name: text,
  /** `null` for the built-in one. */
  address: v.nullable(text),
  /** One honest sentence about the picture. */
  note: text,
  /** It renders to its end what it has begun, cancelled or not. */
  goesOn: v.exactOptional(v.boolean()),
});

const OriginSchema = v.picklist(['file', 'draft', 'default', 'drawn', 'override', 'server', 'picture']);
/**
 * Where a planned value is from. `drawn`: at random, for this render. `override`: asked for by whoever renders, over the file.
 * `server`: left to the backend. `picture`: of the picture that the graph begins with.
 */
export type Origin = Read<typeof OriginSchema>;

export const RenderPlanSchema = v.object({
  /** For people: which generation this is ("FLUX.1 schnell, line 4"). */
  title: text,
  backend: PlannedBackendSchema,
  mode: RenderModeSchema,
  settings: v.array(v.object({ label: text, value: text, from: OriginSchema })),
  /** What the preview changes in the file's own graph, a short text each ("steps 30 → 8"). */
  changes: v.array(text),
  warnings: v.array(text),
  width: count,
  height: count,
  steps: count,
  seed: SeedSchema,
  /** The file asks for a random seed (-1) or gives none: `seed` was drawn for this render. */
  seedIsDrawn: v.boolean(),
  /** Step count of each mode; a mode that can't be planned has none. */
  counts: v.object({ draft: v.exactOptional(count), configured: v.exactOptional(count) }),
});
/** What will be rendered. A request that can't be planned is refused with a message that says what to do. */
export type RenderPlan = Read<typeof RenderPlanSchema>;

/** Plans a render of the generation at a position, starts it, and answers with the plan. */
export const RENDER = {
  method: 'sweetspot/render',
  params: v.object({
    ...AtPosition,
    ...Answers,
    /** Chosen by the client; names the render in events and in cancel. */
    renderId: text,
    mode: RenderModeSchema,
    /** The person has agreed that files beside the document are uploaded to the server's input folder. */
    uploadsAllowed: v.exactOptional(v.boolean()),
  }),
  result: v.union([QuestionSchema, RenderPlanSchema]),
};
export type RenderParams = Sent<typeof RENDER.params>;
/** Either the render has been started, or a person must be asked first. */
export type RenderAnswer = Read<typeof RENDER.result>;

export const MimeSchema = v.picklist(Object.keys(ENDINGS) as Mime[]);
/** How a picture moves: so many frames, so many a second. */
export const MotionSchema = v.object({ frames: count, fps: v.pipe(v.number(), v.gtValue(0)) });
export type Motion = Read<typeof MotionSchema>;
const picture = { mime: MimeSchema, width: count, height: count, motion: v.exactOptional(MotionSchema) };
const inline = {
  /** Base64. */
  data: text,
};
const asFile = {
  /** Name of a file in the client's folder, complete when this arrives. The client removes it. */
  file: text,
};
const seconds = v.pipe(v.number(), v.minValue(0));

const PlaceSchema = v.object({
  range: RangeSchema,
  message: text,
  /** What to write there instead. */
  fix: v.exactOptional(v.object({ title: text, newText: text })),
});
/** A place in a file that a server complains of. */
export type ComplaintPlace = Read<typeof PlaceSchema>;

const RenderEventSchema = v.variant('kind', [
  /** `ahead`: jobs before this one, `null` where the server does not say. */
  v.object({ kind: v.literal('queued'), ahead: v.nullable(v.number()) }),
  /** Something slow before the first step, for people ("loading sd_xl_base_1.0"). */
  v.object({ kind: v.literal('loading'), what: text }),
  v.object({ kind: v.literal('step'), done: v.number(), total: v.number(), elapsedSeconds: seconds }),
  /** 0 to 1, from servers that count no steps. */
  v.object({ kind: v.literal('progress'), fraction: v.number(), elapsedSeconds: seconds }),
  v.object({ kind: v.literal('preview'), ...picture, ...inline }),
  v.object({ kind: v.literal('picture'), ...picture, ...inline }),
  /** Only for a client that names a folder (`ClientAbilities.pictureFolder`): base64 in JSON costs more than the rest of the way. */
  v.object({ kind: v.literal('picture'), ...picture, ...asFile }),
  v.object({ kind: v.literal('warning'), text }),
  v.object({
    kind: v.literal('failed'),
    message: text,
    /** Where in the file, when the server says which node or input it refuses. */
    places: v.array(PlaceSchema),
  }),
  v.object({ kind: v.literal('cancelled') }),
  v.object({ kind: v.literal('done'), seconds, modelEvaluations: v.nullable(v.number()) }),
]);
export type RenderEventMessage = Read<typeof RenderEventSchema>;
type PictureEvent = Extract<RenderEventMessage, { kind: 'picture' }>;
export type PictureInline = Pick<Extract<PictureEvent, { data: string }>, 'data'>;
export type PictureFile = Pick<Extract<PictureEvent, { file: string }>, 'file'>;

/** Told by the server. Exactly one of `failed`, `cancelled`, `done` ends a render. */
export const RENDER_EVENT = {
  method: 'sweetspot/renderEvent',
  params: v.object({ renderId: text, event: RenderEventSchema }),
};
export type RenderEventParams = Read<typeof RENDER_EVENT.params>;

/**
 * Whether the chosen server can run the graph at a position: asks it what it has now, and renders nothing. A request that can't be
 * answered (no graph, no server that runs any) is refused with a message for people.
 */
export const CHECK_ON_SERVER = {
  method: 'sweetspot/checkOnServer',
  params: v.object(AtPosition),
  result: v.object({
    /** For people: `ComfyUI 0.3.64`. */
    server: text,
    /** What it lacks, each where the file names it. */
    places: v.array(PlaceSchema),
    /** What it lacks that has no place in the file, a sentence each. */
    others: v.array(text),
  }),
};

/** Told by the client. Unknown or ended renders are ignored. */
export const CANCEL_RENDER = { method: 'sweetspot/cancelRender', params: v.object({ renderId: text }) };
