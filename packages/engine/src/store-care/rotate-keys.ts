import { type Selectable, sql } from 'kysely';
import { recordAct } from '../data-care/audit.ts';
import {
  createDataKeys,
  type DataKeys,
  findCurrentKey,
  keyContext,
  keyIdOf,
  newDataKey,
} from '../data-care/data-keys.ts';
import type { Db } from '../database/connection.ts';
import type { DataKeyTable } from '../database/schema.ts';
import { createSecrets, keyIdOf as idOfMaster, SecretError } from '../secrets.ts';
import { listSealedValues } from './sealed-values.ts';

export type Rotation = {
  /** Data keys that were wrapped under the first of the installation's keys by this run. */
  readonly rewrapped: number;
  readonly newDataKeys: number;
  /** Values that were sealed anew under their business's data key. */
  readonly resealed: number;
  /** Data keys that nothing is sealed with any more and that were removed. */
  readonly removedDataKeys: number;
  /** Places that none of the given keys opens: connect these CRMs again. */
  readonly unreadable: readonly string[];
  /** Data keys that a server wrapped under another key meanwhile: run it again. */
  readonly underOtherKey: number;
};

export type RotationOptions = {
  /** 32 bytes each; the first is the one to wrap under, the others are previous ones. */
  readonly keys: readonly [Buffer, ...Buffer[]];
  /** Whether every business gets a new data key, too. */
  readonly dataKeys: boolean;
  /** As the audit log names whoever asked for it. */
  readonly by: string;
};

/** A server that took a key just before it was retired has long written what it sealed with it. */
const keepRetiredHours = 1;
const mostPasses = 5;

/**
 * Wraps every data key under the first key, gives each business a new one if asked, and seals what is under any other
 * key anew. Each step leaves everything readable and changes only what it has read, so servers may run meanwhile and a
 * run that broke off is simply run again.
 */
export async function rotateKeys(db: Db, options: RotationOptions): Promise<Rotation> {
  const master = createSecrets(options.keys);
  const first = createSecrets([options.keys[0]]);
  const previous = options.keys.slice(1).map(idOfMaster);
  const dataKeys = createDataKeys(db, master);
  const unreadable = new Set<string>();
  const concerned = new Set<string>();

  let rewrapped = 0;
  for (const key of await db.selectFrom('data_keys').selectAll().execute()) {
    try {
      if (await rewrap(db, key, { master, first, previous })) rewrapped += 1;
      concerned.add(key.business_id);
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      // A retired key that is of no use any more is no loss; what is still sealed with it is told below.
      if (key.retired_at === null) unreadable.add(`the data key of ${key.business_id}`);
    }
  }

  let newDataKeys = 0;
  if (options.dataKeys) {
    const current = await db
      .selectFrom('data_keys')
      .select(['business_id', 'key_id'])
      .where('retired_at', 'is', null)
      .execute();
    for (const key of current) if (await replaceDataKey(db, key, { first, previous })) newDataKeys += 1;
  }

  let resealed = 0;
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    const done = await resealAll(db, dataKeys, { unreadable, concerned });
    resealed += done;
    if (done === 0) break;
  }
  const removedDataKeys = await removeUnusedKeys(db);
  for (const businessId of concerned) {
    await recordAct(db, {
      businessId,
      act: 'rotate-keys',
      by: options.by,
      callerId: null,
      details: { newDataKey: options.dataKeys },
    });
  }
  return {
    rewrapped,
    newDataKeys,
    resealed,
    removedDataKeys,
    unreadable: [...unreadable].sort(),
    underOtherKey: await countUnderOtherKey(db, first),
  };
}

async function countUnderOtherKey(db: Db, first: Masters['first']): Promise<number> {
  const keys = await db.selectFrom('data_keys').selectAll().execute();
  return keys.filter((key) => !opens(first, key.wrapped, keyContext(key.business_id, key.key_id))).length;
}

type Masters = {
  readonly master: ReturnType<typeof createSecrets>;
  readonly first: ReturnType<typeof createSecrets>;
  /** Ids of the others. */
  readonly previous: readonly string[];
};

/** false: it was under the first key already, or somebody else has just wrapped it. */
async function rewrap(
  db: Db,
  key: Selectable<DataKeyTable>,
  { master, first, previous }: Masters,
): Promise<boolean> {
  const context = keyContext(key.business_id, key.key_id);
  const plain = master.decrypt(key.wrapped, context);
  const isUnderFirst = opens(first, key.wrapped, context);
  const former = formerMasters([...key.former_masters, ...previous], first);
  if (isUnderFirst && former.length === key.former_masters.length) return false;
  const { numUpdatedRows } = await db
    .updateTable('data_keys')
    .set({
      wrapped: isUnderFirst ? key.wrapped : first.encrypt(plain, context),
      former_masters: sql<string[]>`${former}::text[]`,
    })
    .where('business_id', '=', key.business_id)
    .where('key_id', '=', key.key_id)
    .where('wrapped', '=', key.wrapped)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n && !isUnderFirst;
}

/** A key that is taken up again is not replaced any more. */
function formerMasters(ids: readonly string[], first: Masters['first']): string[] {
  return [...new Set(ids)].filter((id) => id !== first.keyId);
}

function opens(secrets: Masters['first'], sealed: string, context: string): boolean {
  try {
    secrets.decrypt(sealed, context);
    return true;
  } catch (error) {
    if (error instanceof SecretError) return false;
    throw error;
  }
}

function replaceDataKey(
  db: Db,
  key: Pick<Selectable<DataKeyTable>, 'business_id' | 'key_id'>,
  { first, previous }: Pick<Masters, 'first' | 'previous'>,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('data_keys')
      .set({ retired_at: sql<Date>`ringback_now()` })
      .where('business_id', '=', key.business_id)
      .where('key_id', '=', key.key_id)
      .where('retired_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    await tx
      .insertInto('data_keys')
      .values({
        ...newDataKey(key.business_id, first),
        former_masters: sql<string[]>`${formerMasters(previous, first)}::text[]`,
      })
      .execute();
    return true;
  });
}

/** How many values were sealed anew: those of another key than their business's current one. */
async function resealAll(
  db: Db,
  dataKeys: DataKeys,
  { unreadable, concerned }: { readonly unreadable: Set<string>; readonly concerned: Set<string> },
): Promise<number> {
  let resealed = 0;
  for (const { businessId, sealed, context, label, replace } of await listSealedValues(db)) {
    const current = await findCurrentKey(db, businessId);
    if (current && keyIdOf(sealed) === current.key_id) continue;
    try {
      const plain = await dataKeys.open(businessId, sealed, context);
      // A server may have written a fresh value meanwhile; the next pass looks at that one.
      if (await replace(await dataKeys.seal(businessId, plain, context))) resealed += 1;
      concerned.add(businessId);
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      unreadable.add(`${label} of ${businessId}`);
    }
  }
  return resealed;
}

async function removeUnusedKeys(db: Db): Promise<number> {
  const used = new Set((await listSealedValues(db)).map(({ sealed }) => keyIdOf(sealed)));
  const retired = await db
    .selectFrom('data_keys')
    .select(['business_id', 'key_id'])
    .where('retired_at', '<', sql<Date>`ringback_now() - make_interval(hours => ${keepRetiredHours})`)
    .execute();
  const unused = retired.filter(({ key_id }) => !used.has(key_id));
  for (const key of unused) {
    await db
      .deleteFrom('data_keys')
      .where('business_id', '=', key.business_id)
      .where('key_id', '=', key.key_id)
      .execute();
  }
  return unused.length;
}
