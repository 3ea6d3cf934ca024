import { format, resolveConfig } from 'prettier'
import { root } from './check/project.ts'
import { queryAreas, readOfferedMethods, type OfferedMethods } from './offered-methods.ts'
import { readTriedMethods } from './tried-methods.ts'

const path = 'docs/features.md'

/** What every chat has besides queries and commands of the domain. */
const ownMembers = ['connectionState', 'userID', 'storageState', 'live', 'on']

const placeOf = ({ methodsOf, features }: OfferedMethods, method: string): string => {
  if (methodsOf('Chat').includes(method)) return 'every chat'
  const [feature] = [...features].find(([, methods]) => methods.includes(method)) ?? []
  return feature === undefined ? 'not yet' : `\`${feature}\``
}

const render = async (): Promise<string> => {
  const offered = readOfferedMethods()
  const { methodsOf, features } = offered
  const tried = await readTriedMethods()
  const table = (heading: string, methods: readonly string[], stateOf: (method: string) => string): string =>
    [
      `| Method | Offered by | ${heading} |`,
      '| --- | --- | --- |',
      ...methods.map((method) => `| \`${method}\` | ${placeOf(offered, method)} | ${stateOf(method)} |`),
    ].join('\n')
  const queryTable = (methods: readonly string[]): string =>
    table('Answers after an offline relaunch on', methods, (method) => tried.offlineOn(method).join(', ') || '–')
  const commandTable = (methods: readonly string[]): string =>
    table('Without a connection', methods, (method) => {
      const waits = tried.waits(method)
      if (waits === undefined) return tried.offlineOn(method).length > 0 ? 'answers' : '–'
      return waits ? 'waits' : 'refused'
    })
  const queries = new Set(Object.keys(queryAreas).flatMap(methodsOf))
  const commandsOf = (methods: readonly string[]): readonly string[] =>
    methods.filter((method) => !queries.has(method) && !ownMembers.includes(method))
  const present = [...queries].filter((method) => placeOf(offered, method) !== 'not yet').length
  const text = `# Features

<!-- Generated from the types of @latchkey/core and the rows of its tests by \`npm run generate\`. -->

What a chat can be asked, and what it can be told. \`every chat\`: a method of what \`createChat\` returns. A name ending in \`Feature\`: a value of \`@latchkey/core\` that an app gives to
\`createChat({ features: [ … ] })\`; what an app does not import costs it nothing ([how](decisions/0120-features.md)). \`not yet\`: the contract declares it, and nothing answers it.

The last column is from the tests. Of a query it names the storages on which it is asked after an offline relaunch, on a store that two clients and a backend filled by using everything, and gives the
answer that it gave online. Of a command it tells what becomes of it without a connection, against the real server: it \`waits\` until there is one, or is \`refused\` at once. \`–\`: no such test; what
belongs to the session itself has its own.

${String(present)} of ${String(queries.size)} queries are offered.

${Object.entries(queryAreas)
  .map(([area, title]) => `## ${title}: queries\n\n${queryTable(methodsOf(area))}`)
  .join('\n\n')}

## Commands of every chat

${commandTable(commandsOf(methodsOf('Chat')))}

## Commands of features

${[...features]
  .map(([feature, methods]) => [feature, commandsOf(methods)] as const)
  .filter(([, methods]) => methods.length > 0)
  .map(([feature, methods]) => `### \`${feature}\`\n\n${commandTable(methods)}`)
  .join('\n\n')}
`
  return format(text, { ...(await resolveConfig(`${root}/${path}`)), parser: 'markdown' })
}

/** The page that lists what is offered, and by what. */
export const featuresPage = { path, render }
