/** A tool that a model may call. */
export interface ModelTool {
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: object;
}

/** A call of a tool. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What has happened so far, in its order. */
export type Turn =
  | { readonly from: 'customer' | 'agent'; readonly text: string }
  | { readonly from: 'tool'; readonly call: ToolCall; readonly text: string; readonly isError: boolean };

/** What a model does next: it calls tools, or says something; or it hands over to a person after that. */
export type Reply = { readonly calls: readonly ToolCall[] } | { readonly says: string; readonly handsOver?: boolean };

/** A model: put an adapter of your provider in its place. */
export interface Model {
  reply(turns: readonly Turn[], tools: readonly ModelTool[]): Promise<Reply>;
}
