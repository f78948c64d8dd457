package org.hypergolix.hgx.json;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the shape of a type once, so that reading and writing need no reflection. Used by one thread.
final class Shapes {
    private static final int LARGEST_TYPE = 1000;

    private final MethodHandles.Lookup lookup;
    private final Map<Class<?>, RecordShape> records = new HashMap<>();

    Shapes(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
    }

    /// @param where what the message says if there is none
    /// @throws IllegalArgumentException if there is none
    Shape of(Type type, String where) {
        return switch (type) {
            case Class<?> simple -> ofClass(simple, where);
            case ParameterizedType generic -> ofGeneric(generic, where);
            case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], where);
            default -> throw unsupported(type, where);
        };
    }

    private Shape ofClass(Class<?> type, String where) {
        if (type.isRecord()) {
            return ofRecord(type);
        }
        if (type.isEnum()) {
            return new EnumShape(type);
        }
        return switch (type.getName()) {
            case "java.lang.Object" -> AnyShape.ANY;
            case "java.lang.String" -> SimpleShape.STRING;
            case "boolean", "java.lang.Boolean" -> SimpleShape.BOOLEAN;
            case "byte", "java.lang.Byte" -> SimpleShape.BYTE;
            case "short", "java.lang.Short" -> SimpleShape.SHORT;
            case "int", "java.lang.Integer" -> SimpleShape.INT;
            case "long", "java.lang.Long" -> SimpleShape.LONG;
            case "float", "java.lang.Float" -> SimpleShape.FLOAT;
            case "double", "java.lang.Double" -> SimpleShape.DOUBLE;
            case "java.math.BigInteger" -> SimpleShape.BIG_INTEGER;
            case "java.math.BigDecimal" -> SimpleShape.BIG_DECIMAL;
            case "java.util.List", "java.util.Collection" -> new ListShape(AnyShape.ANY, false);
            case "java.util.Set" -> new ListShape(AnyShape.ANY, true);
            case "java.util.Map" -> new MapShape(Optional.empty(), AnyShape.ANY);
            case "java.util.Optional" -> new OptionalShape(AnyShape.ANY);
            default -> throw unsupported(type, where);
        };
    }

    private Shape ofGeneric(ParameterizedType type, String where) {
        Type[] arguments = type.getActualTypeArguments();
        Type raw = type.getRawType();
        if (raw == List.class || raw == Collection.class) {
            return new ListShape(of(arguments[0], where), false);
        }
        if (raw == Set.class) {
            return new ListShape(of(arguments[0], where), true);
        }
        if (raw == Optional.class) {
            return new OptionalShape(of(arguments[0], where));
        }
        if (raw == Map.class && arguments[0] == String.class) {
            return new MapShape(Optional.empty(), of(arguments[1], where));
        }
        if (raw == Map.class && arguments[0] instanceof Class<?> key && key.isEnum()) {
            return new MapShape(Optional.of(new EnumShape(key)), of(arguments[1], where));
        }
        throw unsupported(type, where);
    }

    private RecordShape ofRecord(Class<?> type) {
        RecordShape known = records.get(type);
        if (known != null) {
            return known;
        }
        if (records.size() >= LARGEST_TYPE) {
            throw new IllegalArgumentException("More than " + LARGEST_TYPE + " record types in one JSON type.");
        }
        // Known before its components are, as one of them may be of the same type.
        RecordShape shape = new RecordShape(type);
        records.put(type, shape);
        shape.resolve(this, lookup);
        return shape;
    }

    private static IllegalArgumentException unsupported(Type type, String where) {
        return new IllegalArgumentException("There is no JSON form of " + type.getTypeName() + " in " + where
                + ": use records, enums, List, Set, Map, Optional, String, numbers and boolean.");
    }
}
