import ts from 'typescript'
import { compilerOptions } from './compiler-options.ts'
import { root } from './project.ts'
import type { Step } from './step.ts'

const areas = ['UserQueries', 'GroupQueries', 'MessageQueries', 'CallInvitationQueries', 'ConversationQueries']

/** The query interfaces that the contract declares and neither `Chat` nor a feature offers yet: reported, not refused. */
export const interfaces: Step = {
  name: 'interfaces',
  run: async () => {
    const entry = `${root}/packages/core/src/index.ts`
    const program = ts.createProgram([entry], compilerOptions())
    const checker = program.getTypeChecker()
    const source = program.getSourceFile(entry)
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
    const exported = new Map(
      (module === undefined ? [] : checker.getExportsOfModule(module)).map((symbol) => [symbol.name, symbol]),
    )
    const membersOf = (name: string): readonly string[] => {
      const symbol = exported.get(name)
      if (symbol === undefined) return []
      const declared = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(declared)).map((member) => member.name)
    }
    const missing = ['Chat', ...areas].filter((name) => membersOf(name).length === 0)
    const methodsOf = (feature: ts.Symbol): readonly string[] => {
      const declared = feature.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(feature) : feature
      const methods = checker.getTypeOfSymbol(declared).getProperty('methods')
      const signatures = methods === undefined ? [] : checker.getTypeOfSymbol(methods).getCallSignatures()
      return signatures.flatMap((signature) =>
        signature
          .getReturnType()
          .getProperties()
          .map(({ name }) => name),
      )
    }
    const features = [...exported].filter(([name]) => /^[a-z].*Feature$/.test(name))
    const empty = features.filter(([, symbol]) => methodsOf(symbol).length === 0)
    const offered = new Set([...membersOf('Chat'), ...features.flatMap(([, symbol]) => methodsOf(symbol))])
    const declared = areas.flatMap(membersOf)
    const open = declared.filter((name) => !offered.has(name))
    return {
      findings: [
        ...missing.map((name) => `@latchkey/core exports no ${name}.`),
        ...empty.map(([name]) => `${name} of @latchkey/core has no methods.`),
      ],
      notes: open.length === 0 ? [] : [`on no chat yet: ${open.join(', ')}`],
      summary: `${declared.length - open.length} of ${declared.length} query interfaces offered`,
    }
  },
}
