import { ChatError, ConnectionState } from '@latchkey/core'
import process from 'node:process'
import { answerTo } from './bot.js'
import { runLine } from './commands.js'
import { createConversationView } from './conversation-view.js'
import { keptToken } from './kept-token.js'
import { connectionLine, plain } from './lines.js'
import { createLineScreen } from './line-screen.js'
import { runBot } from './run-bot.js'
import { createTerminalChat, logIn } from './terminal-chat.js'
import { readOptions, usage, type TerminalOptions } from './terminal-options.js'

function reasonOf(error: unknown): string {
  if (!ChatError.is(error)) return plain(error instanceof Error ? error.message : String(error))
  return `${error.code}: ${plain(error.message)}`
}

async function run(options: TerminalOptions): Promise<void> {
  const screen = createLineScreen(process.stdin, process.stdout, process.stdin.isTTY && process.stdout.isTTY)
  const chat = createTerminalChat(options)
  const kept = keptToken(options.folder)
  const view = createConversationView(chat, screen)
  const report = (error: unknown) => screen.print(`! ${reasonOf(error)}`)
  let connection = '* not logged in'
  let showing = Promise.resolve()
  const stopTelling = chat.on('connectionStateChanged', (change) => {
    connection = connectionLine(change)
    screen.print(connection)
  })
  chat.on('messageReceived', ({ messageList }) => {
    showing = showing.then(() => view.showReceived(messageList)).catch(report)
  })
  chat.on('conversationTotalUnreadMessageCountUpdated', ({ unreadMessageCount }) => {
    if (view.open === undefined) screen.print(`* ${String(unreadMessageCount)} unread in all`)
  })
  chat.on('messageSentStatusChanged', ({ messageList }) => {
    showing = showing.then(() => view.showSent(messageList)).catch(report)
  })
  chat.on('storageStateChanged', (change) => {
    if (change.state === 'failed') report(change.error)
  })
  chat.on('tokenWillExpire', ({ secondsLeft }) => {
    screen.print(`* the token ends in ${String(secondsLeft)} s: /token a new one`)
  })
  // A bot has nobody who types: it goes on until it is stopped, or the server ends its session.
  const hasEnded = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        screen.close()
        resolve()
      })
    }
    chat.on('connectionStateChanged', ({ state }) => {
      if (state === ConnectionState.Disconnected) resolve()
    })
  })

  try {
    await logIn(chat, kept, options)
    if (options.isBot) {
      const stop = runBot(chat, answerTo, report)
      await hasEnded
      stop()
    } else {
      await view.showList()
      const surroundings = { chat, screen, view, kept, connection: () => connection }
      for await (const line of screen.lines) await runLine(surroundings, line).catch(report)
    }
  } catch (error) {
    report(error)
    process.exitCode = 1
  } finally {
    stopTelling()
    screen.close()
    await chat.destroy()
  }
}

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options === undefined) console.log(usage)
  else await run(options)
} catch (error) {
  console.error(`${reasonOf(error)}\n\n${usage}`)
  process.exitCode = 2
}
