using System.Text;

namespace AiInfra.Onnx.Wire;

/// <summary>Data files that a model wrote beside itself, and that nobody names once another model takes its place.</summary>
internal static class OlderData
{
    public const string Extension = ".data";
    public const int DigestLength = 16;

    /// <summary>Names of the data files that the model at a path was written with; none where it cannot be read, for whose they are cannot be told.</summary>
    public static string[] Of(string path)
    {
        string name = Path.GetFileName(path);
        string[] own = !File.Exists(path) ? [] : [.. Beside(path, $"*{Extension}").Where(f => IsOf(name, f))];
        if (own.Length == 0)
        {
            return [];
        }

        try
        {
            return [.. own.Intersect(Named(OnnxModel.Read(path, new OnnxReadOptions { LoadExternalData = false })))];
        }
        catch (Exception e) when (e is OnnxFormatException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Removes those that neither the model which was written names nor another one beside it.</summary>
    public static void Remove(string path, string[] older, OnnxModel written)
    {
        foreach (string file in older.Except(Named(written)))
        {
            try
            {
                if (!Beside(path, $"*{Path.GetExtension(path)}").Any(other => other != Path.GetFileName(path) && other != file && Holds(In(path, other), Encoding.UTF8.GetBytes(file))))
                {
                    File.Delete(In(path, file));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody has it open. The model is written; a file too many costs room and nothing else.
                continue;
            }
        }
    }

    private static IEnumerable<string> Named(OnnxModel model) => model.AllTensors().Select(t => t.External?.Location).OfType<string>();

    /// <summary>"m.onnx.0123456789abcdef.data", and "m.onnx.data" as earlier versions named it.</summary>
    private static bool IsOf(string model, string file) =>
        file == model + Extension
        || (file.Length == model.Length + 1 + DigestLength + Extension.Length
            && file.StartsWith(model + ".", StringComparison.Ordinal)
            && file.EndsWith(Extension, StringComparison.Ordinal)
            && !file.AsSpan(model.Length + 1, DigestLength).ContainsAnyExcept("0123456789abcdef"));

    private static IEnumerable<string> Beside(string path, string pattern) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, pattern).Select(f => Path.GetFileName(f));

    private static string In(string path, string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);

    /// <summary>Whether a file holds some bytes. Its parts overlap, so that none is missed between two of them.</summary>
    private static bool Holds(string path, byte[] wanted)
    {
        using FileStream file = File.OpenRead(path);
        byte[] buffer = new byte[1 << 16];
        int kept = 0;
        for (int count = file.Read(buffer); count > 0; count = file.Read(buffer, kept, buffer.Length - kept))
        {
            Span<byte> part = buffer.AsSpan(0, kept + count);
            if (part.IndexOf(wanted) >= 0)
            {
                return true;
            }

            kept = Math.Min(part.Length, wanted.Length - 1);
            part[^kept..].CopyTo(buffer);
        }

        return false;
    }
}
