;; Layers of the statement network. A row has 96 floats (384 bytes) and stands for one piece; rows lie one behind the other.
(module
  (import "kernel" "memory" (memory 1))

  ;; out += row
  (func (export "addRow") (param $row i32) (param $out i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $row) (i32.const 384)))
    (loop $block
      (v128.store (local.get $out) (f32x4.add (v128.load (local.get $out)) (v128.load (local.get $row))))
      (v128.store offset=16 (local.get $out)
        (f32x4.add (v128.load offset=16 (local.get $out)) (v128.load offset=16 (local.get $row))))
      (local.set $row (i32.add (local.get $row) (i32.const 32)))
      (local.set $out (i32.add (local.get $out) (i32.const 32)))
      (br_if $block (i32.lt_u (local.get $row) (local.get $end)))))

  ;; out[p] = bias + the sum over five taps of taps[tap] * in[p + (tap - 2) * reach]; $reach in bytes
  (func (export "convolve")
    (param $in i32) (param $count i32) (param $reach i32) (param $taps i32) (param $bias i32) (param $out i32)
    (local $left i32) (local $end i32) (local $at i32) (local $to i32) (local $starts v128)
    (local $tap0 v128) (local $tap1 v128) (local $tap2 v128) (local $tap3 v128) (local $tap4 v128)
    (local.set $end (i32.add (local.get $bias) (i32.const 384)))
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $in (i32.sub (local.get $in) (i32.shl (local.get $reach) (i32.const 1))))
    (loop $block
      (local.set $starts (v128.load (local.get $bias)))
      (local.set $tap0 (v128.load (local.get $taps)))
      (local.set $tap1 (v128.load offset=384 (local.get $taps)))
      (local.set $tap2 (v128.load offset=768 (local.get $taps)))
      (local.set $tap3 (v128.load offset=1152 (local.get $taps)))
      (local.set $tap4 (v128.load offset=1536 (local.get $taps)))
      (local.set $left (local.get $count))
      (local.set $at (local.get $in))
      (local.set $to (local.get $out))
      (loop $row
        (v128.store (local.get $to)
          (f32x4.add
            (f32x4.add
              (f32x4.add (local.get $starts) (f32x4.mul (local.get $tap0) (v128.load (local.get $at))))
              (f32x4.mul (local.get $tap1) (v128.load (i32.add (local.get $at) (local.get $reach)))))
            (f32x4.add
              (f32x4.add
                (f32x4.mul (local.get $tap2)
                  (v128.load (i32.add (local.get $at) (i32.shl (local.get $reach) (i32.const 1)))))
                (f32x4.mul (local.get $tap3)
                  (v128.load (i32.add (local.get $at) (i32.mul (local.get $reach) (i32.const 3))))))
              (f32x4.mul (local.get $tap4)
                (v128.load (i32.add (local.get $at) (i32.shl (local.get $reach) (i32.const 2))))))))
        (local.set $at (i32.add (local.get $at) (i32.const 384)))
        (local.set $to (i32.add (local.get $to) (i32.const 384)))
        (br_if $row (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (local.set $in (i32.add (local.get $in) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (local.set $taps (i32.add (local.get $taps) (i32.const 16)))
      (br_if $block (i32.lt_u (local.tee $bias (i32.add (local.get $bias) (i32.const 16))) (local.get $end)))))

  ;; Sixteen outputs of two rows at a time: out += bias + weights * row. $weights holds 96 rows of sixteen; $stride: bytes
  ;; from the outputs of one row to those of the next.
  (func (export "project")
    (param $in i32) (param $pairs i32) (param $weights i32) (param $bias i32) (param $out i32) (param $stride i32)
    (local $end i32) (local $at i32) (local $next i32) (local $x v128) (local $y v128) (local $w v128)
    (local $x0 v128) (local $x1 v128) (local $x2 v128) (local $x3 v128)
    (local $y0 v128) (local $y1 v128) (local $y2 v128) (local $y3 v128)
    (block $done
      (loop $pair
        (br_if $done (i32.eqz (local.get $pairs)))
        (local.set $next (i32.add (local.get $out) (local.get $stride)))
        (local.set $x0 (f32x4.add (v128.load (local.get $bias)) (v128.load (local.get $out))))
        (local.set $x1 (f32x4.add (v128.load offset=16 (local.get $bias)) (v128.load offset=16 (local.get $out))))
        (local.set $x2 (f32x4.add (v128.load offset=32 (local.get $bias)) (v128.load offset=32 (local.get $out))))
        (local.set $x3 (f32x4.add (v128.load offset=48 (local.get $bias)) (v128.load offset=48 (local.get $out))))
        (local.set $y0 (f32x4.add (v128.load (local.get $bias)) (v128.load (local.get $next))))
        (local.set $y1 (f32x4.add (v128.load offset=16 (local.get $bias)) (v128.load offset=16 (local.get $next))))
        (local.set $y2 (f32x4.add (v128.load offset=32 (local.get $bias)) (v128.load offset=32 (local.get $next))))
        (local.set $y3 (f32x4.add (v128.load offset=48 (local.get $bias)) (v128.load offset=48 (local.get $next))))
        (local.set $at (local.get $weights))
        (local.set $end (i32.add (local.get $in) (i32.const 384)))
        (loop $axis
          (local.set $x (v128.load32_splat (local.get $in)))
          (local.set $y (v128.load32_splat offset=384 (local.get $in)))
          (local.set $w (v128.load (local.get $at)))
          (local.set $x0 (f32x4.add (local.get $x0) (f32x4.mul (local.get $w) (local.get $x))))
          (local.set $y0 (f32x4.add (local.get $y0) (f32x4.mul (local.get $w) (local.get $y))))
          (local.set $w (v128.load offset=16 (local.get $at)))
          (local.set $x1 (f32x4.add (local.get $x1) (f32x4.mul (local.get $w) (local.get $x))))
          (local.set $y1 (f32x4.add (local.get $y1) (f32x4.mul (local.get $w) (local.get $y))))
          (local.set $w (v128.load offset=32 (local.get $at)))
          (local.set $x2 (f32x4.add (local.get $x2) (f32x4.mul (local.get $w) (local.get $x))))
          (local.set $y2 (f32x4.add (local.get $y2) (f32x4.mul (local.get $w) (local.get $y))))
          (local.set $w (v128.load offset=48 (local.get $at)))
          (local.set $x3 (f32x4.add (local.get $x3) (f32x4.mul (local.get $w) (local.get $x))))
          (local.set $y3 (f32x4.add (local.get $y3) (f32x4.mul (local.get $w) (local.get $y))))
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (br_if $axis (i32.lt_u (local.tee $in (i32.add (local.get $in) (i32.const 4))) (local.get $end))))
        (v128.store (local.get $out) (local.get $x0))
        (v128.store offset=16 (local.get $out) (local.get $x1))
        (v128.store offset=32 (local.get $out) (local.get $x2))
        (v128.store offset=48 (local.get $out) (local.get $x3))
        (v128.store (local.get $next) (local.get $y0))
        (v128.store offset=16 (local.get $next) (local.get $y1))
        (v128.store offset=32 (local.get $next) (local.get $y2))
        (v128.store offset=48 (local.get $next) (local.get $y3))
        (local.set $in (i32.add (local.get $in) (i32.const 384)))
        (local.set $out (i32.add (local.get $next) (local.get $stride)))
        (local.set $pairs (i32.sub (local.get $pairs) (i32.const 1)))
        (br $pair))))

  (func $lanes (param $x v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $x)) (f32x4.extract_lane 1 (local.get $x)))
      (f32.add (f32x4.extract_lane 2 (local.get $x)) (f32x4.extract_lane 3 (local.get $x)))))

  ;; Layer normalisation of each row; what is below 0 becomes 0
  (func (export "normalise") (param $row i32) (param $count i32) (param $scale i32) (param $shift i32)
    (local $end i32) (local $at i32) (local $to i32) (local $sum v128) (local $mean v128) (local $spread v128)
    (local $x v128)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $end (i32.add (local.get $row) (i32.const 384)))
        (local.set $sum (v128.const f32x4 0 0 0 0))
        (local.set $at (local.get $row))
        (loop $total
          (local.set $sum (f32x4.add (local.get $sum) (v128.load (local.get $at))))
          (br_if $total
            (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
        (local.set $mean (f32x4.splat (f32.div (call $lanes (local.get $sum)) (f32.const 96))))
        (local.set $sum (v128.const f32x4 0 0 0 0))
        (local.set $at (local.get $row))
        (loop $squares
          (local.set $x (f32x4.sub (v128.load (local.get $at)) (local.get $mean)))
          (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul (local.get $x) (local.get $x))))
          (br_if $squares
            (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
        (local.set $spread (f32x4.splat (f32.div (f32.const 1)
          (f32.sqrt (f32.add (f32.div (call $lanes (local.get $sum)) (f32.const 96)) (f32.const 1e-5))))))
        (local.set $at (i32.const 0))
        (loop $write
          (local.set $to (i32.add (local.get $row) (local.get $at)))
          (v128.store (local.get $to)
            (f32x4.max (v128.const f32x4 0 0 0 0)
              (f32x4.add
                (f32x4.mul
                  (f32x4.mul (f32x4.sub (v128.load (local.get $to)) (local.get $mean)) (local.get $spread))
                  (v128.load (i32.add (local.get $scale) (local.get $at))))
                (v128.load (i32.add (local.get $shift) (local.get $at))))))
          (br_if $write
            (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (i32.const 384))))
        (local.set $row (local.get $end))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next))))

  ;; out: the sum of the rows from $row to $end, and behind it the greatest of each place, at least 0
  (func (export "pool") (param $row i32) (param $end i32) (param $out i32)
    (local $at i32) (local $stop i32) (local $sum v128) (local $most v128) (local $x v128)
    (local.set $stop (i32.add (local.get $out) (i32.const 384)))
    (loop $block
      (local.set $sum (v128.const f32x4 0 0 0 0))
      (local.set $most (v128.const f32x4 0 0 0 0))
      (local.set $at (local.get $row))
      (block $full
        (loop $next
          (br_if $full (i32.ge_u (local.get $at) (local.get $end)))
          (local.set $x (v128.load (local.get $at)))
          (local.set $sum (f32x4.add (local.get $sum) (local.get $x)))
          (local.set $most (f32x4.max (local.get $most) (local.get $x)))
          (local.set $at (i32.add (local.get $at) (i32.const 384)))
          (br $next)))
      (v128.store (local.get $out) (local.get $sum))
      (v128.store offset=384 (local.get $out) (local.get $most))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (br_if $block (i32.lt_u (local.tee $out (i32.add (local.get $out) (i32.const 16))) (local.get $stop))))))
