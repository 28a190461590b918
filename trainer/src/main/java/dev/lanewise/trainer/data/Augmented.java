package dev.lanewise.trainer.data;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Pictures that are changed at random, in other ways in each epoch; the same seed makes the same
 * changes. To validate on pictures that are not changed, split before ({@link Subset#split}).
 *
 * @param data samples of which the first input is FLOAT {@code [H, W]} or {@code [H, W, C]}
 * @param changes what is done, one after the other; movements that follow one another as one
 */
public record Augmented(Dataset data, List<Augmentation> changes) implements Dataset {
  /** Checks the shape and copies the list. */
  public Augmented {
    changes = List.copyOf(changes);
    TensorType type = data.inputs().get(0);
    int rank = Objects.requireNonNull(type.shape()).rank();
    if (type.dtype() != DType.FLOAT || rank < 2 || rank > 3) {
      throw new InvalidInputException(
          "pictures must be FLOAT [H, W] or [H, W, C], but samples are " + type);
    }
  }

  /** With changes one after the other. */
  public static Augmented of(Dataset data, Augmentation... changes) {
    return new Augmented(data, List.of(changes));
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public List<TensorType> inputs() {
    return data.inputs();
  }

  @Override
  public TensorType label() {
    return data.label();
  }

  @Override
  public void copy(int sample, long random, Batch batch, int row) {
    data.copy(sample, random, batch, row);
    Shape shape = batch.inputs().get(0).shape();
    int channels = shape.rank() == 4 ? shape.dim(3) : 1;
    int size = shape.dim(1) * shape.dim(2) * channels;
    float[] array = batch.inputs().get(0).floats();
    PixelGrid picture = new PixelGrid(array, row * size, shape.dim(1), shape.dim(2), channels);
    SplittableRandom source = new SplittableRandom(random);
    Affine moved = Affine.IDENTITY;
    for (Augmentation change : changes) {
      if (change instanceof Movement movement) {
        moved = moved.then(movement.draw(picture.height(), picture.width(), source));
      } else {
        picture.warp(moved);
        moved = Affine.IDENTITY;
        change.apply(picture, source);
      }
    }
    picture.warp(moved);
  }
}
