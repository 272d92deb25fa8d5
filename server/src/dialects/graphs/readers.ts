/** The formats that are graphs. Each needs code of its own to become a `Graph`; what a graph means is read in one place. */
import { remembered } from '../../common/memory.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { createComfyApiReader } from './comfyui-api.ts';
import { createComfyWorkflowReaders } from './comfyui-workflow.ts';
import type { GraphReader } from './graph-reader.ts';
import { createInvokeReader } from './invokeai-workflow.ts';

/** All graph formats, the ones that hold others first: made once, so that a render opens the graphs that were read. */
export const graphReadersOf = remembered((knowledge: Knowledge): readonly GraphReader[] => [
  ...createComfyWorkflowReaders(knowledge),
  createComfyApiReader(knowledge),
  createInvokeReader(knowledge),
]);
