// The package's module, rebuilt so that `callJson` really traps when its text has one certain length: after memory was
// allocated, with the stack pointer moved and not put back, as an overflow or a failed bound does it.

import binaryen from "binaryen";

export const LENGTH = 4242;
/** The text at which a module with a trap traps. */
export const deadly = "x".repeat(LENGTH);

/** @param {Uint8Array} bytes the package's own module, or a code step's */
export function withTrap(bytes) {
  const wasm = binaryen.readBinary(bytes);
  const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt, ReferenceTypes, Multivalue } = binaryen.Features;
  wasm.setFeatures(MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt | ReferenceTypes | Multivalue);
  const exported = Array.from({ length: wasm.getNumExports() }, (_, i) => binaryen.getExportInfo(wasm.getExportByIndex(i)));
  // A code step's module has no Mapper.
  const entries = exported.filter(({ name }) => name === "callJson" || name === "mapper_callJson");
  if (!entries.some(({ name }) => name === "callJson")) throw new Error("the module does not export callJson");
  for (const { name, value: original } of entries) {
    const { params, results } = binaryen.getFunctionInfo(wasm.getFunction(original));
    const types = binaryen.expandType(params);
    const { i32 } = binaryen;
    const length = wasm.local.get(types.length - 1, i32);
    const pointer = binaryen.getGlobalInfo(wasm.getGlobalByIndex(0)).name;
    const trap = wasm.block(null, [
      wasm.global.set(pointer, wasm.i32.sub(wasm.global.get(pointer, i32), wasm.i32.const(4096))),
      wasm.unreachable(),
    ]);
    const call = wasm.call(original, types.map((type, i) => wasm.local.get(i, type)), results);
    wasm.addFunction(`${name}-trapping`, params, results, [], wasm.block(null, [wasm.if(wasm.i32.eq(length, wasm.i32.const(LENGTH)), trap), call], results));
    wasm.removeExport(name);
    wasm.addFunctionExport(`${name}-trapping`, name);
  }
  const out = wasm.emitBinary();
  wasm.dispose();
  return out;
}
