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
