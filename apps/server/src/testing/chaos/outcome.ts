import type { ChaosWorld } from './chaos-world.ts';

/** What became of one caller, in the end. */
export type Outcome = {
  /** What the provider has of us for them, by state. */
  readonly atTwilio: readonly string[];
  readonly ours: string;
  readonly attempts: number;
  readonly lookUps: number;
  /** Whatever breaks a promise; nothing, as it should be. */
  readonly problems: readonly string[];
};

const taken = ['accepted', 'sent', 'delivered'];

/** Compares what the provider did with what the store says of one caller, who must have one text. */
export async function judge(
  world: ChaosWorld,
  { phone, callIds }: { readonly phone: string; readonly callIds: readonly string[] },
): Promise<Outcome> {
  const { db } = world.store;
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string) => void (holds || problems.push(`${phone}: ${problem}`));
  const of = { texts: 'texts', effects: 'effects', timers: 'timers' } as const;

  const sent = world.twilio.messagesTo(phone);
  expect(sent.length === 1, `has ${sent.length} texts instead of one`);

  const texts = await db.selectFrom(of.texts).selectAll().where('caller_id', '=', phone).execute();
  const [text] = texts;
  expect(texts.length === 1, `${texts.length} texts are stored`);
  expect(taken.includes(text?.state ?? ''), `the stored text is ${text?.state} (${text?.code})`);
  expect(text?.provider_id === sent[0]?.sid, 'the stored text is bound to another one of the provider');
  const told = new Set(
    world.twilio
      .webhooks()
      .filter(
        ({ kind, parameters, status }) =>
          kind === 'message-status' && parameters.To === phone && status === 204,
      )
      .map(({ parameters }) => parameters.MessageStatus),
  );
  expect(
    !told.has('delivered') || text?.state === 'delivered',
    `it is delivered, but stored as ${text?.state}`,
  );

  const decided = await db
    .selectFrom('events')
    .select(['event_id', 'reasons'])
    .where('caller_id', '=', phone)
    .execute();
  for (const callId of callIds) {
    const decision = decided.find(({ event_id }) => event_id === `call-${callId}`);
    expect((decision?.reasons.length ?? 0) > 0, `call ${callId} has no decision`);
  }

  const effects = await db.selectFrom(of.effects).selectAll().where('caller_id', '=', phone).execute();
  for (const effect of effects.filter(({ lane }) => !lane.startsWith('crm:'))) {
    expect(effect.state === 'done', `${effect.effect_key} is ${effect.state}: ${effect.problem}`);
  }
  const told_crm = effects.filter(
    ({ effect }) => effect.type === 'write-crm' && effect.entry.kind === 'text',
  );
  expect(told_crm.length === 1, `the CRM is told of ${told_crm.length} texts`);
  const timers = await db
    .selectFrom(of.timers)
    .select('timer')
    .where('caller_id', '=', phone)
    .where('timer', '=', 'first-text')
    .execute();
  expect(timers.length === 0, 'a text still waits for its time');

  const published = await db
    .selectFrom('product_events')
    .select('type')
    .where('caller_id', '=', phone)
    .where('type', '=', 'text_back.sent')
    .execute();
  expect(published.length === 1, `${published.length} texts are published`);

  return {
    atTwilio: sent.map(({ status }) => status),
    ours: text?.state ?? 'none',
    attempts: text?.attempts ?? 0,
    lookUps: world.proxy.passages(phone).filter(({ operation }) => operation === 'list').length,
    problems,
  };
}
