package dev.lanewise.layers;

/** Applies an activation by its Keras name. */
public record Activation(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of("Activation", Activation::new, "activation", LayerType.REQUIRED);

  /** Checks that the activation is known. */
  public Activation {
    config.activation("activation");
  }

  /** An activation by its Keras name. */
  public static Activation of(String name) {
    return new Activation(TYPE.create("activation", name).config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    return config.activation("activation").apply(e, x);
  }
}
