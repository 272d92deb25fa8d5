/** esbuild's text loader: the content of the file. */
declare module '*.txt' {
  const text: string;
  export default text;
}
