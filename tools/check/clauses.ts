import ts from 'typescript'
import { projectFiles, readProjectFile } from './project.ts'
import type { Step } from './step.ts'

const clausePattern = /\b(?!OL-)[A-Z]{2}-\d{2}\b/g
const requirementPattern = /\bOL-\d{2}\b/g

const isTest = (path: string): boolean => /^(packages|apps|tools)\/.*\.test\.tsx?$/.test(path)
// The kits are data: a case's title is a string in their source.
const isKit = (path: string): boolean => /^packages\/conformance\/src\/(?!broken).*\.ts$/.test(path)

/** The text of every title: the first argument of `test`, `it` or `describe` and their forms; in a kit, every string. */
const titlesOf = (path: string): readonly string[] => {
  const kit = isKit(path)
  const source = ts.createSourceFile(path, readProjectFile(path), ts.ScriptTarget.Latest, true)
  const titles: string[] = []
  const textOf = (node: ts.Node): string =>
    ts.isStringLiteralLike(node) ? node.text : ts.isTemplateExpression(node) ? node.getText(source) : ''
  const visit = (node: ts.Node): void => {
    if (kit) titles.push(textOf(node))
    else if (ts.isCallExpression(node) && /^(test|it|describe)\b/.test(node.expression.getText(source))) {
      const [title] = node.arguments
      if (title !== undefined) titles.push(textOf(title))
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return titles.filter((title) => title !== '')
}

/** Every ID of `pattern` that a test's title cites. */
const citedIDs = async (pattern: RegExp): Promise<ReadonlySet<string>> => {
  const files = (await projectFiles()).filter((path) => isTest(path) || isKit(path))
  return new Set(files.flatMap(titlesOf).flatMap((title) => title.match(pattern) ?? []))
}

/** Each clause of `docs/contracts/` is cited by a test's title, and no title cites a clause that is not there. */
export const clauses: Step = {
  name: 'clauses',
  run: async () => {
    const pages = (await projectFiles()).filter((path) => /^docs\/contracts\/.*\.md$/.test(path))
    const written = new Set(pages.flatMap((path) => readProjectFile(path).match(clausePattern) ?? []))
    const cited = await citedIDs(clausePattern)
    return {
      findings: [
        ...[...written]
          .filter((id) => !cited.has(id))
          .map((id) => `${id} stands in docs/contracts and no test cites it.`),
        ...[...cited]
          .filter((id) => !written.has(id))
          .map((id) => `${id} is cited by a test and stands in no contract.`),
      ],
      summary: `${written.size} clauses`,
    }
  },
}

/** The rows of `docs/requirements.md` that no test cites: reported, so that what is still owed stays in sight. */
export const requirements: Step = {
  name: 'requirements',
  run: async () => {
    const rows = new Set(readProjectFile('docs/requirements.md').match(/(?<=^\| )OL-\d{2}/gm) ?? [])
    const cited = await citedIDs(requirementPattern)
    const open = [...rows].filter((id) => !cited.has(id))
    return {
      findings: [
        ...(rows.size === 0 ? ['docs/requirements.md has no rows.'] : []),
        ...[...cited].filter((id) => !rows.has(id)).map((id) => `${id} is cited by a test and is no requirement.`),
      ],
      notes: open.length === 0 ? [] : [`no test cites yet: ${open.join(', ')}`],
      summary: `${rows.size - open.length} of ${rows.size} requirements cited by tests`,
    }
  },
}
