package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.Datum;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models, their graphs and their configurations. */
class ModelTest {
  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  private static Functional twoBranches() {
    Output x = InputLayer.input("image", 8, 8, 3);
    Output y = InputLayer.input("more", 4);
    Layer shared = Convolution.conv2d(4, 3).with("padding", "same").with("activation", "relu");
    Output a = shared.named("shared").on(x);
    Layer again = Convolution.conv2d(3, 1);
    Output b = again.on(a);
    Output sum = Merging.add().on(b, x);
    Output flat = Flatten.of().on(Pooling.max2d(2).on(sum));
    Output both = Concatenate.of().on(Dense.of(4).on(flat), y);
    return Functional.of(
        "two", List.of(x, y), List.of(Dense.of(2, "softmax").named("classes").on(both), flat));
  }

  @Test
  void whatTheBuilderWritesIsReadBack() {
    Functional model = twoBranches();
    ModelConfig config = ModelConfig.of(model);
    ModelConfig read = ModelConfig.parse(config.write());
    assertThat(read.toJson()).isEqualTo(config.toJson());
    assertThat(read.network()).isEqualTo(model);
    assertThat(read.network().variables()).isEqualTo(model.variables());
  }

  @Test
  void aFileOfKeras2IsWrittenAsItWasRead() {
    JsonNode file =
        json(
            "{'class_name':'Functional','config':{'name':'model','layers':[{'class_name':"
                + "'InputLayer','config':{'batch_input_shape':[null,5],'dtype':'float32',"
                + "'sparse':false,'ragged':false,'name':'a'},'name':'a','inbound_nodes':[]},"
                + "{'class_name':'Dense','config':{'name':'d','trainable':true,'dtype':'float32',"
                + "'units':3,'activation':'relu','use_bias':true,'kernel_initializer':"
                + "{'class_name':'HeNormal','config':{'seed':null}},'bias_initializer':"
                + "{'class_name':'Zeros','config':{}},'kernel_regularizer':{'class_name':'L2',"
                + "'config':{'l2':0.01}},'kernel_constraint':null},'name':'d',"
                + "'inbound_nodes':[[['a',0,0,{}]],[['d',0,0,{}]]]}],'input_layers':[['a',0,0]],"
                + "'output_layers':[['d',0,0]]},'keras_version':'2.4.0','backend':'tensorflow'}");
    String unsuitable = file.toString().replace(",[[\"d\",0,0,{}]]", "");
    ModelConfig config = ModelConfig.parse(unsuitable);
    assertThat(config.toJson()).isEqualTo(json(unsuitable));
    assertThat(config.network().variables()).hasSize(2);
    assertThatThrownBy(() -> ModelConfig.read(file).network().variables())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("'d'");
  }

  @Test
  void sharedLayersHaveOneSetOfVariables() {
    Output x = InputLayer.input("x", 4);
    Layer dense = Dense.of(4);
    Functional model = Functional.of("m", List.of(x), List.of(dense.on(dense.on(x))));
    assertThat(model.variables())
        .extracting(Variable::label)
        .containsExactly("dense/kernel", "dense/bias");
    Grid in = Grid.random(1, 2, 4);
    Grid kernel = Grid.random(2, 4, 4);
    Grid bias = Grid.random(3, 4);
    VariableSource source =
        VariableSource.constants(v -> (v.name().equals("bias") ? bias : kernel).tensor());
    try (Session session = Model.of(model.toGraph(source)).newSession()) {
      LayerRun.check(
          Grid.of(session.run(in.tensor())), twice(twice(in, kernel, bias), kernel, bias));
    }
  }

  private static Grid twice(Grid x, Grid kernel, Grid bias) {
    return Grid.of(
        x.dims(),
        i -> {
          double sum = bias.get(i[1]);
          for (int k = 0; k < 4; k++) {
            sum += x.get(i[0], k) * kernel.get(k, i[1]);
          }
          return sum;
        });
  }

  @Test
  void nestedModelsGiveWhatTheirLayersGive() {
    Sequential inner =
        Sequential.of("inner", InputLayer.of(6, 6, 2), Convolution.conv2d(3, 3), Flatten.of());
    Output x = InputLayer.input("x", 6, 6, 2);
    Functional nested =
        Functional.of("outer", List.of(x), List.of(Dense.of(2).named("d").on(inner.on(x))));
    Sequential flat =
        Sequential.of(
            "flat", InputLayer.of(6, 6, 2), Convolution.conv2d(3, 3), Flatten.of(), Dense.of(2));
    VariableSource equal =
        VariableSource.constants(v -> Grid.random(v.name().hashCode(), v.shape().dims()).tensor());
    Grid in = Grid.random(4, 2, 6, 6, 2);
    try (Session a = Model.of(nested.toGraph(equal)).newSession();
        Session b = Model.of(flat.toGraph(equal)).newSession()) {
      LayerRun.check(Grid.of(a.run(in.tensor())), Grid.of(b.run(in.tensor())));
    }
    assertThat(nested.variables())
        .extracting(Variable::store)
        .startsWith("layers/sequential/layers/conv2d/vars/0");
  }

