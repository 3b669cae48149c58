import { randomBytes } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { DataKeyTable } from '../database/schema.ts';
import { createSecrets, SecretError, type Secrets } from '../secrets.ts';

/**
 * Seals the secrets of a business under a key of its own, which lies in the store wrapped under the installation's key
 * (`RINGBACK_SECRET_KEY`). To change that one, only the data keys are wrapped anew, not every value.
 */
export type DataKeys = {
  /**
   * `context` is bound in, as with `Secrets`.
   * @throws SecretError when a rotation has replaced the installation's key that this process has: what it would seal
   * could not be opened once that one is dropped
   */
  seal(businessId: string, plain: string, context: string): Promise<string>;
  /**
   * Also opens what an earlier version encrypted under the installation's key itself.
   * @throws SecretError when no key of ours opens it
   */
  open(businessId: string, sealed: string, context: string): Promise<string>;
};

type DataKey = Pick<Selectable<DataKeyTable>, 'business_id' | 'key_id' | 'wrapped'>;

const format = 'v2';
const keyBytes = 32;

export function createDataKeys(db: Db, master: Secrets): DataKeys {
  /** A key never changes, only what it is wrapped in, so what has been unwrapped once is good for ever. */
  const unwrapped = new Map<string, Secrets>();

  function unwrap(key: DataKey): Secrets {
    const id = keyContext(key.business_id, key.key_id);
    const known = unwrapped.get(id);
    if (known) return known;
    const secrets = createSecrets([Buffer.from(master.decrypt(key.wrapped, id), 'base64')]);
    unwrapped.set(id, secrets);
    return secrets;
  }

  /** Asked each time: another process may have retired the key that we sealed with a moment ago. */
  async function currentKey(businessId: string): Promise<DataKey> {
    const key = await findCurrentKey(db, businessId);
    if (key && isOurs(key)) return key;
    // Whoever has lost the installation's key has set a new one; only a rotation names the one that it replaced.
    if (await isReplaced(master.keyId)) {
      throw new SecretError('RINGBACK_SECRET_KEY was replaced by another: start this server with that one');
    }
    if (key) await retire(key);
    await db
      .insertInto('data_keys')
      .values(newDataKey(businessId, master))
      .onConflict((conflict) => conflict.column('business_id').where('retired_at', 'is', null).doNothing())
      .execute();
    const made = await findCurrentKey(db, businessId);
    if (!made) throw new Error(`${businessId} has no key although one was made`);
    return made;
  }

  /** No longer, where the installation's key was lost: what is sealed from now on must open again. */
  function isOurs(key: DataKey): boolean {
    try {
      unwrap(key);
      return true;
    } catch (error) {
      if (error instanceof SecretError) return false;
      throw error;
    }
  }

  async function isReplaced(masterId: string): Promise<boolean> {
    const { rows } = await sql`
      select 1 from data_keys where former_masters @> array[${masterId}]::text[] limit 1`.execute(db);
    return rows.length > 0;
  }

  async function retire(key: DataKey): Promise<void> {
    await db
      .updateTable('data_keys')
      .set({ retired_at: sql<Date>`ringback_now()` })
      .where('business_id', '=', key.business_id)
      .where('key_id', '=', key.key_id)
      .where('retired_at', 'is', null)
      .execute();
  }

  return {
    async seal(businessId, plain, context) {
      const key = await currentKey(businessId);
      return `${format}.${key.key_id}.${unwrap(key).encrypt(plain, context)}`;
    },
    async open(businessId, sealed, context) {
      const keyId = keyIdOf(sealed);
      if (keyId === null) return master.decrypt(sealed, context);
      const key = await db
        .selectFrom('data_keys')
        .select(['business_id', 'key_id', 'wrapped'])
        .where('business_id', '=', businessId)
        .where('key_id', '=', keyId)
        .executeTakeFirst();
      if (!key) throw new SecretError(`the key ${keyId} of ${businessId} is not in the store`);
      return unwrap(key).decrypt(sealed.slice(`${format}.${keyId}.`.length), context);
    },
  };
}

/** The data key that a value was sealed with; null: the installation's key itself. */
export function keyIdOf(sealed: string): string | null {
  const [version, keyId] = sealed.split('.');
  return version === format && keyId ? keyId : null;
}

export function newDataKey(businessId: string, master: Secrets) {
  const keyId = randomBytes(9).toString('base64url');
  return {
    business_id: businessId,
    key_id: keyId,
    wrapped: master.encrypt(randomBytes(keyBytes).toString('base64'), keyContext(businessId, keyId)),
    created_at: sql<Date>`ringback_now()`,
  };
}

export function findCurrentKey(db: Db, businessId: string): Promise<DataKey | undefined> {
  return db
    .selectFrom('data_keys')
    .select(['business_id', 'key_id', 'wrapped'])
    .where('business_id', '=', businessId)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
}

/** What a wrapped key is bound to. */
export function keyContext(businessId: string, keyId: string): string {
  return `data-key/${businessId}/${keyId}`;
}
