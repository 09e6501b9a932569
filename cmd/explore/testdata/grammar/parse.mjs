// Parses modules of TLA+ by the grammar of the TLA+ project, and prints what is wrong with
// each: where it does not parse, names that nobody defines, and names in the configuration
// behind it that are no definitions.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Language, Parser } from 'web-tree-sitter'

await Parser.init()
const parser = new Parser()
parser.setLanguage(await Language.load(fileURLToPath(import.meta.resolve('@tlaplus/tree-sitter-tlaplus/tree-sitter-tlaplus.wasm'))))

// The modules that are extended, and what of them is used.
const standard = ['Naturals', 'Sequences', 'Bags', 'FiniteSets', 'TLC',
  'Append', 'Assert', 'BagCardinality', 'BagToSet', 'Cardinality', 'EmptyBag', 'Head', 'Len', 'SelectSeq', 'SetToBag', 'SubSeq', 'Tail']

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8')
  const defined = new Set(standard), used = new Map()
  const say = (node, what) => console.log(`${file}:${node.startPosition.row + 1}:${node.startPosition.column + 1}: ${what}`)
  const walk = node => {
    if (node.isError || node.isMissing) {
      say(node, `does not parse: ${node.text.slice(0, 60).replaceAll('\n', ' ')}`)
      return
    }
    if (node.type === 'identifier') defined.add(node.text)
    if (node.type === 'identifier_ref') used.set(node.text, node)
    node.children.forEach(walk)
  }
  const tree = parser.parse(text)
  walk(tree.rootNode)
  for (const [name, node] of used) if (!defined.has(name)) say(node, `nobody defines ${name}`)
  for (const [, name] of text.split(/^====+$/m)[1].matchAll(/^(?:SPECIFICATION|INVARIANT) (\w+)$/gm)) {
    if (!defined.has(name)) console.log(`${file}: the configuration names ${name}, which nobody defines`)
  }
  tree.delete()
}
console.log(`${process.argv.length - 2} modules`)
