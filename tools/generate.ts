// npm run generate: writes the pages that are made from code.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { root } from './check/project.ts'
import { generatedPages } from './generated-pages.ts'

for (const page of generatedPages) {
  const path = `${root}/${page.path}`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, await page.render())
  console.log(`Wrote ${page.path}.`)
}
