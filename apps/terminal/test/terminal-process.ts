import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'

/** The program, as it runs in a pipe. */
export interface TerminalProcess {
  /** All that it printed. */
  readonly printed: readonly string[]
  type(line: string): void
  /** Resolves with the first line that holds `part`, from `fromLine` on. */
  sees(part: string, fromLine?: number): Promise<string>
  /** Resolves with its exit code. */
  ends(signal?: NodeJS.Signals): Promise<number | null>
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
const program = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const fromSource = ['--conditions=@latchkey/source', '--import', `${root}tools/sources.mjs`]

export function startTerminal(parameters: readonly string[], token?: string): TerminalProcess {
  const child = spawn(process.execPath, [...fromSource, program, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, LATCHKEY_TOKEN: token ?? '' },
  })
  const hasExited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await hasExited
  })
  const printed: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => printed.push(line))
  return {
    printed,
    type: (line) => void child.stdin.write(`${line}\n`),
    async sees(part, fromLine = 0) {
      const find = () => printed.slice(fromLine).find((line) => line.includes(part))
      await expect.poll(() => find() ?? printed.join('\n'), { timeout: 20_000 }).toContain(part)
      return find() ?? ''
    },
    ends(signal) {
      if (signal !== undefined) child.kill(signal)
      return hasExited
    },
  }
}
