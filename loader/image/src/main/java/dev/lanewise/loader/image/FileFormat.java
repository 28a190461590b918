package dev.lanewise.loader.image;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.pnm.PNMImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import org.jspecify.annotations.Nullable;

/** A format of picture files: how it begins, and who reads it. */
enum FileFormat {
  BMP("bmp", null),
  JPEG("jpeg", null),
  PNG("png", null),
  TIFF("tiff", null),
  JPEG2000("jpeg2000", new J2KImageReaderSpi()),
  WEBP("webp", new WebPImageReaderSpi()),
  PORTABLE("pnm", new PNMImageReaderSpi());

  private final String name;
  private final @Nullable ImageReaderSpi plugIn;

  FileFormat(String name, @Nullable ImageReaderSpi plugIn) {
    this.name = name;
    this.plugIn = plugIn;
  }

  /** The format that a file begins as, null if it is none of these. */
  static @Nullable FileFormat of(byte[] file) {
    String head = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
    if (head.startsWith("BM")) {
      return BMP;
    } else if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    } else if (head.startsWith("\u0089PNG")) {
      return PNG;
    } else if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return TIFF;
    } else if (head.startsWith("jP  ", 4) || head.startsWith("\u00ff\u004f\u00ff\u0051")) {
      return JPEG2000;
    } else if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return WEBP;
    }
    return head.matches("(?s)P[1-7]\\s.*") ? PORTABLE : null;
  }

  /** A new reader: the plug-in's, or the JDK's even if some plug-in claims the format as well. */
  ImageReader reader() throws IOException {
    if (plugIn != null) {
      return plugIn.createReaderInstance();
    }
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule() == ImageReader.class.getModule()) {
        return reader;
      }
    }
    throw new IOException("this JDK has no reader of " + name);
  }
}
