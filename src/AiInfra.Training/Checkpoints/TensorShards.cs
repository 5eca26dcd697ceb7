using System.Text.Json;
using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Tensors over several files, with an index that says which is where, as large models of the Hugging Face hub come: <c>model-00001-of-00002.safetensors</c> and <c>model.safetensors.index.json</c>.</summary>
public static class TensorShards
{
    /// <summary>Name of the index in a folder.</summary>
    public const string IndexName = "model.safetensors.index.json";

    /// <summary>Writes tensors into as many files as they need, then the index. One file alone is <c>model.safetensors</c>, without an index.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="tensors">Tensors by name.</param>
    /// <param name="maxBytes">Most bytes of tensors in a file; a larger tensor has a file of its own.</param>
    /// <param name="metadata">Texts, in each file.</param>
    /// <returns>The index, or the one file.</returns>
    /// <exception cref="IOException">A file can't be written. An index that was there still stands, and files of its names may be new.</exception>
    public static string Write(string folder, IReadOnlyDictionary<string, Tensor> tensors, long maxBytes = 5_000_000_000, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        List<Dictionary<string, Tensor>> shards = Divide(tensors, maxBytes);
        if (shards.Count == 1)
        {
            string single = Path.Combine(folder, "model.safetensors");
            TensorFile.Write(single, shards[0], metadata);
            return single;
        }

        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < shards.Count; i++)
        {
            string name = $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors";
            TensorFile.Write(Path.Combine(folder, name), shards[i], metadata);
            foreach (string tensor in shards[i].Keys)
            {
                map.Add(tensor, name);
            }
        }

        string index = Path.Combine(folder, IndexName), temporary = Path.Combine(folder, $".{IndexName}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream stream = File.Create(temporary))
            {
                WriteIndex(stream, map, tensors.Values.Sum(Size));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, index, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return index;
    }

    /// <summary>Reads all tensors that an index names. The caller owns them. Of a text that the files give otherwise, that of the first counts.</summary>
    /// <param name="indexPath">The index; its files lie beside it.</param>
    /// <param name="keepRaw">Whether tensors of types that libtorch lacks are read too; see <see cref="TensorFile.Read(string, bool, bool)"/>.</param>
    /// <exception cref="CheckpointException">The index or a file is damaged or missing, names a place elsewhere, or a tensor is not where it should be, or in two files.</exception>
    public static TensorFileContent Read(string indexPath, bool keepRaw = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(indexPath);
        string folder = Path.GetDirectoryName(Path.GetFullPath(indexPath))!;
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var raw = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (IGrouping<string, KeyValuePair<string, string>> shard in ReadIndex(indexPath).GroupBy(m => m.Value).OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                TensorFileContent content = TensorFile.Read(Path.Combine(folder, shard.Key), keepRaw: keepRaw);
                string[] twice = [.. content.Tensors.Keys.Where(tensors.ContainsKey)];
                foreach ((string name, Tensor tensor) in content.Tensors)
                {
                    // Also those that are refused just below: whoever cleans up finds all of them.
                    tensors[twice.Contains(name) ? $"{shard.Key}/{name}" : name] = tensor;
                }

                if (twice.Length > 0)
                {
                    throw new CheckpointException($"{indexPath}: tensor '{twice[0]}' is in {shard.Key} and in a file before it.");
                }

                if (shard.FirstOrDefault(m => !content.Tensors.ContainsKey(m.Key)).Key is { } missing)
                {
                    throw new CheckpointException($"{indexPath} says that tensor '{missing}' is in {shard.Key}; that file does not hold it.");
                }

                foreach ((string key, string text) in content.Metadata)
                {
                    texts.TryAdd(key, text);
                }

                foreach ((string name, string type) in content.RawTypes)
                {
                    raw[name] = type;
                }
            }

            return new TensorFileContent(tensors, texts) { RawTypes = raw };
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

    private static long Size(Tensor tensor) => tensor.numel() * TensorFileTypes.Of(tensor.dtype).Bytes;

    private static List<Dictionary<string, Tensor>> Divide(IReadOnlyDictionary<string, Tensor> tensors, long maxBytes)
    {
        List<Dictionary<string, Tensor>> shards = [new(StringComparer.Ordinal)];
        long bytes = 0;
        foreach ((string name, Tensor tensor) in tensors)
        {
            long size = Size(tensor);
            if (bytes + size > maxBytes && shards[^1].Count > 0)
            {
                shards.Add(new(StringComparer.Ordinal));
                bytes = 0;
            }

            shards[^1].Add(name, tensor);
            bytes += size;
        }

        return shards;
    }

    private static void WriteIndex(Stream stream, SortedDictionary<string, string> map, long bytes)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", bytes);
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach ((string tensor, string file) in map)
        {
            json.WriteString(tensor, file);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > TensorHeader.MaxBytes)
            {
                throw new CheckpointException($"{path} is no index of tensor files: it has {stream.Length} bytes, {TensorHeader.MaxBytes} are the most.");
            }

            using var json = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var map = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty entry in json.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                string file = entry.Value.GetString() ?? "";
                map[entry.Name] = IsPlainName(file)
                    ? file
                    : throw new CheckpointException($"{path} says that tensor '{entry.Name}' is in '{file}'. Only names of files beside the index are allowed, no paths.");
            }

            return map.Count > 0 ? map : throw new CheckpointException($"{path} names no tensor.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"There is no file {path}.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointException($"{path} is damaged or no index of tensor files: {e.Message}", e);
        }
    }

    // The same on every system: an index made for one must not lead elsewhere on another.
    private static bool IsPlainName(string file) => file.Length > 0 && file is not ("." or "..") && file.AsSpan().IndexOfAny("/\\:\0") < 0;
}
