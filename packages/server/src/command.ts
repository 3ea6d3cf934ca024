#!/usr/bin/env node
import { isUserID } from '@latchkey/backend'
import { ChatError } from '@latchkey/core/driver'
import { describeError } from './command-advice.js'
import { helpText, readCommandLine, type CommandLine } from './command-line.js'
import type { ServerLogEntry } from './server-log.js'
import { startServer } from './start-server.js'
import { openSigningKeys } from './signing-keys.js'
import { maxTokenLifeSeconds } from './token-claims.js'
import { createTokens } from './tokens.js'

const exitCodes = { failed: 1, misused: 2, interrupted: 130 } as const
const daySeconds = 24 * 60 * 60

try {
  await run(readCommandLine(process.argv.slice(2), process.env))
} catch (cause) {
  const error = ChatError.from(cause)
  console.error(describeError(error))
  process.exitCode = error.code === 'invalid-argument' ? exitCodes.misused : exitCodes.failed
}

async function run(commandLine: CommandLine): Promise<void> {
  switch (commandLine.type) {
    case 'help':
      return console.log(helpText)
    case 'token':
      return console.log(await issueToken(commandLine))
    case 'rotate-key': {
      const keys = await openSigningKeys(commandLine.folder, { mustExist: true })
      await keys.rotate(commandLine.algorithm)
      return console.log('Tokens are signed with a new key from now on; those of the old one stay good until they end.')
    }
    case 'start': {
      const server = await startServer({ ...commandLine.options, logger: writeLogLine })
      console.log(`Latchkey listens on ${server.url} and keeps its data in ${commandLine.options.folder}`)
      return stopOnSignal(() => server.close())
    }
  }
}

async function issueToken({ userID, folder, days, offlineDays }: CommandLine & { type: 'token' }): Promise<string> {
  if (!isUserID(userID)) throw invalid('USERID', 'a userID')
  const lifeSeconds = toLifeSeconds('--days', days)
  const offline = offlineDays === undefined ? {} : { offlineSeconds: toLifeSeconds('--offline-days', offlineDays) }
  const signingKeys = await openSigningKeys(folder, { mustExist: true })
  return createTokens({ signingKeys }).issue(userID, lifeSeconds, offline)
}

function toLifeSeconds(flag: string, days: number): number {
  const seconds = days * daySeconds
  if (seconds < 1 || seconds > maxTokenLifeSeconds) throw invalid(flag, '1 to 24')
  return seconds
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(exitCodes.interrupted)
      isStopping = true
      stop().catch((cause: unknown) => {
        console.error(describeError(ChatError.from(cause)))
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

function invalid(argument: string, rule: string): ChatError {
  return new ChatError('invalid-argument', { details: { argument, rule } })
}
