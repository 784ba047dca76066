;; Base91 and LZMA, unpacked. Hosts have at best an asynchronous inflate, which leaves the wasm a quarter larger,
;; and JavaScript that runs only once takes five times as long. LZMA as its specification of 2015 describes it,
;; with no more of its parameters than the build's packer uses.
;;
;; Memory: the probabilities, of 16 bits, from 0; the text, and in its place the .lzma file, from 65536; then
;; the bytes that come out, whose number a caller must know.
(module
  (memory (export "memory") 1)

  ;; Places of the probabilities, in bytes.
  (global $IS_MATCH i32 (i32.const 0)) ;; 12 states × 16 positions
  (global $IS_REPEAT i32 (i32.const 384)) ;; 12 states, as in the next three
  (global $IS_REPEAT_0 i32 (i32.const 408))
  (global $IS_REPEAT_1 i32 (i32.const 432))
  (global $IS_REPEAT_2 i32 (i32.const 456))
  (global $IS_LONG i32 (i32.const 480)) ;; 12 states × 16 positions
  (global $SLOTS i32 (i32.const 864)) ;; 4 lengths × 64
  (global $SPECIAL i32 (i32.const 1376)) ;; 128
  (global $ALIGNED i32 (i32.const 1632)) ;; 16
  (global $MATCH_LENGTH i32 (i32.const 1664)) ;; 2 choices, 16 positions × 8 low, 16 × 8 middle, 256 high
  (global $REPEAT_LENGTH i32 (i32.const 2692))
  (global $LITERALS i32 (i32.const 4096)) ;; 768 for each context
  (global $END i32 (i32.const 65536))

  ;; What the packer writes: 3 bits of the byte before are a literal's context, 2 bits of the position everyone's.
  (global $LITERAL_SHIFT i32 (i32.const 5))
  (global $POSITION_MASK i32 (i32.const 3))
  (global $HEADER i32 (i32.const 13))

  (global $source (mut i32) (i32.const 0))
  (global $range (mut i32) (i32.const -1))
  (global $code (mut i32) (i32.const 0))
  (global $start (mut i32) (i32.const 0))
  (global $out (mut i32) (i32.const 0))
  (global $state (mut i32) (i32.const 0))
  ;; The last four distances, less one.
  (global $d0 (mut i32) (i32.const 0))
  (global $d1 (mut i32) (i32.const 0))
  (global $d2 (mut i32) (i32.const 0))
  (global $d3 (mut i32) (i32.const 0))

  (func $byte
    (global.set $code (i32.or (i32.shl (global.get $code) (i32.const 8)) (i32.load8_u (global.get $source))))
    (global.set $source (i32.add (global.get $source) (i32.const 1))))

  (func $normalise
    (if (i32.eqz (i32.shr_u (global.get $range) (i32.const 24)))
      (then
        (global.set $range (i32.shl (global.get $range) (i32.const 8)))
        (call $byte))))

  (func $bit (param $at i32) (result i32)
    (local $half i32) (local $bound i32)
    (call $normalise)
    (local.set $half (i32.load16_u (local.get $at)))
    (local.set $bound (i32.mul (i32.shr_u (global.get $range) (i32.const 11)) (local.get $half)))
    (if (i32.lt_u (global.get $code) (local.get $bound))
      (then
        (global.set $range (local.get $bound))
        (i32.store16 (local.get $at) (i32.add (local.get $half) (i32.shr_u (i32.sub (i32.const 2048) (local.get $half)) (i32.const 5))))
        (return (i32.const 0))))
    (global.set $range (i32.sub (global.get $range) (local.get $bound)))
    (global.set $code (i32.sub (global.get $code) (local.get $bound)))
    (i32.store16 (local.get $at) (i32.sub (local.get $half) (i32.shr_u (local.get $half) (i32.const 5))))
    (i32.const 1))

  ;; A one, and behind it the bits of a tree, until the number reaches $end.
  (func $tree (param $table i32) (param $end i32) (result i32)
    (local $node i32)
    (local.set $node (i32.const 1))
    (loop $next
      (local.set $node
        (i32.add
          (i32.shl (local.get $node) (i32.const 1))
          (call $bit (i32.add (local.get $table) (i32.shl (local.get $node) (i32.const 1))))))
      (br_if $next (i32.lt_u (local.get $node) (local.get $end))))
    (i32.sub (local.get $node) (local.get $end)))

  ;; The same, lowest bit first.
  (func $reverse_tree (param $table i32) (param $bits i32) (result i32)
    (local $node i32) (local $count i32) (local $bit i32) (local $value i32)
    (local.set $node (i32.const 1))
    (loop $next
      (local.set $bit (call $bit (i32.add (local.get $table) (i32.shl (local.get $node) (i32.const 1)))))
      (local.set $node (i32.add (i32.shl (local.get $node) (i32.const 1)) (local.get $bit)))
      (local.set $value (i32.or (local.get $value) (i32.shl (local.get $bit) (local.get $count))))
      (br_if $next (i32.lt_u (local.tee $count (i32.add (local.get $count) (i32.const 1))) (local.get $bits))))
    (local.get $value))

  ;; Bits of even chance.
  (func $direct (param $bits i32) (result i32)
    (local $value i32)
    (loop $next
      (call $normalise)
      (global.set $range (i32.shr_u (global.get $range) (i32.const 1)))
      (local.set $value (i32.shl (local.get $value) (i32.const 1)))
      (if (i32.ge_u (global.get $code) (global.get $range))
        (then
          (global.set $code (i32.sub (global.get $code) (global.get $range)))
          (local.set $value (i32.add (local.get $value) (i32.const 1)))))
      (br_if $next (local.tee $bits (i32.sub (local.get $bits) (i32.const 1)))))
    (local.get $value))

  ;; A probability of the state, one of 12 at $table.
  (func $by_state (param $table i32) (result i32)
    (call $bit (i32.add (local.get $table) (i32.shl (global.get $state) (i32.const 1)))))

  (func $position (result i32)
    (i32.and (i32.sub (global.get $out) (global.get $start)) (global.get $POSITION_MASK)))

  ;; A probability of state and position, one of 12 × 16 at $table.
  (func $by_position (param $table i32) (result i32)
    (call $bit
      (i32.add
        (local.get $table)
        (i32.shl (i32.add (i32.shl (global.get $state) (i32.const 4)) (call $position)) (i32.const 1)))))

  (func $length (param $table i32) (result i32)
    (local $positions i32)
    (local.set $positions (i32.add (local.get $table) (i32.shl (call $position) (i32.const 4))))
    (if (i32.eqz (call $bit (local.get $table)))
      (then (return (call $tree (i32.add (local.get $positions) (i32.const 4)) (i32.const 8)))))
    (if (i32.eqz (call $bit (i32.add (local.get $table) (i32.const 2))))
      (then (return (i32.add (i32.const 8) (call $tree (i32.add (local.get $positions) (i32.const 260)) (i32.const 8))))))
    (i32.add (i32.const 16) (call $tree (i32.add (local.get $table) (i32.const 516)) (i32.const 256))))

  (func $distance (param $length i32) (result i32)
    (local $slot i32) (local $bits i32) (local $base i32)
    (local.set $slot
      (call $tree
        (i32.add
          (global.get $SLOTS)
          (i32.shl (select (local.get $length) (i32.const 3) (i32.lt_u (local.get $length) (i32.const 3))) (i32.const 7)))
        (i32.const 64)))
    (if (i32.lt_u (local.get $slot) (i32.const 4)) (then (return (local.get $slot))))
    (local.set $bits (i32.sub (i32.shr_u (local.get $slot) (i32.const 1)) (i32.const 1)))
    (local.set $base
      (i32.shl (i32.or (i32.and (local.get $slot) (i32.const 1)) (i32.const 2)) (local.get $bits)))
    (if (i32.lt_u (local.get $slot) (i32.const 14))
      (then
        (return
          (i32.add
            (local.get $base)
            (call $reverse_tree
              (i32.add (global.get $SPECIAL) (i32.shl (i32.sub (local.get $base) (local.get $slot)) (i32.const 1)))
              (local.get $bits))))))
    (i32.add
      (i32.add (local.get $base) (i32.shl (call $direct (i32.sub (local.get $bits) (i32.const 4))) (i32.const 4)))
      (call $reverse_tree (global.get $ALIGNED) (i32.const 4))))

  (func $put (param $byte i32)
    (i32.store8 (global.get $out) (local.get $byte))
    (global.set $out (i32.add (global.get $out) (i32.const 1))))

  ;; The byte at the last distance.
  (func $matched (result i32)
    (i32.load8_u (i32.sub (i32.sub (global.get $out) (global.get $d0)) (i32.const 1))))

  (func $literal
    (local $table i32) (local $symbol i32) (local $matched i32) (local $alike i32)
    (local.set $table
      (i32.add
        (global.get $LITERALS)
        (i32.mul
          (i32.shr_u (i32.load8_u (i32.sub (global.get $out) (i32.const 1))) (global.get $LITERAL_SHIFT))
          (i32.const 1536))))
    (local.set $symbol (i32.const 1))
    ;; 256 as long as the byte at the last distance has the same bits: 0 leaves the plain part of the table.
    (if (i32.ge_u (global.get $state) (i32.const 7))
      (then
        (local.set $alike (i32.const 256))
        (local.set $matched (call $matched))))
    (loop $next
      (local.set $matched (i32.shl (local.get $matched) (i32.const 1)))
      (local.set $symbol
        (i32.add
          (i32.shl (local.get $symbol) (i32.const 1))
          (call $bit
            (i32.add
              (local.get $table)
              (i32.shl
                (i32.add (i32.add (local.get $alike) (i32.and (local.get $alike) (local.get $matched))) (local.get $symbol))
                (i32.const 1))))))
      (if (i32.ne (i32.and (i32.shl (local.get $symbol) (i32.const 8)) (i32.const 256)) (i32.and (local.get $matched) (i32.const 256)))
        (then (local.set $alike (i32.const 0))))
      (br_if $next (i32.lt_u (local.get $symbol) (i32.const 256))))
    (call $put (local.get $symbol))
    (global.set $state
      (if (result i32) (i32.lt_u (global.get $state) (i32.const 4))
        (then (i32.const 0))
        (else
          (i32.sub
            (global.get $state)
            (select (i32.const 3) (i32.const 6) (i32.lt_u (global.get $state) (i32.const 10))))))))

  ;; $early in one of the states after literals, else $late.
  (func $become (param $early i32) (param $late i32)
    (global.set $state (select (local.get $early) (local.get $late) (i32.lt_u (global.get $state) (i32.const 7)))))

  (func $copy (param $length i32)
    (local.set $length (i32.add (local.get $length) (i32.const 2)))
    (loop $next
      (call $put (call $matched))
      (br_if $next (local.tee $length (i32.sub (local.get $length) (i32.const 1))))))

  (func $repeat
    (local $distance i32)
    (if (call $by_state (global.get $IS_REPEAT_0))
      (then
        (local.set $distance (global.get $d1))
        (if (call $by_state (global.get $IS_REPEAT_1))
          (then
            (local.set $distance (global.get $d2))
            (if (call $by_state (global.get $IS_REPEAT_2))
              (then
                (local.set $distance (global.get $d3))
                (global.set $d3 (global.get $d2))))
            (global.set $d2 (global.get $d1))))
        (global.set $d1 (global.get $d0))
        (global.set $d0 (local.get $distance)))
      (else
        (if (i32.eqz (call $by_position (global.get $IS_LONG)))
          (then
            (call $become (i32.const 9) (i32.const 11))
            (call $put (call $matched))
            (return)))))
    (local.set $distance (call $length (global.get $REPEAT_LENGTH)))
    (call $become (i32.const 8) (i32.const 11))
    (call $copy (local.get $distance)))

  (func $match
    (local $length i32)
    (global.set $d3 (global.get $d2))
    (global.set $d2 (global.get $d1))
    (global.set $d1 (global.get $d0))
    (local.set $length (call $length (global.get $MATCH_LENGTH)))
    (call $become (i32.const 7) (i32.const 10))
    (global.set $d0 (call $distance (local.get $length)))
    (call $copy (local.get $length)))

  ;; A function of its own, called again and again: engines put better code in a function's place at its next call.
  (func $next
    (if (i32.eqz (call $by_position (global.get $IS_MATCH)))
      (then (call $literal))
      (else
        (if (call $by_state (global.get $IS_REPEAT))
          (then (call $repeat))
          (else (call $match))))))

  ;; A character's number in the alphabet: the printable ones but four.
  (func $digit (param $at i32) (result i32)
    (local $char i32)
    (local.set $char (i32.load8_u (local.get $at)))
    (i32.sub
      (local.get $char)
      (i32.add
        (i32.add (i32.const 32) (i32.gt_u (local.get $char) (i32.const 34)))
        (i32.add
          (i32.gt_u (local.get $char) (i32.const 92))
          (i32.add (i32.gt_u (local.get $char) (i32.const 123)) (i32.gt_u (local.get $char) (i32.const 125)))))))

  ;; Two characters at $at, to bytes at $to; returns the end of what is written whole.
  (global $bits (mut i32) (i32.const 0))
  (global $count (mut i32) (i32.const 0))
  (func $pair (param $at i32) (param $to i32) (result i32)
    (local $pair i32)
    (local.set $pair
      (i32.add (call $digit (local.get $at)) (i32.mul (call $digit (i32.add (local.get $at) (i32.const 1))) (i32.const 91))))
    (global.set $bits (i32.or (global.get $bits) (i32.shl (local.get $pair) (global.get $count))))
    (global.set $count
      (i32.add
        (global.get $count)
        (select (i32.const 13) (i32.const 14) (i32.gt_u (i32.and (local.get $pair) (i32.const 8191)) (i32.const 88)))))
    (loop $next
      (i32.store8 (local.get $to) (global.get $bits))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (global.set $bits (i32.shr_u (global.get $bits) (i32.const 8)))
      (global.set $count (i32.sub (global.get $count) (i32.const 8)))
      (br_if $next (i32.gt_u (global.get $count) (i32.const 7))))
    (local.get $to))

  ;; Unpacks a text that lies at 65536 and has $length characters, an even number, to $size bytes behind it.
  (func (export "unpack") (param $length i32) (param $size i32)
    (local $at i32) (local $to i32)
    (loop $half
      (i32.store16 (local.get $at) (i32.const 1024))
      (br_if $half (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 2))) (global.get $END))))
    (local.set $to (local.get $at))
    (global.set $start (i32.add (local.get $at) (local.get $length)))
    (loop $next
      (local.set $to (call $pair (local.get $at) (local.get $to)))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 2))) (global.get $start))))
    ;; Before the first byte there is a zero, as the first literal has no context.
    (global.set $start (i32.add (global.get $start) (i32.const 8)))
    (global.set $out (global.get $start))
    (global.set $source (i32.add (global.get $END) (global.get $HEADER)))
    (local.set $to (i32.const 5))
    (loop $next
      (call $byte)
      (br_if $next (local.tee $to (i32.sub (local.get $to) (i32.const 1)))))
    (local.set $to (i32.add (global.get $start) (local.get $size)))
    (loop $next
      (call $next)
      (br_if $next (i32.lt_u (global.get $out) (local.get $to)))))
)
