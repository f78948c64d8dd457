package org.hypergolix.hgx.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Strings, booleans and numbers.
enum SimpleShape implements Shape {
    STRING(String.class),
    BOOLEAN(Boolean.class),
    BYTE(Byte.class),
    SHORT(Short.class),
    INT(Integer.class),
    LONG(Long.class),
    FLOAT(Float.class),
    DOUBLE(Double.class),
    BIG_INTEGER(BigInteger.class),
    BIG_DECIMAL(BigDecimal.class);

    private final Class<?> type;

    SimpleShape(Class<?> type) {
        this.type = type;
    }

    @Override
    public void write(@Nullable Object value, JsonText text, Place place) {
        if (!type.isInstance(value)) {
            throw place.expected("a " + type.getSimpleName(), value);
        }
        switch (value) {
            case String string -> text.string(string);
            case Boolean bool -> text.literal(bool.toString());
            case Number number -> Numbers.write(number, text, place);
            default -> throw new IllegalStateException("A simple shape of " + type + ".");
        }
    }

    @Override
    public Object read(@Nullable Object node, Place place) {
        return switch (this) {
            case STRING -> {
                if (!(node instanceof String)) {
                    throw place.expected("a string", node);
                }
                yield node;
            }
            case BOOLEAN -> {
                if (!(node instanceof Boolean)) {
                    throw place.expected("a boolean", node);
                }
                yield node;
            }
            case BYTE -> (byte) Numbers.integerWithin(node, Byte.MIN_VALUE, Byte.MAX_VALUE, place);
            case SHORT -> (short) Numbers.integerWithin(node, Short.MIN_VALUE, Short.MAX_VALUE, place);
            case INT -> (int) Numbers.integerWithin(node, Integer.MIN_VALUE, Integer.MAX_VALUE, place);
            case LONG -> Numbers.integerWithin(node, Long.MIN_VALUE, Long.MAX_VALUE, place);
            case FLOAT -> Numbers.shortFloating(node, place);
            case DOUBLE -> Numbers.floating(node, place);
            case BIG_INTEGER -> Numbers.integer(node, place);
            case BIG_DECIMAL -> Numbers.decimal(node, place);
        };
    }
}
