import { contractLimits, defaultLimits } from '../packages/backend/src/limits.ts'
import { wireLimits } from '@latchkey/protocol'
import { format, resolveConfig } from 'prettier'
import { defaultServerLimits } from '../packages/server/src/server-limits.ts'
import { root } from './check/project.ts'
import { documentedMembers, type DocumentedMember } from './source-docs.ts'

const path = 'docs/limits.md'
const sources = {
  backend: 'packages/backend/src/limits.ts',
  server: 'packages/server/src/server-limits.ts',
  wire: 'packages/protocol/src/wire-limits.ts',
}

const written = (value: unknown): string =>
  typeof value === 'number' ? value.toLocaleString('en') : String(value).replace('true', 'yes').replace('false', 'no')

/** A table of limits with their values. Throws for one that has none. */
const table = (
  limits: readonly DocumentedMember[],
  values: Readonly<Record<string, unknown>>,
  heading: string,
): string =>
  [
    `| Limit | ${heading} | Of what |`,
    '| --- | --- | --- |',
    ...limits.map(({ name, text }) => {
      if (values[name] === undefined) throw new Error(`${name} has no value`)
      return `| \`${name}\` | ${written(values[name])} | ${text.replaceAll('|', '\\|')} |`
    }),
  ].join('\n')

const render = async (): Promise<string> => {
  const text = `# Limits

<!-- Generated from ${Object.values(sources).join(', ')} by \`npm run generate\`: change them there. -->

Names that end in \`Bytes\` count bytes, of text those of UTF-8; \`Ms\` is milliseconds. What is beyond a limit is refused: by the client with \`invalid-argument\` before anything is stored or sent where it knows the limit, by the backend with
\`limit-exceeded\`, which names the limit in its details.

## Of an installation

\`startServer({ limits: { … } })\` changes these. An account tells the client \`maxTextBytes\` and \`maxFileBytes\`; the others hold at the server only.

${table(documentedMembers(sources.backend, 'BackendLimits'), { ...defaultLimits }, 'Default')}

## Of the server itself

They are set in the same place.

${table(documentedMembers(sources.server, 'ServerLimits'), { ...defaultServerLimits }, 'Default')}

## Of the contract

The same for every installation, because operations promise them.

| Limit | Value |
| --- | --- |
${Object.entries(contractLimits)
  .map(([name, value]) => `| \`${name}\` | ${written(value)} |`)
  .join('\n')}

## Of the wire

The same at both ends, from one schema: whoever sends stays within, whoever reads refuses what is beyond. They cannot be changed; a limit of an installation that is higher has no effect.

${table(documentedMembers(sources.wire, 'wireLimits'), wireLimits, 'Value')}
`
  return format(text, { ...(await resolveConfig(`${root}/${path}`)), parser: 'markdown' })
}

/** The page that lists every limit, made from where it is set. */
export const limitsPage = { path, render }
