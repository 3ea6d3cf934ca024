// npm run generate: writes the pages that are made from code.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { root } from './check/project.ts'
import { errorsPage } from './errors-page.ts'

const path = `${root}/${errorsPage.path}`
mkdirSync(dirname(path), { recursive: true })
writeFileSync(path, await errorsPage.render())
console.log(`Wrote ${errorsPage.path}.`)
