import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const command = fileURLToPath(
  import.meta.resolve('@latchkey/server/package.json').replace('package.json', 'dist/command.js'),
)

/** The built `latchkey-server`, running as a process of its own. */
export interface ServerProcess {
  /** `ws://…` */
  readonly url: string
  readonly port: number
  /** Ends the process by SIGKILL: nothing in it gets a last word. Resolves once it is gone. */
  kill(): Promise<void>
}

export interface ServerProcessOptions {
  readonly folder: string
  /** 0 takes one that is free. */
  readonly port: number
  readonly allowedOrigins: readonly string[]
}

/** Resolves once the server listens. */
export async function startServerProcess({
  folder,
  port,
  allowedOrigins,
}: ServerProcessOptions): Promise<ServerProcess> {
  const origins = allowedOrigins.flatMap((origin) => ['--allow-origin', origin])
  const child = spawn(process.execPath, [command, '--folder', folder, '--port', String(port), ...origins], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const url = await readUrl(child)
  return {
    url,
    port: Number(new URL(url).port),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function readUrl({ stdout }: ChildProcess): Promise<string> {
  let output = ''
  for await (const piece of stdout ?? []) {
    output += String(piece)
    const [url] = /ws:\/\/\S+/.exec(output) ?? []
    if (url !== undefined) return url
  }
  throw new Error(`The server ended before it listened. ${output}`)
}

/** A token of one day, from the command itself. */
export async function issueToken(folder: string, userID: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [command, 'token', userID, '--folder', folder])
  return stdout.trim()
}
