import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { root } from '../check/project.ts'

/** A program of the project as one file in `folder`, so that starting it costs little. Resolves with the file's path. */
export const bundleProgram = async (source: string, folder: string, name: string): Promise<string> => {
  const outfile = join(folder, `${name}.mjs`)
  await build({
    entryPoints: [join(root, source)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@latchkey/source'],
    // `ws` is CommonJS, and asks for Node's modules by `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
  return outfile
}

/** A process of this bench that says things line by line. */
export interface Program {
  readonly processID: number
  /** What it said, one line at a time, until it ended. */
  readonly lines: AsyncIterable<string>
  say(line: string): void
  /** Ends it as a power cut would. */
  kill(): void
  /** The exit code, or the signal. */
  readonly ended: Promise<number | string>
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Ends whatever still runs, as when a bench breaks off. */
export const endPrograms = async (): Promise<void> => {
  const ends = [...running].map((child) => once(child, 'exit'))
  for (const child of running) child.kill('SIGKILL')
  await Promise.all(ends)
}

export const startProgram = (path: string, parameters: readonly string[]): Program => {
  const child = spawn(process.execPath, [path, ...parameters], { stdio: ['pipe', 'pipe', 'inherit'] })
  running.add(child)
  // It may be killed while it is told something.
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => {
    running.delete(child)
    return code ?? signal ?? 0
  })
  return {
    processID: child.pid ?? 0,
    lines: createInterface({ input: child.stdout }),
    say(line) {
      child.stdin.write(`${line}\n`)
    },
    kill() {
      child.kill('SIGKILL')
    },
    ended,
  }
}
