import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The folder of the whole project, without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

const execute = promisify(execFile)

/** Every file that git knows or would add, relative to the root, deleted ones left out. */
export const projectFiles = async (): Promise<readonly string[]> => {
  const { stdout } = await execute('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  })
  const names = stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))
  return [...new Set(names)].sort()
}

export const readProjectFile = (path: string): string => readFileSync(join(root, path), 'utf8')

export interface CommandResult {
  readonly ok: boolean
  /** Standard output and error, in the order they came, without colours. */
  readonly output: string
}

/** Runs a tool of `node_modules/.bin` (or of the machine) in the root, or in `folder`. Never rejects. */
export const runCommand = (
  command: string,
  parameters: readonly string[],
  { folder = root }: { folder?: string } = {},
): Promise<CommandResult> =>
  new Promise((resolve) => {
    const pieces: string[] = []
    const child = execFile(command, [...parameters], {
      cwd: folder,
      maxBuffer: 256 * 1024 * 1024,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    child.stdout?.on('data', (piece) => pieces.push(String(piece)))
    child.stderr?.on('data', (piece) => pieces.push(String(piece)))
    child.on('error', (error) => resolve({ ok: false, output: `${command}: ${error.message}` }))
    child.on('close', (code) => resolve({ ok: code === 0, output: pieces.join('').trim() }))
  })

/** Runs `task` for each item, as many at once as the machine has cores; the results keep the order of `items`. */
export const forEachInParallel = async <Item, Result>(
  items: readonly Item[],
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = []
  const waiting = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await task(item)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return results
}

/** A command as a step's outcome: its output is the finding when it fails. */
export const commandOutcome = async (
  command: string,
  parameters: readonly string[],
): Promise<{ findings: readonly string[] }> => {
  const { ok, output } = await runCommand(command, parameters)
  return { findings: ok ? [] : [output === '' ? `${command} failed.` : output] }
}
