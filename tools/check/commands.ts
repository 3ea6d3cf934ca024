import { forEachInParallel, commandOutcome, runCommand } from './project.ts'
import { publishedPackages } from './packages.ts'
import type { Step } from './step.ts'

/** The steps that are one tool each. */
export const format: Step = {
  name: 'format',
  run: () => commandOutcome('prettier', ['--check', '--log-level=warn', '.']),
}

/** By parts: the types of all of them at once take more memory than a process is given. */
const lintedParts: readonly (readonly string[])[] = [
  ['packages/core'],
  ['packages', '--ignore-pattern', 'packages/core/**'],
  ['.', '--ignore-pattern', 'packages/**'],
]

export const lint: Step = {
  name: 'lint',
  run: async () => {
    const findings: string[] = []
    for (const part of lintedParts) {
      const { ok, output } = await runCommand('eslint', ['--max-warnings=0', ...part])
      if (!ok) findings.push(output)
    }
    return { findings }
  },
}

export const types: Step = { name: 'types', run: () => commandOutcome('tsc', ['--noEmit', '--pretty', 'false']) }

export const unused: Step = { name: 'unused', run: () => commandOutcome('knip', ['--no-progress']) }

/** Builds every published package, then asks publint and are-the-types-wrong how an integrator's tools would see it. */
export const packaging: Step = {
  name: 'packaging',
  run: async () => {
    const build = await runCommand('turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only'])
    if (!build.ok) return { findings: [build.output] }
    const packages = publishedPackages()
    const findings = await forEachInParallel(packages, async ({ folder }) => {
      const path = `packages/${folder}`
      const results = [
        await runCommand('publint', ['--strict', path]),
        await runCommand('attw', ['--profile', 'esm-only', '--no-emoji', '--pack', path]),
      ]
      return results.filter(({ ok }) => !ok).map(({ output }) => `${path}\n${output}`)
    })
    return { findings: findings.flat(), summary: `${packages.length} packages` }
  },
}
