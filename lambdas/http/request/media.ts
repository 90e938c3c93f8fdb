import { isMedia, media } from '#contract/paths.ts';
import type { ChannelType } from '#domain/channel-types.ts';
import type { ApiEvent } from '#http/api.ts';

/** The channel types that a path of the clients of Genesys Cloud means, such as `/api/v2/conversations/calls`, and the path of its list. */
export function readMedia(event: Pick<ApiEvent, 'routeKey'>): {
  readonly types: readonly ChannelType[];
  readonly uri: string;
} {
  const read = findMedia(event);
  if (read === undefined) throw new Error(`${event.routeKey} is no path of a kind of media`);
  return read;
}

/** The same of any path; undefined for one of the API's own. */
export function findMedia({ routeKey }: Pick<ApiEvent, 'routeKey'>): ReturnType<typeof readMedia> | undefined {
  const [, word = ''] = /^\w+ \/api\/v2\/conversations\/([a-z]+)/.exec(routeKey) ?? [];
  return isMedia(word) ? { types: media[word], uri: `/api/v2/conversations/${word}` } : undefined;
}
