import { homedir } from 'node:os'
import { projectFiles, readProjectFile, root, runCommand } from './project.ts'
import type { Step } from './step.ts'

const binary = /\.(png|jpe?g|ico|webp|woff2?|wasm|db)$/

/** The project speaks of itself alone: no path of the machine it was written on, no host that packages came from. */
export const language: Step = {
  name: 'language',
  run: async () => {
    const registry = await runCommand('npm', ['config', 'get', 'registry'])
    const forbidden = [
      ...(registry.ok ? [{ text: `//${new URL(registry.output).hostname}`, what: 'a registry host' }] : []),
      ...[root, homedir()].map((folder) => ({ text: `${folder}/`, what: 'a path of this machine' })),
    ]
    const files = (await projectFiles()).filter((path) => !binary.test(path))
    const findings = files.flatMap((path) => {
      const lines = readProjectFile(path).split('\n')
      return lines.flatMap((line, index) =>
        forbidden.filter(({ text }) => line.includes(text)).map(({ what }) => `${path}:${index + 1} names ${what}.`),
      )
    })
    return { findings: [...new Set(findings)], summary: `${files.length} files` }
  },
}
