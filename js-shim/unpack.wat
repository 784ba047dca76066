;; What .ci/pack.js packed, unpacked. It knows the grammar of WebAssembly, and says for each bit how likely it is from
;; what stands before it: the opcodes before, the types on the operand stack and what put them there, the local last
;; named, the bytes behind an earlier place that looked the same; in texts, the word so far. An arithmetic decoder makes
;; bits of these chances and the text. Packers that do not know the grammar, as LZMA, leave a fifth more; JavaScript that
;; runs only once takes far longer.
;;
;; A byte is found by walking down a binary tree of its field, one of 32, whose shape comes first in the text: the more
;; often a byte is met, the shorter its way. Each step is one bit. Five say how likely a one is: the node itself,
;; and four contexts, hashed, each for this node. What they say is ln(p / (1 - p)), times 2048; they are added up, and
;; each learns from how far the sum was off (a logistic regression). Where bytes have followed an earlier place for a
;; while, a step before the root asks whether the next byte does, too.
;;
;; There are two million steps, and a host waits for them. So $walk calls nobody; it branches on each bit, that the
;; processor may run ahead with the likely one; and it finds four digits at a time, made into a number beforehand.
;; Nothing is read soon after it was written with another width, for which processors wait: the bytes last written are
;; in a global, and each operand on the stack has the types of those below it beside its own.
;;
;; The packer runs this very module, with a $coded of its own: it is told the chance of each bit, and answers with the
;; bit. So the model is written once, and what comes out when packing is what will come out.
;;
;; What comes out: bytes of any kind, then bodies of functions, then bytes of any kind. The length of a body takes three
;; bytes, since it is known only at its end; alignments are 0, since they only hint.
(module
  (memory (export "memory") 21)

  ;; Places in memory, in bytes. All of it is zero at first. Instructions name some of them as their offset.
  ;;      0 $OPCODES: 256 of 8 bits, see $opcode_traits
  ;;    256 the digit that a character stands for: 256 of 8 bits
  ;;    512 the runs that $OPCODES are made of
  ;;   1024 of each field, where its tree's root stands: 33 of 16 bits, the last of $LENGTH
  ;;   4096 $QUESTIONS: for each byte two nodes, see $question
  ;;   8192 $TREES: up to 4096 nodes, tree after tree
  ;;  40960 $LOCALS: types of the function's locals, of 8 bits; before there is a function, $LENGTHS of the ways in trees
  ;;  94208 $STACK: of each operand 64 bits: its type, in higher bits those of the operands below; what put it there
  ;; 143360 $BLOCKS: 2 of 32 bits each: the least height of the stack, the type of the block
  ;; 159744 of each function, where its type stands, of 32 bits
  ;; 217088 of each type, where it stands, of 32 bits
  ;; 221184 by the hash of four bytes, where they ended last: 8192 of 32 bits
  ;; 253952 1 / (1 + e^-x), of 65536: 8192 of 16 bits
  ;; 270336 $SAID: what the first context says: 131072 of 16 bits
  ;; 532480 what the second context says
  ;; 794624 what the third context says
  ;; 1056768 what the fourth context says
  ;; 1318912 $TEXT; soon, each four characters of it as a number (see $numbers)
  ;;
  ;; A node is 8 bytes: its children at a zero and at a one, each a node's place or a byte, of 16 bits; what the node
  ;; itself says, of 16 bits. A quarter of its place is how far from a context's base the context's word on it stands:
  ;; so sixteen nodes share a line of the cache.
  (global $OPCODES i32 (i32.const 0))
  (global $QUESTIONS i32 (i32.const 4096))
  (global $TREES i32 (i32.const 8192))
  (global $LOCALS i32 (i32.const 40960))
  (global $LENGTHS i32 (i32.const 40960))
  (global $STACK i32 (i32.const 94208))
  (global $BLOCKS i32 (i32.const 143360))
  (global $SAID i32 (i32.const 270336))
  (global $SAID_SIZE i32 (i32.const 1048576))
  (global $TEXT i32 (i32.const 1318912))

  ;; The fields, and how many. Those from 10 to 15 are the later bytes of numbers; outside code there are no numbers, and
  ;; the byte before tells the field (see $byte).
  (global $LOCAL i32 (i32.const 2))
  (global $OFFSET i32 (i32.const 3))
  (global $CONSTANT i32 (i32.const 4))
  (global $FUNCTION i32 (i32.const 5))
  (global $LABEL i32 (i32.const 6))
  (global $OTHER i32 (i32.const 7))
  (global $LATER i32 (i32.const 8))
  (global $OPCODE i32 (i32.const 16)) ;; and 15 more: see $opcode
  (global $FIELDS i32 (i32.const 32))
  ;; Of the lengths of ways, whose tree is the first, and known.
  (global $LENGTH i32 (i32.const 32))
  ;; The longest way.
  (global $LONGEST i32 (i32.const 16))

  ;; What is less is a byte, and not a node's place.
  (global $NODES i32 (i32.const 256))
  ;; From so many bytes on that have followed, a question is asked; from so many on, what has followed is long.
  (global $ASKED i32 (i32.const 6))
  (global $LONG i32 (i32.const 16))
  ;; So many numbers have four digits: 92^4.
  (global $FOUR_DIGITS i64 (i64.const 71639296))

  ;; The arithmetic decoder. For each bit the range is from 92^4 to 92^8.
  (global $source (mut i32) (i32.const 0))
  (global $range (mut i64) (i64.const 1))
  (global $code (mut i64) (i64.const 0))

  (global $out (mut i32) (i32.const 0))
  ;; The place that the bytes follow, and how many they were so far; at no match, 0.
  (global $follows (mut i32) (i32.const 0))
  (global $followed (mut i32) (i32.const 0))
  ;; The eight bytes last written, the very last highest.
  (global $last (mut i64) (i64.const 0))

  ;; What contexts are made of.
  (global $opcodes (mut i32) (i32.const 0)) ;; the last four, a byte each
  (global $before (mut i32) (i32.const 0)) ;; the instruction before, hashed with its number
  (global $local (mut i32) (i32.const 0)) ;; the local last named
  (global $local_before (mut i32) (i32.const 0)) ;; the last other one
  (global $offset (mut i32) (i32.const 0)) ;; the offset last named
  (global $function (mut i32) (i32.const 0))
  (global $word (mut i32) (i32.const 0)) ;; the letters before, hashed
  (global $top (mut i32) (i32.const 0)) ;; the last operand
  (global $block (mut i32) (i32.const 0)) ;; the innermost block

  (func $digit (param $at i32) (result i32)
    (i32.load8_u offset=256 (i32.load8_u (local.get $at))))

  (func $four_digits (param $at i32) (result i32)
    (i32.add
      (i32.mul
        (i32.add
          (i32.mul
            (i32.add
              (i32.mul (call $digit (local.get $at)) (i32.const 92))
              (call $digit (i32.add (local.get $at) (i32.const 1))))
            (i32.const 92))
          (call $digit (i32.add (local.get $at) (i32.const 2))))
        (i32.const 92))
      (call $digit (i32.add (local.get $at) (i32.const 3)))))

  ;; Makes numbers of the text. Braces are the same digit, so that the text has no two of a kind in a row; two more
  ;; characters have the places of the two that would have to be escaped. What is behind the text counts as zeros.
  (func $numbers (param $length i32)
    (local $at i32) (local $end i32)
    (loop $next
      (i32.store8 offset=288 (local.get $at) (local.get $at))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 92))))
    (i32.store8 (i32.const 380) (i32.const 60))
    (i32.store8 (i32.const 381) (i32.const 91))
    (i32.store8 (i32.const 382) (i32.const 2))
    (local.set $end (i32.add (local.tee $at (global.get $TEXT)) (local.get $length)))
    (loop $next
      (i32.store (local.get $at) (call $four_digits (local.get $at)))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))

  ;; A bit, $chance of 65536 that it is a one. What else is told is for the packer.
  (func $coded (param $chance i32) (param $asks i32) (param $expected i32) (result i32)
    (local $bound i64)
    (if (i64.lt_u (global.get $range) (global.get $FOUR_DIGITS))
      (then
        (global.set $range (i64.mul (global.get $range) (global.get $FOUR_DIGITS)))
        (global.set $code
          (i64.add (i64.mul (global.get $code) (global.get $FOUR_DIGITS)) (i64.load32_u (global.get $source))))
        (global.set $source (i32.add (global.get $source) (i32.const 4)))))
    (local.set $bound
      (i64.mul (i64.shr_u (global.get $range) (i64.const 16)) (i64.extend_i32_u (local.get $chance))))
    (if (i64.lt_u (global.get $code) (local.get $bound))
      (then
        (global.set $range (local.get $bound))
        (return (i32.const 1))))
    (global.set $code (i64.sub (global.get $code) (local.get $bound)))
    (global.set $range (i64.sub (global.get $range) (local.get $bound)))
    (i32.const 0))

  ;; So many bits of even chance, highest first.
  (func $plain (param $bits i32) (result i32)
    (local $value i32)
    (loop $next
      (local.set $value
        (i32.add (i32.shl (local.get $value) (i32.const 1)) (call $coded (i32.const 32768) (i32.const 0) (i32.const 0))))
      (br_if $next (local.tee $bits (i32.sub (local.get $bits) (i32.const 1)))))
    (local.get $value))

  (func $mix (param $a i32) (param $b i32) (result i32)
    (i32.mul (i32.add (i32.rotl (local.get $a) (i32.const 13)) (local.get $b)) (i32.const 0x9E3779B1)))

  ;; Where what a context says of the field begins; each node is found from there.
  (func $base (param $context i32) (param $field i32) (result i32)
    (i32.and (i32.shr_u (call $mix (local.get $context) (local.get $field)) (i32.const 13)) (i32.const 0x3FFFE)))

  ;; The node that asks whether a byte is the one $expected; if not, the $root of its field is next. There is another
  ;; node for what has followed for long.
  (func $question (param $root i32) (param $expected i32) (result i32)
    (local $node i32)
    (local.set $node
      (i32.add
        (i32.add (global.get $QUESTIONS) (i32.shl (local.get $expected) (i32.const 3)))
        (i32.shl (i32.ge_u (global.get $followed) (global.get $LONG)) (i32.const 11))))
    (i32.store16 (local.get $node) (local.get $root))
    (i32.store16 offset=2 (local.get $node) (local.get $expected))
    (local.get $node))

  ;; The next byte of a field in four contexts. Where it will be written is for the packer.
  ;; $b0 to $b3 are the contexts' bases, $p0 to $p3 their places for this node, $s0 to $s3 what they say.
  (func $walk (param $field i32) (param $at i32) (param $c0 i32) (param $c1 i32) (param $c2 i32) (param $c3 i32) (result i32)
    (local $node i32) (local $before i32) (local $own i32) (local $distance i32) (local $expected i32)
    (local $b0 i32) (local $b1 i32) (local $b2 i32) (local $b3 i32)
    (local $p0 i32) (local $p1 i32) (local $p2 i32) (local $p3 i32)
    (local $s0 i32) (local $s1 i32) (local $s2 i32) (local $s3 i32)
    (local $chance i32) (local $bit i32)
    (local $rate i32) (local $error i32) (local $range i64) (local $code i64) (local $bound i64)
    (local.set $range (global.get $range))
    (local.set $code (global.get $code))
    (local.set $b0 (call $base (local.get $c0) (local.get $field)))
    (local.set $b1 (call $base (local.get $c1) (local.get $field)))
    (local.set $b2 (call $base (local.get $c2) (local.get $field)))
    (local.set $b3 (call $base (local.get $c3) (local.get $field)))
    (local.set $node (i32.load16_u offset=1024 (i32.shl (local.get $field) (i32.const 1))))
    ;; In fields of which less is met, among those with an 8 in their number, each bit tells more.
    (local.set $rate (i32.add (i32.const 144) (i32.shl (i32.and (local.get $field) (i32.const 8)) (i32.const 3))))
    (if (i32.ge_u (global.get $followed) (global.get $ASKED))
      (then
        (local.set $expected (call $expected))
        (local.set $node (call $question (local.get $node) (local.get $expected)))))
    (loop $next
      (local.set $distance (i32.shr_u (local.get $node) (i32.const 2)))
      (local.set $own (i32.load16_s offset=4 (local.get $node)))
      (local.set $s0 (i32.load16_s offset=270336 (local.tee $p0 (i32.xor (local.get $b0) (local.get $distance)))))
      (local.set $s1 (i32.load16_s offset=532480 (local.tee $p1 (i32.xor (local.get $b1) (local.get $distance)))))
      (local.set $s2 (i32.load16_s offset=794624 (local.tee $p2 (i32.xor (local.get $b2) (local.get $distance)))))
      (local.set $s3 (i32.load16_s offset=1056768 (local.tee $p3 (i32.xor (local.get $b3) (local.get $distance)))))
      (local.set $chance
        (i32.load16_u
          (i32.add
            (i32.shl
              (i32.shr_s
                (i32.add
                  (i32.add (i32.add (local.get $s0) (local.get $s1)) (i32.add (local.get $s2) (local.get $s3)))
                  (local.get $own))
                (i32.const 6))
              (i32.const 1))
            (i32.const 262144))))
      (local.set $before (local.get $node))
      ;; begin $coded (in place of a call; .ci/pack.js calls)
      (if (i64.lt_u (local.get $range) (global.get $FOUR_DIGITS))
        (then
          (local.set $range (i64.mul (local.get $range) (global.get $FOUR_DIGITS)))
          (local.set $code
            (i64.add (i64.mul (local.get $code) (global.get $FOUR_DIGITS)) (i64.load32_u (global.get $source))))
          (global.set $source (i32.add (global.get $source) (i32.const 4)))))
      (local.set $bound
        (i64.mul (i64.shr_u (local.get $range) (i64.const 16)) (i64.extend_i32_u (local.get $chance))))
      (if (i64.lt_u (local.get $code) (local.get $bound))
      ;; end $coded
        (then
          (local.set $range (local.get $bound))
          (local.set $bit (i32.const 65536))
          (local.set $node (i32.load16_u offset=2 (local.get $node))))
        (else
          (local.set $code (i64.sub (local.get $code) (local.get $bound)))
          (local.set $range (i64.sub (local.get $range) (local.get $bound)))
          (local.set $bit (i32.const 0))
          (local.set $node (i32.load16_u (local.get $node)))))
      (local.set $error
        (i32.shr_s (i32.mul (i32.sub (local.get $bit) (local.get $chance)) (local.get $rate)) (i32.const 14)))
      (i32.store16 offset=4 (local.get $before) (i32.add (local.get $own) (local.get $error)))
      (i32.store16 offset=270336 (local.get $p0) (i32.add (local.get $s0) (local.get $error)))
      (i32.store16 offset=532480 (local.get $p1) (i32.add (local.get $s1) (local.get $error)))
      (i32.store16 offset=794624 (local.get $p2) (i32.add (local.get $s2) (local.get $error)))
      (i32.store16 offset=1056768 (local.get $p3) (i32.add (local.get $s3) (local.get $error)))
      (br_if $next (i32.ge_u (local.get $node) (global.get $NODES))))
    (global.set $range (local.get $range))
    (global.set $code (local.get $code))
    (local.get $node))

  (func $put (param $byte i32)
    (local $as_expected i32)
    (local.set $as_expected
      (i32.and
        (i32.ne (global.get $followed) (i32.const 0))
        (i32.eq (local.get $byte) (call $expected))))
    (global.set $followed
      (select (i32.add (global.get $followed) (i32.const 1)) (i32.const 0) (local.get $as_expected)))
    (global.set $follows
      (select (i32.add (global.get $follows) (i32.const 1)) (i32.const 0) (local.get $as_expected)))
    (global.set $last
      (i64.or
        (i64.shr_u (global.get $last) (i64.const 8))
        (i64.shl (i64.extend_i32_u (local.get $byte)) (i64.const 56))))
    (i32.store8 (global.get $out) (local.get $byte))
    (global.set $out (i32.add (global.get $out) (i32.const 1))))

  ;; The next byte of a field, which is written, too.
  (func $byte_of (param $field i32) (param $c0 i32) (param $c1 i32) (param $c2 i32) (param $c3 i32) (result i32)
    (local $byte i32)
    (call $put
      (local.tee $byte
        (call $walk (local.get $field) (global.get $out) (local.get $c0) (local.get $c1) (local.get $c2) (local.get $c3))))
    (local.get $byte))

  ;; Looks for an earlier place with the same four bytes before it, unless one is being followed. A place, in the
  ;; first 8 MB, has nine more bits of the hash above it, which tell other bytes apart well enough, and nobody waits for
  ;; what stands there.
  (func $look
    (local $hash i64) (local $seen i32) (local $more i32) (local $place i32)
    (local.set $hash (i64.mul (i64.shr_u (global.get $last) (i64.const 32)) (i64.const 0x9E3779B185EBCA6B)))
    (local.set $seen (i32.shl (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 51))) (i32.const 2)))
    (local.set $more (i32.and (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 19))) (i32.const 0xFF800000)))
    (if (i32.eqz (global.get $followed))
      (then
        (local.set $place (i32.xor (i32.load offset=221184 (local.get $seen)) (local.get $more)))
        (if (i32.lt_u (i32.sub (local.get $place) (i32.const 1)) (i32.const 0x7FFFFF))
          (then
            (global.set $follows (local.get $place))
            (global.set $followed (i32.const 4))))))
    (i32.store offset=221184 (local.get $seen) (i32.xor (global.get $out) (local.get $more))))

  ;; What has followed the earlier place; where there is none, something that is always the same.
  (func $expected (result i32) (i32.load8_u (global.get $follows)))

  ;; The same, and how firmly it is expected.
  (func $expectation (result i32)
    (i32.add
      (i32.shl (call $expected) (i32.const 5))
      (select (global.get $followed) (i32.const 17) (i32.lt_u (global.get $followed) (i32.const 17)))))

  ;; The types of the last three operands; zero where the block began.
  (func $operands (result i32)
    (i32.and (i32.load (global.get $top)) (i32.const 0xFFFFFF)))

  (func $operand (result i32) (i32.load8_u (global.get $top)))

  ;; How many operands the block has put there.
  (func $height (result i32) (i32.sub (global.get $top) (i32.load (global.get $block))))

  ;; Which instruction put the last operand there.
  (func $producer (result i32) (i32.load offset=4 (global.get $top)))

  ;; And the one that has just been taken off: of an access to memory, the address.
  (func $producer_off (result i32) (i32.load offset=12 (global.get $top)))

  (func $last_opcodes (param $mask i32) (result i32)
    (i32.and (global.get $opcodes) (local.get $mask)))

  ;; Opcodes that are alike, having about the same traits, are followed by the same ones.
  (func $opcode (result i32)
    (local $before i32) (local $likes i32)
    (local.set $before (call $last_opcodes (i32.const 0xFF)))
    (local.set $likes
      (i32.and
        (i32.shr_u (i32.mul (i32.load8_u (local.get $before)) (i32.const 3)) (i32.const 3))
        (i32.const 15)))
    (global.set $opcodes
      (i32.or
        (i32.shl (global.get $opcodes) (i32.const 8))
        (call $byte_of
          (i32.add (global.get $OPCODE) (local.get $likes))
          (global.get $opcodes)
          (call $mix (call $operands) (local.get $before))
          (call $mix (call $mix (call $expectation) (call $producer)) (local.get $before))
          (call $mix (global.get $before) (call $mix (call $operands) (call $last_opcodes (i32.const 0xFFFF)))))))
    (call $last_opcodes (i32.const 0xFF)))

  ;; A number of the field: seven bits a byte, lowest first.
  (func $number (param $field i32) (param $c0 i32) (param $c1 i32) (param $c2 i32) (param $c3 i32) (result i32)
    (local $value i32) (local $shift i32) (local $byte i32)
    (loop $next
      (local.set $byte (call $byte_of (local.get $field) (local.get $c0) (local.get $c1) (local.get $c2) (local.get $c3)))
      (local.set $value (i32.or (local.get $value) (i32.shl (i32.and (local.get $byte) (i32.const 127)) (local.get $shift))))
      (local.set $shift (i32.add (local.get $shift) (i32.const 7)))
      (if (i32.ge_u (local.get $byte) (i32.const 128))
        (then
          (local.set $field (i32.or (local.get $field) (global.get $LATER)))
          (local.set $c0 (call $mix (local.get $c0) (local.get $byte)))
          (local.set $c1 (call $mix (local.get $c1) (local.get $byte)))
          (local.set $c2 (call $mix (local.get $c2) (local.get $byte)))
          (local.set $c3 (call $mix (local.get $c3) (local.get $byte)))
          (br $next))))
    (local.get $value))

  (func $local_index (result i32)
    (local $value i32)
    (local.set $value
      (call $number (global.get $LOCAL)
        (call $mix (call $last_opcodes (i32.const 0xFF)) (call $mix (call $operand) (call $expected)))
        (call $mix (call $last_opcodes (i32.const 0xFFFFFF)) (global.get $local_before))
        (call $mix (call $last_opcodes (i32.const 0xFFFF)) (global.get $local))
        (call $mix (call $last_opcodes (i32.const 0xFF)) (call $mix (call $height) (global.get $function)))))
    (if (i32.ne (local.get $value) (global.get $local)) (then (global.set $local_before (global.get $local))))
    (global.set $local (local.get $value))
    (local.get $value))

  (func $constant (result i32)
    (call $number (global.get $CONSTANT)
      (call $last_opcodes (i32.const 0xFF))
      (call $mix (call $last_opcodes (i32.const 0xFFFF)) (call $mix (call $operand) (call $height)))
      (global.get $opcodes)
      (call $mix (call $producer) (call $last_opcodes (i32.const 0xFF)))))

  (func $memory_offset
    (global.set $offset
      (call $number (global.get $OFFSET)
        (global.get $offset)
        (call $mix (global.get $opcodes) (global.get $offset))
        (call $mix (global.get $function) (call $producer_off))
        (call $mix (call $last_opcodes (i32.const 0xFF)) (call $producer_off)))))

  (func $callee (result i32)
    (call $number (global.get $FUNCTION)
      (call $mix (call $operands) (call $height))
      (call $mix (global.get $opcodes) (call $height))
      (call $mix (i32.and (call $operands) (i32.const 0xFFFF)) (call $height))
      (call $mix (call $last_opcodes (i32.const 0xFFFFFF)) (call $operands))))

  (func $label (result i32)
    (call $number (global.get $LABEL)
      (call $mix (call $last_opcodes (i32.const 0xFF)) (global.get $block))
      (call $mix (call $last_opcodes (i32.const 0xFF)) (call $producer))
      (call $mix (call $operands) (global.get $opcodes))
      (call $mix (global.get $block) (call $mix (call $operands) (call $last_opcodes (i32.const 0xFF))))))

  (func $other (result i32)
    (call $number (global.get $OTHER)
      (call $last_opcodes (i32.const 0xFFFF))
      (call $mix (call $last_opcodes (i32.const 0xFF)) (call $producer))
      (call $mix (call $last_opcodes (i32.const 0xFF)) (call $expectation))
      (call $mix (global.get $before) (call $last_opcodes (i32.const 0xFF)))))

  (func $push (param $type i32)
    (i32.store offset=8 (global.get $top) (i32.or (i32.shl (i32.load (global.get $top)) (i32.const 8)) (local.get $type)))
    (global.set $top (i32.add (global.get $top) (i32.const 8)))
    (i32.store offset=4 (global.get $top) (i32.const 0)))

  ;; Not below where the block began, as happens in code that is never reached.
  (func $pop (param $count i32)
    (local $floor i32)
    (local.set $floor (i32.load (global.get $block)))
    (global.set $top (i32.sub (global.get $top) (i32.shl (local.get $count) (i32.const 3))))
    (if (i32.lt_s (global.get $top) (local.get $floor)) (then (global.set $top (local.get $floor)))))

  (func $open (param $type i32)
    (global.set $block (i32.add (global.get $block) (i32.const 8)))
    (call $push (i32.const 0))
    (i32.store (global.get $block) (global.get $top))
    (i32.store offset=4 (global.get $block) (local.get $type)))

  ;; Only what a block of one result leaves.
  (func $close
    (local $type i32)
    (local.set $type (i32.load offset=4 (global.get $block)))
    (global.set $top (i32.sub (i32.load (global.get $block)) (i32.const 8)))
    (global.set $block (i32.sub (global.get $block) (i32.const 8)))
    (if (i32.gt_u (local.get $type) (i32.const 64)) (then (call $push (local.get $type)))))

  (func $unreachable (global.set $top (i32.load (global.get $block))))

  ;; A call's operands and result, by its type, which stands at $type: the number of parameters, their types, the
  ;; number of results.
  (func $apply (param $type i32)
    (local $parameters i32)
    (call $pop (local.tee $parameters (i32.load8_u (local.get $type))))
    (local.set $type (i32.add (local.get $type) (local.get $parameters)))
    (if (i32.load8_u offset=1 (local.get $type)) (then (call $push (i32.load8_u offset=2 (local.get $type))))))

  (func $instruction
    (local $opcode i32) (local $traits i32) (local $value i32) (local $count i32)
    (call $look)
    (local.set $opcode (call $opcode))
    (local.set $traits (i32.load8_u (local.get $opcode)))
    (call $pop (i32.and (i32.shr_u (local.get $traits) (i32.const 4)) (i32.const 3)))
    (block $done
      (block $prefix (block $float64 (block $float32 (block $constant (block $memory (block $index (block $local (block $call_indirect
      (block $call (block $br_table (block $br (block $block (block $none
        (br_table $none $block $br $br_table $call $call_indirect $local $index $memory $constant $float32 $float64 $prefix $done
          (i32.and (local.get $traits) (i32.const 15)))
      ) ;; none
        (if (i32.eq (local.get $opcode) (i32.const 0x0B)) (then (call $close)))
        (if (i32.eq (local.get $opcode) (i32.const 0x05)) (then (call $unreachable)))
        (br_if $done (i32.and (i32.ne (local.get $opcode) (i32.const 0x00)) (i32.ne (local.get $opcode) (i32.const 0x0F))))
        (call $unreachable)
        (br $done)
      ) ;; block
        (call $open (local.tee $value (call $other)))
        (br $done)
      ) ;; br
        (local.set $value (call $label))
        (br_if $done (i32.ne (local.get $opcode) (i32.const 0x0C)))
        (call $unreachable)
        (br $done)
      ) ;; br_table
        (local.set $count (call $other))
        (loop $next
          (drop (call $other))
          (br_if $next (i32.ge_s (local.tee $count (i32.sub (local.get $count) (i32.const 1))) (i32.const 0))))
        (call $unreachable)
        (br $done)
      ) ;; call
        (call $apply
          (i32.load offset=159744 (i32.shl (local.tee $value (call $callee)) (i32.const 2))))
        (br $done)
      ) ;; call_indirect
        (call $apply (i32.load offset=217088 (i32.shl (local.tee $value (call $other)) (i32.const 2))))
        (drop (call $other))
        (br $done)
      ) ;; local
        (local.set $value (call $local_index))
        (if (i32.eq (local.get $opcode) (i32.const 0x20)) (then (call $push (i32.load8_u offset=40960 (local.get $value)))))
        (br $done)
      ) ;; index
        (local.set $value (call $other))
        (br $done)
      ) ;; memory
        (call $put (i32.const 0))
        (call $memory_offset)
        (local.set $value (global.get $offset))
        (br $done)
      ) ;; constant
        (local.set $value (call $constant))
        (br $done)
      ) ;; float32
        (local.set $count (i32.const 4))
        (br $prefix)
      ) ;; float64
        (local.set $count (i32.const 8))
      ) ;; prefix
      (if (local.get $count)
        (then
          (loop $next
            (drop (call $byte_of (global.get $OTHER) (call $last_opcodes (i32.const 0xFFFF)) (local.get $count) (i32.const 0) (i32.const 0)))
            (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))
        (else
          (local.set $value (call $other))
          ;; Behind the prefix, instructions from 8 on name one more thing, or two.
          (if (i32.ge_u (local.get $value) (i32.const 8))
            (then
              (drop (call $other))
              (if (i32.eqz (i32.or (i32.and (local.get $value) (i32.const 1)) (i32.gt_u (local.get $value) (i32.const 14)))) (then (drop (call $other))))))
          (if (i32.lt_u (i32.sub (local.get $value) (i32.const 8)) (i32.const 7)) (then (call $pop (i32.const 3)))))))
    (if (local.tee $count (i32.shr_u (local.get $traits) (i32.const 6)))
      (then (call $push (i32.sub (i32.const 0x80) (local.get $count)))))
    (global.set $before (call $mix (local.get $opcode) (local.get $value)))
    ;; What has no producer has just been put there.
    (i32.store offset=4 (global.get $top) (select (call $producer) (global.get $before) (call $producer))))

  ;; The length of what was written since $start, into its three bytes.
  (func $measure (param $start i32)
    (local $length i32)
    (local.set $length (i32.sub (i32.sub (global.get $out) (local.get $start)) (i32.const 3)))
    (i32.store8 (local.get $start) (i32.or (local.get $length) (i32.const 128)))
    (i32.store8 offset=1 (local.get $start) (i32.or (i32.shr_u (local.get $length) (i32.const 7)) (i32.const 128)))
    (i32.store8 offset=2 (local.get $start) (i32.shr_u (local.get $length) (i32.const 14))))

  (func $body
    (local $start i32) (local $type i32) (local $locals i32) (local $groups i32) (local $count i32)
    (local.set $start (global.get $out))
    (global.set $last (i64.const 0))
    (global.set $out (i32.add (local.get $start) (i32.const 3)))
    (global.set $followed (i32.const 0))
    (global.set $follows (i32.const 0))
    (global.set $opcodes (i32.const 0))
    (global.set $top (i32.add (global.get $STACK) (i32.const 16)))
    (global.set $block (i32.sub (global.get $BLOCKS) (i32.const 8)))
    (call $open (i32.const 0x40))
    (local.set $locals (global.get $LOCALS))
    (local.set $type (i32.load offset=159744 (i32.shl (global.get $function) (i32.const 2))))
    (local.set $count (i32.load8_u (local.get $type)))
    (memory.copy (local.get $locals) (i32.add (local.get $type) (i32.const 1)) (local.get $count))
    (local.set $locals (i32.add (local.get $locals) (local.get $count)))
    (local.set $groups (call $other))
    (block $declared
      (loop $next
        (br_if $declared (i32.lt_s (local.tee $groups (i32.sub (local.get $groups) (i32.const 1))) (i32.const 0)))
        (local.set $count (call $other))
        (memory.fill (local.get $locals) (call $other) (local.get $count))
        (local.set $locals (i32.add (local.get $locals) (local.get $count)))
        (br $next)))
    (loop $next
      (call $instruction)
      (br_if $next (i32.ge_u (global.get $block) (global.get $BLOCKS))))
    (call $measure (local.get $start))
    (global.set $function (i32.add (global.get $function) (i32.const 1))))

  ;; A byte outside code. Where texts are, what matters is the word so far; elsewhere, what stands four and eight bytes
  ;; before, in numbers that follow each other. Of some bytes only the highest three bits count: their kind.
  (func $byte
    (local $before i32) (local $field i32) (local $recent i32) (local $stem i32)
    (call $look)
    (local.set $before (i32.wrap_i64 (i64.shr_u (global.get $last) (i64.const 56))))
    (local.set $recent (i32.wrap_i64 (i64.shr_u (global.get $last) (i64.const 32))))
    (local.set $stem (global.get $word))
    (global.set $word
      (select
        (call $mix (global.get $word) (i32.or (local.get $before) (i32.const 32)))
        (i32.const 0)
        (i32.lt_u (i32.sub (i32.or (local.get $before) (i32.const 32)) (i32.const 97)) (i32.const 26))))
    ;; Behind a zero, another control character, a digit or a sign, a capital letter, a small one, part of a character.
    (local.set $field
      (i32.and
        (i32.wrap_i64
          (i64.shr_u
            (i64.const 0xFFFF8E910)
            (i64.extend_i32_u
              (i32.shl
                (i32.add (i32.shr_u (local.get $before) (i32.const 5)) (i32.ne (local.get $before) (i32.const 0)))
                (i32.const 2)))))
        (i32.const 15)))
    (drop
      (if (result i32) (i32.lt_u (i32.sub (local.get $before) (i32.const 32)) (i32.const 96))
        (then
          (call $byte_of (local.get $field)
            (call $mix (call $expected) (i32.and (local.get $recent) (i32.const 0xFF00E000)))
            (i32.shr_u (local.get $recent) (i32.const 16))
            (call $mix (global.get $word) (local.get $before))
            (call $mix (local.get $stem) (i32.and (local.get $recent) (i32.const 0xE00000)))))
        (else
          (call $byte_of (local.get $field)
            (i32.and (local.get $recent) (i32.const 0xE0E000))
            (call $mix (call $expectation) (i32.and (local.get $recent) (i32.const 0xFF0000)))
            (call $mix
              (i32.and (local.get $recent) (i32.const 0xFF))
              (i32.and (i32.wrap_i64 (global.get $last)) (i32.const 0xFF)))
            (i32.and (local.get $recent) (i32.const 0xFF00)))))))

  (func $bytes (param $end i32)
    (loop $next
      (if (i32.lt_u (global.get $out) (local.get $end))
        (then
          (call $byte)
          (br $next)))))

  ;; A number that stands in what came out.
  (global $cursor (mut i32) (i32.const 0))
  (func $read (result i32)
    (local $value i32) (local $shift i32) (local $byte i32)
    (loop $next
      (local.set $byte (i32.load8_u (global.get $cursor)))
      (global.set $cursor (i32.add (global.get $cursor) (i32.const 1)))
      (local.set $value (i32.or (local.get $value) (i32.shl (i32.and (local.get $byte) (i32.const 127)) (local.get $shift))))
      (local.set $shift (i32.add (local.get $shift) (i32.const 7)))
      (br_if $next (i32.ge_u (local.get $byte) (i32.const 128))))
    (local.get $value))

  (func $skip
    (local $length i32)
    (local.set $length (call $read))
    (global.set $cursor (i32.add (global.get $cursor) (local.get $length))))

  ;; Notes where types stand, and which type a function has: what is imported first, functions all.
  (func $signatures (param $cursor i32)
    (local $end i32) (local $id i32) (local $count i32) (local $type i32) (local $function i32)
    (global.set $cursor (local.get $cursor))
    (loop $section
      (local.set $id (i32.load8_u (global.get $cursor)))
      (global.set $cursor (i32.add (global.get $cursor) (i32.const 1)))
      (local.set $end (call $read))
      (local.set $end (i32.add (global.get $cursor) (local.get $end)))
      (local.set $count (call $read))
      (if (i32.le_u (local.get $id) (i32.const 3))
        (then
          (loop $next
            (if (i32.eq (local.get $id) (i32.const 1))
              (then
                (global.set $cursor (i32.add (global.get $cursor) (i32.const 1)))
                (i32.store offset=217088 (local.get $type) (global.get $cursor))
                (local.set $type (i32.add (local.get $type) (i32.const 4)))
                (call $skip)
                (call $skip))
              (else
                (if (i32.eq (local.get $id) (i32.const 2))
                  (then
                    (call $skip)
                    (call $skip)
                    (global.set $cursor (i32.add (global.get $cursor) (i32.const 1)))
                    (global.set $function (i32.add (global.get $function) (i32.const 1)))))
                (i32.store offset=159744
                  (local.get $function)
                  (i32.load offset=217088 (i32.shl (call $read) (i32.const 2))))
                (local.set $function (i32.add (local.get $function) (i32.const 4)))))
            (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))))
      (global.set $cursor (local.get $end))
      (br_if $section (i32.lt_u (local.get $id) (i32.const 3)))))

  ;; 1 / (1 + e^-x), x in 32nds from -128 to 128, but never quite 0 or 1.
  (func $squashing
    (local $x i32) (local $odds f64)
    (local.set $odds (f64.const 2.572209372642415e-56)) ;; e^-128
    (loop $next
      (i32.store16 offset=253952
        (i32.shl (local.get $x) (i32.const 1))
        (i32.trunc_f64_u (f64.add (f64.const 24) (f64.div (f64.mul (local.get $odds) (f64.const 65488)) (f64.add (local.get $odds) (f64.const 1))))))
      (local.set $odds (f64.mul (local.get $odds) (f64.const 1.0317434074991028))) ;; e^(1/32)
      (br_if $next (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 1))) (i32.const 8192)))))

  ;; The tree of lengths: 0, which is met most, has a way of one step, 1 to 16 one of five. Its 32 children in a row.
  (func $lengths_tree
    (local $child i32)
    (i32.store16 offset=1024 (i32.shl (global.get $LENGTH) (i32.const 1)) (global.get $TREES))
    (loop $next
      (local.set $child (i32.add (local.get $child) (i32.const 1)))
      (i32.store16 offset=8192
        (i32.shl
          (i32.add (local.get $child) (i32.mul (i32.shr_u (local.get $child) (i32.const 1)) (i32.const 2)))
          (i32.const 1))
        (select
          (i32.add (global.get $TREES) (i32.shl (local.get $child) (i32.const 3)))
          (i32.sub (local.get $child) (i32.const 15))
          (i32.lt_u (local.get $child) (i32.const 16))))
      (br_if $next (i32.lt_u (local.get $child) (i32.const 31)))))

  ;; The fields' trees, of which the text has no more than the length of the way to each byte.
  (func $trees
    (local $field i32) (local $end i32)
    (call $lengths_tree)
    (local.set $end (i32.add (global.get $TREES) (i32.const 128)))
    (loop $next
      (local.set $end
        (call $tree (local.get $field) (i32.and (i32.add (local.get $end) (i32.const 127)) (i32.const -128))))
      (br_if $next (i32.lt_u (local.tee $field (i32.add (local.get $field) (i32.const 1))) (global.get $FIELDS)))))

  ;; One tree, with its $root; where it ends. Ways go from left to right: bytes that are near each other share most of
  ;; theirs. Of opcodes, whose numbers say little, those of shorter ways come first, which makes ways shorter.
  ;; Shorter ways are made first: nodes that are met more stand together, and contexts collide less.
  (func $tree (param $field i32) (param $root i32) (result i32)
    (local $lengths i32) (local $end i32) (local $byte i32) (local $length i32) (local $level i32)
    (local $left i32) (local $way i32) (local $place i32) (local $child i32)
    (i32.store16 offset=1024 (i32.shl (local.get $field) (i32.const 1)) (local.get $root))
    (local.set $lengths (i32.add (global.get $LENGTHS) (i32.shl (local.get $field) (i32.const 8))))
    (loop $next
      (i32.store8 (i32.add (local.get $lengths) (local.get $byte))
        (local.tee $length
          (call $walk (global.get $LENGTH) (i32.const 0)
            (local.get $length)
            (i32.load8_u (i32.sub (i32.add (local.get $lengths) (local.get $byte)) (i32.const 256)))
            (local.get $byte)
            (local.get $field))))
      (br_if $next (i32.lt_u (local.tee $byte (i32.add (local.get $byte) (i32.const 1))) (i32.const 256))))
    (local.set $end (i32.add (local.get $root) (i32.const 8)))
    (loop $levels
      (local.set $level (i32.add (local.get $level) (i32.const 1)))
      (local.set $byte (i32.const 0))
      (loop $next
        (local.set $length (i32.load8_u (i32.add (local.get $lengths) (local.get $byte))))
        (if
          (select
            (i32.eq (local.get $length) (local.get $level))
            (local.get $length)
            (i32.ge_u (local.get $field) (global.get $OPCODE)))
          (then
            (local.set $way (local.get $left))
            (local.set $left
              (i32.add (local.get $left) (i32.rotr (i32.const 1) (local.get $length))))
            (if (i32.eq (local.get $length) (local.get $level))
              (then
                (local.set $child (local.get $root))
                (loop $down
                  (local.set $place
                    (i32.add (local.get $child) (i32.shl (i32.shr_u (local.get $way) (i32.const 31)) (i32.const 1))))
                  (local.set $way (i32.shl (local.get $way) (i32.const 1)))
                  (local.set $child (i32.load16_u (local.get $place)))
                  (if (local.tee $length (i32.sub (local.get $length) (i32.const 1)))
                    (then
                      (if (i32.eqz (local.get $child))
                        (then
                          (i32.store16 (local.get $place) (local.tee $child (local.get $end)))
                          (local.set $end (i32.add (local.get $end) (i32.const 8)))))
                      ;; With a damaged text a way may lead through a byte, or there are too many nodes.
                      (if
                        (i32.or
                          (i32.lt_u (local.get $child) (global.get $NODES))
                          (i32.gt_u (local.get $end) (global.get $LENGTHS)))
                        (then (unreachable)))
                      (br $down))))
                (i32.store16 (local.get $place) (local.get $byte))))))
        (br_if $next (i32.lt_u (local.tee $byte (i32.add (local.get $byte) (i32.const 1))) (i32.const 256))))
      (br_if $levels (i32.lt_u (local.get $level) (global.get $LONGEST))))
    (local.get $end))

  ;; Immediates, operands and results of opcodes, run by run: how many in a row, and of each, in four bits, which
  ;; immediates (the order is that of $instruction); in two, how many operands; in two, the type of what is left: none,
  ;; i32, i64, or a float. What no table can tell, $instruction does.
  (data (i32.const 512)
    "\02\00\02\01\01\11\07\00\01\02\01\12\01\13\01\00\01\04\01\15\08\00\01\10\01\20\04\00" ;; from 00
    "\01\06\01\16\01\06\01\47\01\17\01\57\01\27\01\00\01\58\01\98\02\D8\04\58\06\98\09\28" ;; from 20
    "\01\47\01\57\01\49\01\89\01\CA\01\CB\01\50\0A\60\01\50\16\60\03\50\0F\60\03\90\0F\A0" ;; from 3F
    "\07\D0\07\E0\07\D0\07\E0\05\50\06\90\0A\D0\01\50\01\90\02\D0\02\50\03\90\0B\00\01\47" ;; from 8B
    "\01\50\01\47\29\00\01\0C" ;; from D1
  )

  (func $opcode_traits
    (local $run i32) (local $opcode i32) (local $count i32)
    (local.set $run (i32.const 512))
    (loop $next
      (local.set $count (i32.load8_u (local.get $run)))
      (memory.fill
        (i32.add (global.get $OPCODES) (local.get $opcode))
        (i32.load8_u offset=1 (local.get $run))
        (local.get $count))
      (local.set $opcode (i32.add (local.get $opcode) (local.get $count)))
      (local.set $run (i32.add (local.get $run) (i32.const 2)))
      (br_if $next (local.get $count))))

  ;; Unpacks the text, of $length characters, to $size bytes, from 64 behind it on: from $code on, bodies of so many $functions.
  (func (export "unpack") (param $length i32) (param $size i32) (param $code i32) (param $functions i32)
    (local $start i32)
    (global.set $source (global.get $TEXT))
    (call $numbers (local.get $length))
    (call $squashing)
    (call $opcode_traits)
    (call $trees)
    (global.set $out
      (local.tee $start (i32.add (i32.add (global.get $TEXT) (local.get $length)) (i32.const 64))))
    (call $bytes (i32.add (local.get $start) (local.get $code)))
    (if (local.get $functions)
      (then
        (call $signatures (i32.add (local.get $start) (i32.const 8)))
        (loop $next
          (call $body)
          (br_if $next (local.tee $functions (i32.sub (local.get $functions) (i32.const 1)))))))
    ;; What was learnt from code is of no use for data.
    (memory.fill (global.get $SAID) (i32.const 0) (global.get $SAID_SIZE))
    (call $bytes (i32.add (local.get $start) (local.get $size)))
    ;; With a damaged text all is left to chance behind the damage: these bits, too.
    (if (i32.ne (global.get $out) (i32.add (local.get $start) (local.get $size))) (then (unreachable)))
    (if (i32.ne (call $plain (i32.const 24)) (i32.const 0x57614D)) (then (unreachable))))
)
