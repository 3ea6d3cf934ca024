import type { KeptToken } from './kept-token.js'
import { operationLine, plain } from './lines.js'
import type { LineScreen } from './line-screen.js'
import type { ConversationView } from './conversation-view.js'
import type { TerminalChat } from './terminal-chat.js'

export interface CommandSurroundings {
  readonly chat: TerminalChat
  readonly screen: LineScreen
  readonly view: ConversationView
  readonly kept: KeptToken
  /** What holds of the connection now. */
  connection(): string
}

interface Command {
  readonly usage: string
  readonly does: string
  run(surroundings: CommandSurroundings, rest: string): Promise<void>
}

const commands: Readonly<Record<string, Command>> = {
  list: { usage: '/list', does: 'the conversations', run: ({ view }) => view.showList() },
  open: {
    usage: '/open NUMBER | USERID | group:GROUPID',
    does: 'a conversation; what you type then is sent to it',
    run: ({ view }, rest) => view.openConversation(requireRest(rest, '/open')),
  },
  older: { usage: '/older', does: 'what was said before', run: ({ view }) => view.showOlder() },
  send: {
    usage: '/send TEXT',
    does: 'sends what begins with a /',
    run: ({ view }, rest) => view.send(requireRest(rest, '/send')),
  },
  waiting: {
    usage: '/waiting',
    does: 'what the server has not confirmed',
    async run({ chat, screen }) {
      const { operationList, nextCursor } = await chat.queryOperationList({ count: 100 })
      if (operationList.length === 0) screen.print('* nothing waits')
      for (const operation of operationList) screen.print(operationLine(operation))
      if (nextCursor !== undefined) screen.print('* and more')
    },
  },
  retry: {
    usage: '/retry',
    does: 'lets everything that failed wait again, and connects at once',
    async run({ chat, screen }) {
      const { operationCount } = await chat.retryAllOperations()
      chat.reconnectNow()
      screen.print(`* ${String(operationCount)} to be tried again`)
    },
  },
  discard: {
    usage: '/discard',
    does: 'forgets everything that failed',
    async run({ chat, screen }) {
      const { operationList } = await chat.queryOperationList({ count: 100 })
      const failed = operationList.filter(({ state }) => state === 'failed')
      for (const { operationID } of failed) await chat.discardOperation(operationID)
      screen.print(`* ${String(failed.length)} forgotten`)
    },
  },
  state: {
    usage: '/state',
    does: 'who is logged in, and what holds of the connection',
    async run({ chat, screen, connection }) {
      screen.print(connection())
      screen.print(`* ${plain(chat.userID ?? 'nobody')}; local data: ${chat.storageState?.state ?? 'closed'}`)
    },
  },
  token: {
    usage: '/token TOKEN',
    does: 'goes on with a new token',
    async run({ chat, screen, kept }, rest) {
      const token = requireRest(rest, '/token')
      await chat.renewToken(token)
      await kept.keep(token)
      screen.print('* the token is kept')
    },
  },
  logout: {
    usage: '/logout',
    does: 'logs out, so that nobody can log in here offline; the data stays',
    async run({ chat, screen, kept }) {
      await chat.logout()
      await kept.forget()
      screen.close()
    },
  },
  quit: {
    usage: '/quit',
    does: 'ends; what waits is sent after the next start',
    run: async ({ screen }) => screen.close(),
  },
  help: {
    usage: '/help',
    does: 'this',
    async run({ screen }) {
      for (const { usage, does } of Object.values(commands)) screen.print(`${usage}  ${does}`)
    },
  },
}

/** Does what a line says: a command, or a message to the open conversation. Rejects with what is wrong with it. */
export async function runLine(surroundings: CommandSurroundings, line: string): Promise<void> {
  const text = line.trim()
  if (text === '') return
  const [, name, rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(text) ?? []
  if (name === undefined) return surroundings.view.send(text)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) throw new Error(`There is no /${plain(name)}: see /help.`)
  return command.run(surroundings, rest)
}

function requireRest(rest: string, command: string): string {
  if (rest === '') throw new Error(`${command} needs something behind it: see /help.`)
  return rest
}
