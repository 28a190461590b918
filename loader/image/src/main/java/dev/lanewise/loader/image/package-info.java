/** Picture files decoded by the JDK's ImageIO and plug-ins in Java. */
@NullMarked
package dev.lanewise.loader.image;

import org.jspecify.annotations.NullMarked;
