import { type Problem, type ProblemCode, problems, problemType } from '@ringback/api';
import type { Response } from 'express';

type Extensions = Pick<Problem, 'errors' | 'reasons'>;

/** Thrown by whatever answers a call; it becomes the answer. `detail` says what was wrong and what to do. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly extensions: Extensions;

  constructor(code: ProblemCode, detail: string, extensions: Extensions = {}) {
    super(detail);
    this.name = 'ApiProblem';
    this.code = code;
    this.extensions = extensions;
  }
}

/** RFC 9457. */
export function sendProblem(response: Response, { code, message, extensions }: ApiProblem): void {
  const { status, title } = problems[code];
  const body: Problem = { type: problemType(code), title, status, detail: message, ...extensions };
  if (status === 401) response.set('WWW-Authenticate', 'Bearer realm="ringback"');
  response.status(status).type('application/problem+json').send(JSON.stringify(body));
}
