import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { generatedPages } from '../generated-pages.ts'
import { compilerOptions } from './compiler-options.ts'
import { codeBlocksOf } from './code-blocks.ts'
import type { CodeBlock } from './code-blocks.ts'
import { projectFiles, readProjectFile, root, runCommand } from './project.ts'
import type { Step } from './step.ts'

const isPage = (path: string): boolean => /^([A-Z]+\.md|docs\/.*\.md|(packages|apps)\/[^/]+\/README\.md)$/.test(path)

/** Type-checks every block as a module of its own that lies beside its page, against the packages' sources. */
const typeFindings = (blocks: readonly CodeBlock[]): readonly string[] => {
  // An example may name a thing to show it.
  const blockOptions = {
    ...compilerOptions(),
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
  }
  const files = new Map(blocks.map((block) => [`${root}/${block.page}.${block.line}.${block.language}`, block]))
  const host = ts.createCompilerHost(blockOptions, true)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (path) => files.has(path) || fileExists(path)
  host.readFile = (path) => files.get(path)?.code ?? readFile(path)
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const block = files.get(path)
    return block === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, block.code, languageVersion, true)
  }
  const program = ts.createProgram([...files.keys()], blockOptions, host)
  return [...files].flatMap(([path, block]) => {
    const source = program.getSourceFile(path)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((diagnostic) => {
      const line = source === undefined ? 0 : source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line
      return `${block.page}:${block.line + line} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`
    })
  })
}

/** Executes the blocks marked `ts run` from the sources, each in a process of its own. */
const runFindings = async (blocks: readonly CodeBlock[]): Promise<readonly string[]> => {
  const findings: string[] = []
  const folder = join(root, '.latchkey', 'docs')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const block of blocks.filter(({ isRun }) => isRun)) {
    const path = join(folder, `${block.page.replaceAll(/[^\w-]/g, '-')}-${block.line}.${block.language}`)
    writeFileSync(path, block.code)
    const { ok, output } = await runCommand(process.execPath, [
      '--conditions=@latchkey/source',
      '--import',
      './tools/sources.mjs',
      path,
    ])
    if (!ok) findings.push(`${block.page}:${block.line} fails when run.\n${output}`)
  }
  return findings
}

/** GitHub's name of a heading as a link target. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (markdown: string): ReadonlySet<string> =>
  new Set([...markdown.matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)))

/** Relative links and pictures that lead nowhere, in text outside code. */
const linkFindings = (page: string): readonly string[] => {
  const text = readProjectFile(page)
    .replaceAll(/^( *)(`{3,})[\s\S]*?^ *\2/gm, '')
    .replaceAll(/`[^`\n]*`/g, '')
  const targets = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target)
  return targets
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target))
    .flatMap((target) => {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : normalize(join(dirname(page), path))
      if (!existsSync(join(root, file))) return [`${page} links to ${target}, which is not there.`]
      const isWhole = anchor === undefined || !file.endsWith('.md') || anchorsOf(readProjectFile(file)).has(anchor)
      return isWhole ? [] : [`${page} links to ${target}, and that page has no such heading.`]
    })
}

/** What the pages say holds: their code compiles and runs, their links lead somewhere, the generated pages are fresh. */
export const docs: Step = {
  name: 'docs',
  run: async () => {
    const pages = (await projectFiles()).filter(isPage)
    const blocks = pages.flatMap((page) => codeBlocksOf(page, readProjectFile(page)))
    const stale: string[] = []
    for (const { path, render } of generatedPages) {
      if (!existsSync(join(root, path)) || readProjectFile(path) !== (await render())) stale.push(path)
    }
    return {
      findings: [
        ...typeFindings(blocks),
        ...(await runFindings(blocks)),
        ...pages.flatMap(linkFindings),
        ...stale.map((path) => `${path} differs from the code that it is made from: npm run generate.`),
      ],
      summary: `${pages.length} pages, ${blocks.length} code blocks, ${blocks.filter(({ isRun }) => isRun).length} run`,
    }
  },
}
