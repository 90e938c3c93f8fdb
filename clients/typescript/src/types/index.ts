export type * from './generated.ts';
export type * from './placement.ts';
