package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every built-in layer of Keras 3 is read, or named with the reason why not. */
class LayerTableTest {
  /** What {@code keras.layers} exports that can stand in a configuration of a model. */
  private static final Set<String> KERAS_3 =
      Set.of(
          ("Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D"
                  + " AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D"
                  + " AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout Attention AugMix"
                  + " AutoContrast Average AveragePooling1D AveragePooling2D AveragePooling3D"
                  + " BatchNormalization Bidirectional CLAHE CategoryEncoding CenterCrop Concatenate"
                  + " Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D"
                  + " ConvLSTM2D ConvLSTM3D Cropping1D Cropping2D Cropping3D CutMix Dense"
                  + " DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense"
                  + " Embedding Equalization FeatureSpace Flatten FlaxLayer GRU GRUCell"
                  + " GaussianDropout"
                  + " GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D"
                  + " GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D"
                  + " GroupNormalization GroupQueryAttention HashedCrossing Hashing Identity"
                  + " InputLayer IntegerLookup JaxLayer LSTM LSTMCell Lambda LayerNormalization LeakyReLU"
                  + " Masking MaxNumBoundingBoxes MaxPooling1D MaxPooling2D MaxPooling3D Maximum"
                  + " MelSpectrogram Minimum MixUp MultiHeadAttention Multiply Normalization PReLU"
                  + " Permute Pipeline RMSNormalization RNN RandAugment RandomBrightness"
                  + " RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop"
                  + " RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur"
                  + " RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization"
                  + " RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation"
                  + " RandomZoom ReLU RepeatVector Rescaling Reshape Resizing ReversibleEmbedding"
                  + " STFTSpectrogram SeparableConv1D SeparableConv2D SimpleRNN SimpleRNNCell Softmax Solarization"
                  + " SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization StackedRNNCells"
                  + " StringLookup Subtract TFSMLayer TernaryDense TextVectorization TimeDistributed"
                  + " TorchModuleWrapper UnitNormalization UpSampling1D UpSampling2D UpSampling3D"
                  + " ZeroPadding1D ZeroPadding2D ZeroPadding3D")
              .split(" "));

  @Test
  void everyLayerIsReadOrHasAReason() {
    Set<String> known = new TreeSet<>(LayerTypes.classNames());
    assertThat(UnsupportedLayers.reasons().keySet()).doesNotContainAnyElementsOf(known);
    known.addAll(UnsupportedLayers.reasons().keySet());
    assertThat(known).containsAll(KERAS_3);
  }

  @Test
  void thePageOfTheDocumentationIsTrue() throws IOException {
    String page = Files.readString(SharedData.repository().resolve("docs/keras.md"));
    TreeSet<String> supported = new TreeSet<>();
    TreeMap<String, String> reasons = new TreeMap<>();
    Pattern row = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*) \\|$");
    for (MatchResult match : row.matcher(page).results().toList()) {
      if (match.group(2).startsWith("supported")) {
        supported.add(match.group(1));
      } else {
        reasons.put(match.group(1), match.group(2));
      }
    }
    assertThat(supported).isEqualTo(new TreeSet<>(LayerTypes.classNames()));
    assertThat(reasons).isEqualTo(new TreeMap<>(UnsupportedLayers.reasons()));
  }
}
