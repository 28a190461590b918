/** Decoders of picture files for the operator ImageDecoder. */
module dev.lanewise.loader.image {
  requires static transitive org.jspecify;
  requires com.twelvemonkeys.imageio.pnm;
  requires com.twelvemonkeys.imageio.webp;
  requires dev.lanewise;
  requires jai.imageio.jpeg2000;
  requires java.desktop;

  provides dev.lanewise.image.ImageCodec with
      dev.lanewise.loader.image.ImageIoCodec;
}
