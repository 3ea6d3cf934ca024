import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Makes the writer into one file that Node runs. */
export async function buildWriter(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('./writer.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@latchkey/source'],
  })
}

/** A writer in a process of its own. */
export interface Writer {
  /** The numbers of the batches that it says are written, as they come. */
  readonly written: AsyncIterable<number>
  /** Ends it as a power button would: nothing of it runs any more. */
  kill(): Promise<void>
}

export function startWriter(program: string, folder: string, first: number): Writer {
  const writer = spawn(process.execPath, [program, folder, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] })
  return {
    written: numbersOf(writer),
    async kill() {
      const exited = once(writer, 'exit')
      writer.kill('SIGKILL')
      await exited
    },
  }
}

async function* numbersOf(writer: ChildProcess): AsyncGenerator<number> {
  if (!writer.stdout) return
  for await (const line of createInterface({ input: writer.stdout })) yield Number(line)
}
