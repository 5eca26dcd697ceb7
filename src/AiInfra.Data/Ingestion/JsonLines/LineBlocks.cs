using System.Text;

namespace AiInfra.Data.Ingestion.JsonLines;

/// <summary>The lines of a text file, in blocks.</summary>
internal sealed class LineBlocks(TextBlocks blocks, string source, int maxLineBytes) : IAsyncDisposable
{
    private readonly List<(int Start, int Length, long Line)> _lines = [];
    private int _consumed;
    private long _line = 1;
    private bool _skipping;

    public ReadOnlySpan<byte> Buffer => blocks.Buffer;

    public IReadOnlyList<(int Start, int Length, long Line)> Lines => _lines;

    public List<RejectedRow> Rejected { get; private set; } = [];

    public long BytesRead => blocks.BytesRead;

    /// <summary>Finds the lines of the next buffer that are not blank; false at the end.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (await blocks.AdvanceAsync(_consumed, cancellationToken).ConfigureAwait(false))
        {
            _lines.Clear();
            Rejected = [];
            _consumed = Split();
            if (_lines.Count > 0 || Rejected.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    public ValueTask DisposeAsync() => blocks.DisposeAsync();

    private int Split()
    {
        int at = 0;
        while (at < blocks.Length)
        {
            ReadOnlySpan<byte> rest = blocks.Buffer.AsSpan(at, blocks.Length - at);
            int end = rest.IndexOf((byte)'\n');
            if (end < 0 && blocks.IsLast && !_skipping)
            {
                if (blocks.EndsOpen)
                {
                    Reject(rest, RejectReason.Incomplete, "the file grew while it was read, and at the length it had at first this line was not whole; it comes with the next reading");
                }
                else
                {
                    Add(at, rest);
                }

                return blocks.Length;
            }

            if (end < 0 && !_skipping && rest.Length > maxLineBytes)
            {
                Reject(rest, RejectReason.TooLong, $"the line has more than {maxLineBytes:N0} bytes, the limit (MaxLineBytes)");
                _skipping = true;
            }

            if (end < 0)
            {
                return _skipping ? blocks.Length : at;
            }

            if (_skipping)
            {
                _skipping = false;
            }
            else
            {
                Add(at, rest[..end]);
            }

            _line++;
            at += end + 1;
        }

        return at;
    }

    private void Add(int at, ReadOnlySpan<byte> line)
    {
        if (line.Length > maxLineBytes)
        {
            Reject(line, RejectReason.TooLong, $"the line has {line.Length:N0} bytes, the limit is {maxLineBytes:N0} (MaxLineBytes)");
        }
        else if (line.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0)
        {
            _lines.Add((at, line.Length, _line));
        }
    }

    private void Reject(ReadOnlySpan<byte> line, string reason, string detail) =>
        Rejected.Add(new RejectedRow(source, _line, null, reason, detail, Encoding.UTF8.GetString(line[..Math.Min(line.Length, 1000)])));
}
