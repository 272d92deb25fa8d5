/** What is said in data/backends/comfyui about ComfyUI's frontend. */
import * as v from 'valibot';
import { SourceSchema, text } from './common.ts';

const names = v.pipe(v.array(text), v.minLength(1));

export const ComfyFrontendSchema = v.strictObject({
  /** Nodes that are not sent. */
  virtual: names,
  /** The node that gives its value to the widgets it is linked to. */
  primitive: text,
  /** Default by type of input; types that are not named here are sockets. */
  widgets: v.record(text, v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
  /** Names of integers that are followed by a control. */
  seeds: names,
  /** Words that controls hold. */
  controls: names,
  /** Nodes whose `filename_prefix` is expanded. */
  saves: names,
  sources: v.pipe(v.array(SourceSchema), v.minLength(1)),
});

export type ComfyFrontend = v.InferOutput<typeof ComfyFrontendSchema>;
