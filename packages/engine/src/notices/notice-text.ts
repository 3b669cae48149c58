/** The event by which staff are told in a text. */
export function noticeEventId(messageId: string): string {
  return `notice-${messageId}`;
}

/** The message that a text to staff holds; null: it holds none. */
export function messageIdOf(textId: string): string | null {
  return /^notice-(.+)-\d+$/.exec(textId)?.[1] ?? null;
}
