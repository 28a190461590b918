package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Configurations with a wrong value somewhere are built or refused by name, and nothing else. */
class HostileConfigTest {
  private static final int TRIALS = 500;

  /** Far below a second each on a machine that does nothing else. */
  private static final Duration QUICK = Duration.ofSeconds(60);

  private static final String[] WRONG = {
    "null",
    "0",
    "-1",
    "1",
    "3",
    "2147483647",
    "-2147483648",
    "9e99",
    "0.5",
    "true",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "[0]",
    "[7,7,7,7,7,7,7]",
    "[2147483647,2147483647]",
    "[[1,2],[3]]",
    "[null]",
    "[\"x\"]",
    "{\"class_name\":\"Dense\",\"config\":{}}",
    "{\"class_name\":5}"
  };

  /** A place in a tree: a container, and the key or position of a child. */
  private record Place(JsonNode parent, String key, int index) {
    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(key, value);
      } else if (parent instanceof ArrayNode array) {
        array.set(index, value);
      }
    }
  }

  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      for (String key : object.propertyNames()) {
        places.add(new Place(object, key, 0));
        collect(object.get(key), places);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        places.add(new Place(array, "", i));
        collect(array.get(i), places);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lenet", "gpt-block", "lstm-2x512", "unet-small", "minilm-l6", "squeezenet1.1"})
  void aWrongValueAnywhere(String name) throws IOException {
    Path file = SharedData.repository().resolve("models").resolve(name).resolve("config.json");
    JsonNode whole = JsonMapper.shared().readTree(Files.readString(file));
    Random random = new Random(name.hashCode());
    for (int i = 0; i < TRIALS; i++) {
      JsonNode copy = whole.deepCopy();
      List<Place> places = new ArrayList<>();
      collect(copy, places);
      String wrong = WRONG[random.nextInt(WRONG.length)];
      Place place = places.get(random.nextInt(places.size()));
      place.set(JsonMapper.shared().readTree(wrong));
      String what = place + " set to " + wrong;
      assertTimeoutPreemptively(QUICK, () -> answered(copy, what), what);
    }
  }

  private static void answered(JsonNode json, String what) {
    try {
      ModelConfig.read(json).network().toGraph(VariableSource.initial(1));
    } catch (ModelFormatException | UnsupportedModelException e) {
      assertThat(e.getMessage()).as(what).isNotBlank();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    }
  }
}
