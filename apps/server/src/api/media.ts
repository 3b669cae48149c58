import type { Engine } from '@ringback/engine';
import { readMedia } from '@ringback/engine';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { ApiProblem } from './api-problem.ts';
import { identify } from './endpoint.ts';
import type { Tokens } from './tokens.ts';
import { businessesAskedFor } from './visible-businesses.ts';

/** Whatever a browser makes of it, it is no page of ours: it may run nothing and load nothing. */
const inert = "default-src 'none'; sandbox";
/** What a browser may show where it stands; all else is a file to be kept. */
const shown = /^(?:image\/(?:jpeg|png|gif|webp)|video\/|audio\/)/;

const asked = z.object({ id: z.string().min(1), position: z.coerce.number().int().min(0).max(9) });

/** Serves what came with a text, at `/texts/{id}/media/{position}`, to whoever may see the business. */
export function serveMedia(engine: Engine, tokens: Tokens): RequestHandler {
  return async (request, response) => {
    const identity = identify(tokens, request);
    const business = typeof request.query.business === 'string' ? request.query.business : undefined;
    const { id: textId, position } = readPath(request);
    const businessIds = businessesAskedFor(engine.directory, identity, business);
    const media = await readMedia(engine.store.db, { businessIds, textId, position });
    if (!media) {
      throw new ApiProblem(
        'unknown-media',
        'There is no such file that this token may see, or it has not been fetched yet; the conversation says which.',
      );
    }
    const { contentType, bytes } = media;
    const extension = contentType.split('/')[1]?.replace(/[^a-z0-9]/g, '') || 'bin';
    const disposition = shown.test(contentType) ? 'inline' : 'attachment';
    response
      .status(200)
      .set('Content-Type', contentType.startsWith('text/') ? 'text/plain; charset=utf-8' : contentType)
      .set('Content-Disposition', `${disposition}; filename="text-${position + 1}.${extension}"`)
      .set('X-Content-Type-Options', 'nosniff')
      .set('Content-Security-Policy', inert)
      .set('Cache-Control', 'private, no-store')
      .send(bytes);
  };
}

function readPath({ params }: Request): z.output<typeof asked> {
  const read = asked.safeParse(params);
  if (read.success) return read.data;
  throw new ApiProblem('invalid-request', 'position: write the place of the file in its text, from 0 to 9.');
}
