import conditions from 'dynalite/db/conditionParser.js';
import projections from 'dynalite/db/projectionParser.js';
import updates from 'dynalite/db/updateParser.js';
import { type Parse, rememberTrees } from './expression-parser.ts';

/** A parser of dynalite, which may remember already: the package stays where tests evaluate this module again. */
type Parser = { parse: Parse & { original?: Parse } };

/** Lets the parsers of dynalite remember the expressions that they have parsed, from now on. */
export function rememberExpressions(): void {
  for (const parser of [conditions, projections, updates] as Parser[]) {
    const original = originalOf(parser);
    parser.parse = Object.assign(rememberTrees(original), { original });
  }
}

/** What a parser does by itself. */
export function originalOf({ parse }: Parser): Parse {
  return parse.original ?? parse;
}
