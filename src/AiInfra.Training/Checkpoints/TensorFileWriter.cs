using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Writes a tensor file in one pass: the digest is put into the header at the end, before the file gets its name.</summary>
internal static class TensorFileWriter
{
    private const int Piece = 1 << 22;

    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        (List<TensorEntry> entries, List<Tensor> ordered) = Lay(tensors);
        TensorHeader header = TensorHeader.Create(entries, metadata);
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                Write(stream, header, ordered);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        DirectoryFlush.Flush(folder);
    }

    /// <summary>What lies where: as the format's own writer does it, wide elements first, then by name.</summary>
    private static (List<TensorEntry> Entries, List<Tensor> Tensors) Lay(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var entries = new List<TensorEntry>(tensors.Count);
        var ordered = new List<Tensor>(tensors.Count);
        long at = 0;
        foreach ((string name, Tensor tensor, TensorFileType type) in tensors
            .Select(t => (t.Key, t.Value, Type: TensorFileTypes.Of(t.Value.dtype)))
            .OrderByDescending(t => t.Type.Bytes).ThenBy(t => t.Key, StringComparer.Ordinal))
        {
            long end = checked(at + (tensor.numel() * type.Bytes));
            entries.Add(new TensorEntry(name, type, tensor.shape, at, end));
            ordered.Add(tensor);
            at = end;
        }

        return (entries, ordered);
    }

    private static void Write(FileStream stream, TensorHeader header, List<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Bytes.Length);
        stream.Write(length);
        stream.Write(header.Bytes);
        hash.AppendData(header.Bytes);
        foreach (Tensor tensor in tensors)
        {
            TensorBytes.ForEach(tensor, bytes =>
            {
                for (int start = 0; start < bytes.Length; start += Piece)
                {
                    // In pieces that the processor's cache holds between hashing and writing.
                    Span<byte> piece = bytes.Slice(start, Math.Min(Piece, bytes.Length - start));
                    hash.AppendData(piece);
                    stream.Write(piece);
                }
            });
        }

        stream.Position = 8 + header.DigestAt;
        stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())));
    }
}
