/** What tests of every module share. */
@NullMarked
package dev.lanewise.testkit;

import org.jspecify.annotations.NullMarked;
