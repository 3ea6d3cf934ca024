import { build } from 'esbuild'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

// A test that fails must not leave its servers behind.
const started = new Set<ChildProcess>()
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
})

/** The command, built from the sources into `folder`. */
export async function buildCommand(folder: string): Promise<string> {
  const path = join(folder, 'command.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('../src/command.ts', import.meta.url))],
    outfile: path,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@latchkey/source'],
    // `ws` is CommonJS, and asks for Node's modules by `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
  return path
}

export interface RunningCommand {
  readonly process: ChildProcess
  readonly url: string
  /** The exit code, or the signal. */
  readonly ended: Promise<number | string | null>
}

/** Starts the server as a process of its own, and waits until it listens. */
export async function startCommand(path: string, args: readonly string[]): Promise<RunningCommand> {
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  started.add(child)
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string | null)
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /ws:\/\/\S+/.exec(line)?.[0]
    if (url !== undefined) return { process: child, url, ended }
  }
  throw new Error(`The server ended with ${String(await ended)} before it listened.`)
}

/** Runs the command to its end. */
export async function runCommand(path: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [path, ...args], { env: { ...process.env, ...environment } })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { ...output, exitCode }
}
