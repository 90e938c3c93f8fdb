import { toText } from './exact.ts';
import type { Request } from './requests.ts';

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
  const ifNoneMatch = 'ifNoneMatch' in request ? request.ifNoneMatch : undefined;
  const isCsv = request.op === 'contactLog' && request.csv;
  const headers = {
    ...('merge' in request && request.merge && { 'content-type': 'application/merge-patch+json' }),
    ...(isCsv && { accept: 'text/csv' }),
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
  };
  return { method, path, headers, ...(body !== undefined && { body: toText(body) }) };
}

function parts(request: Request): { method: string; path: string; body?: object } {
  const conversations = '/api/v2/conversations';
  const conversation = 'c' in request ? `${conversations}/${request.c}` : conversations;
  const flow = 'f' in request ? `${conversation}/flows/${request.f}` : conversation;
  switch (request.op) {
    case 'create': {
      const { op: _, key: __, blind: ___, metadata, ...body } = request;
      return { method: 'POST', path: conversations, body: { ...body, metadata: metadata && toText(metadata) } };
    }
    case 'read':
      return { method: 'GET', path: `${conversation}${query({ expand: request.expand?.join(',') })}` };
    case 'patch': {
      const { state, queueId, wrapup, data, version } = request;
      return { method: 'PATCH', path: conversation, body: { state, queueId, wrapup, data, if: request.if, version } };
    }
    case 'erase':
      return { method: 'DELETE', path: conversation };
    case 'join':
      return { method: 'POST', path: `${conversation}/participants`, body: request.participant };
    case 'leave':
      return { method: 'DELETE', path: `${conversation}/participants/${request.p}` };
    case 'readAttributes':
      return { method: 'GET', path: `${conversation}/participants/${request.p}/attributes` };
    case 'patchAttributes': {
      const { p, version, attributes } = request;
      const body = { version, attributes, if: request.if };
      return { method: 'PATCH', path: `${conversation}/participants/${p}/attributes`, body };
    }
    case 'readInteraction':
      return { method: 'GET', path: `/api/v2/interactions/${request.c}${query({ state: request.state })}` };
    case 'patchInteraction': {
      const body = { participants: request.participants, version: request.version };
      return { method: 'PATCH', path: `/api/v2/interactions/${request.c}`, body };
    }
    case 'set': {
      const { participantId, target, flowType, attributes } = request;
      return { method: 'POST', path: `${flow}/attributes`, body: { participantId, target, flowType, attributes } };
    }
    case 'get': {
      const { participantId, target, flowType, names } = request;
      return { method: 'GET', path: `${flow}/attributes${query({ participantId, target, flowType, name: names })}` };
    }
    case 'flush': {
      const { participantId, target, flowType, attributes } = request;
      return { method: 'POST', path: `${flow}/flush`, body: { participantId, target, flowType, attributes } };
    }
    case 'setSecured': {
      const { flowType, attributes } = request;
      return { method: 'POST', path: `${flow}/secureattributes`, body: { flowType, attributes } };
    }
    case 'getSecured':
      return {
        method: 'GET',
        path: `${flow}/secureattributes${query({ flowType: request.flowType, name: request.names })}`,
      };
    case 'readSecured':
      return { method: 'GET', path: `${conversation}/secureattributes` };
    case 'replaceSecured':
    case 'patchSecured': {
      const { op, attributes, version } = request;
      const method = op === 'replaceSecured' ? 'PUT' : 'PATCH';
      return { method, path: `${conversation}/secureattributes`, body: { attributes, version } };
    }
    case 'history':
      return { method: 'GET', path: `${conversation}/history` };
    case 'names':
      return { method: 'GET', path: `${conversation}/names` };
    case 'export':
      return { method: 'GET', path: `${conversation}/export` };
    case 'getContactData':
      return { method: 'GET', path: `/RI/cmi/contactData/${request.c}` };
    case 'findContactData':
      return { method: 'GET', path: `/RI/cmi/contactData?contact_id=${request.c}` };
    case 'addContactData':
      return { method: 'POST', path: '/RI/cmi/contactData', body: { contact_id: request.c, data: request.data } };
    case 'contactLog': {
      const { op: _, from, to, csv: __, ...filter } = request;
      return { method: 'GET', path: `/api/v2/reports/contact-log${query({ ...period(from, to), ...filter })}` };
    }
    case 'readSettings':
      return { method: 'GET', path: `/api/v2/settings/channels/${request.type}` };
    case 'writeSettings': {
      const { type, savedAttributes, retentionDays, activeMaxSeconds, version } = request;
      const body = { savedAttributes, retentionDays, activeMaxSeconds, version };
      return { method: 'PUT', path: `/api/v2/settings/channels/${type}`, body };
    }
    case 'readChannel':
      return { method: 'GET', path: channels(request.channel) };
    case 'patchChannel': {
      const { channel, type, allowed, required, savedAttributes, retentionDays, version } = request;
      const webchat = { type, attributes: { allowed, required }, savedAttributes, retentionDays };
      return { method: 'PATCH', path: channels(channel), body: { settings: { webchat }, version } };
    }
    case 'message': {
      const { channel, c: conversationId, metadata, message_metadata, customAttributes } = request;
      const message = { text: 'Hello', channel: customAttributes && { metadata: { customAttributes } } };
      const texts = { message_metadata: message_metadata && toText(message_metadata) };
      const body = { conversationId, message, metadata, ...texts };
      return { method: 'POST', path: `${channels(channel)}/messages`, body };
    }
    case 'find':
    case 'listInteractions': {
      const { op, from, to, ...filter } = request;
      const path = op === 'find' ? conversations : '/api/v2/interactions';
      return { method: 'GET', path: `${path}${query({ ...period(from, to), ...filter })}` };
    }
  }
}

function channels(id: string): string {
  return `/api/v2/webchat/channels/${id}`;
}

function period(from: number, to: number | undefined) {
  return { from: new Date(from).toISOString(), to: to === undefined ? undefined : new Date(to).toISOString() };
}

function query(fields: Readonly<Record<string, string | number | readonly string[] | undefined>>): string {
  const parameters = Object.entries(fields).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, String(one)]),
  );
  return parameters.length > 0 ? `?${new URLSearchParams(parameters)}` : '';
}
