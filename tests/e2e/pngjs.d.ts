// The little that is used of pngjs, which brings no types.
declare module 'pngjs' {
  export interface PNG {
    width: number;
    height: number;
    data: Uint8Array;
  }
  export const PNG: { sync: { read(file: Uint8Array): PNG } };
}
