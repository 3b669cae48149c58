/** Where the engine reports what an operator should see. Never a text's body, a whole number or a token. */
export type EngineLog = {
  warn(event: string, details: { readonly [name: string]: unknown }): void;
  error(event: string, details: { readonly [name: string]: unknown }): void;
};
