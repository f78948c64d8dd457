package io.telemeter.status;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes in bytes as people read them, `5.21 GiB`: the largest binary unit that is not larger, two decimals, one space, a
/// decimal point in every locale.
public final class ByteSize {

    /// Each is 1024 of the one before.
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB");

    private static final Pattern FORM = Pattern.compile("([0-9]{1,20}(?:\\.[0-9]{1,6})?) {1,4}([KMGTPEZY]iB|B)");

    private ByteSize() {}

    /// The text of a size, such as `1023.00 B` or `1.00 KiB`.
    ///
    /// @throws IllegalArgumentException
    ///             if the size is negative
    public static String format(long bytes) {
        return format(BigInteger.valueOf(bytes));
    }

    /// The text of a size of any magnitude. Above 1024 YiB the number grows, as there is no larger unit.
    ///
    /// The decimals are those of Python's `'{:.2f}'.format(bytes / unit)`: half-even on the nearest double. The unit is
    /// chosen before rounding, so 1048575 bytes are `1024.00 KiB`.
    ///
    /// @throws IllegalArgumentException
    ///             if the size is negative, or beyond the range of a double
    public static String format(BigInteger bytes) {
        if (bytes.signum() < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
        int unit = Math.min(Math.max(0, bytes.bitLength() - 1) / 10, UNITS.size() - 1);
        double number = bytes.doubleValue() / Math.scalb(1.0, 10 * unit);
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException("a size cannot have " + bytes.bitLength() + " bits");
        }
        return new BigDecimal(number).setScale(2, RoundingMode.HALF_EVEN).toPlainString() + " " + UNITS.get(unit);
    }

    /// The bytes that such a text means, as near as its decimals go; empty if it is not one, or means 8 EiB or more.
    public static OptionalLong parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        BigInteger unit = BigInteger.ONE.shiftLeft(10 * UNITS.indexOf(matcher.group(2)));
        BigInteger bytes = new BigDecimal(matcher.group(1)).multiply(new BigDecimal(unit))
                .setScale(0, RoundingMode.HALF_EVEN).unscaledValue();
        return bytes.bitLength() < Long.SIZE ? OptionalLong.of(bytes.longValue()) : OptionalLong.empty();
    }
}
