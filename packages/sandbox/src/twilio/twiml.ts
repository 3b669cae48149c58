import { SaxesParser } from 'saxes';

export type TwimlNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly TwimlNode[];
  /** The text directly inside, trimmed. */
  readonly text: string;
};

/** TwiML that Twilio would refuse; `code` is the error it would log, e.g. 12100 for a document that is not XML. */
export class TwimlError extends Error {
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The verbs of a `<Response>`.
 * @throws TwimlError 12100 not well-formed, 12102 root element is not Response
 */
export function parseTwiml(document: string): readonly TwimlNode[] {
  type Open = { name: string; attributes: Record<string, string>; children: TwimlNode[]; text: string };
  const path: Open[] = [];
  let root: TwimlNode | undefined;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new TwimlError(12100, `Document parse failure: ${error.message}`, { cause: error });
  });
  parser.on('opentag', (tag) => {
    path.push({ name: tag.name, attributes: { ...tag.attributes }, children: [], text: '' });
  });
  const addText = (text: string) => {
    const open = path.at(-1);
    if (open) open.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = path.pop();
    if (!closed) return;
    const node: TwimlNode = { ...closed, text: closed.text.trim() };
    const parent = path.at(-1);
    if (parent) parent.children.push(node);
    else root = node;
  });
  parser.write(document.trim()).close();
  if (root?.name !== 'Response') throw new TwimlError(12102, 'The root element must be <Response>');
  return root.children;
}
