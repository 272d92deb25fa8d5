/** esbuild's text loader: the content of the file. */
declare module '*.md' {
  const text: string;
  export default text;
}
