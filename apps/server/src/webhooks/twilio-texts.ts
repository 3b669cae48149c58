import { callerIdOf } from '@ringback/core';
import type { Engine } from '@ringback/engine';
import { type CallFlow, parseIncomingText, parseTextStatus } from '@ringback/messaging';
import type { Router } from 'express';
import type { Log } from '../log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { answerWith, nothingToDo, paramsOf, queryValue } from './twilio-request.ts';

export type TextWebhookOptions = {
  readonly engine: Engine;
  readonly callFlow: CallFlow;
  readonly metrics: Pick<Metrics, 'textsIgnored'>;
  readonly log: Log;
};

/** What a counter may name; whoever signs could send any word. */
const namedChannels: ReadonlySet<string> = new Set(['whatsapp', 'rcs', 'messenger']);

/** What Twilio tells of texts, which asks for no instructions. */
export function addTextWebhooks(
  router: Router,
  { engine, callFlow, metrics, log }: TextWebhookOptions,
): void {
  const answer = answerWith(callFlow);

  router.post('/messages', async (_request, response) => {
    const text = parseIncomingText(paramsOf(response));
    if (text.channel !== 'sms') {
      metrics.textsIgnored.inc({ channel: namedChannels.has(text.channel) ? text.channel : 'other' });
      log.warn({ textId: text.providerId, channel: text.channel }, 'a message came over a channel not read');
      return answer(response, nothingToDo);
    }
    const found = text.line && engine.directory.byLine(text.line);
    if (!found || text.line === null || text.from === null) {
      metrics.textsIgnored.inc({ channel: 'sms' });
      log.warn(
        { line: text.line, known: found !== null },
        'a text came in that belongs to no line or no number',
      );
      return answer(response, nothingToDo);
    }
    await engine.handle({
      type: 'text-received',
      id: `text-${text.providerId}`,
      businessId: found.known.business.id,
      callerId: callerIdOf(text.from, text.providerId),
      textId: `text-${text.providerId}`,
      line: text.line,
      body: text.body,
      media: text.media,
      handledByProvider: text.handledByProvider,
    });
    answer(response, nothingToDo);
  });

  router.post('/messages/status', async (request, response) => {
    const report = parseTextStatus(paramsOf(response));
    if (report) {
      const businessId = queryValue(request, 'business');
      await engine.handleTextStatus({ ...report, businessId, textId: queryValue(request, 'text') });
    }
    response.status(204).end();
  });
}
