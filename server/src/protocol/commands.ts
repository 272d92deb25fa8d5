/** Commands of the server, for editors that have none of their own for it: they ask, show progress and open what came of it. */
import * as v from 'valibot';
import { PageNameSchema } from './pages.ts';
import { PositionSchema, RangeSchema } from './place.ts';

/** The same names as the commands of VS Code, so that a code lens means the same in every editor. */
export const SERVER_COMMANDS = {
  'sweetspot.preview': 'Render Draft',
  'sweetspot.renderAsConfigured': 'Render as Configured',
  'sweetspot.compareSteps': 'Compare Step Counts',
  'sweetspot.findSweetSpot': 'Find Sweet Spot',
  'sweetspot.openPage': 'Open Settings Guide',
  'sweetspot.goTo': 'Go To',
} as const;
export type ServerCommand = keyof typeof SERVER_COMMANDS;

/**
 * Where the generation is: the argument of the commands that render. `tells`: what comes of it is also a message to people, since an
 * editor that runs the command of an action looks at no answer, and some not even at why it failed (Kate).
 */
export const WhereSchema = v.object({
  uri: v.string(),
  position: PositionSchema,
  tells: v.optional(v.boolean(), false),
});

/** What *Go To* shows: a place of a file. */
export const PlaceSchema = v.object({ uri: v.string(), range: RangeSchema });

/** What *Open Settings Guide* opens: a page by kind and id, or whatever a setting or rule is called. */
export const TopicSchema = v.union([PageNameSchema, v.string()]);

/** What a command came to. The files are in a folder for temporary files. */
export const DoneSchema = v.object({
  /** For people. */
  message: v.string(),
  /** URIs, the one to be looked at first. */
  files: v.array(v.string()),
  /** The client has opened it (`window/showDocument`); others may. */
  shown: v.boolean(),
});

/** The protocol's own request, of which the server knows these commands. */
export const EXECUTE = {
  method: 'workspace/executeCommand',
  params: v.object({
    command: v.custom<ServerCommand>((name) => typeof name === 'string' && Object.hasOwn(SERVER_COMMANDS, name)),
    arguments: v.optional(v.array(v.unknown()), []),
    workDoneToken: v.exactOptional(v.union([v.string(), v.number()])),
  }),
  result: v.nullable(DoneSchema),
};
