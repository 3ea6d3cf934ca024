import { format, resolveConfig } from 'prettier'
import { projectFiles, readProjectFile, root } from './check/project.ts'
import { queryAreas, readOfferedMethods, type OfferedMethods } from './offered-methods.ts'

const path = 'docs/features.md'

/** What every chat has besides queries and commands of the domain. */
const ownMembers = ['connectionState', 'userID', 'storageState', 'live', 'on']

/** Whether a test calls a method. */
const readCallers = async (): Promise<(method: string) => boolean> => {
  const tests = (await projectFiles()).filter((file) => /^(packages|apps|tools)\/.*\.test\.tsx?$/.test(file))
  const texts = tests.map(readProjectFile)
  return (method) => texts.some((text) => new RegExp(`\\.${method}\\b|'${method}'`).test(text))
}

const placeOf = ({ methodsOf, features }: OfferedMethods, method: string): string => {
  if (methodsOf('Chat').includes(method)) return 'every chat'
  const [feature] = [...features].find(([, methods]) => methods.includes(method)) ?? []
  return feature === undefined ? 'not yet' : `\`${feature}\``
}

const render = async (): Promise<string> => {
  const offered = readOfferedMethods()
  const { methodsOf, features } = offered
  const isTested = await readCallers()
  const table = (methods: readonly string[]): string =>
    [
      '| Method | Offered by | Called by a test |',
      '| --- | --- | --- |',
      ...methods.map(
        (method) => `| \`${method}\` | ${placeOf(offered, method)} | ${isTested(method) ? 'yes' : 'no'} |`,
      ),
    ].join('\n')
  const queries = new Set(Object.keys(queryAreas).flatMap(methodsOf))
  const commandsOf = (methods: readonly string[]): readonly string[] =>
    methods.filter((method) => !queries.has(method) && !ownMembers.includes(method))
  const present = [...queries].filter((method) => placeOf(offered, method) !== 'not yet').length
  const text = `# Features

<!-- Generated from the types of @latchkey/core and from the tests by \`npm run generate\`. -->

What a chat can be asked, and what it can be told. Every query answers from local data after an offline login. \`every chat\`: a method of what \`createChat\`
returns. A name ending in \`Feature\`: a value of \`@latchkey/core\` that an app gives to \`createChat({ features: [ … ] })\`; what an app does not import costs it nothing
([how](decisions/0120-features.md)). \`not yet\`: the contract declares it, and nothing answers it.

${String(present)} of ${String(queries.size)} queries are offered.

${Object.entries(queryAreas)
  .map(([area, title]) => `## ${title}: queries\n\n${table(methodsOf(area))}`)
  .join('\n\n')}

## Commands of every chat

${table(commandsOf(methodsOf('Chat')))}

## Commands of features

${[...features]
  .map(([feature, methods]) => [feature, commandsOf(methods)] as const)
  .filter(([, methods]) => methods.length > 0)
  .map(([feature, methods]) => `### \`${feature}\`\n\n${table(methods)}`)
  .join('\n\n')}
`
  return format(text, { ...(await resolveConfig(`${root}/${path}`)), parser: 'markdown' })
}

/** The page that lists what is offered, and by what. */
export const featuresPage = { path, render }
