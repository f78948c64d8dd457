package org.hypergolix.hgx.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Numbers of JSON as those of Java: integers exactly or not at all.
final class Numbers {
    private Numbers() {}

    static BigInteger integer(@Nullable Object node, Place place) {
        BigDecimal number = decimal(node, place);
        // Before anything writes out the zeros of 1e999999999.
        if (number.signum() != 0 && number.precision() - (long) number.scale() > JsonFormat.LONGEST_NUMBER) {
            throw place.wrong("the number is too large");
        }
        if (number.signum() == 0) {
            return BigInteger.ZERO;
        }
        if (number.stripTrailingZeros().scale() > 0) {
            throw place.wrong("an integer is expected, not a fraction");
        }
        return number.toBigIntegerExact();
    }

    static long integerWithin(@Nullable Object node, long smallest, long largest, Place place) {
        BigInteger number = integer(node, place);
        if (number.compareTo(BigInteger.valueOf(smallest)) < 0 || number.compareTo(BigInteger.valueOf(largest)) > 0) {
            throw place.wrong("the number is not within " + smallest + " and " + largest);
        }
        return number.longValueExact();
    }

    static double floating(@Nullable Object node, Place place) {
        double number = Double.parseDouble(literal(node, place));
        if (Double.isInfinite(number)) {
            throw place.wrong("the number is too large");
        }
        return number;
    }

    static float shortFloating(@Nullable Object node, Place place) {
        float number = Float.parseFloat(literal(node, place));
        if (Float.isInfinite(number)) {
            throw place.wrong("the number is too large");
        }
        return number;
    }

    static BigDecimal decimal(@Nullable Object node, Place place) {
        try {
            return new BigDecimal(literal(node, place));
        } catch (NumberFormatException _) {
            throw place.wrong("the number's exponent is too large");
        }
    }

    /// Whatever fits: `Long` or `BigInteger` without point and exponent, otherwise `Double`.
    static Number any(Number node, Place place) {
        String literal = literal(node, place);
        if (literal.chars().anyMatch(character -> ".eE".indexOf(character) >= 0) || literal.equals("-0")) {
            return floating(node, place);
        }
        BigInteger integer = new BigInteger(literal);
        return integer.bitLength() < Long.SIZE ? (Number) integer.longValueExact() : integer;
    }

    /// Writes any kind of number.
    static void write(Number value, JsonText text, Place place) {
        switch (value) {
            case Double number -> {
                requireFinite(Double.isFinite(number), place);
                text.floating(number.toString());
            }
            case Float number -> {
                requireFinite(Float.isFinite(number), place);
                text.floating(number.toString());
            }
            case Long _,Integer _,Short _,Byte _,BigInteger _,BigDecimal _ -> text.literal(value.toString());
            default -> throw place.wrong("numbers of " + value.getClass().getName() + " have no JSON form");
        }
    }

    private static void requireFinite(boolean finite, Place place) {
        if (!finite) {
            throw place.wrong("NaN and infinity have no JSON form");
        }
    }

    private static String literal(@Nullable Object node, Place place) {
        if (!(node instanceof Number)) {
            throw place.expected("a number", node);
        }
        String literal = node.toString();
        if (literal.length() > JsonFormat.LONGEST_NUMBER) {
            throw place.wrong("the number has more than " + JsonFormat.LONGEST_NUMBER + " characters");
        }
        return literal;
    }
}
