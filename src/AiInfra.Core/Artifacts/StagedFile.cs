using System.Buffers;
using System.Security.Cryptography;

namespace AiInfra.Core.Artifacts;

/// <summary>An artifact that is written and hashed but not yet published. Nobody but its writer sees it.</summary>
internal sealed class StagedFile
{
    private const int BufferBytes = 128 * 1024;
    private const UnixFileMode ReadOnlyForAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private readonly string _root;
    private readonly FileStream _file;

    private StagedFile(string root, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ReadOnlyForAll;
        }

        _root = root;
        Path = path;
        _file = new FileStream(path, options);
    }

    public string Path { get; }

    public ArtifactDigest Digest { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The store holds these bytes already, intact.</summary>
    public bool Known { get; set; }

    public static async Task<StagedFile> WriteAsync(string root, string path, Stream content, CancellationToken cancellationToken)
    {
        StagedFile staged;
        try
        {
            staged = new StagedFile(root, path);
        }
        catch (Exception e) when (ArtifactStoreException.IsStorageFault(e))
        {
            throw ArtifactStoreException.From(e, root, path);
        }

        bool whole = false;
        try
        {
            await staged.CopyAsync(content, cancellationToken).ConfigureAwait(false);
            whole = true;
            return staged;
        }
        finally
        {
            if (!whole)
            {
                staged.Discard();
            }
        }
    }

    public void Stamp(DateTimeOffset now) => File.SetLastWriteTimeUtc(_file.SafeFileHandle, now.UtcDateTime);

    public void FlushToDisk() => RandomAccess.FlushToDisk(_file.SafeFileHandle);

    public void MoveTo(string target)
    {
        _file.Dispose();
        File.Move(Path, target, overwrite: true);
    }

    public void Discard()
    {
        _file.Dispose();
        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (ArtifactStoreException.IsStorageFault(e))
        {
            // The next writer's sweep removes it; the error that led here matters more.
        }
    }

    private async Task CopyAsync(Stream content, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                Append(buffer.AsSpan(0, read));
            }

            Digest = ArtifactDigest.FromHash(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, bytes, Bytes);
            Bytes += bytes.Length;
        }
        catch (Exception e) when (ArtifactStoreException.IsStorageFault(e))
        {
            throw ArtifactStoreException.From(e, _root, Path);
        }
    }
}
