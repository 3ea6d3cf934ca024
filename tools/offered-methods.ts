import ts from 'typescript'
import { compilerOptions } from './check/compiler-options.ts'
import { root } from './check/project.ts'

/** What the entry of `@latchkey/core` offers, read from its types. */
export interface OfferedMethods {
  /** The methods of an exported interface; empty when there is none of that name. */
  methodsOf(name: string): readonly string[]
  /** The exported features with their methods. */
  readonly features: ReadonlyMap<string, readonly string[]>
}

export const readOfferedMethods = (): OfferedMethods => {
  const entry = `${root}/packages/core/src/index.ts`
  const program = ts.createProgram([entry], compilerOptions())
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(entry)
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
  const exported = new Map(
    (module === undefined ? [] : checker.getExportsOfModule(module)).map((symbol) => [symbol.name, symbol]),
  )
  const declarationOf = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const methodsOfFeature = (feature: ts.Symbol): readonly string[] => {
    const methods = checker.getTypeOfSymbol(declarationOf(feature)).getProperty('methods')
    const signatures = methods === undefined ? [] : checker.getTypeOfSymbol(methods).getCallSignatures()
    return signatures.flatMap((signature) => signature.getReturnType().getProperties()).map(({ name }) => name)
  }
  return {
    methodsOf(name) {
      const symbol = exported.get(name)
      if (symbol === undefined) return []
      return checker
        .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(declarationOf(symbol)))
        .map((member) => member.name)
    },
    features: new Map(
      [...exported]
        .filter(([name]) => /^[a-z].*Feature$/.test(name))
        .map(([name, symbol]) => [name, methodsOfFeature(symbol)]),
    ),
  }
}

/** Where the contract declares queries. */
export const queryAreas = {
  UserQueries: 'Users',
  GroupQueries: 'Groups',
  MessageQueries: 'Messages',
  CallInvitationQueries: 'Call invitations',
  ConversationQueries: 'Conversations',
} as const
