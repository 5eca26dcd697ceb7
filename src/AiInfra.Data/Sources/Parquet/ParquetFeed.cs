using System.Buffers.Binary;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>A Parquet file as the decoder is given it: its pages as they are, with a footer that holds only the columns it is to read, each in its physical type.</summary>
/// <remarks>A read at the end is an error, as a decoder could go on there for ever. Hears a cancellation at every read.</remarks>
internal sealed class ParquetFeed : Stream
{
    private readonly Stream _file;
    private readonly byte[] _tail;
    private readonly long _pages;
    private long _position;

    public ParquetFeed(Stream file, IReadOnlyList<ParquetElement> columns, IReadOnlyList<(long Rows, IReadOnlyList<ParquetChunk> Chunks)> groups)
    {
        _file = file;
        byte[] footer = ThriftWriter.Footer(columns, groups);
        _tail = new byte[footer.Length + 8];
        footer.CopyTo(_tail, 0);
        BinaryPrimitives.WriteInt32LittleEndian(_tail.AsSpan(footer.Length), footer.Length);
        "PAR1"u8.CopyTo(_tail.AsSpan(footer.Length + 4));
        _pages = file.Length;
    }

    /// <summary>Ends the reading where it stands.</summary>
    public CancellationToken Cancellation { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _pages + _tail.Length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (buffer.Length == 0)
        {
            return 0;
        }

        int read;
        if (_position < 4)
        {
            // The file may begin with PARE; the decoder knows PAR1 only.
            read = Math.Min(buffer.Length, 4 - (int)_position);
            "PAR1"u8.Slice((int)_position, read).CopyTo(buffer);
        }
        else if (_position < _pages)
        {
            _file.Position = _position;
            read = _file.Read(buffer[..(int)Math.Min(buffer.Length, _pages - _position)]);
        }
        else
        {
            int at = (int)(_position - _pages);
            read = Math.Min(buffer.Length, _tail.Length - at);
            if (read > 0)
            {
                _tail.AsSpan(at, read).CopyTo(buffer);
            }
        }

        if (read <= 0)
        {
            throw new InvalidDataException("a page is said to go on after the end of the file");
        }

        _position += read;
        return read;
    }

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 1 ? one[0] : -1;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin)
    {
        Cancellation.ThrowIfCancellationRequested();
        long to = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => Length + offset };
        if (to < 0 || to > Length)
        {
            throw new InvalidDataException($"a page is said to begin at byte {to:N0} of {_pages:N0}");
        }

        _position = to;
        return to;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
