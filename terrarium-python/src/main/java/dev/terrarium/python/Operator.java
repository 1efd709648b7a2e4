package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An operator of Python, for [PyObject#op].
///
/// Each does what its symbol does, `__radd__` and its like included, and gives whatever Python
/// gives: comparing two arrays gives an array of truths.
public enum Operator {
  /// `left + right`.
  ADD("add"),
  /// `left - right`.
  SUBTRACT("sub"),
  /// `left * right`.
  MULTIPLY("mul"),
  /// `left / right`, which for two ints is a float.
  DIVIDE("truediv"),
  /// `left // right`, rounded down.
  FLOOR_DIVIDE("floordiv"),
  /// `left % right`, with the sign of `right`.
  REMAINDER("mod"),
  /// `left ** right`.
  POWER("pow"),
  /// `left @ right`.
  MATRIX_MULTIPLY("matmul"),
  /// `left & right`.
  AND("and_"),
  /// `left | right`.
  OR("or_"),
  /// `left ^ right`.
  XOR("xor"),
  /// `left << right`.
  SHIFT_LEFT("lshift"),
  /// `left >> right`.
  SHIFT_RIGHT("rshift"),
  /// `left == right`.
  EQUAL("eq"),
  /// `left != right`.
  NOT_EQUAL("ne"),
  /// `left < right`.
  LESS("lt"),
  /// `left <= right`.
  LESS_OR_EQUAL("le"),
  /// `left > right`.
  GREATER("gt"),
  /// `left >= right`.
  GREATER_OR_EQUAL("ge"),
  /// `right in left`.
  CONTAINS("contains"),
  /// `-operand`.
  NEGATE("neg"),
  /// `+operand`.
  POSITIVE("pos"),
  /// `~operand`.
  INVERT("invert"),
  /// `abs(operand)`.
  ABSOLUTE("abs"),
  /// `not operand`.
  NOT("not_");

  private final String function;

  Operator(String function) {
    this.function = "operator." + function;
  }

  /// Whether it takes one operand.
  public boolean isUnary() {
    return compareTo(NEGATE) >= 0;
  }

  /// Applies it to one operand: a new reference. Needs the GIL.
  long apply(Gil gil, long operand) {
    require(isUnary(), "two operands");
    return gil.attachment.border.callRaw(function(gil), operand);
  }

  /// Applies it to two: a new reference. Needs the GIL.
  long apply(Gil gil, long left, @Nullable Object right) {
    require(!isUnary(), "one operand");
    Border border = gil.attachment.border;
    long other = border.convert("the operand", right);
    try {
      return border.callRaw(function(gil), left, other);
    } finally {
      Macros.Py_DECREF(other);
    }
  }

  /// What `hash()` says. Needs the GIL.
  static long hash(Gil gil, long object) {
    Border border = gil.attachment.border;
    long function = gil.attachment.interpreter.functions.of(border, "builtins.hash");
    return (long) Objects.requireNonNull(border.read(long.class, border.callRaw(function, object)));
  }

  private long function(Gil gil) {
    return gil.attachment.interpreter.functions.of(gil.attachment.border, function);
  }

  private void require(boolean met, String operands) {
    if (!met) {
      throw new IllegalArgumentException("the operator " + name() + " takes " + operands);
    }
  }
}