  @Test
  void convolutionsFollowEachOtherWithoutTranspositions() {
    Sequential model =
        Sequential.of(
            "net",
            InputLayer.of(16, 16, 3),
            Convolution.conv2d(4, 3),
            BatchNormalization.of(),
            Activation.of("relu"),
            DepthwiseConvolution.conv2d(3),
            Pooling.max2d(2),
            Borders.padding2d(1, 1, 1, 1),
            Convolution.conv2d(4, 3),
            GlobalPooling.average2d(),
            Dense.of(3));
    Graph graph = model.toGraph(VariableSource.initial(1));
    assertThat(graph.nodes().stream().filter(n -> n.op() instanceof Transpose)).hasSize(1);
  }

  @Test
  void channelsAreCutAndJoinedInPlace() {
    Sequential model =
        Sequential.of(
            "shuffle",
            InputLayer.of(5, 4, 6),
            Pooling.max2d(1),
            Reshape.of(5, 4, 2, 3),
            Permute.of(1, 2, 4, 3),
            Reshape.of(5, 4, 6),
            Pooling.max2d(1));
    Graph graph = model.toGraph(VariableSource.initial(1));
    assertThat(graph.nodes().stream().filter(n -> n.op() instanceof Transpose)).hasSize(3);
    Grid x = Grid.random(8, 2, 5, 4, 6);
    try (Session session = Model.of(graph).newSession()) {
      LayerRun.check(
          Grid.of(session.run(x.tensor())),
          Grid.of(x.dims(), i -> x.get(i[0], i[1], i[2], i[3] % 2 * 3 + i[3] / 2)));
    }
  }

  @Test
  void initialValuesFollowTheSeed() {
    Functional model = twoBranches();
    Grid image = Grid.random(5, 1, 8, 8, 3);
    Grid more = Grid.random(6, 1, 4);
    Datum[] in = {image.tensor(), more.tensor()};
    double[][] results = new double[3][];
    for (int i = 0; i < 3; i++) {
      Datum[] out = new Datum[2];
      try (Session session = Model.of(model.toGraph(VariableSource.initial(i / 2))).newSession()) {
        session.run(in, out);
      }
      results[i] = Grid.of((dev.lanewise.tensor.Tensor) out[0]).values();
    }
    assertThat(results[0]).isEqualTo(results[1]).isNotEqualTo(results[2]);
  }

  @Test
  void theSummaryCountsParameters() {
    assertThat(twoBranches().summary())
        .contains("Model: \"two\"", "shared (Conv2D)", "(None, 8, 8, 4)", "Total params:");
    long sum = twoBranches().variables().stream().mapToLong(v -> v.shape().size()).sum();
    assertThat(sum).isEqualTo(3 * 3 * 3 * 4 + 4 + 4 * 3 + 3 + 48 * 4 + 4 + 8 * 2 + 2);
    assertThat(twoBranches().summary()).contains("Total params: " + sum);
  }

  @Test
  void whatCannotBeReadIsNamed() {
    String model =
        "{'class_name':'Sequential','config':{'name':'s','layers':[{'class_name':'InputLayer',"
            + "'config':{'name':'x','batch_shape':[null,4]}},{'class_name':'%s','module':'%s',"
            + "'registered_name':%s,'config':{'name':'it',%s}}]}}";
    assertThatThrownBy(
            () ->
                ModelConfig.read(
                    json(String.format(model, "Lambda", "keras.layers", "null", "'function':'x'"))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("'it'", "Lambda", "never run");
    assertThatThrownBy(
            () ->
                ModelConfig.read(
                    json(String.format(model, "Mine", "my.code", "'a>Mine'", "'k':1"))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("'it'", "Mine", "built-in");
    assertThatThrownBy(
            () ->
                ModelConfig.read(
                    json(String.format(model, "Dense", "my.code", "null", "'units':1"))))
        .isInstanceOf(UnsupportedModelException.class);
    assertThatThrownBy(
            () ->
                ModelConfig.read(
                    json(
                        String.format(
                            model, "Dense", "keras.layers", "null", "'units':1,'new':2"))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("'it'", "'new'");
    assertThatThrownBy(
            () ->
                ModelConfig.read(
                    json(String.format(model, "Dense", "keras.layers", "null", "'units':0"))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("'it'", "units");
    assertThatThrownBy(
            () ->
                ModelConfig.read(
                        json(
                            String.format(
                                model,
                                "Conv2D",
                                "keras.layers",
                                "null",
                                "'filters':1,'kernel_size':3")))
                    .network()
                    .variables())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("'it'", "4 dimensions");
    assertThatThrownBy(
            () ->
                ModelConfig.read(
                        json(
                            String.format(
                                model, "Dense", "keras.layers", "null", "'units':2000000000")))
                    .network()
                    .variables())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("'it'");
  }
}
