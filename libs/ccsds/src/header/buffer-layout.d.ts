// The part of buffer-layout 1.2.2 that header declarations use. The package brings no types; at run time it accepts a Buffer only.
declare module 'buffer-layout' {
  export interface Layout {
    readonly span: number;
    readonly property: string | undefined;
  }
  export interface BitStructure extends Layout {
    addField(bits: number, property: string): unknown;
  }
  export interface Structure extends Layout {
    decode(buffer: Uint8Array, offset?: number): Record<string, Record<string, number>>;
    encode(values: Record<string, Record<string, number>>, buffer: Uint8Array, offset?: number): number;
  }
  type WordLayout = (property?: string) => Layout;
  const bufferLayout: {
    readonly u8: WordLayout;
    readonly u16be: WordLayout;
    readonly u24be: WordLayout;
    readonly u32be: WordLayout;
    readonly bits: (word: Layout, mostSignificantFirst: boolean, property: string) => BitStructure;
    readonly struct: (fields: readonly Layout[], property?: string) => Structure;
  };
  export default bufferLayout;
}
