/** Picture types that servers send, with the ending of their files. Without the validator, so that pages may have it. */
export const ENDINGS = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
} as const;
export type Mime = keyof typeof ENDINGS;
