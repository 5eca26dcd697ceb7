namespace AiInfra.Training.Checkpoints;

/// <summary>Bytes in memory in pieces, as one array holds 2 GiB at most. Written from start to end, or read so.</summary>
internal sealed class SegmentedStream : Stream
{
    private const int SegmentBytes = 1 << 26;
    private readonly List<byte[]> _segments;
    private readonly bool _reading;
    private int _segment;
    private int _at;

    /// <summary>For writing.</summary>
    public SegmentedStream()
    {
        _segments = [];
    }

    /// <summary>For reading what was written.</summary>
    public SegmentedStream(IEnumerable<byte[]> segments)
    {
        _segments = [.. segments];
        _reading = true;
    }

    public override bool CanRead => _reading;

    public override bool CanSeek => false;

    public override bool CanWrite => !_reading;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What was written, at least one piece.</summary>
    public IEnumerable<byte[]> Segments()
    {
        for (int i = 0; i < _segments.Count - 1; i++)
        {
            yield return _segments[i];
        }

        yield return _segments.Count == 0 ? [] : _segments[^1][.._at];
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_segments.Count == 0 || _at == SegmentBytes)
            {
                _segments.Add(new byte[SegmentBytes]);
                _at = 0;
            }

            int count = Math.Min(buffer.Length, SegmentBytes - _at);
            buffer[..count].CopyTo(_segments[^1].AsSpan(_at));
            buffer = buffer[count..];
            _at += count;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        while (_segment < _segments.Count && _at == _segments[_segment].Length)
        {
            _segment++;
            _at = 0;
        }

        if (_segment == _segments.Count)
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _segments[_segment].Length - _at);
        _segments[_segment].AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
