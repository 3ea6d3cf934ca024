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
  expect(await readdir(data)).toEqual(expect.arrayContaining(['latchkey.sqlite', 'token-keys.json']))
})

test('a token or a new key asked for before the first start is answered with what to do first', async () => {
  const data = join(folder, 'never-started')
  for (const args of [['token', 'ada'], ['rotate-key']]) {
    const { exitCode, stdout, stderr } = await runCommand(path, [...args, '--folder', data])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(`started before: latchkey-server --folder ${data}`)
    expect(stderr).not.toContain('driver')
  }
})

test('OL-07 the command rotates the key of a running server, whose tokens so far stay good', async () => {
  const data = join(folder, 'rotated')
  const server = await startCommand(path, ['--port', '0', '--folder', data])
  const token = async () => (await runCommand(path, ['token', 'ada', '--folder', data, '--offline-days', '9'])).stdout
  const before = await token()
  expect(await runCommand(path, ['rotate-key', '--folder', data, '--algorithm', 'ES256'])).toMatchObject({
    exitCode: 0,
  })
  for (const text of [before, await token()]) {
    const connection = await webSocketTransport({ url: server.url }).connect(
      { userID: 'ada', credential: { type: 'token', token: text.trim() }, deviceID: 'd', platform: 'test' },
      recordingSink().sink,
    )
    expect(connection.account.publicKeys).toHaveLength(2)
    await connection.close()
  }
  server.process.kill('SIGTERM')
  expect(await server.ended).toBe(0)
})

test('an error at a terminal says what somebody there can do', async () => {
  const taken = await startCommand(path, ['--port', '0', '--folder', join(folder, 'first')])
  const port = new URL(taken.url).port
  const second = await runCommand(path, ['--port', port, '--folder', join(folder, 'second')])
  expect(second).toMatchObject({ exitCode: 1, stdout: '' })
  expect(second.stderr).toContain('another one with --port')
  taken.process.kill('SIGTERM')
  await taken.ended
  const unusable = await runCommand(path, ['--port', '0', '--folder', path])
  expect(unusable.exitCode).toBe(1)
  expect(unusable.stderr).toContain('another one with --folder')
})

test('OL-40 a second server on the same data says why it does not start', async () => {
  const data = join(folder, 'twice')
  const server = await startCommand(path, ['--port', '0', '--folder', data])
  const second = await runCommand(path, ['--port', '0', '--folder', data])
  expect(second).toMatchObject({ exitCode: 1, stdout: '' })
  expect(second.stderr).toContain('storage-owned-elsewhere')
  expect(second.stderr).toContain('Another server runs on this folder')
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
    ['token', 'ada', '--offline-days', '0'],
    ['rotate-key', '--algorithm', 'HS256'],
    ['--audience', 'chat'],
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
  const flags = [
    '--allow-origin',
    'https://b.example',
    '--closed-registration',
    '--ask-friends-first',
    '--retention-days',
    '7',
  ]
  const issuer = ['--issuer-keys', 'https://id.acme.example/keys', '--issuer', 'acme', '--audience', 'chat']
  const environment = { LATCHKEY_TOKEN_SECRET: 'secret', LATCHKEY_APP_SIGN: 'sign' }
  expect(readCommandLine([...given, ...flags, ...issuer, '--allow-app-sign-from-browsers'], environment)).toEqual({
    type: 'start',
    options: {
      port: 9_000,
      host: '::1',
      folder: 'f',
      allowedOrigins: ['https://a.example', 'https://b.example'],
      registration: 'closed',
      limits: { areFriendsAddedUnasked: false },
      retentionDays: 7,
      allowAppSignFromBrowsers: true,
      tokenSecret: 'secret',
      appSign: 'sign',
      issuer: { keys: 'https://id.acme.example/keys', issuer: 'acme', audience: 'chat' },
    },
  })
  expect(readCommandLine([], {})).toEqual({ type: 'start', options: { port: 8_787, folder: 'latchkey-data' } })
})
