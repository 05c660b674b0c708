// What the main thread and the PGlite worker say to each other. Database traffic is the PostgreSQL wire protocol as raw bytes:
// parsed messages would lose their error classes in the structured clone.

/** Where the worker keeps the data: a folder, or memory when undefined. */
export interface PgliteWorkerData {
  readonly dataDir: string | undefined;
}

export type ToPgliteWorker =
  | { readonly kind: 'bytes'; readonly connection: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The client of this connection has gone: undo what it left open in the one session there is. */
  | { readonly kind: 'detach'; readonly connection: number }
  | { readonly kind: 'stop' };

export type FromPgliteWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'bytes'; readonly connection: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'stopped' };
