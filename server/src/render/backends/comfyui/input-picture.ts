/** The picture that decides at which size a graph renders: the one that its sampler begins with. */
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own } from '../../../knowledge/own.ts';
import type { PictureSize } from '../../backend.ts';
import { type ApiGraph, linkOf } from './graph.ts';

/** Nodes that are followed from a sampler, at most. */
const MOST_NODES = 32;
/** Pixels of what nodes call a megapixel (comfy_extras/nodes_post_processing.py). */
const MEGA = 1024 * 1024;
/** VAEs read pixels in blocks, and leave out what is over (comfy/sd.py, `vae_encode_crop_pixels`). */
const BLOCK = 8;

export interface InputPicture {
  /** As the server's input folder names it. */
  readonly file: string;
  /** Megapixels that it is scaled to, one after the other. */
  readonly scaled: readonly number[];
}

/** `null` where anything but these nodes stands between the sampler and a picture, or where numbers decide. */
export function inputPictureOf(graph: ApiGraph, sampler: string, { data }: Knowledge): InputPicture | null {
  const { sized_by, begins, scaling } = data.comfyFrontend.sizes;
  const scaled: number[] = [];
  let id = sampler;
  for (let count = 0; count < MOST_NODES; count += 1) {
    const { class_type = '', inputs = {} } = own(graph, id) ?? {};
    const file = own(inputs, own(begins, class_type) ?? '');
    if (typeof file === 'string') return { file, scaled: scaled.reverse() };
    const megapixels = own(inputs, own(scaling, class_type) ?? '');
    if (typeof megapixels === 'number' && megapixels > 0) scaled.push(megapixels);
    const link = linkOf(own(inputs, own(sized_by, class_type) ?? ''));
    if (!link) return null;
    [id] = link;
  }
  return null;
}

/** The size at which is rendered what begins with a picture of a size. */
export function sizeAfter({ width, height }: PictureSize, { scaled }: InputPicture): PictureSize {
  const end = scaled.reduce(
    (size, megapixels) => {
      const by = Math.sqrt((megapixels * MEGA) / (size.width * size.height));
      return { width: Math.round(size.width * by), height: Math.round(size.height * by) };
    },
    { width, height },
  );
  const blocks = (side: number): number => Math.max(BLOCK, BLOCK * Math.floor(side / BLOCK));
  return { width: blocks(end.width), height: blocks(end.height) };
}
