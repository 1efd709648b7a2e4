package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Values;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// What a YAML scalar stands for, by the core schema of YAML 1.2: `yes`, `on` and dates are texts.
final class YamlScalars {
  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  private static final int LONGEST_NUMBER = 1000;

  private YamlScalars() {}

  /// Returns null, a Boolean, Long, BigInteger, Double or String.
  ///
  /// @throws NumberFormatException if it has no counterpart in JSON, with a message that says so
  static @Nullable Object value(ScalarEvent scalar) {
    var text = scalar.getValue();
    var resolved = RESOLVER.resolve(text, scalar.getImplicit().canOmitTagInPlainScalar());
    var tag =
        scalar
            .getTag()
            .map(name -> name.equals("!") ? Tag.STR : new Tag(name))
            .orElse(scalar.isPlain() ? resolved : Tag.STR);
    if (tag.equals(Tag.STR) || (tag.equals(Tag.MERGE) && scalar.getTag().isEmpty())) {
      return text;
    }
    if (!tag.equals(Tag.NULL)
        && !tag.equals(Tag.BOOL)
        && !tag.equals(Tag.INT)
        && !tag.equals(Tag.FLOAT)) {
      throw new NumberFormatException(unknownTag(tag.getValue()));
    }
    if (text.length() > LONGEST_NUMBER) {
      throw new NumberFormatException("the number is too long");
    }
    var natural = RESOLVER.resolve(text, true);
    if (!tag.equals(natural) && !(tag.equals(Tag.FLOAT) && natural.equals(Tag.INT))) {
      throw new NumberFormatException(
          Values.describe(text) + " is none of the values of its tag " + tag.getValue());
    }
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return text.toLowerCase(Locale.ROOT).equals("true");
    }
    return tag.equals(Tag.INT) ? whole(text) : fraction(text);
  }

  static String unknownTag(String tag) {
    return "the tag " + tag + " is not known; values are those of JSON";
  }

  private static Number whole(String text) {
    var plain = text.startsWith("+") ? text.substring(1) : text;
    var number =
        plain.startsWith("0x")
            ? new BigInteger(plain.substring(2), 16)
            : plain.startsWith("0o")
                ? new BigInteger(plain.substring(2), 8)
                : new BigInteger(plain);
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  private static double fraction(String text) {
    var word = text.toLowerCase(Locale.ROOT);
    if (word.endsWith(".inf") || word.endsWith(".nan")) {
      throw new NumberFormatException(text + " is no number in JSON");
    }
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw new NumberFormatException("the number is larger than a 64-bit fraction holds");
    }
    return number;
  }
}
