import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'

/** A Prosody of this machine's, on loopback, with everything it has in one folder. */
export interface Prosody {
  readonly port: number
  /** Ends it in an orderly way; its folder may then be copied. */
  close(): Promise<void>
}

/** Prosody, and what it misses aloud at every start. */
const packages = ['prosody', 'lua-unbound']

/**
 * Installs Debian's packages when they are missing. Returns why there is no Prosody, if there is none. No service is
 * started by that.
 */
export const installProsody = (): string | undefined => {
  if (isInstalled()) return undefined
  console.log(`  installing ${packages.join(', ')} (apt-get) …`)
  const env = { ...process.env, RUNLEVEL: '1', DEBIAN_FRONTEND: 'noninteractive' }
  for (const parameters of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const { status, error, stderr } = spawnSync('apt-get', ['--quiet', ...parameters], { env, encoding: 'utf8' })
    if (status !== 0) return `apt-get ${parameters[0]} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`
  }
  return isInstalled() ? undefined : 'apt-get installed it, and there is no prosody'
}

const isInstalled = (): boolean =>
  spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Abbrev}', ...packages], { encoding: 'utf8' })
    .stdout?.split(/\s+/)
    .filter((state) => state === 'ii').length === packages.length

export const prosodyVersion = (): string =>
  spawnSync('dpkg-query', ['--show', '--showformat=${Version}', 'prosody'], { encoding: 'utf8' }).stdout

/** An account for each user, with the name for a password. Before the first start. */
export const writeAccounts = async (folder: string, userIDs: readonly string[]): Promise<void> => {
  const accounts = join(folder, 'data', 'localhost', 'accounts')
  await mkdir(accounts, { recursive: true })
  for (const userID of userIDs)
    await writeFile(join(accounts, `${userID}.dat`), `return { ["password"] = "${userID}" };\n`)
}

export const startProsody = async (folder: string): Promise<Prosody> => {
  const port = await freePort()
  const path = join(folder, 'prosody.cfg.lua')
  await writeFile(path, configuration(folder, port))
  const child = spawn('prosody', ['-F', '--config', path], { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = once(child, 'exit')
  let isEnded = false
  void ended.then(() => {
    isEnded = true
  })
  const killWithBench = (): void => void child.kill('SIGKILL')
  process.on('exit', killWithBench)
  while (!(await isListening(port))) {
    if (isEnded) throw new Error('Prosody ended before it listened.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    port,
    async close() {
      child.kill('SIGTERM')
      await ended
      process.off('exit', killWithBench)
    },
  }
}

/** The storage is Prosody's own, pages are as large as this bench's. What has nothing to do with the workload is off. */
const configuration = (folder: string, port: number): string => `
run_as_root = true
data_path = "${folder}/data"
certificates = "${folder}"
pidfile = "${folder}/prosody.pid"
log = { error = "*console" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
modules_disabled = { "s2s", "tls", "offline" }
modules_enabled = { "saslauth", "disco", "roster", "ping", "mam" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
default_storage = "internal"
default_archive_policy = true
archive_expires_after = "never"
muc_log_expires_after = "never"
max_archive_query_results = 1000
VirtualHost "localhost"
Component "rooms.localhost" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
`

const freePort = async (): Promise<number> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('No port is free.')
  return address.port
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
