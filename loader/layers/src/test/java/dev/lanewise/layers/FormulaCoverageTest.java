package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** No layer is without a test against its formula. */
class FormulaCoverageTest {
  private static final Class<?>[] FORMULAS = {
    ActivationTest.class,
    AttentionTest.class,
    BordersTest.class,
    ConvolutionTest.class,
    CoreLayerTest.class,
    NormalizationTest.class,
    PoolingTest.class,
    PreprocessingTest.class,
    RecurrentTest.class,
    ResizingTest.class,
    TransposedConvolutionTest.class
  };

  @Test
  void everyLayerIsComparedWithItsFormula() {
    DiscoverySelector[] classes =
        Arrays.stream(FORMULAS).map(c -> selectClass(c)).toArray(DiscoverySelector[]::new);
    LayerRun.CHECKED.clear();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(classes).build(), listener);
    assertThat(listener.getSummary().getTotalFailureCount()).isZero();
    TreeSet<String> missing = new TreeSet<>(LayerTypes.classNames());
    missing.removeAll(LayerRun.CHECKED);
    assertThat(missing).isEmpty();
  }
}
