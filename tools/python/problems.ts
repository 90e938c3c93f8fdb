import { type ProblemCode, problems } from '#contract/problems.ts';

const head = `"""A class for each code of a refusal. Written by \`npm run generate\` from src/contract: change it there."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import RequestRefused`;

/** The refusals of the client for Python: one class for each code, to be caught by it. */
export function writePythonProblems(): string {
  const codes = Object.keys(problems) as readonly ProblemCode[];
  const classes = codes.map(
    (code) => `class ${nameOf(code)}(RequestRefused):\n    """${problems[code].status}: ${problems[code].title}."""`,
  );
  const rows = codes.map((code) => `    "${code}": ${nameOf(code)},`);
  const table = `#: The class of each code; a newer server may have more codes.\nproblem_classes: Mapping[str, type[RequestRefused]] = {\n${rows.join('\n')}\n}`;
  return `${[head, ...classes, table].join('\n\n\n')}\n`;
}

/** `version-conflict` is `VersionConflict`. */
function nameOf(code: ProblemCode): string {
  return code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
