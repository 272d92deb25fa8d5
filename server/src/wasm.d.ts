/** WebAssembly as the bundler takes it in (`build/bundles`): its bytes. */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
