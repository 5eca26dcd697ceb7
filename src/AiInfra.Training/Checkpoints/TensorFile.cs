using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Tensors and texts in one file of the safetensors format, so that other tools read it too. It carries its own SHA-256, appears whole or not at all, and is checked before anything of it is used.</summary>
/// <remarks>Format: https://github.com/huggingface/safetensors. All that it forbids is refused: holes and overlaps, a tensor or text listed twice, sizes that do not fit, a header longer than the file.</remarks>
public static class TensorFile
{
    /// <summary>Writes a file: to a temporary name beside it, flushed to disk, then renamed.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="tensors">Tensors by name, on any device.</param>
    /// <param name="metadata">Texts to keep with them. "format" is "pt" where it is not given, as readers of Python expect.</param>
    /// <exception cref="IOException">The file can't be written; nothing of it stays.</exception>
    /// <exception cref="CheckpointException">The format has no such element type (64-bit complex numbers), or the names need a longer header than it allows.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        TensorFileWriter.Write(Path.GetFullPath(path), tensors, metadata ?? new Dictionary<string, string>());
    }

    /// <summary>Reads a file to the CPU. The caller owns the tensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="requireDigest">Whether a file without a digest is refused; those of other tools carry none.</param>
    /// <param name="keepRaw">Whether tensors of types that libtorch lacks are read too: the 8-bit floats F8_… as bytes, U16, U32 and U64 as signed numbers of the same bits. <see cref="TensorFileContent.RawTypes"/> names them. Otherwise such a file is refused.</param>
    /// <exception cref="CheckpointException">The file is damaged, cut short or no such file, or holds a type that can't be read.</exception>
    public static TensorFileContent Read(string path, bool requireDigest = false, bool keepRaw = false)
    {
        using FileStream stream = Open(path);
        return Read(stream, path, requireDigest, keepRaw);
    }

    /// <summary>Reads from where a stream stands to its end. The caller owns the tensors.</summary>
    /// <param name="stream">A stream that knows its length, such as that of an artifact.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="requireDigest">Whether a file without a digest is refused.</param>
    /// <param name="keepRaw">Whether tensors of types that libtorch lacks are read too.</param>
    /// <exception cref="CheckpointException">The content is damaged, cut short or no safetensors, or holds a type that can't be read.</exception>
    /// <exception cref="ArgumentException">The stream does not know its length.</exception>
    public static TensorFileContent Read(Stream stream, string name, bool requireDigest = false, bool keepRaw = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new TensorFileReader(stream, name).Read(requireDigest, keepRaw);
    }

    /// <summary>Reads only the texts of a file, without checking its digest.</summary>
    /// <exception cref="CheckpointException">The header is damaged.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using FileStream stream = Open(path);
        return new TensorFileReader(stream, path).Header.Metadata;
    }

    /// <summary>What a file holds, by its header alone and without checking its digest, in the order of the data.</summary>
    /// <exception cref="CheckpointException">The header is damaged.</exception>
    public static IReadOnlyList<TensorListing> List(string path)
    {
        using FileStream stream = Open(path);
        return [.. new TensorFileReader(stream, path).Header.Entries.Select(e => new TensorListing(e.Name, e.Type.Name, e.Shape, e.Bytes))];
    }

    private static FileStream Open(string path)
    {
        try
        {
            // Without a buffer of its own: tensors are read straight into their memory.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"There is no file {path}.", e);
        }
    }
}
