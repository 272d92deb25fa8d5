/** As `webp`, by the browser's own decoder. */

export interface Rgba {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export async function decodeWebp(bytes: Uint8Array): Promise<Rgba> {
  const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/webp' }));
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('The browser draws no pictures.');
  context.drawImage(picture, 0, 0);
  return { data: context.getImageData(0, 0, width, height).data, width, height };
}
