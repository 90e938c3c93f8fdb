import { createServer } from 'node:http';
import { ConversationAttributes } from '@conversation-attributes/client';
import { forwardMessages, toNodeListener } from '@conversation-attributes/client/forwarder';

const { API_URL: baseUrl = '', CLIENT_ID: clientId = '', CLIENT_SECRET: clientSecret = '' } = process.env;
const api = new ConversationAttributes({ baseUrl, clientId, clientSecret });

/** The route of a site, `POST /messages`. */
export const site = createServer(toNodeListener(forwardMessages({ api, channelId: 'shop' })));
site.listen(process.env.PORT ?? 8080);
