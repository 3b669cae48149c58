import { createMemo } from './memo.ts';
import { type E164, parsePhone } from './phone.ts';
import { measureText, type SenderKind } from './segments.ts';

/** How many segments a text is billed as that leaves from `line`: the same few texts leave over and over. */
export function createSegmentCount(): (line: E164, body: string) => number {
  const counts = {
    local: createMemo(200, (body) => measureText(body).segments),
    'toll-free': createMemo(200, (body) => measureText(body, { sender: 'toll-free' }).segments),
  };
  return (line, body) => counts[senderKindOf(line)](body);
}

function senderKindOf(line: E164): SenderKind {
  return parsePhone(line, 'US')?.kind === 'toll_free' ? 'toll-free' : 'local';
}
