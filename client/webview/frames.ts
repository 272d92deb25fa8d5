/** The frames of a moving picture, decoded one at a time by the browser (WebCodecs). */

/** Begins to decode a picture; `null` where the browser has no decoder of frames: there it only plays. */
export const decoderOf =
  typeof ImageDecoder === 'undefined'
    ? null
    : (blob: Blob) => new ImageDecoder({ data: blob.stream(), type: blob.type });

/** A frame, from 0; the caller closes it. Rejects for one that is not there. */
export async function frameAt(decoder: ImageDecoder, at: number): Promise<VideoFrame> {
  await decoder.completed;
  return (await decoder.decode({ frameIndex: at })).image;
}

/** Places a side at which light is looked at: coarse, so that what moves a little changes little. */
const SIDE = 8;
/** Frames that are looked at, the first ones. */
const MOST_FRAMES = 49;

/** The light of some places in each frame of a moving picture, 0 to 255; empty where frames can't be decoded here. */
export async function lightOf(blob: Blob, frames: number): Promise<number[][]> {
  const decoder = decoderOf?.(blob);
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true });
  if (!decoder || !context) return [];
  context.imageSmoothingQuality = 'high';
  const lights: number[][] = [];
  try {
    for (let at = 0; at < Math.min(frames, MOST_FRAMES); at += 1) {
      const frame = await frameAt(decoder, at);
      context.drawImage(frame, 0, 0, SIDE, SIDE);
      frame.close();
      const { data } = context.getImageData(0, 0, SIDE, SIDE);
      // Rec. 709.
      const light = (pixel: number): number =>
        0.2126 * data[4 * pixel] + 0.7152 * data[4 * pixel + 1] + 0.0722 * data[4 * pixel + 2];
      lights.push(Array.from({ length: SIDE * SIDE }, (_, pixel) => light(pixel)));
    }
  } finally {
    decoder.close();
  }
  return lights;
}
