using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace AiInfra.Onnx.Wire;

/// <summary>Data that tensors keep beside the model: only files inside the model's directory are opened.</summary>
internal static class ExternalDataFile
{
    private const int Page = 4096;
    private const string Advice = "Export the model again, with its data beside it.";

    public static OnnxExternalData Parse(List<KeyValuePair<string, string>> entries, ReadState state)
    {
        string location = "";
        string? checksum = null;
        long offset = 0;
        long? length = null;
        foreach ((string key, string value) in entries)
        {
            switch (key)
            {
                case "location": location = value; break;
                case "offset": offset = Number(key, value, state); break;
                case "length": length = Number(key, value, state); break;
                case "checksum": checksum = value; break;
            }
        }

        return location.Length > 0
            ? new OnnxExternalData(location, offset, length) { Checksum = checksum }
            : throw state.Fail("A tensor keeps its data in another file and does not say which", Advice);
    }

    public static void Load(OnnxTensor tensor, string directory, string where, bool followLinks)
    {
        OnnxExternalData external = tensor.External!;
        string path = Resolve(external.Location, directory, where, followLinks);
        long needed = TensorSize.BytesOf(tensor.ElementType, tensor.Dims) ?? 0;
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new OnnxFormatException($"The file '{external.Location}' with the data of tensor '{tensor.Name}' is not there", where, "Put it beside the model, or read with LoadExternalData off.");
        }

        if (external.Offset > file.Length || needed > file.Length - external.Offset || (external.Length is { } length && length != needed))
        {
            throw new OnnxFormatException(
                $"Tensor '{tensor.Name}' needs {needed} bytes; the model names {external.Length?.ToString(CultureInfo.InvariantCulture) ?? "all"} from byte {external.Offset} of '{external.Location}', which has {file.Length}",
                where,
                "The data file is truncated, or of another model; get both again from their source.");
        }

        if (needed > Array.MaxLength)
        {
            throw new OnnxFormatException($"Tensor '{tensor.Name}' has {needed} bytes, more than one array holds", where, "Read with LoadExternalData off.");
        }

        var data = new byte[needed];
        using FileStream stream = file.OpenRead();
        stream.Position = external.Offset;
        stream.ReadExactly(data);
        tensor.Data = data;
        tensor.External = null;
    }

    /// <summary>A copy of the model whose large initializers lie in a file, each at a multiple of 4096 so that a runtime can map it.</summary>
    /// <remarks>The file's name holds a digest of what is in it: data of another content never stands where a model that is there already looks for its own.</remarks>
    public static OnnxModel Save(OnnxModel model, string modelPath, long from)
    {
        OnnxModel copy = model.Copy();
        OnnxTensor[] large = [.. copy.Graph.Initializers.Where(t => t.External is null && t.Data.Length > 0 && t.Data.Length >= from)];
        if (large.Length == 0)
        {
            return copy;
        }

        string path = $"{modelPath}.{Digest(large)}{OlderData.Extension}";
        WholeFile.Write(path, file =>
        {
            foreach (OnnxTensor tensor in large)
            {
                file.Position = (file.Position + Page - 1) / Page * Page;
                tensor.External = new OnnxExternalData(Path.GetFileName(path), file.Position, tensor.Data.Length);
                file.Write(tensor.Data.Span);
                tensor.Data = default;
            }
        });
        return copy;
    }

    private static string Digest(OnnxTensor[] tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (OnnxTensor tensor in tensors)
        {
            BinaryPrimitives.WriteInt64LittleEndian(length, tensor.Data.Length);
            hash.AppendData(length);
            hash.AppendData(tensor.Data.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, OlderData.DigestLength / 2));
    }

    /// <summary>The full path, after links; it must lie inside the model's directory.</summary>
    private static string Resolve(string location, string directory, string where, bool followLinks)
    {
        bool plain = !Path.IsPathRooted(location) && !location.Contains('\0') && !location.Contains(':')
            && location.Split('/', '\\').All(part => part is not ".." and not "");
        if (!plain)
        {
            throw Outside(location, where);
        }

        string root = Path.GetFullPath(directory);
        string path = root;
        foreach (string part in location.Split('/', '\\'))
        {
            path = Path.Combine(path, part);
            FileSystemInfo? target = File.Exists(path) ? File.ResolveLinkTarget(path, true) : Directory.Exists(path) ? Directory.ResolveLinkTarget(path, true) : null;
            if (target is not null && !followLinks && !target.FullName.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw Outside(location, where);
            }
        }

        return path;
    }

    private static OnnxFormatException Outside(string location, string where) =>
        new($"The model asks for data in '{location}', which is not inside its own directory", where, "That is refused, since a model could read any file so. Put the data beside the model and name it by a relative path; for links in a model that you trust, set FollowLinks.");

    private static long Number(string key, string value, ReadState state) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw state.Fail($"The {key} of external data is '{value}', not a number", Advice);
}
