import { rooms } from '../house.ts'
import { publishedPackages } from './packages.ts'
import { runCommand } from './project.ts'
import type { Step } from './step.ts'

/** Every package has its room in the table of arrows, and there is no circle of imports anywhere, types included. */
export const house: Step = {
  name: 'house',
  run: async () => {
    const folders = publishedPackages().map(({ folder }) => folder)
    const findings = [
      ...folders
        .filter((folder) => rooms[folder] === undefined)
        .map((folder) => `${folder} has no room in tools/house.ts.`),
      ...Object.keys(rooms)
        .filter((name) => !folders.includes(name))
        .map((name) => `tools/house.ts has a room for ${name}, which is no package.`),
    ]
    const { ok, output } = await runCommand('depcruise', [
      '--config',
      'tools/depcruise.mjs',
      'packages',
      'apps',
      'tools',
    ])
    if (!ok) findings.push(output)
    return { findings, summary: /\(.*modules.*\)/.exec(output)?.[0] ?? '' }
  },
}
