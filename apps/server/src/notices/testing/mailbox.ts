import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** An SMTP server that keeps what it is given. */
export type Mailbox = {
  readonly smtpUrl: string;
  /** Whole, with their headers, as they came over the wire. */
  readonly mails: readonly string[];
  /** What the server says to the next recipients, and how it ends the next mails; left alone: it takes them. */
  readonly says: {
    recipient: Error | null;
    data: (done: (error?: Error | null) => void) => void;
  };
  close(): Promise<void>;
};

export async function openMailbox(): Promise<Mailbox> {
  const mails: string[] = [];
  const says: Mailbox['says'] = { recipient: null, data: (done) => done() };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(says.recipient),
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString());
        says.data(done);
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    says,
    close: () => new Promise((done) => server.close(done)),
  };
}

/** A mail's words as its reader sees them: quoted-printable, as far as ours use it. */
export function readMail(mail: string): string {
  const plain = mail.replaceAll(/=\r\n/g, '');
  return plain.replaceAll(/(?:=[0-9A-F]{2})+/g, (codes) =>
    Buffer.from(codes.replaceAll('=', ''), 'hex').toString(),
  );
}
