/** The test runner hands a file over as its text; the core itself never reads files. */
declare module '*.jsonl?raw' {
  const text: string;
  export default text;
}
