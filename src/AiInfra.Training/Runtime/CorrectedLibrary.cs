using System.Security.Cryptography;

namespace AiInfra.Training.Runtime;

/// <summary>A copy of a library with one needed version marked weak, kept in a per-user cache under the digest of the original.</summary>
internal static class CorrectedLibrary
{
    /// <summary>Path of the copy. It is made where it is not there yet or differs from what it should be; processes may do so at the same time.</summary>
    /// <exception cref="InvalidDataException">The library can't be corrected.</exception>
    /// <exception cref="IOException">No folder could be written.</exception>
    public static string Of(string library, string version, string? cacheDirectory) =>
        Keep(library, Path.GetFileName(library), original => ElfVersionNeeds.Weaken(original, version), cacheDirectory);

    /// <summary>Path of a copy that calls itself by another name.</summary>
    /// <inheritdoc cref="Of" path="/exception" />
    public static string Renamed(string library, string soname, string? cacheDirectory) =>
        Keep(library, soname, original => ElfVersionNeeds.Rename(original, soname), cacheDirectory);

    private static string Keep(string library, string name, Func<byte[], byte[]> correct, string? cacheDirectory)
    {
        byte[] original = File.ReadAllBytes(library);
        byte[] corrected = correct(original);
        string digest = Convert.ToHexStringLower(SHA256.HashData(original))[..32];
        var refusals = new List<Exception>();
        foreach (string root in Roots(cacheDirectory))
        {
            string path = Path.Combine(root, "libtorchsharp-" + digest, name);
            try
            {
                // The whole content is compared: a damaged or foreign file at that place is never loaded.
                if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(corrected))
                {
                    Write(path, corrected);
                }

                return path;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                refusals.Add(e);
            }
        }

        throw new IOException(
            $"A corrected copy of {library} could be written nowhere: {string.Join("; ", refusals.Select(r => r.Message))}. Set LibtorchOptions.CacheDirectory to a folder that can be written.",
            refusals[0]);
    }

    private static IEnumerable<string> Roots(string? chosen)
    {
        if (chosen is not null)
        {
            return [chosen];
        }

        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string temporary = Path.Combine(Path.GetTempPath(), "aiinfra-" + Environment.UserName);
        return Path.IsPathRooted(cache) ? [Path.Combine(cache, "aiinfra"), temporary] : [temporary];
    }

    private static void Write(string path, byte[] content)
    {
        string directory = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string temporary = Path.Combine(directory, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
