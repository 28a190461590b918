package dev.lanewise.loader.operators;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a node by name and type. All methods throw {@link ModelFormatException} with
 * the node's name if an attribute is of another type, or missing where it must be given.
 */
abstract sealed class NodeAttributes permits OnnxNode {
  final Attributes attributes;

  NodeAttributes(Attributes attributes) {
    this.attributes = attributes;
  }

  /** To be thrown where the node breaks a rule of the standard. */
  abstract ModelFormatException fail(String message);

  /** Whether an attribute is given. */
  public boolean hasAttribute(String attribute) {
    return attributes.has(attribute);
  }

  private <T extends Attribute> @Nullable T find(String name, Class<T> kind, String wanted) {
    Attribute attribute = attributes.find(name);
    if (attribute == null) {
      return null;
    }
    if (!kind.isInstance(attribute)) {
      throw fail("attribute '" + name + "' must be a " + wanted + ", but is a " + attribute.kind());
    }
    return kind.cast(attribute);
  }

  final <T> T required(String attribute, @Nullable T value) {
    if (value == null) {
      throw fail("attribute '" + attribute + "' is missing");
    }
    return value;
  }

  private @Nullable Long integerOrNull(String attribute) {
    Attribute.Int found = find(attribute, Attribute.Int.class, "INT");
    return found == null ? null : found.value();
  }

  /** An INT attribute that must be given. */
  public long integer(String attribute) {
    return required(attribute, integerOrNull(attribute));
  }

  /** An INT attribute. */
  public long integer(String attribute, long defaultValue) {
    return Objects.requireNonNullElse(integerOrNull(attribute), defaultValue);
  }

  /** An INT attribute that must fit 32 bits. */
  public int int32(String attribute, int defaultValue) {
    long value = integer(attribute, defaultValue);
    if (value != (int) value) {
      throw fail("attribute '" + attribute + "' is " + value + ", which does not fit 32 bits");
    }
    return (int) value;
  }

  /** An INT attribute that stands for a truth value. */
  public boolean flag(String attribute, boolean defaultValue) {
    return integer(attribute, defaultValue ? 1 : 0) != 0;
  }

  private @Nullable Float realOrNull(String attribute) {
    Attribute.Real found = find(attribute, Attribute.Real.class, "FLOAT");
    return found == null ? null : found.value();
  }

  /** A FLOAT attribute that must be given. */
  public float real(String attribute) {
    return required(attribute, realOrNull(attribute));
  }

  /** A FLOAT attribute. */
  public float real(String attribute, float defaultValue) {
    return Objects.requireNonNullElse(realOrNull(attribute), defaultValue);
  }

  private @Nullable String textOrNull(String attribute) {
    Attribute.Text found = find(attribute, Attribute.Text.class, "STRING");
    return found == null ? null : found.value();
  }

  /** A STRING attribute that must be given. */
  public String text(String attribute) {
    return required(attribute, textOrNull(attribute));
  }

  /** A STRING attribute. */
  public String text(String attribute, String defaultValue) {
    return Objects.requireNonNullElse(textOrNull(attribute), defaultValue);
  }

  /** An INTS attribute whose elements must fit 32 bits. */
  public int[] ints(String attribute, int... defaultValue) {
    return Objects.requireNonNullElse(intsOrNull(attribute), defaultValue);
  }

  /** An INTS attribute whose elements must fit 32 bits, null if it is not given. */
  public int @Nullable [] intsOrNull(String attribute) {
    Attribute.Ints found = find(attribute, Attribute.Ints.class, "INTS");
    if (found == null) {
      return null;
    }
    long[] longs = found.values();
    int[] ints = new int[longs.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) longs[i];
      if (ints[i] != longs[i]) {
        throw fail(
            "attribute '"
                + attribute
                + "' has the element "
                + longs[i]
                + ", which is out of range");
      }
    }
    return ints;
  }

  /** An INTS attribute. */
  public long[] longs(String attribute, long... defaultValue) {
    Attribute.Ints found = find(attribute, Attribute.Ints.class, "INTS");
    return found == null ? defaultValue : found.values();
  }

  /** A FLOATS attribute. */
  public float[] reals(String attribute, float... defaultValue) {
    Attribute.Reals found = find(attribute, Attribute.Reals.class, "FLOATS");
    return found == null ? defaultValue : found.values();
  }

  /** A STRINGS attribute. */
  public List<String> texts(String attribute, String... defaultValue) {
    Attribute.Texts found = find(attribute, Attribute.Texts.class, "STRINGS");
    return found == null ? List.of(defaultValue) : found.values();
  }

  /** A TENSOR attribute that must be given; a SPARSE_TENSOR comes out dense. */
  public Tensor tensor(String attribute) {
    return required(attribute, find(attribute, Attribute.OfTensor.class, "TENSOR")).value();
  }

  /** An INT attribute that holds the number of an element type. */
  public DType dtype(String attribute, DType defaultValue) {
    Long number = integerOrNull(attribute);
    return number == null
        ? defaultValue
        : ElementTypes.dtype((int) (long) number, this + ": attribute '" + attribute + "'");
  }

  /** A TYPE_PROTO attribute that must be given. */
  public Type type(String attribute) {
    return required(attribute, find(attribute, Attribute.OfType.class, "TYPE_PROTO")).value();
  }
}
