// Lets Node run the packages from their sources, with no build before:
//   node --conditions=@latchkey/source --import ./tools/sources.mjs packages/server/src/command.ts
// Node strips the types itself. The one thing missing is that a relative `./x.js` names the file `./x.ts`, as in TypeScript.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (context.parentURL?.startsWith('file:') && /^\.\.?\/.*\.js$/.test(specifier)) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL)
      if (existsSync(source)) return nextResolve(source.href, context)
    }
    return nextResolve(specifier, context)
  },
})
