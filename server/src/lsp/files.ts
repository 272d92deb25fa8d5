/** Turns one error of the file system into `null`, and throws any other. */
export function noneIf(code: string): (error: unknown) => null {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === code) return null;
    throw error;
  };
}
