/**
 * Users' code, by content: what a program's class path held at one moment, and class loaders that hold exactly that.
 *
 * <p>The program's side finds the class path ({@link dev.muster.code.ClassPath}), describes it ({@link
 * dev.muster.code.UserCode} makes a {@link dev.muster.code.CodeManifest}), and adds classes that exist in memory only
 * ({@link dev.muster.code.MemoryClasses}, {@link dev.muster.code.SnippetVariable}). A worker turns manifests into
 * loaders ({@link dev.muster.code.CodeLoaders}): equal manifests share one, so that a class folder compiled again gets
 * a new one, and two versions of a class run side by side.
 *
 * <p>Called by the launcher, the codec and worker programs; never on a loop, because it reads files. What workers run
 * (manifests and loaders) touches no library beyond the JDK and Muster's errors: they have not said hello yet.
 */
@NullMarked
package dev.muster.code;

import org.jspecify.annotations.NullMarked;
