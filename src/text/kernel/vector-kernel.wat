;; Arithmetic on rows of 32-bit floats, four lanes at a time. A row's length in bytes is a multiple of 32.
(module
  (memory (export "memory") 1)

  ;; out[i] = rows[i] . query, for `count` rows that lie one behind the other
  (func (export "dots") (param $row i32) (param $count i32) (param $bytes i32) (param $query i32) (param $out i32)
    (local $end i32) (local $at i32) (local $even v128) (local $odd v128)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $at (local.get $query))
        (local.set $end (i32.add (local.get $row) (local.get $bytes)))
        (local.set $even (v128.const f32x4 0 0 0 0))
        (local.set $odd (v128.const f32x4 0 0 0 0))
        (loop $axis
          (local.set $even (f32x4.add (local.get $even)
            (f32x4.mul (v128.load (local.get $row)) (v128.load (local.get $at)))))
          (local.set $odd (f32x4.add (local.get $odd)
            (f32x4.mul (v128.load offset=16 (local.get $row)) (v128.load offset=16 (local.get $at)))))
          (local.set $row (i32.add (local.get $row) (i32.const 32)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $axis (i32.lt_u (local.get $row) (local.get $end))))
        (local.set $even (f32x4.add (local.get $even) (local.get $odd)))
        (f32.store (local.get $out) (f32.add
          (f32.add (f32x4.extract_lane 0 (local.get $even)) (f32x4.extract_lane 1 (local.get $even)))
          (f32.add (f32x4.extract_lane 2 (local.get $even)) (f32x4.extract_lane 3 (local.get $even)))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next))))

  ;; out += scale * row, where the row from $row to $end holds 8-bit integers
  (func (export "add") (param $row i32) (param $end i32) (param $scale f32) (param $out i32)
    (local $scales v128) (local $eight v128)
    (local.set $scales (f32x4.splat (local.get $scale)))
    (loop $axis
      (local.set $eight (v128.load8x8_s (local.get $row)))
      (v128.store (local.get $out) (f32x4.add (v128.load (local.get $out)) (f32x4.mul (local.get $scales)
        (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $eight))))))
      (v128.store offset=16 (local.get $out) (f32x4.add (v128.load offset=16 (local.get $out)) (f32x4.mul
        (local.get $scales) (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $eight))))))
      (local.set $row (i32.add (local.get $row) (i32.const 8)))
      (local.set $out (i32.add (local.get $out) (i32.const 32)))
      (br_if $axis (i32.lt_u (local.get $row) (local.get $end)))))

  ;; from $row to $end: row *= factor
  (func (export "scale") (param $row i32) (param $end i32) (param $factor f32)
    (local $factors v128)
    (local.set $factors (f32x4.splat (local.get $factor)))
    (loop $axis
      (v128.store (local.get $row) (f32x4.mul (local.get $factors) (v128.load (local.get $row))))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (br_if $axis (i32.lt_u (local.get $row) (local.get $end))))))
