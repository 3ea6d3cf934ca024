import { format, resolveConfig } from 'prettier'
import { commandRows } from '../packages/core/test/commands/command-rows.ts'
import { root } from './check/project.ts'
import { documentedMembers } from './source-docs.ts'

const path = 'docs/events.md'
const source = 'packages/core/src/contract/events.ts'

/** The commands after which a test waits for an event, at others or at the user's other device. */
const commandsBefore = (event: string): readonly string[] =>
  Object.entries(commandRows)
    .filter(([, { toldOther, toldElsewhere }]) => [...toldOther, ...toldElsewhere].some((told) => told === event))
    .map(([command]) => `\`${command}\``)

const inCell = (code: string): string => (code === '' ? '' : `\`${code.replaceAll('|', '\\|')}\``)

const render = async (): Promise<string> => {
  const events = documentedMembers(source, 'ChatEvents')
  const text = `# Events

<!-- Generated from ${source} and the rows of core's tests by \`npm run generate\`: change them there. -->

\`chat.on(name, listener)\` adds a listener and returns what removes it. Events report what is already stored: a listener that reads finds it. Several listeners may listen; one that throws stops no other. They are typed by
\`ChatEvents\` of \`@latchkey/core\`. A \`ConversationReference\` is \`conversationType\` and \`conversationID\`.

| Event | Tells | Carries |
| --- | --- | --- |
${events.map(({ name, text: tells, type }) => `| \`${name}\` | ${tells.replaceAll('|', '\\|')} | ${inCell(type)} |`).join('\n')}

## After which commands

For each of these a test waits for the event, at the other people or at the user's other device, against the real server.

| Event | After |
| --- | --- |
${events
  .map(({ name }) => [name, commandsBefore(name)] as const)
  .filter(([, commands]) => commands.length > 0)
  .map(([name, commands]) => `| \`${name}\` | ${commands.join(', ')} |`)
  .join('\n')}
`
  return format(text, { ...(await resolveConfig(`${root}/${path}`)), parser: 'markdown' })
}

/** The page that lists every event, made from the contract. */
export const eventsPage = { path, render }
