package dev.lanewise.loader.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are damaged or made to do harm are refused, quickly and with the right exception. */
class HostileFormatTest {
  /** A second on a machine that does nothing else. */
  private static final Duration QUICK = Duration.ofSeconds(5);

  /** Reads everything that is in a file. */
  private static void readAll(byte[] bytes) {
    LanewiseFile file = LanewiseFile.of(bytes);
    for (Tensor tensor : file.tensors().values()) {
      tensor.array();
    }
    Graph graph = file.graph();
    assertThat(graph.outputs()).isNotEmpty();
  }

  private static void refused(byte[] bytes, String... parts) {
    Assertions.assertTimeout(
        QUICK,
        () ->
            assertThatThrownBy(() -> readAll(bytes))
                .isInstanceOfAny(ModelFormatException.class, UnsupportedModelException.class)
                .message()
                .hasSizeLessThan(1100)
                .doesNotContain("\n")
                .satisfies(m -> assertThat(List.of(parts)).allMatch(m::contains)));
  }

  @Test
  void truncatedFilesAreRefused() {
    byte[] whole = Samples.file();
    readAll(whole);
    for (int i = 0; i < 200; i++) {
      refused(Arrays.copyOf(whole, (int) ((long) whole.length * i / 200)));
    }
  }

  @Test
  void flippedBytesOfTheDataAreFound() {
    byte[] whole = Samples.file();
    long header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int start = (int) (8 + header);
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      damaged[start + random.nextInt(whole.length - start)] ^= (byte) (1 << random.nextInt(8));
      refused(damaged, "tensor '", "is damaged", "checksum");
    }
  }

  /** What is not covered by a checksum is for people: names of information and spaces. */
  @Test
  void flippedBytesOfTheHeaderAreFoundOrDoNotMatter() {
    byte[] whole = Samples.file();
    Graph graph = Samples.graph();
    float[] expected = ((Tensor) Samples.run(graph, true).get(0)).floats();
    long header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Random random = new Random(2);
    int found = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt((int) header + 8)] ^= (byte) (1 << random.nextInt(8));
      try {
        readAll(damaged);
        Graph read = LanewiseFile.of(damaged).graph();
        assertThat(((Tensor) Samples.run(read, true).get(0)).floats()).isEqualTo(expected);
      } catch (ModelFormatException | UnsupportedModelException e) {
        found++;
      }
    }
    assertThat(found).isGreaterThan(1800);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1L << 27, 1L << 31, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void absurdHeaderLengthsAreRefused(long length) {
    byte[] file = Samples.file();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    refused(file, "header");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'F32'; [1]; [0,8]; do not fit its type and shape",
        "'F32'; [1]; [4,8]; leave a gap",
        "'F32'; [2]; [0,9223372036854775807]; no part of the 8 bytes",
        "'F32'; [2]; [-8,0]; no part of the 8 bytes",
        "'F32'; [2]; [8,0]; no part of the 8 bytes",
        "'F32'; [2]; [0]; no part of the 8 bytes",
        "'F32'; [2]; [0,18446744073709551616]; data_offsets[1] must be a whole number",
        "'F32'; [-2]; [0,8]; negative dimension",
        "'F32'; [4611686018427387906]; [0,8]; more elements than any file",
        "'F32'; [2147483648,2147483648,2147483648,2]; [0,8]; more elements than any file",
        "'F32'; [1.5]; [0,8]; shape[0] must be a whole number",
        "'F32'; {}; [0,8]; shape must be an array",
        "'U8'; [4]; [0,4]; has 4 bytes after the data of its last tensor",
        "'F7'; [2]; [0,8]; element type 'F7'",
        "5; [2]; [0,8]; dtype must be a string",
      })
  void tensorsThatDoNotFitAreRefused(String dtype, String shape, String offsets, String message) {
    String entry =
        "{\"w\":{\"dtype\":"
            + dtype.replace('\'', '"')
            + ",\"shape\":"
            + shape
            + ",\"data_offsets\":"
            + offsets
            + "}}";
    refused(Samples.file(entry, 8), message);
  }

  @Test
  void overlapsAreRefused() {
    String tensor = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":";
    String header = "{\"a\":" + tensor + "[0,4]},\"b\":" + tensor + "[2,6]}}";
    refused(Samples.file(header, 6), "tensor 'b' overlap");
  }

  @Test
  void whatADescriptionClaimsIsNotAllocated() {
    String tensor = "\"w\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}";
    String[] descriptions = {
      "{\"w\":{\"type\":\"STRING\",\"shape\":[2147483647]}}",
      "{\"w\":{\"type\":\"INT4\",\"shape\":[2147483647]}}",
      "{\"w\":{\"type\":\"DOUBLE\",\"shape\":[268435455]}}",
      "{\"w\":{\"type\":\"COMPLEX128\",\"shape\":[2147483647]}}",
      "{\"w\":{\"shape\":[65536,65536]}}",
      "{\"w\":{\"shape\":[-1]}}",
      "{\"w\":{\"type\":\"QUATERNION\"}}",
      "{\"v\":{}}",
    };
    for (String description : descriptions) {
      refused(Samples.file(Map.of("lanewise.tensors", description), tensor, 8));
    }
  }

  @Test
  void stringsMustFillTheirBytes() {
    String tensor = "\"w\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}";
    for (int count = 0; count < 4; count++) {
      String description = "{\"w\":{\"type\":\"STRING\",\"shape\":[" + count + "]}}";
      byte[] file = Samples.file(Map.of("lanewise.tensors", description), tensor, 8);
      if (count == 2) {
        assertThat(LanewiseFile.of(file).tensors().get("w").strings()).containsExactly("", "");
        file[file.length - 1] = 127;
      }
      refused(file, "tensor 'w'");
    }
  }

  @Test
  void deepNestingIsRefused() {
    int depth = 1_000_000;
    refused(Samples.file("[".repeat(depth), 0), "deeper");
    refused(Samples.file("{\"a\":".repeat(depth), 0), "deeper");
    refused(Samples.file(Map.of("lanewise.graph", "[".repeat(depth)), "", 0), "deeper");
    StringBuilder types = new StringBuilder("{\"tensor\":\"FLOAT\"}");
    for (int i = 0; i < 1000; i++) {
      types.insert(0, "{\"sequence\":").append('}');
    }
    String graph =
        "{\"opsets\":{},\"name\":\"\",\"nodes\":[],\"outputs\":[],\"inputs\":[{\"name\":\"x\","
            + "\"type\":"
            + types
            + "}]}";
    refused(Samples.file(Map.of("lanewise.graph", graph), "", 0), "deeper");
  }

  @Test
  void deeplyNestedGraphsAreRefused() {
    String graph = "{\"name\":\"\",\"nodes\":[],\"outputs\":[],\"inputs\":[]}";
    for (int i = 0; i < 70; i++) {
      graph =
          "{\"opsets\":{\"\":17},\"name\":\"\",\"outputs\":[],\"inputs\":[],\"nodes\":[{\"name\":\"\","
              + "\"op\":\"If\",\"inputs\":[],\"outputs\":[],\"attributes\":{\"then_branch\":{"
              + "\"graph\":"
              + graph
              + "}}}]}";
    }
    refused(Samples.file(Map.of("lanewise.graph", graph), "", 0), "nested deeper than 64 graphs");
  }

  @Test
  void tooManyValuesAreRefused() {
    refused(Samples.file("[" + "0,".repeat(3_000_000) + "0]", 0), "the limit");
  }

  @Test
  void duplicateKeysAreRefused() {
    refused(Samples.file("{\"__metadata__\":{},\"__metadata__\":{}}", 0), "twice");
    String graph = "{\"opsets\":{\"\":17},\"opsets\":{}}";
    refused(Samples.file(Map.of("lanewise.graph", graph), "", 0), "graph", "'opsets' twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{",
        "{\"a\"}",
        "{\"a\":1,}",
        "[1,]",
        "[01]",
        "[1.]",
        "[.5]",
        "[1e]",
        "[+1]",
        "[-]",
        "[NaN]",
        "nul",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"a",
        "\"\t\"",
        "{} {}",
        "{'a':1}",
        "[1 2]"
      })
  void brokenJsonIsRefused(String json) {
    assertThatThrownBy(() -> JsonReader.read(json, "the text"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("the text is no valid JSON: at character");
  }

  @Test
  void aHeaderThatIsNoTextIsRefused() {
    byte[] file = Samples.file("{\"a\":\"??\"}", 0);
    file[8 + 6] = (byte) 0xc0;
    refused(file, "not UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'nodes':[{'name':'n','op':'Relu','inputs':['z'],'outputs':['y']}]; graph.nodes[0].inputs[0] is 'z'",
        "'nodes':[{'name':'n','op':'Relu','inputs':['x'],'outputs':['x']}]; graph.nodes[0].outputs[0] defines 'x'",
        "'nodes':[{'name':'n','op':'Relu','inputs':[],'outputs':['y']}]; node 'n' (Relu)",
        "'nodes':[{'name':'n','op':'Relu','inputs':'x','outputs':['y']}]; graph.nodes[0].inputs must be an array",
        "'nodes':[{'name':'n','inputs':[],'outputs':[]}]; graph.nodes[0] has no 'op'",
        "'nodes':[{'name':'n','op':'Elu','inputs':['x'],'outputs':['y'],'attributes':{'alpha':{'int':1}}}]; node 'n' (Elu): attribute 'alpha' must be a FLOAT",
        "'nodes':[{'name':'n','op':'Elu','inputs':['x'],'outputs':['y'],'attributes':{'alpha':{}}}]; attributes.alpha must have one member",
        "'nodes':[{'name':'n','op':'Cast','inputs':['x'],'outputs':['y'],'attributes':{'to':{'tensor':'w'}}}]; attributes.to.tensor is 'w'",
        "'nodes':[{'name':'n','op':'If','inputs':['x'],'outputs':['y'],'attributes':{'then_branch':{'int':1}}}]; then_branch",
        "'nodes':[{'name':'n','op':'Relu','domain':'acme','inputs':['x'],'outputs':['y']}]; domain 'acme', for which no operator set is given",
        "'nodes':[]; graph.outputs[0].name is 'y'",
      })
  void graphsThatBreakARuleAreRefusedWithThePlace(String nodes, String message) {
    String graph =
        "{'opsets':{'':17},'name':'g','inputs':[{'name':'x','type':{'tensor':'FLOAT',"
            + "'shape':[2]}}],'outputs':[{'name':'y'}],"
            + nodes
            + "}";
    refused(Samples.file(Map.of("lanewise.graph", graph.replace('\'', '"')), "", 0), message);
  }
}
