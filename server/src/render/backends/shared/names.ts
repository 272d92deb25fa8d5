/** Names of files as servers and configs write them, compared. */

/** A file's name without folders and extension, in lower case: what a model or LoRA is called. */
export function stem(name: string): string {
  const file = name.split(/[/\\]/).at(-1) ?? name;
  return file.replace(/\.(safetensors|ckpt|gguf|sft|pth?|bin)$/i, '').toLowerCase();
}

/** Whether two names are the same file or the same file in another form. */
export function sameFile(one: string, other: string): boolean {
  return stem(one) === stem(other);
}

/** `Euler a`, `euler_a` and `EULER-A` are one spelling. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}
