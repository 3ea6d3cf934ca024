// The door to every script. It runs on the Node that happens to be installed (20 or newer), installs the dependencies
// when they are missing or differ from the lock file, and hands over to the script on the Node that comes with them.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const binaries = join(root, 'node_modules', '.bin')
const windows = process.platform === 'win32'
const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')

const readLock = (path) => {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages
  } catch {
    return undefined
  }
}

/** Whether what is installed is what the lock file says. Optional packages may be absent: they are for other machines. */
const isInstalled = () => {
  const wanted = readLock('package-lock.json')
  const installed = readLock('node_modules/.package-lock.json')
  if (wanted === undefined || installed === undefined || !existsSync(node)) return false
  return Object.entries(wanted).every(([path, { version, optional, peer, link }]) => {
    if (!path.includes('node_modules/')) return true
    const found = installed[path]
    if (found === undefined) return optional === true || peer === true
    return link === true || found.version === version
  })
}

const [script, ...parameters] = process.argv.slice(2)
const path = join(root, 'tools', `${script}.ts`)
if (script === undefined || !existsSync(path)) {
  console.error(`No script ${script}.`)
  process.exit(2)
}

if (!isInstalled()) {
  console.log('Installing dependencies (npm ci) …')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
  })
  if (status !== 0) process.exit(status ?? 1)
}

// The packages are read from their sources, so that no script needs a build before.
const sources = ['--conditions=@latchkey/source', '--import', new URL('sources.mjs', import.meta.url).href]
const child = spawn(node, [...sources, path, ...parameters], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: binaries + delimiter + process.env['PATH'],
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  },
})
// A terminal sends its signals to both; a signal sent to this process alone must reach the script too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
})
