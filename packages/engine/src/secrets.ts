import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Encrypts what is secret at rest (AES-256-GCM) under keys that this process holds. */
export type Secrets = {
  /** Names the key that encrypts, and tells nothing of it. */
  readonly keyId: string;
  /** `context` is bound in: a value moved to another row does not decrypt. */
  encrypt(plain: string, context: string): string;
  /** @throws SecretError when the value was made with no key of ours, for another context, or was altered */
  decrypt(encrypted: string, context: string): string;
};

/** A value that no key of ours opens. */
export class SecretError extends Error {
  readonly code = 'secret-unreadable';

  constructor(message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.name = 'SecretError';
  }
}

const format = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

/** `keys`: 32 bytes each; the first encrypts, every one decrypts, so that a key can be replaced. */
export function createSecrets(keys: readonly [Buffer, ...Buffer[]]): Secrets {
  return {
    keyId: keyIdOf(keys[0]),
    encrypt(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keys[0], nonce).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [format, nonce, sealed, cipher.getAuthTag()]
        .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
        .join('.');
    },
    decrypt(encrypted, context) {
      const [version, ...parts] = encrypted.split('.');
      const [nonce, sealed, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      const isWhole = nonce?.length === nonceBytes && tag?.length === tagBytes;
      if (version !== format || !isWhole || !sealed) throw new SecretError('not an encrypted value');
      for (const key of keys) {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
          .setAAD(Buffer.from(context))
          .setAuthTag(tag);
        try {
          return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
        } catch {
          // Made with another of the keys; none left is the error below.
        }
      }
      throw new SecretError('no key of ours decrypts this value');
    },
  };
}

/** What tells one of the installation's keys from another. */
export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('ringback-key-id').update(key).digest('base64url').slice(0, 16);
}
