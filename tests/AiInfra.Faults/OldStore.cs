using System.IO.Compression;

namespace AiInfra.Faults;

/// <summary>A store that was made before modules had versions of their own, with rows in every table.</summary>
public static class OldStore
{
    /// <summary>Puts it there, whole or not at all, unless something is there. Several processes may.</summary>
    public static void Write(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string part = $"{path}-{Guid.NewGuid():N}";
        using (Stream packed = typeof(OldStore).Assembly.GetManifestResourceStream("store-004.db.gz")!)
        using (var content = new GZipStream(packed, CompressionMode.Decompress))
        using (FileStream file = File.Create(part))
        {
            content.CopyTo(file);
        }

        try
        {
            File.Move(part, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(part); // another process was first
        }
    }
}
