import { errorTexts, isErrorCode, type ErrorCode } from '@latchkey/core/errors'
import { ZIMErrorCode } from '@latchkey/zim-compat'
import { errorTable } from '@latchkey/zim-compat/errors'
import { format, resolveConfig } from 'prettier'
import { root } from './check/project.ts'

const path = 'docs/zim-errors.md'

const names = new Map<number, string>(Object.entries(ZIMErrorCode).map(([name, number]) => [number, name]))
const codes = Object.keys(errorTable).filter(isErrorCode)

/** The codes that carry a number, each with the area where it does if that is not everywhere. */
const sourcesOf = (number: number): readonly { readonly code: ErrorCode; readonly area: string }[] =>
  codes.flatMap((code) =>
    Object.entries(errorTable[code])
      .filter(([, given]) => given === number)
      .map(([area]) => ({ code, area: area === 'anywhere' ? '' : ` (${area})` })),
  )

const row = (number: number): string => {
  const sources = sourcesOf(number)
  const links = sources.map(({ code, area }) => `[\`${code}\`](errors.md)${area}`)
  const meanings = sources.map(({ code }) => errorTexts[code].meaning)
  return `| ${String(number)} | \`${names.get(number) ?? ''}\` | ${links.join('<br>')} | ${meanings.join('<br>')} |`
}

const render = async (): Promise<string> => {
  const numbers = [...names.keys()].filter((number) => sourcesOf(number).length > 0).sort((left, right) => left - right)
  const text = `# Errors by the numbers of ZIM

<!-- Generated from packages/zim-compat/src/errors/error-table.ts by \`npm run generate\`: change it there. -->

What [\`@latchkey/zim-compat\`](../packages/zim-compat/README.md) rejects with, for apps that decide on numbers. \`cause.code\` of each error holds the code of
Latchkey, which says more; what to do about each is told on [the page of all codes](errors.md). An area in brackets: there the code has this number, and elsewhere its other one.
A number that is not here never occurs. Not affiliated with ZEGOCLOUD.

| Number | Name | Code of Latchkey | Meaning |
| --- | --- | --- | --- |
${numbers.map(row).join('\n')}
`
  return format(text, { ...(await resolveConfig(`${root}/${path}`)), parser: 'markdown' })
}

/** The page that finds Latchkey's codes by the numbers of ZIM, made from the table of the package. */
export const zimErrorsPage = { path, render }
