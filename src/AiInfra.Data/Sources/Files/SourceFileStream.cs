using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Files;

/// <summary>A file read to the length it had when it was opened, so that a writer that goes on writing changes nothing. A file that becomes shorter is an error.</summary>
internal sealed class SourceFileStream : Stream
{
    private readonly FileStream _file;
    private readonly string _path;
    private readonly long _length;
    private long _position;

    private SourceFileStream(FileStream file, string path, long start)
    {
        _file = file;
        _path = path;
        _length = file.Length;
        _position = file.Position = start;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the file is longer now than when it was opened.</summary>
    public bool HasGrown => _file.Length > _length;

    /// <param name="path">The file.</param>
    /// <param name="start">The byte at which the reading begins.</param>
    public static SourceFileStream Open(string path, long start = 0)
    {
        try
        {
            var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
            if (file.CanSeek)
            {
                return new SourceFileStream(file, path, start);
            }

            file.Dispose();
            throw new IngestionException($"'{path}' is not a file of a known length (a pipe or device?). Copy it to a file first.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IngestionException(Missing(path), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IngestionException(Directory.Exists(path) ? $"'{path}' is a folder; a file is expected." : $"'{path}' may not be read: {e.Message}", e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int want = (int)Math.Min(buffer.Length, _length - _position);
        if (want == 0)
        {
            return 0;
        }

        int read;
        try
        {
            read = await _file.ReadAsync(buffer[..want], cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new IngestionException($"'{_path}' could not be read at byte {_position:N0}: {e.Message}", e);
        }

        return Advance(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        int want = (int)Math.Min(count, _length - _position);
        return want == 0 ? 0 : Advance(_file.Read(buffer, offset, want));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Advance(int read)
    {
        if (read == 0)
        {
            throw new IngestionException($"'{_path}' had {_length:N0} bytes when it was opened and ends at byte {_position:N0} now: it was cut or rewritten while it was read. Read it again when its writer is done.");
        }

        _position += read;
        return read;
    }

    // A relative path is relative to the process, which is not where its project lies.
    internal static string Missing(string path) => Path.IsPathFullyQualified(path) ? $"There is no file '{path}'." : $"There is no file '{path}'; sought as '{Path.GetFullPath(path)}'.";
}
