export { MessagingError } from './errors.ts';
export type { Messenger, OutgoingText, SentText } from './messenger.ts';
