import { webSocketTransport } from '@latchkey/transport-websocket'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCommandLine } from '../src/command-line.js'
import { buildCommand, runCommand, startCommand } from './built-command.js'
import { recordingSink } from './running-server.js'

let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-command-'))
  path = await buildCommand(folder)
})
afterAll(() => rm(folder, { recursive: true }))

test('the server starts, lets in the bearer of a token made by the command, and stops at a signal', async () => {
  const data = join(folder, 'data')
  const server = await startCommand(path, ['--port', '0', '--folder', data])
  const { stdout, exitCode } = await runCommand(path, ['token', 'ada', '--folder', data, '--days', '24'])
  expect(exitCode).toBe(0)
  const credential = { type: 'token', token: stdout.trim() } as const
  const connection = await webSocketTransport({ url: server.url }).connect(
    { userID: 'ada', credential, deviceID: 'd', platform: 'test' },
    recordingSink().sink,
  )
  expect(connection.account.userID).toBe('ada')
  server.process.kill('SIGTERM')
  await expect(connection.closed).resolves.toMatchObject({ reason: 'lost' })
  expect(await server.ended).toBe(0)
  expect(await readdir(data)).toEqual(expect.arrayContaining(['latchkey.sqlite', 'token-secret']))
})

test('OL-40 a second server on the same data says why it does not start', async () => {
  const data = join(folder, 'twice')
  const server = await startCommand(path, ['--port', '0', '--folder', data])
  const second = await runCommand(path, ['--port', '0', '--folder', data])
  expect(second).toMatchObject({ exitCode: 1, stdout: '' })
  expect(second.stderr).toContain('storage-owned-elsewhere')
  server.process.kill('SIGINT')
  expect(await server.ended).toBe(0)
})

test('misuse ends with 2 and names the rule; help ends with 0', async () => {
  const misuses = [
    ['--port', 'many'],
    ['--nonsense'],
    ['fly'],
    ['token'],
    ['token', 'a b'],
    ['token', 'ada', '--days', '25'],
  ]
  for (const args of misuses) {
    const { exitCode, stderr } = await runCommand(path, args)
    expect(stderr).toContain('invalid-argument')
    expect(exitCode).toBe(2)
  }
  const { exitCode, stdout } = await runCommand(path, ['--help'])
  expect(stdout).toContain('--allow-origin')
  expect(exitCode).toBe(0)
})

test('flags and environment become the options of the server', () => {
  const given = ['start', '--port', '9000', '--host', '::1', '--folder', 'f', '--allow-origin', 'https://a.example']
  const flags = ['--allow-origin', 'https://b.example', '--closed-registration', '--retention-days', '7']
  const environment = { LATCHKEY_TOKEN_SECRET: 'secret', LATCHKEY_APP_SIGN: 'sign' }
  expect(readCommandLine([...given, ...flags, '--allow-app-sign-from-browsers'], environment)).toEqual({
    type: 'start',
    options: {
      port: 9_000,
      host: '::1',
      folder: 'f',
      allowedOrigins: ['https://a.example', 'https://b.example'],
      registration: 'closed',
      retentionDays: 7,
      allowAppSignFromBrowsers: true,
      tokenSecret: 'secret',
      appSign: 'sign',
    },
  })
  expect(readCommandLine([], {})).toEqual({ type: 'start', options: { port: 8_787, folder: 'latchkey-data' } })
})
