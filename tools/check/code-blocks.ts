/** One fenced block of a page. */
export interface CodeBlock {
  readonly page: string
  /** Line of the page on which the block's first line of code stands, from 1. */
  readonly line: number
  readonly language: 'ts' | 'tsx'
  /** The fence says `ts run`: the block is also executed. */
  readonly isRun: boolean
  readonly code: string
}

const fence = /^( *)(`{3,})(.*)$/

/** The `ts` and `tsx` blocks of a Markdown page, in order. */
export const codeBlocksOf = (page: string, markdown: string): readonly CodeBlock[] => {
  const lines = markdown.split('\n')
  const blocks: CodeBlock[] = []
  for (let index = 0; index < lines.length; index++) {
    const opening = fence.exec(lines[index] ?? '')
    if (opening === null) continue
    const [, indent = '', ticks = '', information = ''] = opening
    const start = index + 1
    let end = start
    while (end < lines.length && !(lines[end] ?? '').trim().startsWith(ticks)) end++
    const words = information.trim().split(/\s+/)
    const [language] = words
    if (language === 'ts' || language === 'tsx') {
      const code = lines.slice(start, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      blocks.push({ page, line: start + 1, language, isRun: words.includes('run'), code: code.join('\n') })
    }
    index = end
  }
  return blocks
}
