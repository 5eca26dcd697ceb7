namespace AiInfra.Data.Datasets;

/// <summary>A file that is gone when it is closed, or when the process dies.</summary>
internal static class TemporaryFile
{
    /// <exception cref="IOException">It can't be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made there.</exception>
    public static FileStream Create(string folder, string extension)
    {
        Directory.CreateDirectory(folder);
        var file = new FileStream(Path.Combine(folder, $"aiinfra-{Path.GetRandomFileName()}{extension}"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 1 << 16,
            Options = FileOptions.DeleteOnClose,
        });
        if (!OperatingSystem.IsWindows())
        {
            // Windows deletes it with its last handle, whoever dies. Elsewhere only the name goes now; the bytes go with the handle.
            File.Delete(file.Name);
        }

        return file;
    }
}
