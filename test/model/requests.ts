import { toText } from './exact.ts';

/** Attributes of a request: JSON texts by name; `null` removes. */
export type Bag = ReadonlyMap<string, string>;

/** A participant of a request. */
export interface NewParticipant {
  readonly id?: string | undefined;
  readonly purpose: string;
  readonly externalId?: string | undefined;
  readonly addresses?: readonly { readonly type: string; readonly uri: string }[] | undefined;
  readonly attributes?: Bag | undefined;
}

/** Where the attributes of a flow belong. */
export interface Placement {
  readonly participantId?: string | undefined;
  readonly target?: 'participant' | 'conversation' | undefined;
}

interface Keyed {
  /** The Idempotency-Key. */
  readonly key?: string | undefined;
}

interface Conditional {
  /** The header, as it is sent. */
  readonly ifMatch?: string | undefined;
}

/** What a find may ask for, beside the time. */
export interface Filter {
  readonly state?: string | undefined;
  readonly type?: string | undefined;
  readonly queueId?: string | undefined;
  readonly address?: string | undefined;
  readonly externalId?: string | undefined;
}

/** Every request of the route table (design, section 5), with the ids and versions that it is sent with. */
export type Request =
  | ({ op: 'create'; id?: string | undefined; type: string; queueId?: string | undefined } & {
      externalId?: string | undefined;
      data?: Bag | undefined;
      participants: readonly NewParticipant[];
    } & Keyed)
  | { op: 'read'; c: string; expand?: readonly string[] | undefined }
  | ({ op: 'patch'; c: string; state?: string | undefined; queueId?: string | undefined } & {
      data?: Bag | undefined;
      wrapup?: { code?: string | undefined; notes?: string | undefined } | undefined;
    } & Keyed &
      Conditional)
  | ({ op: 'erase'; c: string } & Keyed)
  | ({ op: 'join'; c: string; participant: NewParticipant } & Keyed)
  | { op: 'readAttributes'; c: string; p: string }
  | ({ op: 'patchAttributes'; c: string; p: string; attributes: Bag; version?: number | undefined } & Keyed &
      Conditional)
  | { op: 'readInteraction'; c: string }
  | ({ op: 'patchInteraction'; c: string } & {
      participants: readonly { id: string; attributes: Bag; version?: number | undefined }[];
    } & Keyed &
      Conditional)
  | ({ op: 'set'; c: string; f: string; attributes: Bag } & Placement & Keyed)
  | ({ op: 'get'; c: string; f: string; names: readonly string[] } & Placement)
  | ({ op: 'flush'; c: string; f: string; attributes?: Bag | undefined } & Placement & Keyed)
  | { op: 'history'; c: string }
  | { op: 'readSettings'; type: string }
  | { op: 'writeSettings'; type: string; savedAttributes: readonly string[]; retentionDays: number }
  | ({ op: 'find'; from: number } & Filter);

/** The request with an operation. */
export type RequestOf<Op extends Request['op']> = Extract<Request, { op: Op }>;

/** A request as it goes over the wire. */
export interface Wire {
  readonly method: string;
  readonly path: string;
  /** JSON; absent when the request has no body. */
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How a request is sent. */
export function toWire(request: Request): Wire {
  const { method, path, body } = parts(request);
  const key = 'key' in request ? request.key : undefined;
  const ifMatch = 'ifMatch' in request ? request.ifMatch : undefined;
  const headers = {
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
  };
  return { method, path, headers, ...(body !== undefined && { body: toText(body) }) };
}

function parts(request: Request): { method: string; path: string; body?: object } {
  const conversations = '/api/v2/conversations';
  const conversation = 'c' in request ? `${conversations}/${request.c}` : conversations;
  const flow = 'f' in request ? `${conversation}/flows/${request.f}` : conversation;
  switch (request.op) {
    case 'create': {
      const { op: _, key: __, ...body } = request;
      return { method: 'POST', path: conversations, body };
    }
    case 'read':
      return { method: 'GET', path: `${conversation}${query({ expand: request.expand?.join(',') })}` };
    case 'patch': {
      const { state, queueId, wrapup, data } = request;
      return { method: 'PATCH', path: conversation, body: { state, queueId, wrapup, data } };
    }
    case 'erase':
      return { method: 'DELETE', path: conversation };
    case 'join':
      return { method: 'POST', path: `${conversation}/participants`, body: request.participant };
    case 'readAttributes':
      return { method: 'GET', path: `${conversation}/participants/${request.p}/attributes` };
    case 'patchAttributes': {
      const { p, version, attributes } = request;
      return { method: 'PATCH', path: `${conversation}/participants/${p}/attributes`, body: { version, attributes } };
    }
    case 'readInteraction':
      return { method: 'GET', path: `/api/v2/interactions/${request.c}` };
    case 'patchInteraction': {
      const body = { participants: request.participants };
      return { method: 'PATCH', path: `/api/v2/interactions/${request.c}`, body };
    }
    case 'set': {
      const { participantId, target, attributes } = request;
      return { method: 'POST', path: `${flow}/attributes`, body: { participantId, target, attributes } };
    }
    case 'get': {
      const { participantId, target, names } = request;
      return { method: 'GET', path: `${flow}/attributes${query({ participantId, target, name: names })}` };
    }
    case 'flush': {
      const { participantId, target, attributes } = request;
      return { method: 'POST', path: `${flow}/flush`, body: { participantId, target, attributes } };
    }
    case 'history':
      return { method: 'GET', path: `${conversation}/history` };
    case 'readSettings':
      return { method: 'GET', path: `/api/v2/settings/channels/${request.type}` };
    case 'writeSettings': {
      const { type, savedAttributes, retentionDays } = request;
      return { method: 'PUT', path: `/api/v2/settings/channels/${type}`, body: { savedAttributes, retentionDays } };
    }
    case 'find': {
      const { op: _, from, ...filter } = request;
      return { method: 'GET', path: `${conversations}${query({ from: new Date(from).toISOString(), ...filter })}` };
    }
  }
}

function query(fields: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const parameters = Object.entries(fields).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return parameters.length > 0 ? `?${new URLSearchParams(parameters)}` : '';
}
