import { type CallFlow, type FormParams, WebhookError } from '@ringback/messaging';
import type { Request, Response } from 'express';

/** What the body of a webhook says, once its signature has been checked. */
export function paramsOf(response: Response): FormParams {
  return response.locals.params as FormParams;
}

/** @throws WebhookError when the address does not hold it */
export function queryValue(request: Request, name: string): string {
  const value = request.query[name];
  if (typeof value === 'string' && value !== '') return value.replaceAll('\0', '');
  throw new WebhookError(name, `the query parameter ${name} is missing`);
}

export function answerWith({ contentType }: Pick<CallFlow, 'contentType'>) {
  return (response: Response, instructions: string): void => {
    response.status(200).set('content-type', contentType).send(instructions);
  };
}

export const nothingToDo = '<?xml version="1.0" encoding="UTF-8"?><Response/>';
