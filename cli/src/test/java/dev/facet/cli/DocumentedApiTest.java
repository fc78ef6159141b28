package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever others may use has a comment, and each component of a record is explained. The Javadoc
 * tool holds comments to their form, but could be told to miss comments only together with tags for
 * every parameter and result, of which the sentence above says the same.
 */
class DocumentedApiTest {
  @ParameterizedTest
  @ValueSource(strings = {"client-sdk", "model", "server", "trainer"})
  void whatOthersMayUse_hasAComment(String module) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> missing = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  null,
                  null,
                  files.getJavaFileObjectsFromPaths(
                      sources(Path.of("..", module, "src/main/java"))));
      Api api = new Api(DocTrees.instance(task), missing);
      for (CompilationUnitTree unit : task.parse()) {
        api.scan(unit, null);
      }
      assertTrue(api.seen > 10, "sources are found");
    }
    assertEquals(List.of(), missing);
  }

  private static List<Path> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** Goes through what is public or protected, in types that are. */
  private static final class Api extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final List<String> missing;
    private int seen;

    Api(DocTrees trees, List<String> missing) {
      this.trees = trees;
      this.missing = missing;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (isOpen(type.getModifiers())) {
        DocCommentTree comment = require(type.getSimpleName().toString());
        if (comment != null && type.getKind() == Tree.Kind.RECORD) {
          requireComponents(type, comment);
        }
        super.visitClass(type, null);
      }
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
      if (isOpen(method.getModifiers()) && !overrides) {
        require(method.getName().toString());
      }
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void unused) {
      if (isOpen(field.getModifiers())) {
        require(field.getName().toString());
      }
      return null;
    }

    private boolean isOpen(ModifiersTree modifiers) {
      Set<Modifier> flags = modifiers.getFlags();
      Tree.Kind parent = getCurrentPath().getParentPath().getLeaf().getKind();
      boolean openUnlessPrivate =
          parent == Tree.Kind.INTERFACE || parent == Tree.Kind.ANNOTATION_TYPE;
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (openUnlessPrivate && !flags.contains(Modifier.PRIVATE));
    }

    private DocCommentTree require(String name) {
      seen++;
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      if (comment == null || comment.getFirstSentence().isEmpty()) {
        missing.add(place(name));
      }
      return comment;
    }

    private void requireComponents(ClassTree type, DocCommentTree comment) {
      List<String> explained =
          comment.getBlockTags().stream()
              .filter(tag -> tag.getKind() == DocTree.Kind.PARAM)
              .map(tag -> ((ParamTree) tag).getName().toString())
              .toList();
      type.getMembers().stream()
          .filter(VariableTree.class::isInstance)
          .map(VariableTree.class::cast)
          .filter(member -> !member.getModifiers().getFlags().contains(Modifier.STATIC))
          .map(component -> component.getName().toString())
          .filter(component -> !explained.contains(component))
          .forEach(component -> missing.add(place(component)));
    }

    private String place(String name) {
      return getCurrentPath().getCompilationUnit().getSourceFile().getName() + ": " + name;
    }
  }
}
