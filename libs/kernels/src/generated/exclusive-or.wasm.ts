// Generated from assembly/exclusive-or.ts by tools/build-kernels.js; do not edit.

/** The module, 165 octets, in base64. */
export const wasm = [
  'AGFzbQEAAAABCgJgAAF/YAJ/fwADBAMAAAEFAwEAAQcqBAhvY3RldHNBdAABCnNlcXVlbmNlQXQAAAVhcHBseQACBm1lbW9yeQIAClgDBgBBgIgBCwUAQYAI',
  'C0kBAX9BgAghAiABQYCIAWohASAAQYAIaiEAA0AgACACSwRAIAIgAv0ABAAgAf0ABAD9Uf0LBAAgAUEQaiEBIAJBEGohAgwBCwsL',
].join('');
