package dev.facet.cli.face;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, in words: the JDK's messages are often the file's name alone. */
public final class FileFailure {
  private FileFailure() {}

  /** The file, where the failure knows it, and the reason. */
  public static String message(IOException failure) {
    return failure instanceof FileSystemException file
        ? file.getFile() + ": " + reason(file)
        : reason(failure);
  }

  /** The reason alone. */
  static String reason(IOException failure) {
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "access denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "not a directory";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "exists";
    }
    if (failure instanceof FileSystemException) {
      return failure.getClass().getSimpleName();
    }
    return String.valueOf(failure.getMessage());
  }
}
