using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Tensors and texts in one file of the safetensors format, so that other tools read it too. It carries its own SHA-256, appears whole or not at all, and is checked before anything of it is used.</summary>
public static class TensorFile
{
    /// <summary>Metadata entry that holds the digest: SHA-256 over header (this entry's digits as zeros) and data.</summary>
    internal const string DigestKey = "aiinfra.sha256";
    private const int MaxHeader = 100_000_000;
    private const int Chunk = 1 << 26;
    private static readonly string NoDigest = new('0', 64);

    /// <summary>Writes a file: to a temporary name beside it, flushed to disk, then renamed.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="tensors">Tensors by name, on any device.</param>
    /// <param name="metadata">Texts to keep with them.</param>
    /// <exception cref="IOException">The file can't be written; nothing of it stays.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        (string Name, Tensor Tensor)[] ordered = [.. tensors
            .OrderByDescending(t => TensorTypes.Of(t.Value.dtype).Bytes).ThenBy(t => t.Key, StringComparer.Ordinal)
            .Select(t => (t.Key, t.Value))];
        byte[] header = Header(ordered, metadata);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        foreach ((_, Tensor tensor) in ordered)
        {
            ForEachChunk(tensor, bytes => hash.AppendData(bytes));
        }

        int at = header.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{DigestKey}\":\"")) + DigestKey.Length + 4;
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())).CopyTo(header.AsSpan(at));
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
                stream.Write(length);
                stream.Write(header);
                foreach ((_, Tensor tensor) in ordered)
                {
                    ForEachChunk(tensor, bytes => stream.Write(bytes));
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads a file to the CPU. The caller owns the tensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="requireDigest">Whether a file without a digest is refused; those of other tools carry none.</param>
    /// <exception cref="CheckpointException">The file is damaged, cut short or no such file.</exception>
    public static TensorFileContent Read(string path, bool requireDigest = false)
    {
        using FileStream stream = Open(path);
        (byte[] header, List<TensorEntry> entries, Dictionary<string, string> metadata) = ReadHeader(stream, path);
        if (requireDigest && !metadata.ContainsKey(DigestKey))
        {
            throw new CheckpointException($"{path} is damaged or was not written here: it carries no digest.");
        }

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            hash.AppendData(header);
            foreach (TensorEntry entry in entries)
            {
                Tensor tensor = empty(entry.Shape, entry.Type).DetachFromDisposeScope();
                tensors.Add(entry.Name, tensor);
                ForEachChunk(tensor, bytes =>
                {
                    stream.ReadExactly(bytes);
                    hash.AppendData(bytes);
                });
            }

            if (metadata.TryGetValue(DigestKey, out string? digest) && digest != Convert.ToHexStringLower(hash.GetHashAndReset()))
            {
                throw new CheckpointException($"{path} is damaged: its content does not have the digest it was written with.");
            }

            metadata.Remove(DigestKey);
            return new TensorFileContent(tensors, metadata);
        }
        catch
        {
            foreach (Tensor tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            throw;
        }
    }

    /// <summary>Reads only the texts of a file, without checking its digest.</summary>
    /// <exception cref="CheckpointException">The header is damaged.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using FileStream stream = Open(path);
        return ReadHeader(stream, path).Metadata;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (FileNotFoundException e)
        {
            throw new CheckpointException($"There is no file {path}.", e);
        }
    }

    private static byte[] Header((string Name, Tensor Tensor)[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteString(DigestKey, NoDigest);
            foreach ((string key, string value) in (metadata ?? new Dictionary<string, string>()).Where(m => m.Key is not (DigestKey or "format")))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach ((string name, Tensor tensor) in tensors)
            {
                (string type, int bytes) = TensorTypes.Of(tensor.dtype);
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                Array.ForEach(tensor.shape, json.WriteNumberValue);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset = checked(offset + (tensor.numel() * bytes));
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    /// <summary>The header with the digest's digits as zeros, what it lists in the order of the data, and its texts.</summary>
    private static (byte[] Header, List<TensorEntry> Entries, Dictionary<string, string> Metadata) ReadHeader(FileStream stream, string path)
    {
        Span<byte> length = stackalloc byte[8];
        if (stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8)
        {
            throw new CheckpointException($"{path} is cut short: it has {stream.Length} bytes.");
        }

        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (size > MaxHeader || (long)size > stream.Length - 8)
        {
            throw new CheckpointException($"{path} is damaged or no safetensors file: it claims a header of {size} bytes and has {stream.Length} in all.");
        }

        byte[] header = new byte[size];
        stream.ReadExactly(header);
        try
        {
            using JsonDocument json = JsonDocument.Parse(header);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<TensorEntry>();
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                if (property.NameEquals("__metadata__"))
                {
                    foreach (JsonProperty text in property.Value.EnumerateObject())
                    {
                        metadata[text.Name] = text.Value.GetString() ?? "";
                    }
                }
                else
                {
                    entries.Add(TensorEntry.Parse(property));
                }
            }

            entries.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End.CompareTo(b.End));
            TensorEntry.Check(entries, stream.Length - 8 - (long)size);
            if (metadata.TryGetValue(DigestKey, out string? digest))
            {
                int at = header.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{DigestKey}\":\"{digest}"));
                if (digest.Length != 64 || at < 0)
                {
                    throw new FormatException("its digest is not one");
                }

                header.AsSpan(at + DigestKey.Length + 4, 64).Fill((byte)'0');
            }

            return (header, entries, metadata);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw new CheckpointException($"{path} is damaged or no safetensors file: {e.Message}", e);
        }
    }

    private static void ForEachChunk(Tensor tensor, SpanAction action)
    {
        using IDisposable grad = no_grad();
        Tensor? copy = tensor.device_type == TorchSharp.DeviceType.CPU && tensor.is_contiguous() ? null : tensor.detach().cpu().contiguous();
        using Tensor flat = (copy ?? tensor).detach().view(-1);
        long step = Math.Max(1, Chunk / TensorTypes.Of(tensor.dtype).Bytes);
        for (long start = 0; start < flat.shape[0]; start += step)
        {
            using Tensor part = flat.narrow(0, start, Math.Min(step, flat.shape[0] - start));
            action(part.bytes);
        }

        copy?.Dispose();
    }

    private delegate void SpanAction(Span<byte> bytes);
}
