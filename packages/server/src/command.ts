#!/usr/bin/env node
import { isUserID } from '@latchkey/backend'
import { ChatError, errorCodes } from '@latchkey/core/driver'
import { helpText, readCommandLine, type CommandLine } from './command-line.js'
import type { ServerLogEntry } from './server-log.js'
import { startServer } from './start-server.js'
import { readTokenSecret } from './token-secret.js'
import { createTokens, maxTokenLifeSeconds } from './tokens.js'

const exitCodes = { failed: 1, misused: 2, interrupted: 130 } as const
const daySeconds = 24 * 60 * 60

try {
  await run(readCommandLine(process.argv.slice(2), process.env))
} catch (cause) {
  const error = ChatError.from(cause)
  console.error(describe(error))
  process.exitCode = error.code === 'invalid-argument' ? exitCodes.misused : exitCodes.failed
}

async function run(commandLine: CommandLine): Promise<void> {
  switch (commandLine.type) {
    case 'help':
      return console.log(helpText)
    case 'token':
      return console.log(await issueToken(commandLine))
    case 'start': {
      const server = await startServer({ ...commandLine.options, logger: writeLogLine })
      console.log(`Latchkey listens on ${server.url} and keeps its data in ${commandLine.options.folder}`)
      return stopOnSignal(() => server.close())
    }
  }
}

async function issueToken({ userID, folder, tokenSecret, days }: CommandLine & { type: 'token' }): Promise<string> {
  const lifeSeconds = days * daySeconds
  if (!isUserID(userID)) throw invalid('USERID', 'a userID')
  if (lifeSeconds < 1 || lifeSeconds > maxTokenLifeSeconds) throw invalid('--days', '1 to 24')
  return createTokens(await readTokenSecret(folder, tokenSecret)).issue(userID, lifeSeconds)
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(exitCodes.interrupted)
      isStopping = true
      stop().catch((cause: unknown) => {
        console.error(describe(ChatError.from(cause)))
        process.exitCode = exitCodes.failed
      })
    })
  }
}

function writeLogLine({ level, time, text, details, error }: ServerLogEntry): void {
  if (level === 'info') return
  const reason = error instanceof Error ? { error: error.stack ?? error.message } : {}
  console.error(JSON.stringify({ level, time: new Date(time).toISOString(), text, ...details, ...reason }))
}

function describe(error: ChatError): string {
  const { remedy } = errorCodes[error.code]
  const details = Object.entries(error.details).map(([name, value]) => `${name}: ${String(value)}`)
  const cause = error.cause instanceof Error ? [error.cause.message] : []
  return [`latchkey-server: ${error.code}: ${error.message}`, ...details, ...cause, remedy].join('\n  ')
}

function invalid(argument: string, rule: string): ChatError {
  return new ChatError('invalid-argument', { details: { argument, rule } })
}
