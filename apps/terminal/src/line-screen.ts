import { clearLine, createInterface, cursorTo } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** Lines in, lines out. */
export interface LineScreen {
  print(line: string): void
  /** What stands before what is typed. Shown on a terminal only. */
  setPrompt(prompt: string): void
  /** Every line that comes in, one after the other, until there are no more or `close` was called. */
  readonly lines: AsyncIterable<string>
  close(): void
}

/** `isTerminal`: somebody types and looks on, so that a line that comes in between must not tear what is typed. */
export function createLineScreen(input: Readable, output: Writable, isTerminal: boolean): LineScreen {
  const reader = createInterface({ input, ...(isTerminal ? { output } : {}), terminal: isTerminal })
  // From now on: what comes in before somebody asks for it is kept.
  const lines = reader[Symbol.asyncIterator]()
  return {
    print(line) {
      if (!isTerminal) {
        output.write(`${line}\n`)
        return
      }
      cursorTo(output, 0)
      clearLine(output, 0)
      output.write(`${line}\n`)
      reader.prompt(true)
    },
    setPrompt(prompt) {
      reader.setPrompt(prompt)
      if (isTerminal) reader.prompt(true)
    },
    lines: { [Symbol.asyncIterator]: () => lines },
    close: () => reader.close(),
  }
}
