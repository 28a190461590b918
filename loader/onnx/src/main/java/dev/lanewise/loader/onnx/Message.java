package dev.lanewise.loader.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of the ONNX schema as {@link MessageReader} found it. What a file does not give is
 * zero, empty or a message without fields. If it gives several values where the schema has one, the
 * last one counts.
 */
final class Message {
  private record Texts(List<String> all) {}

  private record Messages(List<Message> all) {}

  private static final int FEW = 4;

  private static final int[] NO_FIELDS = {};

  private static final @Nullable Object[] NO_CONTENTS = {};

  private static final Message NONE = new Message();

  /** The number of each field that is there. */
  private int[] fields = NO_FIELDS;

  /** What each of these fields holds: texts, messages, {@link Numbers} or {@link Data}. */
  private @Nullable Object[] contents = NO_CONTENTS;

  private int size;

  private @Nullable Object find(int field) {
    for (int i = 0; i < size; i++) {
      if (fields[i] == field) {
        return contents[i];
      }
    }
    return null;
  }

  private <T> T put(int field, T content) {
    if (size == fields.length) {
      int capacity = Math.max(FEW, 2 * size);
      fields = Arrays.copyOf(fields, capacity);
      contents = Arrays.copyOf(contents, capacity);
    }
    fields[size] = field;
    contents[size++] = content;
    return content;
  }

  /** Removes all fields but one. */
  void choose(int field) {
    if (chosen() != field) {
      size = 0;
    }
  }

  /** The field of a message that has one field at most, 0 if there is none. */
  int chosen() {
    return size == 0 ? 0 : fields[0];
  }

  /** The numbers of a field, to which others may be added. */
  Numbers openNumbers(int field) {
    return find(field) instanceof Numbers n ? n : put(field, new Numbers());
  }

  /** The data of a field, to which more may be added. */
  Data openData(int field) {
    return find(field) instanceof Data d ? d : put(field, new Data());
  }

  /** Adds a text. */
  void addText(int field, String text) {
    Texts texts = find(field) instanceof Texts t ? t : put(field, new Texts(new ArrayList<>(1)));
    texts.all.add(text);
  }

  /** Adds a message, to be filled. */
  Message addMessage(int field) {
    Messages messages =
        find(field) instanceof Messages m ? m : put(field, new Messages(new ArrayList<>(1)));
    Message message = new Message();
    messages.all.add(message);
    return message;
  }

  /** The only message of a field, to be filled further, or one that is added. */
  Message openMessage(int field) {
    return has(field) ? message(field) : addMessage(field);
  }

  /** Whether a field is there. */
  boolean has(int field) {
    return find(field) != null;
  }

  /** A message, which must not be changed. */
  Message message(int field) {
    List<Message> all = messages(field);
    return all.isEmpty() ? NONE : all.get(all.size() - 1);
  }

  /** All messages of a field; must not be changed. */
  List<Message> messages(int field) {
    return find(field) instanceof Messages m ? m.all : List.of();
  }

  /** A text. */
  String text(int field) {
    List<String> all = texts(field);
    return all.isEmpty() ? "" : all.get(all.size() - 1);
  }

  /** All texts of a field; must not be changed. */
  List<String> texts(int field) {
    return find(field) instanceof Texts t ? t.all : List.of();
  }

  /** A whole number. */
  long number(int field) {
    return find(field) instanceof Numbers n ? n.last() : 0;
  }

  /** All whole numbers of a field. */
  long[] numbers(int field) {
    return find(field) instanceof Numbers n ? n.toLongs() : new long[0];
  }

  /** A real number. */
  float real(int field) {
    return Float.intBitsToFloat((int) number(field));
  }

  /** All real numbers of a field. */
  float[] reals(int field) {
    return find(field) instanceof Numbers n ? n.toFloats() : new float[0];
  }

  /** Data of a tensor. */
  Data data(int field) {
    return find(field) instanceof Data d ? d : new Data();
  }
}
