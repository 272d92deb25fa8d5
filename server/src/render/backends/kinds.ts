/**
 * Every kind of backend, in the order in which they are asked who they are: the unmistakable first, since some programs
 * also speak the dialect of others (KoboldCpp answers as A1111 and as ComfyUI).
 */

import type { BackendKind } from '../backend-kind.ts';
import { a1111, drawthings, koboldcpp } from './a1111/index.ts';
import { comfyui } from './comfyui/index.ts';
import { invokeai } from './invokeai/index.ts';
import { localai, openai, sglang, vllm } from './openai/index.ts';
import { sdcpp } from './sdcpp/index.ts';
import { swarmui } from './swarmui/index.ts';

export const BACKEND_KINDS: readonly BackendKind[] = [
  koboldcpp,
  comfyui,
  sdcpp,
  swarmui,
  a1111,
  drawthings,
  invokeai,
  localai,
  vllm,
  sglang,
  openai,
];
