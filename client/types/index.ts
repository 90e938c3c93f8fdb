export type * from './attributes.ts';
export type * from './channel.ts';
export type * from './conversation.ts';
export type * from './export.ts';
export type * from './flow.ts';
export type * from './interaction.ts';
export type * from './secured.ts';
