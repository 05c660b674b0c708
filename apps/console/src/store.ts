import { useSyncExternalStore } from 'react';

/** A value that components watch. What changes faster than a person sees is gathered by whoever sets it. */
export class Store<State> {
  private readonly listeners = new Set<() => void>();

  constructor(protected state: State) {}

  readonly get = (): State => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  protected set(state: State): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

export function useStore<State>(store: Store<State>): State {
  return useSyncExternalStore(store.subscribe, store.get);
}
