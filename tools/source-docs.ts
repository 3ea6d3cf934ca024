import ts from 'typescript'
import { readProjectFile } from './check/project.ts'

/** One member of an interface, or one property of a constant, with what its docstring says. */
export interface DocumentedMember {
  readonly name: string
  /** On one line; empty where there is none. */
  readonly text: string
  /** Its type as it is written, on one line, without `readonly`. Of a property of a constant: empty. */
  readonly type: string
}

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const docOf = (node: ts.Node): string => {
  const [doc] = ts.getJSDocCommentsAndTags(node)
  return doc !== undefined && ts.isJSDoc(doc) ? onOneLine(ts.getTextOfJSDocComment(doc.comment) ?? '') : ''
}

const typeOf = (type: ts.TypeNode | undefined, source: ts.SourceFile): string => {
  if (type === undefined) return ''
  if (ts.isIntersectionTypeNode(type)) return type.types.map((part) => typeOf(part, source)).join(', ')
  const parts = ts.isTypeLiteralNode(type)
    ? type.members.filter(ts.isPropertySignature).map((member) => {
        const optional = member.questionToken === undefined ? '' : '?'
        return `${member.name.getText(source)}${optional}: ${member.type?.getText(source) ?? ''}`
      })
    : [type.getText(source)]
  return onOneLine(
    parts
      .join(', ')
      .replace(/\/\*\*.*?\*\//gs, '')
      .replace(/\breadonly /g, ''),
  )
}

/** The members of an interface, or the properties of an object that a constant is, in their order. Throws when there is none. */
export const documentedMembers = (path: string, name: string): readonly DocumentedMember[] => {
  const source = ts.createSourceFile(path, readProjectFile(path), ts.ScriptTarget.Latest, true)
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name) {
      return statement.members.filter(ts.isPropertySignature).map((member) => ({
        name: member.name.getText(source),
        text: docOf(member),
        type: typeOf(member.type, source),
      }))
    }
    const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : []
    if (declaration?.initializer === undefined || declaration.name.getText(source) !== name) continue
    const { initializer } = declaration
    const value = ts.isAsExpression(initializer) ? initializer.expression : initializer
    if (!ts.isObjectLiteralExpression(value)) continue
    return value.properties
      .filter(ts.isPropertyAssignment)
      .map((property) => ({ name: property.name.getText(source), text: docOf(property), type: '' }))
  }
  throw new Error(`${path} has no ${name}`)
}
